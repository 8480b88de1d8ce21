import { lowerCase } from '../../data/lower-case.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import { isMapField } from '../question.ts';

type Fold = (key: string) => string;
type Join = (own: Node, other: Node, name: string) => Node;

const asIs: Fold = (key) => key;
const ownWins: Join = (own) => own;

/**
 * A scenario with what the file's defaults add. The scenario's own fields win; in `request` and `policies` field by
 * field, in the maps of `request` key by key, whatever the key's case. `null` takes a default away.
 */
export function withDefaults(scenario: ObjectNode, defaults: ObjectNode): ObjectNode {
  return join(scenario, defaults, asIs, (own, other, name) => {
    if (own.kind !== 'object' || other.kind !== 'object') return own;
    if (name === 'request') return join(own, other, asIs, joinRequest);
    return name === 'policies' ? join(own, other, asIs, ownWins) : own;
  });
}

function joinRequest(own: Node, other: Node, name: string): Node {
  const isMap = isMapField(name) && own.kind === 'object' && other.kind === 'object';
  return isMap ? join(own, other, lowerCase, ownWins) : own;
}

function join(own: ObjectNode, defaults: ObjectNode, fold: Fold, joinValues: Join): ObjectNode {
  const ownNames = new Set(own.members.map(({ key }) => fold(key.value)));
  const members: Member[] = [];
  for (const member of own.members) {
    const other = memberWith(defaults, fold(member.key.value), fold);
    if (other === undefined) members.push(member);
    else if (member.value.kind !== 'null') {
      members.push({ key: member.key, value: joinValues(member.value, other.value, member.key.value) });
    }
  }
  for (const member of defaults.members) if (!ownNames.has(fold(member.key.value))) members.push(member);
  return { ...own, members };
}

function memberWith(object: ObjectNode, folded: string, fold: Fold): Member | undefined {
  return fold === asIs
    ? memberOf(object, folded)
    : object.members.find(({ key }) => fold(key.value) === folded);
}

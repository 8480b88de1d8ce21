import type { Range } from '../../core/source.ts';
import type { Member, Node, ObjectNode, StringNode } from '../../formats/tree.ts';
import { isUnknownText, unknownText } from '../unknown-text.ts';

export function unknownAt({ start, end }: Range): StringNode {
  return { kind: 'string', start, end, value: unknownText };
}

/** A policy in which every value that is not known looks like one that its element takes. */
export interface Settled {
  readonly node: Node;
  /** Values that only the deployment knows: what is found there is not told. */
  readonly unknowns: readonly Range[];
  /** Statements of which so much is unknown that nothing is told of them. */
  readonly untold: readonly Range[];
}

/** Which element of a statement a value stands under. */
type Under = 'action' | 'resource' | 'other';

const elementOf: Readonly<Record<string, Under>> = {
  Action: 'action',
  NotAction: 'action',
  Resource: 'resource',
  NotResource: 'resource',
};

interface Settling {
  readonly unknowns: Range[];
  readonly untold: Range[];
}

/** Puts in what rules take for any value at all, where a text of the policy holds `unknownText`. */
export function settle(policy: Node): Settled {
  const settling: Settling = { unknowns: [], untold: [] };
  const node =
    policy.kind === 'object'
      ? withMembers(policy, (member) => settlePart(member, settling))
      : settleValue(policy, 'other', settling);
  return { node, ...settling };
}

function withMembers(node: ObjectNode, change: (member: Member) => Node): ObjectNode {
  return { ...node, members: node.members.map((member) => ({ key: member.key, value: change(member) })) };
}

function settlePart({ key, value }: Member, settling: Settling): Node {
  if (key.value !== 'Statement') return settleValue(value, 'other', settling);
  if (value.kind === 'array')
    return { ...value, items: value.items.map((item) => settleStatement(item, settling)) };
  return settleStatement(value, settling);
}

function settleStatement(statement: Node, settling: Settling): Node {
  if (statement.kind !== 'object') return settleValue(statement, 'other', settling);
  if (isVague(statement)) settling.untold.push(statement);
  return withMembers(statement, ({ key, value }) =>
    settleValue(value, elementOf[key.value] ?? 'other', settling),
  );
}

/** Whether it is not known whom, or under which conditions, the statement is about. */
function isVague({ members }: ObjectNode): boolean {
  return members.some(({ key, value }) => {
    if (isUnknownText(key.value)) return true;
    switch (key.value) {
      case 'Effect':
      case 'Principal':
      case 'NotPrincipal':
        return value.kind === 'string' ? isUnknownText(value.value) : hasVagueKey(value);
      case 'Condition':
        return isWholeUnknown(value) || hasVagueTest(value);
      default:
        return false;
    }
  });
}

function hasVagueTest(condition: Node): boolean {
  return (
    condition.kind === 'object' &&
    condition.members.some(
      ({ key, value }) => isUnknownText(key.value) || isWholeUnknown(value) || hasVagueKey(value),
    )
  );
}

function isWholeUnknown(node: Node): boolean {
  return node.kind === 'string' && isUnknownText(node.value);
}

function hasVagueKey(node: Node): boolean {
  return node.kind === 'object' && node.members.some(({ key }) => isUnknownText(key.value));
}

function settleValue(node: Node, under: Under, settling: Settling): Node {
  switch (node.kind) {
    case 'object':
      return withMembers(node, ({ value }) => settleValue(value, under, settling));
    case 'array':
      return { ...node, items: node.items.map((item) => settleValue(item, under, settling)) };
    case 'string':
      if (!isUnknownText(node.value)) return node;
      settling.unknowns.push(node);
      return { ...node, value: placeholder(node.value, under) };
    case 'number':
    case 'boolean':
    case 'null':
      return node;
  }
}

function placeholder(text: string, under: Under): string {
  if (under === 'action' && text.startsWith(unknownText)) return 'unknown:unknown';
  // An ARN of which the beginning is known keeps it: `*` would fit more.
  return under === 'resource' && !text.startsWith('arn:') ? `arn:*:*:*:*:${unknownText}` : text;
}

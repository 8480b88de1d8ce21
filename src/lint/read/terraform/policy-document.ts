import { largest, smallest } from '../../../core/lists.ts';
import type { Range } from '../../../core/source.ts';
import type { HclBlock, HclBody } from '../../../formats/hcl-tree.ts';
import type { Member, Node, ObjectNode, StringNode } from '../../../formats/tree.ts';
import { unknownAt } from '../unknown.ts';
import { attributeOf, blocksIn, hasDynamic, type Scope } from './scope.ts';
import { evaluate, knownText, stringAt } from './value.ts';

/**
 * The policy that a `data "aws_iam_policy_document"` writes, as a tree with the places of the file
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document); undefined where
 * all of it comes from elsewhere. Statements whose Sid is in `replaced` stand in a document that overrides this one.
 */
export function policyOfDocument(
  { body, labels, type }: HclBlock,
  scope: Scope,
  replaced: ReadonlySet<string>,
): Node | undefined {
  const header = labels.at(-1) ?? type;
  const statements: Node[] = blocksIn(body, 'statement').flatMap((statement) => {
    const node = statementOf(statement, scope);
    const sid = node.members.find(({ key }) => key.value === 'Sid')?.value;
    return sid?.kind === 'string' && replaced.has(sid.value) ? [] : [node];
  });
  const isDynamic = hasDynamic(body, 'statement');
  if (isDynamic) statements.push(unknownAt({ start: header.start, end: header.start }));
  if (statements.length === 0 && (isMerged(body) || replaced.size > 0)) return undefined;
  const version = attributeOf(body, 'version');
  return object(body, [
    ...member(
      'Version',
      header,
      version === undefined ? stringAt(header, '2012-10-17') : evaluate(version, scope),
    ),
    ...optional(body, scope, 'policy_id', 'Id'),
    ...member('Statement', body, { ...range(body), kind: 'array', items: statements }),
  ]);
}

function isMerged(body: HclBody): boolean {
  return ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'].some(
    (name) => attributeOf(body, name) !== undefined,
  );
}

/** The place of a block without its braces' inside: what it begins with. */
function opening({ start }: Range): Range {
  return { start, end: start + 1 };
}

function range({ start, end }: Range): Range {
  return { start, end };
}

function object(at: Range, members: readonly Member[]): ObjectNode {
  return { kind: 'object', members, ...range(at) };
}

function member(name: string, at: Range, value: Node): readonly Member[] {
  return [{ key: stringAt(opening(at), name), value }];
}

/** An argument of the block as an element of the policy; the place of the element's name is the argument's. */
function optional(
  body: HclBody,
  scope: Scope,
  name: string,
  element: string,
  isVariable = false,
): readonly Member[] {
  const attribute = body.attributes.find((one) => one.name.text === name);
  if (attribute === undefined) return [];
  const read = evaluate(attribute.value, scope);
  const value = isVariable ? withVariables(read) : read;
  const isEmpty = value.kind === 'null' || (value.kind === 'string' && value.value === '');
  return isEmpty ? [] : [{ key: stringAt(attribute.name, element), value }];
}

/** `&{aws:username}` is how the document writes a variable of a policy. */
function withVariables(node: Node): Node {
  if (node.kind === 'array') return { ...node, items: node.items.map(withVariables) };
  return node.kind === 'string' ? { ...node, value: node.value.replaceAll('&{', '${') } : node;
}

function statementOf(body: HclBody, scope: Scope): ObjectNode {
  const effect = body.attributes.find((one) => one.name.text === 'effect');
  return object(body, [
    ...optional(body, scope, 'sid', 'Sid'),
    ...(effect === undefined
      ? member('Effect', body, stringAt(opening(body), 'Allow'))
      : optional(body, scope, 'effect', 'Effect')),
    ...principalsOf(body, scope, 'principals', 'Principal'),
    ...principalsOf(body, scope, 'not_principals', 'NotPrincipal'),
    ...optional(body, scope, 'actions', 'Action'),
    ...optional(body, scope, 'not_actions', 'NotAction'),
    ...optional(body, scope, 'resources', 'Resource', true),
    ...optional(body, scope, 'not_resources', 'NotResource', true),
    ...conditionOf(body, scope),
  ]);
}

function principalsOf(body: HclBody, scope: Scope, name: string, element: string): readonly Member[] {
  const blocks = blocksIn(body, name);
  if (hasDynamic(body, name)) return member(element, body, unknownAt(opening(body)));
  const [first] = blocks;
  if (first === undefined) return [];
  const members: Gathered = new Map();
  for (const block of blocks) {
    const type = textIn(block, scope, 'type');
    const identifiers = withVariables(valueIn(block, scope, 'identifiers'));
    // `"*"` of everyone, not of AWS's accounts alone, is no object in a policy.
    if (type.value === '*' && isStar(identifiers))
      return [{ key: stringAt(type, element), value: stringAt(identifiers, '*') }];
    gather(members, type, identifiers);
  }
  return [{ key: stringAt(opening(first), element), value: object(covering(blocks), membersOf(members)) }];
}

function isStar(node: Node): boolean {
  const [only, ...more] = node.kind === 'array' ? node.items : [node];
  return only?.kind === 'string' && only.value === '*' && more.length === 0;
}

function covering(ranges: readonly Range[]): Range {
  return {
    start: smallest(ranges.map(({ start }) => start)),
    end: largest(ranges.map(({ end }) => end)),
  };
}

/** What several blocks say of one name, under the first of its places. */
type Gathered = Map<string, { readonly key: StringNode; readonly values: Node[] }>;

function gather(into: Gathered, key: StringNode, value: Node): void {
  const found = into.get(key.value);
  if (found === undefined) into.set(key.value, { key, values: [value] });
  else found.values.push(value);
}

function membersOf(gathered: Gathered): readonly Member[] {
  return [...gathered.values()].map(({ key, values }) => ({ key, value: joined(values) }));
}

function joined(values: readonly Node[]): Node {
  const [first] = values;
  if (first !== undefined && values.length === 1) return first;
  const items = values.flatMap((node) => (node.kind === 'array' ? node.items : [node]));
  return { kind: 'array', items, ...covering(values) };
}

/** The text of an argument; unknown where it is missing or of another type. */
function textIn(block: HclBody, scope: Scope, name: string): StringNode {
  const value = valueIn(block, scope, name);
  return value.kind === 'string' ? value : unknownAt(value);
}

function valueIn(block: HclBody, scope: Scope, name: string): Node {
  const written = attributeOf(block, name);
  return written === undefined ? unknownAt(opening(block)) : evaluate(written, scope);
}

/** The blocks of one operator and key go together, as Terraform writes them. */
function conditionOf(body: HclBody, scope: Scope): readonly Member[] {
  const blocks = blocksIn(body, 'condition');
  if (hasDynamic(body, 'condition')) return member('Condition', body, unknownAt(opening(body)));
  const [first] = blocks;
  if (first === undefined) return [];
  const tests = new Map<
    string,
    { readonly key: StringNode; readonly ranges: Range[]; readonly keys: Gathered }
  >();
  for (const block of blocks) {
    const test = textIn(block, scope, 'test');
    const variable = textIn(block, scope, 'variable');
    const values = withVariables(valueIn(block, scope, 'values'));
    const found = tests.get(test.value) ?? { key: test, ranges: [], keys: new Map() as Gathered };
    tests.set(test.value, found);
    found.ranges.push(block);
    gather(found.keys, variable, values);
  }
  const members = [...tests.values()].map(({ key, ranges, keys }) => ({
    key,
    value: object(covering(ranges), membersOf(keys)),
  }));
  return [{ key: stringAt(opening(first), 'Condition'), value: object(covering(blocks), members) }];
}

/** More statements than any policy has room for. */
const mostStatements = 1000;

const sids = new WeakMap<HclBlock, readonly StringNode[]>();

/** The Sids of a document's own statements, with their places; looked at once, since many documents may name this one. */
export function sidsOf(block: HclBlock, scope: Scope): readonly StringNode[] {
  const known = sids.get(block);
  if (known !== undefined) return known;
  const statements = blocksIn(block.body, 'statement').slice(0, mostStatements);
  const found = statements.flatMap((statement) => {
    const written = attributeOf(statement, 'sid');
    const sid = written === undefined ? undefined : evaluate(written, scope);
    return sid?.kind === 'string' && sid.value !== '' && knownText(sid) !== undefined ? [sid] : [];
  });
  sids.set(block, found);
  return found;
}

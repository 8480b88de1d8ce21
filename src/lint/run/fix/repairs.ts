import type { Range } from '../../../core/source.ts';
import type { ArrayNode, Member, Node, ObjectNode } from '../../../formats/tree.ts';
import { memberOf } from '../../../formats/tree-value.ts';
import { hideSecrets } from '../../../output/secret.ts';
import { parseOperator } from '../../../policy/operator-names.ts';
import type { Value } from '../../../policy/policy.ts';
import { networkOf } from '../../network.ts';
import { coversOf } from '../../pattern-cover.ts';
import type { Change, Repair } from '../../repair.ts';
import { childrenAround, pathTo } from '../../path-to.ts';
import { statementAround, type Subject } from '../../subject.ts';

const language = '2012-10-17';

/** The repairs that need no thought, by the code of what they mend; what is not here has to be read by somebody. */
export const repairs: Readonly<Record<string, Repair>> = {
  'missing-version': { before: 'same', changes: addVersion },
  'old-version': { before: 'same', changes: withoutVariables(write(() => language)) },
  'invalid-version': { before: 'refused', changes: withoutVariables(write(() => language)) },
  'rcp-version': { before: 'refused', changes: withoutVariables(write(() => language)) },
  'invalid-effect': { before: 'refused', changes: write(inCaseOf(['Allow', 'Deny'])) },
  'invalid-policy-element': { before: 'refused', changes: nameElement },
  'principal-type': {
    before: 'refused',
    changes: write(inCaseOf(['AWS', 'Service', 'Federated', 'CanonicalUser'])),
  },
  'trust-resource': { before: 'refused', changes: (at) => [{ kind: 'remove', at }] },
  'id-not-supported': { before: 'same', changes: (at) => [{ kind: 'remove', at }] },
  'empty-sid': { before: 'same', changes: removeElement },
  'invalid-sid-characters': { before: 'refused', changes: write(plainSid) },
  'duplicate-sid': { before: 'refused', changes: write(ownSid) },
  'duplicate-sid-resource': { before: 'same', changes: write(ownSid) },
  'redundant-action': { before: 'same', changes: (at, subject) => removeCovered(at, subject, 'action') },
  'redundant-resource': { before: 'same', changes: (at, subject) => removeCovered(at, subject, 'resource') },
  'redundant-statement': { before: 'same', changes: removeStatement },
  'operator-case': { before: 'same', changes: write((text) => parseOperator(text)?.canonical) },
  'null-if-exists': {
    before: 'refused',
    changes: write((text) => (isNullIfExists(text) ? 'Null' : undefined)),
  },
  'ip-host-bits': { before: 'same', changes: write(networkOf) },
};

/** Whether `--fix` can mend findings of a code. */
export function hasRepair(code: string): boolean {
  return code === 'unusual-encoding' || Object.hasOwn(repairs, code);
}

/** Another text in the place of the one there; nothing where there is none to be had. */
function write(textFor: (text: string, subject: Subject) => string | undefined): Repair['changes'] {
  return (at, subject) => {
    const before = textAt(at, subject);
    const text = before === undefined ? undefined : textFor(before, subject);
    return text === undefined || text === before ? [] : [{ kind: 'write', at, text }];
  };
}

/** The text or the name that has exactly this range. */
function textAt(at: Range, { node }: Subject): string | undefined {
  const found = findText(node, at);
  return found?.kind === 'string' ? found.value : undefined;
}

function findText(node: Node, at: Range): Node | undefined {
  if (node.start === at.start && node.end === at.end) return node;
  if (node.kind !== 'array' && node.kind !== 'object') return undefined;
  const next = [...childrenAround(node, at)]
    .flatMap((index) => childrenOf(node, index))
    .find(({ start, end }) => start <= at.start && at.end <= end);
  return next === undefined ? undefined : findText(next, at);
}

function childrenOf(node: ArrayNode | ObjectNode, index: number): readonly Node[] {
  if (node.kind === 'array') return node.items.slice(index, index + 1);
  const member = node.members[index];
  return member === undefined ? [] : [member.key, member.value];
}

/** The word that differs in letter case alone. */
function inCaseOf(words: readonly string[]): (text: string) => string | undefined {
  return (text) => words.find((word) => word.toLowerCase() === text.toLowerCase());
}

/** In the old language `${…}` is plain text: another Version would change what is decided. */
function withoutVariables(changes: Repair['changes']): Repair['changes'] {
  return (at, subject) => (hasVariable(subject.node) ? [] : changes(at, subject));
}

const withVariable = new WeakMap<Node, boolean>();

/** Each finding of a policy asks. */
function hasVariable(node: Node): boolean {
  const known = withVariable.get(node);
  if (known !== undefined) return known;
  const found = holdsVariable(node);
  withVariable.set(node, found);
  return found;
}

function holdsVariable(node: Node): boolean {
  switch (node.kind) {
    case 'string':
      return node.value.includes('${');
    case 'array':
      return node.items.some(holdsVariable);
    case 'object':
      return node.members.some(({ key, value }) => holdsVariable(key) || holdsVariable(value));
    case 'number':
    case 'boolean':
    case 'null':
      return false;
  }
}

function addVersion(_: Range, { node }: Subject): readonly Change[] {
  return node.kind !== 'object' || hasVariable(node)
    ? []
    : [{ kind: 'add', at: node, name: 'Version', text: language }];
}

const policyElements = ['Version', 'Id', 'Statement'];
const statementElements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function nameElement(at: Range, subject: Subject): readonly Change[] {
  const isOfPolicy = pathTo(subject.node, at).length === 1;
  const names = inCaseOf(isOfPolicy ? policyElements : statementElements);
  return write((text) => names(text) ?? names(text.replace(/s$/i, '')))(at, subject);
}

/** The member whose value is there. */
function removeElement(at: Range, { node }: Subject): readonly Change[] {
  const member = memberWith(node, at);
  return member === undefined ? [] : [{ kind: 'remove', at: member.key }];
}

function memberWith(node: Node, at: Range): Member | undefined {
  if (node.kind !== 'array' && node.kind !== 'object') return undefined;
  const around = [...childrenAround(node, at)];
  const members = node.kind === 'object' ? around.map((index) => node.members[index]) : [];
  const found = members.find((member) => member?.value.start === at.start && member.value.end === at.end);
  if (found !== undefined) return found;
  const children =
    node.kind === 'array' ? around.map((index) => node.items[index]) : members.map((one) => one?.value);
  for (const child of children) {
    const within = child === undefined ? undefined : memberWith(child, at);
    if (within !== undefined) return within;
  }
  return undefined;
}

interface Sids {
  readonly taken: ReadonlySet<string>;
  /** Names that were looked for: the first number that makes each one of its own. */
  readonly free: Map<string, number>;
}

const knownSids = new WeakMap<Subject['statements'], Sids>();

function sidsOf({ statements }: Subject): Sids {
  let found = knownSids.get(statements);
  if (found === undefined) {
    const taken = new Set(statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid.text])));
    knownSids.set(statements, (found = { taken, free: new Map() }));
  }
  return found;
}

/** `allow reads` becomes `allowReads`, unless another statement has that name, or a secret loses the signs it is known by. */
function plainSid(text: string, subject: Subject): string | undefined {
  if (hideSecrets(text) !== text) return undefined;
  const plain = text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return plain === '' || sidsOf(subject).taken.has(plain) ? undefined : plain;
}

/** The name with the first number that makes it one of its own. */
function ownSid(text: string, subject: Subject): string | undefined {
  const { taken, free } = sidsOf(subject);
  let number = free.get(text) ?? 2;
  while (taken.has(`${text}${number}`)) number++;
  free.set(text, number);
  return `${text}${number}`;
}

type Element = 'action' | 'resource';

const removedFrom = new WeakMap<readonly Value[], readonly Change[]>();

/** Everything of the list that another of its items covers, so that what stays covers what goes. */
function removeCovered(at: Range, subject: Subject, element: Element): readonly Change[] {
  const values = statementAround(subject, at)?.[element]?.values ?? [];
  let changes = removedFrom.get(values);
  if (changes === undefined) {
    changes = needless(values, element).map(({ start, end, text }) => ({
      kind: 'remove',
      at: { start, end },
      text,
    }));
    removedFrom.set(values, changes);
  }
  return changes;
}

/** Values that the rest of their list covers. */
export function needless(values: readonly Value[], element: Element): readonly Value[] {
  const fold = (text: string) => (element === 'action' ? text.toLowerCase() : text);
  const covers = coversOf(values.map(({ text }) => fold(text)));
  return values.filter((_, index) => {
    const way = new Set<number>();
    let step: number | undefined = index;
    while (step !== undefined && !way.has(step)) {
      way.add(step);
      step = covers.get(step);
    }
    if (way.size === 1) return false;
    // Of patterns that cover each other the first stays.
    return step !== index || [...way].some((other) => other < index);
  });
}

function removeStatement(at: Range, subject: Subject): readonly Change[] {
  const { node } = subject;
  const statement = statementAround(subject, at);
  const list = node.kind === 'object' ? memberOf(node, 'Statement')?.value : undefined;
  return statement === undefined || list?.kind !== 'array'
    ? []
    : [{ kind: 'remove', at: { start: statement.node.start, end: statement.node.end } }];
}

function isNullIfExists(text: string): boolean {
  return text.toLowerCase() === 'nullifexists';
}

import type { Range } from '../../../core/source.ts';
import type { Member, Node } from '../../../formats/tree.ts';
import { memberOf } from '../../../formats/tree-value.ts';
import { hideSecrets } from '../../../output/secret.ts';
import { parseOperator } from '../../../policy/operator-names.ts';
import type { Value } from '../../../policy/policy.ts';
import { networkOf } from '../../network.ts';
import { coversOf } from '../../pattern-cover.ts';
import type { Change, Repair } from '../../repair.ts';
import { pathTo, type Subject } from '../../subject.ts';

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
  const children =
    node.kind === 'array'
      ? node.items
      : node.kind === 'object'
        ? node.members.flatMap(({ key, value }) => [key, value])
        : [];
  const next = children.find(({ start, end }) => start <= at.start && at.end <= end);
  return next === undefined ? undefined : findText(next, at);
}

/** The word that differs in letter case alone. */
function inCaseOf(words: readonly string[]): (text: string) => string | undefined {
  return (text) => words.find((word) => word.toLowerCase() === text.toLowerCase());
}

/** In the old language `${…}` is plain text: another Version would change what is decided. */
function withoutVariables(changes: Repair['changes']): Repair['changes'] {
  return (at, subject) => (hasVariable(subject.node) ? [] : changes(at, subject));
}

function hasVariable(node: Node): boolean {
  switch (node.kind) {
    case 'string':
      return node.value.includes('${');
    case 'array':
      return node.items.some(hasVariable);
    case 'object':
      return node.members.some(({ key, value }) => hasVariable(key) || hasVariable(value));
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
  if (node.kind === 'array')
    return node.items.map((item) => memberWith(item, at)).find((found) => found !== undefined);
  if (node.kind !== 'object') return undefined;
  return (
    node.members.find(({ value }) => value.start === at.start && value.end === at.end) ??
    node.members.map(({ value }) => memberWith(value, at)).find((found) => found !== undefined)
  );
}

function sidsOf({ statements }: Subject): readonly string[] {
  return statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid.text]));
}

/** `allow reads` becomes `allowReads`, unless another statement has that name, or a secret loses the signs it is known by. */
function plainSid(text: string, subject: Subject): string | undefined {
  if (hideSecrets(text) !== text) return undefined;
  const plain = text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return plain === '' || sidsOf(subject).includes(plain) ? undefined : plain;
}

/** The name with the first number that makes it one of its own. */
function ownSid(text: string, subject: Subject): string | undefined {
  const taken = new Set(sidsOf(subject));
  for (let number = 2; number <= taken.size + 2; number++)
    if (!taken.has(`${text}${number}`)) return `${text}${number}`;
  return undefined;
}

/** Everything of the list that another of its items covers, so that what stays covers what goes. */
function removeCovered(
  at: Range,
  { statements }: Subject,
  element: 'action' | 'resource',
): readonly Change[] {
  const values = statements
    .map((statement) => statement[element]?.values ?? [])
    .find((list) => list.some(({ start, end }) => start === at.start && end === at.end));
  return values === undefined
    ? []
    : needless(values, element).map(({ start, end, text }) => ({ kind: 'remove', at: { start, end }, text }));
}

/** Values that the rest of their list covers. */
export function needless(values: readonly Value[], element: 'action' | 'resource'): readonly Value[] {
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
    return step !== index || Math.min(...way) !== index;
  });
}

function removeStatement(at: Range, { node, statements }: Subject): readonly Change[] {
  const statement = statements.find(({ start, end }) => start <= at.start && at.end <= end);
  const list = node.kind === 'object' ? memberOf(node, 'Statement')?.value : undefined;
  return statement === undefined || list?.kind !== 'array'
    ? []
    : [{ kind: 'remove', at: { start: statement.node.start, end: statement.node.end } }];
}

function isNullIfExists(text: string): boolean {
  return text.toLowerCase() === 'nullifexists';
}

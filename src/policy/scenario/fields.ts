import { nearest } from '../../core/nearest.ts';
import type { Range } from '../../core/source.ts';
import { quoted, type Problem } from '../../formats/problem.ts';
import { duplicateKeys } from '../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';

/** One scenario being read: its problems, and where its fields stand. */
export interface Reading {
  readonly problems: Problem[];
  /** Field path, as `prepare` names it, to its place. */
  readonly places: Map<string, Range>;
}

export function report(reading: Reading, code: string, range: Range, message: string, hint: string): void {
  // A mistake in the defaults is met once for each scenario.
  const told = reported.get(reading.problems) ?? new Set();
  reported.set(reading.problems, told);
  const key = `${code} ${range.start}`;
  if (told.has(key)) return;
  told.add(key);
  reading.problems.push({ code: `scenario/${code}`, message, hint, range });
}

/** Code and place of the problems that are in a list. */
const reported = new WeakMap<readonly Problem[], Set<string>>();

const kindWords = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
} as const satisfies Record<Node['kind'], string>;

export function reportKind(reading: Reading, node: Node, what: string, wanted: string, hint: string): void {
  const message =
    node.kind === 'null'
      ? `${quoted(what)} has no value`
      : `${quoted(what)} is ${kindWords[node.kind]}, not ${wanted}`;
  report(reading, 'wrong-type', node, message, hint);
}

/** Whether a name of the object that is no field was to be this one: a slip is one problem, and nothing is missing. */
export function isSlipped({ members }: ObjectNode, field: string, known: readonly string[]): boolean {
  return members.some(({ key: { value } }) => !known.includes(value) && nearest(value, known) === field);
}

/** The object's members by name; unknown and repeated ones are reported. */
export function membersOf(
  reading: Reading,
  object: ObjectNode,
  known: readonly string[],
  what: string,
  hintFor: (name: string) => string | undefined = () => undefined,
): ReadonlyMap<string, Member> {
  for (const { again } of duplicateKeys(object)) {
    report(
      reading,
      'duplicate-field',
      again.key,
      `${quoted(again.key.value)} is given twice`,
      'Keep one of them.',
    );
  }
  const members = new Map<string, Member>();
  for (const member of object.members) {
    const name = member.key.value;
    if (known.includes(name)) {
      members.set(name, member);
      continue;
    }
    const near = nearest(name, known);
    const hint =
      hintFor(name) ??
      (near === undefined ? `The fields are ${known.join(', ')}.` : `Did you mean \`${near}\`?`);
    report(reading, 'unknown-field', member.key, `${quoted(name)} is not a field of ${what}`, hint);
  }
  return members;
}

/** A text; numbers and booleans as they are written, so that an account id keeps its zeros. */
export function textOf(
  reading: Reading,
  node: Node,
  what: string,
  hint = 'Write one text.',
): string | undefined {
  switch (node.kind) {
    case 'string':
      return node.value;
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'object':
    case 'array':
    case 'null':
      reportKind(reading, node, what, 'a text', hint);
      return undefined;
  }
}

/** One text or a list of them. */
export function textsOf(reading: Reading, node: Node, field: string): readonly string[] | undefined {
  if (node.kind !== 'array') {
    const text = textOf(reading, node, field, 'Write a text or a list of texts.');
    return text === undefined ? undefined : [text];
  }
  const texts: string[] = [];
  for (const [index, item] of node.items.entries()) {
    reading.places.set(`${field}/${index}`, item);
    const text = textOf(reading, item, field, 'Write a list of texts.');
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

/** A map of texts; `readValue` reads one of them. */
export function mapOf<T>(
  reading: Reading,
  node: Node,
  field: string,
  readValue: (value: Node, what: string) => T | undefined,
): ReadonlyMap<string, T> | undefined {
  if (node.kind !== 'object') {
    reportKind(reading, node, field, 'a map', 'Write `KEY: VALUE` lines.');
    return undefined;
  }
  for (const { again } of duplicateKeys(node)) {
    report(
      reading,
      'duplicate-field',
      again.key,
      `${quoted(again.key.value)} is given twice`,
      'Keep one of them.',
    );
  }
  const map = new Map<string, T>();
  for (const { key, value } of node.members) {
    reading.places.set(`${field}/${key.value}`, key);
    const read = readValue(value, key.value);
    if (read !== undefined) map.set(key.value, read);
  }
  return map;
}

/** The value of a context key: one text or several. */
export function contextValueOf(
  reading: Reading,
  node: Node,
  what: string,
): string | readonly string[] | undefined {
  if (node.kind !== 'array')
    return textOf(reading, node, what, 'Write a text or a list; leave the key out where it is absent.');
  return node.items.flatMap((item) => textOf(reading, item, what, 'Write a list of texts.') ?? []);
}

export function booleanOf(reading: Reading, node: Node, what: string): boolean | undefined {
  if (node.kind === 'boolean') return node.value;
  reportKind(reading, node, what, 'true or false', 'Write `true` or `false`, without quotes.');
  return undefined;
}

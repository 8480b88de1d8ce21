import { knownConditionKey } from '../../data/condition-keys.ts';
import type { Condition } from '../condition/condition.ts';
import type { Atom } from '../condition/key-state.ts';
import type { LookUp } from '../context-value.ts';
import { keyFacts } from '../keys.ts';
import { addressesAround } from './addresses.ts';

export type Given = string | readonly string[];

/** Keys that follow from who asks: another value is another caller. */
const ofCaller = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:username',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:resourceaccount',
]);

/**
 * Values for the keys of tests that make each of them hold, or not, as it says; undefined where none was found. Keys that are
 * right already are not given.
 */
export function valuesFor(atoms: readonly Atom[], lookUp: LookUp): ReadonlyMap<string, Given> | undefined {
  const chosen = new Map<string, Given>();
  const names = new Map<string, string>();
  const withChosen: LookUp = (key) => chosen.get(key) ?? lookUp(key);
  const keys = [...new Set(atoms.map(({ condition }) => condition.key))];
  for (const atom of atoms) {
    names.set(atom.condition.key, atom.condition.element.key.text);
    for (const { template } of atom.condition.values)
      for (const piece of template.pieces)
        if (piece.kind === 'variable' && withChosen(piece.key) === undefined && !ofCaller.has(piece.key)) {
          chosen.set(piece.key, 'example');
          names.set(piece.key, piece.name);
        }
  }
  for (const key of keys) {
    const own = atoms.filter(({ condition }) => condition.key === key);
    const holds = (read: LookUp) =>
      own.every(({ condition, holds: wanted }) => condition.evaluate(read) === wanted);
    if (holds(withChosen)) continue;
    if (ofCaller.has(key)) return undefined;
    const value = candidatesFor(key, own).find((one) =>
      holds((name) => (name === key ? one : withChosen(name))),
    );
    if (value === undefined) return undefined;
    chosen.set(key, value);
  }
  return new Map([...chosen].map(([key, value]) => [names.get(key) ?? key, value]));
}

/** Values that tell the tests of a key apart, and some that none of them names. */
export function candidatesFor(key: string, atoms: readonly Atom[]): readonly Given[] {
  const texts = new Set<string>();
  for (const { condition } of atoms) for (const text of textsOf(condition)) texts.add(text);
  for (const text of strangersOf(key, atoms)) texts.add(text);
  for (const { condition } of atoms) for (const text of inOtherCase(condition)) texts.add(text);
  const singles = [...texts].slice(0, mostSingles);
  if (!mayHoldSeveral(key, atoms)) return singles;
  const pairs = singles
    .slice(0, 12)
    .flatMap((one) => singles.slice(0, 12).flatMap((other) => (one === other ? [] : [[one, other]])));
  return [...singles, ...singles.map((one) => [one]), singles.slice(0, 12), ...pairs];
}

const mostSingles = 60;

function mayHoldSeveral(key: string, atoms: readonly Atom[]): boolean {
  const multivalued = keyFacts(key)?.multivalued ?? knownConditionKey(key)?.multivalued;
  return multivalued ?? atoms.some(({ condition }) => condition.operator.quantifier !== undefined);
}

function textsOf({ test, values }: Condition): readonly string[] {
  const texts = values.map(({ value }) => value.text);
  switch (test?.type) {
    case undefined:
      return [];
    case 'numeric':
      return texts.flatMap((text) => {
        const number = Number(text);
        return Number.isFinite(number) ? [text, `${number - 1}`, `${number + 1}`] : [];
      });
    case 'date':
      return texts.flatMap((text) => {
        const at = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
        return Number.isNaN(at) ? [] : [-1000, 0, 1000].map((by) => new Date(at + by).toISOString());
      });
    case 'ip':
      return texts.flatMap(addressesAround);
    case 'string':
    case 'arn':
    case 'bool':
    case 'binary':
      return texts.flatMap(filled);
  }
}

function inOtherCase({ test, values }: Condition): readonly string[] {
  if (test?.type !== 'string') return [];
  return values.flatMap(({ value: { text } }) => [text.toUpperCase(), text.toLowerCase()]);
}

/** A pattern with something in the place of its wildcards. */
export function filled(text: string): readonly string[] {
  if (!/[*?]/.test(text)) return [text];
  return ['example', 'x', '', 'zz'].map((put) => text.replaceAll('*', put).replaceAll('?', 'x'));
}

function strangersOf(key: string, atoms: readonly Atom[]): readonly string[] {
  const type =
    atoms.find(({ condition }) => condition.test !== undefined)?.condition.test?.type ?? keyFacts(key)?.type;
  switch (type) {
    case 'bool':
      return ['true', 'false'];
    case 'numeric':
      return ['0', '1', '1000000'];
    case 'date':
      return ['2026-01-31T00:00:00Z'];
    case 'ip':
      return ['203.0.113.77', '198.51.100.7', '192.0.2.1', '8.8.8.8', '2001:db8::1'];
    case 'arn':
      return ['arn:aws:s3:::example', 'arn:aws:iam::444455556666:role/other'];
    case 'string':
    case 'binary':
    case undefined:
      return key === 'aws:requestedregion'
        ? ['us-east-1', 'eu-west-1', 'ap-south-1']
        : ['example', 'other', '444455556666', 'true', 'false'];
  }
}

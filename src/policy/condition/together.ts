import { addTo } from '../../core/lists.ts';
import type { Work } from '../../core/some-text.ts';
import { presentUnknown, unknown, type ContextValue, type LookUp } from '../context-value.ts';
import type { Template } from '../variables.ts';
import type { Atom } from './key-state.ts';
import { mayHold, stepsFor, type IsSingleValued } from './satisfiable.ts';

/** So many assignments are tried; where there would be more the atoms are taken to be possible. */
const mostTried = 20_000;
/** And so many characters of texts. */
const mostCharacters = 4_000_000;

/**
 * As `mayHold`, also over the variables in values: keys that hang together by them are tried with every text that the
 * atoms could tell apart. `lookUp` is what is known beside. False is sure but for texts that nobody would think of
 * (R809); with no more work left nothing is.
 */
export function mayHoldTogether(
  atoms: readonly Atom[],
  isSingleValued: IsSingleValued,
  lookUp: LookUp,
  work: Work = { left: Infinity },
): boolean {
  // Whether Null counts empty text AWS does not say, and no number is empty: such a value is no way to a decision.
  const odd = new Set(
    atoms.filter(({ condition: { test } }) => test?.type !== 'string').map((one) => one.condition.key),
  );
  if (work.left < Infinity) work.left -= stepsFor(atoms, isSingleValued);
  if (work.left < 0) return true;
  if (!mayHold(atoms, isSingleValued, (key) => !odd.has(key))) return false;
  const keys = boundKeys(atoms).filter((key) => typeof lookUp(key) === 'symbol');
  if (keys.length === 0) return true;
  const testsOf = new Map<string, Atom[]>();
  for (const atom of atoms) for (const key of new Set(atom.condition.keys)) addTo(testsOf, key, atom);
  const isOpen = new Set(keys);
  const bound = atoms.filter(({ condition }) => condition.keys.some((key) => isOpen.has(key)));
  const texts = textsIn(bound, lookUp, keys.length);
  if (texts === undefined) return true;
  const holds: Holds = (known, key) => {
    // What does not look the key up is as it was.
    const tests = key === undefined ? atoms : (testsOf.get(key) ?? []);
    work.left -= workOfTest * tests.length;
    return work.left < 0 || tests.every(({ condition, holds: is }) => condition.evaluate(known) !== !is);
  };
  return someAssignment(keys, undefined, texts, holds, lookUp, new Map());
}

/** A test of a condition, in steps of what else is compared. */
const workOfTest = 4;

/** Whether what tests the key, or everything, may hold in a context. */
type Holds = (known: LookUp, key: string | undefined) => boolean;

/** Keys of variables and keys that are compared with them, in lower case. */
function boundKeys(atoms: readonly Atom[]): readonly string[] {
  return [
    ...new Set(atoms.flatMap(({ condition: { key, keys } }) => (keys.length > 1 ? [key, ...keys] : []))),
  ];
}

/** Texts that tell the atoms of the keys apart, and one that none of them has; undefined where they are too many. */
function textsIn(atoms: readonly Atom[], lookUp: LookUp, keys: number): readonly string[] | undefined {
  const texts = new Set(['', 'q7z', ...atoms.flatMap(({ condition }) => knownTexts(lookUp(condition.key)))]);
  let characters = 0;
  const areTooMany = () => (texts.size + 1) ** keys > mostTried || characters > mostCharacters;
  const templates = atoms.flatMap(({ condition }) => condition.values.map(({ template }) => template));
  for (const { constant } of templates) {
    if (constant === undefined) continue;
    for (const put of ['', 'q', undefined]) texts.add(constant.map((piece) => filled(piece, put)).join(''));
  }
  for (const template of templates) {
    const [before, after] = endsOf(template) ?? ['', ''];
    if (before === '' && after === '') continue;
    for (const text of [...texts]) {
      if (areTooMany()) return undefined;
      characters += before.length + text.length + after.length;
      texts.add(before + text + after);
      if (text.startsWith(before) && text.endsWith(after) && text.length >= before.length + after.length) {
        texts.add(text.slice(before.length, text.length - after.length));
      }
    }
  }
  return areTooMany() ? undefined : [...texts];
}

function knownTexts(value: ContextValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? value : [];
}

/** With something in the place of wildcards; as it is written where that is undefined. */
function filled(
  { text, literal }: { readonly text: string; readonly literal: boolean },
  put?: string,
): string {
  return literal || put === undefined ? text : text.replaceAll('*', put).replaceAll('?', 'q');
}

/** What stands in front of the one variable and behind it. */
function endsOf({ pieces, constant }: Template): readonly [before: string, after: string] | undefined {
  if (constant !== undefined) return undefined;
  const at = pieces.findIndex(({ kind }) => kind === 'variable');
  const textOf = (part: Template['pieces']) =>
    part.map((piece) => (piece.kind === 'variable' ? '' : piece.text)).join('');
  return [textOf(pieces.slice(0, at)), textOf(pieces.slice(at + 1))];
}

function someAssignment(
  [key, ...rest]: readonly string[],
  last: string | undefined,
  texts: readonly string[],
  holds: Holds,
  lookUp: LookUp,
  chosen: ReadonlyMap<string, ContextValue>,
): boolean {
  const known: LookUp = (name) => {
    if (chosen.has(name)) return chosen.get(name);
    const value = lookUp(name);
    return typeof value === 'symbol' ? unknown : value;
  };
  if (!holds(known, last)) return false;
  if (key === undefined) return true;
  const isThere = lookUp(key) === presentUnknown;
  const values = isThere ? texts.filter((text) => text !== '') : [undefined, ...texts];
  return values.some((value) =>
    someAssignment(rest, key, texts, holds, lookUp, new Map([...chosen, [key, value]])),
  );
}

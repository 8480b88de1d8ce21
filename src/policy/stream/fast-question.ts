import {
  questionFields,
  toQuestion,
  type FieldKind,
  type FieldName,
  type FieldValue,
  type FieldValues,
  type Question,
} from '../question.ts';
import { cutContext, isMap, type CutRequest, type Parsed } from './large-context.ts';
import { countMembers } from './scan.ts';

/** What the fields read so far take: their members, and their length written without a space or an escape. */
interface Tally {
  members: number;
  length: number;
}

/** Reads a value of one kind and adds it to the tally; `odd` where it is not plainly one. */
type Quick<Value> = (value: unknown, tally: Tally) => Value | undefined | typeof odd;

const odd = Symbol('left to the positional reader');

const quickKinds = {
  text: quickText,
  names: quickTexts,
  texts: quickTexts,
  tags: quickTags,
  context: quickContext,
  flag: quickFlag,
  unknown: (value, tally) => {
    if (typeof value !== 'boolean') return quickTexts(value, tally);
    return quickFlag(value, tally) === true || undefined;
  },
} as const satisfies { readonly [Kind in FieldKind]: Quick<FieldValues[Kind]> };

const fields: ReadonlyMap<string, { readonly name: FieldName; readonly read: Quick<FieldValue> }> = new Map(
  questionFields.map(({ name, kind }) => [name, { name, read: quickKinds[kind] }]),
);

/**
 * The question of a `request` that is plain: texts, lists and maps of texts, nothing unknown, nothing twice.
 * Undefined for anything else, which the positional reader then reads or refuses.
 *
 * `JSON.parse` lets the last of two equal keys win. But a text that is just as long as what came out of it must be
 * when written without a space or an escape has nothing left over for a second one; only other texts are counted.
 */
export function questionOf(request: string): Question | undefined {
  const cut = cutOf(request);
  const parsed = parse(cut?.rest ?? request);
  if (!isMap(parsed)) return undefined;
  if (cut !== undefined && !isEmptyMap(parsed['context'])) return undefined;
  const tally: Tally = { members: 0, length: 0 };
  const question = readMembers(parsed, cut, tally);
  if (tally.length !== request.length && tally.members !== countMembers(request)) return undefined;
  return question;
}

/** As `questionOf`, of what is no text: an object that has each member once, with no prototype of its own. */
export function questionOfMap(request: Parsed): Question | undefined {
  return readMembers(request, undefined, { members: 0, length: 0 });
}

function readMembers(parsed: Parsed, cut: CutRequest | undefined, tally: Tally): Question | undefined {
  const names = Object.keys(parsed);
  // Braces and commas; then the quotes and the colon of each key.
  tally.members += names.length;
  tally.length += 1 + names.length;
  const values: { [Name in FieldName]?: FieldValue } = {};
  for (const name of names) {
    const field = fields.get(name);
    if (field === undefined) return undefined;
    tally.length += name.length + 3;
    const isCut = cut !== undefined && name === 'context';
    const value = isCut ? contextOf(cut.context, tally) : field.read(parsed[name], tally);
    if (value === odd) return undefined;
    if (value !== undefined) values[field.name] = value;
  }
  return toQuestion(values);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined also where a piece is not JSON: the whole may still be. */
function cutOf(request: string): CutRequest | undefined {
  try {
    return cutContext(request);
  } catch {
    return undefined;
  }
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function quickText(value: unknown, tally: Tally): string | typeof odd {
  if (typeof value !== 'string') return odd;
  tally.length += value.length + 2;
  return value;
}

function quickTexts(value: unknown, tally: Tally): readonly string[] | typeof odd {
  if (typeof value === 'string') {
    tally.length += value.length + 2;
    return [value];
  }
  if (!isTexts(value)) return odd;
  tally.length += lengthOfTexts(value);
  return value;
}

function quickFlag(value: unknown, tally: Tally): boolean | typeof odd {
  if (typeof value !== 'boolean') return odd;
  tally.length += value ? 4 : 5;
  return value;
}

function quickTags(value: unknown, tally: Tally): ReadonlyMap<string, string> | typeof odd {
  if (!isMap(value)) return odd;
  const tags = new Map<string, string>();
  for (const key of keysOf(value, tally)) {
    const item = value[key];
    if (typeof item !== 'string') return odd;
    tally.length += key.length + item.length + 5;
    tags.set(key, item);
  }
  return tags;
}

function quickContext(value: unknown, tally: Tally): FieldValues['context'] | typeof odd {
  return isMap(value) ? contextOf([value], tally) : odd;
}

/** The context of which the pieces are parts. */
function contextOf(pieces: readonly Parsed[], tally: Tally): FieldValues['context'] | typeof odd {
  const context = new Map<string, string | readonly string[]>();
  // Between two pieces there is a comma, and no braces.
  tally.length -= pieces.length - 1;
  let count = 0;
  for (const piece of pieces) {
    const keys = keysOf(piece, tally);
    count += keys.length;
    for (const key of keys) {
      const value = quickValue(piece[key], tally);
      if (value === undefined) return odd;
      tally.length += key.length + 3;
      context.set(key, value);
    }
  }
  // One piece does not know of the keys in another.
  return context.size < count ? odd : context;
}

function quickValue(value: unknown, tally: Tally): string | readonly string[] | undefined {
  if (typeof value === 'string') {
    tally.length += value.length + 2;
    return value;
  }
  if (typeof value === 'boolean') {
    tally.length += value ? 4 : 5;
    return String(value);
  }
  if (!isTexts(value)) return undefined;
  tally.length += lengthOfTexts(value);
  return value;
}

/** The keys of a map, its braces and commas added to the tally. */
function keysOf(value: Parsed, tally: Tally): readonly string[] {
  const keys = Object.keys(value);
  tally.members += keys.length;
  tally.length += keys.length === 0 ? 2 : 1 + keys.length;
  return keys;
}

function lengthOfTexts(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 3, texts.length === 0 ? 2 : 1);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

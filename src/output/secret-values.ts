import type { Source } from '../core/source.ts';
import { declaredIn } from './declared-secrets.ts';
import type { Hidden } from './hidden.ts';
import { apart } from './secret-shapes.ts';
import { isSecretName, mayNameOne, wholeName } from './secret-names.ts';
import { columnOf, endOfValue, matchAt } from './value-end.ts';

/**
 * Values under the name of a secret, wherever in JSON and YAML they end: in lists, over several lines, in the field
 * beside their name. What stands on one line with its name, `hideSecrets` finds. A text that is neither is read as far
 * as it looks like one: too much is hidden then.
 */

const known = new WeakMap<Source, readonly Hidden[]>();

/** The pieces of the text, in order and apart from each other. */
export function secretValuesOf(from: Source): readonly Hidden[] {
  const found = known.get(from) ?? apart(secretValuesIn(from.text));
  known.set(from, found);
  return found;
}

/** Those of them that stand in a piece, from its start on. */
export function within(pieces: readonly Hidden[], { start, end }: Hidden): readonly Hidden[] {
  // Of a file with many of them each line asks.
  let low = 0;
  for (let high = pieces.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found: Hidden[] = [];
  for (let piece = pieces[low]; piece !== undefined && piece.start < end; piece = pieces[++low])
    found.push({ start: Math.max(piece.start, start) - start, end: Math.min(piece.end, end) - start });
  return found;
}

/** The last part of a name: what stands before it may be anything. */
const name = /(?:secret|token|passw|passphrase|pwd|api[-_]?key|authorization|private.?key)[\w.-]{0,64}/gi;
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g;

function secretValuesIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [...declaredIn(text)];
  addValues(found, text, wholeName(), () => true);
  if (!mayNameOne.test(text)) return found;
  addValues(found, text, name, isSecretName);
  let read = 0;
  for (const { 0: start, index } of text.matchAll(privateKey)) {
    if (index < read) continue;
    const end = text.indexOf('-----END', index);
    read = end < 0 ? text.length : end;
    found.push({ start: index + start.length, end: read });
  }
  return found;
}

function addValues(found: Hidden[], text: string, pattern: RegExp, isName: (word: string) => boolean): void {
  let read = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    if (index < read || !isName(word)) continue;
    const value = valueBehind(text, index + word.length) ?? valueBeside(text, index, index + word.length);
    if (value === undefined) continue;
    const piece = { start: value, end: endOfValue(text, value, columnOf(text, index)) };
    if (piece.end <= piece.start) continue;
    found.push(piece);
    read = piece.end;
  }
}

/** Where the value begins, behind a colon or an equals sign; undefined where the name is none of a field. */
function valueBehind(text: string, end: number): number | undefined {
  const [sign] = matchAt(/\\{0,8}["']?\s{0,40}(?::(?=[\s"'[{\\])|=)[ \t]{0,40}/y, text, end) ?? [];
  if (sign === undefined) return undefined;
  // In `x:y` the colon belongs to the name.
  return /^\\*["']|\s$|=|:$/.test(sign) ? end + sign.length : undefined;
}

/** `{"name": "DB_PASSWORD", "value": …}`, in either order of lines: the name is a value itself. */
function valueBeside(text: string, start: number, end: number): number | undefined {
  if (
    !/(?:key|name)\\{0,8}["']?\s{0,20}[:=]\s{0,20}\\{0,8}["']?[\w./:-]{0,60}$/i.test(
      text.slice(Math.max(0, start - 140), start),
    )
  )
    return undefined;
  const [between] =
    matchAt(
      /\\{0,8}["']?\s{0,40},?\s{0,80}\\{0,8}["']?value\\{0,8}["']?\s{0,20}[:=][ \t]{0,20}/iy,
      text,
      end,
    ) ?? [];
  return between === undefined ? undefined : end + between.length;
}

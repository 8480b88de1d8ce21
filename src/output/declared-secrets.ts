import { flagValuesIn, mayHoldFlag } from './flag-values.ts';
import type { Hidden } from './hidden.ts';
import { isSecretName } from './secret-names.ts';
import { columnOf, endOfValue, nextLine } from './value-end.ts';

/** Values of which the file itself says that they are secret, or whose name stands above them and not beside. */

/** The pieces, in no order; they may overlap. */
export function declaredIn(text: string): readonly Hidden[] {
  return [
    ...blocksIn(text),
    ...notEchoedIn(text),
    // A flag and its value may stand on two lines, or in two parts of a list.
    ...(mayHoldFlag.test(text) ? flagValuesIn(text) : []),
  ];
}

/** `variable "db_password" {`: https://developer.hashicorp.com/terraform/language/block/variable#sensitive */
const block = /\b(?:variable|output)[ \t]{1,20}"([^"\n]{1,200})"[ \t\n]{0,20}\{/g;
const isSensitive = /\bsensitive\s{0,20}=\s{0,20}true\b/;
const blockValue = /\b(?:default|value)[ \t]{0,40}=[ \t]{0,40}/g;

function blocksIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  const starts = [...text.matchAll(block)];
  for (const [index, { 0: head, 1: name = '', index: start }] of starts.entries()) {
    const first = start + head.length;
    if (start < endOfLast(found)) continue;
    const inside = text.slice(first, starts[index + 1]?.index);
    const end = inside.search(/^\}/m);
    const own = end < 0 ? inside : inside.slice(0, end);
    if (isSecretName(name) || isSensitive.test(own))
      addValues(found, text, blockValue, [first, first + own.length]);
  }
  return found;
}

/** What is read once is not read again: a value that does not end reaches to the end of the text. */
function addValues(
  found: Hidden[],
  text: string,
  pattern: RegExp,
  [from, to]: readonly [number, number],
): void {
  for (const { 0: sign, index } of text.slice(from, to).matchAll(pattern)) {
    const start = from + index + sign.length;
    if (start < endOfLast(found)) continue;
    found.push({ start, end: endOfValue(text, start, columnOf(text, from + index)) });
  }
}

function endOfLast(found: readonly Hidden[]): number {
  return found.at(-1)?.end ?? 0;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html#parameters-section-structure-properties */
const notEchoed = /["']?\bNoEcho["']?\s{0,20}:\s{0,20}["']?true\b/gi;
const fallback = /["']?\bDefault["']?[ \t]{0,20}:[ \t]{0,20}/g;
/** A parameter has fewer properties, and they are short. */
const mostLines = 8;
const longest = 300;

function notEchoedIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  for (const { index, 0: said } of text.matchAll(notEchoed))
    addValues(found, text, fallback, besides(text, index, index + said.length));
  return found;
}

/** The properties of the same parameter: within its braces, or the lines around that are indented as much. */
function besides(text: string, start: number, end: number): readonly [from: number, to: number] {
  const first = Math.max(0, start - longest);
  const before = text.slice(first, start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (line.includes('{')) {
    const close = text.slice(end, end + longest).indexOf('}');
    return [start - line.length + line.lastIndexOf('{'), close < 0 ? end : end + close];
  }
  const isBeside = (one: string) => one.trim() === '' || one.search(/\S/) >= line.search(/\S|$/);
  let from = start - line.length;
  for (let count = 0; count < mostLines && from > first; count++) {
    const above = before.lastIndexOf('\n', from - first - 2) + 1;
    if (!isBeside(before.slice(above, from - first))) break;
    from = first + above;
  }
  const after = text.slice(end, end + longest);
  let to = nextLine(after, 0);
  for (let count = 0; count < mostLines && to < after.length; count++) {
    const below = nextLine(after, to);
    if (!isBeside(after.slice(to, below))) break;
    to = below;
  }
  return [from, end + to];
}

import { source } from '../../../core/source.ts';
import { shownLinesOf } from '../../../output/quoted-lines.ts';

/** Lines around a change that are shown too, as by `diff -u` and git. */
const context = 3;
/** With more lines changed than this the whole middle is shown as one change. */
const mostChanges = 2_000;

/** A line of the old text, of the new one, or of both. */
interface Row {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** A diff line by line, each with its line end. */
export interface Diff {
  readonly lines: readonly string[];
  /** Nothing is left out of it, so that it can be applied. */
  readonly isWhole: boolean;
}

/**
 * What `patch` and `git apply` take: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html. Empty where
 * the texts are equal. As in an excerpt comments and secrets are left out; what is left can be read.
 */
export function unifiedDiff(path: string, before: string, after: string): Diff {
  if (before === after) return { lines: [], isWhole: true };
  const rows = rowsOf(linesOf(before), linesOf(after));
  const shown = shownRows(rows, shownLines(path, before), shownLines(path, after));
  const hunks = hunksOf(rows);
  const numbers = numbersOf(rows);
  return {
    lines: [
      `--- ${nameOf('a', path)}\n`,
      `+++ ${nameOf('b', path)}\n`,
      ...hunks.flatMap((hunk) => writeHunk(shown, hunk, numbers)),
    ],
    isWhole: hunks.every(({ start, end }) =>
      rows.slice(start, end).every(({ line }, index) => line === shown[start + index]?.line),
    ),
  };
}

type Shown = (number: number) => string;

/** A carriage return alone ends no line here. */
function shownLines(path: string, text: string): Shown {
  return shownLinesOf(source(path, text.replace(/\r(?!\n)/g, ' ')));
}

function shownRows(rows: readonly Row[], before: Shown, after: Shown): readonly Row[] {
  let [left, right] = [0, 0];
  return rows.map(({ sign, line }) => {
    if (sign !== '+') left++;
    if (sign !== '-') right++;
    const [end = ''] = /\r?\n$/.exec(line) ?? [];
    const text = sign === '+' ? after(right) : before(left);
    const whole = line.slice(0, line.length - end.length);
    return { sign, line: (text === whole.replace(/\r/g, ' ') ? whole : text) + end };
  });
}

/** As git writes it: names that a line cannot hold are quoted, and a tab ends one with a space in it. */
function nameOf(side: 'a' | 'b', path: string): string {
  const slashed = path.replaceAll('\\', '/').replace(/^\.\//, '');
  const name = slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed) ? slashed : `${side}/${slashed}`;
  if (JSON.stringify(name) !== `"${name}"`) return JSON.stringify(name);
  return name.includes(' ') ? `${name}\t` : name;
}

/** Each with its line end. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function rowsOf(before: readonly string[], after: readonly string[]): readonly Row[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  const same = (lines: readonly string[]) => lines.map((line): Row => ({ sign: ' ', line }));
  const middle = changesBetween(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  return [...same(before.slice(0, start)), ...middle, ...same(before.slice(before.length - end))];
}

/** The shortest way from one list to the other (E. W. Myers, An O(ND) Difference Algorithm, 1986). */
function changesBetween(before: readonly string[], after: readonly string[]): readonly Row[] {
  const most = Math.min(before.length + after.length, mostChanges);
  const trace: Reached[] = [];
  let reached: Reached = Int32Array.of(0, 0, 0);
  for (let depth = 0; depth <= most; depth++) {
    trace.push(reached);
    const next = new Int32Array(2 * depth + 5);
    next.set(reached, 1);
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      let x = isDown(reached, diagonal, depth)
        ? at(reached, diagonal + 1, depth)
        : at(reached, diagonal - 1, depth) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      next[diagonal + depth + 2] = x;
      if (x >= before.length && x - diagonal >= after.length) return wayBack(trace, before, after);
    }
    reached = next;
  }
  return [
    ...before.map((line): Row => ({ sign: '-', line })),
    ...after.map((line): Row => ({ sign: '+', line })),
  ];
}

/** How far each diagonal was followed before a depth: from the one below the depth's lowest to the one above its highest. */
type Reached = Int32Array;

function at(reached: Reached, diagonal: number, depth: number): number {
  return reached[diagonal + depth + 1] ?? 0;
}

function isDown(reached: Reached, diagonal: number, depth: number): boolean {
  if (diagonal === -depth) return true;
  return diagonal !== depth && at(reached, diagonal - 1, depth) < at(reached, diagonal + 1, depth);
}

function wayBack(
  trace: readonly Reached[],
  before: readonly string[],
  after: readonly string[],
): readonly Row[] {
  const rows: Row[] = [];
  let x = before.length;
  let y = after.length;
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const reached = trace[depth] ?? Int32Array.of(0, 0, 0);
    const diagonal = x - y;
    const from = isDown(reached, diagonal, depth) ? diagonal + 1 : diagonal - 1;
    const fromX = at(reached, from, depth);
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      rows.push({ sign: ' ', line: before[x] ?? '' });
    }
    if (depth === 0) break;
    if (x === fromX) rows.push({ sign: '+', line: after[--y] ?? '' });
    else rows.push({ sign: '-', line: before[--x] ?? '' });
  }
  return rows.reverse();
}

interface Hunk {
  readonly start: number;
  readonly end: number;
}

/** Ranges of rows: changes that stand near each other go together. */
function hunksOf(rows: readonly Row[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, { sign }] of rows.entries()) {
    if (sign === ' ') continue;
    const start = Math.max(0, index - context);
    const end = Math.min(rows.length, index + context + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) hunks[hunks.length - 1] = { start: last.start, end };
    else hunks.push({ start, end });
  }
  return hunks;
}

/** How many lines of each side stand before a row. */
interface Numbers {
  readonly old: Uint32Array;
  readonly new: Uint32Array;
}

function numbersOf(rows: readonly Row[]): Numbers {
  const numbers = { old: new Uint32Array(rows.length + 1), new: new Uint32Array(rows.length + 1) };
  for (const [index, { sign }] of rows.entries()) {
    numbers.old[index + 1] = (numbers.old[index] ?? 0) + (sign === '+' ? 0 : 1);
    numbers.new[index + 1] = (numbers.new[index] ?? 0) + (sign === '-' ? 0 : 1);
  }
  return numbers;
}

function writeHunk(rows: readonly Row[], { start, end }: Hunk, numbers: Numbers): readonly string[] {
  const part = rows.slice(start, end);
  const range = (counts: Uint32Array) => {
    const above = counts[start] ?? 0;
    const length = (counts[end] ?? 0) - above;
    return `${above + (length === 0 ? 0 : 1)}${length === 1 ? '' : `,${length}`}`;
  };
  const lines = part.map(({ sign, line }) =>
    line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`,
  );
  return [`@@ -${range(numbers.old)} +${range(numbers.new)} @@\n`, ...lines];
}

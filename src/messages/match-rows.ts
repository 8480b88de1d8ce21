import { rowsOfServices, usualRows } from './catalogue.ts';
import type { FoundError } from './found-error.ts';
import type { MessageRow } from './message-row.ts';

export interface MatchedRow {
  readonly row: MessageRow;
  /** What the wording's named groups hold; not yet fit to be shown. */
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** Nothing but what introduces an answer of AWS says so. */
  readonly isFramed: boolean;
}

interface Ranked extends MatchedRow {
  readonly rank: readonly number[];
}

/** A wording, and a text in small letters that stands in all that it matches. */
interface Wording {
  readonly mark: string;
  readonly pattern: RegExp;
  readonly isFrame: boolean;
}

const none = {};
interface Worded {
  readonly row: MessageRow;
  readonly wordings: readonly Wording[];
}

let usual: readonly Worded[] | undefined;
let ofServices: readonly Worded[] | undefined;

/** V8 compiles an expression when it is first run: two hundred of them take as long as all the rest of an answer. */
function withMarks(row: MessageRow): Worded {
  const wordings = (patterns: readonly RegExp[] = [], isFrame = false) =>
    patterns.map((pattern) => ({ mark: markOf(pattern), pattern, isFrame }));
  return { row, wordings: [...wordings(row.patterns), ...wordings(row.frames, true)] };
}

/**
 * What stands before the first sign of the expression that is more than itself. That all matches hold it is true of
 * wordings without alternatives outside of brackets, and the catalogue has no others.
 */
export function markOf({ source }: RegExp): string {
  const [start = ''] = /^[\w ,:;'"=-]*/.exec(source) ?? [];
  const isOptional = /^[?*{]/.test(source.slice(start.length, start.length + 1));
  return (isOptional ? start.slice(0, -1) : start).toLowerCase();
}

type Asked = Pick<FoundError, 'code' | 'text' | 'denial'>;

/**
 * The rows that the error fits, the most specific first: by the longest wording, then by the name of the error. What
 * services say in their own words is looked for where nothing else says more than that a call was refused.
 */
export function matchRows(error: Asked): readonly MatchedRow[] {
  const found = ranked((usual ??= usualRows().map(withMarks)), error);
  const clear = found.filter(({ row, isFramed }) => row.isVague !== true && !isFramed);
  if (clear.length > 0 && !isOfApi(error)) return inOrder(found.filter(({ row }) => row.isVague !== true));
  const more = ranked((ofServices ??= rowsOfServices().map(withMarks)), error);
  const framed = found.filter(({ isFramed }) => isFramed);
  return inOrder(clear.length + more.length > 0 ? [...clear, ...more, ...framed] : found);
}

/** Whether the text only introduces what AWS answered. */
export function onlyFrames(text: string): boolean {
  const found = matchRows({ text, denial: {} });
  return found.length > 0 && found.every(({ isFramed }) => isFramed);
}

/** API Gateway says in the usual words what it refuses for reasons of its own. */
function isOfApi({ denial }: Asked): boolean {
  return denial.action?.startsWith('execute-api:') === true;
}

function inOrder(found: readonly Ranked[]): readonly MatchedRow[] {
  return [...found]
    .sort((left, right) => compare(right.rank, left.rank))
    .map(({ row, groups, isFramed }) => ({ row, groups, isFramed }));
}

function ranked(rows: readonly Worded[], { code, text, denial }: Asked): readonly Ranked[] {
  const found: Ranked[] = [];
  const lowerText = text.toLowerCase();
  for (const { row, wordings } of rows) {
    const hasCode = code !== undefined && row.codes?.includes(code) === true;
    let longest: RegExpExecArray | undefined;
    let length = 0;
    for (const { mark, pattern, isFrame } of wordings) {
      if (!lowerText.includes(mark)) continue;
      const match = pattern.exec(text);
      const worth = match === null ? 0 : isFrame ? 1 : match[0].length;
      if (match === null || worth <= length) continue;
      longest = match;
      length = worth;
    }
    if (!hasCode && longest === undefined) continue;
    if (row.isBoth === true && (!hasCode || longest === undefined)) continue;
    const isRefusal = row.isRefusal === true && denial.action !== undefined;
    const rank = [Number(isRefusal), length, Number(hasCode)];
    found.push({ row, groups: longest?.groups ?? none, isFramed: !hasCode && length === 1, rank });
  }
  return found;
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [at, value] of left.entries()) {
    const difference = value - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

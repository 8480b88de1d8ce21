import { catalogue } from './catalogue.ts';
import type { FoundError } from './found-error.ts';
import type { MessageRow } from './message-row.ts';

export interface MatchedRow {
  readonly row: MessageRow;
  /** What the wording's named groups hold; not yet fit to be shown. */
  readonly groups: Readonly<Record<string, string | undefined>>;
}

interface Ranked extends MatchedRow {
  readonly rank: readonly number[];
}

/** A wording, and a text in small letters that stands in all that it matches. */
interface Wording {
  readonly mark: string;
  readonly pattern: RegExp;
}

const none = {};
let known: readonly { readonly row: MessageRow; readonly wordings: readonly Wording[] }[] | undefined;

/** V8 compiles an expression when it is first run: two hundred of them take as long as all the rest of an answer. */
function withMarks(row: MessageRow): { readonly row: MessageRow; readonly wordings: readonly Wording[] } {
  const wordings = (row.patterns ?? []).map((pattern) => ({ mark: markOf(pattern), pattern }));
  return { row, wordings };
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

/** The rows that the error fits, the most specific first: by the longest wording, then by the name of the error. */
export function matchRows({
  code,
  text,
  denial,
}: Pick<FoundError, 'code' | 'text' | 'denial'>): readonly MatchedRow[] {
  const found: Ranked[] = [];
  const lowerText = text.toLowerCase();
  for (const { row, wordings } of (known ??= catalogue.map(withMarks))) {
    const hasCode = code !== undefined && row.codes?.includes(code) === true;
    let longest: RegExpExecArray | undefined;
    for (const { mark, pattern } of wordings) {
      if (!lowerText.includes(mark)) continue;
      const match = pattern.exec(text);
      if (match !== null && match[0].length > (longest?.[0].length ?? 0)) longest = match;
    }
    if (!hasCode && longest === undefined) continue;
    if (row.isBoth === true && (!hasCode || longest === undefined)) continue;
    const isRefusal = row.isRefusal === true && denial.action !== undefined;
    const rank = [Number(isRefusal), longest?.[0].length ?? 0, Number(hasCode)];
    found.push({ row, groups: longest?.groups ?? none, rank });
  }
  const clear = found.filter(({ row }) => row.isVague !== true);
  return (clear.length === 0 ? found : clear)
    .sort((left, right) => compare(right.rank, left.rank))
    .map(({ row, groups }) => ({ row, groups }));
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [at, value] of left.entries()) {
    const difference = value - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

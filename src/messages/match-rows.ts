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

const none = {};

/** The rows that the error fits, the most specific first: by the longest wording, then by the name of the error. */
export function matchRows({
  code,
  text,
  denial,
}: Pick<FoundError, 'code' | 'text' | 'denial'>): readonly MatchedRow[] {
  const found: Ranked[] = [];
  for (const row of catalogue) {
    const hasCode = code !== undefined && row.codes?.includes(code) === true;
    let longest: RegExpExecArray | undefined;
    for (const pattern of row.patterns ?? []) {
      const match = pattern.exec(text);
      if (match !== null && match[0].length > (longest?.[0].length ?? 0)) longest = match;
    }
    if (!hasCode && longest === undefined) continue;
    const isRefusal = row.isRefusal === true && denial.action !== undefined;
    const rank = [Number(isRefusal), longest?.[0].length ?? 0, Number(hasCode)];
    found.push({ row, groups: longest?.groups ?? none, rank });
  }
  return found
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

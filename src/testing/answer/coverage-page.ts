import type { Block, Page } from '../../core/page.ts';
import { describeLine } from '../../core/place.ts';
import type { CoverageDocument, CoveredStatement, Share } from '../../documents/test.ts';
import { percentOf } from '../run/coverage.ts';

/** So many statements that nobody tests are named. */
const mostNamed = 20;

/** What the tests decide by, and what nobody tests. */
export function coveragePage(coverage: CoverageDocument, least: number | undefined): Page {
  const { statements, elements, keys } = coverage;
  const isEnough = least === undefined || percentOf(statements) >= least;
  const shares: Block = {
    kind: 'table',
    header: ['coverage', 'decided', 'of', '%'],
    rows: [row('statements', statements), row('elements', elements), row('condition keys', keys)],
  };
  const missed: Block = {
    kind: 'text',
    text: [
      {
        text: `${percentOf(statements)} % of the statements decide a test, and --coverage-min asks for ${least ?? 0} %.`,
        tone: 'bad',
      },
    ],
  };
  return [[shares, ...(isEnough ? [] : [missed])], ...untested(coverage)];
}

function row(name: string, share: Share): readonly string[] {
  return [name, String(share.decided), String(share.total), String(percentOf(share))];
}

function untested({ files }: CoverageDocument): Page {
  const all = files.flatMap(({ statements }) => statements);
  const rows = all.flatMap((statement) => {
    if (statement.decided === 0) return [cells(statement, 'no test is decided by it')];
    return statement.elements
      .filter(({ decided }) => decided === 0)
      .map(({ name, span }) => cells({ name: `${statement.name} ${name}`, span }, 'no test shows its limit'));
  });
  if (rows.length === 0) return [];
  const more = rows.length - mostNamed;
  const shown =
    more > 0 ? [...rows.slice(0, mostNamed), { mark: 'none' as const, cells: [`${more} more`] }] : rows;
  return [{ kind: 'marked', title: 'nobody tests', rows: shown }];
}

function cells({ name, span }: Pick<CoveredStatement, 'name' | 'span'>, why: string) {
  return { mark: 'warn' as const, cells: [name, describeLine(span), why] };
}

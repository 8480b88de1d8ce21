import type { Elastic, Page } from '../core/page.ts';
import type { Look } from './look.ts';
import { safePage } from './safe-page.ts';
import { renderPage } from './text.ts';

/** How many things each elastic part lists. */
type Counts = ReadonlyMap<Elastic, number>;

/**
 * The page as text of at most `mostLines` lines, as far as its elastic parts can give way: as little as is needed, in
 * the order of their turns.
 */
export function fitPage(page: Page, look: Look, mostLines: number): string {
  const written = (counts: Counts) => renderPage(safePage(withCounts(page, counts), look.shell), look);
  const fits = (text: string) => linesOf(text) <= mostLines;
  const whole = written(new Map());
  if (fits(whole)) return whole;

  const steps = stepsOf(page);
  // The first step after which it fits; after the last one it is taken as it is.
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(written(countsAfter(steps, middle)))) high = middle;
    else low = middle + 1;
  }
  return written(withGivenBack(countsAfter(steps, low), (counts) => fits(written(counts))));
}

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}

function withCounts(page: Page, counts: Counts): Page {
  return page.map((group) => {
    if (!('kind' in group) || group.kind !== 'elastic') return group;
    return group.blocks(counts.get(group) ?? group.most);
  });
}

interface Step {
  readonly part: Elastic;
  readonly turn: number;
  readonly count: number;
}

/** One thing less each, in the order of the turns. */
function stepsOf(page: Page): readonly Step[] {
  const steps = page.flatMap((group) => {
    if (!('kind' in group) || group.kind !== 'elastic') return [];
    let count = group.most;
    return group.gives.flatMap(({ turn, to }) => {
      const found: Step[] = [];
      while (count > to) found.push({ part: group, turn, count: --count });
      return found;
    });
  });
  return steps.sort((left, right) => left.turn - right.turn);
}

function countsAfter(steps: readonly Step[], number: number): Counts {
  return new Map(steps.slice(0, number).map(({ part, count }) => [part, count]));
}

/** What gave way for nothing, because a later part had to as well, comes back as far as there is room. */
function withGivenBack(counts: Counts, fits: (counts: Counts) => boolean): Counts {
  let best = counts;
  for (const [part, count] of counts) {
    for (let more = count + 1; more <= part.most; more++) {
      const tried = new Map(best).set(part, more);
      if (!fits(tried)) break;
      best = tried;
    }
  }
  return best;
}

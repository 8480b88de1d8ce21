import fc, { type RunDetails } from 'fast-check';
import { expect, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Set in vitest.config.ts. */
    readonly budget: Budget;
  }
}

/** How far random tests look in this run. */
export interface Budget {
  readonly seed: number;
  /** Of the runs that a property names, `npm test` makes half, `npm run test:fresh` some, the thorough run many times as many. */
  readonly factor: number;
  /** Where all tables are gone through whole. */
  readonly isThorough: boolean;
  /** What makes these runs, as it is typed. */
  readonly script: string;
}

/** Runs of a property: half of those given in `npm test`, at least one; many times more in `npm run test:all`. */
export function runs(usual: number): number {
  return Math.ceil(usual * inject('budget').factor);
}

/** How much of something: the full size in `npm run test:all`, in `npm test` what shows the same in less time. */
export function sizeFor<Size extends number | string>(usual: Size, full: Size): Size {
  return inject('budget').isThorough ? full : usual;
}

/**
 * What is combined with something: all of it in `npm run test:all`, one of so many by turns in `npm test`. Over the turns
 * each of the list comes up.
 */
export function inTurn<Item>(list: readonly Item[], turn: number, oneOf = 3): readonly Item[] {
  return inject('budget').isThorough ? list : list.filter((_, at) => at % oneOf === turn % oneOf);
}

/** What a failed property says: its counterexample, and how to meet it again. */
export function reportOf(details: RunDetails<unknown>): string {
  const { testPath = '', currentTestName = '' } = expect.getState();
  const file = testPath.slice(Math.max(0, testPath.lastIndexOf('/test/') + 1));
  return [
    fc.defaultReportMessage(details as RunDetails<[unknown]>) ?? '',
    `The same again: IAMX_TEST_SEED=${details.seed} ${inject('budget').script} -- ${file}`,
    `in: ${currentTestName}`,
  ].join('\n');
}

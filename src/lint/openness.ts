import type { Policy } from '../policy/policy.ts';
import { findWidenings, type Widenings } from '../policy/compare.ts';
import { pins } from './pinning.ts';
import type { Subject } from './subject.ts';

const known = new WeakMap<Policy, Widenings>();

/**
 * What a policy lets strangers do: callers without an account, or of one that it does not name, of whom no test that they have
 * to pass says who they are. A part in neither list is shown to be closed to them, by whichever statement.
 */
export function openToStrangers({ readable, account }: Subject): Widenings {
  let open = known.get(readable);
  if (open === undefined) {
    open = findWidenings(readable, undefined, {
      now: 0,
      account,
      callers: 'strangers',
      isFirstEnough: true,
      counts: (tests) =>
        !tests.some(({ condition: { operator, key, element }, holds }) =>
          pins({ operator, key, values: element.values.map(({ text }) => text) }, holds),
        ),
    });
    known.set(readable, open);
  }
  return open;
}

/** The statements that would let strangers in, if no Deny of the policy shut them out. */
export function shutStatements(subject: Subject): ReadonlySet<number> {
  const { found, unproven } = openToStrangers(subject);
  const open = new Set([...found, ...unproven].map(({ statement }) => statement.index));
  const allows = subject.readable.statements.filter(({ effect }) => effect === 'Allow');
  return new Set(allows.map(({ index }) => index).filter((index) => !open.has(index)));
}

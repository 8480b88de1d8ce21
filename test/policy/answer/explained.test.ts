import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/policy/answer/document.ts';
import type { PolicySet } from '../../../src/policy/decision/compile.ts';
import { simulate, type Simulated } from '../../../src/policy/decision/simulate.ts';
import { allow, caseOf, deny } from '../support/ask.ts';
import { setOf } from '../support/policies.ts';

/** The set with a count of how often its one statement's action is compared. */
function counted(set: PolicySet): { readonly set: PolicySet; readonly count: () => number } {
  let count = 0;
  const identity = set.identity?.map((group) => ({
    ...group,
    statements: group.statements.map((statement) => ({
      ...statement,
      action: {
        ...statement.action,
        matches: (actionKey: string) => {
          count++;
          return statement.action.matches(actionKey);
        },
      },
    })),
  }));
  return { set: { ...set, identity }, count: () => count };
}

/** The index of a decision looks at the plain statements: only an explanation compares the counted ones. */
function askedWith(statement: Parameters<typeof deny>) {
  const { set, count } = counted(setOf({ identity: [deny(...statement), allow()] }));
  const simulated: Simulated = simulate(caseOf({}), set);
  const answerTo = (verbose: boolean, times = 1) =>
    answerOf({
      answers: Array.from({ length: times }, () => ({ name: undefined, simulated })),
      notices: [],
      failures: [],
      verbose,
      next: [],
    });
  return { answerTo, count, statements: 2 };
}

describe.each([
  ['denied', ['s3:*']],
  ['allowed', ['ec2:*']],
] as const)('an answer that is %s', (_, statement) => {
  test.each([
    ['its document', false, 'document'],
    ['its page', false, 'page'],
    ['its page with every comparison', true, 'page'],
  ] as const)('is explained once for %s and its notices', (_title, verbose, form) => {
    const { answerTo, count, statements } = askedWith([...statement]);
    const answer = answerTo(verbose);
    expect(count()).toBe(0);
    answer[form]();
    expect(count()).toBe(statements);
    expect(answer.notices).toEqual([]);
    expect(count()).toBe(statements);
  });

  test('is explained once among many, for each of them', () => {
    const { answerTo, count, statements } = askedWith([...statement]);
    const answer = answerTo(false, 5);
    answer.document();
    expect(answer.notices).toEqual([]);
    expect(count()).toBe(5 * statements);
  });
});

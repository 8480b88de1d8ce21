import { answerOf } from '../policy/answer/document.ts';
import { prepare } from '../policy/prepare.ts';
import { readScenarios } from '../policy/scenario/scenario.ts';
import type { PagedAnswer } from './paged-answer.ts';
import { compileGiven } from './layers.ts';
import { readPolicies } from './policies.ts';
import { noTime } from './request.ts';
import type { Scenario, SimulateDocument } from './types.ts';
import { isPlain, kindOf, membersOf, misused, printed } from './values.ts';

/**
 * Answers a scenario: every action on every resource, with everything that was compared. Throws `IamxError`:
 * `invalid-scenario`, `invalid-request`, and what `compile` throws.
 */
export function simulate(scenario: Scenario): SimulateDocument {
  return answerScenario(scenario).document();
}

/** The same with the page that people read. */
export function answerScenario(scenario: Scenario): PagedAnswer {
  const given: unknown = scenario;
  const value = isPlain(given) ? membersOf(given, 'scenario', 'invalid-scenario') : undefined;
  if (value === undefined || 'scenarios' in value || 'defaults' in value) {
    const what = value === undefined ? kindOf(given) : 'a file with several';
    const hint = 'A scenario has `request` and `policies`; several are answered one by one.';
    throw misused('invalid-scenario', 'scenario', `\`scenario\` is ${what}, not one scenario`, hint);
  }
  // Policies are texts of their own, as `compile` reads them, so that their places are those of the policy.
  const { policies, ...others } = value;
  const { source, root } = printed(others, 'scenario', 'invalid-scenario');
  const [read] = readScenarios(source, root);
  if (read === undefined) throw new Error('one scenario was read as none');
  const { decideFor, hasEndpointPolicy, diagnostics } = compileGiven(
    readPolicies(policies === undefined ? {} : policies),
  );
  const { cases, notices } = prepare(read.question, { ...noTime, hasEndpointPolicy, place: read.place });
  const answers = cases.map((each) => ({ name: read.name, simulated: decideFor(each) }));
  const all = [...diagnostics, ...notices];
  return answerOf({ answers, notices: all, failures: [], verbose: false, next: [] });
}

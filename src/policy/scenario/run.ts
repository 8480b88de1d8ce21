import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf, type Source } from '../../core/source.ts';
import { prepare, type PrepareOptions } from '../prepare.ts';
import type { Question } from '../question.ts';
import { hasTrustPolicy } from '../decision/trust.ts';
import type { CompiledPolicies, Library } from './library.ts';
import { describeMiss, missesOf } from './expectations.ts';
import type { Scenario } from './scenario.ts';
import type { PolicyRefs } from './policies.ts';
import { dependencesOf, simulate, type Simulated } from '../decision/simulate.ts';

export interface Asked {
  readonly question: Question;
  readonly policies: PolicyRefs;
  /** What the policies' references stand in. */
  readonly source: Source;
}

export interface Ran {
  /** One for each action on each resource. */
  readonly answers: readonly Simulated[];
  /** About the question as a whole; each answer's case has its own. */
  readonly notices: readonly Diagnostic[];
  /** Of the policies, each with its place. */
  readonly warnings: readonly Diagnostic[];
}

/** Decides every case of a question. Throws `invalid-request`, and what reading the policies throws. */
export async function runQuestion(
  { question, policies, source }: Asked,
  library: Library,
  options: PrepareOptions,
): Promise<Ran> {
  const hasEndpointPolicy = policies.endpoint.length > 0;
  const { cases, notices } = prepare(question, { ...options, hasEndpointPolicy });
  const answers: Simulated[] = [];
  let ordinary: CompiledPolicies | undefined;
  let trust: CompiledPolicies | undefined;
  for (const each of cases) {
    const { set } = hasTrustPolicy(each.request)
      ? (trust ??= await library.compile(policies, source, true))
      : (ordinary ??= await library.compile(policies, source, false));
    answers.push(simulate(each, set));
  }
  const warnings = [...(ordinary?.warnings ?? []), ...(trust?.warnings ?? [])];
  return { answers, notices, warnings };
}

/** What a scenario says of the answer that it expected, where it is another one. */
export function expectationNotices(
  { expect, source }: Pick<Scenario, 'expect' | 'source'>,
  simulated: Simulated,
): readonly Diagnostic[] {
  if (expect === undefined) return [];
  const span = spanOf(source, expect.range);
  const misses = missesOf(expect, { ...simulated, keys: () => dependencesOf(simulated).keys });
  return misses.map((miss) => ({
    code: 'simulate/expectation',
    severity: 'error',
    message: describeMiss(miss),
    span,
  }));
}

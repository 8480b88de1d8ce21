import type { Diagnostic } from '../core/evaluation.ts';
import { statementEvidence } from '../policy/answer/describe.ts';
import { answerOf } from '../policy/answer/document.ts';
import { explained } from '../policy/answer/explained.ts';
import { notesOf } from '../policy/answer/notes.ts';
import { resultOf } from '../policy/answer/result.ts';
import { quickDependencesOf } from '../policy/stream/keys-in-play.ts';
import type { PagedAnswer } from './paged-answer.ts';
import { compileGiven } from './layers.ts';
import { keptOf, readPolicies } from './policies.ts';
import { onlyCase, readRequest, readRequestFast } from './request.ts';
import type { Decision, Policies, Request, SimulateResult } from './types.ts';

/** Policies that were read once, for any number of requests. */
export interface Compiled {
  /** The decision, without a trace. Throws `IamxError`: `invalid-request`. */
  readonly decide: (request: Request) => Decision;
  /** The decision with everything that was compared. Throws `IamxError`: `invalid-request`. */
  readonly explain: (request: Request) => SimulateResult;
  /** What is odd in the policies and still has one meaning, each with its place. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads policies. Throws `IamxError`: `json-syntax`, `not-a-policy`, `invalid-policy`, `unknown-managed-policy`, with
 * the problems of all of them in `diagnostics`; `usage` where this is no `Policies`.
 */
export function compile(policies: Policies): Compiled {
  const given = readPolicies(policies);
  const { decideFor, hasEndpointPolicy, diagnostics } = compileGiven(given);
  const compiled: Compiled = {
    diagnostics,
    decide: (request) => {
      const simulated = decideFor(onlyCase(readRequestFast(request, { hasEndpointPolicy })));
      const { entries, keys } = quickDependencesOf(simulated);
      const { decision, layer, statement } = simulated;
      const decidedBy =
        statement === undefined ? { layer } : { layer, statement: statementEvidence(statement) };
      return { decision, decidedBy, dependsOn: entries, missingContext: keys };
    },
    explain: (request) => {
      const prepared = readRequest(request, { hasEndpointPolicy });
      const simulated = decideFor(onlyCase(prepared));
      const answer = explained({ name: undefined, simulated });
      const found = [...diagnostics, ...prepared.notices, ...simulated.case.notices, ...notesOf(answer)];
      return { ...resultOf(answer, { steps: true }), diagnostics: found };
    },
  };
  const answer = (request: unknown): PagedAnswer => {
    const { cases, notices } = readRequest(request, { hasEndpointPolicy });
    const all = cases.map((each) => ({ name: undefined, simulated: decideFor(each) }));
    return answerOf({
      answers: all,
      notices: [...diagnostics, ...notices],
      failures: [],
      verbose: false,
      next: [],
    });
  };
  return Object.defineProperties(compiled, {
    [answering]: { value: answer },
    [holding]: { value: keptOf(given) },
  });
}

/** The matchers are a file of their own, which knows by it what this one made. */
const answering = Symbol.for('iamx.answer');
const holding = Symbol.for('iamx.policies');

/** The answer with the page that people read; undefined for what `compile` did not make. */
export function answerCompiled(compiled: Compiled, request: unknown): PagedAnswer | undefined {
  const answer: unknown = Reflect.get(compiled, answering);
  return typeof answer === 'function' ? (answer as (request: unknown) => PagedAnswer)(request) : undefined;
}

/** The policies as they were read; undefined for what `compile` did not make. */
export function policiesCompiled(compiled: Compiled): Policies | undefined {
  return Reflect.get(compiled, holding) as Policies | undefined;
}

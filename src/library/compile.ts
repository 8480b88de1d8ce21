import type { Diagnostic, Evidence } from '../core/evaluation.ts';
import { frozen } from '../core/frozen.ts';
import { statementEvidence } from '../policy/answer/describe.ts';
import { answerOf } from '../policy/answer/document.ts';
import { explained } from '../policy/answer/explained.ts';
import { notesOf } from '../policy/answer/notes.ts';
import { resultOf } from '../policy/answer/result.ts';
import type { CompiledStatement } from '../policy/decision/compile.ts';
import type { Simulated } from '../policy/decision/simulate.ts';
import { quickDependencesOf } from '../policy/stream/keys-in-play.ts';
import type { PagedAnswer } from './paged-answer.ts';
import { knownAnswers, rowOf } from './known-answers.ts';
import { compileGiven } from './layers.ts';
import { keptOf, readPolicies } from './policies.ts';
import { copyOfRequest, onlyCase, readCopyFast, readRequest } from './request.ts';
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
  const answers = knownAnswers<Decision>(given);
  const compiled: Compiled = {
    diagnostics,
    decide: (request) => {
      const copy = copyOfRequest(request);
      const row = rowOf(copy);
      const known = row && answers.find(row);
      if (known !== undefined) return { ...known };
      const answer = decisionOf(decideFor(onlyCase(readCopyFast(copy, { hasEndpointPolicy }))));
      if (row !== undefined) answers.keep(row, answer, roomOf(answer));
      return { ...answer };
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

/** What it holds is frozen: the same is handed out again where the same is asked. */
function decisionOf(simulated: Simulated): Decision {
  const { entries, keys } = quickDependencesOf(simulated);
  const { decision, layer, statement } = simulated;
  const decidedBy = statement === undefined ? { layer } : { layer, statement: placeOf(statement) };
  return {
    decision,
    decidedBy: frozen(decidedBy),
    dependsOn: frozen(entries),
    missingContext: frozen(keys),
  };
}

const places = new WeakMap<CompiledStatement, Evidence>();

/** Found once: a few statements decide everything. */
function placeOf(statement: CompiledStatement): Evidence {
  let place = places.get(statement);
  if (place === undefined) places.set(statement, (place = frozen(statementEvidence(statement))));
  return place;
}

/** Roughly, in characters. */
function roomOf({ dependsOn }: Decision): number {
  return dependsOn.reduce((sum, { when }) => sum + 500 * when.length, 0);
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

import { assumptionsOf, type Assumption } from './assumptions.ts';
import type { Evidence, Step } from '../../core/evaluation.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { describeExplanation, statementEvidence } from './describe.ts';
import type { Dependence } from '../decision/dependences.ts';
import type { Explained } from './explained.ts';
import type { DecidingLayer } from '../decision/gates.ts';
import { accessDeniedMessage } from './message.ts';
import { companionBecause } from './companion-because.ts';
import type { Request } from '../request.ts';

/** One entry of `results`. */
export interface Result {
  readonly name?: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: DecisionWord;
  /** The ARN that AWS asks about where the question names none. */
  readonly askedOn?: string;
  readonly decidedBy: { readonly layer: DecidingLayer; readonly statement?: Evidence };
  readonly message?: string;
  readonly assumptions: readonly Assumption[];
  readonly steps?: readonly Step[];
  readonly dependsOn: readonly Dependence[];
  /** Set where the ways are too many to list: how many atoms the decision depends on. */
  readonly dependsOnAtoms?: number;
  readonly companions?: readonly Companion[];
  readonly missingContext: readonly string[];
}

type Companion = Pick<Result, 'principal' | 'action' | 'resource' | 'decision' | 'decidedBy' | 'steps'> & {
  /** Why AWS asks it with the call. */
  readonly because: string;
};

/** The answer as data; steps only where they are asked for. */
export function resultOf(answer: Explained, { steps }: { readonly steps: boolean }): Result {
  const { name, simulated, explanationOf } = answer;
  const dependences = answer.dependences();
  const stepsOf = (request: Request) => describeExplanation(explanationOf(request));
  const { decision, layer, statement, decidedFor, companions } = simulated;
  const { request } = simulated.case;
  const message = accessDeniedMessage(decidedFor, decision, layer);
  return {
    ...(name !== undefined && { name }),
    principal: request.principal.text,
    action: request.action,
    resource: request.resource,
    decision,
    ...(request.askedOn !== undefined &&
      request.askedOn !== request.resource && { askedOn: request.askedOn }),
    decidedBy: { layer, ...(statement && { statement: statementEvidence(statement) }) },
    ...(message !== undefined && { message }),
    assumptions: assumptionsOf(simulated, dependences),
    ...(steps && { steps: stepsOf(request) }),
    dependsOn: dependences.entries,
    ...(dependences.tooComplex !== undefined && { dependsOnAtoms: dependences.tooComplex }),
    ...(companions.length > 0 && {
      companions: companions.map(({ request: asked, decision: decided }) => ({
        principal: asked.principal.text,
        action: asked.action,
        resource: asked.resource,
        because: companionBecause(request, asked),
        decision: decided.decision,
        decidedBy: {
          layer: decided.layer,
          ...(decided.statement && { statement: statementEvidence(decided.statement) }),
        },
        ...(steps && { steps: stepsOf(asked) }),
      })),
    }),
    missingContext: dependences.keys,
  };
}

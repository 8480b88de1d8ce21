import type { SimulateResult } from '../../documents/simulate.ts';
import { assumptionsOf } from './assumptions.ts';
import { describeExplanation, statementEvidence } from './describe.ts';
import type { Explained } from './explained.ts';
import { accessDeniedMessage } from './message.ts';
import { companionBecause } from './companion-because.ts';
import type { Request } from '../request.ts';

/** The answer as data; steps only where they are asked for. */
export function resultOf(answer: Explained, { steps }: { readonly steps: boolean }): SimulateResult {
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

import { listed } from '../../core/listed.ts';
import type { Text } from '../../core/page.ts';
import { statementName } from './describe.ts';
import type { Dependences } from '../decision/dependences.ts';
import { isLayer, type DecidingLayer } from '../decision/gates.ts';
import { namesOf } from '../decision/layers.ts';
import { place } from './place.ts';
import type { Request } from '../request.ts';
import type { Simulated } from '../decision/simulate.ts';
import { closedGates, decideWithout } from '../decision/what-if.ts';

/** In "… if". */
const outcomes = {
  allowed: 'allowed',
  explicitDeny: 'denied by a Deny',
  implicitDeny: 'denied',
} as const;

/** The context keys that would give another decision. */
export function ways(
  decision: Simulated['decision'],
  { entries, tooComplex }: Dependences,
  most: number,
): readonly Text[] {
  const still =
    decision === 'explicitDeny'
      ? { ...outcomes, implicitDeny: 'still denied, for want of an Allow,' }
      : outcomes;
  const conditions = entries.map(
    ({ decision: other, when }): Text => `${still[other]} if ${when.map(({ text }) => text).join(' and ')}`,
  );
  const rest = conditions.length - most;
  return [
    ...conditions.slice(0, rest > 1 ? most : conditions.length),
    ...(rest > 1 ? [`${rest} more ways: --verbose lists them`] : []),
    ...(tooComplex === undefined
      ? []
      : [`the decision depends on ${tooComplex} tests together: give more of the context`]),
  ];
}

/** Other keys, or another edit, that would give another decision: each was tried, none is a guess. */
export function whatWouldChange(
  simulated: Simulated,
  conditions: readonly Text[],
  closed: readonly DecidingLayer[],
): readonly Text[] {
  const { decision } = simulated;
  return [
    ...conditions,
    ...(decision === 'explicitDeny' ? withoutDeny(simulated) : []),
    ...(decision === 'implicitDeny' ? missingAllows(simulated, closed) : []),
  ];
}

function withoutDeny({ statement, set, decidedFor, layer }: Simulated): readonly Text[] {
  if (statement === undefined || !isLayer(layer)) return [];
  const next = decideWithout(decidedFor, set, statement);
  const other = next.statement;
  const then =
    next.decision === 'explicitDeny' && other !== undefined
      ? `still denied, by Deny ${statementName(other)} in ${place(other.policy.source, other.statement)}`
      : next.decision === 'implicitDeny'
        ? `still denied until ${allowing(closedGates(decidedFor, set), decidedFor, 'it')}`
        : next.decision === 'conditional'
          ? 'it depends'
          : next.decision;
  return [
    `without this Deny: ${then}`,
    `no Allow helps: the Deny is in the ${namesOf(layer, decidedFor).title}`,
  ];
}

function missingAllows(
  { decidedFor, case: asked }: Simulated,
  closed: readonly DecidingLayer[],
): readonly Text[] {
  if (closed.includes('special')) return ['no policy helps: the service refuses it'];
  const what = decidedFor === asked.request ? 'it' : decidedFor.action;
  return closed.length === 0 ? [] : [`allowed once ${allowing(closed, decidedFor, what)}`];
}

/** "an identity policy and a permissions boundary allow it". */
function allowing(layers: readonly DecidingLayer[], request: Request, what: string): string {
  const names = layers.map((layer) =>
    isLayer(layer) ? namesOf(layer, request).wanted : 'what no policy can give',
  );
  const list = listed(names);
  return `${list} ${names.length > 1 ? 'allow' : 'allows'} ${what}`;
}

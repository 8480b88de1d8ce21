import type { DecidingLayer } from '../../decision/gates.ts';
import { servicesOf } from '../../match/action.ts';
import { serviceOf, type Request } from '../../request.ts';
import type { Explanation, LayerTrace, StatementTrace } from '../explain.ts';

/** A long list of other actions teaches nothing. */
const mostActions = 8;

/** The Allow that comes nearest to the request, and the layer that it stands in. */
export interface Nearest {
  readonly layer: LayerTrace;
  readonly trace: StatementTrace;
}

/**
 * Of each layer that should have allowed the statement that comes nearest (R723): of the same service, then of the
 * same action, then with the fewest elements that miss, then with the fewest conditions. The layer that decided first.
 */
export function nearestMisses(
  { layers, request }: Explanation,
  closed: readonly DecidingLayer[],
  decider: DecidingLayer,
): readonly Nearest[] {
  const wanted = new Set<DecidingLayer>([decider, ...closed, 'resource', 'identity']);
  return [...wanted].flatMap((id): readonly Nearest[] => {
    const layer = layers.find((one) => one.id === id);
    if (layer?.state !== 'given' || layer.allow === true) return [];
    const trace = nearestIn(layer, request);
    return trace === undefined ? [] : [{ layer, trace }];
  });
}

function nearestIn({ levels }: LayerTrace, request: Request): StatementTrace | undefined {
  const service = serviceOf(request);
  const candidates = levels
    .filter(({ allow }) => allow !== true)
    .flatMap(({ statements }) => statements)
    .filter(
      ({ compiled, matches, action }) =>
        compiled.effect === 'Allow' &&
        matches === false &&
        (action || compiled.statement.action.values.length <= mostActions) &&
        (servicesOf(compiled.statement.action)?.has(service) ?? true),
    );
  return candidates
    .map((trace) => ({ trace, distance: distanceOf(trace) }))
    .sort((left, right) => left.distance - right.distance)[0]?.trace;
}

function distanceOf({ action, principal, resource, conditions }: StatementTrace): number {
  const elements = (principal?.reached === false ? 1 : 0) + (resource === false ? 1 : 0);
  const missing = conditions.filter(({ result }) => result === false).length;
  return (action ? 0 : 10_000) + elements * 100 + missing;
}

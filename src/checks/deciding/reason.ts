import type { Evidence } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import { nearestMisses } from '../../policy/answer/advice/nearest.ts';
import { statementEvidence, statementName } from '../../policy/answer/describe.ts';
import { explain, type Explanation, type StatementTrace } from '../../policy/answer/explain.ts';
import { place } from '../../policy/answer/place.ts';
import { tellingElements, tellingElement } from '../../policy/answer/telling.ts';
import { isLayer } from '../../policy/decision/gates.ts';
import type { CompiledStatement } from '../../policy/decision/compile.ts';
import { wordsFor } from '../../policy/decision/describe-unknown.ts';
import { namesOf, type LayerId } from '../../policy/decision/layers.ts';
import { closedGates } from '../../policy/decision/what-if.ts';
import type { Judged } from './judge.ts';

export interface Reason {
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** The conditions that the nearest statement misses, where it misses nothing else. */
  readonly missed: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Why it came out so: the statement that decides or comes nearest, with its place and what it misses. */
export function reasonOf({ outcome, simulated, open }: Judged, layer?: LayerId): Reason {
  const told = tell({ outcome, simulated, open }, layer);
  return { missed: [], ...told };
}

function tell(
  { outcome, simulated, open }: Judged,
  asked: LayerId | undefined,
): Omit<Reason, 'missed'> & Partial<Reason> {
  const { decidedFor, statement, layer, set } = simulated;
  const explanation = explain(decidedFor, set);
  if (outcome === 'yes') {
    const by = asked === undefined ? statement : allowIn(explanation, asked);
    if (by === undefined) return { because: explanation.regime.because.text, evidence: [] };
    const where = place(by.policy.source, by.statement);
    return { because: `${by.effect} ${statementName(by)} (${where})`, evidence: [statementEvidence(by)] };
  }
  const trace = tellingTrace(explanation, simulated);
  const action = decidedFor === simulated.case.request ? '' : `for ${decidedFor.action}: `;
  const depends = open.length === 0 ? '' : `it depends on ${listed(open.map(wordsFor), 4)}`;
  if (trace === undefined) {
    const title = isLayer(layer) ? namesOf(layer, decidedFor).title : undefined;
    const none =
      title === undefined ? explanation.regime.because.text : `no Allow of the ${title} is about it`;
    return { because: action + (outcome === 'unknown' ? depends : none), evidence: [] };
  }
  const { compiled } = trace;
  const where = place(compiled.policy.source, compiled.statement);
  const notes = [tellingElement(trace, explanation), ...tellingElements(trace, explanation).slice(1, 3)];
  const words = `${compiled.effect} ${statementName(compiled)} (${where}): ${notes.map(({ note }) => note).join('; and ')}`;
  return {
    because: action + (outcome === 'unknown' ? `${depends}: ${words}` : words),
    evidence: [statementEvidence(compiled)],
    missed: missedIn(trace),
  };
}

/** The Allow of a layer that matches. */
function allowIn({ layers }: Explanation, id: LayerId): CompiledStatement | undefined {
  return layers
    .find((layer) => layer.id === id)
    ?.levels.flatMap(({ statements }) => statements)
    .find(({ compiled, matches }) => compiled.effect === 'Allow' && matches === true)?.compiled;
}

function missedIn({ compiled, action, principal, resource, conditions }: StatementTrace): Reason['missed'] {
  if (compiled.effect === 'Deny' || !action || principal?.reached === false || resource === false) return [];
  return conditions
    .filter(({ result }) => result === false)
    .map(({ condition: { element } }) => ({
      key: element.key.text,
      values: element.values.map(({ text }) => text),
    }));
}

function tellingTrace(explanation: Explanation, simulated: Judged['simulated']): StatementTrace | undefined {
  const { statement, layer, decidedFor, set } = simulated;
  if (statement !== undefined)
    return explanation.layers
      .flatMap(({ levels }) => levels.flatMap(({ statements }) => statements))
      .find(({ compiled }) => compiled === statement);
  const [nearest] = nearestMisses(explanation, closedGates(decidedFor, set), layer);
  return nearest?.trace;
}

import { spanOf } from '../../core/source.ts';
import type { Block, Elastic, Field, Mark, MarkedRow, Page, Text } from '../../core/page.ts';
import { layerOutcome, statementName } from './describe.ts';
import { tellingElement, tellingElements } from './telling.ts';
import { actionHint } from './advice/hints.ts';
import { nearestMisses } from './advice/nearest.ts';
import { triedWays } from './advice/ways.ts';
import { assumed } from './assumed.ts';
import { although, isOfOthers, withoutSay } from './although.ts';
import type { Explanation, LayerTrace, StatementTrace } from './explain.ts';
import type { Dependences } from '../decision/dependences.ts';
import type { Explained } from './explained.ts';
import { layerOf, namesOf, type LayerId } from '../decision/layers.ts';
import { isLayer, type DecidingLayer, type OtherDecider } from '../decision/gates.ts';
import { adviceFor, ways } from './changes.ts';
import { resourcePolicyGrants } from '../decision/services/resource-policies.ts';
import { place } from './place.ts';
import type { Request } from '../request.ts';
import type { Simulated } from '../decision/simulate.ts';
import { closedGates } from '../decision/what-if.ts';

const words = {
  allowed: { word: 'ALLOWED', tone: 'good' },
  explicitDeny: { word: 'DENIED', tone: 'bad' },
  implicitDeny: { word: 'DENIED', tone: 'bad' },
  conditional: { word: 'IT DEPENDS', tone: 'warn' },
} as const;

const kinds = {
  explicitDeny: 'explicit deny',
  implicitDeny: 'implicit deny',
  conditional: 'conditional',
} as const;

/** How many ways to another decision a screen has room for; the rest is counted. */
const mostChanges = 4;

/**
 * One answer as people read it. Allowed: the verdict, the statement that allows, what it depends on. Else also the
 * layers, the telling place and what would change it. `most` limits the ways to another decision.
 */
export function simulatedPage({ simulated, explanationOf, ...rest }: Explained, most = mostChanges): Page {
  const { decision, decidedFor } = simulated;
  const explanation = explanationOf(decidedFor);
  const dependences = rest.dependences();
  if (decision === 'allowed') {
    const tried = triedWays(simulated, dependences.entries, noKeys);
    const by = grantBlock(simulated, explanation, ways(decision, tried, dependences.tooComplex, most));
    return [[verdict(simulated, explanation, dependences), by]];
  }
  const closed = closedGates(decidedFor, simulated.set);
  const telling = tellingStatement(simulated, explanation, closed);
  const place = telling === undefined ? undefined : tellingPlace(simulated, explanation, telling);
  const { lines, command } = adviceFor({
    simulated,
    explanation,
    dependences,
    closed,
    telling: telling?.trace,
    most,
  });
  return [
    [verdict(simulated, explanation, dependences)],
    layerBlock(explanation, closed),
    ...(place === undefined ? [] : [place]),
    ...(lines.length === 0 ? [] : [changesBlock(decision, lines)]),
    ...(command === undefined ? [] : [{ kind: 'command', commands: [command] } as const]),
  ];
}

const noKeys: ReadonlySet<string> = new Set();

function verdict(simulated: Simulated, explanation: Explanation, dependences: Dependences): Block {
  const { decision, decidedFor, companions, layer } = simulated;
  const { request } = simulated.case;
  const { word, tone } = words[decision];
  const told = assumed(simulated, dependences);
  const on = request.resource === '*' ? '' : ` on ${request.resource}`;
  const actions = new Set([request.action, ...companions.map((companion) => companion.request.action)]);
  const asked = `${[...actions].join(' and ')}${on}`;
  const where = isLayer(layer) ? namesOf(layer, decidedFor).title : byWords[layer];
  const by = decidedFor === request ? where : `${where}, for ${whatElse(request, decidedFor)}`;
  return {
    kind: 'verdict',
    tone,
    word,
    text: told.owner ?? asked,
    details: [
      ...(told.owner === undefined ? [] : [{ text: asked }]),
      {
        text: `as ${request.principal.text}`,
        right: decision === 'allowed' ? by + agreeing(simulated, explanation) : `${kinds[decision]} · ${by}`,
      },
      ...told.lines.map((text) => ({ text })),
    ],
  };
}

/** What else the call needs: another action, or the same on another resource. */
function whatElse({ actionKey }: Request, { action, actionKey: other, resource }: Request): string {
  return actionKey === other ? resource : action;
}

/** The other layers of an allowed request. */
function agreeing({ layer }: Simulated, explanation: Explanation): string {
  const others = shownLayers(explanation)
    .filter(({ id, state }) => id !== layer && state === 'given')
    // What counts for nothing lets nothing pass.
    .filter(
      (trace) => !isOfOthers(trace) && (trace.id !== 'resource' || resourcePolicyGrants(explanation.request)),
    )
    .map(({ id }) => id);
  if (others.length === 0) return '';
  return ` · ${others.join(', ')} ${others.length > 1 ? 'let' : 'lets'} it pass`;
}

const byWords = {
  root: 'root user',
  special: 'the service’s own rule',
  default: 'no policy given',
} as const satisfies Record<OtherDecider, string>;

function shownLayers({ layers }: Explanation): readonly LayerTrace[] {
  return layers.filter(({ state }) => state !== 'not-given');
}

function layerBlock(explanation: Explanation, closed: readonly DecidingLayer[]): Block {
  const rows = shownLayers(explanation).map((layer) =>
    layerRow(layer, explanation.request, closed.includes(layer.id)),
  );
  const missing = closed.filter((id) => !shownLayers(explanation).some((layer) => layer.id === id));
  return { kind: 'marked', rows: [...rows, ...missing.map((id) => missingRow(id, explanation))] };
}

/** A layer that must allow, and of which no policy was given. */
function missingRow(id: DecidingLayer, { request, regime }: Explanation): MarkedRow {
  if (!isLayer(id)) return { mark: 'no', cells: ['rule', regime.because.text] };
  return { mark: 'no', cells: [namesOf(id, request).short, 'none was given, and one must allow'] };
}

function layerRow(layer: LayerTrace, request: Request, closed: boolean): MarkedRow {
  const outcome = layerOutcome(layer);
  const name = namesOf(layer.id, request).short;
  if (layer.state !== 'given') return { mark: 'none', cells: [name, layer.because?.text ?? ''] };
  const by = decidingStatement(layer, outcome);
  const cells: Text[] = [name];
  if (layer.levels.length > 1 && outcome !== 'deny') {
    const failed = layer.levels.findIndex(({ allow }) => allow === false);
    const of = layer.levels.length;
    cells.push(
      failed < 0 ? `allowed by ${of} of ${of} levels` : `level ${failed + 1} of ${of} allows nothing here`,
    );
  } else if (by !== undefined) {
    const { compiled } = by;
    cells.push(
      `${compiled.effect} ${statementName(compiled)}`,
      place(compiled.policy.source, compiled.statement),
    );
  } else if (layerOf[layer.id].implied !== undefined && outcome === 'allow') cells.push('no Deny matches');
  else cells.push(closed ? 'no Allow matches' : 'no Allow needed here');
  return { mark: markOf(outcome, closed), cells };
}

function markOf(outcome: string, closed: boolean): Mark {
  if (outcome === 'deny') return 'no';
  if (outcome === 'allow') return 'yes';
  if (outcome === 'unknown') return 'warn';
  return closed ? 'no' : 'none';
}

function decidingStatement(layer: LayerTrace, outcome: string): StatementTrace | undefined {
  const statements = layer.levels.flatMap((level) => level.statements);
  const effect = outcome === 'deny' ? 'Deny' : 'Allow';
  return outcome === 'unknown'
    ? statements.find(({ matches }) => typeof matches !== 'boolean')
    : statements.find(({ compiled, matches }) => compiled.effect === effect && matches === true);
}

function grantBlock(
  { statement }: Simulated,
  explanation: Explanation,
  [first, ...more]: readonly Text[],
): Block {
  const by: Field =
    statement === undefined
      ? { name: 'because', value: explanation.regime.because.text }
      : {
          name: 'by',
          value: `${statement.effect} ${statementName(statement)}`,
          note: place(statement.policy.source, statement.statement),
        };
  return {
    kind: 'fields',
    rows: [
      by,
      ...although(statement, explanation).map((value) => ({ name: 'although', value })),
      ...withoutSay(explanation).map((value) => ({ name: 'no say', value })),
      ...(first === undefined ? [] : [{ name: 'depends on', value: first, more }]),
    ],
  };
}

/** A statement, and the layer that it stands in where it did not decide. */
interface Told {
  readonly trace: StatementTrace;
  readonly layer: LayerId | undefined;
}

/** The statement that decides, or that comes nearest to allowing. */
function tellingStatement(
  { statement, layer }: Simulated,
  explanation: Explanation,
  closed: readonly DecidingLayer[],
): Told | undefined {
  if (statement === undefined) {
    const [nearest] = nearestMisses(explanation, closed, layer);
    return nearest && { trace: nearest.trace, layer: nearest.layer.id };
  }
  const trace = explanation.layers
    .flatMap(({ levels }) => levels.flatMap((level) => level.statements))
    .find(({ compiled }) => compiled === statement);
  return trace && { trace, layer: undefined };
}

/** The policy's own lines that decide, or that come nearest to allowing, and what else is to be said of them. */
function tellingPlace(
  { decision, statement, decidedFor, layer: refusing }: Simulated,
  explanation: Explanation,
  { trace, layer }: Told,
): Elastic {
  // Not the layer that refuses: it could have granted instead.
  const inLayer =
    layer === undefined || layer === refusing ? '' : ` in the ${namesOf(layer, decidedFor).title}`;
  const { source } = trace.compiled.policy;
  const { range, note } = tellingElement(trace, explanation);
  const [, ...others] = tellingElements(trace, explanation);
  const nearest = `nearest: ${trace.compiled.effect} ${statementName(trace.compiled)}${inLayer}`;
  const hints = statement === undefined ? hintsOf(trace) : [];
  const more: readonly Text[] = [...others.map((other) => `and ${other.note}`), ...hints];
  return {
    kind: 'elastic',
    most: linesBefore,
    gives: [{ turn: 1, to: 0 }],
    blocks: (before) => [
      {
        kind: 'excerpt',
        ...(statement === undefined ? { title: nearest } : {}),
        before,
        source,
        span: spanOf(source, range),
        note,
        tone: decision === 'conditional' ? 'warn' : 'bad',
      },
      ...more.map((text): Block => ({ kind: 'text', text })),
    ],
  };
}

/** How many lines of the policy stand before the telling one where there is room. */
const linesBefore = 2;

/** Actions that are none, and what they were meant to be (R730). */
function hintsOf({ compiled, action }: StatementTrace): readonly Text[] {
  if (action) return [];
  return compiled.statement.action.values.flatMap(({ text }) => actionHint(text)?.text ?? []).slice(0, 2);
}

function changesBlock(decision: Simulated['decision'], changes: readonly Text[]): Block {
  const rows = changes.map((text) => ({ mark: 'arrow' as const, cells: [text] }));
  return { kind: 'marked', title: decision === 'conditional' ? 'it is' : 'what would change it', rows };
}

import { type Command } from '../../core/command.ts';
import type { Text } from '../../core/page.ts';
import { statementName } from './describe.ts';
import { describeEdit, statementOf } from './advice/describe-edit.ts';
import { missingInput } from './advice/missing-input.ts';
import { openGates, type Opening } from './advice/open-gates.ts';
import { otherRegion } from './advice/other-region.ts';
import { rootRescue } from './advice/root-rescue.ts';
import { spareFromDeny } from './advice/spare-from-deny.ts';
import { triedWays } from './advice/ways.ts';
import type { Explanation, StatementTrace } from './explain.ts';
import type { Dependence, Dependences } from '../decision/dependences.ts';
import { isLayer, type DecidingLayer } from '../decision/gates.ts';
import { foldKey } from '../keys.ts';
import { literalWildcards } from '../condition/literal-wildcards.ts';
import { namesOf } from '../decision/layers.ts';
import { regimeOf } from '../decision/regimes.ts';
import { place } from './place.ts';
import { listed } from '../../core/listed.ts';
import type { Request } from '../request.ts';
import { simulate, type Simulated } from '../decision/simulate.ts';
import { closedGates, withoutStatement } from '../decision/what-if.ts';

/** In "… if". */
const outcomes = {
  allowed: 'allowed',
  explicitDeny: 'denied by a Deny',
  implicitDeny: 'denied',
} as const;

/** The context keys that would give another decision. */
export function ways(
  decision: Simulated['decision'],
  entries: readonly Dependence[],
  tooComplex: number | undefined,
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

/** What would give another decision: each line was tried, none is a guess. */
export interface Advice {
  readonly lines: readonly Text[];
  /** What fetches a policy that was not given, as it is typed. */
  readonly command: Command | undefined;
}

export interface Asked {
  readonly simulated: Simulated;
  readonly explanation: Explanation;
  readonly dependences: Dependences;
  readonly closed: readonly DecidingLayer[];
  /** The statement that decides, or that comes nearest. */
  readonly telling: StatementTrace | undefined;
  readonly most: number;
}

export function adviceFor({ simulated, explanation, dependences, closed, telling, most }: Asked): Advice {
  const { decision } = simulated;
  const tried = triedWays(simulated, dependences.entries, openable(telling, simulated.decidedFor));
  const conditions = ways(decision, tried, dependences.tooComplex, most);
  switch (decision) {
    case 'explicitDeny':
      return { lines: [...conditions, ...againstDeny(simulated, explanation)], command: undefined };
    case 'implicitDeny': {
      const missing = missingOf(simulated, closed);
      const edits = missingAllows(simulated, closed, conditions.length > 0);
      return { lines: [...missing.lines, ...edits, ...conditions], command: missing.command };
    }
    case 'conditional':
      return { lines: [...conditions, ...tellIt(dependences)], command: undefined };
    case 'allowed':
      return { lines: conditions, command: undefined };
  }
}

/** The option that gives what every request has, and nobody said of this one. */
function tellIt({ keys }: Dependences): readonly Text[] {
  const asksRegion = keys.some((key) => foldKey(key) === 'aws:requestedregion');
  return asksRegion ? ['give the region, it decides: --region NAME, or `region` in a scenario'] : [];
}

/** Tags have names of their own at some services. */
const tagNames = /^[\w-]+:(resource|request)tag\//;

/** Given keys in the conditions of the statement: with another value it would not deny, or allow. */
function openable(trace: StatementTrace | undefined, { context }: Request): ReadonlySet<string> {
  const conditions = (trace?.conditions ?? []).filter(
    ({ condition, result, reason }) =>
      (trace?.compiled.effect === 'Deny' ? result === true : result === false) &&
      (context.has(condition.key) || tagNames.test(condition.key)) &&
      // What a variable has no value for is to be said of the variable.
      !(
        reason.kind === 'no-match' &&
        reason.expected.some(({ kind }) => kind === 'no-value' || kind === 'unknown')
      ) &&
      // The text that the policy holds is no value that anybody would send.
      !(reason.kind === 'no-match' && literalWildcards(condition, reason.actuals).length > 0),
  );
  return new Set(conditions.map(({ condition }) => condition.key));
}

function againstDeny(simulated: Simulated, explanation: Explanation): readonly Text[] {
  const { statement, set, decidedFor, layer } = simulated;
  if (statement === undefined || !isLayer(layer)) return [];
  // The whole call, with all that AWS asks besides (R725).
  const next = simulate(simulated.case, withoutStatement(set, statement));
  const other = next.statement;
  const asked = next.decidedFor.action === decidedFor.action ? 'the request' : next.decidedFor.action;
  const then =
    next.decision === 'explicitDeny' && other !== undefined
      ? `still denied, by Deny ${statementName(other)} in ${place(other.policy.source, other.statement)}`
      : next.decision === 'implicitDeny'
        ? stillDenied(closedGates(next.decidedFor, set), next.decidedFor, asked)
        : next.decision === 'conditional'
          ? 'it depends'
          : next.decision;
  return [
    ...otherRegion(simulated, explanation),
    ...spareFromDeny(simulated, explanation).map(
      (edit): Text => `allowed if you ${describeEdit(edit, decidedFor)}`,
    ),
    `no Allow helps against this Deny; without it: ${then}`,
    ...rootRescue(simulated),
  ];
}

/** Policies that must allow and were not given: what gives them, and what fetches them. */
function missingOf(
  { set, decidedFor }: Simulated,
  closed: readonly DecidingLayer[],
): { readonly lines: readonly Text[]; readonly command: Command | undefined } {
  const missing = closed.filter(isLayer).filter((layer) => set[layer] === undefined);
  const inputs = missing.map((layer) => ({ layer, ...missingInput(layer, decidedFor) }));
  return {
    lines: inputs.map(
      ({ layer, option }): Text => `give ${namesOf(layer, decidedFor).wanted} if there is one: ${option}`,
    ),
    command: inputs.find((one) => one.command !== undefined)?.command,
  };
}

function missingAllows(
  simulated: Simulated,
  closed: readonly DecidingLayer[],
  hasWays: boolean,
): readonly Text[] {
  const { decidedFor, case: asked } = simulated;
  if (closed.includes('special')) {
    return [`no policy helps: ${regimeOf(decidedFor).instead ?? 'the service refuses it'}`];
  }
  if (closed.length === 0) return [];
  // Nor is everyone let in past a condition.
  const isWaitedFor = hasWays || decidedFor.principal.kind === 'anonymous';
  const opening = openGates(simulated) ?? (isWaitedFor ? undefined : openGates(simulated, true));
  if (opening?.then.decision === 'allowed') return describeOpening(opening);
  const what = decidedFor === asked.request ? 'it' : decidedFor.action;
  return hasWays && opening === undefined ? [] : [`allowed once ${allowing(closed, decidedFor, what)}`];
}

function describeOpening(opening: Opening): readonly Text[] {
  const [text = '', ...more] = editsOf(opening);
  if (more.length === 0) return [`allowed if you ${text}`];
  return ['allowed if you do all of this:', ...[text, ...more].map((each): Text => `  ${each}`)];
}

/** What to write into which policy, each as an order: "add … to Principal in Allow …". */
export function editsOf({ edits }: Opening): readonly string[] {
  const [only, ...others] = edits;
  if (only !== undefined && others.length === 0) return [describeEdit(only.edit, only.request)];
  return onePerStatement(edits).map(({ edit, request }) => describeEdit(edit, request));
}

/** Changes of one statement are told together. */
function onePerStatement(edits: Opening['edits']): Opening['edits'] {
  const merged: Opening['edits'][number][] = [];
  for (const one of edits) {
    const { edit } = one;
    // Each edit was tried on what the one before it made: the statement is known by its place.
    const at = merged.findIndex(
      ({ edit: other }) =>
        other.kind === 'changes' && edit.kind === 'changes' && statementOf(other.of) === statementOf(edit.of),
    );
    const before = merged[at];
    if (before?.edit.kind !== 'changes' || edit.kind !== 'changes') merged.push(one);
    else {
      const changes = [...before.edit.changes, ...edit.changes];
      merged[at] = { ...before, edit: { ...before.edit, changes } };
    }
  }
  return merged;
}

function stillDenied(closed: readonly DecidingLayer[], request: Request, what: string): string {
  return closed.every(isLayer)
    ? `still denied until ${allowing(closed, request, what)}`
    : 'still denied, whatever the policies say';
}

/** "an identity policy and a permissions boundary allow it". */
function allowing(layers: readonly DecidingLayer[], request: Request, what: string): string {
  const names = layers.filter(isLayer).map((layer) => namesOf(layer, request).wanted);
  return `${listed(names)} ${names.length > 1 ? 'allow' : 'allows'} ${what}`;
}

import { spanOf } from '../../core/source.ts';
import type { MutantsEntry, SurvivorEntry } from '../../documents/test.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { explain, type StatementTrace } from '../../policy/answer/explain.ts';
import {
  compileGroup,
  compileStatement,
  type CompiledStatement,
  type PolicySet,
  type StatementGroup,
} from '../../policy/decision/compile.ts';
import type { LayerId } from '../../policy/decision/layers.ts';
import { otherReadings } from '../../policy/decision/readings.ts';
import { dependencesOf, simulate } from '../../policy/decision/simulate.ts';
import type { LookUp } from '../../policy/context-value.ts';
import type { Policy, Statement } from '../../policy/policy.ts';
import type { Request } from '../../policy/request.ts';
import { missesOf } from '../../policy/scenario/expectations.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import type { Decided } from './run-entry.ts';
import { scenarioFor, toldApart } from './told-apart.ts';

/** A change of a policy that no test notices. */
export interface Survivor extends Omit<SurvivorEntry, 'file' | 'scenario'> {
  readonly scenario?: Plain & object;
}

export interface Mutants extends Omit<MutantsEntry, 'survived'> {
  readonly survived: readonly Survivor[];
}

/** For so many survivors a request is looked for that tells them apart, with so many steps of patterns for all. */
const mostSearched = 100;
const mostWork = 10_000_000;

/**
 * Changes every policy that tests decide under, one change at a time, and asks the tests that passed again. A change that
 * no test notices is a survivor.
 */
export function mutate(tests: readonly Decided[], now: number): Mutants {
  const survived: Survivor[] = [];
  let killed = 0;
  let equal = 0;
  let searched = 0;
  const work = { left: mostWork };
  for (const used of policiesOf(tests)) {
    const { layer, policy } = used;
    for (const mutant of mutantsOf(policy)) {
      if (isNoticed(mutant, whoMayNotice(mutant, used))) {
        killed++;
        continue;
      }
      const found = searched++ < mostSearched ? toldApart(mutant, now, work) : undefined;
      if (found === 'equal') {
        equal++;
        continue;
      }
      const { kind, name, range } = mutant;
      const scenario = found && scenarioFor(found, layer, policy);
      const span = spanOf(policy.source, range);
      survived.push({ kind, name, span, ...(scenario === undefined ? {} : { scenario }) });
    }
  }
  return { killed, equal, survived };
}

interface Used {
  readonly layer: LayerId;
  readonly policy: Policy;
  readonly asking: Decided[];
  /** By the number of a statement, the tests to whose requests it is near. */
  readonly near: Map<number, Near>;
}

interface Near {
  /** It matches, or whether it would is not told by a trace. */
  readonly matched: Decided[];
  /** By the offset of an element, those that it alone keeps the statement from. */
  readonly missed: Map<number, Decided[]>;
}

/** Each policy once, with the tests that passed under it. A policy that stands in many scenarios is one. */
function policiesOf(tests: readonly Decided[]): readonly Used[] {
  const used = new Map<string, Used>();
  for (const test of tests) {
    if (test.isMissed) continue;
    for (const [layer, levels] of Object.entries(test.simulated.set) as [LayerId, PolicySet[LayerId]][]) {
      for (const policy of (levels ?? []).flatMap(({ policies }) => policies)) {
        const id = idOf(policy);
        const known = used.get(id);
        if (known === undefined) used.set(id, { layer, policy, asking: [test], near: new Map() });
        else if (known.asking.at(-1) !== test) known.asking.push(test);
      }
    }
    noteNear(test, used);
  }
  return [...used.values()];
}

/** Notes the test at the statements that its requests match, or miss by one element. */
function noteNear(test: Decided, used: ReadonlyMap<string, Used>): void {
  const { case: asked, set } = test.simulated;
  const note = (policy: Policy, index: number, missing: number | undefined) => {
    const near = used.get(idOf(policy))?.near;
    if (near === undefined) return;
    const own = near.get(index) ?? { matched: [], missed: new Map<number, Decided[]>() };
    near.set(index, own);
    const list = missing === undefined ? own.matched : (own.missed.get(missing) ?? []);
    if (missing !== undefined) own.missed.set(missing, list);
    if (list.at(-1) !== test) list.push(test);
  };
  for (const request of [asked.request, ...asked.companions]) {
    const { layers, lookUp } = explain(request, set);
    for (const { id, levels } of layers) {
      for (const trace of levels.flatMap(({ statements }) => statements)) {
        const { policy, statement } = trace.compiled;
        const missing = trace.matches === false ? missingOf(trace, request, lookUp) : [];
        if (missing.length < 2) note(policy, statement.index, missing[0]);
      }
      // A layer that has no say: what is in it may give it one.
      if (levels.length > 0) continue;
      for (const policy of (set[id] ?? []).flatMap(({ policies }) => policies))
        for (const { index } of policy.statements) note(policy, index, undefined);
    }
  }
}

/**
 * The offsets of the elements each of which keeps the statement from matching, whatever the others say; none where a trace
 * does not tell: of a Deny that may be read in two ways, or is held against several resources, it follows one of them.
 */
function missingOf(
  { compiled, action, resource, conditions }: StatementTrace,
  request: Request,
  lookUp: LookUp,
): readonly number[] {
  const { statement, effect } = compiled;
  const isDeny = effect === 'Deny';
  if (isDeny && otherReadings(compiled, request, lookUp).length > 0) return [];
  return [
    ...(action ? [] : [statement.action.start]),
    ...(!isDeny && resource === false && statement.resource !== undefined ? [statement.resource.start] : []),
    ...conditions.flatMap(({ result, condition }) => (result === false ? [condition.element.start] : [])),
  ];
}

/**
 * The tests whose decisions the change may turn, those that are likeliest first: for all others the statement matched
 * nothing, and matches nothing now. One of a resource is asked for more callers than the request's own: of it all count.
 */
function whoMayNotice({ kind, statement, range }: Mutant, { asking, near }: Used): readonly Decided[] {
  const { matched = [], missed } = near.get(statement.index) ?? {};
  // An Allow and a Deny may be held against different resources.
  if (statement.principal !== undefined || kind === 'swap-effect') return [...matched, ...asking];
  return kind === 'drop-statement' ? matched : [...matched, ...(missed?.get(range.start) ?? [])];
}

/** Of the same text at the same place, read as the same. */
function idOf({ source, type, name, statements }: Policy): string {
  return `${type}\0${source.file}\0${name}\0${statements[0]?.start ?? -1}`;
}

function isNoticed(mutant: Mutant, asking: readonly Decided[]): boolean {
  const groups = new Map<StatementGroup, StatementGroup>();
  return asking.some(({ simulated, expect }) => {
    const again = simulate(simulated.case, withMutant(simulated.set, mutant, groups));
    return missesOf(expect, { ...again, keys: () => dependencesOf(again).keys }).length > 0;
  });
}

function withMutant(set: PolicySet, mutant: Mutant, groups: Map<StatementGroup, StatementGroup>): PolicySet {
  const id = idOf(mutant.policy);
  const changed = (group: StatementGroup): StatementGroup => {
    const known = groups.get(group);
    if (known !== undefined) return known;
    const policies = group.policies.map((policy) => (idOf(policy) === id ? mutant.mutated : policy));
    const made = policies.includes(mutant.mutated) ? compileGroup(policies, compileOnce) : group;
    groups.set(group, made);
    return made;
  };
  const entries = Object.entries(set).map(([layer, levels]) => [layer, levels?.map(changed)]);
  return Object.fromEntries(entries) as PolicySet;
}

const compiled = new WeakMap<Statement, CompiledStatement>();

/** Of the statements of a mutant all but one are those of the policy. */
function compileOnce(policy: Policy, statement: Statement): CompiledStatement {
  const known = compiled.get(statement);
  if (known?.policy.version === policy.version) return { ...known, policy };
  const made = compileStatement(policy, statement);
  compiled.set(statement, made);
  return made;
}

import { spanOf } from '../../core/source.ts';
import type { MutantsEntry, SurvivorEntry } from '../../documents/test.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import {
  compileGroup,
  compileStatement,
  type CompiledStatement,
  type PolicySet,
  type StatementGroup,
} from '../../policy/decision/compile.ts';
import type { LayerId } from '../../policy/decision/layers.ts';
import { dependencesOf, simulate } from '../../policy/decision/simulate.ts';
import type { Policy, Statement } from '../../policy/policy.ts';
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
  for (const { layer, policy, asking } of policiesOf(tests)) {
    for (const mutant of mutantsOf(policy)) {
      if (isNoticed(mutant, asking)) {
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
        if (known === undefined) used.set(id, { layer, policy, asking: [test] });
        else known.asking.push(test);
      }
    }
  }
  return [...used.values()];
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

import type { Span } from '../../core/evaluation.ts';
import { spanOf, type Range } from '../../core/source.ts';
import type { SurvivorEntry } from '../../documents/test.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { findWidenings, type WalkOptions, type Witness } from '../../policy/compare.ts';
import {
  compileGroup,
  compileStatement,
  type CompiledStatement,
  type PolicySet,
  type StatementGroup,
} from '../../policy/decision/compile.ts';
import { layerOf, type LayerId } from '../../policy/decision/layers.ts';
import { dependencesOf, simulate } from '../../policy/decision/simulate.ts';
import { parseOperator, type OperatorName } from '../../policy/operator-names.ts';
import type {
  ConditionElement,
  PatternElement,
  Policy,
  PrincipalElement,
  Statement,
} from '../../policy/policy.ts';
import { missesOf } from '../../policy/scenario/expectations.ts';
import type { Decided } from './run-entry.ts';

export type MutantKind = SurvivorEntry['kind'];

/** A change of a policy that no test notices. */
export interface Survivor {
  readonly kind: MutantKind;
  /** `"Read"`, or the statement's number, and what was changed in it. */
  readonly name: string;
  readonly span: Span;
  /** A test that would notice it; absent where no request could be made. */
  readonly scenario?: Plain & object;
}

export interface Mutants {
  readonly killed: number;
  /** Changes that change no decision: nobody can notice them. */
  readonly equal: number;
  readonly survived: readonly Survivor[];
}

interface Mutant {
  readonly kind: MutantKind;
  readonly name: string;
  readonly range: Range;
  readonly policy: Policy;
  readonly mutated: Policy;
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

/** One after the other: all at once are as many policies as there are statements, and more. */
function* mutantsOf(policy: Policy): Iterable<Mutant> {
  for (const statement of policy.statements) yield* mutantsOfStatement(policy, statement);
}

function mutantsOfStatement(policy: Policy, statement: Statement): readonly Mutant[] {
  const { statements } = policy;
  const name = nameOf(statement);
  const replaced = (by: readonly Statement[]): Policy => ({
    ...policy,
    statements: statements.flatMap((one) => (one === statement ? by : [one])),
  });
  const mutant = (kind: MutantKind, what: string, range: Range, by: readonly Statement[]): Mutant => ({
    kind,
    name: what === '' ? name : `${name} ${what}`,
    range,
    policy,
    mutated: replaced(by),
  });
  const { effect, action, resource, principal, conditions } = statement;
  const without = (gone: ConditionElement) => conditions.filter((one) => one !== gone);
  return [
    mutant('drop-statement', '', statement, []),
    mutant('swap-effect', 'Effect', statement.effectRange, [
      { ...statement, effect: effect === 'Allow' ? 'Deny' : 'Allow' },
    ]),
    ...patternChanges(action).map(({ change, to }) =>
      mutant(`${change}-action`, nameIn('Action', action), action, [{ ...statement, action: to }]),
    ),
    ...(resource === undefined ? [] : patternChanges(resource)).map(({ change, to }) =>
      mutant(`${change}-resource`, nameIn('Resource', resource ?? to), resource ?? statement, [
        { ...statement, resource: to },
      ]),
    ),
    ...(principal === undefined ? [] : principalChanges(principal)).map(({ change, to, range }) =>
      mutant(`${change}-principal`, nameIn('Principal', principal ?? to), range, [
        { ...statement, principal: to },
      ]),
    ),
    ...conditions.flatMap((condition) => {
      const what = `${condition.operator.text} ${condition.key.text}`;
      const dropped = { ...statement, conditions: without(condition) };
      const negated = negatedOf(condition);
      return [
        mutant('drop-condition', what, condition, [dropped]),
        ...(negated === undefined
          ? []
          : [
              mutant('negate-condition', what, condition, [
                { ...statement, conditions: conditions.map((one) => (one === condition ? negated : one)) },
              ]),
            ]),
      ];
    }),
  ];
}

function nameOf({ sid, index }: Statement): string {
  return sid === undefined || sid.text === '' ? `statement ${index + 1}` : `"${sid.text}"`;
}

function isEverything({ negated, values }: PatternElement): boolean {
  return !negated && values.some(({ text }) => text === '*');
}

function nameIn(name: string, { negated }: { readonly negated: boolean }): string {
  return negated ? `Not${name}` : name;
}

/** An element of `*` is as wide as it gets, and what it leaves out is nothing. */
function patternChanges(
  element: PatternElement,
): readonly { readonly change: 'widen' | 'negate'; readonly to: PatternElement }[] {
  if (isEverything(element)) return [];
  return [
    { change: 'widen', to: everything(element) },
    { change: 'negate', to: { ...element, negated: !element.negated } },
  ];
}

function principalChanges(element: PrincipalElement): readonly {
  readonly change: 'widen' | 'drop' | 'negate';
  readonly to: PrincipalElement;
  readonly range: Range;
}[] {
  const { values, negated, start, end } = element;
  if (!negated && values.some(({ text }) => text === '*')) return [];
  const dropped = values.length < 2 ? [] : values;
  return [
    {
      change: 'widen',
      to: { negated: false, values: [{ kind: '*', text: '*', start, end }], start, end },
      range: element,
    },
    { change: 'negate', to: { ...element, negated: !negated }, range: element },
    ...dropped.map((gone) => ({
      change: 'drop' as const,
      to: { ...element, values: values.filter((one) => one !== gone) },
      range: gone,
    })),
  ];
}

function everything({ start, end }: Range): PatternElement {
  return { negated: false, values: [{ text: '*', start, end }], start, end };
}

/** Each operator and the one that holds where it does not. */
const opposites: readonly (readonly [OperatorName, OperatorName])[] = [
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'StringNotLike'],
  ['NumericEquals', 'NumericNotEquals'],
  ['NumericLessThan', 'NumericGreaterThanEquals'],
  ['NumericLessThanEquals', 'NumericGreaterThan'],
  ['DateEquals', 'DateNotEquals'],
  ['DateLessThan', 'DateGreaterThanEquals'],
  ['DateLessThanEquals', 'DateGreaterThan'],
  ['IpAddress', 'NotIpAddress'],
  ['ArnEquals', 'ArnNotEquals'],
  ['ArnLike', 'ArnNotLike'],
];

/** The condition that holds where this one does not; undefined where no operator says it. */
function negatedOf(condition: ConditionElement): ConditionElement | undefined {
  const operator = parseOperator(condition.operator.text);
  if (operator === undefined) return undefined;
  const { base, quantifier, ifExists } = operator;
  if (base === 'Bool' || base === 'Null') {
    const flip = (text: string) => (/^true$/i.test(text) ? 'false' : 'true');
    return { ...condition, values: condition.values.map((value) => ({ ...value, text: flip(value.text) })) };
  }
  const pair = opposites.find((one) => one.includes(base));
  if (pair === undefined) return undefined;
  const other = pair[0] === base ? pair[1] : pair[0];
  const text = `${quantifier === undefined ? '' : `${quantifier}:`}${other}${ifExists ? 'IfExists' : ''}`;
  return { ...condition, operator: { ...condition.operator, text } };
}

/** A request that the two policies decide otherwise, and how the one that stands in the file decides it. */
interface Apart {
  readonly witness: Witness;
  readonly decision: Witness['newer'];
}

function toldApart(
  { policy, mutated }: Mutant,
  now: number,
  work: NonNullable<WalkOptions['work']>,
): Apart | 'equal' | undefined {
  let isOpen = false;
  for (const [newer, older] of [
    [mutated, policy],
    [policy, mutated],
  ] as const) {
    const { found, unproven } = findWidenings(newer, older, {
      now,
      isFirstEnough: true,
      work,
    });
    const [first] = found;
    if (first !== undefined) {
      const { witness } = first;
      return { witness, decision: newer === policy ? witness.newer : witness.older };
    }
    isOpen ||= unproven.length > 0;
  }
  return isOpen ? undefined : 'equal';
}

/** The test that notices it. A policy that stands in a scenario has no file of its own to be named. */
function scenarioFor(
  { witness: { request, policies }, decision }: Apart,
  layer: LayerId,
  { source, type }: Policy,
): (Plain & object) | undefined {
  if (!/\.json$/i.test(source.file) || /\.iamx\./i.test(source.file) || type === 'trust') return undefined;
  const ref = { file: source.file };
  const { shape } = layerOf[layer];
  const own = { one: ref, list: [ref], levels: [[ref]] }[shape];
  return {
    name: `${request.action} on ${request.resource}`,
    request: { ...request },
    policies: { ...(policies as Readonly<Record<string, Plain>> | undefined), [layer]: own },
    expect: decision,
  };
}

import { addTo } from '../../core/lists.ts';
import { compileCondition, type Condition } from '../condition/condition.ts';
import { compileAction, servicesOf, type ActionMatcher } from '../match/action.ts';
import { compilePrincipal, type PrincipalMatcher } from '../match/principal.ts';
import { compileResource, type ResourceMatcher } from '../match/resource.ts';
import type { Effect, PatternElement, Policy, Statement } from '../policy.ts';
import { foldKey } from '../keys.ts';
import { namedRolesOf } from './named-roles.ts';
import { byLayer, type LayerId, type LayerOfShape } from './layers.ts';

/** A statement with its patterns and values compiled once, for any number of requests. */
export interface CompiledStatement {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly effect: Effect;
  readonly action: ActionMatcher;
  readonly resource: ResourceMatcher | undefined;
  readonly principal: PrincipalMatcher | undefined;
  readonly conditions: readonly Condition[];
  /** ARNs of roles with a path that its conditions compare with the caller's. */
  readonly namedRoles: readonly string[];
}

export function compileStatement(policy: Policy, statement: Statement): CompiledStatement {
  return {
    policy,
    statement,
    effect: statement.effect,
    action: compileAction(withoutHole(statement.effect, statement.action)),
    resource:
      statement.resource &&
      compileResource(withoutHole(statement.effect, statement.resource), policy.version, statement.effect),
    principal: statement.principal && compilePrincipal(statement.principal),
    conditions: statement.conditions.map((element) =>
      compileCondition(element, policy.version, statement.effect),
    ),
    namedRoles: statement.conditions.flatMap(({ key, values }) =>
      foldKey(key.text) === 'aws:principalarn' ? namedRolesOf(values.map(({ text }) => text)) : [],
    ),
  };
}

/**
 * `NotAction: []` and `NotResource: []` leave nothing out, yet an empty list matches nothing (R108). AWS does not say
 * which of the two counts: an Allow with one grants nothing, a Deny with one denies.
 */
function withoutHole(effect: Effect, element: PatternElement): PatternElement {
  const isHole = effect === 'Allow' && element.negated && element.values.length === 0;
  return isHole ? { ...element, negated: false } : element;
}

/** The statements whose action element matches one action, in the order of the policies. */
export interface Candidates {
  readonly denies: readonly CompiledStatement[];
  readonly allows: readonly CompiledStatement[];
}

/** Policies that are OR-ed: a layer, or one organization level of it. */
export interface StatementGroup {
  readonly policies: readonly Policy[];
  readonly statements: readonly CompiledStatement[];
  readonly candidates: (actionKey: string) => Candidates;
}

/** Answers for so many different actions are kept; then the memory starts anew. */
const rememberedActions = 4096;

/**
 * Compiles policies into one group, indexed by service and then by action: a decision looks only at statements
 * whose action element matches.
 */
export function compileGroup(
  policies: readonly Policy[],
  compile: typeof compileStatement = compileStatement,
): StatementGroup {
  const statements = policies.flatMap((policy) =>
    policy.statements.map((statement) => compile(policy, statement)),
  );
  const inService = indexByService(statements);
  const remembered = new Map<string, Candidates>();
  return {
    policies,
    statements,
    candidates: (actionKey) => {
      const known = remembered.get(actionKey);
      if (known !== undefined) return known;
      const matching = inService(actionKey.slice(0, actionKey.indexOf(':'))).filter(({ action }) =>
        action.matches(actionKey),
      );
      const found: Candidates = {
        denies: matching.filter(({ effect }) => effect === 'Deny'),
        allows: matching.filter(({ effect }) => effect === 'Allow'),
      };
      if (remembered.size >= rememberedActions) remembered.clear();
      remembered.set(actionKey, found);
      return found;
    },
  };
}

function indexByService(
  statements: readonly CompiledStatement[],
): (service: string) => readonly CompiledStatement[] {
  const byService = new Map<string, number[]>();
  const any: number[] = [];
  for (const [index, { statement }] of statements.entries()) {
    const services = servicesOf(statement.action);
    if (services === undefined) any.push(index);
    else for (const service of services) addTo(byService, service, index);
  }
  const ofAny = any.flatMap((index) => statements[index] ?? []);
  // In the order of the policies, put together for the services that are asked about.
  const found = new Map<string, readonly CompiledStatement[]>();
  return (service) => {
    const own = byService.get(service);
    if (own === undefined) return ofAny;
    const known = found.get(service);
    if (known !== undefined) return known;
    const all = [...any, ...own].sort((left, right) => left - right);
    const list = all.flatMap((index) => statements[index] ?? []);
    found.set(service, list);
    return list;
  };
}

/**
 * All the policies around a request, compiled: for each layer its levels, each a group of policies. SCPs and RCPs
 * have a level for each step from the organization's root down (R605), the others have one. A layer without
 * policies is undefined: it does not limit.
 */
export type PolicySet = Readonly<Record<LayerId, readonly StatementGroup[] | undefined>>;

/** The policies around a request, for each layer in its own shape. */
export type Policies = {
  readonly [Id in LayerOfShape<'one'>]?: Policy;
} & {
  readonly [Id in LayerOfShape<'list'>]?: readonly Policy[];
} & {
  readonly [Id in LayerOfShape<'levels'>]?: readonly (readonly Policy[])[];
};

export function compilePolicies(policies: Policies): PolicySet {
  return byLayer(({ id, shape }) => {
    const given: Policy | readonly (Policy | readonly Policy[])[] | undefined = policies[id];
    if (given === undefined) return undefined;
    const list = isList(given) ? given : [given];
    if (list.length === 0) return undefined;
    // An empty level stays: it denies everything (R605).
    const levels =
      shape === 'levels' ? list.map((level) => (isList(level) ? level : [level])) : [list.flat()];
    return levels.map((group) => compileGroup(group));
  });
}

function isList<Item>(given: Item | readonly Item[]): given is readonly Item[] {
  return Array.isArray(given);
}

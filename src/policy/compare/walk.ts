import type { Work } from '../../core/some-text.ts';
import { compileResource } from '../match/resource.ts';
import type { ResourcePattern } from '../match/resource-pattern.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Policy, Statement } from '../policy.ts';
import { actionsOf, likelyFirst, type ActionGroup, type ActionPart } from './actions.ts';
import { isCoveredAsWritten, keptStatements } from './as-written.ts';
import { everybody, exampleAccounts, identities, type Caller } from './callers.ts';
import { outside, within, type Ground, type Region } from './region.ts';
import { exampleResources } from './resources.ts';
import { layerOfType, type Side } from './side.ts';
import { accountsFor, findWitness, type Search, type Witness } from './witness.ts';
import { caseOf } from './case-of.ts';
import { opensByItself, worldOf } from './worlds.ts';

/** Requests that are asked about, where not all are. */
export interface Only {
  /** Patterns of actions; any where none is given. */
  readonly actions: readonly string[];
  /** Patterns of ARNs; any where none is given. */
  readonly resources: readonly string[];
}

/** A part of a statement of the newer policy that allows what the older one does not. */
export interface Widening {
  readonly compiled: CompiledStatement;
  readonly statement: Statement;
  /** Whose statement it is: of two policies that only deny, the older one's. */
  readonly of: Policy;
  /** As the policy writes it: `s3:Get*`. */
  readonly action: string;
  readonly resource: string;
  /** Actions that the data knows and that are allowed anew. */
  readonly actions: readonly string[];
  readonly witness: Witness;
}

/** A part of which it could neither be shown that it allows no more nor be found what more. */
export interface Unproven {
  readonly statement: Statement;
  readonly of: Policy;
  readonly action: string;
  readonly resource: string;
  /** No request could be made of what is left; or there is more than is looked at. */
  readonly because: 'no-request' | 'too-many';
}

export interface Widenings {
  readonly found: readonly Widening[];
  readonly unproven: readonly Unproven[];
}

export interface WalkOptions {
  /** Milliseconds since the epoch: the instant of requests. */
  readonly now: number;
  /** The account that the policies are in, where it was told. */
  readonly account?: string | undefined;
  readonly only?: Only;
  /** Whether what is left counts; all does where nothing is said. */
  readonly counts?: (tests: Region['tests']) => boolean;
  /** Who asks: strangers are nobody, and identities of an account that the policy does not name. */
  readonly callers?: 'strangers';
  /** Who allows: the policy itself, but where both only deny; or other policies, so that what Deny statements take back is compared. */
  readonly grants?: 'others';
  /** One request is enough: the rest of a part is not looked at once it is found. */
  readonly isFirstEnough?: boolean;
  /** What may still be done, where several comparisons share it. */
  readonly work?: Work;
}

/** So many statements are looked at for one part, and so many requests are made of what is left. */
const mostSteps = 6_000;
const mostRequests = 400;
/** In a whole comparison; and steps of single patterns, as a step costs more where there are many. */
const mostStepsInAll = 120_000;
const mostWork = 4_000_000;

/** So often one part is taken apart into several. */
const mostForks = 1_000;

type Explored =
  | { readonly kind: 'closed' }
  | { readonly kind: 'found'; readonly witness: Witness }
  | { readonly kind: 'open'; readonly because: Unproven['because'] };

const closed: Explored = { kind: 'closed' };

interface Budget {
  steps: number;
  requests: number;
}

/** What one policy allows and another does not, statement by statement. */
export function walk(newer: Side, older: Side, options: WalkOptions): Widenings {
  const layer = layerOfType(newer.policy.type);
  const namesCallers = layer === 'resource' || layer === 'endpoint';
  const only = options.only ?? { actions: [], resources: [] };
  const account = options.account ?? accountOf(newer, older);
  const statements = [...newer.allows, ...newer.denies, ...older.allows, ...older.denies];
  const everyone = namesCallers ? everybody(statements, account) : identities(account, 'aws', []);
  const callers =
    options.callers === 'strangers' ? everyone.filter(({ isStranger }) => isStranger === true) : everyone;
  const search: Search = {
    layer,
    isTrust: newer.policy.type === 'trust',
    grants: options.grants ?? (givesNothing(newer, older, layer) ? 'others' : 'itself'),
    namesCallers,
    account,
    fields: fieldsOf(newer, older, account),
    newer: worldOf(newer),
    older: worldOf(older),
    now: options.now,
    work: options.work ?? { left: mostWork },
  };
  const actions = actionsOf(newer, older, only.actions);
  const isKept = keptStatements(newer, older, search.grants);
  const parts = (search.grants === 'others' ? older.denies : newer.allows).filter((one) => !isKept(one));
  const targets = targetsOf(only);
  const found: Widening[] = [];
  const unproven: Unproven[] = [];
  const total = { steps: mostStepsInAll };

  statements: for (const compiled of parts) {
    for (const part of actions.partsOf(compiled)) {
      for (const resource of resourceParts(compiled)) {
        const { statement, policy: of } = compiled;
        const named = { statement, of, action: part.text, resource: resource.text };
        search.work.left -= older.allows.length;
        if (search.work.left < 0) {
          unproven.push({ ...named, because: 'too-many' });
          continue;
        }
        const open = openGroups(compiled, part, resource, targets, callers, search, total, options);
        const known = open.flatMap(({ group, explored }) =>
          explored.kind === 'found' && group.isKnown ? group.names : [],
        );
        const best = open.find(({ explored }) => explored.kind === 'found')?.explored;
        if (best?.kind === 'found') {
          found.push({ ...named, compiled, actions: [...new Set(known)].sort(), witness: best.witness });
          if (options.isFirstEnough === true) continue statements;
          continue;
        }
        const left = open.find(({ explored }) => explored.kind === 'open')?.explored;
        if (left?.kind === 'open') unproven.push({ ...named, because: left.because });
      }
    }
  }
  return { found, unproven };
}

/**
 * Policies that hold Deny statements alone: other policies allow, and what a Deny no longer takes back is allowed. An RCP never
 * allows.
 */
function givesNothing(newer: Side, older: Side, layer: Search['layer']): boolean {
  if (layer === 'rcp') return true;
  return newer.allows.length === 0 && older.allows.length === 0 && older.denies.length > 0;
}

/** The account that the ARNs of both name most often. */
function accountOf(newer: Side, older: Side): string {
  const counts = new Map<string, number>();
  for (const account of accountsIn([newer, older])) counts.set(account, (counts.get(account) ?? 0) + 1);
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  return most?.[0] ?? exampleAccounts[0] ?? '';
}

function accountsIn(sides: readonly Side[]): readonly string[] {
  return fieldIn(sides, 4).filter((account) => /^\d{12}$/.test(account));
}

/** A field of the ARNs of resources. */
function fieldIn(sides: readonly Side[], at: number): readonly string[] {
  return sides.flatMap(({ policy }) =>
    policy.statements.flatMap(({ resource }) =>
      (resource?.values ?? []).flatMap(({ text }) => text.split(':')[at] ?? []),
    ),
  );
}

const mostOfField = 4;

function fieldsOf(newer: Side, older: Side, account: string): Search['fields'] {
  const plain = (at: number) =>
    [...new Set(fieldIn([newer, older], at))].filter((text) => text !== '' && !/[*?$]/.test(text));
  const partitions = plain(1);
  return {
    partitions: partitions.length === 0 ? ['aws'] : partitions.slice(0, mostOfField),
    regions: [...new Set([...plain(3).slice(0, mostOfField), 'us-east-1', 'eu-west-1', 'ap-south-1'])],
    accounts: accountsFor([...new Set(accountsIn([newer, older]))].slice(0, mostOfField), account),
  };
}

/** The ARNs that are asked about; undefined stands for all. */
function targetsOf({ resources }: Only): readonly (ResourcePattern | undefined)[] {
  const values = resources.filter((text) => text !== '*').map((text) => ({ text, start: 0, end: 0 }));
  if (values.length === 0 || values.length < resources.length) return [undefined];
  return compileResource({ negated: false, values, start: 0, end: 0 }, '2008-10-17', 'Deny').patterns;
}

interface ResourcePart {
  readonly text: string;
  readonly texts: Region['texts'];
}

/** Each pattern of `Resource`, or the whole of `NotResource`. */
function resourceParts({ resource, statement }: CompiledStatement): readonly ResourcePart[] {
  if (resource === undefined) return [{ text: '*', texts: { inside: [], outside: [] } }];
  if (!resource.negated) {
    return resource.patterns.map((pattern) => ({
      text: pattern.value.text,
      texts: { inside: [pattern], outside: [] },
    }));
  }
  const text = `everything but ${statement.resource?.values.map((value) => value.text).join(', ') ?? ''}`;
  return [{ text, texts: { inside: [], outside: resource.patterns } }];
}

interface OpenGroup {
  readonly group: ActionGroup;
  readonly explored: Explored;
}

/** The groups of actions that may be allowed anew, on one part of the resources. */
function openGroups(
  compiled: CompiledStatement,
  part: ActionPart,
  resource: ResourcePart,
  targets: readonly (ResourcePattern | undefined)[],
  callers: readonly Caller[],
  search: Search,
  total: { steps: number },
  options: WalkOptions,
): readonly OpenGroup[] {
  const shown = new Map<string, boolean>();
  const open: OpenGroup[] = [];
  const budget: Budget = { steps: Math.min(mostSteps, total.steps), requests: mostRequests };
  const before = budget.steps;
  for (const group of likelyFirst(part.groups, resource.text)) {
    if (options.isFirstEnough === true && open.some(({ explored }) => explored.kind === 'found')) break;
    for (const target of targets) {
      const start: Region = {
        callers,
        tests: [],
        texts: { inside: [...(target === undefined ? [] : [target])], outside: [] },
      };
      const ask = (ground: Ground, mayRealise: boolean) =>
        explore(start, compiled, resource, group, ground, search, budget, options, mayRealise);
      // Where no resource is named an Allow and a Deny are held against different texts: what holds of any one text does not.
      const isOneText = group.form !== '*';
      const key = `${group.statements.key}|${target?.value.text ?? ''}|${isOneText}`;
      let isShown = shown.get(key);
      if (isShown === undefined) {
        const pattern = compiled.resource?.negated === false ? resource.text : undefined;
        const isPlain = search.grants === 'itself' && isCoveredAsWritten(compiled, pattern, group.statements);
        isShown =
          isPlain || (isOneText && ask(groundOf(group, search, { kind: 'any' }), false).kind === 'closed');
        shown.set(key, isShown);
      }
      if (!isShown) {
        const ground = groundFor(group, search, target !== undefined);
        const explored = ground === undefined ? closed : ask(ground, true);
        if (explored.kind !== 'closed') open.push({ group, explored });
      }
    }
  }
  total.steps -= before - Math.max(0, budget.steps);
  return open;
}

/** What the group's requests are asked about; undefined where they are not asked about what is wanted. */
function groundFor(group: ActionGroup, search: Search, hasTarget: boolean): Ground | undefined {
  if (search.isTrust) {
    const role = `arn:aws:iam::${search.account}:role/example`;
    return groundOf(group, search, { kind: 'text', granted: role, denied: [role] });
  }
  if (group.form !== '*')
    return groundOf(group, search, { kind: 'arn', form: group.form }, lackedBy(group, search));
  if (hasTarget) return undefined;
  const [action = ''] = group.names;
  const principal = `arn:aws:iam::${search.account}:user/example`;
  const asked = caseOf({ principal, action: [action], resource: ['*'] }, search.layer, search.now);
  const { grantedOn = '*', deniedOn } = asked?.request ?? {};
  const on = { kind: 'text', granted: grantedOn, denied: deniedOn ?? [grantedOn] } as const;
  return groundOf(group, search, on, lackedBy(group, search));
}

/** Keys that a resource of the form cannot have, for all actions of the group alike. */
function lackedBy(group: ActionGroup, search: Search): Ground['lacks'] {
  const [action = ''] = group.names;
  if (group.form === undefined || !group.isKnown) return () => false;
  const [resource = '*'] =
    group.form === '*'
      ? []
      : exampleResources({ inside: [], outside: [] }, group.form, search.fields, () => undefined);
  const principal = `arn:aws:iam::${search.account}:user/example`;
  const asked = caseOf({ principal, action: [action], resource: [resource] }, search.layer, search.now);
  const lacking = asked?.request.lacking;
  return (key) => lacking?.has(key) === true;
}

function groundOf(
  group: ActionGroup,
  search: Search,
  on: Ground['on'],
  lacks: Ground['lacks'] = () => false,
): Ground {
  const [name = ''] = group.names;
  const actionKey = name.toLowerCase();
  const opens = opensByItself(actionKey) !== undefined;
  return {
    layer: search.layer,
    actionKey,
    on,
    needsName: ({ request: { principal } }) =>
      search.layer === 'resource' &&
      !opens &&
      'account' in principal &&
      principal.kind !== 'provider' &&
      principal.account === search.account,
    lacks,
    work: search.work,
  };
}

/**
 * Requests that the statement allows, that no Deny of the newer policy takes back, and that the older policy does not allow:
 * they miss all its Allow statements, or meet one of its Deny statements.
 */
function explore(
  start: Region,
  compiled: CompiledStatement,
  { texts }: ResourcePart,
  { statements, ...group }: ActionGroup,
  ground: Ground,
  search: Search,
  budget: Budget,
  options: WalkOptions,
  mayRealise: boolean,
): Explored {
  const onPart: Region = {
    ...start,
    texts:
      ground.on.kind === 'text'
        ? start.texts
        : { inside: [...start.texts.inside, ...texts.inside], outside: texts.outside },
  };
  const own = within(onPart, partOf(compiled, ground), ground);
  const { newer, older } = statements;
  const others = search.grants === 'others';
  const realised = (region: Region): Explored => {
    if (options.counts?.(region.tests) === false) return closed;
    if (!mayRealise) return { kind: 'open', because: 'no-request' };
    const witness = findWitness(region, { ...group, statements }, ground, search, budget);
    return witness === undefined ? { kind: 'open', because: 'no-request' } : { kind: 'found', witness };
  };
  const attempt = (start: Region, left: readonly CompiledStatement[], from = 0, depth = 0): Explored => {
    let region = start;
    for (let at = from; ; at++) {
      if (--budget.steps < 0 || search.work.left < 0 || depth > mostForks)
        return { kind: 'open', because: 'too-many' };
      const next = left[at];
      if (next === undefined) return realised(region);
      const ways = outside(region, next, ground);
      const [only] = ways;
      if (only === undefined) return closed;
      // Most statements leave one way: no call within a call for each of thousands.
      if (ways.length > 1) return firstOf(ways, (one) => attempt(one, left, at + 1, depth + 1));
      region = only;
    }
  };
  if (others) return firstOf(own, (region) => attempt(region, newer.denies));
  const missing = [...newer.denies, ...older.allows];
  return firstOf(own, (region) => {
    const missed = attempt(region, missing);
    if (missed.kind === 'found') return missed;
    const denied = firstOf(older.denies, (deny) =>
      firstOf(within(region, deny, ground), (one) => attempt(one, newer.denies)),
    );
    return denied.kind === 'closed' ? missed : denied;
  });
}

/** The statement without its resources, which the part says. */
function partOf(compiled: CompiledStatement, { on }: Ground): CompiledStatement {
  return on.kind === 'text' ? compiled : { ...compiled, resource: undefined };
}

/** What is found first; else what is open; closed only where all are. */
function firstOf<Item>(items: readonly Item[], look: (item: Item) => Explored): Explored {
  let result: Explored = closed;
  for (const item of items) {
    const explored = look(item);
    if (explored.kind === 'found') return explored;
    if (explored.kind === 'open') result = explored;
  }
  return result;
}

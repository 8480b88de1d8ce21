import type { WitnessRequest } from '../../documents/policies.ts';
import { parseArn } from '../../identifiers/arn.ts';
import { concreteContext } from '../context.ts';
import type { DecisionWord } from '../decision/decide.ts';
import type { Work } from '../../core/some-text.ts';
import type { LayerId } from '../decision/layers.ts';
import { foldKey, keyFacts, type KeyPresence } from '../keys.ts';
import type { Question } from '../question.ts';
import type { ActionGroup } from './actions.ts';
import { exampleAccounts, identities, whoIs, type Caller } from './callers.ts';
import { documentsOf } from './own-policies.ts';
import type { Ground, Region } from './region.ts';
import { exampleResources, type Fields } from './resources.ts';
import { filled, valuesFor, type Given } from './values.ts';
import { caseOf } from './case-of.ts';
import { besides, type World } from './worlds.ts';

/** A request that the two policies decide otherwise, and how. */
export interface Witness {
  readonly request: WitnessRequest;
  /** Policies that stand beside the compared one, as a scenario has them; it would not decide alone otherwise. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly newer: DecisionWord;
  readonly older: DecisionWord;
}

/** What is the same for all witnesses of one comparison. */
export interface Search {
  readonly layer: LayerId;
  readonly isTrust: boolean;
  /** Who allows: the policy itself, or others, where it only denies. */
  readonly grants: 'itself' | 'others';
  /** Whether callers follow from the principal elements; else they are identities that tests may want. */
  readonly namesCallers: boolean;
  /** The account of the policy. */
  readonly account: string;
  readonly fields: Fields;
  readonly newer: World;
  readonly older: World;
  readonly now: number;
  /** What may still be done in the whole comparison. */
  readonly work: Work;
}

const mostActions = 3;
const mostCallers = 8;

/** A request of the region that the newer policy allows and the older denies, as the engine decides them. */
export function findWitness(
  region: Region,
  group: ActionGroup,
  ground: Ground,
  search: Search,
  budget: { requests: number },
): Witness | undefined {
  const account = accountIn(region) ?? search.account;
  const callers = search.namesCallers ? region.callers : identitiesFor(region, account, search);
  for (const action of group.names.slice(0, mostActions)) {
    for (const caller of callers.slice(0, mostCallers)) {
      if (budget.requests <= 0) return undefined;
      for (const resource of resourcesFor(region, group, ground, search, caller, action)) {
        budget.requests--;
        const found = decided(region, group, search, caller, action, resource, account);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

/** The account that the resources name, so that the caller is of the same. */
function accountIn({ texts }: Region): string | undefined {
  for (const { template } of texts.inside) {
    const account = template.text.split(':')[4] ?? '';
    if (/^\d{12}$/.test(account)) return account;
  }
  return undefined;
}

/** Who passes the tests of the caller, beside a user and a role session. */
function identitiesFor({ tests }: Region, account: string, { fields, layer }: Search): readonly Caller[] {
  const partition = fields.partitions[0] ?? 'aws';
  const wanted = tests.flatMap(({ condition: { key, values } }) =>
    values.flatMap(({ value: { text } }) =>
      filled(text).flatMap((one) => callersFor(key, one, account, partition)),
    ),
  );
  const all = identities(account, partition, wanted);
  return layer === 'session' ? all.toSorted((left, right) => isSession(right) - isSession(left)) : all;
}

/** Session policies are sessions'. */
function isSession({ request }: Caller): number {
  return request.principal.kind === 'session' ? 1 : 0;
}

function callersFor(key: string, text: string, account: string, partition: string) {
  const user = (name: string) => ({ principal: `arn:${partition}:iam::${account}:user/${name}` });
  switch (key) {
    case 'aws:principalarn':
      return whoIs(withAccount(text, account)) ?? [];
    case 'aws:username':
      return /^[\w+=,.@-]+$/.test(text) ? [user(text)] : [];
    case 'aws:principalaccount':
      return /^\d{12}$/.test(text) ? [{ principal: `arn:${partition}:iam::${text}:user/example` }] : [];
    case 'aws:userid':
      return userIds(text, account, partition);
    default:
      return [];
  }
}

function userIds(text: string, account: string, partition: string) {
  const [id = '', session] = text.split(':');
  if (/^AIDA/.test(id))
    return [{ principal: `arn:${partition}:iam::${account}:user/example`, principalId: id }];
  if (session === undefined || session === '') return [];
  const role = /^AROA\w+$/.test(id) ? id : 'AROACKCEVSQ6C2EXAMPLE';
  return [
    {
      principal: `arn:${partition}:sts::${account}:assumed-role/example/${session}`,
      sessionIssuer: `arn:${partition}:iam::${account}:role/example`,
      principalId: role,
    },
  ];
}

/** An ARN of which a wildcard left the account open. */
function withAccount(arn: string, account: string): string {
  const parts = arn.split(':');
  if (parts.length < 6 || /^\d{12}$/.test(parts[4] ?? '')) return arn;
  return [parts[0], 'aws', parts[2], '', account, ...parts.slice(5)].join(':');
}

function resourcesFor(
  region: Region,
  group: ActionGroup,
  ground: Ground,
  search: Search,
  caller: Caller,
  action: string,
): readonly string[] {
  if (ground.on.kind === 'text') return [ground.on.granted];
  const on = /^sts:AssumeRole/i.test(action) ? 'arn:aws:iam::111122223333:role/example' : '*';
  const asked = caseOf(questionOf(caller, action, on, group), search.layer, search.now);
  if (asked === undefined) return [];
  const lookUp = concreteContext(asked.request);
  const values = valuesFor(region.tests, lookUp) ?? new Map<string, Given>();
  const given = new Map([...values].map(([key, value]) => [key.toLowerCase(), value]));
  const own = 'account' in caller.request.principal ? caller.request.principal.account : undefined;
  const { fields } = search;
  const accounts =
    own === undefined ? fields.accounts : [own, ...fields.accounts.filter((one) => one !== own)];
  const variables = new Set(region.texts.inside.flatMap(({ keys }) => keys));
  const known = (key: string) => {
    const value = given.get(key) ?? lookUp(key);
    return value === undefined && variables.has(key) ? 'example' : value;
  };
  const plain = region.texts.inside.every(({ glob }) => glob?.matchesAll === true);
  const whole = group.form === undefined && plain && region.texts.outside.length === 0 ? ['*'] : [];
  return [
    ...whole,
    ...exampleResources(region.texts, group.form, { ...fields, accounts }, known, ground.work),
  ];
}

function questionOf(
  caller: Caller,
  action: string,
  resource: string,
  { isKnown }: ActionGroup,
  more: Partial<Question> = {},
): Question {
  const { principal, principalId, sessionIssuer } = caller;
  return {
    principal,
    ...(principalId === undefined ? {} : { principalId }),
    ...(sessionIssuer === undefined ? {} : { sessionIssuer }),
    action: [action],
    resource: [resource],
    ...(isKnown ? {} : { asWritten: true }),
    ...more,
  };
}

function decided(
  region: Region,
  group: ActionGroup,
  search: Search,
  caller: Caller,
  action: string,
  resource: string,
  account: string,
): Witness | undefined {
  const arn = parseArn(resource);
  const hasAccount = arn === undefined || /^\d{12}$/.test(arn.account) || arn.account === 'aws';
  const more = hasAccount ? {} : { resourceAccount: account };
  const plain = caseOf(questionOf(caller, action, resource, group, more), search.layer, search.now);
  if (plain === undefined) return undefined;
  const values = contextFor(region, concreteContext(plain.request));
  if (values === undefined) return undefined;
  const context = values.size === 0 ? {} : { context: values };
  if (!mayCarry(caller, values)) return undefined;
  const asked =
    values.size === 0
      ? plain
      : caseOf(
          questionOf(caller, action, resource, group, { ...more, ...context }),
          search.layer,
          search.now,
        );
  if (asked === undefined) return undefined;
  const owner = asked.request.resourceAccount ?? account;
  const beside = besides(search, caller, action.toLowerCase(), owner);
  const key = Object.entries(beside)
    .map(([layer, given]) => `${layer} ${JSON.stringify(given).length}`)
    .join();
  const besideKey = `${key} ${caller.request.principal.kind} ${caller.principal}`;
  const newer = search.newer.decide(asked, beside, besideKey);
  if (newer !== 'allowed') return undefined;
  const older = search.older.decide(asked, beside, besideKey);
  if (older !== 'implicitDeny' && older !== 'explicitDeny') return undefined;
  const policies = documentsOf(beside);
  const { principal, principalId, sessionIssuer } = caller;
  return {
    request: {
      principal,
      ...(principalId === undefined ? {} : { principalId }),
      ...(sessionIssuer === undefined ? {} : { sessionIssuer }),
      action,
      resource,
      ...more,
      ...(values.size === 0 ? {} : { context: Object.fromEntries(values) }),
      ...(group.isKnown ? {} : { asWritten: true }),
    },
    ...(policies === undefined ? {} : { policies }),
    newer,
    older,
  };
}

/** Keys of who asks, which only somebody with an identity has. */
const ofIdentities = new Set<KeyPresence>([
  'signed',
  'principal-kind',
  'principal-property',
  'temporary-credentials',
  'mfa',
]);

function mayCarry({ request: { principal } }: Caller, values: ReadonlyMap<string, Given>): boolean {
  if ('account' in principal && principal.kind !== 'provider') return true;
  return ![...values.keys()].some((name) =>
    ofIdentities.has(keyFacts(foldKey(name))?.presence ?? 'sometimes'),
  );
}

/** Values for the tests and for the variables of the resources. */
function contextFor(
  { tests, texts }: Region,
  lookUp: ReturnType<typeof concreteContext>,
): ReadonlyMap<string, Given> | undefined {
  const values = valuesFor(tests, lookUp);
  if (values === undefined) return undefined;
  const all = new Map(values);
  const given = new Set([...values.keys()].map((key) => key.toLowerCase()));
  for (const { template } of texts.inside) {
    for (const piece of template.pieces) {
      if (piece.kind === 'variable' && !given.has(piece.key) && lookUp(piece.key) === undefined)
        all.set(piece.name, 'example');
    }
  }
  return all;
}

/** Accounts for examples of ARNs: those that the policies name first. */
export function accountsFor(named: readonly string[], own: string): readonly string[] {
  const others = exampleAccounts.filter((id) => !named.includes(id) && id !== own).slice(0, 1);
  return [...new Set([own, ...named, ...others])];
}

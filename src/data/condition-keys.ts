import { compileGlob, type Glob } from '../core/glob.ts';
import { conditionKeysFor } from './actions.ts';
import { readLines } from './source.ts';
import { foreignPrefixes } from './foreign-prefixes.ts';
import { parseConditionKey, type ConditionKey } from './key-type.ts';
import { lowerCase } from './lower-case.ts';
import { serviceTable } from './service-table.ts';

/** A key that any service may carry: `aws:SourceIp`, but also `ec2:SourceInstanceArn` of a session on an instance. */
export interface GlobalConditionKey extends ConditionKey {
  /** `principal`, `session`, `network`, `resource`, `request` or `deprecated`. */
  readonly category: string;
}

export interface KnownConditionKey extends ConditionKey {
  /** `federated` is a claim of an identity provider; of a provider that the data does not list any claim is known. */
  readonly origin: 'global' | 'service' | 'federated';
}

let globalKeys: readonly GlobalConditionKey[] | undefined;

export function globalConditionKeys(): readonly GlobalConditionKey[] {
  return (globalKeys ??= readLines('global-keys.txt').map((line) => {
    const [name = '', type = '', category = ''] = line.split('\t');
    return { ...parseConditionKey(name, type), category };
  }));
}

/** The keys that a service lists; empty where there is no such service. */
export function serviceConditionKeys(prefix: string): readonly ConditionKey[] {
  return serviceTable(prefix)?.conditionKeys ?? [];
}

/**
 * What is known of a key as a policy writes it, whatever its case: `aws:resourcetag/team` is
 * `aws:ResourceTag/${TagKey}`. Undefined where no service and no identity provider has it, also for a template
 * without its last part (`aws:ResourceTag`).
 */
export function knownConditionKey(key: string): KnownConditionKey | undefined {
  const colon = key.indexOf(':');
  if (colon <= 0) return undefined;
  const name = lowerCase(key);
  const global = findKey(name, globalMatcher());
  if (global !== undefined) return { ...global, origin: 'global' };
  const prefix = name.slice(0, colon);
  for (const service of servicesWithKeys(prefix)) {
    const found = findKey(withoutListMark(prefix, name), serviceMatcher(service));
    if (found !== undefined) return { ...found, origin: isProviderHost(prefix) ? 'federated' : 'service' };
  }
  return federatedClaim(key, prefix, name.slice(colon + 1));
}

/** SAML attributes of several values may be written `saml:cn[]`. */
function withoutListMark(prefix: string, name: string): string {
  return prefix === 'saml' && name.endsWith('[]') ? name.slice(0, -2) : name;
}

/** `token.actions.${Domain}.ghe.com` and the like. */
let prefixTemplates: readonly { matches: (prefix: string) => boolean; services: readonly string[] }[] | undefined;

/** Services whose actions may carry keys of this prefix (in lower case). */
export function servicesWithKeys(prefix: string): readonly string[] {
  const { key } = foreignPrefixes();
  const holders = new Set(key.get(prefix) ?? []);
  if (serviceTable(prefix) !== undefined) holders.add(prefix);
  prefixTemplates ??= [...key]
    .filter(([template]) => template.includes('${'))
    .map(([template, services]) => ({ matches: compileTemplate(lowerCase(template)).matches, services }));
  for (const { matches, services } of prefixTemplates) {
    if (matches(prefix)) for (const service of services) holders.add(service);
  }
  return [...holders];
}

/** Whether a request for the action may carry the key, global keys that every request may carry left out. */
export function actionHasKey(action: string, key: string): boolean {
  const name = lowerCase(key);
  return conditionKeysFor(action).some((candidate) => nameMatcher(candidate).matches(name));
}

const withKey = new Map<string, boolean>();

/** Whether the data says of any action that it carries the key: of some keys it knows the name alone. */
export function isCarried(key: string): boolean {
  const name = lowerCase(key);
  const known = withKey.get(name);
  if (known !== undefined) return known;
  const carried = servicesWithKeys(name.slice(0, name.indexOf(':'))).some((service) =>
    (serviceTable(service)?.actionNames() ?? []).some((action) => actionHasKey(`${service}:${action}`, name)),
  );
  withKey.set(name, carried);
  return carried;
}

/**
 * Claims that IAM reads of every OpenID Connect provider:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const commonClaims: Readonly<Record<string, ConditionKey>> = {
  aud: { name: 'aud', type: 'String', multivalued: false },
  sub: { name: 'sub', type: 'String', multivalued: false },
  amr: { name: 'amr', type: 'String', multivalued: true },
};

/** Older providers whose claims are all listed. */
const closedHosts = new Set(['www.amazon.com', 'graph.facebook.com', 'accounts.google.com', 'saml']);

function federatedClaim(key: string, prefix: string, claim: string): KnownConditionKey | undefined {
  if (!isProviderHost(prefix) || claim === '' || closedHosts.has(prefix)) return undefined;
  const common = commonClaims[claim];
  if (common !== undefined) return { ...common, name: key, origin: 'federated' };
  if (servicesWithKeys(prefix).length > 0) return undefined;
  return { name: key, type: 'String', multivalued: false, origin: 'federated' };
}

/** `token.actions.githubusercontent.com`, `oidc.eks.eu-west-1.amazonaws.com/id/ABC`: prefixes of services have no dot. */
function isProviderHost(prefix: string): boolean {
  return prefix === 'saml' || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^\s:]*)?$/.test(prefix);
}

interface KeyMatcher<K extends ConditionKey> {
  readonly exact: ReadonlyMap<string, K>;
  /** The longest template first. */
  readonly templates: readonly { readonly key: K; readonly matches: (name: string) => boolean }[];
}

let globalKeyMatcher: KeyMatcher<GlobalConditionKey> | undefined;
const serviceMatchers = new Map<string, KeyMatcher<ConditionKey>>();

function globalMatcher(): KeyMatcher<GlobalConditionKey> {
  return (globalKeyMatcher ??= keyMatcher(globalConditionKeys()));
}

function serviceMatcher(service: string): KeyMatcher<ConditionKey> {
  let matcher = serviceMatchers.get(service);
  if (matcher === undefined) {
    matcher = keyMatcher(serviceConditionKeys(service));
    serviceMatchers.set(service, matcher);
  }
  return matcher;
}

function keyMatcher<K extends ConditionKey>(keys: readonly K[]): KeyMatcher<K> {
  return {
    exact: new Map(keys.map((key) => [lowerCase(key.name), key])),
    templates: keys
      .filter(({ name }) => name.includes('${'))
      .sort((left, right) => right.name.length - left.name.length)
      .map((key) => ({ key, matches: nameMatcher(key).matches })),
  };
}

function findKey<K extends ConditionKey>(name: string, { exact, templates }: KeyMatcher<K>): K | undefined {
  const key = exact.get(name);
  if (key !== undefined) return key;
  return templates.find(({ matches }) => matches(name))?.key;
}

const nameMatchers = new WeakMap<ConditionKey, Glob>();

function nameMatcher(key: ConditionKey): Glob {
  let glob = nameMatchers.get(key);
  if (glob === undefined) {
    glob = compileTemplate(lowerCase(key.name));
    nameMatchers.set(key, glob);
  }
  return glob;
}

/** A variable stands for any text that is not empty. */
function compileTemplate(template: string): Glob {
  return compileGlob(
    template
      .split(/\$\{[^}]*\}/)
      .flatMap((text, index) => [
        ...(index === 0 ? [] : [{ text: '?*', literal: false }]),
        { text, literal: true },
      ]),
  );
}

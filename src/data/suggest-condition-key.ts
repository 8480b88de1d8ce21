import { editDistance, nearest } from '../core/nearest.ts';
import { globalConditionKeys, knownConditionKey, serviceConditionKeys, servicesWithKeys } from './condition-keys.ts';
import { foreignPrefixes } from './foreign-prefixes.ts';
import { prefixesOfName } from './api-names.ts';
import { lowerCase } from './lower-case.ts';
import { services } from './services.ts';

/**
 * The condition key that was most likely meant, in AWS's spelling; what follows the first slash of a tag key stays
 * as it is. Undefined where the key is known or nothing is near.
 * A known key gets one only where its provider's host is a letter off a listed one.
 */
export function suggestConditionKey(key: string): string | undefined {
  const known = knownConditionKey(key);
  if (known !== undefined) return known.origin === 'federated' ? nearHost(key) : undefined;
  const colon = key.indexOf(':');
  const name = key.slice(colon + 1);
  if (name === '') return undefined;
  const prefix = lowerCase(key.slice(0, Math.max(0, colon)));
  if (prefix === '') return nearestName(name, globalNames());
  const tagKey = templateOfTags(key);
  if (tagKey !== undefined) return tagKey;

  const own = prefix === 'aws' ? globalNames() : keyNames(prefix);
  if (own.length > 0) {
    // `s3:SourceIp`: the name is right and the prefix is not.
    return nearestName(name, own) ?? sameName(name, globalNames());
  }
  const likely = [...(prefixesOfName.get(prefix) ?? []), ...nearPrefix(prefix)];
  for (const candidate of likely) {
    const found = nearestName(name, candidate === 'aws' ? globalNames() : keyNames(candidate));
    if (found !== undefined) return found;
  }
  return sameName(name, globalNames());
}

/** `aws:PrincipalTag/${TagKey}` of a key for tags that names no tag. */
function templateOfTags(key: string): string | undefined {
  const name = knownConditionKey(`${key.endsWith('/') ? key.slice(0, -1) : key}/TAG`)?.name;
  return name?.includes('/${') === true ? name : undefined;
}

/**
 * Any host may be an identity provider, so that a slip in a listed one is a known key and yet never in a request:
 * `token.action.githubusercontent.com:sub`. Only a long name with one letter off is taken for a slip.
 */
function nearHost(key: string): string | undefined {
  const colon = key.indexOf(':');
  const host = lowerCase(key.slice(0, colon));
  if (servicesWithKeys(host).length > 0) return undefined;
  for (const listed of foreignPrefixes().key.keys()) {
    if (listed.length >= 15 && !listed.includes('$') && editDistance(host, listed, 1) === 1) return listed + key.slice(colon);
  }
  return undefined;
}

function globalNames(): readonly string[] {
  return globalConditionKeys()
    .filter(({ category }) => category !== 'deprecated')
    .map((key) => key.name);
}

/** The keys of a prefix, from whichever service lists them. */
function keyNames(prefix: string): readonly string[] {
  const listed = servicesWithKeys(prefix).flatMap((service) => serviceConditionKeys(service).map((key) => key.name));
  return [...new Set([...listed, ...globalNames()])].filter((name) => prefixOf(name) === prefix);
}

function nearPrefix(prefix: string): readonly string[] {
  const found = nearest(prefix, ['aws', ...services().map((service) => service.prefix), ...foreignPrefixes().key.keys()]);
  return found === undefined ? [] : [found];
}

/** The key whose name is nearest. Templates are compared up to their variable, which the user's text replaces. */
function nearestName(name: string, keys: readonly string[]): string | undefined {
  const plain = keys.filter((key) => !key.includes('${'));
  const slash = name.indexOf('/');
  if (slash < 0 || slash === name.length - 1) {
    const found = pick(name, plain, nameOf);
    // `aws:ResourceTag` and `aws:ResourceTag/` are a template that lacks its variable.
    const head = slash < 0 ? name : name.slice(0, slash);
    return found ?? pick(head, templatesOf(keys), (template) => headOf(template).replace(/[/:]$/, ''));
  }
  const template = pick(name.slice(0, slash + 1), templatesOf(keys), headOf);
  if (template === undefined) return undefined;
  return `${prefixOf(template)}:${headOf(template)}${name.slice(slash + 1)}`;
}

function sameName(name: string, keys: readonly string[]): string | undefined {
  const slash = name.indexOf('/');
  const wanted = lowerCase(slash < 0 ? name : name.slice(0, slash + 1));
  const found = keys.find((key) => lowerCase(slash < 0 ? nameOf(key) : headOf(key)) === wanted);
  return found === undefined || slash < 0 ? found : `${prefixOf(found)}:${headOf(found)}${name.slice(slash + 1)}`;
}

function pick(wanted: string, keys: readonly string[], textOf: (key: string) => string): string | undefined {
  const found = nearest(wanted, keys.map(textOf));
  return found === undefined ? undefined : keys.find((key) => textOf(key) === found);
}

function templatesOf(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => key.endsWith('}') && nameOf(key).includes('${'));
}

function prefixOf(key: string): string {
  return lowerCase(key.slice(0, key.indexOf(':')));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** `ResourceTag/` of `aws:ResourceTag/${TagKey}`. */
function headOf(template: string): string {
  const name = nameOf(template);
  return name.slice(0, name.indexOf('${'));
}

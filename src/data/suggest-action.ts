import { nearest } from '../core/nearest.ts';
import { actionNames, actionsMatching, findAction } from './actions.ts';
import { actionOfOperation, likelyPrefixes, prefixesOfName } from './api-names.ts';
import { lowerCase } from './lower-case.ts';
import { serviceTable } from './service-table.ts';
import { findService, services } from './services.ts';

/**
 * The prefix that was most likely meant: `dynamo` is `dynamodb`, `elbv2` is `elasticloadbalancing`. Undefined where
 * it is known.
 */
export function suggestService(prefix: string): string | undefined {
  return findService(prefix) === undefined ? servicesLike(prefix)[0] : undefined;
}

/**
 * The action, or pattern of actions, that was most likely meant, in AWS's spelling. Undefined where the name is
 * known, the pattern matches, or nothing is near.
 */
export function suggestAction(action: string): string | undefined {
  if (actionsMatching(action).length > 0) return undefined;
  const colon = action.indexOf(':');
  if (colon < 0) return elsewhere(action, likelyPrefixes) ?? onlyPlace(action);
  const prefix = action.slice(0, colon);
  const name = action.slice(colon + 1);
  if (name === '') return undefined;
  const service = findService(prefix);
  if (service === undefined) {
    const candidates = servicesLike(prefix);
    return (
      firstOf(candidates, (candidate) => exactly(candidate, name)) ??
      elsewhere(name, likelyPrefixes) ??
      firstOf(candidates, (candidate) => within(candidate, name))
    );
  }
  return (
    operation(service.prefix, name) ??
    within(service.prefix, name) ??
    elsewhere(name, likelyPrefixes) ??
    nearOperation(service.prefix, name) ??
    startingAlike(service.prefix, name)
  );
}

/** Services with a like name, the likeliest first. */
function servicesLike(prefix: string): readonly string[] {
  const lower = lowerCase(prefix);
  const like = nearest(
    lower,
    services().map((service) => service.prefix),
  );
  return [...new Set([...(prefixesOfName.get(lower) ?? []), ...(like === undefined ? [] : [like])])];
}

function exactly(prefix: string, name: string): string | undefined {
  return operation(prefix, name) ?? (/[*?]/.test(name) ? pattern(prefix, name) : findAction(`${prefix}:${name}`)?.name);
}

function pattern(prefix: string, name: string): string | undefined {
  const matching = `${prefix}:${name}`;
  return actionsMatching(matching).length > 0 ? matching : undefined;
}

/** The action behind an operation of the API that has another name. */
function operation(prefix: string, name: string): string | undefined {
  return operationsInLowerCase().get(`${prefix}:${lowerCase(name)}`);
}

let operations: ReadonlyMap<string, string> | undefined;

function operationsInLowerCase(): ReadonlyMap<string, string> {
  return (operations ??= firstByName([...actionOfOperation].map(([name, action]) => [lowerCase(name), action])));
}

/** Of equal names the first. */
function firstByName(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map([...entries].reverse());
}

/** As `operation`, for a name that is nearly an operation's. */
function nearOperation(prefix: string, name: string): string | undefined {
  const like = nearest(`${prefix}:${name}`, operationsOf(prefix));
  return like === undefined ? undefined : actionOfOperation.get(like);
}

const operationsByPrefix = new Map<string, readonly string[]>();

function operationsOf(prefix: string): readonly string[] {
  let found = operationsByPrefix.get(prefix);
  if (found === undefined) {
    found = [...actionOfOperation.keys()].filter((candidate) => candidate.startsWith(`${prefix}:`));
    operationsByPrefix.set(prefix, found);
  }
  return found;
}

/** The nearest action of one service. */
function within(prefix: string, name: string): string | undefined {
  const names = serviceTable(prefix)?.actionNames() ?? [];
  if (!/[*?]/.test(name)) {
    const like = nearest(name, names);
    return like === undefined ? undefined : `${prefix}:${like}`;
  }
  // Of a pattern only what stands before its one star can be compared: `Descibe*` is `Describe*`.
  if (!/^[^*?]{3,}\*$/.test(name)) return undefined;
  const stem = name.slice(0, -1);
  const starts = new Set([0, 1, -1].flatMap((more) => names.map((start) => start.slice(0, stem.length + more))));
  const like = nearest(stem, starts);
  return like === undefined ? undefined : `${prefix}:${like}*`;
}

/** An action of this very name in one of the services, the first that has it. */
function elsewhere(name: string, prefixes: readonly string[]): string | undefined {
  const wanted = lowerCase(name);
  if (/[*?]/.test(wanted)) return undefined;
  let byName = actionsOf.get(prefixes);
  if (byName === undefined) {
    const names = actionNames();
    byName = firstByName(
      prefixes.flatMap((prefix) =>
        (names.get(prefix) ?? []).map((known) => [lowerCase(known), `${prefix}:${known}`] as const),
      ),
    );
    actionsOf.set(prefixes, byName);
  }
  return byName.get(wanted);
}

/** A file may name thousands of actions that there are not: the names of some services are gone through once. */
const actionsOf = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** An action of this very name, where only one service has it. */
function onlyPlace(name: string): string | undefined {
  const wanted = lowerCase(name);
  if (/[*?]/.test(wanted)) return undefined;
  if (onlyPlaces === undefined) {
    onlyPlaces = new Map();
    for (const [prefix, names] of actionNames())
      for (const known of names) {
        const lower = lowerCase(known);
        onlyPlaces.set(lower, onlyPlaces.has(lower) ? undefined : `${prefix}:${known}`);
      }
  }
  return onlyPlaces.get(wanted);
}

let onlyPlaces: Map<string, string | undefined> | undefined;

/** `s3:GetObjectsContent` names nothing, but the name begins like one action: the longest such. */
function startingAlike(prefix: string, name: string): string | undefined {
  const wanted = lowerCase(name);
  const starts = (serviceTable(prefix)?.actionNames() ?? []).filter((candidate) => {
    const lower = candidate.toLowerCase();
    return lower.length >= 6 && (wanted.startsWith(lower) || (wanted.length >= 6 && lower.startsWith(wanted)));
  });
  return starts.length === 1 ? `${prefix}:${starts[0] ?? ''}` : undefined;
}

function firstOf<T>(list: readonly T[], find: (value: T) => string | undefined): string | undefined {
  for (const value of list) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

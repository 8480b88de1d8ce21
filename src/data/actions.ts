import { compileGlob } from '../core/glob.ts';
import type { ConditionKey } from './key-type.ts';
import { lowerCase } from './lower-case.ts';
import { readActionNames, serviceTable, type AccessLevel, type Action } from './service-table.ts';

/** The action of this name, whatever its case: `S3:getobject` is `s3:GetObject` (R201). Throws `data-unreadable`. */
export function findAction(name: string): Action | undefined {
  const colon = name.indexOf(':');
  if (colon < 0) return undefined;
  return serviceTable(name.slice(0, colon))?.action(lowerCase(name.slice(colon + 1)));
}

/**
 * The actions that exist and that a pattern matches, in AWS's spelling and sorted by service (R202, R206).
 * `*` and `?` may stand in the prefix too; of patterns without a colon only `*` matches.
 */
export function actionsMatching(pattern: string): readonly string[] {
  const colon = pattern.indexOf(':');
  if (colon < 0) return /^\*+$/.test(pattern) ? [...actionNames()].flatMap(qualify) : [];
  const prefix = lowerCase(pattern.slice(0, colon));
  const name = compileGlob(lowerCase(pattern.slice(colon + 1)));
  const matching = (candidates: readonly string[]) =>
    name.matchesAll ? candidates : candidates.filter((candidate) => name.matches(lowerCase(candidate)));

  if (!/[*?]/.test(prefix)) {
    const table = serviceTable(prefix);
    if (table === undefined) return [];
    if (name.literal === undefined) return qualify([prefix, matching(table.actionNames())]);
    const action = table.action(name.literal);
    return action === undefined ? [] : [action.name];
  }
  const service = compileGlob(prefix);
  return [...actionNames()]
    .filter(([candidate]) => service.matches(candidate))
    .flatMap(([candidate, names]) => qualify([candidate, matching(names)]));
}

const byLevel = new Map<string, readonly string[]>();

/** The actions of a service that the Service Authorization Reference gives this access level, in AWS's spelling. */
export function actionsAt(level: AccessLevel, service: string): readonly string[] {
  const key = `${level} ${service}`;
  let found = byLevel.get(key);
  if (found === undefined) {
    const table = serviceTable(service);
    found = table === undefined ? [] : qualify([table.prefix, table.actionNamesAt(level)]);
    byLevel.set(key, found);
  }
  return found;
}

/** Whether the action takes no resource, so that only `*` grants it (R216). False where the action is unknown. */
export function isWildcardOnly(name: string): boolean {
  return findAction(name)?.resourceTypes.length === 0;
}

/**
 * The keys that a request for the action may carry beside the global ones: its own, those of its resource types,
 * and those of the pair. Empty where the action is unknown.
 */
export function conditionKeysFor(name: string): readonly ConditionKey[] {
  const action = findAction(name);
  if (action === undefined) return [];
  const keys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
  return [...new Set(keys)];
}

let namesByPrefix: ReadonlyMap<string, readonly string[]> | undefined;

/** The names of all actions by the prefix of their service, without it. */
export function actionNames(): ReadonlyMap<string, readonly string[]> {
  return (namesByPrefix ??= readActionNames());
}

function qualify([prefix, names]: readonly [string, readonly string[]]): readonly string[] {
  return names.map((name) => `${prefix}:${name}`);
}

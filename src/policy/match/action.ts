import { compileGlob } from '../../core/glob.ts';
import type { PatternElement } from '../policy.ts';

/** Does an action, in lower case, fall under the element? */
export type ActionMatcher = (actionKey: string) => boolean;

/**
 * `Action` or `NotAction`: service and name compare without case, `*` and `?` stand anywhere in the name, and
 * nothing is trimmed (R201, R202, R205, R207).
 */
export function compileAction({ negated, values }: PatternElement): ActionMatcher {
  const matchers = values.map(compileActionPattern);
  const only = matchers.length === 1 ? matchers[0] : undefined;
  const listed: ActionMatcher = only ?? ((actionKey) => matchers.some((matches) => matches(actionKey)));
  return negated ? (actionKey) => !listed(actionKey) : listed;
}

/** One pattern; also used to say which pattern of a list it was. */
export function compileActionPattern({ text }: { readonly text: string }): ActionMatcher {
  return compileGlob(text.toLowerCase()).matches;
}

/**
 * The services, in lower case, that the element can reach; undefined where it may reach any. For the index
 * alone: it may name too many, never too few.
 */
export function servicesOf({ negated, values }: PatternElement): ReadonlySet<string> | undefined {
  if (negated) return undefined;
  const services = new Set<string>();
  for (const { text } of values) {
    const colon = text.indexOf(':');
    const service = text.slice(0, colon).toLowerCase();
    if (colon < 0 || /[*?]/.test(service)) return undefined;
    services.add(service);
  }
  return services;
}

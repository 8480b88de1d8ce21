import { compileGlob } from '../../core/glob.ts';
import type { PatternElement } from '../policy.ts';

/** Does an action, in lower case, fall under the pattern? */
type Matches = (actionKey: string) => boolean;

export interface ActionMatcher {
  /** Does an action, in lower case, fall under the element? */
  readonly matches: Matches;
  /** The same for each of its values, in their order, whatever `NotAction` makes of it. */
  readonly patterns: readonly Matches[];
}

/**
 * `Action` or `NotAction`: service and name compare without case, `*` and `?` stand anywhere in the name, and
 * nothing is trimmed (R201, R202, R205, R207).
 */
export function compileAction({ negated, values }: PatternElement): ActionMatcher {
  const patterns = values.map(({ text }) => compileGlob(text.toLowerCase()).matches);
  const only = patterns.length === 1 ? patterns[0] : undefined;
  const listed: Matches = only ?? ((actionKey) => patterns.some((matches) => matches(actionKey)));
  return { matches: negated ? (actionKey) => !listed(actionKey) : listed, patterns };
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

import { compileArnGlob, matcherOfAny, type Glob } from '../../core/glob.ts';
import { atom, not, or, type Truth } from '../../core/truth.ts';
import type { LookUp } from '../context-value.ts';
import type { Effect, PatternElement, Version } from '../policy.ts';
import type { Unknown } from './unknown.ts';
import { parseTemplate, resolveTemplate, variableKeys } from '../variables.ts';
import { readServiceWildcard, readShortPattern } from './short-pattern.ts';
import type { ResourcePattern } from './resource-pattern.ts';

export interface ResourceMatcher {
  readonly negated: boolean;
  readonly patterns: readonly ResourcePattern[];
  /** Does the resource fall under the list? Undefined where a pattern has variables, which few have. */
  readonly listed: ((resource: string) => boolean) | undefined;
}

export function compileResource(
  { negated, values }: PatternElement,
  version: Version,
  effect: Effect,
): ResourceMatcher {
  // NotResource leaves out what it lists: the stricter reading of it is the other one.
  const reading = negated ? opposite[effect] : effect;
  const patterns = values
    .filter(({ text }) => !readServiceWildcard(text, reading))
    .map((value): ResourcePattern => {
      const template = parseTemplate(readShortPattern(value.text, reading), version);
      const glob = template.constant === undefined ? undefined : compileArnGlob(template.constant);
      return { value, template, keys: variableKeys(template), glob };
    });
  const globs = patterns.flatMap(({ glob }) => glob ?? []);
  return { negated, patterns, listed: globs.length < patterns.length ? undefined : matcherOf(globs) };
}

const opposite = { Allow: 'Deny', Deny: 'Allow' } as const satisfies Record<Effect, Effect>;

function matcherOf(globs: readonly Glob[]): (resource: string) => boolean {
  return globs.some(({ matchesAll }) => matchesAll) ? everything : matcherOfAny(globs);
}

const everything = () => true;

/** R216: a request that names no resource is matched by `*` alone, by no ARN pattern. */
function isListed(listed: (resource: string) => boolean, resource: string): boolean {
  return listed === everything || (resource !== '*' && listed(resource));
}

/** True where the statement's constant patterns leave the resource out: most statements end here. */
export function surelyMisses(matcher: ResourceMatcher | undefined, resource: string): boolean {
  return matcher?.listed !== undefined && isListed(matcher.listed, resource) === matcher.negated;
}

/** Does the request's resource fall under the element? `Truth`: a variable may be unknown (R804). */
export function matchResource(matcher: ResourceMatcher, resource: string, lookUp: LookUp): Truth<Unknown> {
  if (matcher.listed !== undefined) return isListed(matcher.listed, resource) !== matcher.negated;
  let listed: Truth<Unknown> = false;
  for (const pattern of matcher.patterns) {
    listed = or(listed, matchPattern(pattern, resource, lookUp));
    if (listed === true) break;
  }
  return matcher.negated ? not(listed) : listed;
}

/** A pattern whose variable has no value matches nothing (R218, R505). */
export function matchPattern(pattern: ResourcePattern, resource: string, lookUp: LookUp): Truth<Unknown> {
  if (pattern.glob !== undefined) return globMatches(pattern.glob, resource);
  const resolved = resolveTemplate(pattern.template, lookUp);
  switch (resolved.kind) {
    case 'no-value':
      return false;
    case 'resolved':
      return globMatches(compileArnGlob(resolved.pieces), resource);
    case 'unknown':
      return couldMatch(pattern, resource) && atom({ kind: 'resource', pattern, resource });
  }
}

/** Could any values of the variables make the pattern match? With each variable as `*`: never says no wrongly. */
function couldMatch({ template }: ResourcePattern, resource: string): boolean {
  const pieces = template.pieces.map((piece) =>
    piece.kind === 'variable'
      ? { text: '*', literal: false }
      : { text: piece.text, literal: piece.kind === 'literal' },
  );
  return globMatches(compileArnGlob(pieces), resource);
}

function globMatches(glob: Glob, resource: string): boolean {
  return glob.matchesAll || (resource !== '*' && glob.matches(resource));
}

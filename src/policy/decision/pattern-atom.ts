import { compileArnGlob } from '../../core/glob.ts';
import { hidden } from '../../output/secret.ts';
import { isSecretTag } from '../../output/secret-names.ts';
import type { ResourcePattern } from '../match/resource-pattern.ts';
import type { Atom } from './dependences.ts';

/** More values than these are not listed one by one. */
const mostValues = 4;

/**
 * A resource pattern with unknown variables, as a test of its variable where it has one alone and the values that
 * make it match are few: `${aws:username}` must be `alice` (R804). Else as the pattern itself.
 */
export function describePattern(pattern: ResourcePattern, resource: string, holds: boolean): Atom {
  const solved = solvePattern(pattern, resource);
  if (solved !== undefined) {
    const { key, values } = solved;
    const listed = isSecretTag(key) ? hidden : values.join(' or ');
    return {
      key,
      operator: 'StringEquals',
      values,
      holds,
      text: holds ? `${key} = ${listed}` : `${key} is not ${listed} (other or absent)`,
    };
  }
  const variable = pattern.template.pieces.find((piece) => piece.kind === 'variable');
  return {
    key: variable?.name ?? '',
    operator: 'Resource',
    values: [pattern.template.text],
    holds,
    text: `${pattern.template.text} ${holds ? 'matches' : 'does not match'} the resource`,
  };
}

/** The key of the one variable and the few values that make the pattern match. */
export function solvePattern(
  pattern: ResourcePattern,
  resource: string,
): { readonly key: string; readonly values: readonly string[] } | undefined {
  const variables = pattern.template.pieces.filter((piece) => piece.kind === 'variable');
  const [variable] = variables;
  const values = variables.length === 1 ? solve(pattern, resource) : undefined;
  return variable === undefined || values === undefined ? undefined : { key: variable.name, values };
}

/** The values of the one variable that make the pattern match; undefined where they are many, or a default may. */
function solve({ template }: ResourcePattern, resource: string): readonly string[] | undefined {
  const at = template.pieces.findIndex((piece) => piece.kind === 'variable');
  const variable = template.pieces[at];
  if (variable?.kind !== 'variable' || variable.fallback !== undefined) return undefined;
  const before = template.pieces.slice(0, at);
  if (before.some((piece) => piece.kind === 'wild' && /[*?]/.test(piece.text))) return undefined;
  const prefix = before.map((piece) => (piece.kind === 'variable' ? '' : piece.text)).join('');
  if (!resource.startsWith(prefix)) return undefined;
  const rest = resource.slice(prefix.length);
  const values: string[] = [];
  for (let length = 0; length <= rest.length && values.length <= mostValues; length++) {
    const value = rest.slice(0, length);
    const pieces = template.pieces.map((piece) =>
      piece.kind === 'variable'
        ? { text: value, literal: true }
        : { text: piece.text, literal: piece.kind === 'literal' },
    );
    if (compileArnGlob(pieces).matches(resource)) values.push(value);
  }
  return values.length === 0 || values.length > mostValues ? undefined : values;
}

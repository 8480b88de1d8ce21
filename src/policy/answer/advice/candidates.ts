import type { Condition } from '../../condition/condition.ts';
import { parseAddressRange } from '../../condition/ip.ts';
import type { LookUp } from '../../context-value.ts';
import { identityCenterArns, roleFamily, type Request } from '../../request.ts';
import { resolveTemplate } from '../../variables.ts';

/** Values of a key that could meet the conditions, the likeliest first; undefined is: not there. */
export function candidateTexts(
  key: string,
  conditions: readonly Condition[],
  lookUp: LookUp,
  request: Request,
): readonly (string | undefined)[] {
  const own = conditions.filter((condition) => condition.keys.includes(key));
  // Of two values a third is no request's.
  if (own.some((condition) => condition.key === key && condition.test?.type === 'bool'))
    return ['true', 'false', undefined];
  const known = own.flatMap((condition) => {
    if (condition.key === key) return textsOf(condition, lookUp);
    const value = lookUp(condition.key);
    return typeof value === 'string' ? [value] : [];
  });
  // Of a role's ARN nothing but the path may be open.
  const arns = key === 'aws:principalarn' ? rolesOf(request) : [];
  return [...new Set([...known, ...arns, 'q7z', '192.0.2.77', '2001:db8::77', 'true', 'false', undefined])];
}

function rolesOf(request: Request): readonly string[] {
  const family = roleFamily(request);
  const [centre] = identityCenterArns(request) ?? [];
  if (centre !== undefined) return [centre];
  return family === undefined ? [] : ['', 'q7z/'].map((path) => family.prefix + path + family.name);
}

function textsOf({ values, test }: Condition, lookUp: LookUp): readonly string[] {
  return values.flatMap(({ template }): readonly string[] => {
    const resolved = resolveTemplate(template, lookUp);
    if (resolved.kind !== 'resolved') return [];
    const filled = (put: string) =>
      resolved.pieces
        .map(({ text, literal }) =>
          literal || test?.wildcards !== true ? text : text.replaceAll('*', put).replaceAll('?', 'q'),
        )
        .join('');
    const text = filled('');
    if (test?.type === 'numeric' || test?.type === 'date') return [text, ...neighbours(text)];
    return test?.type === 'ip' ? [addressIn(text)] : [filled('q'), text];
  });
}

/** One below and one above. */
function neighbours(text: string): readonly string[] {
  const number = Number(text);
  if (Number.isFinite(number)) return [String(number - 1), String(number + 1)];
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return [];
  return [instant - 1000, instant + 1000].map((moment) => new Date(moment).toISOString());
}

/** An address of the block. */
function addressIn(text: string): string {
  return parseAddressRange(text) === undefined ? text : (text.split('/')[0] ?? text);
}

import type { CompiledStatement } from './compile.ts';
import type { LookUp } from '../context-value.ts';
import { roleFamily, type Request } from '../request.ts';

const none: readonly LookUp[] = [];

/** Other contexts that the request may have, where AWS's documents leave two readings of it (R125). Mostly none. */
export function otherReadings(
  { namedRoles }: CompiledStatement,
  request: Request,
  lookUp: LookUp,
): readonly LookUp[] {
  const { doubtful } = request;
  if (doubtful.length === 0 && namedRoles.length === 0) return none;
  const readings: LookUp[] = [];
  if (doubtful.length > 0) {
    readings.push((key) => (doubtful.some((keys) => keys.has(key)) ? undefined : lookUp(key)));
  }
  for (const arn of namedRoles.length === 0 ? [] : ownRoles(namedRoles, request, lookUp)) {
    readings.push((key) => (key === 'aws:principalarn' ? arn : lookUp(key)));
  }
  return readings;
}

/**
 * R428: a role's name is its own in its account, so that an ARN of that name with a path is the caller's role, but where
 * the policy is older than the role.
 */
function ownRoles(namedRoles: readonly string[], request: Request, lookUp: LookUp): readonly string[] {
  const family = roleFamily(request);
  if (family === undefined || typeof lookUp('aws:principalarn') !== 'string') return [];
  return namedRoles.filter((arn) => arn.startsWith(family.prefix) && arn.endsWith(`/${family.name}`));
}

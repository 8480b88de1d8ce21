import { describeTime } from '../../core/describe-time.ts';
import { findNameProblem } from '../../identifiers/name-limits.ts';
import { step, type CheckStep } from '../check.ts';
import type { Assertion } from './assertion.ts';

/** STS takes a response for five minutes after it was made. */
const freshMs = 5 * 60 * 1000;

/**
 * Whether STS takes an assertion like this for the role at all; its signature it checks itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
 */
export function assertionStep(assertion: Assertion, role: string, now: number): CheckStep {
  const { roles, sessionName, issuedAt, notBefore, expiresAt } = assertion;
  const title = 'assertion';
  const no = (because: string) => step('assertion', title, 'no', because);
  if (!roles.some((pair) => pair.role === role))
    return no(
      `its attribute Role does not name this role; it names ${roles.length === 1 ? 'another' : `${roles.length} others`}`,
    );
  if (sessionName === undefined) return no('it has no attribute RoleSessionName');
  const problem = findNameProblem('session-name', sessionName);
  if (problem !== undefined) return no(`its RoleSessionName ${problem}`);
  if (expiresAt !== undefined && expiresAt <= now) return no(`it expired ${describeTime(expiresAt, now)}`);
  if (issuedAt !== undefined && issuedAt + freshMs <= now)
    return no(`it was made ${describeTime(issuedAt, now)}, and STS takes it for five minutes`);
  if (notBefore !== undefined && notBefore > now)
    return no(`it begins to hold ${describeTime(notBefore, now)}`);
  return step('assertion', title, 'yes', 'it names the role, and its time is right');
}

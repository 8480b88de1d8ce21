import { describeTime } from '../../core/describe-time.ts';
import { step, type CheckStep } from '../check.ts';
import type { Claims } from './claims.ts';

/** Whether STS takes a token like this at all; its signature it checks itself. */
export function tokenStep(
  { expiresAt, notBefore, audiences, subject, isHttps }: Claims,
  now: number,
): CheckStep {
  const title = 'token';
  const no = (because: string) => step('token', title, 'no', because);
  if (!isHttps) return no('its issuer is no https:// address');
  if (subject === undefined) return no('it has no subject');
  if (audiences.length === 0) return no('it has no audience');
  if (expiresAt === undefined) return no('it says no time at which it ends');
  if (expiresAt <= now) return no(`it expired ${describeTime(expiresAt, now)}`);
  if (notBefore !== undefined && notBefore > now)
    return no(`it begins to hold ${describeTime(notBefore, now)}`);
  return step('token', title, 'yes', `its time is right: it ends ${describeTime(expiresAt, now)}`);
}

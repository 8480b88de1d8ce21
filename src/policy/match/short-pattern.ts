import { doubtful } from '../doubt.ts';
import type { Effect } from '../policy.ts';

/** Parts of an ARN in front of the resource, and the resource. */
const partsOfArn = 6;

/**
 * The pattern as it is matched (R214): what has too few colons, and no part that runs on by a `*` at its end, matches
 * nothing in an Allow; for a Deny its missing parts are anything.
 */
export function readShortPattern(text: string, effect: Effect): string {
  const parts = text.split(':');
  const runsOn = parts.some((part) => part.endsWith('*'));
  const isShort = parts.length < partsOfArn && text.startsWith('arn:') && !runsOn;
  if (!isShort || !doubtful(effect)) return text;
  return [...parts, ...Array.from({ length: partsOfArn - parts.length }, () => '*')].join(':');
}

/**
 * Whether the pattern matches nothing (R215): AWS says that no wildcard may stand inside the service part, and a Deny is
 * honoured all the same. `*` as the whole part, or at the end of the pattern, is R213.
 */
export function readServiceWildcard(text: string, effect: Effect): boolean {
  const parts = text.split(':');
  const service = parts[2] ?? '';
  return parts.length > 3 && service !== '*' && /[*?]/.test(service) && !doubtful(effect);
}

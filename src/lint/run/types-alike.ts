import type { PolicyType } from '../../policy/policy.ts';

/** Types whose documents look alike: without a Principal, and with one. */
const alike: readonly (readonly PolicyType[])[] = [
  ['identity', 'boundary', 'session', 'scp'],
  ['resource', 'trust', 'endpoint', 'rcp'],
];

/** Whether a document of one type may be one of another. */
export function looksAlike(one: PolicyType, other: PolicyType): boolean {
  return one === other || alike.some((types) => types.includes(one) && types.includes(other));
}

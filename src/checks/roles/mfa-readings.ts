import type { Caller } from './caller.ts';

/**
 * Without MFA the key is absent with keys of long term, and false with temporary ones: which these are, nobody said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function mfaReadings(
  { principal }: Caller,
  hasMfa: boolean,
  own: ReadonlyMap<string, unknown>,
): readonly ReadonlyMap<string, string>[] {
  const none = new Map<string, string>();
  const isGiven = [...own.keys()].some((key) => key.toLowerCase() === 'aws:multifactorauthpresent');
  const isPerson = principal.kind === 'user' || principal.kind === 'session' || principal.kind === 'role';
  if (isGiven || !isPerson) return [none];
  if (hasMfa)
    return [
      new Map([
        ['aws:MultiFactorAuthPresent', 'true'],
        ['aws:MultiFactorAuthAge', '0'],
      ]),
    ];
  return [none, new Map([['aws:MultiFactorAuthPresent', 'false']])];
}

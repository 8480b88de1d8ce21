import { command, given, givenArn, typed, typedPath, type Command, type Word } from '../../core/command.ts';
import { hideSecrets } from '../../output/secret.ts';
import { isSecretTag } from '../../output/secret-names.ts';
import type { Witness } from '../../policy/compare.ts';
import type { PolicyType } from '../../policy/policy.ts';

const optionOfType: Partial<Readonly<Record<PolicyType, string>>> = {
  identity: '--policy',
  resource: '--resource-policy',
  trust: '--resource-policy',
};

/**
 * The command that decides the request of a witness again; undefined where a word of it cannot be typed, or where other
 * policies have to stand beside.
 */
export function simulateCommand(
  type: PolicyType,
  file: string,
  { request, policies }: Pick<Witness, 'request' | 'policies'>,
): Command | undefined {
  const option = optionOfType[type];
  if (option === undefined || policies !== undefined || file === '-' || hideSecrets(file) !== file)
    return undefined;
  const { principal, principalId, sessionIssuer, action, resource, resourceAccount, asWritten } = request;
  const pairs = Object.entries(request.context ?? {});
  if (pairs.some(([key, value]) => typeof value !== 'string' || value.includes(',') || isSecretTag(key)))
    return undefined;
  const words: readonly (Word | undefined)[] = [
    ...flagged('--principal-id', principalId),
    ...flagged('--session-issuer', sessionIssuer),
    ...flagged('--resource-account', resourceAccount),
    ...pairs.flatMap(([key, value]) => flagged('--context', `${key}=${String(value)}`)),
    ...(asWritten === true ? [typed('--as-written')] : []),
    typed(option),
    typedPath(file),
  ];
  const whole = words.filter((one) => one !== undefined);
  if (whole.length < words.length) return undefined;
  return command`iamx simulate --principal ${given(principal)} --action ${given(action)} --resource ${givenArn(resource)} ${whole}`;
}

function flagged(flag: string, value: string | undefined): readonly (Word | undefined)[] {
  return value === undefined ? [] : [typed(flag), given(value)];
}

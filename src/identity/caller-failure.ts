import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Caller } from './caller.ts';

/**
 * The error as the exit status of docs/output.md: AWS, the network and expired credentials are 3, a profile
 * that the command line names and nobody knows is 2. Undefined for what is an answer: no credentials, 1.
 */
export function failureOf(caller: Caller): IamxError | undefined {
  const { resolution, retrieved } = caller;
  if (retrieved?.kind === 'failed' && retrieved.thrown !== undefined) return retrieved.thrown;
  const { error, failure } = retrieved?.kind === 'failed' ? retrieved : resolution;
  if (error === undefined) return undefined;
  const { code, message, hint, span } = error;
  const details = {
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
    ...(failure === undefined ? {} : { failure }),
  };
  if (code === 'profile-not-found' && resolution.profile.isExplicit)
    return new IamxError('usage', message, details);
  if (failure?.expiredAt !== undefined) {
    return new IamxError('aws-failed', message, { hint: ['See: ', command`iamx explain-chain`], ...details });
  }
  return undefined;
}

import { describe, expect, test } from 'vitest';
import { describeAwsFailure } from '../../src/aws/aws-failure.ts';
import { IamxError } from '../../src/core/error.ts';

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

describe('an error of the SDK', () => {
  test.each([
    [named('AccessDenied', 'User x is not authorized'), 'aws-failed', '--profile'],
    [
      named('InvalidAuthorizationMessageException', 'Message is not valid.'),
      'aws-failed',
      'account of the request',
    ],
    [
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'aws-failed',
      'iamx explain-chain',
    ],
    [
      named('ExpiredToken', 'The security token included in the request is expired'),
      'aws-failed',
      'sign in again',
    ],
    [named('Error', 'Region is missing'), 'aws-failed', '--region us-east-1'],
    [named('Whatever', 'odd'), 'aws-failed', 'iamx explain-chain'],
    [
      named('Error', 'getaddrinfo ENOTFOUND sts.x', { code: 'ENOTFOUND' }),
      'network-failed',
      'AWS_ENDPOINT_URL',
    ],
    [
      named('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' }),
      'network-failed',
      'AWS_ENDPOINT_URL',
    ],
    [named('TimeoutError', 'no answer within 20 s'), 'network-failed', 'AWS_ENDPOINT_URL'],
    ['not an error', 'aws-failed', 'iamx explain-chain'],
  ])('%s is %s', (cause, code, hint) => {
    const error = describeAwsFailure('sts:GetAccessKeyInfo', cause);
    expect(error).toMatchObject({ code, exitStatus: 3, cause });
    expect(error.message).toContain('sts:GetAccessKeyInfo');
    expect(error.message).not.toMatch(/\.$/);
    expect(error.hint).toContain(hint);
  });

  test('of several addresses says the first', () => {
    const cause = Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:1')], ''), {
      code: 'ECONNREFUSED',
    });
    expect(describeAwsFailure('x', cause).message).toContain('ECONNREFUSED ::1:1');
  });

  test('never shows a secret', () => {
    const planted = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    expect(describeAwsFailure('x', new Error(`bad ${planted}`)).message).toBe('x failed: bad [hidden]');
  });

  test('that is ours already stays', () => {
    const ours = new IamxError('aws-failed', 'x');
    expect(describeAwsFailure('x', ours)).toBe(ours);
  });
});

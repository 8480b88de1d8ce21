import { describe, expect, test } from 'vitest';
import { describeAwsFailure } from '../../src/aws/aws-failure.ts';
import { networkFailure } from '../../src/aws/network.ts';
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
    [named('TimeoutError', 'no answer within 20 s'), 'network-failed', 'AWS_ENDPOINT_URL'],
    ['not an error', 'aws-failed', 'iamx explain-chain'],
  ])('%s is %s', (cause, code, hint) => {
    const error = describeAwsFailure('sts:GetAccessKeyInfo', cause);
    expect(error).toMatchObject({ code, exitStatus: 3, cause });
    expect(error.message).toContain('sts:GetAccessKeyInfo');
    expect(error.message).not.toMatch(/\.$/);
    expect(error.hint).toContain(hint);
  });

  test.each([
    ['dns', 'failed at DNS: sts.x:443: the name does not resolve', 'HTTPS_PROXY'],
    ['connect', 'failed at connecting: sts.x:443: the name does not resolve', 'AWS_ENDPOINT_URL'],
    ['tls', 'failed at TLS: sts.x:443: the name does not resolve', 'AWS_CA_BUNDLE'],
    ['proxy', 'failed at the proxy: sts.x:443: the name does not resolve', 'NO_PROXY'],
    ['http', 'failed at HTTP: sts.x:443: the name does not resolve', 'AWS_ENDPOINT_URL'],
  ] as const)('at %s says so, also inside another error', (phase, message, hint) => {
    const cause = networkFailure(phase, 'sts.x:443', 'the name does not resolve');
    for (const one of [cause, new Error('wrapped', { cause })]) {
      const error = describeAwsFailure('sts:GetCallerIdentity', one);
      expect(error).toMatchObject({ code: 'network-failed', exitStatus: 3 });
      expect(error.message).toBe(`sts:GetCallerIdentity ${message}`);
      expect(error.hint).toContain(hint);
    }
  });

  test.each<readonly [unknown, object]>([
    [
      named('AccessDenied', 'no', { $metadata: { httpStatusCode: 403 } }),
      { operation: 'sts:AssumeRole', awsCode: 'AccessDenied', httpStatus: 403 },
    ],
    [named('Error', 'Region is missing'), { operation: 'sts:AssumeRole' }],
    [named('TimeoutError', 'no answer within 20 s'), { operation: 'sts:AssumeRole' }],
    [networkFailure('tls', 'sts.x:443', 'untrusted'), { operation: 'sts:AssumeRole' }],
    ['not an error', { operation: 'sts:AssumeRole' }],
    [
      named('SyntaxError', 'odd', {
        $response: { statusCode: 502, headers: { 'content-type': 'text/html' } },
      }),
      { operation: 'sts:AssumeRole', httpStatus: 502 },
    ],
  ])('%s is told as data too', (cause, failure) => {
    expect(describeAwsFailure('sts:AssumeRole', cause).failure).toEqual(failure);
  });

  test('that came too late says how to wait longer', () => {
    const cause = networkFailure('connect', 'sts.x:443', 'no answer within 10 s', { isLate: true });
    expect(describeAwsFailure('x', cause).hint).toContain('--timeout 60');
  });

  test.each(['text/html; charset=utf-8', 'text/plain'])(
    'with an answer of %s names no action of AWS',
    (type) => {
      const cause = named('SyntaxError', 'char < is not expected', {
        $response: { statusCode: 403, headers: { 'content-type': type } },
      });
      const { message } = describeAwsFailure('x', cause);
      expect(message).toMatch(/^x failed at HTTP: it answered with (a web page|plain text) \(status 403\)/);
    },
  );

  test('that says an answer held no keys blames who answered', () => {
    const cause = named('CredentialsProviderError', 'Invalid response from STS.assumeRole call with role x');
    expect(describeAwsFailure('sts:AssumeRole', cause)).toMatchObject({
      code: 'network-failed',
      message:
        'sts:AssumeRole failed at HTTP: it answered with something that AWS never answers (status 200)',
    });
  });

  test('never shows what the call was signed with, whatever it looks like', () => {
    const { message } = describeAwsFailure('x', named('IncompleteSignature', 'got AKIA=ODD and hunter22'), [
      'AKIA=ODD',
      'hunter22',
      undefined,
      '',
    ]);
    expect(message).toBe('x failed: got [hidden] and [hidden] (IncompleteSignature)');
  });

  test('of a provider is the one of the service', () => {
    const cause = named('CredentialsProviderError', 'ForbiddenException: No access');
    expect(describeAwsFailure('sso:GetRoleCredentials', cause)).toMatchObject({
      message: 'sso:GetRoleCredentials failed: No access (ForbiddenException)',
    });
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

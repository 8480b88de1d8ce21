import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf, isSet, keyIdOf, settingOf } from '../../../src/credentials/places/settings.ts';

import { rawText } from '../../support/raw-text.ts';

const id = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const secretNames = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWSSecretKey',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
] as const;
const idNames = ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY', 'AWSAccessKeyId', 'aws_access_key_id'] as const;

test.each(secretNames)('%s is never in its setting', (name) => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 9 }).filter((text) => /\S/.test(text)),
      (raw) => {
        const setting = settingOf('env', name, raw);
        expect(JSON.stringify(setting)).not.toContain(JSON.stringify(raw).slice(1, -1));
        expect(rawText(setting)).toBe(raw);
      },
    ),
  );
});

test.each(idNames)('%s is shown by its last four characters', (name) => {
  expect(settingOf('env', name, id).evidence.value).toBe('****************MPLE');
  expect(settingOf('env', name, '').evidence.value).toBe('empty');
});

test.each(idNames)('a secret in the place of %s shows nothing', (name) => {
  const setting = settingOf('env', name, secret);
  expect(JSON.stringify(setting)).not.toMatch(/wJalr|EKEY/);
  expect(setting.flaws).toEqual(['looks-like-secret']);
  expect(keyIdOf(setting)).toBeUndefined();
});

test.each([
  [`${secret}\n`, ['line-break']],
  [`${secret} `, ['blank']],
  [` ${secret}`, ['blank']],
  [`"${secret}"`, ['quote']],
  [`${secret}%`, ['percent-end']],
  [`${secret} # mine`, ['comment']],
  [`${secret}\u200b`, ['invisible']],
  [id, ['looks-like-key-id']],
  [secret, []],
  ['', []],
] as const)('the flaws of the secret %j are %j', (raw, flaws) => {
  expect(settingOf('file', 'aws_secret_access_key', raw).flaws).toEqual(flaws);
});

test('a value that is not set, set to nothing, set', () => {
  expect(isSet(settingOf('env', 'AWS_REGION', undefined))).toBe(false);
  expect(isSet(settingOf('env', 'AWS_REGION', ''))).toBe(false);
  expect(isSet(settingOf('env', 'AWS_REGION', 'x'))).toBe(true);
  expect(settingOf('env', 'AWS_REGION', undefined).evidence).toEqual({ kind: 'env', name: 'AWS_REGION' });
});

test('a secret in an ordinary value is hidden where it is shown', () => {
  const { evidence } = settingOf('file', 'credential_process', `tool --secret ${secret}`);
  expect(evidence.value).not.toContain(secret);
});

test.each([
  ['111122223333', { accountId: '111122223333' }],
  [' 111122223333 ', { accountId: '111122223333' }],
  ['1111', {}],
  [secret, {}],
])('the account in %j', (raw, expected) => {
  expect(accountOf(settingOf('env', 'AWS_ACCOUNT_ID', raw))).toEqual(expected);
});

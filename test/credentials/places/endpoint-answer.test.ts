import { expect, test } from 'vitest';
import { describeFailure, readCredentialsAnswer } from '../../../src/credentials/places/endpoint-answer.ts';
import { tokenExpiry } from '../../../src/credentials/providers/token-expiry.ts';

const fields = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];
const whole = {
  Code: 'Success',
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'NotShown',
  Token: 'NotShown',
  Expiration: '2026-01-31T12:00:00Z',
  AccountId: '111122223333',
};

test('a whole answer tells id, account and end, and no secret', () => {
  const answer = readCredentialsAnswer(JSON.stringify(whole), fields);
  expect(answer).toEqual({
    kind: 'credentials',
    told: {
      accessKeyId: '****************MPLE',
      accountId: '111122223333',
      expiresAt: Date.UTC(2026, 0, 31, 12),
    },
  });
});

test.each([
  ['<html>', false, 'answered with HTML or XML instead of credentials'],
  ['', false, 'answered with nothing instead of credentials'],
  ['nothing here', false, 'answered with no JSON object instead of credentials'],
  ['[1]', true, 'answered with no JSON object instead of credentials'],
  [
    '{"Code":"AssumeRoleUnauthorizedAccess"}',
    true,
    `answered without ${fields.join(', ')} (AssumeRoleUnauthorizedAccess)`,
  ],
  [JSON.stringify({ ...whole, Token: undefined }), true, 'answered without Token'],
  [JSON.stringify({ ...whole, Expiration: 5 }), true, 'answered without Expiration'],
])('%j', (body, isJson, because) => {
  expect(readCredentialsAnswer(body, fields)).toEqual({ kind: 'unusable', isJson, because });
});

test('what the flavour does not need may be missing', () => {
  expect(readCredentialsAnswer('{}', [])).toEqual({ kind: 'credentials', told: {} });
});

test.each(['timeout', 'dns', 'connect', 'tls', 'http'] as const)(
  'a failure at %s has words of its own',
  (phase) => {
    expect(describeFailure({ kind: 'failed', phase, message: 'x' })).toMatch(/^[a-z]/);
    expect(describeFailure({ kind: 'answered', status: 404, headers: {}, body: '' })).toBe(
      'answered with status 404',
    );
  },
);

const claims = (text: string) =>
  `eyJhbGciOiJub25lIn0.${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.x`;
test.each([
  [claims('{"exp":1769860800,"sub":"ÿÿ"}'), 1769860800000],
  [claims('{"sub":"x"}'), undefined],
  [claims('{"exp":"soon"}'), undefined],
  [claims('no JSON'), undefined],
  ['NotAWebIdentityToken', undefined],
  ['a.???.b', undefined],
  ['', undefined],
])('when the token %s ends', (token, expected) => {
  expect(tokenExpiry(token)).toBe(expected);
});

import { expect, test } from 'vitest';
import { findNameProblem, nameLimits, type NamedItem } from '../../src/identifiers/name-limits.ts';

const rows: readonly (readonly [NamedItem, string, string, number])[] = [
  ['user', 'mika+x=1,2.@-', 'mi ka', 128],
  ['role', 'App', 'A/pp', 64],
  ['group', 'devs', 'de:vs', 128],
  ['instance-profile', 'web', 'we*b', 128],
  ['policy', 'Read', 'Re#ad', 128],
  ['server-certificate', 'www', 'w~w', 128],
  ['saml-provider', 'Ok.ta_-', 'Ok+ta', 128],
  ['oidc-provider', 'gitlab.example.com/x', 'git lab', 255],
  ['path', '/a/b/', '/a', 512],
  ['policy-path', '/a.b/c+d/', '/a~b/', 512],
  ['session-name', 'ci', 'c/i', 64],
  ['source-identity', 'mika', 'aws:mika', 64],
  ['federated-user', 'bob', 'bo b', 32],
  ['external-id', 'a:/b', 'a b', 1224],
  ['mfa-serial', 'GAHT12345678', 'GAHT 1234567', 256],
  ['mfa-code', '123456', '12345x', 6],
  ['account-alias', 'acme-prod', 'acme--prod', 63],
  ['policy-version', 'v12', 'v01', 20],
  ['caller-id', 'AROA:x', 'a/b', 193],
];

test('every limit is tested', () => {
  expect(rows.map(([item]) => item).sort()).toEqual(
    Object.keys(nameLimits)
      .filter((item) => item !== 'arn')
      .sort(),
  );
});

test.each(rows)('%s may be %j, not %j, and has at most %i characters', (item, good, bad, max) => {
  expect(findNameProblem(item, good)).toBeUndefined();
  expect(findNameProblem(item, bad)).toContain('characters that');
  expect(findNameProblem(item, 'x'.repeat(max + 1))).toContain(`has ${max + 1} characters`);
});

test('an alias is not twelve digits', () => {
  expect(findNameProblem('account-alias', '111122223333')).toContain('not 12 digits');
});

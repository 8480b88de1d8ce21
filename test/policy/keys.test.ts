import { describe, expect, test } from 'vitest';
import { catalogue, keyFacts } from '../../src/policy/keys.ts';

describe('keyFacts', () => {
  test.each([
    ['aws:principalarn', 'aws:PrincipalArn', 'arn', false],
    ['AWS:TAGKEYS', 'aws:TagKeys', 'string', true],
    ['aws:principaltag/Team', 'aws:PrincipalTag/Team', 'string', false],
    ['aws:RequestTag/a/b', 'aws:RequestTag/a/b', 'string', false],
    ['aws:principalorgpaths', 'aws:PrincipalOrgPaths', 'string', true],
    ['aws:multifactorauthage', 'aws:MultiFactorAuthAge', 'numeric', false],
    ['aws:sourceip', 'aws:SourceIp', 'ip', false],
    ['aws:calledvia', 'aws:CalledVia', 'string', true],
    ['aws:currenttime', 'aws:CurrentTime', 'date', false],
    ['token.actions.githubusercontent.com:sub', 'token.actions.githubusercontent.com:sub', 'string', false],
    [
      'oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud',
      'oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud',
      'string',
      false,
    ],
    ['cognito-identity.amazonaws.com:amr', 'cognito-identity.amazonaws.com:amr', 'string', true],
    ['accounts.google.com:oaud', 'accounts.google.com:oaud', 'string', false],
    ['saml:aud', 'saml:aud', 'string', false],
    ['saml:edupersonaffiliation[]', 'saml:edupersonaffiliation[]', 'string', true],
  ])('%s is known', (key, name, type, multivalued) => {
    expect(keyFacts(key)).toMatchObject({ name, type, multivalued });
  });

  test.each([
    'aws:SomethingNew',
    'aws:PrincipalTag/',
    'aws:PrincipalTag',
    's3:prefix',
    'ec2:sub',
    '',
    'aws:TagKeys/x',
  ])('R422 nothing is known about %j', (key) => expect(keyFacts(key)).toBeUndefined());

  test('the keys that the request itself gives', () => {
    const derivable = catalogue().flatMap((facts) => (facts.derivable ? [facts.name] : []));
    expect(derivable).toEqual(expect.arrayContaining(['aws:PrincipalArn', 'aws:CurrentTime', 'aws:TagKeys']));
    expect(derivable).not.toContain('aws:SourceIp');
    expect(derivable).not.toContain('aws:PrincipalOrgID');
  });

  test('every key is there once, and finds itself', () => {
    const names = catalogue().map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const facts of catalogue()) {
      const key = facts.name.endsWith('/') ? `${facts.name}x` : facts.name;
      expect(keyFacts(key.toUpperCase())).toMatchObject({ type: facts.type, presence: facts.presence });
    }
  });
});

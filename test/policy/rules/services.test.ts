import { describe, expect, test } from 'vitest';
import { Command, piecesOfHint } from '../../../src/core/command.ts';
import { posixShell } from '../../../src/core/write-command.ts';
import { writeCommand } from '../../../src/core/write-command.ts';
import {
  A,
  alice,
  allow,
  ask,
  B,
  bob,
  bucket,
  deny,
  everything,
  federated,
  github,
  grant,
  key,
  notes,
  object,
  other,
  outcome,
  refuse,
  role,
  root,
  service,
  session,
  trust,
  type Asking,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** Sections 5.5 to 5.9: where services depart from the rules. */

const assume = (principal: string, more: Asking = {}): Asking => ({
  principal,
  action: 'sts:AssumeRole',
  resource: role,
  ...more,
});
const foreignRole = `arn:aws:iam::${B}:role/App`;
const codes = (...args: Parameters<typeof notes>) => notes(...args).map(({ code }) => code);

describe('R644 the trust policy must allow', () => {
  test.each([
    ['trusts someone else', [trust({ AWS: bob })], 'implicitDeny by resource'],
    ['trusts a service', [trust({ Service: service })], 'implicitDeny by resource'],
    [
      'trusts the caller under a condition that fails',
      [trust({ AWS: alice }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      'implicitDeny by resource',
    ],
    [
      'allows another action',
      [trust({ AWS: alice }, { Action: 'sts:AssumeRoleWithSAML' })],
      'implicitDeny by resource',
    ],
    [
      'denies the caller',
      [trust({ AWS: alice }), trust({ AWS: alice }, { Effect: 'Deny' })],
      'explicitDeny by resource',
    ],
  ])('R644 it %s', (_, resource, expected) => {
    expect(outcome(assume(alice), { identity: everything, resource })).toBe(expected);
  });

  test('R644 without a trust policy', () => {
    expect(outcome(assume(alice), { identity: everything })).toBe('implicitDeny by resource');
  });
});

describe('R645 who needs an identity policy too', () => {
  test.each([
    ['the user', alice, { AWS: alice }],
    ['the session', session, { AWS: session }],
    ['the role of the session', session, { AWS: role }],
    ['everyone', alice, '*' as const],
  ])('R645 not where the trust policy names %s, in the same account', (_, principal, names) => {
    const web = `arn:aws:iam::${A}:role/Web`;
    expect(outcome(assume(principal, { resource: web }), { resource: [trust(names)] })).toBe(
      'allowed by resource',
    );
  });

  test.each([
    ['the user', alice, { AWS: alice }],
    ['the account', alice, { AWS: root }],
    ['the role of the session', session, { AWS: role }],
    ['everyone', session, '*' as const],
  ])('R645 across accounts always, also where the trust policy names %s', (_, principal, names) => {
    const asking = assume(principal, { resource: foreignRole });
    expect(outcome(asking, { resource: [trust(names)] })).toBe('implicitDeny by identity');
    expect(outcome(asking, { resource: [trust(names)], identity: everything })).toBe('allowed by resource');
  });

  test('R645 where the trust policy names the account', () => {
    expect(outcome(assume(alice), { resource: [trust({ AWS: A })] })).toBe('implicitDeny by identity');
    expect(outcome(assume(alice), { resource: [trust({ AWS: A })], identity: everything })).toBe(
      'allowed by resource',
    );
  });
});

test.each([
  ['the user', alice, { AWS: alice }],
  ['the session', session, { AWS: session }],
  ['everyone', alice, '*' as const],
])('R646 the caller’s boundary must allow, though the trust policy names %s', (_, principal, names) => {
  const resource = [trust(names)];
  expect(outcome(assume(principal), { resource, boundary: other })).toBe('implicitDeny by boundary');
  expect(outcome(assume(principal), { resource, boundary: [allow('sts:AssumeRole', role)] })).toBe(
    'allowed by resource',
  );
});

test('R646 so must the session policy of a caller that is a session', () => {
  const resource = [trust({ AWS: session })];
  expect(outcome(assume(session), { resource, session: other })).toBe('implicitDeny by session');
  expect(outcome(assume(session), { resource, session: everything })).toBe('allowed by resource');
  expect(codes(assume(session), { resource, session: other })).toContain('simulate/stricter-reading');
});

test('R646 R645 across accounts boundary and session policy must allow too', () => {
  const open = { identity: everything, resource: [trust({ AWS: [alice, session] })] };
  expect(outcome(assume(alice, { resource: foreignRole }), { ...open, boundary: other })).toBe(
    'implicitDeny by boundary',
  );
  expect(outcome(assume(session, { resource: foreignRole }), { ...open, session: other })).toBe(
    'implicitDeny by session',
  );
  expect(
    outcome(assume(session, { resource: foreignRole }), {
      ...open,
      session: everything,
      boundary: everything,
    }),
  ).toBe('allowed by resource');
});

test('R645 credentials of another partition assume no role', () => {
  const chinese = alice.replace('arn:aws:', 'arn:aws-cn:');
  const around = { identity: everything, resource: [trust('*')] };
  expect(outcome(assume(chinese), around)).toBe('implicitDeny by special');
});

test.each([
  ['nobody of the account', { AWS: foreignRole }, 'implicitDeny by resource'],
  ['the role itself', { AWS: role }, 'allowed by resource'],
  ['the account', { AWS: root }, 'allowed by resource'],
])('R647 a role assumes itself, its trust policy names %s', (_, names, expected) => {
  expect(outcome(assume(session), { resource: [trust(names)], identity: everything })).toBe(expected);
});

describe('R648 session tags and the source identity', () => {
  const tagged = (principal: string, more: Asking = {}) =>
    assume(principal, { sessionTags: { team: 'red' }, ...more });
  const both = ['sts:AssumeRole', 'sts:TagSession'];

  test.each([
    [
      'the trust policy allows both, the user is named',
      [trust({ AWS: alice }, { Action: both })],
      [],
      'allowed by resource',
    ],
    ['the trust policy allows one', [trust({ AWS: alice })], everything, 'implicitDeny by resource'],
    [
      'the account is named, the identity policies allow one',
      [trust({ AWS: root }, { Action: both })],
      [allow('sts:AssumeRole')],
      'implicitDeny by identity',
    ],
    [
      'the account is named, the identity policies allow both',
      [trust({ AWS: root }, { Action: both })],
      [allow(both)],
      'allowed by resource',
    ],
    [
      'an identity policy denies sts:TagSession',
      [trust({ AWS: alice }, { Action: both })],
      [deny('sts:TagSession')],
      'explicitDeny by identity',
    ],
  ])('R648 %s', (_, resource, identity, expected) => {
    expect(outcome(tagged(alice), { resource, identity })).toBe(expected);
  });

  test('R648 across accounts the identity policies must allow sts:TagSession', () => {
    const asking = tagged(alice, { resource: foreignRole });
    const resource = [trust({ AWS: alice }, { Action: both })];
    expect(outcome(asking, { resource, identity: [allow('sts:AssumeRole')] })).toBe(
      'implicitDeny by identity',
    );
    expect(outcome(asking, { resource, identity: [allow(both)] })).toBe('allowed by resource');
  });

  test('R648 the tags are aws:RequestTag and aws:TagKeys there', () => {
    const Condition = {
      StringEquals: { 'aws:RequestTag/team': 'red' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
    };
    const resource = [trust({ AWS: alice }), trust({ AWS: alice }, { Action: 'sts:TagSession', Condition })];
    expect(outcome(tagged(alice), { resource })).toBe('allowed by resource');
    expect(outcome(assume(alice, { sessionTags: { team: 'blue' } }), { resource })).toBe(
      'implicitDeny by resource',
    );
    expect(outcome(assume(alice, { sessionTags: { team: 'red', x: 'y' } }), { resource })).toBe(
      'implicitDeny by resource',
    );
  });

  test.each<readonly [string, Asking, string]>([
    ['sts:TagSession', { context: { 'aws:RequestTag/team': 'red' } }, 'a tag'],
    ['sts:TagSession', { context: { 'aws:TagKeys': ['team'] } }, 'the keys of tags'],
    ['sts:TagSession', { requestTags: { team: 'red' } }, 'a tag of the request'],
    ['sts:SetSourceIdentity', { context: { 'sts:SourceIdentity': 'alice' } }, 'a source identity'],
  ])('R648 %s is asked however the question says it: %j', (action, asking) => {
    const alone = { resource: [trust({ AWS: alice })] };
    const together = { resource: [trust({ AWS: alice }, { Action: ['sts:AssumeRole', action] })] };
    expect(outcome(assume(alice, asking), alone)).toBe('implicitDeny by resource');
    expect(outcome(assume(alice, asking), together)).toBe('allowed by resource');
  });

  test('R648 a source identity needs sts:SetSourceIdentity', () => {
    const asking = assume(alice, { sourceIdentity: 'alice' });
    expect(outcome(asking, { resource: [trust({ AWS: alice })] })).toBe('implicitDeny by resource');
    const Condition = { StringEquals: { 'sts:SourceIdentity': 'alice' } };
    const resource = [
      trust({ AWS: alice }),
      trust({ AWS: alice }, { Action: 'sts:SetSourceIdentity', Condition }),
    ];
    expect(outcome(asking, { resource })).toBe('allowed by resource');
    expect(outcome(assume(alice, { sourceIdentity: 'mallory' }), { resource })).toBe(
      'implicitDeny by resource',
    );
  });
});

test('R648 a session hands its source identity on, and needs sts:SetSourceIdentity for it', () => {
  const asking = assume(session, {
    resource: foreignRole,
    context: { 'aws:SourceIdentity': 'zed' },
  });
  const both = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
  const trusts = (Action: string | string[]) => [trust({ AWS: role }, { Action })];
  const may = (Action: string | string[]) => [allow(Action)];
  expect(outcome(asking, { identity: may(both), resource: trusts(both) })).toBe('allowed by resource');
  expect(outcome(asking, { identity: may('sts:AssumeRole'), resource: trusts(both) })).toBe(
    'implicitDeny by identity',
  );
  expect(outcome(asking, { identity: may(both), resource: trusts('sts:AssumeRole') })).toBe(
    'implicitDeny by resource',
  );
  const without = assume(session, { resource: foreignRole });
  expect(outcome(without, { identity: may('sts:AssumeRole'), resource: trusts('sts:AssumeRole') })).toBe(
    'allowed by resource',
  );
});

describe('R649', () => {
  const Condition = { StringEquals: { 'sts:ExternalId': 'secret-handshake' } };
  const resource = [trust({ AWS: alice }, { Condition })];

  test('R649 sts:ExternalId is there only if the caller passes one', () => {
    expect(outcome(assume(alice), { resource })).toBe('implicitDeny by resource');
    expect(outcome(assume(alice, { context: { 'sts:ExternalId': 'secret-handshake' } }), { resource })).toBe(
      'allowed by resource',
    );
    expect(outcome(assume(alice, { context: { 'sts:ExternalId': 'guess' } }), { resource })).toBe(
      'implicitDeny by resource',
    );
  });

  test('R649 a service needs the trust policy alone', () => {
    const trusted = [trust({ Service: 'lambda.amazonaws.com' })];
    const asking = assume('lambda.amazonaws.com');
    expect(outcome(asking, { resource: trusted, scp: [[deny('*')]] })).toBe('allowed by resource');
    expect(outcome(assume('ec2.amazonaws.com'), { resource: trusted })).toBe('implicitDeny by resource');
  });

  test('R649 RCPs of the role’s account and SCPs of the caller’s account limit', () => {
    const open = { identity: everything, resource: [trust({ AWS: alice })] };
    const asking = assume(alice, { resource: foreignRole });
    expect(outcome(asking, { ...open, rcp: [[{ ...deny('sts:*'), Principal: '*' }]] })).toBe(
      'explicitDeny by rcp',
    );
    expect(outcome(asking, { ...open, scp: [other] })).toBe('implicitDeny by scp');
    const lambda = assume('lambda.amazonaws.com');
    const trusted = [trust({ Service: 'lambda.amazonaws.com' })];
    expect(outcome(lambda, { resource: trusted, rcp: [[{ ...deny('sts:*'), Principal: '*' }]] })).toBe(
      'explicitDeny by rcp',
    );
  });
});

describe('R650 federation', () => {
  const web = (principal: string, more: Asking = {}): Asking => ({
    principal,
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: role,
    ...more,
  });
  const webTrust = (Federated: string, rest: Partial<Sentence> = {}) => [
    trust({ Federated }, { Action: 'sts:AssumeRoleWithWebIdentity', ...rest }),
  ];
  const saml = `arn:aws:iam::${A}:saml-provider/corp`;

  test('R650 the trust policy alone counts', () => {
    const around = { resource: webTrust(github), identity: [deny('*')], boundary: other, scp: [[deny('*')]] };
    expect(outcome(web(github), around)).toBe('allowed by resource');
  });

  test('R650 RCPs count', () => {
    const rcp = [[{ ...deny('sts:AssumeRoleWithWebIdentity'), Principal: '*' as const }]];
    expect(outcome(web(github), { resource: webTrust(github), rcp })).toBe('explicitDeny by rcp');
  });

  test.each([
    ['another provider', webTrust(`arn:aws:iam::${A}:oidc-provider/gitlab.com`)],
    ['the account', [trust({ AWS: root }, { Action: 'sts:*' })]],
    ['the provider for SAML', [trust({ Federated: github }, { Action: 'sts:AssumeRoleWithSAML' })]],
    ['every provider, which no policy can', webTrust('*')],
  ])('R650 not where the trust policy names %s', (_, resource) => {
    expect(outcome(web(github), { resource })).toBe('implicitDeny by resource');
  });

  test('R650 a provider of another account does not do, though the trust policy names it', () => {
    const elsewhere = github.replace(A, B);
    expect(ask(web(elsewhere), { resource: webTrust(elsewhere) }).decision).toBe('implicitDeny');
  });

  test('R650 a well-known provider has no account', () => {
    const cognito = 'cognito-identity.amazonaws.com';
    const Condition = { StringEquals: { [`${cognito}:aud`]: 'us-east-1:pool' } };
    const resource = webTrust(cognito, { Condition });
    expect(outcome(web(cognito, { context: { [`${cognito}:aud`]: 'us-east-1:pool' } }), { resource })).toBe(
      'allowed by resource',
    );
    expect(outcome(web(cognito, { context: { [`${cognito}:aud`]: 'us-east-1:else' } }), { resource })).toBe(
      'implicitDeny by resource',
    );
  });

  test('R650 SAML: the audience is the sign-in URL', () => {
    const Condition = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
    const resource = [trust({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML', Condition })];
    const asking = { principal: saml, action: 'sts:AssumeRoleWithSAML', resource: role };
    expect(
      outcome({ ...asking, context: { 'saml:aud': 'https://signin.aws.amazon.com/saml' } }, { resource }),
    ).toBe('allowed by resource');
    expect(outcome(asking, { resource })).toBe('implicitDeny by resource');
  });

  test.each([
    ['a user', alice],
    ['a session', session],
    ['a service', service],
  ])('R650 %s does not come with a provider’s token', (_, principal) => {
    const resource = [trust('*', { Action: 'sts:*' }), trust({ Service: service }, { Action: 'sts:*' })];
    expect(outcome(web(principal), { resource, identity: everything })).toBe('implicitDeny by special');
  });

  test('R650 a provider calls nothing else', () => {
    const resource = [trust('*', { Action: 'sts:*' })];
    expect(() => ask(assume(github), { resource })).toThrow(/cannot call/);
    expect(() => ask({ principal: github, resourceAccount: A }, { resource: [grant('*')] })).toThrow(
      /cannot call/,
    );
    expect(() => ask(web(saml), { resource: webTrust(saml) })).toThrow(/cannot call/);
  });
});

describe('R651 sts:GetCallerIdentity', () => {
  const asking = { action: 'sts:GetCallerIdentity', resource: '*' };
  test.each([
    ['a user', alice],
    ['a session', session],
    ['a federated user', federated],
    ['the root user', root],
  ])('R651 is allowed to %s against every Deny', (_, principal) => {
    const no = [deny('*')];
    const around = { identity: no, boundary: no, session: no, scp: [no], resource: [refuse('*')] };
    expect(outcome({ ...asking, principal }, around)).toBe('allowed by special');
    expect(outcome({ ...asking, principal }, {})).toBe('allowed by special');
  });

  test('R651 is denied to anonymous callers', () => {
    expect(ask({ ...asking, principal: 'anonymous' }, {}).decision).toBe('implicitDeny');
  });

  test('R651 may be denied by the endpoint’s policy', () => {
    expect(outcome(asking, { endpoint: [grant('*'), refuse('*')] })).toBe('explicitDeny by endpoint');
  });

  test('R651 says nothing of other actions', () => {
    expect(outcome({ ...asking, action: 'sts:GetAccessKeyInfo' }, { identity: [deny('*')] })).toBe(
      'explicitDeny by identity',
    );
    expect(outcome({ ...asking, action: 'sts:GetAccessKeyInfo' }, {})).toBe('implicitDeny by default');
  });
});

test.each([
  ['a user', alice, 'allowed by special'],
  ['the root user', root, 'allowed by special'],
  ['a session', session, 'implicitDeny by special'],
  ['a federated user', federated, 'implicitDeny by special'],
  ['an anonymous caller', 'anonymous', 'implicitDeny by special'],
])('R652 sts:GetSessionToken of %s', (_, principal, expected) => {
  const asking = { principal, action: 'sts:GetSessionToken', resource: '*' };
  expect(outcome(asking, { resource: [grant('*')] })).toBe(expected);
  expect(outcome(asking, { identity: everything, session: everything })).toBe(expected);
});

test.each([
  ['a user', alice, { 'aws:TokenIssueTime': '2026-01-30T00:00:00Z' }],
  ['a user', alice, { 'aws:MultiFactorAuthPresent': 'true' }],
  ['the root user', root, { 'aws:MultiFactorAuthAge': '30' }],
])('R652 sts:GetSessionToken of %s with temporary credentials: %s, %j', (_, principal, context) => {
  const asking = { principal, action: 'sts:GetSessionToken', resource: '*', context };
  expect(outcome(asking, { identity: everything })).toBe('implicitDeny by special');
});

test('R652 policies cannot control it', () => {
  const asking = { action: 'sts:GetSessionToken', resource: '*' };
  expect(outcome(asking, { identity: [deny('*')], scp: [[deny('*')]] })).toBe('allowed by special');
});

test.each(['sts:GetFederationToken', 'sts:GetSessionToken', 'sts:DecodeAuthorizationMessage'])(
  'R653 a federated user cannot call %s',
  (action) => {
    const asking = { principal: federated, action, resource: '*' };
    expect(outcome(asking, { identity: everything, session: everything })).toBe('implicitDeny by special');
  },
);

test('R653 that a federated user cannot call IAM is said', () => {
  const around = { identity: everything, session: everything };
  expect(codes({ principal: federated, action: 'iam:ListUsers', resource: '*' }, around)).toContain(
    'simulate/federated-iam',
  );
  expect(codes({ principal: federated }, around)).not.toContain('simulate/federated-iam');
});

test('R653 sts:GetFederationToken is for long-term credentials', () => {
  const asking: Asking = { action: 'sts:GetFederationToken', resource: federated };
  for (const principal of [session, role]) {
    expect(outcome({ ...asking, principal }, { identity: everything })).toBe('implicitDeny by special');
  }
  expect(outcome({ ...asking, principal: alice }, { identity: everything })).toBe('allowed by identity');
  expect(outcome({ ...asking, principal: alice }, {})).toBe('implicitDeny by default');
  expect(outcome({ ...asking, principal: root }, {})).toBe('allowed by root');
});

test('R653 a federated user assumes no role', () => {
  const resource = [trust('*', { Action: 'sts:*' })];
  const around = { resource, identity: everything, session: everything };
  expect(outcome(assume(federated), around)).toBe('implicitDeny by special');
  expect(outcome({ principal: federated, action: 'sts:GetCallerIdentity', resource: '*' }, {})).toBe(
    'allowed by special',
  );
});

describe('KMS keys', () => {
  const decrypt: Asking = { action: 'kms:Decrypt', resource: key };

  test.each([
    ['does not exist', undefined, 'implicitDeny by resource'],
    ['names another user', [grant(bob)], 'implicitDeny by resource'],
    ['names the account', [grant(root)], 'allowed by resource'],
    [
      'names the account for another action',
      [grant(root, { Action: 'kms:Encrypt' })],
      'implicitDeny by resource',
    ],
    ['names the account, and denies the user', [grant(root), refuse(alice)], 'explicitDeny by resource'],
    ['names another account', [grant(B)], 'implicitDeny by resource'],
  ])('R660 the identity policies allow, the key policy %s', (_, resource, expected) => {
    expect(outcome(decrypt, { identity: everything, ...(resource && { resource }) })).toBe(expected);
  });

  test('R660 where the key policy names the account, the identity policies must allow', () => {
    expect(outcome(decrypt, { resource: [grant(root)] })).toBe('implicitDeny by identity');
    expect(outcome({ ...decrypt, principal: session }, { resource: [grant(root)], identity: other })).toBe(
      'implicitDeny by identity',
    );
  });

  test.each([
    ['the user', alice, grant(alice), 'allowed by resource', 'allowed by resource'],
    ['the session', session, grant(session), 'allowed by resource', 'allowed by resource'],
    ['the role', session, grant(role), 'allowed by resource', 'implicitDeny by boundary'],
    ['everyone', session, grant('*'), 'allowed by resource', 'allowed by resource'],
  ])('R661 the key policy names %s', (_, principal, grants, alone, bounded) => {
    expect(outcome({ ...decrypt, principal }, { resource: [grants] })).toBe(alone);
    expect(outcome({ ...decrypt, principal }, { resource: [grants], boundary: other })).toBe(bounded);
  });

  test.each([
    ['no policy at all', undefined, 'implicitDeny by default'],
    ['a key policy that names a user', [grant(alice)], 'implicitDeny by resource'],
    ['a key policy that names the account', [grant(root)], 'allowed by resource'],
    ['a key policy that names everyone', [grant('*')], 'allowed by resource'],
  ])('R662 the root user, %s', (_, resource, expected) => {
    expect(outcome({ ...decrypt, principal: root }, { ...(resource && { resource }) })).toBe(expected);
  });

  test('R663 a condition on the account’s grant limits those who come through it, nobody else', () => {
    const Condition = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } };
    const resource = [grant(root, { Condition }), grant(bob)];
    expect(outcome(decrypt, { identity: everything, resource })).toBe('implicitDeny by resource');
    const via = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };
    expect(outcome({ ...decrypt, context: via }, { identity: everything, resource })).toBe(
      'allowed by resource',
    );
    expect(outcome({ ...decrypt, principal: bob }, { resource })).toBe('allowed by resource');
  });

  describe('R664', () => {
    const foreign = key.replace(A, B);
    test.each([
      ['both allow', [grant(alice)], everything, 'allowed by resource'],
      ['only the key policy', [grant(alice)], other, 'implicitDeny by identity'],
      ['only the identity policies', [grant(bob)], everything, 'implicitDeny by resource'],
      ['the key policy names the account', [grant(root)], everything, 'allowed by resource'],
    ])('R664 the key of another account: %s', (_, resource, identity, expected) => {
      expect(outcome({ ...decrypt, resource: foreign }, { identity, resource })).toBe(expected);
    });

    test('R664 a boundary limits across accounts', () => {
      expect(
        outcome(
          { ...decrypt, resource: foreign },
          { identity: everything, resource: [grant(alice)], boundary: other },
        ),
      ).toBe('implicitDeny by boundary');
    });

    test('R664 kms:Decrypt on an alias is decided for the key behind it', () => {
      const alias = `arn:aws:kms:us-east-1:${A}:alias/data`;
      const decided = (Resource: string) =>
        outcome(
          { ...decrypt, resource: alias },
          { identity: [{ Effect: 'Allow', Action: '*', Resource }], resource: [grant(root)] },
        );
      expect(decided('*')).toBe('allowed by resource');
      expect(decided(`arn:aws:kms:*:${A}:key/*`)).toBe('allowed by resource');
      expect(decided(key)).toMatch(/^conditional/);
      expect(decided(alias)).toMatch(/^implicitDeny/);
      expect(decided(key.replace(A, B))).toMatch(/^implicitDeny/);
      expect(() => outcome({ action: 'kms:ScheduleKeyDeletion', resource: alias }, {})).toThrow(
        /ARN of a key/,
      );
      expect(outcome({ action: 'kms:DeleteAlias', resource: alias }, { identity: everything })).toBe(
        'allowed by identity',
      );
    });

    test('R664 a denial says that grants were not looked at', () => {
      expect(codes(decrypt, { identity: everything })).toContain('simulate/kms-grants');
      expect(codes(decrypt, { resource: [grant(alice)] })).not.toContain('simulate/kms-grants');
    });
  });

  test.each(['kms:CreateKey', 'kms:ListKeys', 'kms:ListAliases', 'kms:GenerateRandom'])(
    'R665 %s names no key: an identity policy is enough',
    (action) => {
      expect(outcome({ action, resource: '*' }, { identity: everything })).toBe('allowed by identity');
      expect(outcome({ action, resource: '*' }, { identity: other })).toBe('implicitDeny by identity');
    },
  );
});

describe('iam:PassRole', () => {
  const pass: Asking = { action: 'iam:PassRole', resource: role };

  test('R670 the caller’s policies allow it on the role', () => {
    expect(outcome(pass, { identity: [allow('iam:PassRole', role)] })).toBe('allowed by identity');
    expect(outcome(pass, { identity: [allow('iam:PassRole', `${role}Other`)] })).toBe(
      'implicitDeny by identity',
    );
  });

  test('R670 a role of another account cannot be passed, whatever the policies say', () => {
    const around = { identity: everything, resource: [grant('*')] };
    expect(outcome({ ...pass, resource: foreignRole }, around)).toBe('implicitDeny by special');
    expect(outcome({ ...pass, principal: root, resource: foreignRole }, around)).toBe(
      'implicitDeny by special',
    );
  });

  test('R671 iam:PassedToService must be the service', () => {
    const Condition = { StringLike: { 'iam:PassedToService': 'ec2*.amazonaws.com' } };
    const identity = [allow('iam:PassRole', '*', { Condition })];
    expect(outcome({ ...pass, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } }, { identity })).toBe(
      'allowed by identity',
    );
    expect(outcome({ ...pass, context: { 'iam:PassedToService': 'ecs.amazonaws.com' } }, { identity })).toBe(
      'implicitDeny by identity',
    );
    expect(outcome(pass, { identity })).toBe('implicitDeny by identity');
  });

  test('R672 the role’s trust policy has no part in it', () => {
    const resource = [trust({ AWS: alice }, { Action: '*' }), trust('*', { Effect: 'Deny', Action: '*' })];
    expect(outcome(pass, { resource })).toBe('implicitDeny by identity');
    expect(outcome(pass, { resource, identity: everything })).toBe('allowed by identity');
  });

  test('R672 being trusted grants nothing but sts actions', () => {
    const resource = [trust({ AWS: alice }, { Action: '*' })];
    expect(outcome({ action: 'iam:DeleteRole', resource: role }, { resource })).toBe(
      'implicitDeny by identity',
    );
    expect(
      outcome({ action: 'iam:GetRole', resource: foreignRole }, { resource, identity: everything }),
    ).toBe('implicitDeny by special');
  });

  test('R672 what else iam is about has no policy of its own', () => {
    const asking: Asking = { action: 'iam:DeleteUser', resource: bob };
    expect(outcome(asking, { resource: [grant(alice)] })).toBe('implicitDeny by identity');
    // What is given all the same can deny: the stricter reading.
    expect(outcome(asking, { identity: everything, resource: [refuse('*')] })).toBe(
      'explicitDeny by resource',
    );
    expect(outcome({ ...asking, principal: `arn:aws:iam::${B}:root` }, { resource: [grant('*')] })).toBe(
      'implicitDeny by special',
    );
  });

  test('R672 an allowed PassRole says that the service must be trusted too', () => {
    expect(codes(pass, { identity: everything })).toContain('simulate/pass-role-trust');
    expect(codes(pass, {})).not.toContain('simulate/pass-role-trust');
  });

  test('R672 what looks at all sides of a role is named, whatever the answer', () => {
    const commandOf = (asking: Asking, around: Around, code: string) => {
      const [hint] = notes(asking, around).flatMap((note) => (note.code === code ? [note.hint ?? ''] : []));
      return piecesOfHint(hint ?? '').flatMap((piece) =>
        piece instanceof Command ? [writeCommand(piece, posixShell)] : [],
      );
    };
    const passed = { ...pass, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } };
    const lambda = `iamx check pass-role ${role} --service lambda.amazonaws.com`;
    expect(commandOf(passed, { identity: everything }, 'simulate/pass-role-trust')).toEqual([lambda]);
    expect(commandOf(passed, {}, 'simulate/check-pass-role')).toEqual([lambda]);
    expect(commandOf(pass, {}, 'simulate/check-pass-role')).toEqual([
      `iamx check pass-role ${role} --service SERVICE`,
    ]);
    expect(commandOf(assume(alice), {}, 'simulate/check-assume-role')).toEqual([
      `iamx check assume-role ${role} --principal ${alice}`,
    ]);
    expect(codes(assume(alice), { resource: [trust({ AWS: alice })] })).not.toContain(
      'simulate/check-assume-role',
    );
  });
});

describe('S3', () => {
  const list: Asking = { action: 's3:ListBucket', resource: bucket };

  test.each([
    ['s3:ListBucket on the bucket', list, bucket, true],
    ['s3:ListBucket on the objects', list, `${bucket}/*`, false],
    ['s3:GetObject on the bucket', {}, bucket, false],
    ['s3:GetObject on the objects', {}, `${bucket}/*`, true],
  ])('R680 %s', (_, asking, resource, allowed) => {
    const { decision } = ask(asking, { identity: [allow('s3:*', resource)] });
    expect(decision).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  test.each([
    [bucket, `${bucket}*`, true],
    [`${bucket}/x`, `${bucket}*`, true],
    ['arn:aws:s3:::acme-secrets', `${bucket}*`, true],
    [bucket, `${bucket}/*`, false],
    ['arn:aws:s3:::acme-secrets', `${bucket}/*`, false],
  ])('R681 %s under %s: %s', (resource, pattern, allowed) => {
    const action = resource.includes('/') ? 's3:GetObject' : 's3:ListBucket';
    const { decision } = ask({ ...list, action, resource }, { identity: [allow('s3:*', pattern)] });
    expect(decision).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  test.each([
    ['everyone of the owner’s account may', { principal: alice }, 'allowed'],
    [
      'nobody else may, without the other account’s consent',
      { principal: alice, resourceAccount: B },
      'implicitDeny',
    ],
  ])('R683 ACLs and public access blocks are not policies: %s', (_, asking, decision) => {
    expect(ask(asking, { identity: everything }).decision).toBe(decision);
  });

  test('R683 R734 an unsigned request says that the public access block was not looked at', () => {
    const open = { resource: [grant('*')] };
    const block = 'simulate/public-access-block';
    expect(codes({ principal: 'anonymous', resourceAccount: A }, open)).toContain(block);
    expect(codes({ principal: 'anonymous', resourceAccount: A }, {})).not.toContain(block);
    expect(codes({ resourceAccount: A }, open)).not.toContain(block);
    const queue: Asking = {
      principal: 'anonymous',
      action: 'sqs:SendMessage',
      resource: `arn:aws:sqs:eu-west-1:${A}:q`,
    };
    expect(codes(queue, open)).not.toContain(block);
  });

  test('R684 a request through an access point says that one policy is missing', () => {
    const point = `arn:aws:s3:us-east-1:${A}:accesspoint/ap/object/x`;
    expect(codes({ resource: point }, { identity: everything })).toContain('simulate/access-point');
    expect(codes({ resource: object }, { identity: everything })).not.toContain('simulate/access-point');
  });

  describe('R685 the root user of the owner can mend the bucket policy', () => {
    const mend = (action: string, more: Asking = {}): Asking => ({
      principal: root,
      action,
      resource: bucket,
      ...more,
    });
    const resource = [refuse('*')];
    test.each(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'])(
      'R685 %s against a Deny',
      (action) => {
        expect(outcome(mend(action), { resource })).toBe('allowed by root');
        expect(outcome(mend(action), { resource, scp: [[deny('s3:*')]] })).toBe('explicitDeny by scp');
        expect(outcome(mend(action), { resource, scp: [other] })).toBe('implicitDeny by scp');
        expect(outcome(mend(action), { resource, rcp: [[{ ...deny('s3:*'), Principal: '*' }]] })).toBe(
          'explicitDeny by rcp',
        );
        expect(outcome(mend(action), { resource, endpoint: [refuse('*')] })).toBe('explicitDeny by endpoint');
      },
    );

    test.each([
      ['another action', mend('s3:GetBucketAcl')],
      ['an object', { principal: root }],
      ['a user of the account', { ...mend('s3:PutBucketPolicy'), principal: alice }],
      ['the root user of another account', mend('s3:PutBucketPolicy', { resourceAccount: B })],
    ])('R685 not %s', (_, asking) => {
      expect(outcome(asking, { resource, identity: everything })).toBe('explicitDeny by resource');
    });
  });

  test('R690 R216 an action that names no resource needs the resource *', () => {
    const asking: Asking = { action: 's3:ListAllMyBuckets', resource: '*' };
    expect(outcome(asking, { identity: [allow('s3:*', bucket)] })).toBe('implicitDeny by identity');
    expect(outcome(asking, { identity: [allow('s3:*')] })).toBe('allowed by identity');
    expect(outcome(asking, { identity: [allow('s3:*'), deny('s3:*', bucket)] })).toBe('allowed by identity');
    expect(outcome(asking, { resource: [grant('*')] })).toBe('implicitDeny by identity');
  });
});

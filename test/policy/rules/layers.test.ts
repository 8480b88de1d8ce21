import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  allow,
  ask,
  B,
  deny,
  everything,
  federated,
  grant,
  key,
  object,
  other,
  notes,
  outcome,
  refuse,
  role,
  root,
  service,
  session,
  trust,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** What each layer says, and to whom it applies. */

const no: readonly Sentence[] = [deny('*')];
const noRcp: readonly Sentence[] = [{ ...deny('s3:*'), Principal: '*' }];

describe('R601 any matching Deny decides', () => {
  const denying: readonly (readonly [string, Around])[] = [
    ['identity', { identity: [...everything, ...no] }],
    ['boundary', { boundary: [...everything, ...no] }],
    ['session', { session: [...everything, ...no] }],
    ['scp', { scp: [everything, [...everything, ...no]] }],
    ['rcp', { rcp: [noRcp] }],
    ['endpoint', { endpoint: [grant('*'), refuse('*')] }],
    ['resource', { resource: [grant(session), refuse(session)] }],
  ];
  const open: Around = { identity: everything, resource: [grant(session)] };

  test.each(denying)('R601 a Deny of %s, against every Allow', (layer, around) => {
    expect(outcome({ principal: session }, { ...open, ...around })).toBe(`explicitDeny by ${layer}`);
  });

  test.each(denying)('R601 a Deny of %s, across accounts', (layer, around) => {
    expect(outcome({ principal: session, resourceAccount: B }, { ...open, ...around })).toBe(
      `explicitDeny by ${layer}`,
    );
  });

  test('R601 a Deny whose condition does not hold decides nothing', () => {
    const identity = [
      ...everything,
      deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ];
    expect(outcome({}, { identity })).toBe('allowed by identity');
  });
});

describe('R602 what nobody allows is denied', () => {
  test.each([
    ['a user', alice, 'identity'],
    ['a session', session, 'identity'],
    ['a federated user', federated, 'identity'],
  ])('R602 %s without a matching Allow', (_, principal, by) => {
    expect(outcome({ principal }, { identity: other })).toBe(`implicitDeny by ${by}`);
  });

  test('R602 without any policy', () => {
    expect(outcome({}, {})).toBe('implicitDeny by default');
  });

  test('R602 but for the root user of the account', () => {
    expect(outcome({ principal: root }, {})).toBe('allowed by root');
    expect(outcome({ principal: root, resourceAccount: B }, {})).toMatch(/^implicitDeny/);
  });
});

test('R603 the identity layer is the union of its policies', () => {
  const identity = [allow('s3:List*', '*', { Sid: 'List' }), allow('s3:Get*', '*', { Sid: 'Get' })];
  expect(ask({}, { identity }).sid).toBe('Get');
  expect(ask({ action: 's3:ListBucket', resource: 'arn:aws:s3:::acme' }, { identity }).sid).toBe('List');
  expect(outcome({ action: 's3:PutObject' }, { identity })).toBe('implicitDeny by identity');
});

test.each([
  ['boundary', { boundary: everything }],
  ['session', { session: everything }],
  ['scp', { scp: [everything] }],
  ['rcp', { rcp: [[{ ...deny('s3:PutObject'), Principal: '*' as const }]] }],
  ['endpoint', { endpoint: [grant('*')] }],
])('R604 %s grants nothing', (_, around) => {
  expect(outcome({ principal: session }, around)).toBe('implicitDeny by identity');
  expect(outcome({ principal: session }, { identity: everything, ...around })).toBe('allowed by identity');
});

describe('R605 SCPs: every level must allow', () => {
  const identity = everything;
  test.each<readonly [string, Around['scp'], string]>([
    ['one level allows', [everything], 'allowed by identity'],
    ['two levels allow', [everything, [allow('s3:*')]], 'allowed by identity'],
    ['the root allows nothing', [other, everything], 'implicitDeny by scp'],
    ['the account allows nothing', [everything, other], 'implicitDeny by scp'],
    ['a level in the middle allows nothing', [everything, other, everything], 'implicitDeny by scp'],
    ['a level is empty', [everything, [], everything], 'implicitDeny by scp'],
    ['the only level is empty', [[]], 'implicitDeny by scp'],
    ['a level only denies something else', [everything, [deny('ec2:*')]], 'implicitDeny by scp'],
    ['one statement of the level allows', [[allow('ec2:*'), allow('s3:GetObject')]], 'allowed by identity'],
    ['the root denies', [[...everything, ...no], everything], 'explicitDeny by scp'],
    ['the account denies', [everything, [...everything, ...no]], 'explicitDeny by scp'],
  ])('R605 %s', (_, scp, expected) => {
    expect(outcome({}, { identity, ...(scp && { scp }) })).toBe(expected);
  });

  test('R605 two levels that allow two different things allow neither', () => {
    const scp = [[allow('s3:*')], [allow('ec2:*')]];
    expect(outcome({}, { identity, scp })).toBe('implicitDeny by scp');
    const run = { action: 'ec2:StartInstances', resource: `arn:aws:ec2:us-east-1:${A}:instance/i-1` };
    expect(outcome(run, { identity, scp })).toBe('implicitDeny by scp');
  });
});

test.each<readonly [string, Sentence, string]>([
  ['an Allow with NotAction', { Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }, 'allowed by identity'],
  [
    'an Allow with NotAction that leaves it out',
    { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
    'implicitDeny by scp',
  ],
  ['an Allow on a resource', allow('s3:*', object), 'allowed by identity'],
  ['an Allow on another resource', allow('s3:*', 'arn:aws:s3:::other/*'), 'implicitDeny by scp'],
  [
    'an Allow with NotResource',
    { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::other/*' },
    'allowed by identity',
  ],
  [
    'an Allow with NotResource that leaves it out',
    { Effect: 'Allow', Action: '*', NotResource: object },
    'implicitDeny by scp',
  ],
  [
    'an Allow under a condition that holds',
    allow('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    'allowed by identity',
  ],
  [
    'an Allow under one that does not',
    allow('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    'implicitDeny by scp',
  ],
  ['an Allow with a wildcard amid the action', allow('s3:*Object'), 'allowed by identity'],
])('R120 R705 an SCP: %s', (_, sentence, expected) => {
  expect(outcome({}, { identity: everything, scp: [[sentence]] })).toBe(expected);
});

describe('R606 whom SCPs limit', () => {
  const scp = [no];
  const open = { identity: everything, resource: [grant('*')], scp };
  const slr = `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForBackup/x`;
  const slrPath = `arn:aws:iam::${A}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;

  test.each([
    ['a user', { principal: alice }],
    ['a session', { principal: session }],
    ['a role', { principal: role }],
    ['a federated user', { principal: federated }],
    ['the root user', { principal: root }],
    ['a user of another account than the management account', { principal: alice, managementAccount: B }],
    [
      'a session whose role has another path',
      { principal: slr, sessionIssuer: `arn:aws:iam::${A}:role/team/AWSServiceRoleForBackup` },
    ],
    [
      'a role whose path holds the reserved path further on',
      {
        principal: session,
        sessionIssuer: `arn:aws:iam::${A}:role/x:role/aws-service-role/y/App`,
      },
    ],
    [
      'a session that says it is another, service-linked role',
      {
        principal: session,
        context: { 'aws:PrincipalArn': slrPath },
      },
    ],
    ['a session that is service-linked by its name alone', { principal: slr }],
  ])('R606 %s is limited', (_, asking) => {
    expect(outcome(asking, open)).toBe('explicitDeny by scp');
  });

  test.each([
    ['the management account’s user', { principal: alice, managementAccount: A }],
    ['the management account’s root user', { principal: root, managementAccount: A }],
    ['a service-linked role, by its path', { principal: slr, sessionIssuer: slrPath }],
    ['a service-linked role, as role', { principal: slrPath }],
    [
      'a service-linked role, by aws:PrincipalArn',
      { principal: slr, context: { 'aws:PrincipalArn': slrPath } },
    ],
    ['a service', { principal: service, resourceAccount: A }],
    ['an anonymous caller', { principal: 'anonymous', resourceAccount: A }],
  ])('R606 %s is not', (_, asking) => {
    expect(ask(asking, open).decision).toBe('allowed');
  });

  test('R606 an identity provider’s token is of no account of the organization', () => {
    const provider = `arn:aws:iam::${A}:saml-provider/corp`;
    const resource = [trust({ Federated: provider }, { Action: 'sts:AssumeRoleWithSAML' })];
    const asking = { principal: provider, action: 'sts:AssumeRoleWithSAML', resource: role };
    expect(ask(asking, { resource, scp }).decision).toBe('allowed');
  });
});

describe('R607 what RCPs limit', () => {
  const open = { identity: everything, resource: [grant('*')], rcp: [noRcp] };

  test.each([
    ['a user of the account', { principal: alice }],
    ['a user of another account', { principal: alice, resourceAccount: B }],
    ['the root user', { principal: root }],
    ['an anonymous caller', { principal: 'anonymous', resourceAccount: A }],
    ['a service', { principal: service, resourceAccount: A }],
    [
      'the management account’s own user elsewhere',
      { principal: alice, resourceAccount: B, managementAccount: A },
    ],
  ])('R607 %s is limited', (_, asking) => {
    expect(outcome(asking, open)).toBe('explicitDeny by rcp');
  });

  test.each([
    ['resources of the management account', { principal: alice, managementAccount: A }],
    [
      'the calls of a service-linked role',
      {
        principal: `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForBackup/x`,
        sessionIssuer: `arn:aws:iam::${A}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
      },
    ],
  ])('R607 %s are not', (_, asking) => {
    expect(ask(asking, open).decision).toBe('allowed');
  });

  test('R607 kms:RetireGrant is not, kms:Decrypt is', () => {
    const rcp = [[{ ...deny('kms:*'), Principal: '*' as const }]];
    const around = { identity: everything, resource: [grant(root)], rcp };
    expect(ask({ action: 'kms:RetireGrant', resource: key }, around).decision).toBe('allowed');
    expect(outcome({ action: 'kms:Decrypt', resource: key }, around)).toBe('explicitDeny by rcp');
  });

  test('R607 a service can be let out by aws:PrincipalIsAWSService', () => {
    const Condition = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    const around = { ...open, rcp: [[{ ...deny('s3:*'), Principal: '*' as const, Condition }]] };
    expect(ask({ principal: service, resourceAccount: A }, around).decision).toBe('allowed');
    expect(outcome({ principal: alice }, around)).toBe('explicitDeny by rcp');
  });

  test('R122 R607 an RCP without an Allow is no implicit deny: RCPFullAWSAccess is always there', () => {
    const rcp = [[{ ...deny('s3:PutObject'), Principal: '*' as const }], []];
    expect(outcome({}, { identity: everything, rcp })).toBe('allowed by identity');
  });
});

test('R608 an RCP that names a service which the data does not list counts, and that is said', () => {
  const rcpOf = (...actions: readonly string[]) => [[{ ...deny(actions), Principal: '*' as const }]];
  const asking = { action: 'iam:GetUser', resource: alice };
  const named = { identity: everything, rcp: rcpOf('s3:*', 'iam:*') };
  expect(outcome(asking, named)).toBe('explicitDeny by rcp');
  expect(notes(asking, named).map(({ code }) => code)).toContain('simulate/stricter-reading');
  expect(outcome({}, named)).toBe('explicitDeny by rcp');
  expect(notes({}, named)).toEqual([]);
  expect(outcome(asking, { identity: everything, rcp: rcpOf('s3:*') })).toBe('allowed by identity');
});

describe('R609 VPC endpoint policies', () => {
  const identity = everything;
  test.each<readonly [string, boolean | undefined, readonly Sentence[], string]>([
    ['allows', undefined, [grant('*')], 'allowed by identity'],
    ['does not allow', undefined, [grant('*', { Action: 'ec2:*' })], 'implicitDeny by endpoint'],
    ['denies', undefined, [grant('*'), refuse('*')], 'explicitDeny by endpoint'],
    ['denies, and the request does not pass through it', false, [refuse('*')], 'allowed by identity'],
  ])('R609 the policy %s', (_, viaEndpoint, endpoint, expected) => {
    expect(outcome({ ...(viaEndpoint === false && { viaEndpoint }) }, { identity, endpoint })).toBe(expected);
  });

  test('R609 it limits the root user, services’ own rules and direct grants', () => {
    const endpoint = [grant('*', { Action: 'ec2:*' })];
    expect(outcome({ principal: root }, { endpoint })).toBe('implicitDeny by endpoint');
    expect(outcome({ action: 'sts:GetCallerIdentity', resource: '*' }, { endpoint })).toBe(
      'implicitDeny by endpoint',
    );
    expect(outcome({}, { endpoint, resource: [grant(alice)] })).toBe('implicitDeny by endpoint');
  });
});

test('R610 SCPs are of the caller’s account, RCPs of the resource’s: each denies on its own', () => {
  const open = { identity: everything, resource: [grant(alice)] };
  const asking = { resource: object, resourceAccount: B };
  expect(outcome(asking, open)).toBe('allowed by resource');
  expect(outcome(asking, { ...open, scp: [other] })).toBe('implicitDeny by scp');
  expect(outcome(asking, { ...open, rcp: [noRcp] })).toBe('explicitDeny by rcp');
  // The management account's caller escapes its SCPs, the resource elsewhere does not escape the RCPs.
  const managed = { ...asking, managementAccount: A };
  expect(outcome(managed, { ...open, scp: [other] })).toBe('allowed by resource');
  expect(outcome(managed, { ...open, rcp: [noRcp] })).toBe('explicitDeny by rcp');
});

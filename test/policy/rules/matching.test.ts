import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  allow,
  ask,
  B,
  bob,
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
  type Asking,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** Does a statement speak of this action, this resource, this caller? */

function allows(asking: Asking, around: Around): boolean {
  return ask(asking, around).decision === 'allowed';
}

describe('actions', () => {
  test.each([
    ['R201', 's3:GetObject', 'S3:GETOBJECT', true],
    ['R201', 'S3:getobject', 's3:GetObject', true],
    ['R202', 's3:GetObject', 's3:Get*', true],
    ['R202', 's3:GetObject', 's3:*Object', true],
    ['R202', 's3:GetObject', 's3:G*t*b?ect', true],
    ['R202', 's3:GetObject', 's3:GetObject*', true],
    ['R202', 's3:GetObject', 's3:GetObject?', false],
    ['R202', 's3:GetObject', '*', true],
    ['R202', 's3:GetObject', 's3:*', true],
    ['R202', 's3:GetObject', 'ec2:*', false],
    ['R202', 's3-object-lambda:GetObject', 's3:*', false],
    ['R207', 's3:GetObject', 's3:GetObject ', false],
    ['R207', 's3:GetObject', ' s3:GetObject', false],
    ['R204', 's3:GetObject', 's3:${aws:username}', false],
    ['R112', 's3:GetObject', 's3:NoSuchAction', false],
  ])('%s %s under %s: %s', (_, action, pattern, expected) => {
    const resource = action.startsWith('s3-')
      ? `arn:aws:s3-object-lambda:us-east-1:${A}:accesspoint/x`
      : object;
    expect(allows({ action, resource }, { identity: [allow(pattern)] })).toBe(expected);
  });

  test.each([
    ['s3:*', 's3:GetObject', false],
    ['s3:*', 'ec2:StartInstances', true],
    [['s3:Put*', 's3:Delete*'], 's3:GetObject', true],
    [['s3:Put*', 's3:Get*'], 's3:GetObject', false],
  ])('R205 NotAction %s on %s: %s', (NotAction, action, expected) => {
    const resource = action.startsWith('ec2') ? `arn:aws:ec2:us-east-1:${A}:instance/i-1` : object;
    const sentence: Sentence = { Effect: 'Allow', NotAction, Resource: '*' };
    expect(allows({ action, resource }, { identity: [sentence] })).toBe(expected);
    const denied = ask({ action, resource }, { identity: [...everything, { ...sentence, Effect: 'Deny' }] });
    expect(denied.decision).toBe(expected ? 'explicitDeny' : 'allowed');
  });

  test.each(['Action', 'Resource'])('R108 a statement with an empty %s matches nothing', (element) => {
    const sentence: Sentence = { ...allow(), [element]: [] };
    expect(allows({}, { identity: [sentence] })).toBe(false);
    expect(allows({}, { identity: [...everything, { ...sentence, Effect: 'Deny' }] })).toBe(true);
  });

  test.each<Omit<Sentence, 'Effect'>>([
    { NotAction: [], Resource: '*' },
    { Action: '*', NotResource: [] },
  ])('R108 %j: an Allow allows nothing, a Deny denies', (elements) => {
    expect(outcome({}, { identity: [{ Effect: 'Allow', ...elements }] })).toBe('implicitDeny by identity');
    expect(outcome({}, { identity: [...everything, { Effect: 'Deny', ...elements }] })).toBe(
      'explicitDeny by identity',
    );
  });
});

describe('resources', () => {
  const queue = `arn:aws:sqs:us-east-1:${A}:q`;
  const alarm = `arn:aws:cloudwatch:us-east-1:${A}:alarm:a:b`;
  test.each([
    ['R210', object, '*', true],
    ['R210', queue, '*', true],
    ['R211', object, 'arn:aws:s3:::ACME/x.txt', false],
    ['R211', object, 'ARN:aws:s3:::acme/x.txt', false],
    ['R211', object, 'arn:aws:S3:::acme/x.txt', false],
    ['R211', object, 'arn:aws:s3:::acme/X.txt', false],
    ['R212', object, 'arn:aws:s3:::ac*t', true],
    ['R212', object, 'arn:aws:s3:::acme?x.txt', true],
    ['R212', alarm, `arn:aws:cloudwatch:us-east-1:${A}:alarm*b`, true],
    ['R212', alarm, `arn:aws:cloudwatch:us-east-1:${A}:alarm?a?b`, true],
    ['R213', queue, 'arn:aws:sqs:*:q', true],
    ['R213', queue, 'arn:aws:sqs:us-east-1:*:q', true],
    ['R213', queue, 'arn:aws:sqs:us-*:q', true],
    ['R213', queue, 'arn:aws:sqs:*-1:q', false],
    ['R213', queue, 'arn:aws:s*1:111122223333:q', false],
    ['R213', queue, 'arn:aws:sqs:us-east-?:111122223333:q', true],
    ['R213', queue, 'arn:aws:sqs:us-east-1?111122223333:q', false],
    ['R213', object, 'arn:aws:s3:*', true],
    ['R213', object, 'arn:*', true],
    ['R214', object, 'arn:aws:s3:::acme', false],
    ['R214', object, 'acme/x.txt', false],
    ['R214', object, 'arn:aws:s3::acme/x.txt', false],
    ['R215', queue, `arn:aw*:sqs:us-east-1:${A}:q`, true],
  ])('%s %s under %s: %s', (_, resource, pattern, expected) => {
    const action = resource.includes(':sqs:')
      ? 'sqs:SendMessage'
      : resource.includes(':cloudwatch:')
        ? 'cloudwatch:DeleteAlarms'
        : 's3:GetObject';
    expect(allows({ action, resource }, { identity: [allow('*', pattern)] })).toBe(expected);
    expect(allows({ action, resource }, { identity: [...everything, deny('*', pattern)] })).toBe(!expected);
    // R217: NotResource reaches exactly what Resource does not.
    const notResource: Sentence = { Effect: 'Allow', Action: '*', NotResource: pattern };
    expect(allows({ action, resource }, { identity: [notResource] })).toBe(!expected);
  });

  test.each([
    ['R214', object, 'arn:aws:s3'],
    ['R214', queue, 'arn:aws:sqs:us-east-1'],
    ['R215', queue, `arn:aws:s*s:us-east-1:${A}:q`],
    ['R215', queue, `arn:aws:sq?:us-east-1:${A}:q`],
  ])('%s R125 %s under %s: an Allow grants nothing, a Deny denies', (_, resource, pattern) => {
    const action = resource === queue ? 'sqs:SendMessage' : 's3:GetObject';
    expect(allows({ action, resource }, { identity: [allow('*', pattern)] })).toBe(false);
    expect(allows({ action, resource }, { identity: [...everything, deny('*', pattern)] })).toBe(false);
    const sentence = (Effect: 'Allow' | 'Deny'): Sentence => ({ Effect, Action: '*', NotResource: pattern });
    expect(allows({ action, resource }, { identity: [sentence('Allow')] })).toBe(false);
    expect(allows({ action, resource }, { identity: [...everything, sentence('Deny')] })).toBe(false);
  });

  const listBuckets: Asking = { action: 's3:ListAllMyBuckets', resource: '*' };
  test.each([
    ['*', true],
    ['**', true],
    ['arn:aws:s3:::*', false],
    ['arn:*', false],
    ['a*', false],
    ['?', false],
    ['arn:aws:s3:::acme', false],
  ])('R216 a request that names no resource, under %s: %s', (pattern, expected) => {
    const listBuckets = { action: 'ec2:DescribeInstances', resource: '*' };
    expect(allows(listBuckets, { identity: [allow('*', pattern)] })).toBe(expected);
    expect(allows(listBuckets, { identity: [...everything, deny('*', pattern)] })).toBe(!expected);
    const notResource: Sentence = { Effect: 'Allow', Action: '*', NotResource: pattern };
    expect(allows(listBuckets, { identity: [notResource] })).toBe(!expected);
  });

  test.each<readonly [string, readonly Sentence[], string]>([
    ['an Allow on the ARN is none', [allow('s3:*', 'arn:aws:s3:::acme')], 'implicitDeny by identity'],
    ['an Allow on * is one', [allow('s3:*')], 'allowed by identity'],
    [
      'an Allow on anything but the ARN is one',
      [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::acme' }],
      'allowed by identity',
    ],
    [
      'a Deny on the ARN counts nevertheless',
      [...everything, deny('s3:*', 'arn:aws:s3:::acme')],
      'explicitDeny by identity',
    ],
  ])('R216 an action that names no resource, asked about one: %s', (_, identity, expected) => {
    const asking = { ...listBuckets, resource: 'arn:aws:s3:::acme' };
    expect(outcome(asking, { identity })).toBe(expected);
  });

  test('R216 what a resource policy grants is nothing to such an action', () => {
    const asking = { action: 'sqs:ListQueues', resource: queue };
    expect(outcome(asking, { resource: [grant(alice)] })).toBe('implicitDeny by identity');
  });

  test('R217 NotResource of an ARN covers a request that names no resource', () => {
    const sentence: Sentence = { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::acme' };
    expect(outcome(listBuckets, { identity: [...everything, sentence] })).toBe('explicitDeny by identity');
  });

  test('R217 NotResource with several patterns excludes what any of them matches', () => {
    const sentence: Sentence = {
      Effect: 'Deny',
      Action: 's3:*',
      NotResource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::acme/*'],
    };
    expect(allows({}, { identity: [...everything, sentence] })).toBe(true);
    expect(allows({ resource: 'arn:aws:s3:::b/x' }, { identity: [...everything, sentence] })).toBe(false);
  });

  test('R218 a variable without a value: Resource matches nothing, NotResource excludes nothing', () => {
    const own = 'arn:aws:s3:::acme/${aws:PrincipalTag/t}';
    const asking = { resource: 'arn:aws:s3:::acme/red' };
    const tagged = { ...asking, principalTags: { t: 'red' } };
    expect(allows(asking, { identity: [allow('*', own)] })).toBe(false);
    expect(allows(tagged, { identity: [allow('*', own)] })).toBe(true);
    const sentence: Sentence = { Effect: 'Deny', Action: 's3:*', NotResource: own };
    expect(outcome(asking, { identity: [...everything, sentence] })).toBe('explicitDeny by identity');
    expect(allows(tagged, { identity: [...everything, sentence] })).toBe(true);
    // Beside a pattern that does exclude, the one without a value changes nothing.
    const two: Sentence = { ...sentence, NotResource: [own, 'arn:aws:s3:::acme/*'] };
    expect(allows(asking, { identity: [...everything, two] })).toBe(true);
  });

  test('R502 a variable as account is put in, as AWS’s own policies need it', () => {
    const identity = [allow('sqs:*', 'arn:*:sqs:*:${aws:PrincipalAccount}:q')];
    const send = { action: 'sqs:SendMessage', resource: queue };
    expect(outcome(send, { identity })).toBe('allowed by identity');
    const abroad = { ...send, resource: queue.replace(A, B), resourceAccount: A, asWritten: true };
    expect(outcome(abroad, { identity })).toBe('implicitDeny by identity');
    expect(ask({ ...send, unknown: ['aws:PrincipalAccount'] }, { identity }).decision).toBe('conditional');
  });

  test('R219 a bucket policy for the objects says nothing about the bucket', () => {
    const asking = { action: 's3:ListBucket', resource: 'arn:aws:s3:::acme' };
    expect(allows(asking, { resource: [grant(alice, { Resource: 'arn:aws:s3:::acme/*' })] })).toBe(false);
    expect(allows(asking, { resource: [grant(alice, { Resource: 'arn:aws:s3:::acme' })] })).toBe(true);
  });

  test('R220 each resource of a call is decided by itself', () => {
    const other = ['instance', 'image', 'network-interface', 'security-group'].map(
      (type) => `arn:aws:ec2:*:*:${type}/*`,
    );
    const identity = [...other, 'arn:aws:ec2:*:*:subnet/subnet-2'].map((arn) =>
      allow('ec2:RunInstances', arn),
    );
    const run = (kind: string) => ({
      action: 'ec2:RunInstances',
      resource: `arn:aws:ec2:us-east-1:${A}:${kind}`,
    });
    expect(allows(run('instance/*'), { identity })).toBe(true);
    expect(allows(run('subnet/subnet-1'), { identity })).toBe(false);
    expect(allows(run('subnet/subnet-2'), { identity })).toBe(true);
  });
});

/** The principal is named by a resource policy, and nothing else allows. */
function strength(asking: Asking, Principal: NonNullable<Sentence['Principal']>): string {
  const resource = [{ ...grant(''), Principal }];
  const alone = ask(asking, { resource }).decision === 'allowed';
  const bounded = ask(asking, { resource, boundary: other, session: other }).decision === 'allowed';
  if (bounded) return 'direct';
  if (alone) return 'parent';
  // Across accounts every strength counts: that tells an account from no match.
  const abroad = ask(
    { ...asking, resourceAccount: B },
    { resource, identity: everything, session: everything },
  );
  return abroad.decision === 'allowed' ? 'account' : 'none';
}

describe('principals', () => {
  const user = { principal: alice };
  const caller = { principal: session };
  const guest = { principal: federated, sessionIssuer: bob };
  const pathRole = `arn:aws:iam::${A}:role/team/App`;

  test.each([
    ['R221', 'a user', user, { AWS: A }, 'account'],
    ['R221', 'a user', user, { AWS: root }, 'account'],
    ['R221', 'a session', caller, { AWS: A }, 'account'],
    ['R221', 'a user', user, { AWS: `arn:aws-cn:iam::${A}:root` }, 'none'],
    ['R221', 'a user', user, { AWS: B }, 'none'],
    ['R222', 'a user', user, { AWS: `arn:aws:iam::${A}:user/*` }, 'none'],
    ['R222', 'a user', user, { AWS: `arn:aws:iam::${A}:*` }, 'none'],
    ['R222', 'a user', user, { AWS: `arn:aws:iam::*:user/alice` }, 'none'],
    ['R222', 'a session', caller, { AWS: `arn:aws:sts::${A}:assumed-role/App/*` }, 'none'],
    ['R222', 'a session', caller, { AWS: `arn:aws:iam::${A}:role/*` }, 'none'],
    ['R222', 'a user', user, { AWS: '1111222233*' }, 'none'],
    ['R223', 'a user', user, { AWS: `arn:aws:iam::${A}:user/Alice` }, 'none'],
    ['R223', 'a session', caller, { AWS: `arn:aws:iam::${A}:role/app` }, 'none'],
    [
      'R223',
      'a user with a path',
      { principal: `arn:aws:iam::${A}:user/team/alice` },
      { AWS: alice },
      'none',
    ],
    ['R224', 'a session', caller, { AWS: pathRole }, 'parent'],
    ['R224', 'a session', caller, { AWS: `arn:aws:iam::${A}:role/App/team` }, 'none'],
    ['R224', 'a session', caller, { AWS: `arn:aws:iam::${B}:role/App` }, 'none'],
    ['R224', 'a session', caller, { AWS: `arn:aws-cn:iam::${A}:role/App` }, 'none'],
    [
      'R224',
      'a session whose role is told',
      { ...caller, sessionIssuer: pathRole },
      { AWS: pathRole },
      'parent',
    ],
    ['R225', 'a user', user, { AWS: alice }, 'direct'],
    ['R225', 'a user', user, { AWS: bob }, 'none'],
    ['R225', 'a session', caller, { AWS: session }, 'direct'],
    ['R225', 'a session', caller, { AWS: session.replace('/ci', '/cd') }, 'none'],
    ['R225', 'a session', caller, { AWS: role }, 'parent'],
    ['R225', 'a session', caller, { AWS: [root, role] }, 'parent'],
    ['R225', 'a session', caller, { AWS: [root, role, session] }, 'direct'],
    ['R225', 'a federated user', guest, { AWS: federated }, 'direct'],
    ['R225', 'a federated user', guest, { AWS: root }, 'account'],
    // A boundary limits what everyone gives to a user (R622), as it limits what its role gives to a session.
    ['R226', 'a user', user, '*' as const, 'parent'],
    ['R226', 'a session', caller, '*' as const, 'direct'],
    ['R227', 'a user', user, { AWS: '*' }, 'parent'],
    ['R227', 'a user', user, { Federated: '*' }, 'none'],
    ['R227', 'a user', user, { Service: '*' }, 'none'],
    ['R227', 'a service', { principal: service, resourceAccount: A }, { Service: '*' }, 'none'],
    ['R228', 'a user', user, { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' }, 'none'],
    [
      'R228',
      'a user',
      { ...user, principalId: 'AIDAJ2UCCR6DPCEXAMPLE' },
      { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' },
      'direct',
    ],
    [
      'R228',
      'a user',
      { ...user, principalId: 'AIDAQQQQQQQQQQEXAMPLE' },
      { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' },
      'none',
    ],
    [
      'R228',
      'a session',
      { ...caller, principalId: 'AROAJ2UCCR6DPCEXAMPLE' },
      { AWS: 'AROAJ2UCCR6DPCEXAMPLE' },
      'parent',
    ],
    ['R229', 'a user', user, { CanonicalUser: 'a'.repeat(64) }, 'none'],
    ['R230', 'a user', user, { AWS: `arn:aws:iam::${A}:group/all` }, 'none'],
    [
      'R231',
      'a service',
      { principal: 'logs.us-east-1.amazonaws.com', resourceAccount: A },
      { Service: 'logs.amazonaws.com' },
      'none',
    ],
    [
      'R231',
      'a service',
      { principal: 'logs.amazonaws.com', resourceAccount: A },
      { Service: 'logs.amazonaws.com' },
      'direct',
    ],
    [
      'R231',
      'a service',
      { principal: 'logs.amazonaws.com', resourceAccount: A },
      { AWS: 'logs.amazonaws.com' },
      'none',
    ],
    ['R221', 'a user, beside a service', user, { Service: service, AWS: alice }, 'direct'],
    [
      'R113',
      'a service, beside a user',
      { principal: service, resourceAccount: A },
      { Service: service, AWS: alice },
      'direct',
    ],
    ['R113', 'a user, beside a provider', user, { Federated: github, AWS: A }, 'account'],
  ])('%s %s named by %3$j is a match of strength %4$s', (_, _name, asking, Principal, expected) => {
    expect(strength(asking, Principal)).toBe(expected);
  });

  test.each([
    ['its account', { AWS: root }],
    ['its role', { AWS: role }],
    ['itself', { AWS: session }],
    ['everyone', '*' as const],
  ])('R221 R225 a Deny reaches a session named by %s, whatever the strength', (_, Principal) => {
    const resource: Sentence[] = [{ ...grant(''), Principal, Effect: 'Deny' }];
    expect(outcome(caller, { identity: everything, resource })).toBe('explicitDeny by resource');
    expect(
      outcome(
        { ...caller, resourceAccount: B },
        { identity: everything, resource: [grant('*'), ...resource] },
      ),
    ).toBe('explicitDeny by resource');
  });

  test('R227 a Deny to every service reaches a service, and nobody else', () => {
    const resource: Sentence[] = [grant('*'), { ...refuse(''), Principal: { Service: '*' } }];
    expect(outcome({ principal: service, resourceAccount: A }, { resource })).toBe(
      'explicitDeny by resource',
    );
    expect(outcome(user, { resource })).toBe('allowed by resource');
  });

  test('R228 an id that matches nobody is reported as dangling', () => {
    const codes = (asking: Asking) =>
      notes(asking, { resource: [grant('AROAJ2UCCR6DPCEXAMPLE')] }).map(({ code }) => code);
    expect(codes(caller)).toContain('simulate/dangling-principal');
    expect(codes({ ...caller, principalId: 'AROAJ2UCCR6DPCEXAMPLE' })).not.toContain(
      'simulate/dangling-principal',
    );
  });

  test.each([
    ['R228 the id of somebody', { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' }],
    ['R229 a canonical user', { CanonicalUser: 'a'.repeat(64) }],
  ])('%s in a Deny is a reason for a warning, in an Allow for a remark', (_, Principal) => {
    const severities = (Effect: Sentence['Effect']) =>
      notes(user, { resource: [{ ...grant(''), Principal, Effect }] }).map(({ severity }) => severity);
    expect(severities('Allow')).toEqual(['info']);
    expect(severities('Deny')).toEqual(['warning']);
  });

  test.each([
    ['R228 the id of a user', user, { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' }, 'conditional by resource'],
    ['R228 the id of a role', user, { AWS: 'AROAJ2UCCR6DPCEXAMPLE' }, 'allowed by resource'],
    ['R228 the id of a role', caller, { AWS: 'AROAJ2UCCR6DPCEXAMPLE' }, 'conditional by resource'],
    [
      'R228 another id than the one that is told',
      { ...caller, principalId: 'AROAOTHEROTHEROTHERXX' },
      { AWS: 'AROAJ2UCCR6DPCEXAMPLE' },
      'allowed by resource',
    ],
    ['R229 a canonical user', user, { CanonicalUser: 'a'.repeat(64) }, 'conditional by resource'],
  ] as const)('%s in a Deny may be the caller: %#', (_, asking, Principal, expected) => {
    const resource: Sentence[] = [grant('*'), { ...refuse(''), Principal }];
    expect(outcome(asking, { resource })).toBe(expected);
  });

  test('R229 a canonical user that was not looked up is reported', () => {
    const resource = [{ ...grant(''), Principal: { CanonicalUser: 'a'.repeat(64) } }];
    expect(notes(user, { resource }).map(({ code }) => code)).toContain('simulate/canonical-user');
  });
});

describe('NotPrincipal', () => {
  const denyBut = (...AWS: string[]): readonly Sentence[] => [
    { Effect: 'Deny', NotPrincipal: { AWS }, Action: '*', Resource: '*' },
  ];
  const decide = (asking: Asking, resource: readonly Sentence[], around: Around = {}) =>
    ask(asking, { identity: everything, session: everything, resource, ...around }).decision;

  const user: Asking = { resourceAccount: A };
  const caller: Asking = { principal: session, resourceAccount: A };
  const root = `arn:aws:iam::${A}:root`;
  const userId = 'AIDAJ2UCCR6DPCEXAMPLE';
  const roleId = 'AROAJ2UCCR6DPCEXAMPLE';
  test.each<[string, Asking, readonly string[], Around, string]>([
    ['a user with its account', user, [userId, root], {}, 'conditional'],
    ['a user without its account', user, [userId], {}, 'explicitDeny'],
    ['another kind of caller', user, [roleId, root], {}, 'explicitDeny'],
    ['a user with a boundary', user, [userId, root], { boundary: everything }, 'explicitDeny'],
    ['a role with session and account', caller, [roleId, session, root], {}, 'conditional'],
    ['a role without its session', caller, [roleId, root], {}, 'explicitDeny'],
    ['a role with a boundary', caller, [roleId, session, root], { boundary: everything }, 'explicitDeny'],
    ['the id that is told', { ...user, principalId: userId }, [userId, root], {}, 'allowed'],
    [
      'an id that is not the told one',
      { ...user, principalId: 'AIDAOTHEROTHEROTHERXX' },
      [userId, root],
      {},
      'explicitDeny',
    ],
  ])('R228 R234 an id that is listed may be the caller’s: %s', (_, asking, names, around, expected) => {
    expect(decide(asking, denyBut(...names), around)).toBe(expected);
  });

  test.each([
    ['a user that is not listed', { principal: bob }],
    ['a session', { principal: session }],
    ['the root user', { principal: root }],
    ['an anonymous caller', { principal: 'anonymous', resourceAccount: A }],
    ['a service', { principal: service, resourceAccount: A }],
    ['another account’s user', { principal: `arn:aws:iam::${B}:user/alice`, resourceAccount: A }],
  ])('R232 with Deny it reaches %s', (_, asking) => {
    expect(decide(asking, denyBut(alice))).toBe('explicitDeny');
  });

  test.each([
    ['a user and its account', { principal: alice }, [alice, root], 'allowed'],
    ['a user and its account’s id', { principal: alice }, [alice, A], 'allowed'],
    ['the user alone', { principal: alice }, [alice], 'explicitDeny'],
    ['the account alone', { principal: alice }, [root], 'explicitDeny'],
    ['another user and the account', { principal: bob }, [alice, root], 'explicitDeny'],
    ['the account, for its root user', { principal: root }, [root], 'allowed'],
    ['session, role and account', { principal: session }, [session, role, root], 'allowed'],
    ['session and role', { principal: session }, [session, role], 'explicitDeny'],
    ['session and account', { principal: session }, [session, root], 'explicitDeny'],
    ['role and account', { principal: session }, [role, root], 'explicitDeny'],
    [
      'another session, role and account',
      { principal: session },
      [session.replace('/ci', '/cd'), role, root],
      'explicitDeny',
    ],
    [
      'federated user and account',
      { principal: federated, sessionIssuer: bob },
      [federated, root],
      'allowed',
    ],
    [
      'the user behind a federated user and the account',
      { principal: federated, sessionIssuer: bob },
      [bob, root],
      'explicitDeny',
    ],
    [
      'a session, its role and account, for the role',
      { principal: role },
      [session, role, root],
      'conditional',
    ],
    ['a service', { principal: service, resourceAccount: A }, [alice], 'explicitDeny'],
  ])('R234 exempt from a Deny to all but %s', (_, asking, listed, expected) => {
    const grants = asking.principal === service ? [{ ...grant(''), Principal: { Service: service } }] : [];
    expect(decide(asking, [...denyBut(...listed), ...grants])).toBe(expected);
  });

  test.each([
    ['the user alone', { principal: alice }, [alice]],
    ['role and account, not the session', { principal: session }, [role, root]],
    ['session, not the role', { principal: session }, [session, root]],
  ])('R234 C58 where AWS is not clear it is said: %s', (_, asking, listed) => {
    const codes = notes(asking, { identity: everything, resource: denyBut(...listed) }).map(
      ({ code }) => code,
    );
    expect(codes).toContain('simulate/not-principal-uncertain');
  });

  test('R234 where it is clear it is not', () => {
    const codes = (principal: string, ...listed: string[]) =>
      notes({ principal }, { identity: everything, resource: denyBut(...listed) }).map(({ code }) => code);
    expect(codes(bob, alice, root)).not.toContain('simulate/not-principal-uncertain');
    expect(codes(alice, alice, root)).not.toContain('simulate/not-principal-uncertain');
  });

  test.each([
    ['a user', { principal: alice }, [alice, root]],
    ['a session', { principal: session }, [session, role, root]],
    ['a role', { principal: role }, [session, role, root]],
    ['a federated user', { principal: federated, sessionIssuer: bob }, [federated, bob, root]],
  ])('R235 a boundary voids the exemption of %s', (_, asking, listed) => {
    expect(decide(asking, denyBut(...listed))).not.toBe('explicitDeny');
    expect(decide(asking, denyBut(...listed), { boundary: everything })).toBe('explicitDeny');
  });

  test('R235 the root user has none', () => {
    expect(decide({ principal: root }, denyBut(root), { boundary: everything })).toBe('allowed');
  });

  describe('R233 with Allow, which an endpoint’s policy may still hold', () => {
    const endpoint = (...AWS: string[]): Around => ({
      endpoint: [{ Effect: 'Allow', NotPrincipal: { AWS }, Action: '*', Resource: '*' }],
    });
    test.each([
      ['the user', { principal: alice }, [alice], 'implicitDeny'],
      ['its account', { principal: alice }, [root], 'implicitDeny'],
      ['the role of the session', { principal: session }, [role], 'implicitDeny'],
      ['a session of the role', { principal: role }, [session], 'conditional'],
      ['someone else', { principal: alice }, [bob], 'allowed'],
      ['everyone', { principal: alice }, ['*'], 'implicitDeny'],
    ])('R233 nobody who is listed in any way is let in: %s', (_, asking, listed, expected) => {
      expect(ask(asking, { identity: everything, ...endpoint(...listed) }).decision).toBe(expected);
    });
  });
});

describe('R236 gateway endpoints', () => {
  const passes = (asking: Asking, endpoint: readonly Sentence[]) =>
    outcome(asking, { identity: everything, resource: [grant(root)], endpoint });

  test.each([
    ['everyone', { principal: alice }, [grant('*')], 'allowed by identity'],
    ['the account lets its users not in', { principal: alice }, [grant(root)], 'implicitDeny by endpoint'],
    ['the account lets its root user in', { principal: root }, [grant(root)], 'allowed by root'],
    [
      'everyone if of the account',
      { principal: alice },
      [grant('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': A } } })],
      'allowed by identity',
    ],
    [
      'a Deny to the account reaches its users',
      { principal: alice },
      [grant('*'), refuse(root)],
      'explicitDeny by endpoint',
    ],
  ])('R236 of S3: %s', (_, asking, endpoint, expected) => {
    expect(passes(asking, endpoint)).toBe(expected);
  });

  test('R236 of other services the account is everyone of it', () => {
    expect(passes({ action: 'kms:Decrypt', resource: key }, [grant(root)])).toBe('allowed by resource');
  });
});

describe('R224 a role that is named with another path than the caller was told to have', () => {
  const told: Asking = { principal: session, sessionIssuer: `arn:aws:iam::${A}:role/team/App` };
  const other: Asking = { principal: `arn:aws:iam::${A}:role/team/App` };

  test.each([told, other])('R224 lets nobody in, and a Deny reaches %j', (asking) => {
    expect(outcome(asking, { resource: [grant(role)] })).toBe('implicitDeny by identity');
    expect(outcome(asking, { identity: everything, resource: [refuse(role)] })).toBe(
      'explicitDeny by resource',
    );
  });

  test('R224 of another name it is another role', () => {
    const resource = [refuse(`arn:aws:iam::${A}:role/team/Other`)];
    expect(outcome(told, { identity: everything, resource })).toBe('allowed by identity');
  });
});

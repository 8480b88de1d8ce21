import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findService, nearestService, passedServices } from '../../src/checks/roles/services.ts';
import { findAction } from '../../src/data/actions.ts';
import { account, arnOf, role as roleFacts, user, type Account } from './support/account.ts';
import { allow, askFiles, deny, policy, readAnswer, trust } from './support/files.ts';
import { startFakeAws, type FakeAws, type Play } from './support/server.ts';

const role = 'arn:aws:iam::111122223333:role/apps/App';
const mika = 'arn:aws:iam::111122223333:user/mika';
const may = policy(allow('iam:PassRole', role));

describe.each(passedServices)('$principal', ({ principal, also = [], tags, calls, throughProfile }) => {
  const actions = tags === true ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole';
  const profile = throughProfile === true ? ['--instance-profile', 'App'] : [];
  const base = [
    'pass-role',
    role,
    '--principal',
    mika,
    '--policy',
    'p.json',
    '--trust-policy',
    't.json',
    ...profile,
  ];
  const p = policy(allow('iam:PassRole', role, { StringEquals: { 'iam:PassedToService': principal } }));

  test('takes a role that trusts it, by its whole name and its short one', async () => {
    const t = trust({ Service: [principal, ...also] }, undefined, actions);
    for (const name of [principal, principal.replace('.amazonaws.com', '')]) {
      const { document, status } = await askFiles([...base, '--service', name], { 'p.json': p, 't.json': t });
      expect(document.verdict).toBe('yes');
      expect(document.summary).toContain(principal);
      expect(status).toBe(0);
    }
  });

  test('cannot use a role that trusts another one', async () => {
    const t = trust({ Service: 'other.amazonaws.com' }, undefined, actions);
    const { document, outcomes, status } = await askFiles([...base, '--service', principal], {
      'p.json': p,
      't.json': t,
    });
    expect(document.verdict).toBe('no');
    expect(document.summary).toContain('using it will not');
    expect(outcomes['trust']).toBe('no');
    expect(status).toBe(1);
  });

  test('has calls that AWS has', () => {
    expect(calls.filter((call) => findAction(call)?.name !== call)).toEqual([]);
  });
});

interface Row {
  readonly name: string;
  readonly role?: string;
  readonly service?: string;
  readonly principal?: string;
  /** None where it is not given. */
  readonly policy?: object | 'none';
  readonly trust?: object;
  readonly words?: readonly string[];
  readonly files?: Readonly<Record<string, object>>;
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Steps that are neither yes nor skip. */
  readonly steps: Readonly<Record<string, string>>;
  readonly says?: string;
}

const lambda = trust({ Service: 'lambda.amazonaws.com' });
const serviceLinked =
  'arn:aws:iam::111122223333:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda';

const rows: readonly Row[] = [
  { name: 'all is right', verdict: 'yes', steps: {} },
  {
    name: 'no policy is given',
    policy: 'none',
    verdict: 'unknown',
    steps: { identity: 'unknown' },
    says: '--policy FILE',
  },
  {
    name: 'the policy has the role without its path',
    policy: policy(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/App')),
    verdict: 'no',
    steps: { identity: 'no' },
    says: 'role/App',
  },
  {
    name: 'the policy lets it go to another service',
    policy: policy(
      allow('iam:PassRole', role, { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
    ),
    verdict: 'no',
    steps: { identity: 'no' },
    says: 'check/passed-to-service',
  },
  {
    name: 'the policy lets it go to a service of another partition',
    policy: policy(
      allow('iam:PassRole', role, { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com.cn' } }),
    ),
    verdict: 'no',
    steps: { identity: 'no' },
  },
  {
    name: 'a Deny',
    policy: policy(allow('iam:PassRole', '*'), deny('iam:PassRole', role)),
    verdict: 'no',
    steps: { identity: 'no' },
  },
  {
    name: 'the resource that it is used for is not told',
    policy: policy(
      allow('iam:PassRole', role, {
        StringLike: { 'iam:AssociatedResourceArn': 'arn:aws:lambda:*:111122223333:function:app' },
      }),
    ),
    verdict: 'unknown',
    steps: { identity: 'unknown' },
    says: 'iam:AssociatedResourceArn',
  },
  {
    name: 'the resource that it is used for is told',
    policy: policy(
      allow('iam:PassRole', role, {
        StringLike: { 'iam:AssociatedResourceArn': 'arn:aws:lambda:*:111122223333:function:app' },
      }),
    ),
    words: ['--associated-resource', 'arn:aws:lambda:eu-west-1:111122223333:function:app'],
    verdict: 'yes',
    steps: {},
  },
  {
    name: 'tags of the role are nothing to rely on',
    policy: policy(allow('iam:PassRole', role, { StringEquals: { 'aws:ResourceTag/team': 'red' } })),
    verdict: 'no',
    steps: { identity: 'no' },
  },
  {
    name: 'the boundary does not let it',
    files: { 'b.json': policy(allow('s3:*', '*')) },
    words: ['--boundary', 'b.json'],
    verdict: 'no',
    steps: { boundary: 'no' },
  },
  {
    name: 'a service control policy forbids it',
    files: { 'scp.json': policy(allow('*', '*'), deny('iam:PassRole', '*')) },
    words: ['--scp', 'scp.json'],
    verdict: 'no',
    steps: { scp: 'no' },
  },
  {
    name: 'the role of another account',
    principal: 'arn:aws:iam::999988887777:user/mika',
    verdict: 'no',
    steps: { account: 'no', identity: 'no' },
    says: 'no role is passed across accounts',
  },
  {
    name: 'a service-linked role of another service',
    role: serviceLinked,
    service: 'ec2',
    policy: policy(allow('*', '*')),
    words: ['--instance-profile', 'x'],
    trust: trust({ Service: 'ec2.amazonaws.com' }),
    verdict: 'no',
    steps: { kind: 'no' },
  },
  {
    name: 'its own service-linked role',
    role: serviceLinked,
    policy: policy(allow('*', '*')),
    verdict: 'unknown',
    steps: { kind: 'unknown' },
  },
  {
    name: 'a role of Identity Center',
    role: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    policy: policy(allow('*', '*')),
    verdict: 'no',
    steps: { kind: 'no' },
  },
  {
    name: 'the account that the service acts for is another one',
    trust: trust(
      { Service: 'lambda.amazonaws.com' },
      { StringEquals: { 'aws:SourceAccount': '999988887777' } },
    ),
    verdict: 'no',
    steps: { trust: 'no' },
  },
  {
    name: 'a service of which it is not known whether it says for whom it acts',
    trust: trust(
      { Service: 'lambda.amazonaws.com' },
      { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    ),
    verdict: 'unknown',
    steps: { trust: 'unknown' },
  },
  {
    name: 'a service that says for whom it acts',
    service: 'scheduler',
    trust: trust(
      { Service: 'scheduler.amazonaws.com' },
      { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    ),
    verdict: 'yes',
    steps: {},
  },
  {
    name: 'a resource that the service acts for is not told',
    service: 'scheduler',
    trust: trust(
      { Service: 'scheduler.amazonaws.com' },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:111122223333:schedule/*' } },
    ),
    verdict: 'unknown',
    steps: { trust: 'unknown' },
    says: 'aws:SourceArn',
  },
  {
    name: 'the role of a task trusts the wrong service',
    service: 'ecs-tasks',
    trust: trust({ Service: 'ecs.amazonaws.com' }),
    verdict: 'no',
    steps: { trust: 'no' },
    says: 'not ecs.amazonaws.com',
  },
  {
    name: 'Lambda@Edge needs both services',
    service: 'edgelambda',
    trust: trust({ Service: 'edgelambda.amazonaws.com' }),
    verdict: 'no',
    steps: { 'trust-2': 'no' },
  },
  {
    name: 'pods of EKS pass tags',
    service: 'pods.eks',
    trust: trust({ Service: 'pods.eks.amazonaws.com' }),
    verdict: 'no',
    steps: { 'tag-session': 'no' },
    says: 'sts:TagSession',
  },
  {
    name: 'EC2 without an instance profile that is known',
    service: 'ec2',
    trust: trust({ Service: 'ec2.amazonaws.com' }),
    verdict: 'unknown',
    steps: { 'instance-profile': 'unknown' },
  },
  {
    name: 'the call itself is not allowed',
    words: [
      '--call',
      'lambda:CreateFunction',
      '--associated-resource',
      'arn:aws:lambda:eu-west-1:111122223333:function:app',
    ],
    verdict: 'no',
    steps: { call: 'no' },
  },
  {
    name: 'the call itself, and its resource is not told',
    policy: policy(
      allow('iam:PassRole', role),
      allow('lambda:CreateFunction', 'arn:aws:lambda:*:111122223333:function:*'),
    ),
    words: ['--call', 'lambda:CreateFunction'],
    verdict: 'unknown',
    steps: { call: 'unknown' },
  },
  {
    name: 'the call itself is allowed',
    policy: policy(allow('iam:PassRole', role), allow('lambda:CreateFunction', '*')),
    words: ['--call', 'lambda:CreateFunction'],
    verdict: 'yes',
    steps: {},
  },
  {
    name: 'a service that nobody knows',
    service: 'lambada.amazonaws.com',
    trust: trust({ Service: 'lambada.amazonaws.com' }),
    verdict: 'yes',
    steps: {},
    says: 'Did you mean `lambda.amazonaws.com`?',
  },
];

describe('from files', () => {
  test.each(rows)('$name: $verdict', async (row) => {
    const given = row.policy === 'none' ? undefined : (row.policy ?? may);
    const files = {
      't.json': row.trust ?? lambda,
      ...row.files,
      ...(given === undefined ? {} : { 'p.json': given }),
    };
    const { document, outcomes, status, out, err } = await askFiles(
      [
        ...['pass-role', row.role ?? role, '--trust-policy', 't.json', '--principal', row.principal ?? mika],
        ...[
          '--service',
          row.service ?? 'lambda.amazonaws.com',
          ...(given === undefined ? [] : ['--policy', 'p.json']),
        ],
        ...(row.words ?? []),
      ],
      files,
    );
    expect(err).toBe('');
    expect(document.verdict).toBe(row.verdict);
    const others = Object.entries(outcomes).filter(([, outcome]) => outcome !== 'yes' && outcome !== 'skip');
    expect(Object.fromEntries(others)).toEqual(row.steps);
    expect(status).toBe(row.verdict === 'yes' ? 0 : 1);
    if (row.says !== undefined) expect(out).toContain(row.says);
  });

  test.each([
    [['pass-role'], 'which role?'],
    [['pass-role', role, '--trust-policy', 't.json', '--principal', mika], 'which service'],
    [['pass-role', role, '--trust-policy', 't.json', '--service', 'lambda'], 'who passes the role?'],
    [
      ['pass-role', role, '--trust-policy', 't.json', '--principal', mika, '--service', 'lambada'],
      'lambda.amazonaws.com',
    ],
    [
      ['pass-role', role, '--trust-policy', 't.json', '--principal', mika, '--service', 'Lambda@Edge'],
      'edgelambda',
    ],
    [
      ['pass-role', mika, '--trust-policy', 't.json', '--principal', mika, '--service', 'lambda'],
      'is no ARN of a role',
    ],
    [
      [
        'pass-role',
        role,
        '--trust-policy',
        't.json',
        '--principal',
        mika,
        '--service',
        'lambda',
        '--call',
        'lambda:CreateFunktion',
      ],
      'lambda:CreateFunction',
    ],
    [['pass-role', role, '--external-id', 'x'], 'does nothing for pass-role'],
  ])('what cannot be read ends with 2: %j', async (words, told) => {
    const { status, err, out } = await askFiles(words, { 't.json': lambda });
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(told);
  });
});

test('services go by names of regions and of China', () => {
  expect(findService('logs.eu-west-1.amazonaws.com')?.known?.title).toBe('CloudWatch Logs');
  expect(findService('ec2.amazonaws.com.cn')).toMatchObject({
    principal: 'ec2.amazonaws.com.cn',
    known: { title: 'EC2' },
  });
  expect(findService('lambda')?.principal).toBe('lambda.amazonaws.com');
  expect(findService('arn:aws:iam::1:role/x')).toBeUndefined();
  expect(nearestService('ecs-task')).toBe('ecs-tasks.amazonaws.com');
});

describe('live', () => {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => aws.close());

  const ask = async (play: Play, ...words: readonly string[]) => {
    aws.play({ caller: arnOf('user/mika'), ...play });
    const { out, err, status } = await aws.check(['pass-role', ...words, '--json']);
    expect(err).toBe('');
    return readAnswer(out, status);
  };
  const own = JSON.stringify(policy(allow('iam:PassRole', role), allow('ec2:RunInstances', '*')));
  const team = (more: Partial<Account> = {}) =>
    account({
      users: new Map([['mika', user({ inline: new Map([['own', own]]) })]]),
      roles: new Map([['App', roleFacts({ path: '/apps/' })]]),
      profiles: new Map([['web', new Set(['App'])]]),
      ...more,
    });

  test('EC2: policies, trust and instance profile are read', async () => {
    const words = [role, '--service', 'ec2', '--only-these', '--call', 'ec2:RunInstances'];
    const { document, outcomes } = await ask({ account: team() }, ...words);
    expect(outcomes).toMatchObject({
      role: 'yes',
      identity: 'yes',
      trust: 'yes',
      'instance-profile': 'yes',
      call: 'yes',
    });
    expect(document.verdict).toBe('yes');
    expect(aws.asked().filter((action) => !/^(?:Get|List)/.test(action))).toEqual([]);
  });

  test('without an instance profile: the commands that make one', async () => {
    const { document, commands } = await ask(
      { account: team({ profiles: new Map() }) },
      'App',
      '--service',
      'ec2',
      '--only-these',
    );
    expect(document.verdict).toBe('no');
    expect(commands).toEqual([
      'aws iam create-instance-profile --instance-profile-name App',
      'aws iam add-role-to-instance-profile --instance-profile-name App --role-name App',
    ]);
  });

  test('an instance profile of the name, with another role in it', async () => {
    const of = team({
      profiles: new Map([
        ['App', new Set(['Other'])],
        ['web', new Set(['App'])],
      ]),
    });
    const words = [role, '--service', 'ec2', '--only-these', '--instance-profile', 'App'];
    const { outcomes, document } = await ask({ account: of }, ...words);
    expect(outcomes['instance-profile']).toBe('no');
    expect(JSON.stringify(document)).toContain('web');
  });

  test('what the organization says is unknown', async () => {
    const { document, outcomes } = await ask({ account: team() }, role, '--service', 'ec2');
    expect(document.verdict).toBe('unknown');
    expect(outcomes).toMatchObject({ scp: 'unknown' });
    expect(outcomes).not.toHaveProperty('rcp');
  });

  test.each([
    'GetRole',
    'GetUser',
    'ListUserPolicies',
    'GetUserPolicy',
    'ListAttachedUserPolicies',
    'ListGroupsForUser',
    'ListInstanceProfilesForRole',
  ])('%s is refused: unknown', async (action) => {
    const { document, status, out } = await ask(
      { account: team(), trouble: { [action]: {} } },
      role,
      '--service',
      'ec2',
      '--only-these',
    );
    expect(document.verdict).toBe('unknown');
    expect(status).toBe(1);
    expect(out).toContain(`iam:${action}`);
  });

  test('a role under another path', async () => {
    const { outcomes } = await ask(
      { account: team() },
      arnOf('role/App'),
      '--service',
      'ec2',
      '--only-these',
    );
    expect(outcomes['role']).toBe('no');
  });
});

import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  simulated,
  B,
  bucket,
  caseOf,
  dependsOn,
  everything,
  federated,
  grant,
  key,
  notes,
  object,
  outcome,
  refuse,
  role,
  root,
  service,
  session,
  type Asking,
} from '../support/ask.ts';
import { accessDeniedMessage } from '../../../src/policy/answer/message.ts';
import { loadManaged } from '../../../src/policy/scenario/library.ts';
import { compilePolicies } from '../../../src/policy/decision/compile.ts';
import { simulate } from '../../../src/policy/decision/simulate.ts';

/** What AWS refuses, or decides by other sides than elsewhere, whatever the policies say. */

const open = { identity: everything, resource: [grant('*')] };
const foreign = `arn:aws:iam::${B}:user/bob`;
const special = 'implicitDeny by special';
const arn = (service: string, rest: string, account = A, region = 'us-east-1') =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

describe('R692 operations across accounts', () => {
  test.each([
    ['kms:Decrypt', key, true],
    ['kms:GetKeyRotationStatus', key, true],
    ['kms:ScheduleKeyDeletion', key, false],
    ['kms:PutKeyPolicy', key, false],
    ['kms:TagResource', key, false],
    ['sqs:SendMessage', arn('sqs', 'q'), true],
    ['sqs:PurgeQueue', arn('sqs', 'q'), true],
    ['sqs:DeleteQueue', arn('sqs', 'q'), false],
    ['sqs:SetQueueAttributes', arn('sqs', 'q'), false],
    ['sns:Publish', arn('sns', 't'), true],
    ['sns:TagResource', arn('sns', 't'), false],
    ['lambda:InvokeFunction', arn('lambda', 'function:f'), true],
    ['lambda:UpdateFunctionConfiguration', arn('lambda', 'function:f'), false],
    ['lambda:GetLayerVersion', arn('lambda', 'layer:l:1'), true],
    ['dynamodb:GetItem', arn('dynamodb', 'table/t'), true],
    ['dynamodb:PartiQLSelect', arn('dynamodb', 'table/t'), false],
    ['dynamodb:UpdateTimeToLive', arn('dynamodb', 'table/t'), false],
    ['s3:GetObject', object, true],
    ['s3:PutBucketAcl', bucket, true],
    ['s3:CreateBucket', bucket, false],
    ['s3:PutBucketPolicy', bucket, false],
    ['s3express:CreateSession', arn('s3express', 'bucket/b--use1-az4--x-s3'), true],
    ['s3express:DeleteBucket', arn('s3express', 'bucket/b--use1-az4--x-s3'), false],
    ['logs:PutSubscriptionFilter', arn('logs', 'destination:d'), true],
    ['logs:PutSubscriptionFilter', arn('logs', 'log-group:g'), false],
    ['logs:PutLogEvents', arn('logs', 'log-group:g:log-stream:s'), false],
    ['ec2:RunInstances', arn('ec2', 'instance/i-1'), false],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:s-abcdef'), true],
    ['events:PutEvents', arn('events', 'event-bus/b'), true],
    ['ecr:BatchGetImage', arn('ecr', 'repository/r'), true],
  ])('R692 %s on %s works: %s', (action, resource, works) => {
    const asking: Asking = { principal: foreign, action, resource, resourceAccount: A };
    expect(outcome(asking, open)).toBe(works ? 'allowed by resource' : special);
  });

  test('R692 an explicit deny is still named, and services are no other account', () => {
    const asking: Asking = { principal: foreign, action: 'kms:ScheduleKeyDeletion', resource: key };
    expect(outcome(asking, { identity: everything, resource: [grant('*'), refuse('*')] })).toBe(
      'explicitDeny by resource',
    );
    expect(outcome({ ...asking, principal: service }, open)).toBe('allowed by resource');
  });
});

describe('R691 resources without a policy of their own', () => {
  test.each([
    ['ec2:StopInstances', arn('ec2', 'instance/i-1')],
    ['rds:DeleteDBInstance', arn('rds', 'db:d')],
    ['dynamodb:DescribeBackup', arn('dynamodb', 'table/t/backup/b')],
    ['ssm:StartSession', arn('ssm', 'session/x')],
  ])('R691 %s on %s: a grant counts nothing, a Deny does', (action, resource) => {
    expect(outcome({ action, resource }, { resource: [grant(alice)] })).toMatch(/^implicitDeny/);
    expect(outcome({ action, resource }, { identity: everything, resource: [refuse('*')] })).toBe(
      'explicitDeny by resource',
    );
    expect(outcome({ action, resource, principal: foreign }, open)).toBe(special);
    const codes = notes({ action, resource }, { resource: [grant(alice)] }).map(({ code }) => code);
    expect(codes).toContain('simulate/no-resource-policy');
  });

  test('R691 an image names no account: the caller’s side decides', () => {
    const image = 'arn:aws:ec2:us-east-1::image/ami-1';
    const asking: Asking = { action: 'ec2:RunInstances', resource: image, resourceAccount: B };
    expect(outcome(asking, { identity: everything })).toBe('allowed by identity');
    expect(outcome(asking, {})).toMatch(/^implicitDeny/);
  });

  test.each([
    ['ec2:DeregisterImage', 'image/ami-1'],
    ['ec2:ModifyImageAttribute', 'image/ami-1'],
    ['ec2:DeleteSnapshot', 'snapshot/snap-1'],
    ['ec2:ModifySnapshotAttribute', 'snapshot/snap-1'],
    ['ebs:PutSnapshotBlock', 'snapshot/snap-1'],
  ])('R691 %s is for the owner of %s alone', (action, name) => {
    const asking: Asking = { action, resource: `arn:aws:ec2:us-east-1::${name}` };
    expect(outcome({ ...asking, resourceAccount: B }, { identity: everything })).toBe(special);
    expect(outcome({ ...asking, resourceAccount: A }, { identity: everything })).toBe('allowed by identity');
    const ways = dependsOn(asking, { identity: everything });
    expect(ways.map(({ decision }) => decision)).toContain('implicitDeny');
  });

  test('R691 the policy of a log group is for services', () => {
    const asking: Asking = { action: 'logs:PutLogEvents', resource: arn('logs', 'log-group:g:log-stream:s') };
    expect(outcome(asking, { resource: [grant(alice)] })).toMatch(/^implicitDeny/);
    expect(
      outcome(
        { ...asking, principal: service },
        { resource: [{ Effect: 'Allow', Principal: { Service: service }, Action: '*', Resource: '*' }] },
      ),
    ).toBe('allowed by resource');
  });
});

describe('R641 without a signature', () => {
  const openUrl = { 'lambda:FunctionUrlAuthType': 'NONE' };
  test.each<[string, string, Asking, boolean]>([
    ['s3:GetObject', object, {}, true],
    ['s3:DeleteBucketPolicy', bucket, {}, false],
    ['s3:ListAllMyBuckets', '*', {}, false],
    ['s3:GetObject', 'arn:aws:s3::111122223333:accesspoint/a.mrap/object/x', {}, false],
    ['sqs:SendMessage', arn('sqs', 'q'), {}, true],
    ['sqs:PurgeQueue', arn('sqs', 'q'), {}, false],
    ['sns:Publish', arn('sns', 't'), {}, false],
    ['kms:Decrypt', key, {}, false],
    ['es:ESHttpGet', arn('es', 'domain/d/_search'), {}, true],
    ['es:DeleteDomain', arn('es', 'domain/d'), {}, false],
    ['es:UpdateDomainConfig', arn('es', 'domain/d'), {}, false],
    ['execute-api:Invoke', arn('execute-api', 'a/s/GET/x'), {}, true],
    ['execute-api:InvalidateCache', arn('execute-api', 'a/s/GET/x'), {}, false],
    ['lambda:InvokeFunction', arn('lambda', 'function:f'), { context: openUrl }, false],
    ['lambda:GetFunction', arn('lambda', 'function:f'), { context: openUrl }, false],
    ['lambda:InvokeFunctionUrl', arn('lambda', 'function:f'), {}, false],
    ['elasticfilesystem:ClientMount', arn('elasticfilesystem', 'file-system/fs-1'), {}, true],
    ['elasticfilesystem:DeleteFileSystem', arn('elasticfilesystem', 'file-system/fs-1'), {}, false],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:s-abcdef'), {}, false],
  ])('R641 %s on %s %j works: %s', (action, resource, more, works) => {
    const asking: Asking = { principal: 'anonymous', action, resource, resourceAccount: A, ...more };
    expect(outcome(asking, { resource: [grant('*')] })).toBe(works ? 'allowed by resource' : special);
  });
});

describe('R693 VPC Lattice', () => {
  const asking: Asking = {
    action: 'vpc-lattice-svcs:Invoke',
    resource: arn('vpc-lattice', 'service/svc-1/p'),
  };
  test.each([
    ['both', open, 'allowed by identity'],
    ['the auth policy alone', { resource: [grant(alice)] }, 'implicitDeny by identity'],
    ['an identity policy, and no auth policy', { identity: everything }, 'allowed by identity'],
    ['neither', {}, 'implicitDeny by default'],
  ])('R693 %s', (_, around, expected) => {
    expect(outcome(asking, around)).toBe(expected);
  });
});

describe('R666, R673 what AWS keeps for itself', () => {
  const iam = (rest: string) => `arn:aws:iam::${A}:${rest}`;
  const linked = iam('role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty');
  const reserved = iam('role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_A_0123456789abcdef');
  const managed = 'arn:aws:iam::aws:policy/service-role/AWSLambdaRole';
  test.each([
    ['iam:DeleteRole', linked, false],
    ['iam:PutRolePolicy', linked, false],
    ['iam:UpdateAssumeRolePolicy', linked, false],
    ['iam:UpdateRoleDescription', linked, true],
    ['iam:DeleteServiceLinkedRole', linked, true],
    ['iam:CreateServiceLinkedRole', linked, true],
    ['iam:CreateRole', linked, false],
    ['iam:CreateRole', reserved, false],
    ['iam:CreateRole', iam('role/service-role/App'), true],
    ['iam:TagRole', linked, true],
    ['iam:PassRole', linked, true],
    ['iam:UpdateRole', reserved, false],
    ['iam:DetachRolePolicy', reserved, false],
    ['iam:GetRole', reserved, true],
    ['iam:TagPolicy', managed, false],
    ['iam:SetDefaultPolicyVersion', managed, false],
    ['iam:GetPolicyVersion', managed, true],
    ['iam:DeletePolicyVersion', iam('policy/aws'), true],
    ['iam:DeleteRole', iam('role/App-aws-service-role'), true],
    ['kms:CreateAlias', arn('kms', 'alias/aws/s3'), false],
    ['kms:DeleteAlias', arn('kms', 'alias/aws/s3'), false],
    ['kms:UpdateAlias', arn('kms', 'alias/awsome'), true],
    ['s3:GetObject', arn('kms', 'alias/aws/s3'), false],
  ])('R666 R673 %s on %s is a matter of policies: %s', (action, resource, byPolicies) => {
    expect(outcome({ action, resource }, { identity: everything })).toBe(
      byPolicies ? 'allowed by identity' : special,
    );
  });

  test.each([
    'kms:TagResource',
    'kms:UntagResource',
    'kms:EnableKeyRotation',
    'kms:DisableKeyRotation',
    'kms:RotateKeyOnDemand',
  ])('R666 %s is refused on the key behind an alias of AWS, and open on a key of one’s own', (action) => {
    expect(outcome({ action, resource: arn('kms', 'alias/aws/s3') }, { identity: everything })).toBe(special);
    expect(outcome({ action, resource: arn('kms', 'key/1') }, open)).toBe('allowed by resource');
  });

  test('R673 an explicit deny is named first', () => {
    expect(
      outcome(
        { action: 'iam:DeleteRole', resource: linked },
        { identity: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
      ),
    ).toBe('explicitDeny by identity');
  });
});

describe('R653 temporary credentials of a user', () => {
  test.each([
    ['iam:ListUsers', '*', { 'aws:TokenIssueTime': '2026-01-30T00:00:00Z' }, special],
    ['iam:ListUsers', '*', { 'aws:MultiFactorAuthPresent': 'false' }, special],
    ['iam:ListUsers', '*', { 'aws:MultiFactorAuthPresent': 'true' }, 'allowed by identity'],
    [
      'iam:ListUsers',
      '*',
      { 'aws:MultiFactorAuthAge': '30', 'aws:MultiFactorAuthPresent': 'false' },
      special,
    ],
    ['iam:ListUsers', '*', { 'aws:MultiFactorAuthAge': '30' }, 'allowed by identity'],
    ['iam:ListUsers', '*', {}, 'allowed by identity'],
    ['sts:GetFederationToken', federated, { 'aws:MultiFactorAuthPresent': 'true' }, special],
    ['s3:GetObject', object, { 'aws:MultiFactorAuthPresent': 'false' }, 'allowed by identity'],
  ])('R653 %s on %s with %j is %s', (action, resource, context, expected) => {
    expect(outcome({ action, resource, context, resourceAccount: A }, { identity: everything })).toBe(
      expected,
    );
  });

  test.each(['iam:ListUsers', 'iam:GetUser', 'iam:CreateUser'])(
    'R653 a federated user cannot call %s',
    (action) => {
      const resource = action === 'iam:ListUsers' ? '*' : alice;
      const around = { identity: everything, session: everything };
      expect(outcome({ principal: federated, action, resource }, around)).toBe(special);
    },
  );
});

describe('who may call Organizations', () => {
  const told = { managementAccount: B };
  const closed = 'implicitDeny by special';
  test.each<[string, Asking, string]>([
    ['organizations:ListAccounts', told, closed],
    ['organizations:ListAccounts', { ...told, delegatedAdministrator: true }, 'allowed by identity'],
    ['organizations:ListAccounts', { managementAccount: A }, 'allowed by identity'],
    ['organizations:CreateAccount', { ...told, delegatedAdministrator: true }, closed],
    ['organizations:CreateAccount', { ...told, principal: root }, closed],
    ['organizations:DescribeOrganization', told, 'allowed by identity'],
    ['organizations:LeaveOrganization', told, 'allowed by identity'],
    ['organizations:LeaveOrganization', { managementAccount: A }, closed],
  ])('%s, told %o: %s', (action, more, expected) => {
    expect(outcome({ action, resource: '*', ...more }, { identity: everything })).toBe(expected);
  });

  const note = 'simulate/organization-caller';
  test.each<[string, Asking, boolean]>([
    ['organizations:ListAccounts', {}, true],
    ['organizations:MoveAccount', { delegatedAdministrator: true, resource: '*' }, true],
    ['organizations:ListAccounts', { delegatedAdministrator: true }, false],
    ['organizations:DescribeOrganization', {}, false],
    // The ARN of an account holds its management account.
    [
      'organizations:DescribeAccount',
      { resource: `arn:aws:organizations::${A}:account/o-exampleorgid/${B}` },
      false,
    ],
  ])('%s of %o hangs on what the question does not tell: %s', (action, more, hangs) => {
    const found = notes({ action, resource: '*', ...more }, { identity: everything }).map(({ code }) => code);
    expect(found.includes(note)).toBe(hangs);
  });
});

describe('R654 sts:AssumeRoot', () => {
  const member = `arn:aws:iam::${B}:root`;
  const management = { managementAccount: A };
  test.each<[string, Asking, string]>([
    ['of the management account', management, 'allowed by identity'],
    ['of nobody knows which account', {}, special],
    ['of a delegated administrator', { delegatedAdministrator: true }, 'allowed by identity'],
    ['on the management account itself', { ...management, resource: root }, special],
    ['as a role session', { ...management, principal: session }, 'allowed by identity'],
    ['as the root user', { ...management, principal: root }, special],
    ['of another account', { managementAccount: '999988887777' }, special],
  ])('R654 %s', (_, more, expected) => {
    const asking: Asking = { action: 'sts:AssumeRoot', resource: member, ...more };
    expect(outcome(asking, { identity: everything })).toBe(expected);
  });

  test('R654 without a permission, under an SCP, and with a policy that is not there', () => {
    const asking: Asking = { action: 'sts:AssumeRoot', resource: member, ...management };
    expect(outcome(asking, {})).toMatch(/^implicitDeny/);
    const scp = [[{ Effect: 'Deny' as const, Action: '*', Resource: '*' }]];
    expect(outcome(asking, { identity: everything, scp })).toBe('allowed by identity');
    const delegated: Asking = { action: 'sts:AssumeRoot', resource: member, delegatedAdministrator: true };
    expect(outcome(delegated, { identity: everything, scp })).toBe('explicitDeny by scp');
  });
});

describe('R655 sessions of AssumeRoot', () => {
  const asking: Asking = {
    principal: root,
    action: 's3:PutBucketPolicy',
    resource: bucket,
    resourceAccount: A,
    context: { 'aws:AssumedRoot': 'true' },
  };
  const withTask = (name: string, of: Asking) => {
    const set = compilePolicies({ session: [loadManaged(name, 'session').policy] });
    const { decision, layer } = simulate(caseOf(of), set);
    return `${decision} by ${layer}`;
  };

  test('R655 the task policy denies all but its task', () => {
    expect(withTask('S3UnlockBucketPolicy', asking)).toBe('allowed by root');
    expect(withTask('S3UnlockBucketPolicy', { ...asking, action: 's3:DeleteBucket' })).toBe(
      'explicitDeny by session',
    );
    expect(withTask('SQSUnlockQueuePolicy', asking)).toBe('explicitDeny by session');
  });

  test('R655 without a task policy it is refused, with another one that must allow', () => {
    expect(outcome(asking, {})).toBe('implicitDeny by default');
    expect(outcome(asking, { session: [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }] })).toBe(
      'implicitDeny by session',
    );
    expect(outcome(asking, { session: everything })).toBe('allowed by root');
  });

  test('R655 a session policy makes a session of the root user', () => {
    const { context, ...plain } = asking;
    expect(context).toBeDefined();
    expect(outcome(plain, {})).toBe('allowed by root');
    expect(outcome(plain, { session: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] })).toBe(
      'implicitDeny by session',
    );
  });
});

describe('R686, R687 policies of buckets and queues', () => {
  test.each(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'])(
    'R686 %s is for the owner’s account',
    (action) => {
      const asking: Asking = { action, resource: bucket, resourceAccount: A };
      expect(outcome({ ...asking, principal: foreign }, open)).toBe(special);
      expect(outcome({ ...asking, principal: `arn:aws:iam::${B}:root` }, open)).toBe(special);
      expect(outcome({ ...asking, principal: 'anonymous' }, open)).toBe(special);
      expect(outcome({ ...asking, principal: alice }, open)).toMatch(/^allowed/);
    },
  );

  test.each([
    ['sqs:SetQueueAttributes', 'allowed by root'],
    ['sqs:GetQueueAttributes', 'allowed by root'],
    ['sqs:GetQueueUrl', 'allowed by root'],
    ['sqs:SendMessage', 'explicitDeny by resource'],
  ])('R687 the root user of the queue’s owner, locked out, asks %s', (action, expected) => {
    expect(outcome({ principal: root, action, resource: arn('sqs', 'q') }, { resource: [refuse('*')] })).toBe(
      expected,
    );
  });

  test('R687 the root user of another account is no owner', () => {
    const asking: Asking = {
      principal: `arn:aws:iam::${B}:root`,
      action: 'sqs:GetQueueUrl',
      resource: arn('sqs', 'q'),
    };
    expect(outcome(asking, { resource: [refuse('*')] })).toBe('explicitDeny by resource');
  });
});

test.each([
  ['aws', 'aws-cn'],
  ['aws-us-gov', 'aws'],
])('R914 credentials of %s in %s', (own, other) => {
  const asking: Asking = {
    principal: `arn:${own}:iam::${A}:user/alice`,
    resource: `arn:${other}:s3:::acme/x`,
    resourceAccount: A,
  };
  expect(outcome(asking, open)).toBe(special);
});

test('R713 a refusal by a rule carries no AccessDenied text', () => {
  const answer = simulated({ principal: foreign, action: 'iam:GetRole', resource: role }, open);
  expect(accessDeniedMessage(answer.decidedFor, answer.decision, answer.layer)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { companionBecause } from '../../../src/policy/answer/companion-because.ts';
import {
  A,
  B,
  bucket,
  caseOf,
  everything,
  grant,
  notes,
  object,
  outcome,
  role,
  simulated,
  trust,
  type Asking,
} from '../support/ask.ts';
import type { Sentence } from '../support/policies.ts';

/** Permissions that a call needs besides its own (5.10). */

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${A}:${rest}`;
const instance = arn('ec2', 'instance/i-1');
const companionsOf = (asking: Asking) => caseOf(asking).companions.map(({ action }) => action);
const only = (...Action: string[]): readonly Sentence[] => [{ Effect: 'Allow', Action, Resource: '*' }];
const requestTags = { t: 'a' };

describe('R696 tags at creation', () => {
  test.each([
    ['ec2:RunInstances', instance, ['ec2:CreateTags']],
    ['ec2:RunInstances', arn('ec2', 'volume/vol-1'), ['ec2:CreateTags']],
    ['ec2:RunInstances', arn('ec2', 'subnet/subnet-1'), []],
    ['ec2:CreateVolume', arn('ec2', 'volume/vol-1'), ['ec2:CreateTags']],
    ['ec2:CreateTags', instance, []],
    ['iam:CreateRole', role, ['iam:TagRole']],
    ['iam:CreateUser', `arn:aws:iam::${A}:user/x`, ['iam:TagUser']],
    ['iam:TagRole', role, []],
    ['ecs:RunTask', arn('ecs', 'task-definition/t:1'), ['ecs:TagResource']],
    ['kms:CreateKey', '*', ['kms:TagResource']],
    ['sqs:CreateQueue', arn('sqs', 'q'), ['sqs:TagQueue']],
    ['sns:CreateTopic', arn('sns', 't'), ['sns:TagResource']],
    ['secretsmanager:CreateSecret', arn('secretsmanager', 'secret:s'), ['secretsmanager:TagResource']],
    ['s3:PutObject', object, ['s3:PutObjectTagging']],
    ['s3:GetObject', object, []],
    ['lambda:CreateFunction', arn('lambda', 'function:f'), ['lambda:TagResource']],
    ['dynamodb:CreateTable', arn('dynamodb', 'table/t'), ['dynamodb:TagResource']],
    ['rds:CreateDBInstance', arn('rds', 'db:d'), ['rds:AddTagsToResource']],
    ['logs:CreateLogGroup', arn('logs', 'log-group:g'), ['logs:TagResource']],
    ['kinesis:CreateStream', arn('kinesis', 'stream/s'), ['kinesis:AddTagsToStream']],
    [
      'elasticloadbalancing:CreateLoadBalancer',
      arn('elasticloadbalancing', 'loadbalancer/app/x/1'),
      ['elasticloadbalancing:AddTags'],
    ],
    ['athena:CreateWorkGroup', arn('athena', 'workgroup/w'), ['athena:TagResource']],
    // Their rows list keys, but no tags: those of the action hold for them.
    ['ecs:CreateCluster', arn('ecs', 'cluster/c'), ['ecs:TagResource']],
    ['ecs:CreateService', arn('ecs', 'service/c/s'), ['ecs:TagResource']],
    ['elasticache:CreateCacheCluster', arn('elasticache', 'cluster:c'), ['elasticache:AddTagsToResource']],
    ['batch:SubmitJob', arn('batch', 'job-definition/d:1'), ['batch:TagResource']],
    ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:a'), ['cloudwatch:TagResource']],
  ])('R696 %s on %s with tags asks %j', (action, resource, expected) => {
    expect(companionsOf({ action, resource, resourceAccount: A, requestTags })).toEqual(expected);
    expect(companionsOf({ action, resource, resourceAccount: A })).toEqual([]);
  });

  test('R696 by a key of the context too', () => {
    const asking: Asking = { action: 'ec2:CreateVolume', resource: arn('ec2', 'volume/vol-1') };
    expect(companionsOf({ ...asking, context: { 'aws:RequestTag/t': 'a' } })).toEqual(['ec2:CreateTags']);
    expect(companionsOf({ ...asking, context: { 'aws:TagKeys': ['t'] } })).toEqual(['ec2:CreateTags']);
  });

  test('R696 the tagging action is told which call it is, and sees the tags', () => {
    const asking: Asking = { action: 'ec2:CreateVolume', resource: arn('ec2', 'volume/vol-1'), requestTags };
    const tagging = (Condition: Sentence['Condition']): readonly Sentence[] => [
      ...only('ec2:CreateVolume'),
      { Effect: 'Allow', Action: 'ec2:CreateTags', Resource: '*', ...(Condition && { Condition }) },
    ];
    const allows = (Condition: Sentence['Condition']) => outcome(asking, { identity: tagging(Condition) });
    expect(allows({ StringEquals: { 'ec2:CreateAction': 'CreateVolume' } })).toMatch(/^allowed/);
    expect(allows({ StringEquals: { 'ec2:CreateAction': 'RunInstances' } })).toMatch(/^implicitDeny/);
    expect(allows({ StringEquals: { 'aws:RequestTag/t': 'a' } })).toMatch(/^allowed/);
    expect(allows({ StringEquals: { 'aws:RequestTag/t': 'b' } })).toMatch(/^implicitDeny/);
  });

  test.each([
    [
      'elasticloadbalancing:CreateListener',
      arn('elasticloadbalancing', 'loadbalancer/app/web/1'),
      'listener/app/web/1/*',
    ],
    [
      'elasticloadbalancing:CreateRule',
      arn('elasticloadbalancing', 'listener/app/web/1/2'),
      'listener-rule/app/web/1/2/*',
    ],
    ['ecs:RunTask', arn('ecs', 'task-definition/t:1'), 'task/*'],
    ['ecs:StartTask', arn('ecs', 'task-definition/t:1'), 'task/*'],
    ['ecs:RegisterContainerInstance', arn('ecs', 'cluster/c'), 'container-instance/c/*'],
    ['elasticfilesystem:CreateAccessPoint', arn('elasticfilesystem', 'file-system/fs-1'), 'access-point/*'],
  ])('R696 %s sets the tags on what it makes', (action, resource, made) => {
    const asking: Asking = { action, resource, requestTags };
    const [service = ''] = action.split(':');
    const tagging = caseOf(asking).companions[0]?.action;
    const on = (Resource: string): readonly Sentence[] => [
      ...only(action),
      { Effect: 'Allow', Action: tagging ?? '', Resource },
    ];
    expect(outcome(asking, { identity: on(arn(service, made)) })).toMatch(/^allowed/);
    expect(outcome(asking, { identity: on(resource) })).toMatch(/^implicitDeny/);
  });

  test('R696 what is made has not the tags of the resource asked', () => {
    const asking: Asking = {
      action: 'elasticloadbalancing:CreateListener',
      resource: arn('elasticloadbalancing', 'loadbalancer/app/web/1'),
      requestTags,
      resourceTags: { team: 'red' },
    };
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'red' } };
    expect(
      outcome(asking, {
        identity: [{ Effect: 'Allow', Action: 'elasticloadbalancing:*', Resource: '*', Condition }],
      }),
    ).toMatch(/^implicitDeny/);
  });

  test.each([
    ['athena:CreateWorkGroup', arn('athena', 'workgroup/w'), true],
    ['sqs:CreateQueue', arn('sqs', 'q'), false],
  ])('R696 R125 %s: that the documents do not say it is said: %s', (action, resource, isSaid) => {
    const codes = notes({ action, resource, requestTags }, { identity: only(action) }).map(
      ({ code }) => code,
    );
    expect(codes.includes('simulate/stricter-reading')).toBe(isSaid);
  });

  test.each(['logs:TagResource', 'logs:TagLogGroup'])('R696 a log group takes %s', (tagging) => {
    const asking: Asking = {
      action: 'logs:CreateLogGroup',
      resource: arn('logs', 'log-group:g'),
      requestTags,
    };
    expect(outcome(asking, { identity: only('logs:CreateLogGroup') })).toMatch(/^implicitDeny/);
    expect(outcome(asking, { identity: only('logs:CreateLogGroup', tagging) })).toMatch(/^allowed/);
  });
});

describe('R695 all must be allowed', () => {
  const asking: Asking = { action: 'iam:CreateRole', resource: role, requestTags };
  test.each([
    ['both', only('iam:CreateRole', 'iam:TagRole'), 'allowed by identity'],
    ['the call alone', only('iam:CreateRole'), 'implicitDeny by identity'],
    ['the tags alone', only('iam:TagRole'), 'implicitDeny by identity'],
    [
      'a Deny of the tags',
      [...everything, { Effect: 'Deny' as const, Action: 'iam:TagRole', Resource: '*' }],
      'explicitDeny by identity',
    ],
  ])('R695 %s', (_, identity, expected) => {
    expect(outcome(asking, { identity })).toBe(expected);
  });

  test('R695 each says why it is asked', () => {
    const { case: of, companions } = simulated(asking, { identity: everything });
    expect(companions.map(({ request }) => companionBecause(of.request, request))).toEqual([
      'the call passes tags',
    ]);
  });
});

describe('R697 others', () => {
  const f = arn('lambda', 'function:f');
  const url: Asking = { action: 'lambda:InvokeFunctionUrl', resource: f };
  test('R697 a function URL invokes the function, for whoever calls', () => {
    expect(outcome(url, { identity: only('lambda:InvokeFunctionUrl') })).toMatch(/^implicitDeny/);
    expect(outcome(url, { identity: only('lambda:InvokeFunctionUrl', 'lambda:InvokeFunction') })).toMatch(
      /^allowed/,
    );
    const open: Asking = {
      ...url,
      principal: 'anonymous',
      context: { 'lambda:FunctionUrlAuthType': 'NONE' },
    };
    expect(outcome(open, { resource: [grant('*', { Action: 'lambda:InvokeFunctionUrl' })] })).toMatch(
      /^implicitDeny/,
    );
    const viaUrl = { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };
    expect(
      outcome(open, {
        resource: [
          grant('*', { Action: 'lambda:InvokeFunctionUrl' }),
          grant('*', { Action: 'lambda:InvokeFunction', Condition: viaUrl }),
        ],
      }),
    ).toMatch(/^allowed/);
  });

  test('R697 attributes of an object are read with the object', () => {
    const asking: Asking = { action: 's3:GetObjectAttributes', resource: object, resourceAccount: A };
    expect(outcome(asking, { identity: only('s3:GetObjectAttributes') })).toMatch(/^implicitDeny/);
    expect(companionsOf({ ...asking, action: 's3:GetObjectVersionAttributes' })).toEqual([
      's3:GetObjectVersion',
    ]);
  });

  test('R697 IAM Roles Anywhere passes tags and a source identity', () => {
    const asking: Asking = {
      principal: 'rolesanywhere.amazonaws.com',
      action: 'sts:AssumeRole',
      resource: role,
    };
    const names = { Service: 'rolesanywhere.amazonaws.com' };
    expect(outcome(asking, { resource: [trust(names)] })).toMatch(/^implicitDeny/);
    const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    expect(outcome(asking, { resource: [trust(names, { Action: all })] })).toMatch(/^allowed/);
  });

  test('R697 EKS Pod Identity without session tags is told', () => {
    const asking: Asking = { principal: 'pods.eks.amazonaws.com', action: 'sts:AssumeRole', resource: role };
    const codes = (of: Asking) => caseOf(of).notices.map(({ code }) => code);
    expect(codes(asking)).toContain('request/session-tags-wanted');
    expect(codes({ ...asking, sessionTags: { t: 'a' } })).not.toContain('request/session-tags-wanted');
  });

  test.each<[string, string, Asking, string]>([
    ['lambda:CreateFunction', f, {}, 'simulate/passes-role'],
    ['s3:PutObject', object, { context: { 's3:x-amz-acl': 'private' } }, 'simulate/object-acl'],
    ['s3:CreateBucket', bucket, { context: { 's3:x-amz-acl': 'private' } }, 'simulate/bucket-settings'],
  ])('R697 what %s may need besides is said', (action, resource, more, code) => {
    const asking: Asking = { action, resource, resourceAccount: A, ...more };
    expect(notes(asking, { identity: everything }).map((note) => note.code)).toContain(code);
  });
});

describe('R241 resources that a call needs', () => {
  const run: Asking = { action: 'ec2:RunInstances', resource: instance };
  const on = (...Resource: string[]): readonly Sentence[] => [
    { Effect: 'Allow', Action: 'ec2:RunInstances', Resource },
  ];
  const types = ['image', 'network-interface', 'security-group', 'subnet'];
  const all = types.map((type) => `arn:aws:ec2:*:*:${type}/*`);

  test.each<[string, readonly Sentence[], string]>([
    ['everything', on('*'), 'allowed by identity'],
    ['instances alone', on('arn:aws:ec2:*:*:instance/*'), 'implicitDeny by identity'],
    ['each of the types', on('arn:aws:ec2:*:*:instance/*', ...all), 'allowed by identity'],
    ['all but subnets', on('arn:aws:ec2:*:*:instance/*', ...all.slice(0, -1)), 'implicitDeny by identity'],
    [
      'one subnet',
      on('arn:aws:ec2:*:*:instance/*', ...all.slice(0, -1), arn('ec2', 'subnet/subnet-1')),
      'allowed by identity',
    ],
  ])('R241 %s', (_, identity, expected) => {
    expect(outcome(run, { identity })).toBe(expected);
  });

  test('R241 what NotResource leaves out of a type is all of it, or not', () => {
    const but = (NotResource: string): readonly Sentence[] => [
      { Effect: 'Allow', Action: 'ec2:*', NotResource },
    ];
    expect(outcome(run, { identity: but('arn:aws:ec2:*:*:subnet/*') })).toBe('implicitDeny by identity');
    expect(outcome(run, { identity: but(arn('ec2', 'subnet/subnet-1')) })).toBe('allowed by identity');
  });

  test('R241 all of them are in one region', () => {
    const images = 'arn:aws:ec2:*::image/*';
    const inRegion = (region: string) => `arn:aws:ec2:${region}:*:*`;
    expect(outcome(run, { identity: on(images, inRegion('eu-west-1')) })).toBe('allowed by identity');
    expect(outcome(run, { identity: on(images, 'arn:aws:ec2:*:*:instance/*', inRegion('us-east-1')) })).toBe(
      'implicitDeny by identity',
    );
  });

  test('R241 the boundary and each SCP level must allow some of each type too', () => {
    const instances = on('arn:aws:ec2:*:*:instance/*');
    expect(outcome(run, { identity: everything, boundary: instances })).toBe('implicitDeny by boundary');
    expect(outcome(run, { identity: everything, scp: [everything, instances] })).toBe('implicitDeny by scp');
  });

  test('R241 what was not asked is named', () => {
    const notice = caseOf(run).notices.find(({ code }) => code === 'request/resources-wanted');
    for (const type of types) expect(notice?.message).toContain(`\`${type}\``);
    expect(
      caseOf({ action: 'kms:CreateAlias', resource: arn('kms', 'alias/a') }).notices.map(({ code }) => code),
    ).toContain('request/resources-wanted');
    expect(caseOf({ action: 's3:GetObject' }).notices.map(({ code }) => code)).not.toContain(
      'request/resources-wanted',
    );
  });

  test('R241 outside of EC2 the note is all', () => {
    const asking: Asking = { action: 'kms:CreateAlias', resource: arn('kms', 'alias/a') };
    expect(
      outcome(asking, { identity: [{ Effect: 'Allow', Action: '*', Resource: 'arn:aws:kms:*:*:alias/*' }] }),
    ).toBe('allowed by identity');
  });

  test('R241 a resource of a type that is not required says nothing of the others', () => {
    const volume: Asking = { ...run, resource: arn('ec2', 'key-pair/k') };
    expect(caseOf(volume).required).toEqual([]);
  });

  test('R241 the account of the types does not matter', () => {
    expect(
      outcome(run, {
        identity: on('arn:aws:ec2:*:*:instance/*', `arn:aws:ec2:*:${B}:*`, 'arn:aws:ec2:*::image/*'),
      }),
    ).toBe('allowed by identity');
  });
});

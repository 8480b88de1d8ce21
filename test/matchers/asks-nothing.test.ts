import { describe, expect, test } from 'vitest';
import '../../src/vitest.ts';
import { compile } from '../../src/library/compile.ts';

/** Expectations that would hold whatever the policies say: each fails, and so does its opposite. */

const key = 'arn:aws:s3:::acme/a';
const allow = (Action: string, Resource: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource, ...more },
});
const reader = allow('s3:GetObject', 'arn:aws:s3:::acme/*');

describe('a question that is none fails, and so does its opposite', () => {
  test.each<[string, unknown, string, string | undefined, object | undefined, string]>([
    [
      'no resource of an action that is about one',
      reader,
      's3:GetObject',
      undefined,
      undefined,
      'names none',
    ],
    ['a pattern of actions without a resource', reader, 's3:Get*', undefined, undefined, 'names none'],
    [
      'a resource of another service',
      reader,
      's3:GetObject',
      'arn:aws:sqs:eu-west-1:111122223333:jobs',
      undefined,
      'is not about resources like',
    ],
    [
      'a condition key with a slip',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:PrincpalTag/team': 'red' } },
      'is not a known condition key. Did you mean `aws:PrincipalTag/team`?',
    ],
    [
      'a value that aws:MultiFactorAuthPresent never has',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:MultiFactorAuthPresent': 'yes' } },
      '`yes` of `aws:MultiFactorAuthPresent` is not true or false. Write true or false.',
    ],
    [
      'a value that aws:CurrentTime never has',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:CurrentTime': 'tomorrow' } },
      '`tomorrow` of `aws:CurrentTime` is not a date',
    ],
    [
      'a value that aws:SourceIp never has',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:SourceIp': '10.0.0.300' } },
      '`10.0.0.300` of `aws:SourceIp` is not an IP address',
    ],
    [
      'a value that aws:MultiFactorAuthAge never has',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:MultiFactorAuthAge': '1h' } },
      '`1h` of `aws:MultiFactorAuthAge` is not a number',
    ],
    [
      'a value that aws:SourceArn never has',
      reader,
      's3:GetObject',
      key,
      { context: { 'aws:SourceArn': ['arn:aws:s3:::acme', 'acme'] } },
      '`acme` of `aws:SourceArn` is not an ARN',
    ],
    [
      'a value that s3:max-keys never has',
      reader,
      's3:GetObject',
      key,
      { context: { 's3:max-keys': 'ten' } },
      '`ten` of `s3:max-keys` is not a number',
    ],
    [
      'what was compiled of nothing',
      compile({}),
      's3:GetObject',
      key,
      undefined,
      'they allow nobody anything',
    ],
    [
      'what was compiled without a policy that may allow',
      compile({ scp: [[{ managed: 'FullAWSAccess' }]] }),
      's3:GetObject',
      key,
      undefined,
      'they allow nobody anything',
    ],
  ])('%s', (_, subject, action, resource, options, message) => {
    const both = [
      () => {
        expect(subject).toDeny(action, resource, options);
      },
      () => {
        expect(subject).not.toDeny(action, resource, options);
      },
      () => {
        expect(subject).toAllow(action, resource, options);
      },
      () => {
        expect(subject).not.toAllow(action, resource, options);
      },
    ];
    for (const act of both) expect(act).toThrow(message);
  });

  test.each<[string, () => void]>([
    [
      'an action that names no resource',
      () => {
        expect(reader).toDeny('s3:ListAllMyBuckets');
      },
    ],
    [
      'a Deny that holds of every resource',
      () => {
        expect([reader, { Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } }]).toDeny(
          's3:GetObject',
        );
      },
    ],
    [
      'as it is written',
      () => {
        expect(reader).toDeny('s3:GetObject', 'arn:aws:sqs:eu-west-1:111122223333:jobs', { asWritten: true });
      },
    ],
  ])('%s is a question', (_, act) => {
    act();
  });
});

describe('what would be passed over is refused', () => {
  const bucket = allow('s3:GetObject', 'arn:aws:s3:::acme/*', { Principal: '*' });
  test.each<[string, () => void, string]>([
    [
      'a role of what is no template',
      () => {
        expect(reader).toDeny('s3:PutObject', key, { role: 'Reader' });
      },
      'names a role of a template',
    ],
    [
      'a second policy of the resource',
      () => {
        expect(bucket).toAllow('s3:GetObject', key, { policies: { resource: bucket } });
      },
      'a resource has one policy',
    ],
    [
      'a key with a slip on which nothing depends',
      () => {
        expect(reader).not.toDependOn('aws:SourceIpp', 's3:GetObject', key);
      },
      'not a known condition key',
    ],
    [
      'a key without a name',
      () => {
        expect(reader).not.toDependOn(' ', 's3:GetObject', key);
      },
      'is empty',
    ],
    [
      'an answer without a decision',
      () => {
        expect({ schema: 'iamx.simulate/1', results: [] }).not.toDependOn('aws:SourceIp');
      },
      'holds no decision',
    ],
    [
      'nothing grants no more',
      () => {
        expect(compile({})).toGrantNoMoreThan(reader);
      },
      'holds no policy',
    ],
    [
      'of nothing nothing is wrong',
      () => {
        expect(compile({})).toLintClean();
      },
      'holds no policy',
    ],
    [
      'nor of what is AWS’s',
      () => {
        expect(compile({ identity: { managed: 'ReadOnlyAccess' } })).toLintClean();
      },
      'holds no policy but those of AWS',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe('toLintClean of what was compiled', () => {
  const wrong = allow('s3:GetObjekt', '*');
  test.each<[string, Parameters<typeof compile>[0], string]>([
    ['an identity policy', { identity: [reader, wrong] }, 'identity[1]:5:15 unknown-action'],
    ['a boundary', { identity: reader, boundary: wrong }, 'boundary:5:15 unknown-action'],
    ['a level of SCPs', { scp: [[{ managed: 'FullAWSAccess' }], [wrong]] }, 'scp[1][0]:5:15 unknown-action'],
    [
      'the policy of a resource',
      { resource: allow('s3:GetObjekt', 'arn:aws:s3:::acme/*', { Principal: { AWS: '111122223333' } }) },
      'resource:5:15 unknown-action',
    ],
  ])('%s', (_, policies, place) => {
    const compiled = compile(policies);
    expect(() => {
      expect(compiled).toLintClean();
    }).toThrow(place);
    expect(compiled).not.toLintClean();
  });

  test('clean policies are', () => {
    expect(compile({ identity: reader, boundary: reader })).toLintClean();
  });

  test('each policy is read as one of its layer', () => {
    const isInvalid = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    };
    expect(compile({ identity: isInvalid, rcp: [[{ managed: 'RCPFullAWSAccess' }]] })).toLintClean();
  });

  test('of a list it is said which', () => {
    expect(() => {
      expect([reader, wrong]).toLintClean();
    }).toThrow('subject[1]:5:15 unknown-action');
  });
});

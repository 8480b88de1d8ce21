import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { matchers } from '../../src/matchers/matchers.ts';
import { runs } from '../support/budget.ts';
import { junk, junkAt, junkNames, pathsOf, withPart } from './support/junk.ts';

/** Bad input: every function of the library and every matcher, with something strange at every depth of what is right. */

type Loose = (...values: readonly unknown[]) => unknown;

const statement = {
  Sid: 'Read',
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::acme', 'arn:aws:s3:::acme/*'],
  Condition: {
    StringEquals: { 'aws:PrincipalTag/team': ['red', 'blue'] },
    Bool: { 'aws:SecureTransport': 'true' },
  },
};
const policy = { Version: '2012-10-17', Statement: [statement] };
/** Without conditions, which a comparison would try one by one. */
const plain = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::acme/*'] }],
};
const bucketPolicy = { Version: '2012-10-17', Statement: [{ ...statement, Principal: { AWS: ['*'] } }] };
const policies = {
  identity: [policy, { managed: 'AmazonS3ReadOnlyAccess' }],
  boundary: policy,
  session: [policy],
  resource: bucketPolicy,
  scp: [[{ managed: 'FullAWSAccess' }], [policy]],
};
const request = {
  principal: 'arn:aws:iam::111122223333:role/App',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme/x',
  resourceAccount: '111122223333',
  region: 'eu-west-1',
  context: { 'aws:SourceIp': '203.0.113.10', 'aws:TagKeys': ['a', 'b'] },
  principalTags: { team: 'red' },
  unknown: ['aws:SourceVpc'],
  viaEndpoint: false,
  now: '2026-01-31T00:00:00Z',
};
const scenario = {
  name: 'a scenario',
  request: { ...request, action: ['s3:GetObject'], resource: ['arn:aws:s3:::acme/x'] },
  policies,
  expect: { decision: 'allowed', decidedBy: 'identity', sid: 'Read' },
};
const template = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
  Resources: {
    Data: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { 'Fn::Sub': ['${A}-x', { A: { Ref: 'Stage' } }] } },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Path: '/team/',
        Tags: [{ Key: 'team', Value: 'red' }],
        ManagedPolicyArns: [
          {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonS3ReadOnlyAccess']],
          },
        ],
        PermissionsBoundary: { Ref: 'Limit' },
        Policies: [{ PolicyName: 'own', PolicyDocument: policy }],
      },
    },
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy } },
    More: {
      Type: 'AWS::IAM::Policy',
      Condition: 'IsDev',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: { ...statement, Resource: { 'Fn::GetAtt': ['Data', 'Arn'] } } },
      },
    },
  },
};
const small = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: plain }] },
    },
  },
};
const parsed = library.parsePolicy(JSON.stringify(policy)).policy;
const refusal =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject';
const compiled = library.compile({ identity: policy });
const document = library.simulate({ request: { ...request, now: undefined }, policies });
const matcher = (name: keyof typeof matchers): Loose => {
  const call = matchers[name] as (...values: readonly unknown[]) => { message: () => string };
  return (...values) => [false, true].map((isNot) => Reflect.apply(call, { isNot }, values).message());
};
const around = {
  principal: request.principal,
  context: request.context,
  policies: { boundary: policy },
};

/** Each with arguments that are right. */
const calls: Readonly<Record<string, readonly [call: Loose, ...values: readonly unknown[]]>> = {
  compile: [library.compile as Loose, policies],
  'compile().decide': [compiled.decide as Loose, request],
  'compile().explain': [compiled.explain as Loose, request],
  simulate: [library.simulate as Loose, scenario],
  lint: [
    library.lint as Loose,
    policy,
    {
      type: 'identity',
      resourceType: 'AWS::S3::Bucket',
      account: '111122223333',
      strict: true,
      ignore: ['unknown-action'],
    },
  ],
  diff: [library.diff as Loose, { identity: [plain], scp: [[plain]] }, { identity: plain }],
  decode: [library.decode as Loose, 'AKIAIOSFODNN7EXAMPLE'],
  explainError: [library.explainError as Loose, refusal],
  parsePolicy: [library.parsePolicy as Loose, JSON.stringify(policy), 'policy.json', 'identity'],
  spanOf: [library.spanOf as Loose, { ...parsed?.source, lineStarts: () => [0] }, { start: 0, end: 5 }],
  'spanOf of a policy': [library.spanOf as Loose, parsed?.source, { start: 0, end: 5 }],
  toAllow: [matcher('toAllow'), policy, ['s3:GetObject'], ['arn:aws:s3:::acme/x'], around],
  'toAllow of a template': [
    matcher('toAllow'),
    template,
    's3:GetObject',
    '${Data.Arn}/x',
    { ...around, role: 'Role' },
  ],
  'toAllow of what was compiled': [
    matcher('toAllow'),
    compiled,
    's3:GetObject',
    'arn:aws:s3:::acme/x',
    request,
  ],
  toDeny: [
    matcher('toDeny'),
    [policy, bucketPolicy],
    's3:PutObject',
    'arn:aws:s3:::acme/x',
    { by: 'identity', sid: 'x' },
  ],
  toDependOn: [matcher('toDependOn'), policy, 'aws:SourceVpc', 's3:GetObject', 'arn:aws:s3:::acme/x', around],
  'toDependOn of an answer': [matcher('toDependOn'), document, 'aws:SourceVpc'],
  toGrantNoMoreThan: [matcher('toGrantNoMoreThan'), plain, small, { role: 'Role' }],
  toLintClean: [matcher('toLintClean'), [policy], { failOn: 'warning', ignore: ['unknown-action'] }],
  'toLintClean of what was compiled': [matcher('toLintClean'), compiled, { type: 'identity' }],
};

/** What was thrown: nothing, or an `IamxError` with words and a place. */
function expectSound(name: string, values: readonly unknown[]): void {
  const [call] = calls[name] ?? [];
  try {
    call?.(...values);
  } catch (error) {
    if (!(error instanceof library.IamxError)) throw error;
    expect(error.message).not.toBe('');
    expect(error.message).not.toMatch(/\[object|undefined is|not a function|Cannot read|not iterable/);
    expect(error.span?.file).toBeTruthy();
  }
}

test('every function of the library and every matcher is here', () => {
  const called = Object.keys(calls).map((name) => name.split(/[ (]/, 1)[0]);
  const names = [...Object.keys(library), ...Object.keys(matchers)].filter((name) => name !== 'IamxError');
  expect(names.filter((name) => !called.includes(name))).toEqual([]);
});

/** Found by chance. */
test.each([
  ['diff', ['0', 'identity'], 'undefined'],
  ['toAllow', ['3', 'principal'], 'a symbol'],
  ['toAllow', ['3', 'resourceAccount'], 'a symbol'],
  ['toAllow of what was compiled', ['3', 'principal'], 'an object with an unknown member'],
  ['toDependOn', ['4', 'principal'], 'an endless list'],
  ['toAllow of a template', ['1'], 'a text'],
  ['toAllow of a template', ['2'], 'a text'],
])('%s, %j: %s', (name, path, kind) => {
  const [, ...values] = calls[name] ?? [];
  expectSound(name, withPart(values, path, junk(kind)) as readonly unknown[]);
});

test('whatever a request holds, it is decided as with a trace, or refused as there', () => {
  const [, given] = calls['compile().decide'] ?? [];
  const answerOf = (act: () => { readonly decision: string }): string => {
    try {
      return act().decision;
    } catch (error) {
      return error instanceof library.IamxError ? error.message : String(error);
    }
  };
  for (const path of pathsOf(given).filter(({ length }) => length === 1)) {
    for (const kind of junkNames) {
      // Each made anew, since some can be looked at once.
      const asked = () => withPart(given, path, junk(kind)) as library.Request;
      const told = `${path.join('.')} ${kind}`;
      expect([told, answerOf(() => compiled.decide(asked()))]).toEqual([
        told,
        answerOf(() => compiled.explain(asked())),
      ]);
    }
  }
});

describe.each(Object.keys(calls))('%s', (name) => {
  const [, ...values] = calls[name] ?? [];

  test('answers what is right', () => {
    const [call] = calls[name] ?? [];
    expect(() => call?.(...values)).not.toThrow();
  });

  test('something strange in place of an argument', () => {
    for (const at of values.keys())
      for (const kind of junkNames) expectSound(name, values.with(at, junk(kind)));
  });

  test('too few arguments', () => {
    for (const at of values.keys()) expectSound(name, values.slice(0, at));
  });

  test('something strange at any depth', () => {
    fc.assert(
      fc.property(junkAt(values), fc.option(junkAt(values)), (first, second) => {
        let given: unknown = withPart(values, first.path, junk(first.name));
        const paths = second === null ? [] : pathsOf(values).filter((path) => path[0] !== first.path[0]);
        if (second !== null && paths.some((path) => path.join('\n') === second.path.join('\n')))
          given = withPart(given, second.path, junk(second.name));
        expectSound(name, given as readonly unknown[]);
      }),
      { numRuns: runs(40) },
    );
  });
});

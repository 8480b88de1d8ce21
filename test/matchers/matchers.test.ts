import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import '../../src/vitest.ts';
import { IamxError } from '../../src/core/error.ts';
import { compile } from '../../src/library/compile.ts';
import { parsePolicy } from '../../src/library/parse-policy.ts';
import { run } from '../support/run.ts';
import { simulate } from '../../src/library/simulate.ts';

const report = 'arn:aws:s3:::acme/reports/q1.csv';
const analyst = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/reports/*' },
    {
      Sid: 'NoHttp',
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
};

/** What a person reads of an expectation that fails. */
function messageOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it did not fail');
}

describe('policies', () => {
  test('a document allows and denies', () => {
    expect(analyst).toAllow('s3:GetObject', report);
    expect(analyst).not.toAllow('s3:PutObject', report);
    expect(analyst).toDeny(['s3:PutObject', 's3:DeleteObject'], report);
    expect(analyst).not.toDeny('s3:GetObject', report);
    expect(analyst).toDeny('s3:GetObject', report, {
      context: { 'aws:SecureTransport': false },
      sid: 'NoHttp',
    });
    expect(analyst).toDeny('s3:GetObject', report, {
      context: { 'aws:SecureTransport': false },
      by: 'identity',
    });
    expect(analyst).toDependOn('aws:SecureTransport', 's3:GetObject', report);
    expect(analyst).not.toDependOn('aws:SourceIp', 's3:GetObject', report);
  });

  test('so do its text, the path of its file, several, and what was compiled', () => {
    const folder = mkdtempSync(join(tmpdir(), 'iamx-matchers-'));
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const file = join(folder, 'policy.json');
    writeFileSync(file, JSON.stringify(analyst));
    const deny = { Statement: { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' } };
    for (const one of [JSON.stringify(analyst), file, [analyst], compile({ identity: analyst })])
      expect(one).toAllow('s3:GetObject', report);
    expect([file, deny]).toDeny('s3:GetObject', report);
  });

  test('a policy with a Principal is one of the resource', () => {
    const bucket = {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:user/kim' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::acme/*',
      },
    };
    const principal = 'arn:aws:iam::444455556666:user/kim';
    expect(bucket).toAllow('s3:GetObject', report, { principal, resourceAccount: '444455556666' });
    expect(bucket).toDeny('s3:GetObject', report, { resourceAccount: '444455556666' });
    expect([bucket, analyst]).toAllow('s3:GetObject', report, { principal, resourceAccount: '111122223333' });
  });

  test('other policies stand around it', () => {
    const scp = { Statement: { Sid: 'Stop', Effect: 'Deny', Action: '*', Resource: '*' } };
    expect(analyst).toDeny('s3:GetObject', report, { policies: { scp: [[scp]] }, by: 'scp', sid: 'Stop' });
    expect(analyst).not.toDeny('s3:GetObject', report, { policies: { scp: [[scp]] }, by: 'identity' });
  });

  test('an answer that nobody can be sure of fails an expectation and its opposite', () => {
    const options = { unknown: ['aws:SecureTransport'] };
    expect(() => expect(analyst).toAllow('s3:GetObject', report, options)).toThrow('IT DEPENDS');
    expect(() => expect(analyst).not.toAllow('s3:GetObject', report, options)).toThrow('IT DEPENDS');
    expect(() => expect(analyst).toDeny('s3:GetObject', report, options)).toThrow('IT DEPENDS');
    expect(() => expect(analyst).not.toDeny('s3:GetObject', report, options)).toThrow('IT DEPENDS');
  });

  /** What the command says of the same question, its policy in a file that is called as the library calls it. */
  async function printed(request: object): Promise<string> {
    const scenario = { request, policies: { identity: [{ file: 'identity[0]' }] } };
    const files = {
      '/work/identity[0]': JSON.stringify(analyst, undefined, 2),
      '/work/question.json': JSON.stringify(scenario),
    };
    const { out, err } = await run(['simulate', '--scenario', 'question.json'], { files, cwd: '/work' });
    expect(err).toBe('');
    // What can be added to the command is nothing for a test.
    const own = '\nevery comparison: add --verbose\n';
    expect(out.endsWith(own)).toBe(true);
    return out.slice(0, -own.length);
  }

  test.each([
    ['toAllow', { action: 's3:PutObject', context: {} }],
    ['toAllow', { action: ['s3:PutObject', 's3:GetObject'], context: {} }],
    ['toDeny', { action: 's3:GetObject', context: { 'aws:SecureTransport': 'true' } }],
    ['toAllow', { action: 's3:GetObject', context: {}, unknown: ['aws:SecureTransport'] }],
    ['toAllow', { action: 's3:GetObject', context: { 'aws:SecureTransport': 'false' } }],
  ] as const)(
    'a failure of %s prints what `iamx simulate` prints, row %#',
    async (name, { action, ...more }) => {
      const others = {
        principal: 'arn:aws:iam::111122223333:user/mika',
        resourceAccount: '111122223333',
        ...more,
      };
      const message = messageOf(() => {
        expect(analyst)[name](action, report, others);
      });
      const text = await printed({ ...others, action, resource: report });
      expect(text).toContain('s3:');
      expect(message).toBe(
        `expected ${[action].flat().join(', ')} to be ${name === 'toAllow' ? 'allowed' : 'denied'}\n\n${text}`,
      );
    },
  );

  test('a decision depends on keys', () => {
    const document = simulate({
      request: { principal: 'arn:aws:iam::111122223333:user/mika', action: 's3:GetObject', resource: report },
      policies: { identity: analyst },
    });
    expect(document).toDependOn('aws:securetransport');
    expect(document.results[0]).not.toDependOn('aws:SourceIp');
  });

  test.each([
    [undefined, 'this is a undefined, not a policy'],
    [null, 'this is null, not a policy'],
    [42, 'this is a number, not a policy'],
    ['{ "Statement": ', 'the text ends'],
    [{ Statement: { Effect: 'Alow', Action: '*', Resource: '*' } }, 'Alow'],
    ['/nowhere/policy.json', 'ENOENT'],
  ])('%j is no policy', (subject, message) => {
    expect(messageOf(() => expect(subject).toAllow('s3:GetObject', report))).toContain(message);
  });
});

test('nothing is wrong with a policy', () => {
  const slip = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:ListObjects', Resource: '*' },
  };
  expect(analyst).toLintClean();
  expect([analyst, slip]).not.toLintClean();
  expect(slip).toLintClean({ ignore: ['unknown-action'] });
  expect(() => expect(slip).toLintClean({ ignore: ['unknown-acton'] })).toThrow(
    '`options.ignore[0]` is `unknown-acton`, which is not a code',
  );
  expect({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  }).not.toLintClean({ failOn: 'info' });
  expect(messageOf(() => expect(slip).toLintClean())).toBe(
    'expected nothing to be wrong\n\npolicy:5:15 unknown-action: `s3:ListObjects` is no action in the data of 2026-09-26',
  );
});

test('no more is granted than by another', () => {
  const narrow = {
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/reports/q1.csv' },
  };
  expect(narrow).toGrantNoMoreThan({ ...analyst, Statement: analyst.Statement.slice(0, 1) });
  expect(analyst).toGrantNoMoreThan(analyst);
  expect(analyst).not.toGrantNoMoreThan(narrow);
  expect(messageOf(() => expect(analyst).toGrantNoMoreThan(narrow))).toMatch(
    /^expected no more to be granted\n\nit allows s3:GetObject on arn:aws:s3:::acme\/reports\/\S* as \S+, by identity\[0\]:/,
  );
  expect(messageOf(() => expect(analyst).not.toGrantNoMoreThan(analyst))).toContain('it grants no more');
});

test('no more is granted by what was compiled', () => {
  const read = (Resource: string) => ({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource },
  });
  const [one, all] = [read('arn:aws:s3:::acme/reports/q1.csv'), read('arn:aws:s3:::acme/*')];
  const narrow = compile({ identity: one });
  const wide = compile({ identity: [JSON.stringify(all)] });
  expect(narrow).toGrantNoMoreThan(wide);
  expect(wide).not.toGrantNoMoreThan(narrow);
  expect(narrow).toGrantNoMoreThan(all);
  expect(one).toGrantNoMoreThan(wide);
  expect(all).not.toGrantNoMoreThan(narrow);
  expect(compile({ identity: all, boundary: one })).toGrantNoMoreThan(
    compile({ identity: all, boundary: [one] }),
  );
  expect(compile({ identity: { managed: 'AmazonSQSFullAccess' } })).not.toGrantNoMoreThan(narrow);
  const { policy: parsed } = parsePolicy(JSON.stringify(all));
  expect(compile({ identity: parsed ?? '' })).not.toGrantNoMoreThan(narrow);
  // What the owner of a document does to it afterwards changes nothing of what was compiled.
  one.Statement.Resource = '*';
  expect(narrow).toGrantNoMoreThan(wide);
  expect(Object.keys(narrow)).toEqual(['diagnostics', 'decide', 'explain']);
  const alike = { decide: () => undefined, explain: () => undefined };
  expect(() => expect(alike).toGrantNoMoreThan(all)).toThrow('did not make it');
});

const template = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' }, Key: { Type: 'String' } },
  Resources: {
    Data: { Type: 'AWS::S3::Bucket' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'jobs-${Stage}' } } },
    Reader: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: [
          {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSQSReadOnlyAccess']],
          },
        ],
        Policies: [
          {
            PolicyName: 'own',
            PolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: { 'Fn::GetAtt': ['Data', 'Arn'] },
              },
            },
          },
        ],
      },
    },
    ReaderPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Reader' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 's3:GetObject',
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Data', 'Arn'] }, '/*']] },
            },
          ],
        },
      },
    },
  },
};

const withStatement = (statement: object) => ({
  ...template,
  Resources: {
    ...template.Resources,
    More: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: 'Reader' }], PolicyDocument: { Statement: statement } },
    },
  },
});

describe('templates', () => {
  test('a role has its inline, attached and managed policies', () => {
    expect(template).toAllow('s3:GetObject', '${Data.Arn}/x');
    expect(template).toAllow('s3:ListBucket', '${Data.Arn}');
    expect(template).toAllow('sqs:GetQueueAttributes', '${Queue.Arn}');
    expect(template).toAllow('sqs:ListQueues', 'arn:aws:sqs:us-east-1:111122223333:jobs-dev');
    expect(template).toDeny('s3:PutObject', '${Data.Arn}/x');
    expect({ toJSON: () => template, findResources: () => ({}) }).toAllow('s3:GetObject', '${Data.Arn}/x');
  });

  test('what only the deployment knows fails an expectation and its opposite', () => {
    const open = withStatement({ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Key' } });
    const topic = 'arn:aws:sns:us-east-1:111122223333:a';
    for (const act of [
      () => expect(open).toAllow('sns:Publish', topic),
      () => expect(open).not.toAllow('sns:Publish', topic),
      () => expect(open).toDeny('sns:Publish', topic),
      () => expect(open).not.toDeny('sns:Publish', topic),
    ])
      expect(messageOf(act)).toContain('cannot tell: Key is known after the deployment alone');
    expect(open).toAllow('s3:GetObject', '${Data.Arn}/x');
    expect(open).toDeny('s3:PutObject', '${Data.Arn}/x');
  });

  test.each([
    [{ Effect: 'Deny', Action: 's3:*', Resource: { Ref: 'Key' } }],
    [{ Effect: 'Deny', Action: 's3:*', NotResource: { Ref: 'Key' } }],
    [
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/a': { Ref: 'Key' } } },
      },
    ],
    [
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalTag/a': { 'Fn::ImportValue': 'x' } } },
      },
    ],
  ])('a Deny that may hit: %j', (statement) => {
    const open = withStatement(statement);
    expect(messageOf(() => expect(open).toAllow('s3:GetObject', '${Data.Arn}/x'))).toContain('cannot tell');
    expect(messageOf(() => expect(open).not.toAllow('s3:GetObject', '${Data.Arn}/x'))).toContain(
      'cannot tell',
    );
  });

  test('a policy that is elsewhere may hold anything', () => {
    const { Reader } = template.Resources;
    const elsewhere = {
      Resources: {
        Reader: { ...Reader, Properties: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Own'] } },
      },
    };
    expect(messageOf(() => expect(elsewhere).toDeny('s3:GetObject', report))).toContain(
      'cannot tell: arn:aws:iam::111122223333:policy/Own is known after the deployment alone',
    );
  });

  test('a boundary of the template limits', () => {
    const { Reader } = template.Resources;
    const bounded = {
      Resources: {
        ...template.Resources,
        Limit: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } } },
        },
        Reader: { ...Reader, Properties: { ...Reader.Properties, PermissionsBoundary: { Ref: 'Limit' } } },
      },
    };
    expect(bounded).toDeny('s3:GetObject', '${Data.Arn}/x', { by: 'boundary' });
  });

  test('of several roles one is named', () => {
    const two = { Resources: { ...template.Resources, Writer: { Type: 'AWS::IAM::Role' } } };
    expect(messageOf(() => expect(two).toAllow('s3:GetObject', report))).toContain('it has Reader, Writer');
    expect(messageOf(() => expect(two).toAllow('s3:GetObject', report, { role: 'Raeder' }))).toContain(
      'no role "Raeder"',
    );
    expect(two).toAllow('s3:GetObject', '${Data.Arn}/x', { role: 'Reader' });
    expect(two).toDeny('s3:GetObject', '${Data.Arn}/x', { role: 'Writer' });
  });
});

describe('a slip in what a matcher is asked would make it say nothing, and is told', () => {
  const as = (slip: object) => slip;
  test.each([
    [
      'a layer that is none',
      () => expect(analyst).not.toDeny('s3:GetObject', report, as({ by: 'identiy' })),
      'Did you mean `identity`?',
    ],
    [
      'a severity that is none',
      () => expect(analyst).toLintClean(as({ failOn: 'eror' })),
      'Did you mean `error`?',
    ],
    ['no action', () => expect(analyst).toAllow([], report), '`action` is an empty list'],
    ['no resource', () => expect(analyst).not.toAllow('s3:GetObject', []), '`resource` is an empty list'],
    ['no policy', () => expect([]).toLintClean(), 'the list holds no policy'],
    [
      'options that are null',
      () => expect(analyst).toAllow('s3:GetObject', report, null as never),
      '`options` is null',
    ],
    [
      'an option of another matcher',
      () => expect(analyst).toAllow('s3:GetObject', report, as({ by: 'identity' })),
      'toDeny alone',
    ],
    [
      'an option that is none',
      () => expect(analyst).toAllow('s3:GetObject', report, as({ contxt: {} })),
      'Did you mean `context`?',
    ],
  ])('%s', (_, act, told) => {
    let error: unknown;
    try {
      act();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(IamxError);
    const { message, hint = '', span } = error as IamxError;
    expect(`${message} ${hint}`).toContain(told);
    expect(span?.file).toBeTruthy();
  });
});

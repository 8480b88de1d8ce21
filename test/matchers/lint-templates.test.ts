import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import '../../src/vitest.ts';
import { IamxError } from '../../src/core/error.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

const version = '2012-10-17';
const policyWith = (statement: object) => ({ Version: version, Statement: [statement] });
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' };
const slip = { Effect: 'Allow', Action: 's3:ListObjects', Resource: '*' };
const trust = policyWith({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'lambda.amazonaws.com' },
});

/** A role, with a policy of its own. */
function roleWith(document: unknown, more: object = {}): object {
  const Policies = [{ PolicyName: 'own', PolicyDocument: document }];
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, Policies }, ...more };
}

function ignoring(code: string, until: string): object {
  return { Metadata: { iamx: { ignore: [{ code, reason: 'as agreed', until }] } } };
}

const bucketPolicy = (document: unknown) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: document },
});
const open = { ...read, Principal: '*' };

/** Templates by what is to be seen in them, and what is found there. */
const rows: Readonly<Record<string, readonly [Readonly<Record<string, object>>, readonly string[]]>> = {
  'a clean role': [{ Reader: roleWith(policyWith(read)) }, []],
  'an inline policy': [
    { Reader: roleWith(policyWith(slip)) },
    ['Reader.Properties.Policies[0].PolicyDocument.Statement[0].Action unknown-action'],
  ],
  'the trust policy': [
    {
      Reader: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: policyWith({
            Effect: 'Allow',
            Action: 'sts:AsumeRole',
            Principal: { Service: 'lambda.amazonaws.com' },
          }),
        },
      },
    },
    ['Reader.Properties.AssumeRolePolicyDocument.Statement[0].Action unknown-action'],
  ],
  'policies of several resources': [
    {
      Reader: roleWith(policyWith(read)),
      Bound: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyWith(slip) } },
      Queue: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/q'],
          PolicyDocument: policyWith({
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: ['sqs:SendMessage', 'sqs:SendMesage'],
            Resource: 'arn:aws:sqs:eu-west-1:111122223333:q',
            Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
          }),
        },
      },
    },
    [
      'Bound.Properties.PolicyDocument.Statement[0].Action unknown-action',
      'Queue.Properties.PolicyDocument.Statement[0].Action[1] unknown-action',
    ],
  ],
  'both branches of a condition': [
    { Reader: roleWith({ Version: version, Statement: [{ 'Fn::If': ['Test', read, slip] }] }) },
    ['Reader.Properties.Policies[0].PolicyDocument.Statement[0].Fn::If[2].Action unknown-action'],
  ],
  'what only a deployment knows': [
    { Reader: roleWith(policyWith({ ...read, Action: { 'Fn::ImportValue': 'actions' } })) },
    [],
  ],
  'a bucket that is open to everybody': [
    { Data: { Type: 'AWS::S3::Bucket' }, Open: bucketPolicy(policyWith(open)) },
    ['Open.Properties.PolicyDocument.Statement[0].Principal public-resource'],
  ],
  'a bucket that a Deny shuts': [
    {
      Shut: bucketPolicy({
        Version: version,
        Statement: [open, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
      }),
    },
    [],
  ],
  'what a resource sets aside': [
    { Reader: roleWith(policyWith(slip), ignoring('unknown-action', '9999-12-31')) },
    [],
  ],
  'what a resource set aside until long ago': [
    { Reader: roleWith(policyWith(slip), ignoring('unknown-action', '2001-01-01')) },
    ['Reader.Properties.Policies[0].PolicyDocument.Statement[0].Action unknown-action'],
  ],
};

/** What a person reads of an expectation that fails; empty where it holds. */
function messageOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof IamxError) throw error;
    return error instanceof Error ? error.message : '';
  }
  return '';
}

/** The places and codes of its lines. */
function linesOf(message: string): readonly string[] {
  const [, ...lines] = message.split(/\n+/);
  return lines.map((line) => line.slice(0, line.indexOf(': ')));
}

describe.each(Object.entries(rows))('toLintClean of a template with %s', (_, [Resources, found]) => {
  const template = { Resources };

  test('finds it with its logical id and path', () => {
    expect(linesOf(messageOf(() => expect(template).toLintClean()))).toEqual(found);
    const isClean = found.length === 0;
    expect(messageOf(() => expect(template).not.toLintClean()) === '').toBe(!isClean);
  });

  test('so does its text, and a Template that knows its JSON', () => {
    const known = new (class {
      findResources = () => Resources;
      toJSON = () => template;
    })();
    for (const one of [JSON.stringify(template), known, [template]])
      expect(linesOf(messageOf(() => expect(one).toLintClean()))).toEqual(found);
  });

  test('finds what the command finds in its file', async () => {
    const files = { '/work/stack.template.json': JSON.stringify(template, undefined, 2) };
    const { out } = await run(['lint', 'stack.template.json', '--json'], { files, cwd: '/work' });
    const { findings } = JSON.parse(out) as LintDocument;
    const lines = linesOf(messageOf(() => expect(template).toLintClean({ failOn: 'info' })));
    expect(lines.map((line) => line.split(' ')[1])).toEqual(findings.map(({ code }) => code));
  });
});

describe('toLintClean of a template', () => {
  test('takes the options of lint', () => {
    const template = { Resources: { Reader: roleWith(policyWith(slip)) } };
    expect(template).toLintClean({ ignore: ['unknown-action'] });
    expect(template).not.toLintClean({ strict: true });
  });

  test('takes the path of its file', () => {
    const clean = fileURLToPath(new URL('Reports.template.json', import.meta.url));
    expect(clean).toLintClean();
  });

  test('finds nothing to say of one without a policy, and says so', () => {
    const templates = [{ Resources: {} }, { Resources: { Data: { Type: 'AWS::S3::Bucket' } } }];
    for (const template of templates)
      for (const act of [
        () => expect(template).toLintClean(),
        () => expect(template).not.toLintClean(),
        () => expect(JSON.stringify(template)).toLintClean(),
      ]) {
        let error: unknown;
        try {
          act();
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(IamxError);
        const { code, message, hint } = error as IamxError;
        expect([code, message]).toEqual(['usage', 'the template holds no policy']);
        expect(hint).toBeTruthy();
      }
  });
});

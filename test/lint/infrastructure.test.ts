import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { LintDocument } from '../../src/documents/policies.ts';
import { planPlaces, templatePlaces } from '../../src/lint/read/template-places.ts';
import { run } from '../support/run.ts';

async function lint(file: string, text: string): Promise<LintDocument> {
  const { out } = await run(['lint', '--json', file], { files: { [file]: text }, cwd: '/work' });
  return JSON.parse(out) as LintDocument;
}

const bad = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:ListObjects', Resource: 'arn:aws:s3:::acme/*' },
};

function nested(path: readonly string[], leaf: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  return step === '*' ? [nested(rest, leaf)] : { [step]: nested(rest, leaf) };
}

describe('every place of a template', () => {
  test.each(
    Object.entries(templatePlaces).flatMap(([type, places]) =>
      places.map((place) => [type, place.path.join('.'), place] as const),
    ),
  )('%s %s', async (type, _, { path, type: policyType, isStatements }) => {
    const leaf = isStatements === true ? bad.Statement : bad;
    const template = { Resources: { Thing: { Type: type, Properties: nested(path, leaf) } } };
    const { findings } = await lint('template.json', JSON.stringify(template, null, 2));
    const unknownAction = findings.filter(({ code }) => code === 'unknown-action');
    expect(unknownAction.map((finding) => finding.policyType)).toEqual([policyType]);
    expect(unknownAction[0]?.policy).toBe(['Thing', ...path].join('.').replaceAll('*', '0'));
  });
});

describe('every place of a plan', () => {
  test.each(
    Object.entries(planPlaces).flatMap(([type, places]) =>
      places.map(({ path, type: policyType }) => [type, path.join('.'), path, policyType] as const),
    ),
  )('%s %s', async (type, _, path, policyType) => {
    const resource = {
      address: `module.a.${type}.b`,
      type,
      name: 'b',
      values: nested(path, JSON.stringify(bad)),
    };
    const plan = {
      format_version: '1.2',
      planned_values: { root_module: { child_modules: [{ resources: [resource] }] } },
    };
    const { findings } = await lint('plan.json', JSON.stringify(plan, null, 2));
    const unknownAction = findings.filter(({ code }) => code === 'unknown-action');
    expect(unknownAction.map((finding) => finding.policyType)).toEqual([policyType]);
    expect(unknownAction[0]?.policy).toMatch(new RegExp(`^module\\.a\\.${type}\\.b\\.`));
  });
});

test('a finding in a text of a plan is placed in that text', async () => {
  const values = { policy: JSON.stringify(bad, null, 2) };
  const plan = {
    format_version: '1.2',
    planned_values: {
      root_module: { resources: [{ address: 'aws_iam_policy.a', type: 'aws_iam_policy', values }] },
    },
  };
  const text = JSON.stringify(plan, null, 2);
  const { findings } = await lint('plan.json', text);
  const [found] = findings;
  const line = text.split('\n')[(found?.span.line ?? 0) - 1] ?? '';
  expect(line.slice((found?.span.column ?? 0) - 1, (found?.span.endColumn ?? 0) - 1)).toBe(
    '\\"s3:ListObjects\\"',
  );
});

const template = `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Principal:
            AWS: !Sub arn:aws:iam::\${Other}:root
            Service: !Ref Service
          Action: sts:AssumeRole
      Policies:
        - PolicyName: a
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: !If [Wide, '*', 's3:GetObject']
                Resource: !GetAtt Bucket.Arn
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Join ['', [!GetAtt Bucket.Arn, /*]]
              - Effect: Allow
                Action: [s3:GetObject, s3:Nothing]
                Resource: !Sub '\${Bucket.Arn}/\${!aws:username}/*'
`;

test('what only the deployment knows is counted, and nothing is told of it', async () => {
  const { findings, unknown } = await lint('template.yaml', template);
  expect(findings.map(({ code, policy }) => [code, policy])).toEqual([
    ['unknown-action', 'Role.Policies.0.PolicyDocument'],
  ]);
  expect(unknown).toBe(6);
});

describe('Fn::If', () => {
  const wrong = (action: string) => ({ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme/*' });
  const nothing = { Ref: 'AWS::NoValue' };
  const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['IsWide', one, other] });
  const document = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });
  const found = async (properties: object, file: string) => {
    const template = { Resources: { A: { Type: 'AWS::IAM::Role', Properties: properties } } };
    const text = JSON.stringify(template, null, 2);
    const inYaml = stringify(template).replace(/Fn::If:\n(\s*)- IsWide/g, '!If\n$1- IsWide');
    const { findings, unknown } = await lint(file, file.endsWith('.json') ? text : inYaml);
    return {
      unknown,
      messages: findings.map(({ code, message }) => `${code} ${message.split('`')[1] ?? ''}`),
    };
  };
  const policies = (...items: readonly unknown[]) => ({ Policies: items });
  const inline = (policy: unknown) => ({ PolicyName: 'a', PolicyDocument: policy });

  describe.each(['t.json', 't.yaml'])('%s', (file) => {
    test.each([
      [
        'around a statement or nothing',
        policies(inline(document(either(wrong('s3:Aa'), nothing)))),
        ['s3:Aa'],
      ],
      [
        'around nothing or a statement',
        policies(inline(document(either(nothing, wrong('s3:Aa'))))),
        ['s3:Aa'],
      ],
      [
        'around two statements',
        policies(inline(document(either(wrong('s3:Aa'), wrong('s3:Bb')), wrong('s3:Cc')))),
        ['s3:Aa', 's3:Bb', 's3:Cc'],
      ],
      [
        'around two that have one Sid',
        policies(inline(document(either({ Sid: 'A', ...wrong('s3:Aa') }, { Sid: 'A', ...wrong('s3:Bb') })))),
        ['s3:Aa', 's3:Bb'],
      ],
      [
        'around documents',
        policies(inline(either(document(wrong('s3:Aa')), document(wrong('s3:Bb'))))),
        ['s3:Aa', 's3:Bb'],
      ],
      [
        'around policies',
        policies(either(inline(document(wrong('s3:Aa'))), nothing), inline(document(wrong('s3:Bb')))),
        ['s3:Aa', 's3:Bb'],
      ],
      [
        'around another one',
        policies(inline(document(either(either(wrong('s3:Aa'), nothing), wrong('s3:Bb'))))),
        ['s3:Aa', 's3:Bb'],
      ],
      [
        'around an action or nothing',
        policies(inline(document({ ...wrong(''), Action: [either('s3:Aa', nothing)] }))),
        ['s3:Aa'],
      ],
    ])('%s', async (_, properties, actions) => {
      const { messages } = await found(properties, file);
      expect(messages.sort()).toEqual(actions.map((action) => `unknown-action ${action}`));
    });

    test('around two actions says nothing of either', async () => {
      const statement = { ...wrong(''), Action: either('s3:Aa', 's3:Bb') };
      expect(await found(policies(inline(document(statement))), file)).toEqual({ unknown: 1, messages: [] });
    });
  });
});

test('a policy template of SAM is counted as unknown, and a name of a policy is none', async () => {
  const template = {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      App: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Policies: ['AmazonS3ReadOnlyAccess', { S3ReadPolicy: { BucketName: { Ref: 'B' } } }, bad],
        },
      },
    },
  };
  const { findings, unknown } = await lint('t.json', JSON.stringify(template));
  expect([findings.map(({ code, policy }) => [code, policy]), unknown]).toEqual([
    [['unknown-action', 'App.Policies.2']],
    1,
  ]);
});

describe('a resource of a template', () => {
  const textOf = (metadata: object, document: object = bad) =>
    JSON.stringify({
      Resources: {
        A1: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document },
          Metadata: { 'aws:cdk:path': 'Stack/App/Policy', ...metadata },
        },
        B1: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } },
      },
    });
  const codesOf = async (ignore: unknown, file = 'stack.template.json', form = (text: string) => text) => {
    const { findings, ignored } = await lint(file, form(textOf({ iamx: { ignore } })));
    return {
      ignored,
      found: findings.map(({ code, policy = 'file', message }) => ({ code, policy, message })),
    };
  };
  const ofB1 = {
    code: 'unknown-action',
    policy: 'B1.PolicyDocument',
    message: expect.any(String) as string,
  };
  const ofA1 = { ...ofB1, policy: 'Stack/App/Policy.PolicyDocument' };

  test('of the CDK is named as its construct', async () => {
    const { findings } = await lint('stack.template.json', textOf({}));
    expect(findings.map(({ policy }) => policy)).toEqual([ofA1.policy, ofB1.policy]);
  });

  const asYaml = (text: string) => stringify(JSON.parse(text));

  test.each([
    ['JSON', 'stack.template.json', (text: string) => text],
    ['YAML', 'stack.yaml', asYaml],
  ])('sets a code aside for itself alone, with a reason, in %s', async (_, file, form) => {
    const ignore = [{ code: 'unknown-action', reason: 'renamed upstream', until: '2099-12-31' }];
    expect(await codesOf(ignore, file, form)).toEqual({ found: [ofB1], ignored: 1 });
  });

  test.each([
    ['without a reason', { code: 'unknown-action' }, 'gives no reason'],
    ['with an empty reason', { code: 'unknown-action', reason: ' ' }, 'gives no reason'],
    ['without a code', { reason: 'renamed upstream' }, 'names no code'],
    ['that is a text', 'unknown-action', 'names no code'],
    ['with a code that is none', { code: 'unknown-actoin', reason: 'x' }, 'did you mean `unknown-action`?'],
    ['with a day that is none', { code: 'unknown-action', reason: 'x', until: '2099-02-30' }, 'is no day'],
  ])('an entry %s sets nothing aside, and is told', async (_, entry, message) => {
    for (const ignore of [[entry], entry]) {
      const { found, ignored } = await codesOf(ignore);
      const unused = {
        code: 'unused-ignore',
        policy: 'file',
        message: expect.stringContaining(message) as string,
      };
      expect(ignored).toBe(0);
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining([ofA1, ofB1, unused]));
    }
  });

  test('an entry for what is not there is told', async () => {
    const { found } = await codesOf([{ code: 'full-admin', reason: 'break glass' }]);
    expect(found).toContainEqual({
      code: 'unused-ignore',
      policy: 'file',
      message: 'nothing in this resource is set aside by this entry for `full-admin`',
    });
  });

  test('an entry past its day sets nothing aside, and is a finding', async () => {
    const { found } = await codesOf([{ code: 'unknown-action', reason: 'x', until: '2020-01-31' }]);
    expect(found).toContainEqual(ofA1);
    expect(found).toContainEqual({
      code: 'ignore-expired',
      policy: 'file',
      message: 'this ignore ended on 2020-01-31',
    });
    expect(found).toHaveLength(3);
  });

  test('--fix leaves what it sets aside', async () => {
    const allowed = { ...bad, Statement: { ...bad.Statement, Action: 's3:GetObject', Sid: '' } };
    const text = textOf({ iamx: { ignore: [{ code: 'empty-sid', reason: 'x' }] } }, allowed);
    const { host } = await run(['lint', '--fix', 's.json'], { files: { 's.json': text }, cwd: '/work' });
    expect(host.written.get('/work/s.json')?.match(/"Sid"/g)).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/lint/answer/document.ts';
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
      places.map(({ path, type: policyType }) => [type, path.join('.'), path, policyType] as const),
    ),
  )('%s %s', async (type, _, path, policyType) => {
    const template = { Resources: { Thing: { Type: type, Properties: nested(path, bad) } } };
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

test('a resource of the CDK is named as its construct, and sets codes aside itself', async () => {
  const resource = (metadata: object) =>
    JSON.stringify({
      Resources: {
        A1: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: bad },
          Metadata: { 'aws:cdk:path': 'Stack/App/Policy', ...metadata },
        },
      },
    });
  const { findings } = await lint('stack.template.json', resource({}));
  expect(findings.map(({ policy }) => policy)).toEqual(['Stack/App/Policy.PolicyDocument']);
  const ignore = [{ code: 'unknown-action', reason: 'renamed upstream' }];
  expect((await lint('stack.template.json', resource({ iamx: { ignore } }))).findings).toEqual([]);
  const withoutReason = [{ code: 'unknown-action' }];
  expect(
    (await lint('stack.template.json', resource({ iamx: { ignore: withoutReason } }))).findings,
  ).toHaveLength(1);
});

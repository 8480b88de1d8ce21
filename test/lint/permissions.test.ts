import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

interface Asked {
  readonly principal: string;
  readonly action?: string;
  readonly [argument: string]: string | undefined;
}

/** A permission as CloudFormation, Terraform and a plan have it; `${x}` in a value is what only the deployment knows. */
const forms = {
  'template.json': (asked: Asked) => {
    const properties = Object.entries({ function_name: 'app', ...asked }).map(([name, value]) => [
      name
        .split('_')
        .map((word) =>
          word === 'org' ? 'Org' : word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1),
        )
        .join(''),
      value.includes('${x}') ? { 'Fn::GetAtt': ['Other', 'Arn'] } : value,
    ]);
    const resource = {
      Type: 'AWS::Lambda::Permission',
      Properties: Object.fromEntries(properties) as object,
    };
    return JSON.stringify({ Resources: { Permission: resource } }, null, 2);
  },
  'main.tf': (asked: Asked) => {
    const lines = Object.entries({ function_name: 'app', ...asked }).map(
      ([name, value]) => `  ${name} = ${value.includes('${x}') ? 'aws_x.y.arn' : JSON.stringify(value)}`,
    );
    return `resource "aws_lambda_permission" "permission" {\n${lines.join('\n')}\n}\n`;
  },
  'plan.json': (asked: Asked) => {
    const all = { function_name: 'app', source_arn: null, source_account: null, ...asked };
    const isKnown = (value: string | null | undefined) => value?.includes('${x}') !== true;
    const [address, type, name] = ['aws_lambda_permission.permission', 'aws_lambda_permission', 'permission'];
    const values = Object.fromEntries(Object.entries(all).filter(([, value]) => isKnown(value)));
    const expressions = Object.fromEntries(
      Object.entries({ function_name: 'app', ...asked }).map(([argument, value]) => [
        argument,
        isKnown(value) ? { constant_value: value } : { references: ['aws_x.y.arn', 'aws_x.y'] },
      ]),
    );
    const resource = { address, mode: 'managed', type, name };
    return JSON.stringify(
      {
        format_version: '1.2',
        planned_values: { root_module: { resources: [{ ...resource, values }] } },
        configuration: { root_module: { resources: [{ ...resource, expressions }] } },
      },
      null,
      2,
    );
  },
} as const;

async function lint(file: keyof typeof forms, asked: Asked, words: readonly string[] = []) {
  const text = forms[file]({ action: 'lambda:InvokeFunction', ...asked });
  const { out } = await run(['lint', '--json', ...words, file], { files: { [file]: text }, cwd: '/work' });
  const { findings, gates } = JSON.parse(out) as LintDocument;
  const marked = findings.map(({ code, span }) => [
    code,
    (text.split('\n')[span.line - 1] ?? '').slice(span.column - 1, span.endColumn - 1),
  ]);
  return { codes: findings.map(({ code }) => code), marked, gates };
}

describe.each(Object.keys(forms) as (keyof typeof forms)[])('a permission on a function in %s', (file) => {
  const ofService =
    file === 'template.json' ? 'service-principal-unrestricted' : 'tf-lambda-permission-no-source';

  test.each<[string, Asked, readonly string[]]>([
    ['for a service and nothing else', { principal: 'sns.amazonaws.com' }, [ofService]],
    ['for a service and a source', { principal: 'sns.amazonaws.com', source_arn: '${x}' }, []],
    ['for a service and an account', { principal: 's3.amazonaws.com', source_account: '111122223333' }, []],
    ['for everyone', { principal: '*' }, ['public-resource']],
    ['for an organization', { principal: '*', principal_org_id: 'o-a1b2c3d4e5' }, []],
    ['for an organization that is not known yet', { principal: '*', principal_org_id: '${x}' }, []],
    ['for nobody that is known yet', { principal: '${x}' }, []],
    ['for Alexa', { principal: 'alexa-appkit.amazon.com', source_account: '111122223333' }, []],
    [
      'of a service that there is not',
      { principal: 'lamda.amazonaws.com', source_account: '111122223333' },
      ['service-principal-misspelled'],
    ],
    [
      'for an action that there is not',
      { principal: 'sns.amazonaws.com', source_arn: '${x}', action: 'lambda:Invoke' },
      ['unknown-action'],
    ],
    [
      'for a principal that is none',
      { principal: 'sns', source_account: '111122223333' },
      ['service-principal-format'],
    ],
  ])('%s', async (_, asked, codes) => {
    expect((await lint(file, asked)).codes).toEqual(codes);
  });

  test('the place is the argument’s', async () => {
    const asked = { principal: 'lamda.amazonaws.com', source_account: '111122223333' };
    expect((await lint(file, asked)).marked).toEqual([
      ['service-principal-misspelled', '"lamda.amazonaws.com"'],
    ]);
  });

  test('--no-public answers for it', async () => {
    const answerOf = async (asked: Asked) =>
      (await lint(file, asked, ['--no-public'])).gates.map(({ answer }) => answer);
    expect(await answerOf({ principal: '*' })).toEqual(['no']);
    expect(await answerOf({ principal: '*', principal_org_id: 'o-a1b2c3d4e5' })).toEqual(['yes']);
  });
});

test('a permission on a layer is one for everyone, unless it is an organization’s', async () => {
  const textOf = (more: object) =>
    JSON.stringify({
      Resources: {
        Layer: {
          Type: 'AWS::Lambda::LayerVersionPermission',
          Properties: {
            Action: 'lambda:GetLayerVersion',
            LayerVersionArn: 'arn:aws:lambda:us-east-1:111122223333:layer:a:1',
            Principal: '*',
            ...more,
          },
        },
      },
    });
  const codesOf = async (more: object) => {
    const { out } = await run(['lint', '--json', 't.json'], {
      files: { 't.json': textOf(more) },
      cwd: '/work',
    });
    return (JSON.parse(out) as LintDocument).findings.map(({ code }) => code);
  };
  expect(await codesOf({})).toEqual(['public-resource']);
  expect(await codesOf({ OrganizationId: 'o-a1b2c3d4e5' })).toEqual([]);
});

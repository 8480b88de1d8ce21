import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

async function lint(file: string, text: string, words: readonly string[] = []): Promise<LintDocument> {
  const { out } = await run(['lint', '--json', ...words, file], { files: { [file]: text }, cwd: '/work' });
  return JSON.parse(out) as LintDocument;
}

const read = (name: string) => readFileSync(new URL(`templates/${name}`, import.meta.url), 'utf8');

/** Each holds mistakes that are meant; everything else in it is as the tools write it, and nothing is told of that. */
describe('a template as it is written', () => {
  test.each([
    ['cdk.template.json', [['unknown-action', 'AppStack/Wrong/Resource.PolicyDocument', 153]]],
    [
      'sam.yaml',
      [
        ['missing-version', 'Machine.Policies.1', 58],
        ['unknown-action', 'Machine.Policies.1', 60],
      ],
    ],
  ])('%s', async (file, expected) => {
    const { findings } = await lint(file, read(file));
    expect(findings.map(({ code, policy, span }) => [code, policy, span.line])).toEqual(expected);
  });
});

test('the short form of the resources of an API is one in the policy of an API alone', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '111122223333' },
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/prod/GET/pets',
    },
  });
  const codesOf = async (type: string) =>
    (await lint('x.json', policy, ['--resource-type', type])).findings.map(({ code }) => code);
  expect(await codesOf('AWS::ApiGateway::RestApi')).not.toContain('arn-prefix');
  expect(await codesOf('AWS::S3::Bucket')).toContain('arn-prefix');
});

test('what the documents show sets something aside', async () => {
  const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
  const snippets = [...page.matchAll(/```yaml\n# ((?:template|policy)\.yaml)\n([^]*?)```/g)];
  expect(snippets.map(([, file]) => file)).toEqual(['template.yaml', 'policy.yaml']);
  for (const [, file = '', text = ''] of snippets) {
    const { findings, ignored } = await lint(file, text);
    expect([file, ignored]).toEqual([file, 1]);
    expect(findings.map(({ code }) => code)).not.toContain('unused-ignore');
  }
});

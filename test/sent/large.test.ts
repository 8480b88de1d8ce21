import { describe, expect, test } from 'vitest';
import { sizeFor } from '../support/budget.ts';
import { run } from '../support/run.ts';

/** Files that no tool writes: an answer comes, it is no longer than a page, and it is none of V8's. */

const size = 100_000;
const configs: readonly (readonly [name: string, config: string])[] = [
  ['a region', `region = ${'a'.repeat(size)}`],
  ['a region of many words', `region = ${'a-'.repeat(size / 2)}`],
  ['a path', `ca_bundle = /${'a '.repeat(size / 2)}`],
  ['a path to expand', `ca_bundle = ${'$'.repeat(size)}`],
  ['an endpoint', `endpoint_url = http://${'a.'.repeat(size / 2)}`],
  ['a command', `credential_process = ${'"a\\" '.repeat(size / 5)}`],
  ['a role', `role_arn = arn:aws:iam::111122223333:role/${'a'.repeat(size)}\nsource_profile = default`],
  ['a profile', `role_arn = arn:aws:iam::111122223333:role/a\nsource_profile = ${'p'.repeat(size)}`],
  [
    'a secret',
    `aws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = ${'aB3/'.repeat(size / 4)}`,
  ],
  ['a key id', `aws_access_key_id = ${'A'.repeat(size)}\naws_secret_access_key = x`],
  ['a name', `${'k'.repeat(size)} = v`],
  ['a comment', `region = eu-west-1 ${'#'.repeat(size)}`],
  ['brackets', '['.repeat(size)],
  ['characters that are none', '\0'.repeat(size)],
];

describe.each(configs)('a config file with a lot of %s', (_, config) => {
  const files = { '/home/user/.aws/config': `[default]\n${config}\n` };
  test.each([
    ['explain-chain', ['explain-chain', '--offline']],
    ['a document', ['explain-chain', '--offline', '--json']],
    ['a comparison', ['explain-chain', '--offline', '--compare']],
    ['every step', ['explain-chain', '--offline', '--verbose']],
  ])('%s', async (__, words) => {
    const { status, out, err } = await run(words, { files });
    expect([0, 1]).toContain(status);
    expect(err).not.toContain('bug');
    expect(out.length + err.length).toBeLessThan(50_000);
  });
});

test('an action without an end is cut in the message and in the hint', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's'.repeat(size), Resource: '*' },
  };
  const principal = 'arn:aws:iam::111122223333:user/m';
  const { status, err } = await run(
    ['simulate', '--principal', principal, '--action', 's3:GetObject', '--policy', 'p.json'],
    { files: { '/home/user/work/p.json': JSON.stringify(policy) } },
  );
  expect(status).toBe(2);
  expect(err.length).toBeLessThan(2000);
});

test('a policy of more statements than any has is refused before they are read', async () => {
  const statement = sizeFor('{}', '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}');
  const statements = sizeFor(50_001, 60_000);
  const text = `{"Version":"2012-10-17","Statement":[${Array(statements).fill(statement).join(',')}]}`;
  const principal = 'arn:aws:iam::111122223333:user/m';
  const { status, err } = await run(
    ['simulate', '--principal', principal, '--action', 's3:GetObject', '--policy', 'p.json'],
    { files: { '/home/user/work/p.json': text } },
  );
  expect(status).toBe(2);
  expect(err).toContain(`the policy has ${statements} statements`);
});

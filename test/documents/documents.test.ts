import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';
import { problemsWith, problemsWithDocument, schemaNames } from '../support/json-schema.ts';

const root = join(import.meta.dirname, '../..');
const policy =
  '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] }';
const scenario = JSON.stringify({
  name: 'reads',
  request: {
    principal: 'arn:aws:iam::111122223333:user/mika',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/x',
    resourceAccount: '111122223333',
  },
  policies: { identity: [{ file: 'new.json' }] },
  expect: 'allowed',
});
const files = {
  'new.json': policy,
  'old.json': policy.replace('s3:Get*', 's3:GetObject'),
  'one.iamx.json': scenario,
  'lines.jsonl': `${scenario}\n{ "request": 5 }\n`,
  'iamx.config.json': '{}',
  'error.txt':
    'An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme/x" because no identity-based policy allows the s3:PutObject action',
};

/** One command line for each document, and what it has written. */
const written: Readonly<Record<string, readonly (readonly string[])[]>> = {
  decode: [['decode', 'AKIAIOSFODNN7EXAMPLE', 'arn:aws:iam::111122223333:role/App', '--json']],
  'decode-line': [['decode', 'AKIAIOSFODNN7EXAMPLE', 'nothing', '--jsonl']],
  demo: [
    ['demo', '--json'],
    ['demo', '--list', '--json'],
  ],
  diff: [['diff', 'old.json', 'new.json', '--json']],
  error: [['simulate', '--policy', 'missing.json', '--json']],
  'explain-chain': [
    ['explain-chain', '--offline', '--json'],
    ['explain-chain', '--offline', '--compare', '--json'],
    ['explain-chain', '--offline', '--all-profiles', '--json'],
  ],
  'explain-error': [['explain-error', 'error.txt', '--json']],
  lint: [['lint', 'new.json', '--no-public', '--json']],
  'lint-config': [['lint', '--check-config', '--json']],
  'lint-rules': [['lint', '--list', '--json']],
  simulate: [['simulate', '--scenario', 'one.iamx.json', '--json']],
  'simulate-line': [['simulate', '--scenario', 'lines.jsonl', '--jsonl', '--steps']],
  test: [['test', '--coverage', '--mutate', '--json']],
  version: [['--version', '--verbose', '--json']],
  whoami: [['whoami', '--json']],
};

describe('what a command writes is as its schema says', () => {
  const lines = Object.entries(written).flatMap(([name, all]) => all.map((words) => [name, words] as const));
  test.each(lines)('%s: %j', async (name, words) => {
    const { out, err } = await run(words, { files });
    const text = name === 'error' ? err : out;
    const all = words.includes('--jsonl') ? text.trim().split('\n') : [text];
    expect(text).not.toBe('');
    for (const one of all) expect(problemsWith(name, JSON.parse(one))).toEqual([]);
  });

  test('a file of coverage', async () => {
    const { host } = await run(['test', '--coverage', 'json'], { files });
    const text = [...host.written].find(([path]) => path.endsWith('/coverage/coverage.json'))?.[1];
    expect(problemsWith('test-coverage', JSON.parse(text ?? ''))).toEqual([]);
  });

  test('the others are held against theirs where their commands are tested', () => {
    const others = schemaNames.filter((name) => !Object.hasOwn(written, name));
    expect(others).toEqual(['check', 'test-coverage']);
  });
});

describe('the schemas', () => {
  test.each(schemaNames)('%s says what each of its definitions is', (name) => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', `${name}.json`), 'utf8')) as {
      readonly description?: string;
      readonly $defs: Readonly<Record<string, { readonly description?: string }>>;
    };
    const silent = Object.entries(schema.$defs).filter(([, { description = '' }]) => description === '');
    expect(schema.description).toMatch(/iamx|error/);
    expect(silent.map(([definition]) => definition)).toEqual([]);
  });

  test('a wrong, a missing and a strange member are problems', async () => {
    const { out } = await run(['simulate', '--scenario', 'one.iamx.json', '--json'], { files });
    const document = JSON.parse(out) as Readonly<Record<string, unknown>>;
    expect(problemsWithDocument({ ...document, verdict: 'yes' })).toEqual([
      '$.verdict: is none of allowed, conditional, denied, mixed',
    ]);
    expect(problemsWithDocument({ ...document, more: 1 })).toEqual(['$.more: is in no type']);
    const others = Object.entries(document).filter(([member]) => member !== 'results');
    expect(problemsWithDocument(Object.fromEntries(others))).toEqual(['$.results: is missing']);
    expect(problemsWithDocument({ ...document, schema: 'iamx.other/1' })[0]).toContain('is no schema');
  });
});

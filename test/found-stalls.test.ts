import { expect, test } from 'vitest';
import { expectLinear } from './support/growth.ts';
import { run } from './support/run.ts';

/** Inputs that once cost the square of their size, or had no end: each through the command that met it. */

const mika = 'arn:aws:iam::111122223333:user/mika';
const question = ['--principal', mika, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x'];
const list = (count: number, make: (at: number) => string, between = '') =>
  Array.from({ length: count }, (_, at) => make(at)).join(between);

const conditions = (count: number) =>
  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{${list(count, (at) => `"aws:RequestTag/k${at}":"a"`, ',')}}}}}`;
const policiesOfOne = (count: number) =>
  list(count, (at) => `resource "aws_s3_bucket_policy" "x${at}" {\n  bucket = "b"\n  policy = "{}"\n}\n`);

test.each([
  ['conditions that are told', 2_000, ['simulate', ...question, '--policy', 'x.json'], conditions],
  ['policies of one bucket', 1_000, ['lint', 'x.tf'], policiesOfOne],
  [
    'unknown fields of a scenario',
    8_000,
    ['simulate', '--scenario', 'x.yaml'],
    (count: number) => list(count, (at) => `k${at}: v\n`),
  ],
  [
    'documents that are no scenarios',
    8_000,
    ['simulate', '--scenario', 'x.yaml'],
    (count: number) => '---\na: b\n'.repeat(count),
  ],
] as const)('many %s take what is in proportion to their number', async (_, size, words, textOf) => {
  await expectLinear(size, async (count) => {
    const { status } = await run(words, { files: { [words.at(-1) ?? '']: textOf(count) } });
    expect([1, 2]).toContain(status);
  });
});

/** Far deeper than any reader goes: what calls itself for each level would fill the stack. */
const deep = 20_000;
const nested = (open: string, inside: string, close: string) =>
  open.repeat(deep) + inside + close.repeat(deep);
const resource = (expression: string) => `resource "aws_iam_policy" "x" {\n  policy = ${expression}\n}\n`;

const texts = {
  'lists.json': nested('[', '', ']'),
  'objects.json': nested('{"a":', '1', '}'),
  'lists.yaml': `a: ${nested('[', '', ']')}`,
  'objects.yaml': nested('{a: ', '1', '}'),
  'items.yaml': `${'- '.repeat(deep)}a`,
  'lists.tf': resource(nested('[', '', ']')),
  'objects.tf': resource(nested('{a=', '1', '}')),
  'brackets.tf': resource(nested('(', '1', ')')),
  'calls.tf': resource(nested('jsonencode(', '1', ')')),
  'templates.tf': resource(nested('"${', '1', '}"')),
  'not.tf': resource(`${'!'.repeat(deep)}true`),
  'choices.tf': resource(`${'a ? b : '.repeat(deep)}c`),
  'blocks.tf': nested('a {\n', '', '}\n'),
};

test.each(Object.entries(texts))('nesting in %s ends with an answer', async (name, text) => {
  const asked = name.endsWith('.json') ? [['decode', '-'], ['decode', '--jsonl'], ['explain-error']] : [];
  for (const words of [['lint', name], ...asked]) {
    const { status, err } = await run(words, { stdin: text, files: { [name]: text } });
    expect({ words, err }).not.toMatchObject({ err: expect.stringContaining('bug in iamx') as string });
    expect([0, 1, 2]).toContain(status);
  }
});

const chain = list(1_000, (at) => `  l${at + 1} = "\${local.l${at}}\${local.l${at}}"\n`);

test('locals that name each other have an end', async () => {
  const text = `locals {\n  l0 = "a"\n${chain}}\n${resource('local.l1000')}`;
  const { status, err } = await run(['lint', 'x.tf'], { files: { 'x.tf': text } });
  expect(err).not.toContain('bug in iamx');
  expect([0, 1, 2]).toContain(status);
});

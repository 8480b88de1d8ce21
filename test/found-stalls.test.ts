import { expect, test } from 'vitest';
import { expectLinear } from './support/growth.ts';
import { run } from './support/run.ts';

/** Inputs that once cost the square of their size, or ended in a bug: each through the command that met it. */

const mika = 'arn:aws:iam::111122223333:user/mika';
const question = ['--principal', mika, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x'];
const list = (count: number, make: (at: number) => string, between = '') =>
  Array.from({ length: count }, (_, at) => make(at)).join(between);

const conditions = (count: number) =>
  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{${list(count, (at) => `"aws:RequestTag/k${at}":"a"`, ',')}}}}}`;
const policiesOfOne = (count: number) =>
  list(count, (at) => `resource "aws_s3_bucket_policy" "x${at}" {\n  bucket = "b"\n  policy = "{}"\n}\n`);

test.each([
  ['conditions that are told', 4_000, ['simulate', ...question, '--policy', 'x.json'], conditions],
  ['policies of one bucket', 4_000, ['lint', 'x.tf'], policiesOfOne],
  [
    'unknown fields of a scenario',
    16_000,
    ['simulate', '--scenario', 'x.yaml'],
    (count: number) => list(count, (at) => `k${at}: v\n`),
  ],
  [
    'documents that are no scenarios',
    16_000,
    ['simulate', '--scenario', 'x.yaml'],
    (count: number) => '---\na: b\n'.repeat(count),
  ],
] as const)('many %s', async (_, size, words, textOf) => {
  await expectLinear(size, async (count) => {
    const { status } = await run(words, { files: { [words.at(-1) ?? '']: textOf(count) } });
    expect([1, 2]).toContain(status);
  });
});

test('lists within lists, and locals that name each other, have no end that is a bug', async () => {
  const stdin = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const locals = list(5_000, (at) => `  l${at + 1} = "\${local.l${at}}\${local.l${at}}"\n`);
  const module = `locals {\n  l0 = "a"\n${locals}}\nresource "aws_iam_policy" "x" {\n  policy = local.l5000\n}\n`;
  const long = `locals {\n  a = "${'a'.repeat(100_000)}"\n}\nresource "aws_iam_policy" "x" {\n  policy = "${'${local.a}'.repeat(20_000)}"\n}\n`;
  const files = { 'locals.tf': module, 'long.tf': long };
  for (const words of [
    ['decode', '-'],
    ['decode', '--jsonl'],
    ['explain-error'],
    ['lint', 'locals.tf'],
    ['lint', 'long.tf'],
  ]) {
    const { status, err } = await run(words, { stdin, files });
    expect(err).not.toContain('bug in iamx');
    expect([0, 1, 2]).toContain(status);
  }
});

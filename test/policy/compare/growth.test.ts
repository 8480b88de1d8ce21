import { describe, expect, test } from 'vitest';
import { sizeFor } from '../../support/budget.ts';
import { run } from '../../support/run.ts';
import { expectLinear } from '../../support/growth.ts';

/** Two versions of a policy with many statements: what is the same costs little, and what is not has an end. */

const many = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const policy = (statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (index: number) => ({
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: `arn:aws:s3:::acme-${index}/*`,
});
const deny = (index: number) => ({ ...allow(index), Effect: 'Deny' });
const stars = (index: number) => ({ ...allow(index), Resource: `arn:aws:s3:::*a${index}*b*` });
const tagged = (index: number, value: string) => ({
  ...allow(index),
  Condition: { StringEquals: { [`aws:PrincipalTag/t${index}`]: value } },
});

interface Told {
  readonly verdict: string;
}

async function diff(older: readonly object[], newer: readonly object[]): Promise<Told> {
  const files = { 'a.json': policy(older), 'b.json': policy(newer) };
  const { status, out, err } = await run(['diff', '--json', 'a.json', 'b.json'], { files });
  expect([status === 2, err]).toEqual([false, '']);
  return JSON.parse(out) as Told;
}

test('statements that both have cost in proportion to their number', async () => {
  await expectLinear(1_600, async (size) => {
    const older = many(size, allow);
    await diff(older, [...older.slice(1), allow(size)]);
  });
});

describe('what could take for ever has an end, and is not said to be the same', () => {
  const size = sizeFor(160, 320);
  test.each([
    ['stars', many(size, stars), many(size, (at) => stars(at + 1))],
    ['an Allow beside each Deny', [...many(size, allow), ...many(size, deny)], many(size, allow)],
    [
      'other Deny statements',
      [...many(size, allow), ...many(size, deny)],
      [...many(size, allow), ...many(size, (at) => deny(at + 2))],
    ],
    ['other values of tests', many(size, (at) => tagged(at, 'x')), many(size, (at) => tagged(at, 'y'))],
  ])('%s', async (_, older, newer) => {
    const told = await diff(older, newer);
    expect(JSON.stringify(told)).not.toContain('"same"');
  });
});

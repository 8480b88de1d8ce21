import { expect, test } from 'vitest';
import { run } from '../support/run.ts';

const request = { principal: 'arn:aws:iam::111122223333:user/mika', action: 's3:GetObject', resource: '*' };
const items = (count: number, file: string) =>
  Array.from({ length: count }, (_, index) => ({
    name: `test ${index + 1}`,
    request,
    policies: { identity: [{ file }] },
    expect: 'allowed',
  }));

function ask(tests: readonly unknown[]) {
  const text = JSON.stringify(tests, undefined, 1);
  return run(['test', 'a.iamx.json'], { files: { '/work/a.iamx.json': text }, cwd: '/work' });
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

test('a policy that is missing is told once, with all the tests that it stops', async () => {
  const { out, status } = await ask([...items(3, 'gone.json'), ...items(1, 'lost.json')]);
  expect(status).toBe(1);
  expect(countOf(out, '✗ ')).toBe(3);
  expect(countOf(out, 'gone.json')).toBe(1);
  expect(countOf(out, 'lost.json')).toBe(1);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /The same stops test 2 a\.iamx\.json:\d+, test 3 a\.iamx\.json:\d+/,
  );
});

test('of many tests that it stops some are named, and the rest is counted', async () => {
  const { out } = await ask(items(40, 'gone.json'));
  expect(countOf(out, 'gone.json')).toBe(1);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(/test 6 a\.iamx\.json:\d+ and 34 more tests/);
});

test('in --watch too', async () => {
  const text = JSON.stringify(items(3, 'gone.json'));
  const { out } = await run(['test', '--watch', 'a.iamx.json'], {
    files: { '/work/a.iamx.json': text },
    cwd: '/work',
    isTerminal: true,
  });
  expect(countOf(out, 'gone.json')).toBe(1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';

const role = 'AROAY24FZKAOBPJTH2BSF';
const key = 'ASIAY34FZKBOKMUTVV7A';

const timesOf = (...texts: readonly string[]) =>
  decodeTexts(texts).map(({ item, times }) => [item.input, times]);

test('each value of a text is answered once, with how often it stands there', () => {
  expect(timesOf(`${role}:ci\n${key}\n${role}:ci\n${role}:ci\n`)).toEqual([
    [`${role}:ci`, 3],
    [key, undefined],
  ]);
  expect(timesOf(`${key}, ${role}; again ${key}.`)).toEqual([
    [key, 2],
    [role, undefined],
  ]);
  expect(timesOf(key, key)).toEqual([[key, 2]]);
});

test('what stands around a value does not make it another one', () => {
  expect(timesOf(`role_id: ${role}\n${role}\n"${role}",\n`)).toEqual([[`role_id: ${role}`, 3]]);
});

test('a session of another name is another value', () => {
  expect(timesOf(`${role}:ci\n${role}:cd\n`)).toHaveLength(2);
});

test('two secrets are told as two', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  expect(timesOf(`${secret}\n\n${role}\n${secret}\n`)).toEqual([
    [null, undefined],
    [role, undefined],
    [null, undefined],
  ]);
});

test('the page says it, and the document', async () => {
  const stdin = `${role}:ci\n`.repeat(5);
  const { out } = await run(['decode'], { stdin });
  expect(out.split('\n')[0]).toBe(`role session   ${role}:ci  5 times`);
  const json = await run(['decode', '--json'], { stdin });
  expect(JSON.parse(json.out)).toMatchObject({ items: [{ input: `${role}:ci`, times: 5 }] });
});

test('lines of prose are counted, not answered', () => {
  const text = `2026-01-31 12:00:01 starting up\nassumed ${role}\n2026-01-31 12:00:02 nothing here\n`;
  const [first, ...rest] = decodeTexts([text]);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    item: { input: role },
    diagnostics: [{ code: 'decode/passed-over', message: '2 lines hold no identifier' }],
  });
});

test('a text of prose alone is one unknown value', () => {
  expect(decodeTexts(['starting up\nnothing here\nend of log'])).toMatchObject([
    { item: { kind: 'unknown', because: 'none of 3 lines holds an identifier' } },
  ]);
});

test('a line that is one word is answered, whatever it is', () => {
  expect(decodeTexts([`${role}\nAROAY24FZKA\nnonsense\n`]).map(({ item }) => item.kind)).toEqual([
    'unique-id',
    'unknown',
    'unknown',
  ]);
});

test('whatever stands between them, every identifier of a text is found, as often as it stands there', () => {
  const ids = [
    role,
    key,
    '111122223333',
    'arn:aws:iam::111122223333:role/App',
    'vpce-0a1b2c3d',
    'o-a1b2c3d4e5',
  ];
  const gap = fc.constantFrom(' ', ' and ', '\n', ', ', '\n\n', ' (', '] and ', ' said "', '\t');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...ids), gap), { minLength: 2, maxLength: 12 }),
      (pieces) => {
        const text = `seen ${pieces.map(([id, between]) => id + between).join('')}`;
        const counts = new Map<string, number>();
        for (const [id] of pieces) counts.set(id, (counts.get(id) ?? 0) + 1);
        const found = decodeTexts([text]).filter(({ item }) => item.input !== null);
        expect(new Map(found.map(({ item, times }) => [item.input?.trim(), times ?? 1]))).toEqual(counts);
      },
    ),
    { numRuns: runs(150) },
  );
});

import { describe, expect, test } from 'vitest';
import { knownLines } from '../../src/core/answer.ts';
import type { GlobalOptions } from '../../src/commands/command.ts';
import { decode } from '../../src/commands/decode.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { nothingIsSent, run } from '../support/run.ts';

const role = 'AROAY24FZKAOBPJTH2BSF';
const key = 'ASIAY34FZKBOKMUTVV7A';

interface Line {
  readonly input: string | null;
  readonly kind: string;
  readonly line?: number;
  readonly diagnostics?: readonly object[];
}

async function lines(stdin: string, ...words: readonly string[]) {
  const { out, err, status } = await run(['decode', '--jsonl', ...words], { stdin, pieceBytes: 7 });
  expect(err).toBe('');
  return {
    status,
    items: out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line),
  };
}

describe('the answers', () => {
  test('each line gives the item that the document has, in order', async () => {
    const values = [
      `${role}:iic-poc`,
      key,
      '111122223333',
      'arn:aws:iam::111122223333:role/App',
      'AKIAI44QH8DHBEXAMPLE',
      'nonsense',
    ];
    const { items } = await lines(`${values.join('\n')}\n`);
    const { out } = await run(['decode', '--json', ...values]);
    const document = JSON.parse(out) as { readonly items: object[]; readonly diagnostics: object[] };
    const plain = items.map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'diagnostics')),
    );
    expect(plain).toEqual(document.items);
    expect(items.flatMap(({ diagnostics = [] }) => diagnostics)).toEqual(document.diagnostics);
  });

  test('several values on a line follow each other and say the line; empty lines have no answer', async () => {
    const { items } = await lines(`${role}\n\n \r\n${role} in account 111122223333\r\n${key}`);
    expect(items.map(({ input, line }) => [input, line])).toEqual([
      [role, undefined],
      [role, 4],
      ['111122223333', 4],
      [key, undefined],
    ]);
  });

  test('a JSON document on each line', async () => {
    const { items } = await lines(`{"UserId":"${role}:ci"}\n{"AccessKeyId":"${key}","Region":"eu-west-1"}\n`);
    expect(items.map(({ kind }) => kind)).toEqual(['user-id', 'access-key']);
  });

  test('arguments and standard input, in the order of the words', async () => {
    const { items } = await lines(`${key}\n`, role, '-', '111122223333', '-');
    expect(items.map(({ input }) => input)).toEqual([role, key, '111122223333']);
  });

  test('a line that is too long is unknown, and the next ones are answered', async () => {
    const { out, status } = await run(['decode', '--jsonl'], {
      stdin: `${'x'.repeat(4 * 1024 * 1024 + 1)}\n${key}\n`,
    });
    const [first = '', second = ''] = out.split('\n');
    expect(JSON.parse(first)).toMatchObject({ input: null, kind: 'unknown', line: 1 });
    expect(JSON.parse(second)).toMatchObject({ input: key });
    expect(status).toBe(1);
  });
});

test.each([
  [0, `${role}\n${key}\n`],
  [1, `${role}\nnonsense\n`],
  [1, 'nonsense\n'],
])('the status is %i for %j', async (expected, stdin) => {
  expect((await lines(stdin)).status).toBe(expected);
});

test.each([
  ['empty input', ['decode', '--jsonl'], { stdin: '' }],
  ['blank lines', ['decode', '--jsonl', '-'], { stdin: ' \n\n' }],
  ['a terminal', ['decode', '--jsonl'], { isTerminal: true }],
  ['--json', ['decode', '--jsonl', '--json', role], {}],
  ['--live', ['decode', '--jsonl', '--live', role], {}],
  ['--save', ['decode', '--jsonl', '--save', 'x.json', role], {}],
])('the status is 2 for %s, and nothing is printed', async (_, words, world) => {
  const { out, err, status } = await run(words, world);
  expect({ out, status }).toEqual({ out: '', status: 2 });
  expect(err).toContain('hint');
});

describe('a secret', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  // 300 characters as of a session token, wrapped as `base64` does.
  const token = `IQoJb3JpZ2lu${secret.repeat(8).replace(/EXAMPLEKEY/g, 'q8Zt4Lw0x2')}`.slice(0, 298);
  const wrapped = [token.slice(0, 76), token.slice(76, 152), token.slice(152, 228), token.slice(228, 290)];
  const rest = [token.slice(290), 'a1B2c3Q=', 'Zz09Yy=='];

  test.each([
    ['--jsonl', ['decode', '--jsonl']],
    ['text', ['decode']],
    ['--json', ['decode', '--json']],
  ])('is not shown with %s, nor what may be the rest of it', async (_, words) => {
    for (const end of rest) {
      const { out, err } = await run(words, { stdin: `${[...wrapped, end].join('\n')}\n${role}\n` });
      expect(out).toContain(role);
      for (const piece of [...wrapped, end]) expect(out + err).not.toContain(piece.slice(0, 6));
    }
  });

  test('hides nothing that is known, and nothing behind a known line', async () => {
    const { items } = await lines(`${secret}\n${key}\nhello\n${secret}\neu-west-1\nhello there\n`);
    expect(items.map(({ input }) => input)).toEqual([null, key, 'hello', null, 'eu-west-1', 'hello there']);
  });
});

test('answers what has come before it asks for more', async () => {
  const events: string[] = [];
  const options: GlobalOptions = { sdk: 'cli', offline: false, json: false, verbose: false };
  async function* input(): AsyncGenerator<Uint8Array> {
    for (let piece = 1; piece <= 3; piece++) {
      events.push(`piece ${piece} in`);
      yield await Promise.resolve(new TextEncoder().encode(`${role}\n`.repeat(100)));
    }
  }
  const host = { ...memoryHost(), streamInput: input };
  const answer = await decode.run(host, [], { ...options, jsonl: true }, nothingIsSent);
  if (answer.kind !== 'stream') throw new Error('not a stream');
  for await (const piece of answer.pieces)
    events.push(`${knownLines(piece).text.split('\n').length - 1} out`);
  expect(events).toEqual(['piece 1 in', '100 out', 'piece 2 in', '100 out', 'piece 3 in', '100 out']);
});

test('too much for one answer leads to `--jsonl`', async () => {
  const { err, status } = await run(['decode'], { stdin: `${role}\n`.repeat(200_000) });
  expect(status).toBe(2);
  expect(err).toContain('--jsonl');
});

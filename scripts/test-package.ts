/**
 * `npm run test:package`: packs the package, installs it as a user would, with an environment and a home of its own, and
 * asks each command there. Nothing but the packed file is installed, and npm has nothing to warn of.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLoopback } from '../test/support/loopback/server.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mostBytes = 4_000_000;
const allowed =
  /^(bin|dist|data|schemas)\/|^docs\/[\w-]+\.(md|svg)$|^(README|CHANGELOG|SECURITY)\.md$|^LICENSE$|^package\.json$/;
const required = [
  'bin/iamx.js',
  'dist/node/main.cjs',
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/lib/browser.js',
  'dist/lib/browser.d.ts',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/sbom.cdx.json',
  'data/meta.json',
  'schemas/simulate.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'package.json',
];

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

let passed = 0;
let failed = 0;

function check(name: string, problem: string | undefined): void {
  if (problem === undefined) passed += 1;
  else failed += 1;
  console.log(problem === undefined ? `ok     ${name}` : `FAILED ${name}\n       ${problem}`);
}

async function attempt(name: string, act: () => Promise<string | undefined>): Promise<void> {
  try {
    check(name, await act());
  } catch (error) {
    check(name, error instanceof Error ? error.message : 'failed');
  }
}

function run(cwd: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve, reject) => {
    // npm is a script on Windows, which only a shell starts.
    const shell = process.platform === 'win32';
    const child = spawn(file, [...args], { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString('utf8')));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString('utf8')));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/** What went wrong with a run that should have ended well. */
function problemOf({ status, err }: Run, says = /^$/): string | undefined {
  if (status !== 0) return `status ${status ?? 'none'}: ${err}`;
  return says.test(err) ? undefined : `standard error: ${err}`;
}

/** The environment of somebody who has Node, npm and nothing else. */
function environmentOf(home: string): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), ...(process.env['PATH'] ?? '').split(delimiter)];
  // What says where npm finds packages, or how files are found on Windows, is the machine's own.
  const own = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_registry|SystemRoot)$/i.test(name),
  );
  return { ...Object.fromEntries(own), PATH: path.join(delimiter), HOME: home, USERPROFILE: home };
}

const folder = mkdtempSync(join(tmpdir(), 'iamx-package-'));
const home = join(folder, 'home');
const user = join(folder, 'a user');
for (const made of [home, user]) mkdirSync(made);
const env = environmentOf(home);
const loopback = await startLoopback();
try {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const packing = await run(root, 'npm', ['pack', '--silent', '--pack-destination', folder], env);
  check('npm pack ends well', packing.status === 0 ? undefined : packing.err);
  const isSame = readFileSync(join(root, 'package.json'), 'utf8') === manifest;
  check('package.json is as it was', isSame ? undefined : 'npm pack changed it');
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');

  const { size } = statSync(tarball);
  const megabytes = (size / 1_000_000).toFixed(2);
  check(`the package is small (${megabytes} MB)`, size < mostBytes ? undefined : 'over 4 MB');

  const prefix = join(folder, 'prefix');
  await attempt('npm i -g installs it without a warning', async () =>
    problemOf(await run(user, 'npm', ['install', '--global', '--offline', '--prefix', prefix, tarball], env)),
  );
  const modules =
    process.platform === 'win32' ? join(prefix, 'node_modules') : join(prefix, 'lib/node_modules');
  const installed = readdirSync(modules).filter((name) => !name.startsWith('.'));
  check('it is one package', installed.join() === 'iamx' ? undefined : installed.join(', '));

  const at = join(modules, 'iamx');
  const files = readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(at.length + 1)
        .replaceAll('\\', '/'),
    );
  const strange = files.filter((file) => !allowed.test(file) || file.endsWith('.map'));
  check('nothing but what a user needs is packed', strange.length === 0 ? undefined : strange.join(', '));
  const missing = required.filter((file) => !files.includes(file));
  check('all that a user needs is packed', missing.length === 0 ? undefined : missing.join(', '));
  const readme = readFileSync(join(at, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
  const dead = links.filter((path) => !files.includes(path));
  check('README.md links to what is packed', dead.length === 0 ? undefined : dead.join(', '));
  const published = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as Record<string, unknown>;
  const unwanted = ['scripts', 'dependencies'].filter((field) => field in published);
  check(
    'nothing is built or fetched by those who install it',
    unwanted.length === 0 ? undefined : unwanted.join(),
  );

  const program = process.platform === 'win32' ? join(prefix, 'iamx.cmd') : join(prefix, 'bin', 'iamx');
  const commands: readonly {
    readonly words: readonly string[];
    readonly says: RegExp;
    /** On standard error; nothing where it is left out. */
    readonly announces?: RegExp;
    readonly env?: NodeJS.ProcessEnv;
  }[] = [
    { words: ['--version'], says: /^\d+\.\d+\.\d+\n$/ },
    { words: ['--version', '--verbose'], says: /IAM data/ },
    { words: ['decode', 'AKIAIOSFODNN7EXAMPLE'], says: /^access key/ },
    {
      words: ['explain-chain', '--offline'],
      says: /^selected {2}environment/,
      env: signing('AKIAIOSFODNN7EXAMPLE'),
    },
    {
      words: ['whoami'],
      says: /111122223333/,
      announces: /^\S+ sending to http:\/\/127\.0\.0\.1:\d+, which is not AWS's, [^\n]*\n$/,
      env: { ...signing('AKIAIOSFODNN7EXAMPLE'), AWS_ENDPOINT_URL: loopback.url },
    },
    {
      words: [
        ...['simulate', '--managed', 'ReadOnlyAccess', '--principal', 'arn:aws:iam::111122223333:user/mika'],
        ...['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme-data/notes.txt'],
        ...['--resource-account', '111122223333'],
      ],
      says: /^ALLOWED/,
    },
    { words: ['demo'], says: /./ },
  ];
  for (const { words, says, announces, env: more } of commands) {
    await attempt(`iamx ${words.slice(0, 2).join(' ')}`, async () => {
      const ran = await run(user, program, words, { ...env, ...more });
      return problemOf(ran, announces) ?? (says.test(ran.out) ? undefined : `it says: ${ran.out}`);
    });
  }

  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  await attempt('it installs into a project, and npx runs it there', async () => {
    const added = await run(
      project,
      'npm',
      ['install', '--offline', '--no-audit', '--no-fund', tarball],
      env,
    );
    const ran = await run(project, 'npx', ['--no-install', 'iamx', '--version'], env);
    return problemOf(added) ?? problemOf(ran);
  });
  for (const door of ['iamx', 'iamx/browser']) {
    await attempt(`import from '${door}' in the project`, async () => {
      const file = join(project, 'library.mjs');
      writeFileSync(
        file,
        `import { decode } from '${door}';\nconsole.log(decode('AKIAIOSFODNN7EXAMPLE').kind);\n`,
      );
      const ran = await run(project, process.execPath, [file], env);
      return problemOf(ran) ?? (ran.out === 'access-key\n' ? undefined : `it says: ${ran.out}`);
    });
  }
} finally {
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
}

function signing(keyId: string): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'eu-west-1',
  };
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

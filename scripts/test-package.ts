/**
 * `npm run test:package`: packs the package, installs it into an empty folder without development tools, and runs
 * it there as a user would.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mostBytes = 4 * 1024 * 1024;
const allowed = /^(bin|dist|data)\/|^(README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
const required = [
  'bin/iamx.js',
  'dist/node/main.cjs',
  'data/meta.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'package.json',
];

let passed = 0;
let failed = 0;

function check(name: string, problem: string | undefined): void {
  if (problem === undefined) passed += 1;
  else failed += 1;
  console.log(problem === undefined ? `ok     ${name}` : `FAILED ${name}\n       ${problem}`);
}

/** The program's output; throws where it fails. */
function run(cwd: string, file: string, args: readonly string[]): string {
  // npm is a script on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  const result = spawnSync(file, args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return result.stdout;
  throw new Error(
    `${[file, ...args].join(' ')} ended with ${result.status ?? 'no status'}\n${result.stderr}`,
  );
}

function attempt(name: string, act: () => string | undefined): void {
  try {
    check(name, act());
  } catch (error) {
    check(name, error instanceof Error ? error.message : 'failed');
  }
}

const folder = mkdtempSync(join(tmpdir(), 'iamx-package-'));
try {
  // What `prepare` makes is there already, or `npm ci` did not run.
  run(root, 'npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const files = run(folder, 'tar', ['-tzf', tarball])
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^package\//, ''));

  const strange = files.filter((file) => !allowed.test(file) || file.endsWith('.map'));
  check('nothing but what a user needs is packed', strange.length === 0 ? undefined : strange.join(', '));
  const missing = required.filter((file) => !files.includes(file));
  check(
    'all that a user needs is packed',
    missing.length === 0 ? undefined : `missing: ${missing.join(', ')}`,
  );
  const { size } = statSync(join(folder, tarball));
  check(
    `the package is small (${(size / 1024 / 1024).toFixed(2)} MB)`,
    size < mostBytes ? undefined : 'over 4 MB',
  );

  const user = join(folder, 'user');
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true }\n');
  attempt('it installs into an empty folder', () => {
    const options = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
    run(user, 'npm', ['install', ...options, join(folder, tarball)]);
    return undefined;
  });
  const iamx = (...args: readonly string[]) => run(user, 'npx', ['--no-install', 'iamx', ...args]);
  attempt('iamx --version', () => (/^\d+\.\d+\.\d+\n$/.test(iamx('--version')) ? undefined : 'no version'));
  attempt('iamx --version --verbose', () =>
    iamx('--version', '--verbose').includes('IAM data') ? undefined : 'no data date',
  );
  attempt('iamx decode AKIAIOSFODNN7EXAMPLE', () =>
    iamx('decode', 'AKIAIOSFODNN7EXAMPLE').startsWith('access key') ? undefined : 'no access key',
  );
  if (/^ {2}demo /m.test(iamx('--help'))) {
    attempt('iamx demo', () => (iamx('demo') === '' ? 'no output' : undefined));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

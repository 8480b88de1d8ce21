/**
 * `npm run bench [NAME…]`: the programs of `bench/`, each in a process of its own, bundled as the program is that is
 * shipped (a test runner's or loader's way of running modules costs half of the speed); then the benchmarks of single
 * functions. NAME picks some: `npm run bench -- engine start-up`.
 *
 * No process inherits anything of this one's environment but PATH and `IAMX_BENCH_…`: what a machine sets, such as
 * NODE_EXTRA_CA_CERTS, slows bare Node down, and flatters what is compared with it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
const programs = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.bench.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

const unknown = wanted.filter((name) => !programs.includes(name) && name !== 'functions');
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${programs.join(', ')}, functions`);
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'iamx-bench-home-'));
const aws = findAws();
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('IAMX_BENCH_'))),
  ...(aws === undefined ? {} : { IAMX_BENCH_AWS: aws }),
  PATH: process.env['PATH'],
  HOME: home,
};

/** The AWS CLI itself: what a version manager puts in its place starts a shell first. */
function findAws(): string | undefined {
  const { status, stdout } = spawnSync('pyenv', ['which', 'aws'], { encoding: 'utf8' });
  const file = status === 0 ? stdout.trim() : 'aws';
  const clean = { PATH: process.env['PATH'], HOME: home };
  return spawnSync(file, ['--version'], { env: clean }).status === 0 ? file : undefined;
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}

try {
  run(process.execPath, ['scripts/build.mjs']);
  for (const name of programs.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    console.log(`\n== ${name}\n`);
    // As far from the package's data as the program is that is shipped.
    const file = join(root, 'dist', 'bench', `${name}.mjs`);
    await build({
      entryPoints: [join(root, 'bench', `${name}.ts`)],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    run(process.execPath, ['--expose-gc', file]);
    rmSync(join(root, 'dist', 'bench'), { recursive: true, force: true });
  }
  if (wanted.length === 0 || wanted.includes('functions')) {
    run(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'bench', '--run']);
  }
} finally {
  rmSync(join(root, 'dist', 'bench'), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

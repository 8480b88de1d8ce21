/**
 * `npm run check`: everything about the code but its tests. Two at a time, one line each, and the output of what
 * failed.
 */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const atOnce = 2;

interface Check {
  readonly name: string;
  readonly command: string;
}

// The slow ones first: together they take as long as the slowest.
const checks: readonly Check[] = [
  { name: 'lint', command: 'eslint . --cache --cache-location node_modules/.cache/eslint/' },
  { name: 'types', command: 'tsc -p .' },
  { name: 'generated data is current', command: 'tsx scripts/generate-data.ts --check' },
  { name: 'format', command: 'prettier --check . --log-level warn --cache' },
  { name: 'layers', command: 'vitest run test/layout.test.ts' },
  {
    name: 'generated docs are current, every rule has a test',
    command: 'tsx scripts/generate-docs.ts --check',
  },
  { name: 'schemas are current', command: 'tsx scripts/generate-schemas.ts --check' },
  { name: 'unused files, exports, dependencies', command: 'knip --no-progress' },
  { name: 'package', command: 'publint --strict' },
];

interface Outcome {
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

function run({ command }: Check): Promise<Outcome> {
  const started = performance.now();
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: path },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece: Buffer) => (output += piece.toString('utf8')));
    }
    child.on('close', (status) => {
      resolve({ passed: status === 0, seconds: (performance.now() - started) / 1000, output });
    });
  });
}

const waiting = [...checks];
let failures = 0;

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const { passed, seconds, output } = await run(check);
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds.toFixed(1)} s)`);
    if (passed) continue;
    failures += 1;
    console.log(output.trimEnd().replace(/^/gm, '       '));
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
console.log(`${checks.length - failures} passed, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

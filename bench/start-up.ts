/**
 * Whole processes of the program as `npm run build` left it, each in turns with `node -e 0`: the ratio of the two, pair
 * by pair, holds where the machine's speed drifts.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(process.cwd(), 'bin', 'iamx.js');
const pairs = Number(process.env['IAMX_BENCH_PAIRS'] ?? 40);
const folder = mkdtempSync(join(tmpdir(), 'iamx-bench-'));

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  /** At most so many times `node -e 0`. */
  readonly wanted?: number;
}

const simulate = (...more: readonly string[]) => [
  'simulate',
  '--policy',
  'policy.json',
  '--principal',
  'arn:aws:iam::111122223333:user/mika',
  '--action',
  's3:GetObject',
  '--resource',
  'arn:aws:s3:::acme/x',
  ...more,
];

const rows: readonly Row[] = [
  { name: 'iamx --version', args: ['--version'] },
  { name: 'iamx --help', args: ['--help'] },
  { name: 'iamx decode, one access key', args: ['decode', 'AKIAIOSFODNN7EXAMPLE'], wanted: 1.25 },
  { name: 'iamx decode --json', args: ['decode', '--json', 'AKIAIOSFODNN7EXAMPLE'] },
  { name: 'iamx simulate, one small policy', args: simulate(), wanted: 1.5 },
  { name: 'iamx simulate --json', args: simulate('--json') },
  { name: 'iamx simulate, one managed policy', args: [...simulate('--managed', 'ReadOnlyAccess')] },
  { name: 'iamx explain-chain --offline, 50 profiles', args: ['explain-chain', '--offline'], wanted: 1.5 },
  {
    name: 'iamx explain-chain --compare --offline, 50 profiles',
    args: ['explain-chain', '--compare', '--offline'],
    wanted: 1.7,
  },
];

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' }],
};

const config = Array.from(
  { length: 50 },
  (_, index) =>
    `[profile p${index}]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/r${index}\nsource_profile = default\n`,
).join('\n');

const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  HOME: folder,
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
};

function timeOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, env: environment });
  if (status === null || status > 1) throw new Error(`${args.join(' ')}: ${stderr.toString()}`);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

try {
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(
    join(folder, 'credentials'),
    '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n',
  );
  const floors: number[] = [];
  for (const { name, args, wanted } of rows) {
    const ratios: number[] = [];
    for (let pair = 0; pair <= pairs; pair++) {
      const floor = timeOf(['-e', '0']);
      const time = timeOf([program, ...args]);
      // The first pair warms the file cache.
      if (pair > 0) ratios.push(time / floor);
      if (pair > 0) floors.push(floor);
    }
    const limit = wanted === undefined ? '' : `, wanted at most ${wanted}`;
    console.log(`${median(ratios).toFixed(2).padStart(6)} times node -e 0  ${name}${limit}`);
  }
  console.log(`${median(floors).toFixed(0).padStart(6)} ms             node -e 0`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

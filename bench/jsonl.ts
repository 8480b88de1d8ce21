/**
 * `iamx simulate --jsonl` against a loop that only parses and prints the same lines, in turns: lines a second of the
 * whole process, start-up included. Wanted: at least half of the loop's rate, and a memory that does not grow.
 * `IAMX_BENCH_LINES` sets how many lines.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(process.cwd(), 'bin', 'iamx.js');

/** The same reading and writing in pieces; nothing but JSON between. */
const floor = `
const { writeSync } = require('node:fs');
const decoder = new TextDecoder();
let rest = '', piece = '';
process.stdin.on('data', (chunk) => {
  const lines = (rest + decoder.decode(chunk, { stream: true })).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    piece += JSON.stringify(JSON.parse(line)) + '\\n';
    if (piece.length >= 65536) { writeSync(1, piece); piece = ''; }
  }
});
process.stdin.on('end', () => writeSync(1, piece));
`;

const policy = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

const request = (index: number) => ({
  principal: `arn:aws:iam::111122223333:user/user${index % 1000}`,
  action: index % 3 === 0 ? 's3:PutObject' : 's3:GetObject',
  resource: `arn:aws:s3:::acme-data/reports/2026/${index}.csv`,
  resourceAccount: '111122223333',
  context: { 'aws:SourceIp': `203.0.113.${index % 256}` },
});

const kinds = {
  'small inline policies, all the same': (index: number) => ({
    name: `line ${index}`,
    request: request(index),
    policies: { identity: [policy('acme-data')] },
  }),
  'small inline policies, a hundred kinds': (index: number) => ({
    name: `line ${index}`,
    request: request(index),
    policies: { identity: [policy(index % 2 === 0 ? 'acme-data' : `bucket-${index % 100}`)] },
  }),
  'policies by file': (index: number) => ({
    name: `line ${index}`,
    request: request(index),
    policies: { identity: [{ file: 'identity.json' }], boundary: [{ managed: 'PowerUserAccess' }] },
  }),
};

interface Run {
  readonly seconds: number;
  /** MB; NaN where the system does not tell. */
  readonly peak: number;
}

function run(args: readonly string[], folder: string): Promise<Run> {
  const input = openSync(join(folder, 'lines.jsonl'), 'r');
  const output = openSync('/dev/null', 'w');
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: [input, output, 'inherit'] });
  let peak = Number.NaN;
  const poll = setInterval(() => (peak = peakOf(child.pid) ?? peak), 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      clearInterval(poll);
      closeSync(input);
      closeSync(output);
      resolve({ seconds: (performance.now() - start) / 1000, peak });
    });
  });
}

/** Linux counts it. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid ?? ''}/status`, 'utf8');
    const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

function writeLines(folder: string, lines: number, lineOf: (index: number) => object): void {
  const file = openSync(join(folder, 'lines.jsonl'), 'w');
  let piece = '';
  for (let index = 0; index < lines; index++) {
    piece += `${JSON.stringify(lineOf(index))}\n`;
    if (piece.length < 1_000_000 && index < lines - 1) continue;
    writeSync(file, piece);
    piece = '';
  }
  closeSync(file);
}

const lines = Number(process.env['IAMX_BENCH_LINES'] ?? 200_000);
const rounds = 3;
const folder = mkdtempSync(join(tmpdir(), 'iamx-bench-'));
try {
  writeFileSync(join(folder, 'identity.json'), JSON.stringify(policy('acme-data')));
  for (const [name, lineOf] of Object.entries(kinds)) {
    writeLines(folder, lines, lineOf);
    const best = { floor: Infinity, iamx: Infinity };
    let peak = 0;
    for (let round = 0; round < rounds; round++) {
      best.floor = Math.min(best.floor, (await run(['-e', floor], folder)).seconds);
      const iamx = await run([program, 'simulate', '--jsonl', '--scenario', '-'], folder);
      best.iamx = Math.min(best.iamx, iamx.seconds);
      peak = Math.max(peak, iamx.peak);
    }
    const rate = (seconds: number) => `${Math.round(lines / seconds / 1000)} thousand lines/s`;
    console.log(
      `${name}, ${lines} lines: iamx ${rate(best.iamx)}, loop ${rate(best.floor)}, ratio ${(best.floor / best.iamx).toFixed(2)}, peak ${peak.toFixed(0)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

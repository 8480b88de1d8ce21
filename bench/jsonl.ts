/**
 * `iamx simulate --jsonl` against a loop that only parses and prints the same lines, in turns, whole processes with their
 * start; and what a line of many context keys costs. `IAMX_BENCH_LINES` sets how many lines.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLines } from './support/lines.ts';
import {
  environmentIn,
  inPairs,
  inScratch,
  program,
  runOn,
  type Command,
  type Run,
} from './support/processes.ts';
import { printTable } from './support/table.ts';

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

const lines = Number(process.env['IAMX_BENCH_LINES'] ?? 200_000);
const rounds = 5;

/** Lines that differ in the number of their context keys alone. */
const withKeys = (keys: number) => (index: number) => ({
  request: {
    ...request(index),
    context: Object.fromEntries(
      Array.from({ length: keys }, (_, key) => [`aws:PrincipalTag/key${key}`, `value ${key} of ${index}`]),
    ),
  },
  policies: { identity: [policy('acme-data')] },
});

await inScratch(async (folder) => {
  const env = environmentIn(folder);
  const input = join(folder, 'lines.jsonl');
  const iamx: Command = {
    file: process.execPath,
    words: [program, 'simulate', '--jsonl', '--scenario', '-'],
    env,
  };
  const loop: Command = { file: process.execPath, words: ['-e', floor], env };
  writeFileSync(join(folder, 'identity.json'), JSON.stringify(policy('acme-data')));

  const cells: string[][] = [];
  for (const [name, lineOf] of Object.entries(kinds)) {
    writeLines(input, lines, (index) => JSON.stringify(lineOf(index)));
    let last: Run = { seconds: Number.NaN, peak: Number.NaN };
    const { ratio, floor: below } = await inPairs(
      rounds,
      async () => (await runOn(input, loop, folder)).seconds,
      async () => (last = await runOn(input, iamx, folder)).seconds,
    );
    const rate = `${Math.round(lines / below / ratio / 1000)},000 lines/s`;
    cells.push([name, `${(1 / ratio).toFixed(2)} (≥ 0.6)`, rate, `${last.peak.toFixed(0)} MB`]);
  }
  printTable(
    [`\`--jsonl\`, ${lines} lines, against a loop that parses and prints`, 'rate', '', 'peak'],
    cells,
  );

  console.log();
  const costOf = async (keys: number): Promise<number> => {
    const count = Math.round(lines / 10 / keys) * 10;
    writeLines(input, count, (index) => JSON.stringify(withKeys(keys)(index)));
    const whole = await bestOf(async () => (await runOn(input, iamx, folder)).seconds);
    writeLines(input, 1, (index) => JSON.stringify(withKeys(keys)(index)));
    const start = await bestOf(async () => (await runOn(input, iamx, folder)).seconds);
    return ((whole - start) / (count - 1)) * 1e6;
  };
  const [few, many] = [await costOf(100), await costOf(1000)];
  printTable(
    ['Context keys in a request', '100', '1,000', 'times'],
    [
      [
        'a line of `--jsonl`',
        `${few.toFixed(0)} µs`,
        `${many.toFixed(0)} µs`,
        `${(many / few).toFixed(1)} (≤ 10)`,
      ],
    ],
  );
});

async function bestOf(measure: () => Promise<number>): Promise<number> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure());
  return Math.min(...measured);
}

/**
 * Large inputs in one process: seconds, and the most memory it ever held. `IAMX_BENCH_SCALE=0.1` takes a tenth of each.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLines } from './support/lines.ts';
import { environmentIn, inScratch, median, program, runOn, type Run } from './support/processes.ts';
import { printTable } from './support/table.ts';

const scale = Number(process.env['IAMX_BENCH_SCALE'] ?? 1);
const rounds = 3;

interface Row {
  readonly name: string;
  readonly count: number;
  readonly words: readonly string[];
  readonly write: (folder: string, count: number) => void;
  readonly show: (run: Run, count: number) => string;
  readonly wanted: string;
}

const logBytes = 100;
const inAll = ({ seconds }: Run) => `${seconds.toFixed(1)} s`;

const document = (index: number) => `---
name: question ${index}
request:
  principal: arn:aws:iam::111122223333:user/user${index % 100}
  action: s3:GetObject
  resource: arn:aws:s3:::acme-data/reports/${index}.csv
  resourceAccount: "111122223333"
policies:
  identity:
    - Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Action: s3:Get*
          Resource: arn:aws:s3:::acme-data/*`;

const ids = [
  'AKIAIOSFODNN7EXAMPLE',
  'AROAY24FZKAOBPJTH2BSF:ci',
  'arn:aws:iam::111122223333:role/App',
  'arn:aws:sts::111122223333:assumed-role/App/ci',
];

const rows: readonly Row[] = [
  {
    name: '`simulate --scenario` on 10,000 YAML documents, `--json`',
    count: 10_000,
    words: ['simulate', '--scenario', 'all.yaml', '--json'],
    write: (folder, count) => writeLines(join(folder, 'all.yaml'), count, document),
    show: inAll,
    wanted: '≤ 4 s, ≤ 250 MB',
  },
  {
    name: '`explain-chain --all-profiles --offline`, 10,000 profiles',
    count: 10_000,
    words: ['explain-chain', '--all-profiles', '--offline'],
    write: (folder, count) => {
      const profile = (index: number) =>
        `[profile p${index}]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/r${index}\nsource_profile = default\n`;
      writeLines(join(folder, 'config'), count, profile);
    },
    show: inAll,
    wanted: '≤ 3 s',
  },
  {
    name: '`decode --jsonl`, a million lines from standard input',
    count: 1_000_000,
    words: ['decode', '--jsonl'],
    write: (folder, count) =>
      writeLines(join(folder, 'input'), count, (index) => ids[index % ids.length] ?? ''),
    show: ({ seconds }, count) => `${((seconds / count) * 1e6).toFixed(1)} µs a line`,
    wanted: '≤ 15 µs a line, flat memory',
  },
  {
    name: 'the same, 100,000 lines',
    count: 100_000,
    words: ['decode', '--jsonl'],
    write: (folder, count) =>
      writeLines(join(folder, 'input'), count, (index) => ids[index % ids.length] ?? ''),
    show: ({ seconds }, count) => `${((seconds / count) * 1e6).toFixed(1)} µs a line`,
    wanted: '',
  },
  {
    name: '`explain-error` of a log of 1 GB with 1,000 refusals',
    count: 10_000_000,
    words: ['explain-error'],
    write: (folder, count) => writeLines(join(folder, 'input'), count, logLine),
    show: ({ seconds }, count) => `${((count * logBytes) / seconds / 1e6).toFixed(0)} MB/s`,
    wanted: '≥ 100 MB/s, < 200 MB',
  },
];

/** A line of a log, one in ten thousand with a refusal, and each as long as another, whatever its number. */
function logLine(index: number): string {
  const refusal =
    'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" with an explicit deny in a service control policy';
  const text = index % 10_000 === 77 ? refusal : `worker ${index % 16} answered request ${index} with 200`;
  return `2026-11-28T12:00:00.000Z INFO  ${text}`.padEnd(logBytes - 1);
}

const cells: string[][] = [];
for (const { name, count, words, write, show, wanted } of rows) {
  await inScratch(async (folder) => {
    const size = Math.round(count * scale);
    const credentials = '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n';
    writeFileSync(join(folder, 'credentials'), credentials);
    writeFileSync(join(folder, 'config'), '');
    writeFileSync(join(folder, 'input'), '');
    write(folder, size);
    const env = environmentIn(folder, {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    });
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      const command = { file: process.execPath, words: [program, ...words], env };
      runs.push(await runOn(join(folder, 'input'), command, folder));
    }
    const typical = {
      seconds: median(runs.map(({ seconds }) => seconds)),
      peak: median(runs.map(({ peak }) => peak)),
    };
    cells.push([name, show(typical, size), `${typical.peak.toFixed(0)} MB`, wanted]);
  });
}
printTable(['Large inputs', 'time', 'peak', 'wanted'], cells);

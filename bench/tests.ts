/**
 * `iamx test`: ten thousand scenarios, changes of policies, and how long a change takes to be answered by `--watch`.
 * `IAMX_BENCH_SCALE=0.1` takes a tenth of each.
 */
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLines } from './support/lines.ts';
import { environmentIn, inScratch, median, program, runOn, type Run } from './support/processes.ts';
import { printTable } from './support/table.ts';

const scale = Number(process.env['IAMX_BENCH_SCALE'] ?? 1);
const rounds = 3;
const policies = 50;
const changes = 21;

const policyOf = (index: number) => ({
  Version: '2012-10-17',
  Statement: [0, 1, 2].map((bucket) => ({
    Sid: `Read${bucket}`,
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: `arn:aws:s3:::b${index}-${bucket}/*`,
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
  })),
});

const scenarioOf = (index: number) => ({
  name: `t${index}`,
  request: {
    principal: `arn:aws:iam::111122223333:user/u${index % 100}`,
    action: 's3:GetObject',
    resource: `arn:aws:s3:::b${index % policies}-${index % 3}/x${index}`,
    resourceAccount: '111122223333',
    principalTags: { team: 'red' },
  },
  policies: { identity: [{ file: `p${index % policies}.json` }] },
  expect: 'allowed',
});

const yamlOf = (index: number) => {
  const { name, request } = scenarioOf(index);
  return `---
name: ${name}
request:
  principal: ${request.principal}
  action: ${request.action}
  resource: ${request.resource}
  resourceAccount: "${request.resourceAccount}"
  principalTags: { team: red }
policies: { identity: [ { file: p${index % policies}.json } ] }
expect: allowed`;
};

const jsonOf = (index: number) => JSON.stringify(scenarioOf(index));

const rows = [
  {
    name: '10,000 scenarios as YAML documents',
    file: 'all.iamx.yaml',
    count: 10_000,
    line: yamlOf,
    words: [],
  },
  { name: '10,000 scenarios as JSON lines', file: 'all.iamx.jsonl', count: 10_000, line: jsonOf, words: [] },
  {
    name: '`--mutate`, 1,000 scenarios',
    file: 'all.iamx.yaml',
    count: 1_000,
    line: yamlOf,
    words: ['--mutate'],
  },
] as const;

function writePolicies(folder: string): void {
  for (let index = 0; index < policies; index++)
    writeFileSync(join(folder, `p${index}.json`), JSON.stringify(policyOf(index), undefined, 2));
  writeFileSync(join(folder, 'input'), '');
}

const cells: string[][] = [];
for (const { name, file, count, line, words } of rows) {
  await inScratch(async (folder) => {
    writePolicies(folder);
    writeLines(join(folder, file), Math.round(count * scale), line);
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      const command = {
        file: process.execPath,
        words: [program, 'test', ...words],
        env: environmentIn(folder),
      };
      runs.push(await runOn(join(folder, 'input'), command, folder));
    }
    const seconds = median(runs.map((run) => run.seconds));
    const peak = median(runs.map((run) => run.peak));
    cells.push([name, `${seconds.toFixed(2)} s`, `${peak.toFixed(0)} MB`]);
  });
}

/** Milliseconds from a policy's new text to the answer about it. */
async function watched(folder: string): Promise<readonly number[]> {
  const words = [program, 'test', '--watch'];
  const child = spawn(process.execPath, words, { cwd: folder, env: environmentIn(folder), stdio: 'pipe' });
  let text = '';
  let look: () => void = () => undefined;
  child.stdout.on('data', (piece: Buffer) => {
    text += piece.toString();
    look();
  });
  const shows = (word: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (!text.includes(word)) return;
        text = '';
        resolve();
      };
      look();
    });
  await shows('PASSED');
  const times: number[] = [];
  for (let change = 0; change < changes; change++) {
    writeFileSync(join(folder, 'p1.json~'), JSON.stringify(policyOf(1)));
    const start = performance.now();
    renameSync(join(folder, 'p1.json~'), join(folder, 'p1.json'));
    await shows('p1.json changed');
    times.push(performance.now() - start);
  }
  child.kill('SIGINT');
  return times;
}

for (const [name, count] of [
  ['`--watch`, a policy that 2 of 100 scenarios name', 100],
  ['`--watch`, a policy that 200 of 10,000 scenarios name', 10_000],
] as const) {
  await inScratch(async (folder) => {
    writePolicies(folder);
    writeLines(join(folder, 'all.iamx.yaml'), Math.round(count * scale), yamlOf);
    cells.push([name, `${median(await watched(folder)).toFixed(0)} ms`, '']);
  });
}
printTable(['Tests of policies', 'time', 'peak'], cells);

/**
 * `lint` on much: processor time and the most memory of whole processes. `IAMX_BENCH_SCALE=0.1` takes a tenth of the tree.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFiles } from '../src/data/files.ts';
import { managedPolicy, managedPolicyNames } from '../src/data/managed-policies.ts';
import { installData } from '../src/data/source.ts';
import { environmentIn, inScratch, median, program, runOn, type Environment } from './support/processes.ts';
import { printTable } from './support/table.ts';

installData(dataFiles);
const rounds = 3;
const size = Math.round(5000 * Number(process.env['IAMX_BENCH_SCALE'] ?? 1));
const cells: string[][] = [];

/** Seconds of processor time, of its children too, of a process that answers: it ends with 0 or 1. */
function secondsOf(words: readonly string[], folder: string, env: Environment): number {
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null', 'bash', process.execPath, program, ...words],
    { cwd: folder, env: { ...env }, encoding: 'utf8' },
  );
  if (status === null || status > 1) throw new Error(`${words.join(' ')}: ${stderr}`);
  const [user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return (user ?? Number.NaN) + (system ?? Number.NaN);
}

async function measure(
  name: string,
  words: readonly string[],
  folder: string,
  wanted: string,
): Promise<void> {
  const env = environmentIn(folder);
  const seconds = median(Array.from({ length: rounds }, () => secondsOf(words, folder, env)));
  writeFileSync(join(folder, 'empty'), '');
  const command = { file: process.execPath, words: [program, ...words], env };
  const { peak } = await runOn(join(folder, 'empty'), command, folder);
  cells.push([name, `${seconds.toFixed(2)} s`, `${peak.toFixed(0)} MB`, wanted]);
}

await inScratch(async (folder) => {
  mkdirSync(join(folder, 'aws'));
  for (const name of managedPolicyNames())
    writeFileSync(join(folder, 'aws', `${name}.json`), managedPolicy(name)?.text ?? '');
  await measure(
    'AWS’s managed policies, a file each, `--json`',
    ['lint', '--json', 'aws'],
    folder,
    '6 s, 300 MB',
  );
});

/** A policy of three statements, one of which has findings, as it may stand in a repository. */
function policyOf(index: number, bucket = `acme-${index}`): string {
  const statement = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const statements = [
    statement('s3:GetObject', `arn:aws:s3:::${bucket}/*`),
    statement('dynamodb:Query', `arn:aws:dynamodb:eu-west-1:111122223333:table/orders-${index}`),
    statement('s3:PutObject', `arn:aws:s3:::${bucket}`),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

function writeTree(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    if (index % 50 === 0) mkdirSync(join(folder, `team-${Math.floor(index / 50)}`), { recursive: true });
    writeFileSync(join(folder, `team-${Math.floor(index / 50)}`, `${index}.json`), policyOf(index));
  }
}

for (const count of [Math.round(size / 2), size]) {
  await inScratch(async (folder) => {
    writeTree(join(folder, 'tree'), count);
    await measure(`a tree of ${count} files`, ['lint', '--json', 'tree'], folder, 'twice for twice as many');
  });
}

await inScratch(async (folder) => {
  const tree = join(folder, 'tree');
  writeTree(tree, size);
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...words], {
      cwd: tree,
      stdio: 'ignore',
    });
  git('init', '-b', 'main');
  git('add', '.');
  git('commit', '-m', 'policies');
  for (const index of [0, 1, 2])
    writeFileSync(join(tree, 'team-0', `${index}.json`), policyOf(index, 'other'));
  const words = ['lint', '--json', '--diff-base', 'main', '.'];
  await measure('the same tree, three files changed, `--diff-base`', words, tree, '1 s');
});

printTable(['`iamx lint`', 'processor time', 'peak', 'wanted'], cells);

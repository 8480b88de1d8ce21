/**
 * Whole processes of the program as `npm run build` left it, each in turns with `node -e 0`: how many times its time, and
 * the milliseconds over it, once with the code cache and once without. `IAMX_BENCH_PAIRS` sets how many pairs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caches, environmentIn, inPairs, inScratch, millisecondsOf, program } from './support/processes.ts';
import { printTable, times } from './support/table.ts';

const pairs = Number(process.env['IAMX_BENCH_PAIRS'] ?? 40);

interface Row {
  readonly name: string;
  readonly words: readonly string[];
  /** At most so many times `node -e 0`, with the cache and, where that is asked, without. */
  readonly wanted?: readonly [number, number?];
}

const simulate = (...more: readonly string[]) => [
  ...['simulate', '--policy', 'policy.json', '--principal', 'arn:aws:iam::111122223333:user/mika'],
  ...['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x', ...more],
];

const refusal =
  'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" with an explicit deny in a service control policy';
const expired =
  'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired';

const rows: readonly Row[] = [
  { name: '`decode ID`', words: ['decode', 'AKIAIOSFODNN7EXAMPLE'], wanted: [1.3, 1.45] },
  { name: '`simulate`, one small policy', words: simulate(), wanted: [1.6, 2.1] },
  {
    name: '`explain-chain --offline`, 50 profiles',
    words: ['explain-chain', '--offline'],
    wanted: [1.8, 2.3],
  },
  { name: '`explain-chain --compare --offline`', words: ['explain-chain', '--compare', '--offline'] },
  {
    name: '`explain-error TEXT`, a refusal',
    words: ['explain-error', refusal],
    wanted: [1.6],
  },
  { name: '`explain-error TEXT`, expired keys', words: ['explain-error', expired], wanted: [1.6] },
  { name: '`lint`, one small policy', words: ['lint', 'policy.json'], wanted: [1.6] },
  { name: '`decode --json ID`', words: ['decode', '--json', 'AKIAIOSFODNN7EXAMPLE'] },
  { name: '`simulate --json`', words: simulate('--json') },
  { name: '`simulate`, and one managed policy', words: simulate('--managed', 'ReadOnlyAccess') },
  // The program's own time, 1 ms, is in it.
  { name: '`run -- true`', words: ['run', '--', 'true'], wanted: [1.3] },
  { name: '`--version`', words: ['--version'] },
  { name: '`--help`', words: ['--help'] },
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
const credentials = '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n';

await inScratch(async (folder) => {
  const [configFile, credentialsFile] = [join(folder, 'config'), join(folder, 'credentials')];
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  writeFileSync(configFile, config);
  writeFileSync(credentialsFile, credentials);
  const env = environmentIn(folder, {
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
  });
  const node = { file: process.execPath, words: ['-e', '0'], env };

  const cells: string[][] = [];
  let floor = Number.NaN;
  for (const { name, words, wanted } of rows) {
    const measured: string[] = [];
    for (const [index, cache] of caches.entries()) {
      const command = { file: process.execPath, words: [program, ...words], env: { ...env, ...cache.env } };
      const compared = await inPairs(
        pairs,
        () => millisecondsOf(node, folder),
        () => millisecondsOf(command, folder),
      );
      const limit = wanted?.[index];
      measured.push(
        `${times(compared.ratio)}, ${compared.own.toFixed(0)} ms${limit === undefined ? '' : ` (≤ ${limit}×)`}`,
      );
      floor = compared.floor;
    }
    cells.push([name, ...measured]);
  }
  printTable([`Over \`node -e 0\`, ${floor.toFixed(0)} ms`, ...caches.map(({ name }) => name)], cells);
});

/**
 * `iamx whoami` with static keys against `aws sts get-caller-identity`, in turns, both against one STS on the loopback;
 * then all of a hundred profiles where every answer takes 200 ms. `IAMX_BENCH_PAIRS` sets how many pairs.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  caches,
  environmentIn,
  inPairs,
  inScratch,
  median,
  program,
  type Command,
} from './support/processes.ts';
import { printTable, times } from './support/table.ts';

const pairs = Number(process.env['IAMX_BENCH_PAIRS'] ?? 15);

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/mika</Arn><UserId>AIDAJMIKAMIKAMIKA2F3Q</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const denied = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>`;

/** STS answers who, IAM denies; both after the time given. */
let latencyMs = 0;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    const isSts = body.includes('GetCallerIdentity');
    setTimeout(() => {
      response.writeHead(isSts ? 200 : 403, { 'content-type': 'text/xml' }).end(isSts ? identity : denied);
    }, latencyMs);
  });
});

const keys = 'aws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = not-a-secret\n';

/** Not blocking, as the server answers in this process. */
function millisecondsOf({ file, words, env }: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(file, words, { env: { ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (status) => {
      if (status === 0) resolve(performance.now() - start);
      else reject(new Error(`${file} ${words.join(' ')}: status ${status ?? 'none'}`));
    });
  });
}

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
await inScratch(async (folder) => {
  const env = environmentIn(folder, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  writeFileSync(join(folder, 'config'), '');
  writeFileSync(join(folder, 'credentials'), `[default]\n${keys}`);
  const node = { file: process.execPath, words: ['-e', '0'], env };
  const whoami = (cache: Command['env']) => ({
    file: process.execPath,
    words: [program, 'whoami'],
    env: { ...env, ...cache },
  });
  const wanted = [10, 7];

  const rows: string[][] = [['`whoami`, over `node -e 0`'], ['faster than `aws sts get-caller-identity`']];
  // scripts/bench.ts found it.
  const aws = process.env['IAMX_BENCH_AWS'];
  for (const [index, cache] of caches.entries()) {
    const one = whoami(cache.env);
    const bare = await inPairs(
      pairs,
      () => millisecondsOf(node),
      () => millisecondsOf(one),
    );
    rows[0]?.push(`${times(bare.ratio)}, ${bare.own.toFixed(0)} ms`);
    if (aws === undefined) {
      rows[1]?.push('no `aws` here');
      continue;
    }
    const cli = { file: aws, words: ['sts', 'get-caller-identity'], env };
    const { ratio } = await inPairs(
      pairs,
      () => millisecondsOf(one),
      () => millisecondsOf(cli),
    );
    rows[1]?.push(`${times(ratio, 1)} (≥ ${wanted[index] ?? ''}×)`);
  }
  printTable(['Static keys, one loopback STS', ...caches.map(({ name }) => name)], rows);

  console.log();
  latencyMs = 200;
  const profiles = Array.from({ length: 100 }, (_, index) => `[p${index}]\n${keys}`).join('\n');
  writeFileSync(join(folder, 'credentials'), profiles);
  const all = { file: process.execPath, words: [program, 'whoami', '--all-profiles'], env };
  const seconds: number[] = [];
  for (let round = 0; round < 5; round++) seconds.push((await millisecondsOf(all)) / 1000);
  const title = '`whoami --all-profiles`, 100 profiles, 200 ms each answer';
  printTable(['What', 'time', 'wanted'], [[title, `${median(seconds).toFixed(1)} s`, '≤ 2 s']]);
});
server.close();
server.closeAllConnections();

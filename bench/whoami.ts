/**
 * `iamx whoami` with static keys against `aws sts get-caller-identity`, in turns, both against one STS on the loopback;
 * then all of a hundred profiles where every answer takes 200 ms. The program is the one that `npm run build` left.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(process.cwd(), 'bin', 'iamx.js');
const rounds = Number(process.env['IAMX_BENCH_PAIRS'] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'iamx-bench-'));

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

function environment(port: number): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
}

function timeOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, [...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (status) => {
      if (status === 0) resolve(performance.now() - start);
      else reject(new Error(`${command} ${args.join(' ')}: status ${status}`));
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function show(name: string, times: readonly number[]): void {
  console.log(
    `${median(times).toFixed(0).padStart(6)} ms, best ${Math.min(...times)
      .toFixed(0)
      .padStart(5)} ms  ${name}`,
  );
}

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const env = environment((server.address() as AddressInfo).port);
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['node -e 0', process.execPath, ['-e', '0']],
  ['iamx whoami', process.execPath, [program, 'whoami']],
  ['aws sts get-caller-identity', 'aws', ['sts', 'get-caller-identity']],
];

try {
  writeFileSync(join(folder, 'credentials'), `[default]\n${keys}`);
  const hasAws = spawnSync('aws', ['--version']).status === 0;
  const used = rows.filter(([, command]) => command !== 'aws' || hasAws);
  const times = new Map<string, number[]>(used.map(([name]) => [name, []]));
  // The first round warms the file cache.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, command, args] of used) {
      const time = await timeOf(command, args, env);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  for (const [name, all] of times) show(name, all);
  const [, own = [], cli = []] = [...times.values()];
  if (cli.length > 0) {
    const ratios = cli.map((time, index) => time / (own[index] ?? Number.NaN));
    console.log(`${median(ratios).toFixed(1).padStart(6)} times faster, pair by pair; wanted at least 3`);
  }

  latencyMs = 200;
  writeFileSync(
    join(folder, 'credentials'),
    Array.from({ length: 100 }, (_, index) => `[p${index}]\n${keys}`).join('\n'),
  );
  const all: number[] = [];
  for (let round = 0; round < 5; round++) {
    all.push(await timeOf(process.execPath, [program, 'whoami', '--all-profiles'], env));
  }
  show('iamx whoami --all-profiles, 100 profiles, 200 ms each answer; wanted at most 2000', all);
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}

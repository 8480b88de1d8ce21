import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { placeCase, type ChainCase, type PlacedCase } from '../support/chain-case.ts';
import { received } from '../support/loopback/exchange.ts';
import { createFake, type Fake } from '../support/loopback/fake.ts';
import type { Oracle, OracleAnswer } from './oracle.ts';
import type { Sdk } from './sdks.ts';

/**
 * The Go SDK of today inside Terraform: its S3 backend lists a bucket of a loopback server, and the signature shows
 * which key was chosen. Nothing but the loopback is ever asked: cases that name another address are not put.
 */
export const terraform: Sdk = {
  name: 'the Go SDK inside Terraform',
  missing: spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0 ? undefined : 'terraform',
  start: startTerraform,
  canBeAsked,
};

interface Signed {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/** A case that takes longer has met a bug of the test. */
const patienceMs = 30_000;

async function startTerraform(): Promise<Oracle> {
  const root = mkdtempSync(join(tmpdir(), 'iamx-terraform-'));
  let fake: Fake = createFake();
  let signed: Signed | 'unsigned' | undefined;
  const server = createServer((request, response) => {
    void serve(
      request,
      response,
      () => fake,
      (next) => (signed ??= next),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let count = 0;

  return {
    ask: async (chainCase) => {
      const placed = placeCase(chainCase, join(root, `case-${++count}`));
      fake = createFake(placed.http);
      signed = undefined;
      write(placed, port);
      const { status, complaint } = await run(placed, port);
      rmSync(placed.home, { recursive: true, force: true });
      const answer = answerOf(signed, status, complaint);
      return {
        answer,
        ...(answer.kind === 'keys' ? { provenance: fake.provenanceOf(answer.accessKeyId) } : {}),
        requests: fake.requests,
        placed,
      };
    },
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  fake: () => Fake,
  sign: (signed: Signed | 'unsigned') => void,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const path = request.url ?? '/';
  if (path.startsWith('/s3/')) {
    const key = /Credential=([^/]*)\//.exec(sent(request.headers.authorization) ?? '')?.[1];
    const token = sent(request.headers['x-amz-security-token']);
    sign(key === undefined ? 'unsigned' : { accessKeyId: key, sessionToken: token });
    response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const url = `http://${request.headers.host ?? ''}${path.replace(/^\/(?:sso|imds)(?=\/)/, '')}`;
  const body = Buffer.concat(pieces).toString('utf8');
  const { reply } = fake().answer(received(request.method ?? 'GET', url, headers, body));
  if (reply.kind !== 'answer') request.socket.destroy();
  else response.writeHead(reply.status, reply.headers).end(reply.body);
}

/** A header's text: Go sends UTF-8, and Node takes each byte for a character. */
function sent(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? Buffer.from(header, 'latin1').toString('utf8') : undefined;
}

function write({ home, files, options }: PlacedCase, port: number): void {
  const profile = options.profile === undefined ? '' : `profile = ${JSON.stringify(options.profile)}`;
  const backend = `terraform {
  backend "s3" {
    bucket = "state"
    key = "key"
    region = "us-east-1"
    ${profile}
    use_path_style = true
    max_retries = 1
    skip_credentials_validation = true
    skip_region_validation = true
    skip_requesting_account_id = true
    skip_s3_checksum = true
    endpoints = {
      s3 = "http://127.0.0.1:${port}/s3", sts = "http://127.0.0.1:${port}", sso = "http://127.0.0.1:${port}/sso/"
    }
  }
}
`;
  for (const [path, text] of Object.entries({ ...files, 'run/main.tf': backend })) {
    const at = join(home, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

async function run(
  { home, env }: PlacedCase,
  port: number,
): Promise<{ readonly status: number | null; readonly complaint: string }> {
  const child = spawn('terraform', ['init', '-input=false', '-no-color'], {
    cwd: join(home, 'run'),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: patienceMs,
    env: {
      PATH: process.env['PATH'] ?? '',
      CHECKPOINT_DISABLE: '1',
      ...env,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}/imds`,
    },
  });
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => (complaint += piece.toString('utf8')));
  const status = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { status, complaint };
}

function answerOf(
  signed: Signed | 'unsigned' | undefined,
  status: number | null,
  complaint: string,
): OracleAnswer {
  if (signed === 'unsigned') return { kind: 'none' };
  if (signed === undefined) return { kind: 'error', name: `status ${status ?? '-'}`, message: complaint };
  const { accessKeyId, sessionToken } = signed;
  return {
    kind: 'keys',
    accessKeyId,
    // A signature does not show it.
    secretAccessKey: '',
    ...(sessionToken === undefined ? {} : { sessionToken }),
    source: 'terraform',
  };
}

/** Whether a case leads nowhere but to the files, the environment and the loopback. */
function canBeAsked({ env, files }: ChainCase): boolean {
  const text = [...Object.values(env), ...Object.values(files)].join('\n');
  return (
    !/169\.254|fd00:/i.test(text) &&
    !/ec2_metadata_service/i.test(text) &&
    !/EcsContainer/.test(text) &&
    Object.keys(env).every((name) => !/^AWS_(?:CONTAINER|EC2_METADATA_SERVICE|ENDPOINT|CA_BUNDLE)/.test(name))
  );
}

import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../support/loopback/scenario.ts';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import { announcedIn, type Announced } from '../support/announced.ts';
import { copyTree } from '../support/copy.ts';
import { ownEnvironment, startProcess } from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';
import { credentialsFile, identities } from './support.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-whoami-')));
const home = join(folder, 'home');
/** The program without any package: nothing of the SDK, nothing of commander. */
const bare = join(folder, 'bare');

let loopback: Loopback;
let program: string;

beforeAll(async () => {
  loopback = await startLoopback();
  program = await shippedProgram();
  copyTree(dirname(dirname(program)), bare);
  const packages = join(bare, 'dist', 'node', 'packages');
  if (!existsSync(packages)) throw new Error('the packages are somewhere else');
  rmSync(packages, { recursive: true });
  mkdirSync(join(home, '.aws'), { recursive: true });
  writeFileSync(join(home, '.aws', 'credentials'), credentialsFile);
});
afterAll(async () => {
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended extends Announced {
  readonly status: number | null;
  readonly out: string;
}

function whoami(file: string, scenario: Scenario): Promise<Ended> {
  loopback.play(scenario);
  const env = {
    ...ownEnvironment,
    HOME: home,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: loopback.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const child = startProcess(process.execPath, [file, 'whoami'], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  child.stdin.end();
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ status, out, ...announcedIn(err) }));
  });
}

test.each([
  ['with an alias', { aliases: ['acme-prod'] }, 'in acme-prod (111122223333)'],
  ['without leave to ask for one', undefined, 'in account 111122223333'],
])('plain keys need nothing of the SDK: %s', async (_, iam, where) => {
  const ran = await whoami(join(bare, 'bin', 'iamx.js'), {
    sts: { identities },
    ...(iam === undefined ? {} : { iam }),
  });
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(ran.out).toContain(`user mika  ${where}`);
  expect(loopback.requests().map(({ action }) => action)).toEqual([
    'GetCallerIdentity',
    'ListAccountAliases',
  ]);
});

test('what STS refuses and where it fails, the client of the SDK takes over', async () => {
  const refused = await whoami(program, { sts: { unknownKeys: 'reject' } });
  expect(refused).toMatchObject({ status: 3, out: '' });
  expect(refused.err.replace(/\s+/g, ' ')).toContain('sts:GetCallerIdentity failed: The security token');

  const trouble = {
    kind: 'error',
    status: 503,
    code: 'ServiceUnavailable',
    message: 'later',
    times: 1,
  } as const;
  const late = await whoami(program, { sts: { identities, trouble: { GetCallerIdentity: trouble } } });
  expect(late).toMatchObject({ status: 0, err: '' });
  const asked = loopback.requests().filter(({ action }) => action === 'GetCallerIdentity');
  expect(asked.map(({ headers }) => headers['amz-sdk-request'])).toEqual([
    'attempt=1; max=3',
    'attempt=2; max=3',
  ]);
});

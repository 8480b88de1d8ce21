import { createHash } from 'node:crypto';
import { sendHttp } from '../../src/host/http.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { announcedIn, type Announced } from '../support/announced.ts';
import { run, type Ran } from '../support/run.ts';
import type { Scenario } from '../support/loopback/scenario.ts';
import type { Loopback } from '../support/loopback/server.ts';

export const secret = 'NotASecretKeyButSecretAsOne/abcdefgh1234';
/** IDs of the layout before 2019, which hold no account. */
export const keyId = 'AKIAJMIKAMIKAMIKA2F3';
export const mika = {
  arn: 'arn:aws:iam::111122223333:user/team/mika',
  userId: 'AIDAJMIKAMIKAMIKA2F3Q',
  account: '111122223333',
};
export const identities = { [keyId]: { ...mika, secret } };
export const envKeys = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret };
export const credentialsFile = `[default]\naws_access_key_id = ${keyId}\naws_secret_access_key = ${secret}\n`;

/** Runs `iamx whoami` in a world of plain data whose AWS is the loopback; `err` is what stands behind the announcements. */
export async function whoami(
  loopback: Loopback,
  scenario: Scenario,
  world: MemoryWorld,
  ...words: readonly string[]
): Promise<Ran & Announced> {
  loopback.play(scenario);
  const ran = await run(['whoami', ...words], {
    now: Date.now(),
    http: sendHttp,
    ...world,
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: loopback.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...world.env,
    },
  });
  const told = announcedIn(ran.err);
  // The loopback is not AWS: what is signed for it is announced, whatever the answer.
  if (
    told.announced.length === 0 &&
    loopback.requests().some(({ action }) => action === 'GetCallerIdentity')
  ) {
    throw new Error(`something was signed and sent, and nobody was told: ${ran.err}`);
  }
  return { ...ran, ...told };
}

/** The document of `--json`, or the one error of standard error. */
export function jsonOf({ out, err }: Pick<Ran, 'out' | 'err'>): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(out === '' ? err : out);
  if (typeof value !== 'object' || value === null) throw new Error('no JSON object');
  return { ...value };
}

export function ssoTokenPath(id: string): string {
  return `/home/user/.aws/sso/cache/${createHash('sha1').update(id).digest('hex')}.json`;
}

export function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

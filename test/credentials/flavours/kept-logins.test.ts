import { describe, expect, test } from 'vitest';
import { sha1, sha256 } from '../../../src/core/digest.ts';
import { flavourIds, type FlavourId } from '../../../src/credentials/chain/chain.ts';
import { dev, secret } from '../../support/keys.ts';
import { run } from '../../support/run.ts';

/**
 * A login that a tool renews and cannot write. That botocore stops after CreateToken with a PermissionError, and Node goes
 * on, was run (botocore 1.43, `@aws-sdk/credential-provider-sso`); Go, Java and Rust were read.
 */

interface Document {
  readonly verdict: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly diagnostics: readonly { readonly code: string }[];
}

const home = '/home/user';
const now = Date.parse('2026-01-31T12:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString().replace('.000', '');
const arn = `arn:aws:sts::${dev}:assumed-role/Admin/mika`;
const config = `[profile dev]
sso_session = corp
sso_account_id = ${dev}
sso_role_name = Admin
region = eu-west-1
[profile app]
role_arn = arn:aws:iam::${dev}:role/App
source_profile = dev
region = eu-west-1
[profile mine]
login_session = ${arn}
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;
const [sso, login, roles] = ['sso', 'login', 'cli'].map((name) => `${home}/.aws/${name}/cache`) as [
  string,
  string,
  string,
];

function filesWith(minutes: number) {
  const token = {
    startUrl: 'https://corp.awsapps.com/start',
    region: 'eu-west-1',
    accessToken: secret,
    refreshToken: secret,
    clientId: 'client',
    clientSecret: secret,
    registrationExpiresAt: at(90 * 24 * 60),
    expiresAt: at(minutes),
  };
  const keys = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: secret, sessionToken: secret };
  const session = {
    accessToken: { ...keys, accountId: dev, expiresAt: at(minutes) },
    refreshToken: secret,
    clientId: 'client',
    dpopKey: secret,
  };
  return {
    [`${home}/.aws/config`]: config,
    [`${sso}/${sha1('corp')}.json`]: JSON.stringify(token),
    [`${login}/${sha256(arn)}.json`]: JSON.stringify(session),
  };
}

/** `stops`: the tool does; `warns`: it renews the login for all others; nothing else is of interest. */
async function becomesOf(profile: string, id: FlavourId, minutes: number, sealed: readonly string[]) {
  const { out } = await run(['explain-chain', '--profile', profile, '--sdk', id, '--json'], {
    now,
    homeFolder: home,
    files: filesWith(minutes),
    sealed,
    env: { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const { verdict, error, diagnostics } = JSON.parse(out) as Document;
  if (error !== undefined) return error.code;
  expect(verdict).toBe('selected');
  return diagnostics.some(({ code }) => code === 'login-not-kept') ? 'warns' : 'goes on';
}

type Became = Readonly<Record<FlavourId, string>>;

const python = (what: string) => ({ cli: what, 'cli-v1': what, boto3: what });
const stops = 'login-not-kept';

const states: readonly (readonly [
  name: string,
  profile: string,
  minutes: number,
  sealed: readonly string[],
  Became,
])[] = [
  [
    'SSO that is over',
    'dev',
    -5,
    [sso],
    { ...python(stops), js: 'warns', go: stops, java: 'warns', rust: 'warns' },
  ],
  [
    'SSO with ten minutes left',
    'dev',
    10,
    [sso],
    { ...python(stops), js: 'goes on', go: 'goes on', java: 'goes on', rust: 'goes on' },
  ],
  [
    'SSO with three minutes left',
    'dev',
    3,
    [sso],
    { ...python(stops), js: 'warns', go: 'goes on', java: 'warns', rust: 'warns' },
  ],
  [
    'SSO with hours left',
    'dev',
    300,
    [sso],
    { ...python('goes on'), js: 'goes on', go: 'goes on', java: 'goes on', rust: 'goes on' },
  ],
  [
    'SSO with hours left, and roles that AWS CLI v2 keeps',
    'dev',
    300,
    [roles],
    {
      ...python('goes on'),
      cli: 'role-cache-unwritable',
      js: 'goes on',
      go: 'goes on',
      java: 'goes on',
      rust: 'goes on',
    },
  ],
  [
    'SSO below a role',
    'app',
    -5,
    [sso],
    { ...python(stops), js: 'warns', go: stops, java: 'warns', rust: 'warns' },
  ],
  [
    'a console session that is over',
    'mine',
    -5,
    [login],
    { ...python(stops), js: stops, go: 'warns', java: 'warns', rust: 'warns' },
  ],
  [
    'a console session with three minutes left',
    'mine',
    3,
    [login],
    { ...python(stops), js: 'warns', go: 'goes on', java: 'warns', rust: 'warns' },
  ],
  [
    'a file of SSO that alone cannot be written',
    'dev',
    -5,
    [`${sso}/${sha1('corp')}.json`],
    { ...python('goes on'), js: 'warns', go: 'goes on', java: 'warns', rust: 'warns' },
  ],
  [
    'a cache that can be written',
    'dev',
    -5,
    [],
    { ...python('goes on'), js: 'goes on', go: 'goes on', java: 'goes on', rust: 'goes on' },
  ],
];

describe.each(states)('%s', (_, profile, minutes, sealed, wanted) => {
  test.each(flavourIds)('for %s', async (id) => {
    expect(await becomesOf(profile, id, minutes, sealed)).toBe(wanted[id]);
  });
});

test('it is said before anything is asked, and no login is offered that could not be kept either', async () => {
  for (const words of [['explain-chain'], ['whoami']]) {
    const { out, err, status } = await run([...words, '--profile', 'dev'], {
      now,
      homeFolder: home,
      files: filesWith(-5),
      sealed: [sso],
      env: { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const text = (out + err).replace(/\s+/g, ' ');
    expect(text).toContain('the login is renewed first, and the new one cannot be kept in ~/.aws/sso/cache');
    expect(text).not.toContain('fix:');
    expect(status).toBe(1);
  }
});

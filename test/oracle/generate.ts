import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ChainCase } from '../support/chain-case.ts';
import type { ContainerScenario, ImdsScenario, Scenario, Trouble } from '../support/loopback/scenario.ts';

/** Lines of one section; the order is the file's order. */
type Lines = readonly string[];
type Text = Readonly<Record<string, string>>;

const profiles = ['default', 'a', 'b', 'c'] as const;
const nowhere = 'gone';
const account = '111122223333';
const startUrl = 'https://example.awsapps.com/start';

/** An access key id that tells where it stood. */
function keyId(place: string): string {
  return `AKIA${place.toUpperCase().replace(/[^A-Z2-7]/g, '')}`.padEnd(20, 'Z').slice(0, 20);
}

function secretOf(place: string): string {
  return `not-a-secret-of-${place}`;
}

type Weighted<T> = readonly [weight: number, value: T | fc.Arbitrary<T>];

/** One of the values; the first is what failures shrink to. */
function pick<T>(...choices: readonly Weighted<T>[]): fc.Arbitrary<T> {
  return fc.oneof(
    ...choices.map(([weight, value]) => ({
      weight,
      arbitrary: value instanceof fc.Arbitrary ? value : fc.constant(value),
    })),
  );
}

function staticKeys(place: string): fc.Arbitrary<Lines> {
  const id = `aws_access_key_id = ${keyId(place)}`;
  const secret = `aws_secret_access_key = ${secretOf(place)}`;
  const token = `aws_session_token = token-of-${place}`;
  return pick<Lines>(
    [20, []],
    [20, [id, secret]],
    [3, [id, secret, token]],
    [2, [id, secret, token, `aws_security_token = security-of-${place}`]],
    [1, [id]],
    [1, [secret]],
    [2, [token]],
    [1, ['aws_access_key_id =', 'aws_secret_access_key =']],
    [1, [id, 'aws_secret_access_key =']],
  );
}

const source = pick(...profiles.map((name) => [6, name] as const), [1, nowhere]).map(
  (name) => `source_profile = ${name}`,
);
const credentialSource = pick(
  [4, 'Environment'],
  [4, 'Ec2InstanceMetadata'],
  [4, 'EcsContainer'],
  [1, 'environment'],
  [1, ''],
).map((name) => `credential_source = ${name}`);
const tokenFile = pick([8, '{home}/token'], [1, '{home}/missing'], [1, '']).map(
  (path) => `web_identity_token_file = ${path}`,
);
const roleExtras = pick<Lines>(
  [20, []],
  [2, ['external_id = outside']],
  [2, ['role_session_name = me']],
  [2, ['duration_seconds = 1800']],
  [1, ['duration_seconds = soon']],
  [2, ['mfa_serial = arn:aws:iam::111122223333:mfa/me']],
);

function role(place: string): fc.Arbitrary<Lines> {
  const arn = `role_arn = arn:aws:iam::${account}:role/${place}`;
  const of = (...more: readonly fc.Arbitrary<string>[]) =>
    fc.tuple(roleExtras, ...more).map(([extras, ...rest]): Lines => [arn, ...rest, ...extras]);
  const without = (more: fc.Arbitrary<string>) => more.map((line): Lines => [line]);
  return pick<Lines>(
    [40, []],
    [20, of(source)],
    [7, of(credentialSource)],
    [7, of(tokenFile)],
    [2, of()],
    [1, of(source, credentialSource)],
    [2, of(source, tokenFile)],
    [1, of(credentialSource, tokenFile)],
    [1, without(source)],
    [1, without(credentialSource)],
    [1, without(tokenFile)],
    [1, ['role_arn =']],
  );
}

function sso(place: string): fc.Arbitrary<Lines> {
  const url = `sso_start_url = ${startUrl}`;
  const at = 'sso_region = us-east-1';
  const accountId = `sso_account_id = ${account}`;
  const roleName = `sso_role_name = ${place}`;
  const named = 'sso_session = s';
  return pick<Lines>(
    [60, []],
    [6, [url, at, accountId, roleName]],
    [6, [named, accountId, roleName]],
    [1, [url, at, accountId]],
    [1, [url, accountId, roleName]],
    [1, [url, at]],
    [1, [named]],
    [1, ['sso_session = gone', accountId, roleName]],
    [1, [named, url, at, accountId, roleName]],
    [1, [named, 'sso_region = eu-west-1', accountId, roleName]],
  );
}

/** Files with what a process prints; `cat` shows them in a shell and without one. */
function processFile(place: string, version = 1): Text {
  const answer = { Version: version, AccessKeyId: keyId(place), SecretAccessKey: secretOf(place) };
  return { [`keys-${keyId(place)}.json`]: JSON.stringify(answer) };
}

const processPlaces = (['F', 'R'] as const).flatMap((file) => profiles.map((name) => `P${file}${name}`));
const processFiles: Text = Object.assign(
  {},
  ...processPlaces.map((place) => processFile(place)),
  processFile('VTWO', 2),
) as Text;

/** What no SDK gets keys from. */
const badCommands = ['false', 'echo junk', `cat {home}/keys-${keyId('VTWO')}.json`, '{home}/no-such-program'];

function process(place: string): fc.Arbitrary<Lines> {
  return pick<Lines>(
    [60, []],
    [12, [`credential_process = cat {home}/keys-${keyId(`P${place}`)}.json`]],
    [1, ['credential_process =']],
    ...badCommands.map((command) => [1, [`credential_process = ${command}`]] as const),
  );
}

const region = pick<Lines>([16, []], [4, ['region = eu-central-1']], [1, ['region =']]);

function section(file: 'config' | 'credentials', name: string): fc.Arbitrary<Lines> {
  const place = `${file === 'config' ? 'F' : 'R'}${name}`;
  const header = file === 'config' && name !== 'default' ? `[profile ${name}]` : `[${name}]`;
  // What says most about a profile stands in the config file.
  const body =
    file === 'config'
      ? fc.tuple(staticKeys(place), role(place), sso(place), process(place), region)
      : pick<readonly Lines[]>(
          [3, fc.tuple(staticKeys(place), region)],
          [1, fc.tuple(staticKeys(place), role(place), sso(place), process(place), region)],
        );
  return pick<Lines>([2, []], [5, body.map((parts): Lines => [header, ...parts.flat()])]);
}

const session = pick<Lines>(
  [4, ['[sso-session s]', `sso_start_url = ${startUrl}`, 'sso_region = us-east-1']],
  [1, ['[sso-session s]', `sso_start_url = ${startUrl}`]],
  [1, []],
);

function file(kind: 'config' | 'credentials'): fc.Arbitrary<string | undefined> {
  const sections = fc
    .tuple(...profiles.map((name) => section(kind, name)), kind === 'config' ? session : fc.constant([]))
    .map((all) => all.flat());
  // Now and then a value stands on a line of its own, as the one key of a map.
  const folded = fc.option(fc.nat(20), { freq: 9, nil: -1 });
  const text = fc
    .tuple(sections, folded)
    .map(([lines, at]) =>
      lines.map((line, index) => `${index === at ? line.replace(' = ', ' =\n  inner = ') : line}\n`).join(''),
    );
  return fc.option(text, { freq: 6, nil: undefined });
}

/** A variable with one of the values, in the given proportion to its being absent. */
function variable(
  name: string,
  absent: number,
  ...values: readonly (readonly [weight: number, value: string])[]
): fc.Arbitrary<Text> {
  return pick<Text>([absent, {}], ...values.map(([weight, value]) => [weight, { [name]: value }] as const));
}

const envKeys = pick<Text>(
  [20, {}],
  [8, { AWS_ACCESS_KEY_ID: keyId('ENV'), AWS_SECRET_ACCESS_KEY: secretOf('env') }],
  [1, { AWS_ACCESS_KEY_ID: keyId('ENV') }],
  [1, { AWS_ACCESS_KEY_ID: keyId('ENV'), AWS_SECRET_ACCESS_KEY: '' }],
  [1, { AWS_SECRET_ACCESS_KEY: secretOf('env') }],
);

const webIdentity = pick<Text>(
  [20, {}],
  [4, { AWS_ROLE_ARN: `arn:aws:iam::${account}:role/Env`, AWS_WEB_IDENTITY_TOKEN_FILE: '{home}/token' }],
  [1, { AWS_ROLE_ARN: `arn:aws:iam::${account}:role/Env` }],
  [1, { AWS_ROLE_ARN: `arn:aws:iam::${account}:role/Env`, AWS_WEB_IDENTITY_TOKEN_FILE: '' }],
  [1, { AWS_ROLE_ARN: `arn:aws:iam::${account}:role/Env`, AWS_WEB_IDENTITY_TOKEN_FILE: '{home}/missing' }],
  [1, { AWS_ROLE_ARN: '', AWS_WEB_IDENTITY_TOKEN_FILE: '{home}/token' }],
  [1, { AWS_WEB_IDENTITY_TOKEN_FILE: '{home}/token' }],
);

const environment = fc
  .tuple(
    envKeys,
    webIdentity,
    variable('AWS_SESSION_TOKEN', 12, [2, 'token-of-env'], [1, '']),
    variable('AWS_SECURITY_TOKEN', 20, [2, 'security-of-env'], [1, '']),
    variable('AWS_PROFILE', 24, [6, 'a'], [4, 'b'], [3, 'default'], [1, nowhere], [1, '']),
    variable('AWS_DEFAULT_PROFILE', 24, [2, 'b'], [2, 'a'], [1, nowhere], [1, '']),
    variable('AWS_REGION', 1, [1, 'us-east-1']),
    // A role that cannot be assumed for want of a region is rare: most cases are about something else.
    pick<Text>([20, { AWS_DEFAULT_REGION: 'us-west-2' }], [1, {}], [1, { AWS_DEFAULT_REGION: '' }]),
    variable('AWS_ROLE_SESSION_NAME', 9, [1, 'named']),
    variable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 24, [3, '/task'], [1, '']),
    variable(
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      30,
      [3, 'http://169.254.170.23/pod'],
      [2, 'http://localhost:1234/pod'],
      [1, 'http://example.com/pod'],
      [1, 'https://example.com/pod'],
      [1, ''],
    ),
    variable('AWS_CONTAINER_AUTHORIZATION_TOKEN', 20, [2, 'let-me-in'], [1, '']),
    variable(
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
      30,
      [2, '{home}/auth'],
      [1, '{home}/auth-newline'],
      [1, '{home}/missing'],
    ),
    variable('AWS_EC2_METADATA_DISABLED', 20, [2, 'true'], [1, 'TRUE'], [1, '1'], [1, 'false'], [1, '']),
    variable('AWS_EC2_METADATA_V1_DISABLED', 12, [1, 'true'], [1, 'false']),
  )
  .map((parts): Text => Object.assign({}, ...parts) as Text);

/** Seconds from now to the end of a cached token; undefined: no cache file. */
const tokenEnd = pick<number | undefined>([8, 7200], [1, undefined], [1, -60], [1, 600], [1, 180]);

function cached(id: string, end: number | undefined): Text {
  if (end === undefined) return {};
  const expiresAt = new Date(Date.now() + end * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const token = { startUrl, region: 'us-east-1', accessToken: 'not-a-token', expiresAt };
  return { [`.aws/sso/cache/${createHash('sha1').update(id).digest('hex')}.json`]: JSON.stringify(token) };
}

function refusal(status: number): Trouble {
  return { kind: 'error', status, code: 'Refused', message: 'no' };
}

const instance = { role: 'node' };
const http: fc.Arbitrary<Scenario> = fc.record(
  {
    imds: pick<ImdsScenario>(
      [12, instance],
      [2, {}],
      [2, { ...instance, versions: 'v1' }],
      [2, { ...instance, versions: 'v2' }],
      [1, { ...instance, code: 'AssumeRoleUnauthorizedAccess' }],
      [1, { ...instance, trouble: { token: refusal(403) } }],
      [1, { ...instance, trouble: { token: refusal(400) } }],
      [1, { ...instance, trouble: { list: refusal(500) } }],
      [1, { ...instance, trouble: { credentials: { kind: 'raw', status: 200, body: '<html>' } } }],
    ),
    container: pick<ContainerScenario>([12, {}], [1, { without: ['Token'] }], [1, { trouble: refusal(404) }]),
  },
  { requiredKeys: ['container'] },
);

/** A situation with every choice of `parts` in it. */
export const anyCase: fc.Arbitrary<ChainCase> = fc
  .record({
    env: environment,
    config: file('config'),
    credentials: file('credentials'),
    profile: pick<string | undefined>([24, undefined], [4, 'a'], [3, 'b'], [3, 'default'], [1, nowhere]),
    legacyEnd: tokenEnd,
    sessionEnd: tokenEnd,
    http,
  })
  .map(({ env, config, credentials, profile, legacyEnd, sessionEnd, http: scenario }) => ({
    env,
    files: {
      ...processFiles,
      token: 'header.payload.signature',
      auth: 'let-me-in',
      'auth-newline': 'let-me-in\n',
      ...cached(startUrl, legacyEnd),
      ...cached('s', sessionEnd),
      ...(config === undefined ? {} : { '.aws/config': config }),
      ...(credentials === undefined ? {} : { '.aws/credentials': credentials }),
    },
    options: profile === undefined ? {} : { profile },
    http: scenario,
  }));

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ChainCase } from '../support/chain-case.ts';
import type { Scenario } from '../support/loopback/scenario.ts';

/** Lines of one section; the order is the file's order. */
type Lines = readonly string[];
type Text = Readonly<Record<string, string>>;

const profiles = ['default', 'a', 'b', 'c'] as const;
const nowhere = 'gone';
const account = '111122223333';
export const startUrl = 'https://example.awsapps.com/start';

/** An access key id that tells where it stood. */
export function keyId(place: string): string {
  return `AKIA${place.toUpperCase().replace(/[^A-Z2-7]/g, '')}`.padEnd(20, 'Z').slice(0, 20);
}

function secretOf(place: string): string {
  return `not-a-secret-of-${place}`;
}

/** The first alternative is what failures shrink to, and the most frequent. */
function mostly<T>(weight: number, first: fc.Arbitrary<T>, ...others: readonly fc.Arbitrary<T>[]) {
  return fc.oneof({ arbitrary: first, weight }, ...others.map((arbitrary) => ({ arbitrary, weight: 1 })));
}

function maybe(weight: number, ...others: readonly fc.Arbitrary<Lines>[]): fc.Arbitrary<Lines> {
  return mostly<Lines>(weight, fc.constant([]), ...others);
}

function lines(...text: readonly string[]): fc.Arbitrary<Lines> {
  return fc.constant(text);
}

function staticKeys(place: string): fc.Arbitrary<Lines> {
  const id = `aws_access_key_id = ${keyId(place)}`;
  const secret = `aws_secret_access_key = ${secretOf(place)}`;
  const token = `aws_session_token = token-of-${place}`;
  return maybe(
    6,
    lines(id, secret),
    lines(id, secret),
    lines(id, secret),
    lines(id, secret, token),
    lines(id),
    lines(secret),
    lines(token),
    lines('aws_access_key_id =', 'aws_secret_access_key ='),
    lines(id, 'aws_secret_access_key ='),
    lines(id, secret, token, `aws_security_token = security-of-${place}`),
  );
}

const source = fc.constantFrom(...profiles, nowhere).map((name) => `source_profile = ${name}`);
const credentialSource = fc
  .constantFrom('Environment', 'Ec2InstanceMetadata', 'EcsContainer', 'environment', '')
  .map((name) => `credential_source = ${name}`);
const tokenFile = fc
  .constantFrom('{home}/token', '{home}/token', '{home}/missing', '')
  .map((path) => `web_identity_token_file = ${path}`);
const roleExtras = maybe(
  6,
  lines('external_id = outside'),
  lines('role_session_name = me'),
  lines('duration_seconds = 1800'),
  lines('duration_seconds = soon'),
  lines('mfa_serial = arn:aws:iam::111122223333:mfa/me'),
);

function role(place: string): fc.Arbitrary<Lines> {
  const arn = `role_arn = arn:aws:iam::${account}:role/${place}`;
  const of = (...more: readonly fc.Arbitrary<string>[]) =>
    fc.tuple(roleExtras, ...more).map(([extras, ...rest]): Lines => [arn, ...rest, ...extras]);
  const without = (more: fc.Arbitrary<string>) => more.map((line): Lines => [line]);
  return maybe(
    8,
    of(source),
    of(source),
    of(source),
    of(credentialSource),
    of(tokenFile),
    of(),
    of(source, credentialSource),
    of(source, tokenFile),
    of(credentialSource, tokenFile),
    without(source),
    without(credentialSource),
    without(tokenFile),
    lines('role_arn ='),
  );
}

function sso(place: string): fc.Arbitrary<Lines> {
  const url = `sso_start_url = ${startUrl}`;
  const region = 'sso_region = us-east-1';
  const accountId = `sso_account_id = ${account}`;
  const roleName = `sso_role_name = ${place}`;
  const session = 'sso_session = s';
  return maybe(
    16,
    lines(url, region, accountId, roleName),
    lines(url, region, accountId, roleName),
    lines(session, accountId, roleName),
    lines(session, accountId, roleName),
    lines(url, region, accountId),
    lines(url, accountId, roleName),
    lines(url, region),
    lines(session),
    lines('sso_session = gone', accountId, roleName),
    lines(session, url, region, accountId, roleName),
    lines(session, 'sso_region = eu-west-1', accountId, roleName),
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
export const badCommands = [
  'false',
  'echo junk',
  `cat {home}/keys-${keyId('VTWO')}.json`,
  '{home}/no-such-program',
];

function process(place: string): fc.Arbitrary<Lines> {
  const good = `credential_process = cat {home}/keys-${keyId(`P${place}`)}.json`;
  return maybe(
    20,
    lines(good),
    lines(good),
    lines(good),
    lines(good),
    lines('credential_process ='),
    ...badCommands.map((command) => lines(`credential_process = ${command}`)),
  );
}

const region = maybe(4, lines('region = eu-central-1'), lines('region ='));

function section(file: 'config' | 'credentials', name: string): fc.Arbitrary<Lines> {
  const place = `${file === 'config' ? 'F' : 'R'}${name}`;
  const header = file === 'config' && name !== 'default' ? `[profile ${name}]` : `[${name}]`;
  const body = fc
    .tuple(staticKeys(place), role(place), sso(place), process(place), region)
    .map((parts): Lines => [header, ...parts.flat()]);
  return fc.oneof({ arbitrary: lines(), weight: file === 'config' ? 2 : 3 }, { arbitrary: body, weight: 3 });
}

const session = maybe(
  1,
  lines('[sso-session s]', `sso_start_url = ${startUrl}`, 'sso_region = us-east-1'),
  lines(
    '[sso-session s]',
    `sso_start_url = ${startUrl}`,
    'sso_region = us-east-1',
    'sso_registration_scopes = sso:account:access',
  ),
  lines('[sso-session s]', `sso_start_url = ${startUrl}`),
);

function file(kind: 'config' | 'credentials'): fc.Arbitrary<string | undefined> {
  const sections = fc
    .tuple(...profiles.map((name) => section(kind, name)), kind === 'config' ? session : lines())
    .map((all) =>
      all
        .flat()
        .map((line) => `${line}\n`)
        .join(''),
    );
  return fc.option(sections, { freq: 6 });
}

function variable(name: string, weight: number, ...values: readonly string[]): fc.Arbitrary<Text> {
  return mostly<Text>(weight, fc.constant({}), ...values.map((value) => fc.constant({ [name]: value })));
}

const envKeys = mostly<Text>(
  5,
  fc.constant({}),
  fc.constant({ AWS_ACCESS_KEY_ID: keyId('ENV'), AWS_SECRET_ACCESS_KEY: secretOf('env') }),
  fc.constant({ AWS_ACCESS_KEY_ID: keyId('ENV'), AWS_SECRET_ACCESS_KEY: secretOf('env') }),
  fc.constant({ AWS_ACCESS_KEY_ID: keyId('ENV') }),
  fc.constant({ AWS_ACCESS_KEY_ID: keyId('ENV'), AWS_SECRET_ACCESS_KEY: '' }),
  fc.constant({ AWS_SECRET_ACCESS_KEY: secretOf('env') }),
);

const environment = fc
  .tuple(
    envKeys,
    variable('AWS_SESSION_TOKEN', 5, 'token-of-env', ''),
    variable('AWS_SECURITY_TOKEN', 9, 'security-of-env', ''),
    variable('AWS_PROFILE', 3, 'a', 'b', 'default', nowhere, ''),
    variable('AWS_DEFAULT_PROFILE', 9, 'b', 'a', nowhere, ''),
    variable('AWS_REGION', 1, 'us-east-1'),
    // A role that cannot be assumed for want of a region is rare: most cases are about something else.
    mostly<Text>(
      12,
      fc.constant({ AWS_DEFAULT_REGION: 'us-west-2' }),
      fc.constant({}),
      fc.constant({ AWS_DEFAULT_REGION: '' }),
    ),
    variable('AWS_ROLE_ARN', 6, `arn:aws:iam::${account}:role/Env`, ''),
    variable('AWS_WEB_IDENTITY_TOKEN_FILE', 5, '{home}/token', '{home}/missing', ''),
    variable('AWS_ROLE_SESSION_NAME', 9, 'named'),
    variable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 7, '/task', ''),
    variable(
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      9,
      'http://169.254.170.23/pod',
      'http://localhost:1234/pod',
      'http://example.com/pod',
      'https://example.com/pod',
      '',
    ),
    variable('AWS_CONTAINER_AUTHORIZATION_TOKEN', 9, 'let-me-in', ''),
    variable(
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
      14,
      '{home}/auth',
      '{home}/auth-newline',
      '{home}/missing',
    ),
    variable('AWS_EC2_METADATA_DISABLED', 4, 'true', 'TRUE', '1', 'false', ''),
    variable('AWS_EC2_METADATA_V1_DISABLED', 9, 'true', 'false'),
  )
  .map((parts): Text => Object.assign({}, ...parts) as Text);

/** Offsets from now, in seconds, of the end of a cached token; none: no cache file. */
const tokenEnd = mostly<number | undefined>(3, fc.constant(7200), fc.constant(undefined), fc.constant(-60));

function cached(id: string, end: number | undefined): Text {
  if (end === undefined) return {};
  const expiresAt = new Date(Date.now() + end * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const token = { startUrl, region: 'us-east-1', accessToken: 'not-a-token', expiresAt };
  return { [`.aws/sso/cache/${createHash('sha1').update(id).digest('hex')}.json`]: JSON.stringify(token) };
}

const http: fc.Arbitrary<Scenario> = fc.record(
  {
    imds: mostly(
      3,
      fc.constant({ role: 'node' }),
      fc.constant({}),
      fc.constant({ role: 'node', versions: 'v1' as const }),
      fc.constant({ role: 'node', versions: 'v2' as const }),
      fc.constant({ role: 'node', code: 'AssumeRoleUnauthorizedAccess' }),
      fc.constant({
        role: 'node',
        trouble: { token: { kind: 'error' as const, status: 403, code: 'Forbidden', message: 'no' } },
      }),
      fc.constant({
        role: 'node',
        trouble: { token: { kind: 'error' as const, status: 400, code: 'Bad', message: 'no' } },
      }),
      fc.constant({
        role: 'node',
        trouble: { list: { kind: 'error' as const, status: 500, code: 'Broken', message: 'no' } },
      }),
      fc.constant({
        role: 'node',
        trouble: { credentials: { kind: 'raw' as const, status: 200, body: '<html>' } },
      }),
    ),
    container: mostly(
      6,
      fc.constant({}),
      fc.constant({ without: ['Token'] }),
      fc.constant({ trouble: { kind: 'error' as const, status: 404, code: 'NotFound', message: 'no' } }),
    ),
  },
  { requiredKeys: ['container'] },
);

/** A situation with every choice of `parts` in it. */
export const anyCase: fc.Arbitrary<ChainCase> = fc
  .record({
    env: environment,
    config: file('config'),
    credentials: file('credentials'),
    profile: mostly<string | undefined>(
      5,
      fc.constant(undefined),
      fc.constantFrom('a', 'b', 'default', nowhere),
    ),
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

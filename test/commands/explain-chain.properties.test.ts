import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flavourIds } from '../../src/credentials/chain/chain.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { home, worldOf } from '../credentials/gotchas/situation.ts';
import { dev, keyId, pair, prod, secret, token } from '../support/keys.ts';
import { run } from '../support/run.ts';
import { runs } from '../support/budget.ts';

/** Files and environments as people have them, and as nobody should. */

const role = 'arn:aws:iam::111122223333:role/App';
const values = [
  keyId(dev),
  keyId(prod, 'ASIA'),
  secret,
  token,
  role,
  'a',
  'b',
  'default',
  'eu-west-1',
  '',
  'true',
  '1',
];
const value = fc.constantFrom(
  ...values,
  ...values.map((text) => `"${text}"`),
  `${secret} # comment`,
  `${secret}%`,
  'https://acme.awsapps.com/start#/',
  'Ec2InstanceMetadata',
  'Environment',
  '~/bin/tool | jq .',
  'x'.repeat(300),
  'tab\tand \u{1b}[31mcolour',
);
const key = fc.constantFrom(
  'aws_access_key_id',
  'AWS_ACCESS_KEY_ID',
  'aws_secret_access_key',
  'aws_session_token',
  'export aws_session_token',
  'role_arn',
  'source_profile',
  'credential_source',
  'web_identity_token_file',
  'mfa_serial',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'login_session',
  'credential_process',
  'region',
  'endpoint_url',
  'services',
);
const header = fc.constantFrom(
  ...['[default]', '[profile a]', '[profile b]', '[a]', '[b]', '[profile  a]', "[profile 'a']", '[DEFAULT]'],
  ...['[sso-session a]', '[services a]', '[profile default]', '[ a ]', '[profile a', '[__proto__]'],
);
const setting = fc
  .tuple(fc.constantFrom('', '', '', '  '), key, fc.constantFrom(' = ', '=', ': '), value)
  .map((parts) => parts.join(''));
const line = fc.oneof(
  { weight: 3, arbitrary: header },
  { weight: 8, arbitrary: setting },
  { weight: 1, arbitrary: fc.constantFrom('', '# comment', 'junk', `; ${secret}`, '= x', '\u{feff}') },
);
const file = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
const variable = fc.constantFrom(
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ENDPOINT_URL',
  'AWS_CONFIG_FILE',
  'AWS_REGION',
);
const situation = fc.record({
  config: file,
  credentials: file,
  env: fc.dictionary(variable, value, { maxKeys: 6 }),
  words: fc.tuple(
    fc.constantFrom(...flavourIds).map((id) => ['--sdk', id]),
    fc.constantFrom<readonly string[]>(
      [],
      [],
      ['--profile', 'a'],
      ['--profile', 'zzz'],
      ['--compare'],
      ['--all-profiles'],
    ),
    fc.constantFrom<readonly string[]>([], ['--offline']),
  ),
  // 20 is the narrowest that is laid out.
  columns: fc.integer({ min: 20, max: 100 }),
});

/**
 * One text in two places may be a secret in the one and a name in the other: no printer can know, and the net has to
 * act, which the strict runs of tests take for a mistake. So it is where a line is none of the format and all of it is
 * taken for a secret, public values too.
 */
function isToldTwice(files: readonly string[], env: Readonly<Record<string, string>>): boolean {
  const settings = files.flatMap((text) => text.split('\n')).map((text) => text.replace(/^[^=:;]*[=:;]/, ''));
  const texts = [...settings, ...Object.values(env)]
    .map((text) => text.replace(/ # .*$/, '').replace(/[^A-Za-z0-9]/g, ''))
    .filter((text) => text.length >= 8);
  return files.some((text) => text.includes(': ')) || new Set(texts).size < texts.length;
}

test('every situation has an answer that fits a screen and shows no secret', async () => {
  await fc.assert(
    fc.asyncProperty(situation, async ({ config, credentials, env, words, columns }) => {
      const world = {
        ...worldOf({
          config,
          credentials,
          env: isToldTwice([config, credentials], env) ? { ...env, IAMX_NET: '' } : env,
          files: { [`${home}/bin/tool`]: { content: '', mode: 0o755 } },
        }),
        isTerminal: true,
        columns,
      };
      const given = ['explain-chain', ...words.flat()];
      for (const format of [[], ['--verbose'], ['--json']]) {
        const { status, out, err } = await run([...given, ...format, '--no-color'], world);
        expect([0, 1]).toContain(status);
        expect(err).toBe('');
        const long =
          given.some((word) => word === '--compare' || word === '--all-profiles') || format.length > 0;
        if (!long) expect(out.trimEnd().split('\n').length, out).toBeLessThanOrEqual(25);
        for (const hidden of [secret, token]) expect(out).not.toContain(hidden.slice(0, 12));
        expect(out).not.toContain('\u{1b}');
        expect(out).not.toContain('undefined');
        expect(out).not.toContain('[object');
      }
    }),
    { numRuns: runs(15) },
  );
});

test('an answer that names a very long path fits a screen', async () => {
  const keyId = 'AKIAWO645SY5AFFFGGGG';
  const env = {
    AWS_CONFIG_FILE: 'x'.repeat(300),
    AWS_ACCESS_KEY_ID: keyId,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: keyId,
    AWS_PROFILE: keyId,
  };
  const world = worldOf({ config: '', credentials: '', env, files: {} });
  for (const columns of [20, 32, 80, 100]) {
    const { out } = await run(['explain-chain', '--no-color'], { ...world, isTerminal: true, columns });
    expect(out.trimEnd().split('\n').length, out).toBeLessThanOrEqual(25);
    expect(out).toMatch(/fix:\s+unset\s+AWS_CONFIG_FILE/);
  }
});

test.each([
  { AWS_PROFILE: role, AWS_ENDPOINT_URL: role },
  { AWS_CONTAINER_CREDENTIALS_FULL_URI: `"${role}"`, AWS_WEB_IDENTITY_TOKEN_FILE: keyId(prod) },
  { AWS_REGION: role, AWS_WEB_IDENTITY_TOKEN_FILE: keyId(prod) },
  { AWS_DEFAULT_PROFILE: `"${keyId(prod, 'ASIA')}"`, AWS_ENDPOINT_URL: keyId(prod, 'ASIA') },
  { AWS_SESSION_TOKEN: role, AWS_WEB_IDENTITY_TOKEN_FILE: keyId(prod) },
  { AWS_PROFILE: 'Ec2InstanceMetadata', AWS_ENDPOINT_URL: 'Ec2InstanceMetadata' },
])('what stands in the place of something else hides no name: %j', async (env) => {
  const world = worldOf({ config: '', credentials: '', env, files: {} });
  for (const format of [[], ['--verbose'], ['--json']]) {
    const { status, err } = await run(['explain-chain', ...format], world);
    expect({ status, err }).toEqual({ status: 1, err: '' });
  }
});

const longName = 'a-very-long-profile-name-of-the-platform-team';
test.each([
  ['the region', { AWS_REGION: 'us-gov-west-1a', AWS_DEFAULT_REGION: 'eu_west_1' }],
  ['the profile', { AWS_PROFILE: longName, AWS_DEFAULT_PROFILE: 'b' }],
  ['both', { AWS_PROFILE: 'b', AWS_DEFAULT_PROFILE: 'default', AWS_REGION: 'ap-southeast-1' }],
  ['nothing in a variable', { AWS_PROFILE: '' }],
  ['what stops each', { AWS_METADATA_SERVICE_TIMEOUT: 'x', AWS_MAX_ATTEMPTS: 'y', AWS_PROFILE: 'zzz' }],
])('a comparison of all tools fits a screen where they differ in %s', async (_, env) => {
  const credentials = ['default', 'b', longName].map((name) => `[${name}]\n${pair(prod)}`).join('');
  const world = worldOf({ credentials, env });
  const { out } = await run(['explain-chain', '--compare', '--no-color'], {
    ...world,
    isTerminal: true,
    columns: 80,
  });
  expect(out.trimEnd().split('\n').length, out).toBeLessThanOrEqual(25);
  // One line a tool.
  for (const title of Object.values(flavours).map((flavour) => flavour.title)) {
    expect(out).toMatch(new RegExp(`^ {2}[✓✗] ${title.replaceAll(/[()]/g, '.')} {2,}\\S`, 'm'));
  }
});

import { expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavourIds } from '../../../src/credentials/chain/chain.ts';
import { compareFlavours } from '../../../src/credentials/answer/compare.ts';
import { groupAnswers } from '../../../src/credentials/answer/groups.ts';
import { describeIdentity } from '../../../src/credentials/chain/describe.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { dev, envPair, keyId, pair, prod, secret, token } from '../../support/keys.ts';
import { home, worldOf, type Setup } from '../gotchas/situation.ts';

function compare(setup: Setup, ids: readonly FlavourId[], profile?: string) {
  const world = openWorld(memoryHost(worldOf(setup)), 'offline', profile === undefined ? {} : { profile });
  return compareFlavours(world, ids);
}

const sso = `[profile p]\nsso_session = acme\nsso_account_id = ${prod}\nsso_role_name = Admin\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n`;
const sha1OfAcme = '293abb6b76d7791c0732cc517d38c4b5c734b87f';
const ssoToken = {
  [`${home}/.aws/sso/cache/${sha1OfAcme}.json`]: JSON.stringify({
    accessToken: token,
    expiresAt: '2026-01-31T18:00:00Z',
  }),
};

interface Row {
  readonly code: string;
  readonly because: string;
  readonly ids: readonly [FlavourId, FlavourId];
  readonly setup: Setup;
  readonly profile?: string;
  readonly says: readonly string[];
}

const rows: readonly Row[] = [
  {
    code: 'differs-file',
    because: 'a section stands twice',
    ids: ['boto3', 'js'],
    setup: { credentials: `[default]\n${pair(dev)}[default]\nregion = x\n` },
    says: ['rejects the credentials file as a whole', 'JavaScript SDK v3 reads past it'],
  },
  {
    code: 'differs-profile',
    because: 'the old variable comes first',
    ids: ['cli', 'cli-v1'],
    setup: {
      env: { AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' },
      credentials: `[a]\n${pair(dev)}[b]\n${pair(prod)}`,
    },
    says: [
      'AWS CLI v2 takes profile `a` from AWS_PROFILE',
      'AWS CLI v1 takes profile `b` from AWS_DEFAULT_PROFILE',
    ],
  },
  {
    code: 'differs-header',
    because: 'two blanks in a header',
    ids: ['cli', 'js'],
    setup: { config: `[profile  p]\n${pair(dev)}` },
    profile: 'p',
    says: ['AWS CLI v2 takes', '~/.aws/config:1', 'for JavaScript SDK v3 it names none'],
  },
  {
    code: 'differs-unknown-profile',
    because: 'the profile is not there',
    ids: ['js', 'cli'],
    setup: {},
    profile: 'p',
    says: ['AWS CLI v2 stops where profile `p` does not exist', 'JavaScript SDK v3 goes on'],
  },
  {
    code: 'differs-check',
    because: 'Go checks a profile that is not needed',
    ids: ['cli', 'go'],
    setup: { env: envPair(prod), credentials: `[default]\naws_access_key_id = ${keyId(dev)}\n` },
    says: ['Go SDK v2 stops before anything is looked at', 'AWS CLI v2 does not check that'],
  },
  {
    code: 'differs-environment',
    because: 'AWS_PROFILE drops the keys',
    ids: ['boto3', 'js'],
    setup: { env: { AWS_PROFILE: 'p', ...envPair(dev) }, credentials: `[p]\n${pair(prod)}` },
    says: ['uses the keys in the environment', 'JavaScript SDK v3 does not: AWS_PROFILE is set'],
  },
  {
    code: 'differs-error',
    because: 'a lone key id',
    ids: ['js', 'boto3'],
    setup: { env: { AWS_ACCESS_KEY_ID: keyId(dev) }, credentials: `[default]\n${pair(prod)}` },
    says: ['stops at environment', 'JavaScript SDK v3 goes on'],
  },
  {
    code: 'differs-value',
    because: 'quotes around the secret',
    ids: ['boto3', 'go'],
    setup: {
      credentials: `[default]\naws_access_key_id = ${keyId(dev)}\naws_secret_access_key = "${secret}"\n`,
    },
    says: ['another value of aws_secret_access_key', '~/.aws/credentials:3'],
  },
  {
    code: 'differs-value',
    because: 'the token stands in the other file',
    ids: ['boto3', 'js'],
    setup: {
      config: `[default]\naws_session_token = ${token}\n`,
      credentials: `[default]\n${pair(dev, 'ASIA')}`,
    },
    says: [
      'the keys are the same',
      'sends no session token',
      'JavaScript SDK v3 sends the session token of ~/.aws/config:2',
    ],
  },
  {
    code: 'differs-order',
    because: 'keys and SSO in one profile',
    ids: ['cli', 'js'],
    setup: { config: sso, credentials: `[p]\n${pair(dev)}`, files: ssoToken },
    profile: 'p',
    says: ['AWS CLI v2: SSO before credentials file', 'JavaScript SDK v3: credentials file before SSO'],
  },
  {
    code: 'differs-provider',
    because: 'a file that only botocore knows',
    ids: ['boto3', 'js'],
    setup: { files: { [`${home}/.boto`]: `[Credentials]\n${pair(dev)}` } },
    says: ['only boto3 (Python) looks at boto config'],
  },
];

test.each(rows)('$code: $because', async ({ code, ids, setup, profile, says }) => {
  const { agree, groups, differences } = await compare(setup, ids, profile);
  expect(agree).toBe(false);
  expect(groups.map(({ members }) => members)).toEqual(ids.map((id) => [id]));
  const [difference, ...others] = differences;
  expect(others).toEqual([]);
  expect(difference?.members).toEqual([ids[1]]);
  expect(difference?.diagnostic).toMatchObject({ code, severity: 'warning' });
  for (const text of says) expect(difference?.diagnostic.message).toContain(text);
  expect(difference?.diagnostic.message).not.toContain(secret.slice(0, 12));
});

interface Sentence {
  readonly situation: string;
  readonly setup: Setup;
  readonly says: readonly string[];
}

test.each<Sentence>([
  {
    situation: 'a file that three kinds of tools read otherwise',
    setup: { credentials: `\ufeff[default]\n${pair(dev)}` },
    says: [
      "AWS CLI v2, AWS CLI v1, boto3 (Python) and Rust SDK reject the credentials file as a whole (Python's configparser rejects ~/.aws/credentials: it starts with a byte order mark); JavaScript SDK v3 reads past it; Go SDK v2 and Java SDK v2 go on without it",
    ],
  },
  {
    situation: 'a variable that is empty',
    setup: { env: { AWS_PROFILE: '' }, credentials: `[default]\n${pair(dev)}` },
    says: [
      'AWS_PROFILE is set but empty; AWS CLI v2, AWS CLI v1 and boto3 (Python) look for a profile without a name; JavaScript SDK v3 and Go SDK v2 take profile `default` for want of another',
      'AWS CLI v2, AWS CLI v1 and boto3 (Python) stop, since AWS_PROFILE is set but empty; Java SDK v2 and Rust SDK go on without it',
    ],
  },
  {
    situation: 'two tools that stop, each for its own reason',
    setup: {
      env: { AWS_METADATA_SERVICE_TIMEOUT: 'x', AWS_MAX_ATTEMPTS: 'y' },
      credentials: `[default]\n${pair(dev)}`,
    },
    says: [
      'AWS CLI v2, AWS CLI v1 and boto3 (Python) stop before anything is looked at: AWS_METADATA_SERVICE_TIMEOUT is no whole number, which stops every command; JavaScript SDK v3, Java SDK v2 and Rust SDK do not check that; Go SDK v2 stops: AWS_MAX_ATTEMPTS takes a whole number; it is no number (1 character, not shown)',
    ],
  },
  {
    situation: 'a place that some tools never come to',
    setup: {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: `${home}/token` },
      files: { [`${home}/token`]: 'a token' },
      credentials: `[default]\n${pair(dev)}`,
    },
    says: [
      'AWS CLI v2, AWS CLI v1, boto3 (Python) and Go SDK v2 stop at web identity: AWS_WEB_IDENTITY_TOKEN_FILE is set, but no role: AWS_ROLE_ARN is not; JavaScript SDK v3, Java SDK v2 and Rust SDK find credentials before that place: credentials file',
    ],
  },
  {
    situation: 'a comment that some keep in the key',
    setup: {
      credentials: `[default]\naws_access_key_id = ${keyId(dev)} # mine\naws_secret_access_key = ${secret}\n`,
    },
    says: [
      'quotes, comments or lines count otherwise: at one place (~/.aws/credentials:2) AWS CLI v2, AWS CLI v1 and boto3 (Python) read one value of aws_access_key_id; JavaScript SDK v3, Go SDK v2, Java SDK v2 and Rust SDK read another value of aws_access_key_id',
    ],
  },
])('tools that differ for one cause are told in one sentence: $situation', async ({ setup, says }) => {
  const { differences } = await compare(setup, flavourIds);
  expect(differences.map(({ diagnostic }) => diagnostic.message)).toEqual(says);
});

test('two tools that ask one endpoint by different ways are told apart', async () => {
  const { groups } = await compare({ env: { HTTP_PROXY: 'http://127.0.0.1:3128' } }, flavourIds);
  const identities = groups.map(
    ({ resolution: { selected } }) => selected && describeIdentity(selected).join(),
  );
  expect(new Set(identities).size).toBe(groups.length);
});

test.each<{ readonly what: string; readonly setup: Setup; readonly verdict: string }>([
  { what: 'the same keys', setup: { credentials: `[default]\n${pair(dev)}` }, verdict: 'selected' },
  {
    what: 'the same role from the same keys',
    setup: {
      config: '[default]\nrole_arn = arn:aws:iam::111122223333:role/App\nsource_profile = base\n',
      credentials: `[base]\n${pair(dev)}`,
    },
    verdict: 'selected',
  },
  { what: 'the same instance', setup: {}, verdict: 'selected' },
])('all agree on $what', async ({ setup, verdict }) => {
  const { agree, differences, resolutions } = await compare(setup, flavourIds);
  expect({ agree, differences }).toEqual({ agree: true, differences: [] });
  expect(new Set(resolutions.map((one) => one.verdict))).toEqual(new Set([verdict]));
});

test('three answers: one difference for each but the first', async () => {
  const setup: Setup = {
    env: { AWS_ACCESS_KEY: keyId(dev), AWS_SECRET_KEY: secret },
    config: sso,
    credentials: `[p]\n${pair(prod)}`,
    files: ssoToken,
  };
  const { groups, differences } = await compare(
    { ...setup, env: { ...setup.env, AWS_PROFILE: 'p' } },
    flavourIds,
  );
  expect(groups.length).toBe(3);
  expect(differences.map(({ members }) => members)).toEqual(groups.slice(1).map(({ members }) => members));
});

test('tools that find nothing alike are told apart by the profile they look for', async () => {
  const { differences } = await compare({ env: { AWS_PROFILE: '' } }, flavourIds);
  const [told] = differences.map(({ diagnostic }) => diagnostic.message);
  expect(told).toContain('AWS_PROFILE is set but empty');
  expect(told).toContain('boto3 (Python), Java SDK v2 and Rust SDK look for a profile without a name');
  expect(told).not.toMatch(/(?:Java SDK v2|Rust SDK)[^;]* takes? profile/);
});

test('tools stand together only where outcome, error and identity are the same', async () => {
  const { resolutions } = await compare({ env: { AWS_EC2_METADATA_DISABLED: '1' } }, ['cli', 'js']);
  expect(resolutions.map(({ verdict }) => verdict)).toEqual(['selected', 'none']);
  expect(groupAnswers(resolutions)).toHaveLength(2);
  const errors = await compare({ env: { AWS_PROFILE: 'gone' }, files: {} }, ['cli', 'go', 'boto3']);
  expect(groupAnswers(errors.resolutions).map(({ members }) => members)).toEqual([['cli', 'go', 'boto3']]);
  const rejected = await compare(
    { env: { AWS_PROFILE: 'gone' }, files: { '/home/user/.aws/config': 'junk\n' } },
    ['cli', 'go'],
  );
  expect(groupAnswers(rejected.resolutions).map(({ members }) => members)).toEqual([['cli'], ['go']]);
});

test('no credentials in any tool is one answer, though Go says it as an error', async () => {
  const { agree, groups } = await compare({ env: { AWS_EC2_METADATA_DISABLED: 'true' } }, ['cli', 'go']);
  expect(groups).toHaveLength(2);
  expect(agree).toBe(true);
});

test('every flavour has a title of its own', () => {
  expect(new Set(flavourIds.map((id) => flavours[id].title)).size).toBe(flavourIds.length);
});

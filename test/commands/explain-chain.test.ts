import { describe, expect, test } from 'vitest';
import { flavourIds } from '../../src/credentials/chain/chain.ts';
import { sha1 } from '../../src/core/digest.ts';
import { dev, envPair, keyId, pair, prod, secret, token } from '../support/keys.ts';
import { run } from '../support/run.ts';
import { home, worldOf, type Setup } from '../credentials/gotchas/situation.ts';

const ssoToken = `${home}/.aws/sso/cache/${sha1('acme')}.json`;
const role = 'arn:aws:iam::111122223333:role/team/Deploy';

/** A person's files: keys, SSO, a role, a command, a profile that is broken. */
const files: Setup = {
  config: [
    '[default]',
    'region = eu-central-1',
    '[profile prod]',
    'region = eu-west-1',
    'sso_session = acme',
    `sso_account_id = ${prod}`,
    'sso_role_name = AdministratorAccess',
    '[sso-session acme]',
    'sso_start_url = https://acme.awsapps.com/start',
    'sso_region = eu-west-1',
    '[profile deploy]',
    `role_arn = ${role}`,
    'source_profile = default',
    '[profile audit]',
    'role_arn = arn:aws:iam::777788889999:role/Auditor',
    'source_profile = gone',
    '[profile ci]',
    'credential_process = /opt/ci-keys --for ci',
    '',
  ].join('\n'),
  credentials: { content: `[default]\n${pair(dev)}`, mode: 0o600 },
  files: {
    [ssoToken]: JSON.stringify({
      startUrl: 'https://acme.awsapps.com/start',
      region: 'eu-west-1',
      accessToken: token,
      expiresAt: '2026-01-31T18:12:00Z',
    }),
    '/opt/ci-keys': { content: '', mode: 0o755 },
  },
};
const noRegion = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
const shadowed = { AWS_PROFILE: 'prod', ...envPair('609629065308'), ...noRegion };

function ask(words: readonly string[], setup: Setup) {
  return run(['explain-chain', ...words], worldOf({ ...setup, env: { ...noRegion, ...setup.env } }));
}

describe('pages', () => {
  test.each([
    { name: 'shadowed-profile', words: [], setup: { ...files, env: shadowed }, status: 0 },
    { name: 'shadowed-profile-verbose', words: ['--verbose'], setup: { ...files, env: shadowed }, status: 0 },
    { name: 'default-keys', words: [], setup: files, status: 0 },
    { name: 'role-not-called', words: ['--profile', 'deploy'], setup: files, status: 0 },
    { name: 'sso', words: ['--profile', 'prod'], setup: files, status: 0 },
    { name: 'broken-source', words: ['--profile', 'audit'], setup: files, status: 1 },
    { name: 'unknown-profile', words: ['--profile', 'prdo'], setup: files, status: 1 },
    {
      name: 'nothing',
      words: ['--offline', '--sdk', 'boto3'],
      setup: { env: { AWS_EC2_METADATA_DISABLED: 'true' } },
      status: 1,
    },
    { name: 'compare-differs', words: ['--compare'], setup: { ...files, env: shadowed }, status: 1 },
    { name: 'compare-agrees', words: ['--compare', 'cli,js,go'], setup: files, status: 0 },
    { name: 'all-profiles', words: ['--all-profiles'], setup: files, status: 1 },
  ])('$name', async ({ name, words, setup, status }) => {
    const page = await ask(words, setup);
    expect({ status: page.status, err: page.err }).toEqual({ status, err: '' });
    const lines = page.out.trimEnd().split('\n');
    if (!words.includes('--verbose')) expect(lines.length).toBeLessThanOrEqual(25);
    await expect(page.out).toMatchFileSnapshot(`golden/explain-chain-${name}.txt`);
  });
});

interface Document {
  readonly [field: string]: unknown;
  readonly steps: readonly { readonly [field: string]: unknown }[];
}

async function documentOf(words: readonly string[], setup: Setup): Promise<Document> {
  const { out } = await ask([...words, '--json'], setup);
  return JSON.parse(out) as Document;
}

describe('the document of docs/output.md', () => {
  test('of credentials that were selected', async () => {
    const document = await documentOf([], { ...files, env: shadowed });
    const { steps, diagnostics, regionSteps, summary, ...fields } = document;
    expect(fields).toEqual({
      schema: 'iamx.explain-chain/1',
      sdk: 'cli',
      verdict: 'selected',
      profile: { name: 'prod', from: { kind: 'env', name: 'AWS_PROFILE', value: 'prod' } },
      selected: {
        provider: 'env',
        sdkName: 'env',
        accessKeyId: `${'*'.repeat(16)}${keyId('609629065308').slice(-4)}`,
        accountId: '609629065308',
        accountConfidence: 'inferred',
        deferred: false,
      },
      region: {
        value: 'eu-west-1',
        from: {
          kind: 'file',
          name: 'region',
          value: 'eu-west-1',
          span: { file: '~/.aws/config', line: 4, column: 1, endLine: 4, endColumn: 19 },
        },
      },
    });
    expect(summary).toContain('AWS CLI v2 uses environment');
    expect(steps.map(({ id, outcome }) => `${String(id)} ${String(outcome)}`)).toEqual([
      'explicit skip',
      'env win',
      'assume-role shadowed',
      'web-identity shadowed',
      'sso shadowed',
      'shared-credentials-file shadowed',
      'login shadowed',
      'process shadowed',
      'config-file shadowed',
      'ec2-credentials-file shadowed',
      'boto-config shadowed',
      'container shadowed',
      'imds shadowed',
    ]);
    expect(steps[1]).toEqual({
      id: 'env',
      sdkName: 'env',
      title: 'Environment variables',
      outcome: 'win',
      because: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set',
      evidence: [
        {
          kind: 'env',
          name: 'AWS_ACCESS_KEY_ID',
          value: `${'*'.repeat(16)}${keyId('609629065308').slice(-4)}`,
        },
        { kind: 'env', name: 'AWS_SECRET_ACCESS_KEY', value: 'set, not shown' },
      ],
    });
    expect(steps[4]).toMatchObject({
      sdkName: 'sso',
      otherwise: { outcome: 'win' },
      wouldGive: { provider: 'sso', sdkName: 'sso', accountId: prod, deferred: true },
    });
    expect(diagnostics).toContainEqual({
      code: 'env-shadows-profile',
      severity: 'warning',
      message:
        'the keys in the environment shadow profile `prod`: account 609629065308 instead of 111122223333; AWS_PROFILE counts for the region alone',
      hint: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
    });
    expect(Array.isArray(regionSteps)).toBe(true);
  });

  test('of a role that was not assumed', async () => {
    const { selected } = await documentOf(['--profile', 'deploy'], files);
    expect(selected).toEqual({
      provider: 'assume-role',
      sdkName: 'assume-role',
      accountId: prod,
      roleArn: role,
      deferred: true,
    });
  });

  test('of keys that end', async () => {
    const env = {
      ...envPair(dev, 'ASIA'),
      AWS_SESSION_TOKEN: token,
      AWS_CREDENTIAL_EXPIRATION: '2026-01-31T13:00:00Z',
    };
    expect((await documentOf([], { env }))['selected']).toMatchObject({
      expiresAt: '2026-01-31T13:00:00.000Z',
    });
  });

  test('of an error', async () => {
    const document = await documentOf(['--profile', 'audit', '--sdk', 'boto3'], files);
    expect(document).toMatchObject({
      sdk: 'boto3',
      verdict: 'error',
      profile: { name: 'audit', from: { kind: 'option', name: '--profile', value: 'audit' } },
      error: { severity: 'error', span: { file: '~/.aws/config', line: 16 } },
      region: { value: null, from: { kind: 'default' } },
    });
    expect(document).not.toHaveProperty('selected');
    expect(document.steps.map(({ outcome }) => outcome)).toContain('unreached');
  });

  test('of nothing', async () => {
    const document = await documentOf([], { env: { AWS_EC2_METADATA_DISABLED: 'true' } });
    expect(document).toMatchObject({ verdict: 'none', summary: 'AWS CLI v2 finds no credentials' });
    expect(document).not.toHaveProperty('selected');
    expect(document).not.toHaveProperty('error');
  });

  test('of a comparison', async () => {
    const document = await documentOf(['--compare'], { ...files, env: shadowed });
    expect(document).toMatchObject({
      schema: 'iamx.explain-chain/1',
      verdict: 'disagree',
      agree: false,
      summary: `${flavourIds.length} tools, 2 answers`,
    });
    const comparison = document['comparison'] as readonly Document[];
    expect(comparison.map(({ sdk }) => sdk)).toEqual(flavourIds);
    for (const one of comparison)
      expect(one).toMatchObject({ schema: 'iamx.explain-chain/1', verdict: 'selected' });
  });

  test('of all profiles', async () => {
    const document = await documentOf(['--all-profiles'], files);
    const profiles = document['profiles'] as readonly Document[];
    expect(document).toMatchObject({
      sdk: 'cli',
      verdict: 'mixed',
      summary: '4 of 5 profiles give credentials',
    });
    expect(profiles.map(({ profile, verdict }) => [(profile as { name: string }).name, verdict])).toEqual([
      ['default', 'selected'],
      ['prod', 'selected'],
      ['deploy', 'selected'],
      ['audit', 'error'],
      ['ci', 'selected'],
    ]);
  });
});

describe('what may be asked', () => {
  test.each([
    { words: ['prod'], message: '`explain-chain` takes options alone, and a word stands there without one' },
    { words: ['--compare', 'cli,jss'], message: 'there is no tool `jss`' },
    {
      words: ['--live', '--offline'],
      message: '`--live` does what the tool would do, `--offline` forbids it',
    },
    { words: ['--live', '--compare'], message: '`--live` does what one tool would do for one profile' },
    {
      words: ['--all-profiles', '--profile', 'prod'],
      message: '`--all-profiles` asks about all, `--profile` about one',
    },
    { words: ['--all-profiles', '--compare'], message: '`--compare` and `--all-profiles` are two tables' },
  ])('$words is a question that cannot be read', async ({ words, message }) => {
    const { status, out, err } = await ask(words, files);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });

  test('--offline sends nothing and starts nothing', async () => {
    const { host } = await ask(['--offline'], {});
    expect(host.requests).toEqual([]);
    expect(host.started).toEqual([]);
  });

  test('the default asks for instance metadata where the chain ends there, and runs no command', async () => {
    expect((await ask([], {})).host.requests.map(({ url }) => url)).toContain(
      'http://169.254.169.254/latest/api/token',
    );
    expect((await ask(['--profile', 'ci'], files)).host.started).toEqual([]);
  });

  test('--live runs the command, and never shows what it printed', async () => {
    const keys = JSON.stringify({
      Version: 1,
      AccessKeyId: keyId(prod, 'ASIA'),
      SecretAccessKey: secret,
      SessionToken: token,
    });
    const ran = { kind: 'exited', status: 0, stdout: keys, stderr: '', truncated: false } as const;
    const { status, out, host } = await ask(['--profile', 'ci', '--live', '--json'], {
      ...files,
      processes: () => ran,
    });
    expect(status).toBe(0);
    expect(host.started).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      selected: {
        provider: 'process',
        deferred: false,
        accessKeyId: `${'*'.repeat(16)}${keyId(prod, 'ASIA').slice(-4)}`,
      },
    });
    for (const hidden of [secret, token]) expect(out).not.toContain(hidden.slice(0, 12));
  });

  test('an unknown profile is an answer, with the nearest name', async () => {
    const { status, out } = await ask(['--profile', 'prdo'], files);
    expect(status).toBe(1);
    expect(out).toContain('Did you mean `prod`?');
  });
});

test('a failed call is status 3: which credentials would be used is not known', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' };
  const { status, out } = await ask(['--profile', 'deploy', '--live'], { ...files, env });
  expect(status).toBe(3);
  expect(out).toMatch(/^error {2}sts:AssumeRole failed/);
  expect(out).toContain('http://127.0.0.1:1 instead of AWS');
  expect(out.trimEnd().split('\n').at(-1)).toBe('fix: unset AWS_ENDPOINT_URL');
});

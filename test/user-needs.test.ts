import { describe, expect, test } from 'vitest';
import { sha1 } from '../src/core/digest.ts';
import { whoami } from './identity/support.ts';
import { home, worldOf, type Setup } from './credentials/gotchas/situation.ts';
import { dev, envPair, keyId, pair, prod, secret, token } from './support/keys.ts';
import { startLoopback } from './support/loopback/server.ts';
import { run } from './support/run.ts';

/**
 * Fifteen things that people bring: from what a user has in front of them to the line that repairs it, and on to the answer
 * after it. Row 8 is answered by `whoami`, row 15 by `simulate` on the role's trust policy.
 */

interface Need {
  readonly row: number;
  readonly pain: string;
  readonly setup: Setup;
  readonly status: number;
  /** On the page, in this order. */
  readonly shows: readonly string[];
  /** The page's last line. */
  readonly next: string;
  /** The same after that line was followed. */
  readonly after: Setup;
  /** The first words of the page then. */
  readonly then: string;
}

const role = 'arn:aws:iam::111122223333:role/App';
const session =
  '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n';
const sso = (name: string) =>
  `[profile ${name}]\nsso_session = acme\nsso_account_id = ${prod}\nsso_role_name = Admin\n${session}`;
const ssoToken = (expiresAt: string, id = 'acme') => ({
  [`${home}/.aws/sso/cache/${sha1(id)}.json`]: JSON.stringify({
    startUrl: 'https://acme.awsapps.com/start',
    accessToken: token,
    expiresAt,
  }),
});
const jwt = { '/var/run/token': 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln' };
const evening = '2026-01-31T18:12:00Z';

const needs: readonly Need[] = [
  {
    row: 1,
    pain: 'something is wrong with my credentials, and --debug is unreadable',
    setup: {
      env: { AWS_PROFILE: 'prod' },
      config: '[prod]\nregion = eu-west-1\n',
      credentials: `[default]\n${pair(dev)}`,
    },
    status: 1,
    shows: [
      'error',
      'profile `prod` does not exist',
      'AWS_PROFILE',
      '`[prod]` is no profile in the config file',
      '~/.aws/config:1:1',
      '[profile prod]',
    ],
    next: "fix: sed -i.bak '1s/\\[prod\\]/[profile prod]/' ~/.aws/config && rm ~/.aws/config.bak",
    after: { env: { AWS_PROFILE: 'prod' }, config: `[profile prod]\n${pair(prod)}` },
    then: 'selected  config file',
  },
  {
    row: 3,
    pain: 'no way to see my SSO session and when it ends',
    setup: { args: ['--profile', 'p'], config: sso('p'), files: ssoToken('2026-01-31T09:00:00Z') },
    status: 1,
    shows: ['error', 'the SSO token expired 3 h ago'],
    next: 'fix: aws sso login --sso-session acme',
    after: { args: ['--profile', 'p'], config: sso('p'), files: ssoToken(evening) },
    then: `selected  SSO → role Admin in account ${prod}\n          token valid, 6 h 12 min left`,
  },
  {
    row: 4,
    pain: 'the chain swallows the error of my profile and reports another one',
    setup: {
      args: ['--sdk', 'js', '--offline'],
      config: `[default]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\nsso_session = acme\n`,
      env: { AWS_PROFILE: 'prdo' },
    },
    status: 0,
    shows: ['instance metadata', 'profile `prdo` does not exist', 'goes on without it', 'default and base'],
    next: 'fix: unset AWS_PROFILE',
    after: { args: ['--sdk', 'js'], credentials: `[default]\n${pair(prod)}` },
    then: 'selected  credentials file',
  },
  {
    row: 5,
    pain: 'the error does not say which provider failed and why',
    setup: {
      args: ['--profile', 'p'],
      config: `[profile p]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\nregion = eu-west-1\n`,
    },
    status: 1,
    shows: ['error', '[p]', 'base', '✗ 3', 'assume role', '~/.aws/config:2'],
    next: 'fix: ${EDITOR:-vi} +2 ~/.aws/config',
    after: {
      args: ['--profile', 'p'],
      config: `[profile p]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\n${pair(prod)}`,
    },
    then: `selected  assume role → role ${role}`,
  },
  {
    row: 6,
    pain: 'AWS_PROFILE is silently ignored',
    setup: { env: { AWS_PROFILE: 'prod', ...envPair(dev) }, credentials: `[prod]\n${pair(prod)}` },
    status: 0,
    shows: ['selected  environment', `account ${dev}`, 'shadow profile `prod`', `instead of ${prod}`],
    next: 'fix: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
    after: { env: { AWS_PROFILE: 'prod' }, credentials: `[prod]\n${pair(prod)}` },
    then: 'selected  credentials file',
  },
  {
    row: 7,
    pain: 'AWS_PROFILE is ignored when AWS_ROLE_ARN is set',
    setup: {
      env: { AWS_PROFILE: 'p', AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' },
      files: jwt,
      credentials: `[p]\n${pair(dev)}`,
    },
    status: 0,
    shows: ['selected  web identity', 'the web identity in the environment shadows profile `p`'],
    next: 'fix: unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN',
    after: { env: { AWS_PROFILE: 'p' }, credentials: `[p]\n${pair(dev)}` },
    then: 'selected  credentials file',
  },
  {
    row: 10,
    pain: 'an old variable is still set, and one tool uses it',
    setup: {
      args: ['--sdk', 'go'],
      env: { AWS_ACCESS_KEY: keyId(dev), AWS_SECRET_KEY: secret },
      credentials: `[default]\n${pair(prod)}`,
    },
    status: 0,
    shows: [
      'selected  environment',
      'AWS_ACCESS_KEY',
      `account ${dev} instead of ${prod}`,
      '→ go',
      '→ cli, cli-v1, boto3,',
    ],
    next: 'fix: unset AWS_ACCESS_KEY AWS_SECRET_KEY',
    after: { args: ['--sdk', 'go'], credentials: `[default]\n${pair(prod)}` },
    then: 'selected  credentials file',
  },
  {
    row: 11,
    pain: 'left-over keys beat SSO',
    setup: {
      args: ['--profile', 'p', '--sdk', 'js'],
      config: sso('p'),
      credentials: `[p]\n${pair(dev)}`,
      files: ssoToken(evening),
    },
    status: 0,
    shows: ['selected  credentials file', '`p` has keys and SSO', 'AWS CLI v2 uses SSO', 'Delete the keys'],
    next: 'fix: ${EDITOR:-vi} +2 ~/.aws/credentials',
    after: { args: ['--profile', 'p', '--sdk', 'js'], config: sso('p'), files: ssoToken(evening) },
    then: `selected  SSO → role Admin in account ${prod}`,
  },
  {
    row: 12,
    pain: 'no SSO token right after logging in',
    setup: {
      args: ['--profile', 'p'],
      config: sso('p'),
      files: ssoToken(evening, 'https://acme.awsapps.com/start'),
    },
    status: 1,
    shows: [
      'error',
      'no SSO token for session acme',
      `~/.aws/sso/cache/${sha1('acme')}.json`,
      'there are tokens for',
    ],
    next: 'fix: aws sso login --sso-session acme',
    after: { args: ['--profile', 'p'], config: sso('p'), files: ssoToken(evening) },
    then: `selected  SSO → role Admin in account ${prod}`,
  },
  {
    row: 13,
    pain: 'a pod acts as the node',
    setup: {
      args: ['--sdk', 'js', '--offline'],
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' },
      files: jwt,
    },
    status: 0,
    shows: ['selected  instance metadata', 'AWS_ROLE_ARN is not', 'eks.amazonaws.com/role-arn'],
    next: 'fix: export AWS_ROLE_ARN=arn:aws:iam::ACCOUNT:role/NAME',
    after: {
      args: ['--sdk', 'js', '--offline'],
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token', AWS_ROLE_ARN: role },
      files: jwt,
    },
    then: `selected  web identity → role ${role}`,
  },
  ...[
    { name: 'zsh’s `%`', value: `${secret}%`, says: '`%`' },
    { name: 'CRLF', value: `${secret}\r`, says: 'line break' },
    { name: 'a line end', value: `${secret}\n`, says: 'line break' },
    { name: 'a blank', value: `${secret} `, says: 'blank' },
  ].map(({ name, value, says }): Need => ({
    row: 14,
    pain: `the signature does not match: ${name} at the end of the secret`,
    setup: { env: { AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: value } },
    status: 0,
    shows: ['selected  environment', 'AWS_SECRET_ACCESS_KEY', says, 'SignatureDoesNotMatch'],
    next: 'fix: unset AWS_SECRET_ACCESS_KEY',
    after: { env: envPair(dev) },
    then: 'selected  environment',
  })),
];

function ask({ args = [], ...setup }: Setup) {
  return run(['explain-chain', ...args], worldOf(setup));
}

describe.each(needs)('$row: $pain', ({ setup, status, shows, next, after, then }) => {
  test('is explained, and the last line is what to do', async () => {
    const page = await ask(setup);
    expect({ status: page.status, err: page.err }).toEqual({ status, err: '' });
    const text = page.out.replace(/\s+/g, ' ');
    let at = 0;
    for (const part of shows) {
      const found = text.indexOf(part.replace(/\s+/g, ' '), at);
      expect(found, `${part} in\n${page.out}`).toBeGreaterThanOrEqual(0);
      at = found;
    }
    expect(page.out.trimEnd().split('\n').at(-1)).toBe(next);
    expect(page.out).not.toContain(secret.slice(0, 12));
  });

  test('is over when it is done', async () => {
    const page = await ask(after);
    expect(page.status).toBe(0);
    expect(page.out.slice(0, then.length)).toBe(then);
    expect(page.out).not.toContain(next);
  });
});

test('9: every value names the place that it really came from', async () => {
  const setup: Setup = {
    config: `[default]\nregion = eu-central-1\n`,
    credentials: `[default]\n${pair(dev)}`,
    env: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
  };
  const { out } = await ask({ ...setup, args: ['--json'] });
  const document = JSON.parse(out) as {
    readonly region: object;
    readonly steps: readonly { readonly outcome: string; readonly evidence: readonly object[] }[];
  };
  expect(document.region).toMatchObject({
    value: 'eu-central-1',
    from: { kind: 'file', span: { file: '~/.aws/config', line: 2 } },
  });
  const [winner] = document.steps.filter(({ outcome }) => outcome === 'win');
  expect(winner?.evidence).toMatchObject([
    { kind: 'file', name: 'aws_access_key_id', span: { file: '~/.aws/credentials', line: 2 } },
    { kind: 'file', name: 'aws_secret_access_key', span: { file: '~/.aws/credentials', line: 3 } },
  ]);
});

test('10: --compare names the tool that reads the old variable', async () => {
  const { status, out } = await ask({
    args: ['--compare'],
    env: { AWS_ACCESS_KEY: keyId(dev), AWS_SECRET_KEY: secret },
    credentials: `[default]\n${pair(prod)}`,
  });
  expect(status).toBe(1);
  expect(out).toMatch(/^disagree {2}7 tools, 2 answers/);
  expect(out).toMatch(/✓ Go SDK v2 +environment +444455556666/);
  expect(out.replace(/\s+/g, ' ')).toContain('Go SDK v2 uses the keys in the environment');
});

test('13: --compare shows the pod’s identity tool by tool', async () => {
  const { out } = await ask({
    args: ['--compare', 'js,boto3', '--offline'],
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' },
    files: jwt,
  });
  expect(out).toMatch(/✓ JavaScript SDK v3 +instance metadata/);
  expect(out).toMatch(/✗ boto3 \(Python\) +error/);
});

test('2: the login worked, the role is not assigned: --live says which of the two', async () => {
  const portal = await startLoopback({ sso: { assignments: [`${dev}/Reader`] } });
  try {
    const setup: Setup = {
      args: ['--profile', 'p', '--live'],
      env: { AWS_ENDPOINT_URL_SSO: portal.url },
      config: sso('p'),
      // The SDK looks at the real clock.
      files: ssoToken('2099-01-01T00:00:00Z'),
    };
    const { status, out } = await ask(setup);
    expect(status).toBe(3);
    expect(out).toMatch(/^error /);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain('ForbiddenException');
    expect(text).toContain('the login is good');
    expect(text).toContain(`role Admin in account ${prod} is not assigned to this user`);
    expect(out.trimEnd().split('\n').at(-1)).toBe('fix: aws configure sso --profile p');
    portal.play({ sso: { assignments: [`${prod}/Admin`] } });
    const after = await ask(setup);
    expect(after.status).toBe(0);
    expect(after.out).toMatch(/^selected {2}SSO → role Admin in account 111122223333, \*{16}\w{4}/);
  } finally {
    await portal.close();
  }
});

test('8: a session without MFA: everything works but IAM, and whoami says why', async () => {
  const aws = await startLoopback();
  try {
    const temporary = 'ASIAJMIKAMIKAMIKA2F3';
    const identity = {
      arn: `arn:aws:iam::${prod}:user/mika`,
      userId: 'AIDAJMIKAMIKAMIKA2F3Q',
      account: prod,
    };
    const refused = { kind: 'error', status: 403, code: 'InvalidClientTokenId', message: 'invalid' } as const;
    const sts = { identities: { [temporary]: identity } };
    const world = {
      env: { AWS_ACCESS_KEY_ID: temporary, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token },
    };
    const without = await whoami(aws, { sts, iam: { trouble: { ListAccountAliases: refused } } }, world);
    expect(without.status).toBe(0);
    const text = without.out.replace(/\s+/g, ' ');
    expect(text).toMatch(/^user mika in account 111122223333/);
    expect(text).toContain('cannot call IAM');
    expect(text).toContain('--token-code');
    // The session that the hint tells how to get.
    const after = await whoami(aws, { sts, iam: { aliases: ['acme'] } }, world);
    expect(after.out).not.toContain('cannot call IAM');
  } finally {
    await aws.close();
  }
});

test('15: OIDC, not authorized to assume the role: simulate shows the one condition that missed', async () => {
  const github = 'token.actions.githubusercontent.com';
  const provider = `arn:aws:iam::${prod}:oidc-provider/${github}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Deploy',
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${github}:sub`]: 'repo:Acme/app:*' },
        },
      },
    ],
  };
  const assume = (subject: string) =>
    run(
      [
        ...['simulate', '--resource-policy', 'trust.json', '--principal', provider],
        ...['--action', 'sts:AssumeRoleWithWebIdentity', '--resource', role],
        ...['--context', `${github}:aud=sts.amazonaws.com`, '--context', `${github}:sub=${subject}`],
      ],
      { cwd: '/w', files: { '/w/trust.json': JSON.stringify(trust, null, 2) } },
    );
  const denied = await assume('repo:acme/app:environment:prod');
  expect(denied.status).toBe(1);
  const text = denied.out.replace(/[\s│]+/g, ' ');
  expect(text).toContain(`${github}:sub is repo:acme/app:environment:prod, StringLike wants repo:Acme/app:*`);
  expect(text).toContain('trust.json:15');
  const allowed = await assume('repo:Acme/app:environment:prod');
  expect(allowed.status).toBe(0);
});

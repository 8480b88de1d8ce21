import { describe, expect, test } from 'vitest';
import { allow, askFiles, deny, jwt, now, policy, trust } from './support/files.ts';

const role = 'arn:aws:iam::111122223333:role/apps/App';
const own = 'arn:aws:iam::111122223333:user/mika';
const other = 'arn:aws:iam::999988887777:user/mika';
const session = 'arn:aws:sts::111122223333:assumed-role/Dev/mika';
const may = policy(allow('sts:AssumeRole', role));
const mayAll = policy(allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], role));
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const byOther = trust(root('999988887777'));

interface Row {
  readonly name: string;
  readonly trust: object;
  readonly principal: string;
  readonly policy?: object;
  readonly words?: readonly string[];
  readonly files?: Readonly<Record<string, object>>;
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Steps that are not yes. */
  readonly steps?: Readonly<Record<string, string>>;
  readonly says?: string;
}

const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const external = { StringEquals: { 'sts:ExternalId': 'abc-123' } };

const rows: readonly Row[] = [
  { name: 'both sides allow', trust: byOther, principal: other, policy: may, verdict: 'yes' },
  {
    name: 'the trust policy names the caller in its account',
    trust: trust({ AWS: own }),
    principal: own,
    verdict: 'yes',
    steps: { identity: 'skip' },
  },
  {
    name: 'the trust policy names the account, and no policy is known',
    trust: trust(root('111122223333')),
    principal: own,
    verdict: 'unknown',
    steps: { identity: 'unknown' },
    says: '--policy FILE',
  },
  {
    name: 'the caller of another account needs a policy though he is named',
    trust: trust({ AWS: other }),
    principal: other,
    verdict: 'unknown',
    steps: { identity: 'unknown' },
  },
  {
    name: 'the policy has the role without its path',
    trust: byOther,
    principal: other,
    policy: policy(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/App')),
    verdict: 'no',
    steps: { identity: 'no' },
    says: 'role/App',
  },
  {
    name: 'a Deny of the caller, though he is named',
    trust: trust({ AWS: own }),
    principal: own,
    policy: policy(deny('sts:*', '*')),
    verdict: 'no',
    steps: { identity: 'no' },
  },
  {
    name: 'the trust policy names somebody else',
    trust: trust({ AWS: 'arn:aws:iam::999988887777:user/rene' }),
    principal: other,
    policy: may,
    verdict: 'no',
    steps: { trust: 'no' },
  },
  {
    name: 'the trust policy names an id, and that of the caller is not told',
    trust: trust({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }),
    principal: own,
    policy: may,
    verdict: 'unknown',
    steps: { trust: 'unknown' },
    says: 'it depends on the caller’s id',
  },
  {
    name: 'the trust policy names the id of the caller',
    trust: trust({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }),
    principal: own,
    policy: may,
    words: ['--principal-id', 'AIDACKCEVSQ6C2EXAMPLE'],
    verdict: 'yes',
  },
  {
    name: 'a session with another name',
    trust: trust({ AWS: 'arn:aws:sts::111122223333:assumed-role/Dev/rene' }),
    principal: session,
    policy: may,
    verdict: 'no',
    steps: { trust: 'no' },
  },
  {
    name: 'the root user',
    trust: trust('*'),
    principal: 'arn:aws:iam::111122223333:root',
    verdict: 'no',
    steps: { caller: 'no' },
  },
  {
    name: 'a federated user',
    trust: trust('*'),
    principal: 'arn:aws:sts::111122223333:federated-user/mika',
    verdict: 'no',
    steps: { caller: 'no' },
  },
  {
    name: 'a role does not trust itself',
    trust: trust({ AWS: own }),
    principal: 'arn:aws:sts::111122223333:assumed-role/App/me',
    words: ['--session-issuer', role],
    policy: may,
    verdict: 'no',
    steps: { trust: 'no' },
  },
  {
    name: 'an external id is wanted, and none passed',
    trust: trust(root('999988887777'), external),
    principal: other,
    policy: may,
    verdict: 'no',
    steps: { trust: 'no' },
    says: 'check/pass-it',
  },
  {
    name: 'another external id is passed',
    trust: trust(root('999988887777'), external),
    principal: other,
    policy: may,
    words: ['--external-id', 'abc-124'],
    verdict: 'no',
    steps: { trust: 'no' },
  },
  {
    name: 'the external id is passed',
    trust: trust(root('999988887777'), external),
    principal: other,
    policy: may,
    words: ['--external-id', 'abc-123'],
    verdict: 'yes',
  },
  {
    name: 'MFA is wanted, and none is used',
    trust: trust(root('111122223333'), mfa),
    principal: own,
    policy: may,
    verdict: 'no',
    steps: { trust: 'no' },
    says: 'mfa_serial',
  },
  {
    name: 'MFA is wanted and used',
    trust: trust(root('111122223333'), mfa),
    principal: own,
    policy: may,
    words: ['--mfa'],
    verdict: 'yes',
  },
  {
    name: 'without MFA a Deny depends on the kind of keys',
    trust: trust(root('111122223333')),
    principal: own,
    policy: policy(
      allow('sts:AssumeRole', role),
      deny('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ),
    verdict: 'unknown',
    steps: { identity: 'unknown' },
    says: 'aws:MultiFactorAuthPresent',
  },
  {
    name: 'a Deny without MFA, whatever the keys',
    trust: trust(root('111122223333')),
    principal: own,
    policy: policy(
      allow('sts:AssumeRole', role),
      deny('*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ),
    verdict: 'no',
    steps: { identity: 'no' },
  },
  {
    name: 'an address that is not told',
    trust: trust(root('999988887777'), { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    principal: other,
    policy: may,
    verdict: 'unknown',
    steps: { trust: 'unknown' },
    says: 'aws:SourceIp',
  },
  {
    name: 'an address that is told',
    trust: trust(root('999988887777'), { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    principal: other,
    policy: may,
    words: ['--context', 'aws:SourceIp=203.0.113.7'],
    verdict: 'yes',
  },
  {
    name: 'a Deny that hangs on what is not told is no yes',
    trust: byOther,
    principal: other,
    policy: policy(
      allow('sts:AssumeRole', role),
      deny('*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    ),
    verdict: 'unknown',
    steps: { identity: 'unknown' },
  },
  {
    name: 'the organization of the caller is not told',
    trust: trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    principal: other,
    policy: may,
    verdict: 'unknown',
    steps: { trust: 'unknown' },
    says: 'aws:PrincipalOrgID',
  },
  {
    name: 'the name of the session is not told',
    trust: trust(root('999988887777'), { StringEquals: { 'sts:RoleSessionName': 'mika' } }),
    principal: other,
    policy: may,
    verdict: 'unknown',
    steps: { trust: 'unknown' },
  },
  {
    name: 'another name of the session',
    trust: trust(root('999988887777'), { StringEquals: { 'sts:RoleSessionName': 'mika' } }),
    principal: other,
    policy: may,
    words: ['--session-name', 'rene'],
    verdict: 'no',
    steps: { trust: 'no' },
    says: 'role_session_name',
  },
  {
    name: 'session tags that neither side allows',
    trust: byOther,
    principal: other,
    policy: may,
    words: ['--session-tag', 'team=red'],
    verdict: 'no',
    steps: { trust: 'no', identity: 'no', 'tag-session': 'no' },
    says: 'sts:TagSession',
  },
  {
    name: 'session tags that the trust policy alone does not allow',
    trust: byOther,
    principal: other,
    policy: mayAll,
    words: ['--session-tag', 'team=red'],
    verdict: 'no',
    steps: { trust: 'no', 'tag-session': 'no' },
  },
  {
    name: 'session tags that both allow',
    trust: trust(root('999988887777'), undefined, ['sts:AssumeRole', 'sts:TagSession']),
    principal: other,
    policy: mayAll,
    words: ['--session-tag', 'team=red', '--transitive-tag', 'team'],
    verdict: 'yes',
  },
  {
    name: 'a source identity that the trust policy does not allow',
    trust: byOther,
    principal: other,
    policy: mayAll,
    words: ['--source-identity', 'mika'],
    verdict: 'no',
    steps: { trust: 'no', 'set-source-identity': 'no' },
  },
  {
    name: 'a source identity that both allow',
    trust: trust(root('999988887777'), undefined, ['sts:AssumeRole', 'sts:SetSourceIdentity']),
    principal: other,
    policy: mayAll,
    words: ['--source-identity', 'mika'],
    verdict: 'yes',
  },
  {
    name: 'a boundary without it, though the trust policy names the user',
    trust: trust({ AWS: own }),
    principal: own,
    files: { 'b.json': policy(allow('s3:*', '*')) },
    words: ['--boundary', 'b.json'],
    verdict: 'no',
    steps: { boundary: 'no', identity: 'skip' },
  },
  {
    name: 'a session policy without it',
    trust: trust(root('111122223333')),
    principal: session,
    policy: may,
    files: { 's.json': policy(allow('s3:*', '*')) },
    words: ['--session-policy', 's.json'],
    verdict: 'no',
    steps: { session: 'no' },
  },
  {
    name: 'a service control policy that forbids it',
    trust: byOther,
    principal: other,
    policy: may,
    files: { 'scp.json': policy(allow('*', '*'), deny('sts:AssumeRole', '*')) },
    words: ['--scp', 'scp.json'],
    verdict: 'no',
    steps: { scp: 'no' },
  },
  {
    name: 'a resource control policy that forbids it',
    trust: byOther,
    principal: other,
    policy: may,
    files: {
      'rcp.json': policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }),
    },
    words: ['--rcp', 'rcp.json'],
    verdict: 'no',
    steps: { rcp: 'no' },
  },
  {
    name: 'two hours with a role session',
    trust: trust(root('111122223333')),
    principal: session,
    policy: may,
    words: ['--duration', '7200', '--max-session-duration', '43200'],
    verdict: 'no',
    steps: { duration: 'no' },
    says: '3600 at most',
  },
  {
    name: 'two hours of a role whose maximum is not known',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--duration', '7200'],
    verdict: 'unknown',
    steps: { duration: 'unknown', identity: 'skip' },
  },
  {
    name: 'two hours of a role that gives one',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--duration', '7200', '--max-session-duration', '3600'],
    verdict: 'no',
    steps: { duration: 'no', identity: 'skip' },
  },
  {
    name: 'two hours of a role that gives twelve',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--duration', '7200', '--max-session-duration', '43200'],
    verdict: 'yes',
    steps: { identity: 'skip' },
  },
  {
    name: 'less than a quarter of an hour',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--duration', '600'],
    verdict: 'no',
    steps: { duration: 'no', identity: 'skip' },
  },
  {
    name: 'a session name with a blank',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--session-name', 'mika k'],
    verdict: 'no',
    steps: { limits: 'no', identity: 'skip' },
  },
  {
    name: 'an external id of one letter',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--external-id', 'x'],
    verdict: 'no',
    steps: { limits: 'no', identity: 'skip' },
  },
  {
    name: 'a transitive tag that is not passed',
    trust: trust({ AWS: own }),
    principal: own,
    words: ['--transitive-tag', 'team'],
    verdict: 'no',
    steps: { limits: 'no', identity: 'skip' },
  },
  {
    name: 'a service of AWS',
    trust: trust({ Service: 'lambda.amazonaws.com' }),
    principal: 'lambda.amazonaws.com',
    verdict: 'yes',
  },
  {
    name: 'SAML, its audience not told',
    trust: trust(
      { Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      'sts:AssumeRoleWithSAML',
    ),
    principal: 'arn:aws:iam::111122223333:saml-provider/Okta',
    verdict: 'unknown',
    steps: { trust: 'unknown' },
    says: 'SAML:aud',
  },
  {
    name: 'SAML, its audience told',
    trust: trust(
      { Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      'sts:AssumeRoleWithSAML',
    ),
    principal: 'arn:aws:iam::111122223333:saml-provider/Okta',
    words: ['--context', 'SAML:aud=https://signin.aws.amazon.com/saml'],
    verdict: 'yes',
  },
  {
    name: 'SAML of another account',
    trust: trust(
      { Federated: 'arn:aws:iam::999988887777:saml-provider/Okta' },
      undefined,
      'sts:AssumeRoleWithSAML',
    ),
    principal: 'arn:aws:iam::999988887777:saml-provider/Okta',
    verdict: 'no',
  },
];

describe('from files', () => {
  test.each(rows)('$name: $verdict', async (row) => {
    const files = {
      'trust.json': row.trust,
      ...row.files,
      ...(row.policy === undefined ? {} : { 'p.json': row.policy }),
    };
    const given = row.policy === undefined ? [] : ['--policy', 'p.json'];
    const { document, outcomes, status, out, err } = await askFiles(
      [
        'assume-role',
        role,
        '--trust-policy',
        'trust.json',
        '--principal',
        row.principal,
        ...given,
        ...(row.words ?? []),
      ],
      files,
    );
    expect(err).toBe('');
    expect(document.verdict).toBe(row.verdict);
    expect(status).toBe(row.verdict === 'yes' ? 0 : 1);
    if (row.steps !== undefined) {
      const others = Object.entries(outcomes).filter(([, outcome]) => outcome !== 'yes');
      expect(Object.fromEntries(others)).toEqual(row.steps);
    }
    if (row.says !== undefined) expect(out).toContain(row.says);
  });

  test('what works is printed to paste', async () => {
    const { commands } = await askFiles(
      [
        ...['assume-role', role, '--trust-policy', 't.json', '--principal', other, '--policy', 'p.json'],
        ...['--external-id', 'abc-123', '--session-name', 'mika'],
      ],
      { 't.json': trust(root('999988887777'), external), 'p.json': may },
    );
    expect(commands).toEqual([
      `aws sts assume-role --role-arn ${role} --role-session-name mika --external-id abc-123`,
    ]);
  });
});

const host = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::111122223333:oidc-provider/${host}`;
const seconds = now / 1000;
const claims = {
  iss: `https://${host}`,
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/app:ref:refs/heads/main',
  iat: seconds - 10,
  nbf: seconds - 10,
  exp: seconds + 300,
};
const github = (sub: string | readonly string[] | undefined, operator = 'StringEquals', more = {}) =>
  trust(
    { Federated: provider },
    {
      ...(sub === undefined || operator === 'StringEquals' ? {} : { [operator]: { [`${host}:sub`]: sub } }),
      StringEquals: {
        [`${host}:aud`]: 'sts.amazonaws.com',
        ...(sub === undefined || operator !== 'StringEquals' ? {} : { [`${host}:sub`]: sub }),
        ...more,
      },
    },
    'sts:AssumeRoleWithWebIdentity',
  );

async function withToken(trustPolicy: object, token: string, ...words: readonly string[]) {
  const asked = await askFiles(
    ['assume-role', role, '--trust-policy', 't.json', '--web-identity-token', 'token.jwt', ...words],
    { 't.json': trustPolicy, 'token.jwt': token },
  );
  for (const part of token.split('.')) {
    if (part.length < 20) continue;
    expect(asked.out + asked.err).not.toContain(part);
  }
  return asked;
}

describe('with the token of GitHub', () => {
  const main = 'repo:acme/app:ref:refs/heads/main';
  const table: readonly (readonly [
    name: string,
    more: object,
    trust: object,
    verdict: string,
    code: string,
  ])[] = [
    ['the subject as it is', {}, github(main), 'yes', ''],
    ['a pattern', {}, github('repo:acme/app:*', 'StringLike'), 'yes', ''],
    [
      'a repository of another letter case',
      { sub: 'repo:Acme/app:ref:refs/heads/main' },
      github(main),
      'no',
      'check/github-case',
    ],
    ['a literal star', {}, github('repo:acme/*:ref:refs/heads/main'), 'no', 'check/github-literal-star'],
    [
      'an environment',
      { sub: 'repo:acme/app:environment:prod' },
      github(main),
      'no',
      'check/github-environment',
    ],
    ['no environment', {}, github('repo:acme/app:environment:prod'), 'no', 'check/github-environment'],
    [
      'ids in the subject',
      { sub: 'repo:acme@12/app@345:ref:refs/heads/main' },
      github(main),
      'no',
      'check/github-ids',
    ],
    ['ids in the policy', {}, github('repo:acme@12/app@345:ref:refs/heads/main'), 'no', 'check/github-ids'],
    [
      'ids in the subject, a pattern of names',
      { sub: 'repo:acme@12/app@345:ref:refs/heads/main' },
      github('repo:acme/app:*', 'StringLike'),
      'no',
      'check/github-ids',
    ],
    [
      'another repository',
      { sub: 'repo:acme/web:ref:refs/heads/main' },
      github(main),
      'no',
      'check/github-repository',
    ],
    ['another branch', { sub: 'repo:acme/app:ref:refs/heads/dev' }, github(main), 'no', 'check/github-ref'],
    [
      'a pull request',
      { sub: 'repo:acme/app:pull_request' },
      github(main),
      'no',
      'check/github-pull-request',
    ],
    ['the branch without refs/heads', {}, github('repo:acme/app:ref:main'), 'no', 'check/github-ref'],
    ['no repo: before it', {}, github('acme/app:ref:refs/heads/main'), 'no', 'check/github-prefix'],
    [
      'every repository of the owner',
      {},
      github('repo:acme/*', 'StringLike'),
      'yes',
      'check/github-every-repository',
    ],
    ['repositories of strangers', {}, github('repo:ac*', 'StringLike'), 'yes', 'check/github-strangers'],
    ['no condition on the subject', {}, github(undefined), 'yes', 'check/github-anyone'],
    ['another audience', { aud: 'https://github.com/acme' }, github(main), 'no', ''],
    [
      'a claim that STS passes on',
      { repository_id: '345' },
      github(main, 'StringEquals', { [`${host}:repository_id`]: '345' }),
      'yes',
      '',
    ],
    [
      'a claim that the token has not',
      {},
      github(main, 'StringEquals', { [`${host}:repository_id`]: '345' }),
      'no',
      '',
    ],
    [
      'a claim of which nothing is known',
      { colour: 'red' },
      github(main, 'StringEquals', { [`${host}:colour`]: 'red' }),
      'unknown',
      '',
    ],
    ['a token that ended', { exp: seconds - 5 }, github(main), 'no', ''],
    ['a token that does not hold yet', { nbf: seconds + 60 }, github(main), 'no', ''],
    ['a token without an end', { exp: undefined }, github(main), 'no', ''],
    ['a token without an audience', { aud: undefined }, github(main), 'no', ''],
    ['another issuer', { iss: 'https://gitlab.com' }, github(main), 'no', ''],
  ];

  test.each(table)('%s', async (_, more, trustPolicy, verdict, code) => {
    const { document, codes, status } = await withToken(trustPolicy, jwt({ ...claims, ...more }));
    expect(document.verdict).toBe(verdict);
    expect(status).toBe(verdict === 'yes' ? 0 : 1);
    const told = codes.filter((one) => one.startsWith('check/github'));
    expect(told).toEqual(code === '' ? [] : [code]);
  });

  test('that its signature was not checked is said', async () => {
    const { codes } = await withToken(github(main), jwt(claims));
    expect(codes).toContain('check/signature');
  });

  test('claims that no policy asks about are not shown', async () => {
    const { out } = await withToken(
      github(main),
      jwt({ ...claims, email: 'mika@example.com', secret: 'hunter2-hunter2' }),
    );
    expect(out).not.toMatch(/mika@example|hunter2/);
  });
});

test('an authorized party stands for the audience', async () => {
  const google = {
    iss: 'https://accounts.google.com',
    aud: 'web',
    azp: 'client',
    sub: '1',
    exp: seconds + 300,
  };
  const by = (key: string, value: string) =>
    trust(
      { Federated: 'accounts.google.com' },
      { StringEquals: { [`accounts.google.com:${key}`]: value } },
      'sts:AssumeRoleWithWebIdentity',
    );
  expect((await withToken(by('aud', 'client'), jwt(google))).document.verdict).toBe('yes');
  expect((await withToken(by('aud', 'web'), jwt(google))).document.verdict).toBe('no');
  expect((await withToken(by('oaud', 'web'), jwt(google))).document.verdict).toBe('yes');
});

describe('what cannot be read ends with 2', () => {
  const files = {
    't.json': trust('*'),
    'cut.jwt': jwt(claims).slice(0, 60),
    'huge.jwt': 'x'.repeat(30_000),
    'broken.json': '{ "Version":',
  };
  const base = ['assume-role', role, '--trust-policy', 't.json'];
  const token = (file: string) => [...base, '--web-identity-token', file];
  test.each([
    [['assume-role'], 'which role?'],
    [['assume-role', role, role], 'one role at a time'],
    [['assume-role', own, '--trust-policy', 't.json', '--principal', own], 'is no ARN of a role'],
    [['assume-role', 'App', '--trust-policy', 't.json', '--principal', own], 'is no ARN of a role'],
    [['assume-role', session, '--trust-policy', 't.json', '--principal', own], 'role/Dev'],
    [base, 'who wants to assume the role?'],
    [[...base, '--principal', 'mika'], '`mika`'],
    [[...base, '--principal', own, '--duration', '1h'], 'whole seconds'],
    [[...base, '--principal', own, '--live', '--offline'], '--offline'],
    [['assume-role', role, '--offline', '--principal', own], '--trust-policy FILE'],
    [['assume-role', role, '--trust-policy', 'none.json', '--principal', own], 'none.json'],
    [['assume-role', role, '--trust-policy', 'broken.json', '--principal', own], 'broken.json'],
    [token('none.jwt'), 'none.jwt'],
    [token('cut.jwt'), 'no whole token'],
    [token('huge.jwt'), '30000 characters'],
    [[...token('cut.jwt'), '--principal', own], 'token'],
    [['delete-user', 'x', '--external-id', 'y'], 'does nothing for delete-user'],
  ])('%j', async (words, told) => {
    const { status, out, err } = await askFiles(words, files);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(told);
    expect(err).not.toContain(jwt(claims).slice(0, 40));
  });
});

import { quoted } from '../../formats/problem.ts';
import { nearest } from '../../core/nearest.ts';
import type { PrincipalValue, StatementParts, Value } from '../../policy/policy.ts';
import { trust } from '../example.ts';
import type { Example, Found, Rule } from '../rule.ts';
import { isNegated, testsOf, type Subject, type Test } from '../subject.ts';
import { isGithub, isOpenTenant, issuerOf, readSubject, type GithubSubject } from './oidc-issuers.ts';
import { counts, providerOf, type Provider } from './trust.ts';

const github = 'token.actions.githubusercontent.com';
const main = 'repo:acme/app:ref:refs/heads/main';

/** A trust policy for an OpenID Connect provider of the account 111122223333. */
function oidc(host: string, condition: object): object {
  return trust({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
}

const githubWith = (operator: string, sub: string) =>
  oidc(github, {
    StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
    [operator]: { [`${github}:sub`]: sub },
  });
const good = (): Example => ({
  policy: oidc(github, { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: main } }),
});
const arnOf = (host: string) => `"arn:aws:iam::111122223333:oidc-provider/${host}"`;

/** Trust in OpenID Connect providers: a role for a workload, and for that one alone. */
export const oidcRules: readonly Rule[] = [
  {
    id: 'oidc-no-condition',
    awsCode: 'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Anyone with a token of the provider can assume the role: nothing is asked of the token.',
    repair: 'Ask for the audience and the subject of the token.',
    bad: () => ({ policy: oidc('gitlab.example', {}), at: arnOf('gitlab.example') }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) =>
          claimTests(statement, provider).length > 0
            ? undefined
            : {
                at: value,
                message: `anyone with a token of ${quoted(provider.host)} can assume this role`,
                hint: `Ask for \`${provider.host}:aud\` and \`${provider.host}:sub\`.`,
              },
        ),
    },
  },
  {
    id: 'github-no-sub',
    awsCode: 'MISSING_GITHUB_REPO_CONDITION_KEY',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'Any repository on GitHub can assume the role.',
    repair: `Ask for \`${github}:sub\`.`,
    bad: () => ({
      policy: oidc(github, { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } }),
      at: arnOf(github),
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) => {
          if (!isGithub(provider) || hasCounting(statement, provider, ['sub'])) return undefined;
          const isNarrowed = hasCounting(statement, provider, tenantOfGithub);
          return {
            at: value,
            message: isNarrowed
              ? `nothing asks for ${quoted(`${provider.host}:sub`)}, which AWS wants`
              : 'any repository on GitHub can assume this role',
            ...(isNarrowed ? { severity: 'warning' as const } : {}),
          };
        }),
    },
  },
  {
    id: 'oidc-no-tenant',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'Any customer of the issuer can assume the role: nothing asks whose workload it is.',
    repair: 'Ask for the claim that names your organization.',
    bad: () => ({
      policy: oidc('gitlab.com', { StringEquals: { 'gitlab.com:aud': 'https://gitlab.com' } }),
      at: arnOf('gitlab.com'),
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) => {
          const { claims, isShared, example } = issuerOf(provider);
          if (isGithub(provider) || isCognito(provider) || hasCounting(statement, provider, claims))
            return undefined;
          const claim = `${provider.host}:${claims[0] ?? 'sub'}`;
          return {
            at: value,
            message: `any customer of ${quoted(provider.host)} can assume this role`,
            hint: `Ask for \`${claim}\`: ${example}.`,
            ...(isShared ? {} : { severity: 'warning' as const }),
          };
        }),
    },
  },
  {
    id: 'oidc-tenant-wildcard',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'The value for the claim that names your organization matches strangers.',
    repair: 'Write the organization in full.',
    bad: () => ({
      policy: githubWith('StringLike', 'repo:ac*/app:ref:refs/heads/main'),
      at: '"repo:ac*/app:ref:refs/heads/main"',
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachTenantValue(statement, (provider, value) =>
          isOpenTenant(provider, value.text)
            ? { at: value, message: `${quoted(value.text)} matches strangers` }
            : undefined,
        ),
    },
  },
  {
    id: 'github-repo-wildcard',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Several repositories of the owner can assume the role.',
    repair: 'Name the repository.',
    bad: () => ({
      policy: githubWith('StringLike', 'repo:acme/app*:ref:refs/heads/main'),
      at: '"repo:acme/app*:ref:refs/heads/main"',
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachSubject(statement, ({ owner, repository }, value) => {
          if (owner === '' || /[*?]/.test(owner) || !/[*?]/.test(repository)) return undefined;
          return {
            at: value,
            message: /^[*?]+$/.test(repository)
              ? `every repository of ${quoted(owner)} can assume this role`
              : `${quoted(value.text)} matches \`${repository.replace(/[*?].*$/s, '')}-evil\` of ${quoted(owner)} too`,
          };
        }),
    },
  },
  {
    id: 'github-wide-sub',
    awsCode: 'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'More of a repository than one branch or environment can assume the role.',
    repair: 'Name the branch or the environment.',
    bad: () => ({ policy: githubWith('StringLike', 'repo:acme/app:*'), at: '"repo:acme/app:*"' }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachSubject(statement, ({ owner, repository, rest }, value) => {
          if (owner === '' || /[*?]/.test(owner + repository)) return undefined;
          const isWide = rest === '' || /^[*?]+$/.test(rest);
          const isNarrowed = hasCounting(statement, providerOfGithub(statement), [
            'ref',
            'environment',
            'job_workflow_ref',
          ]);
          return isWide && !isNarrowed
            ? {
                at: value,
                message: `every branch and pull request of ${quoted(`${owner}/${repository}`)} can assume this role`,
              }
            : undefined;
        }),
    },
  },
  {
    id: 'github-pull-request',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Workflows of pull requests can assume the role.',
    repair: 'Use an environment.',
    bad: () => ({
      policy: githubWith('StringEquals', 'repo:acme/app:pull_request'),
      at: '"repo:acme/app:pull_request"',
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachSubject(statement, ({ rest }, value) =>
          rest === 'pull_request'
            ? { at: value, message: 'workflows of pull requests can assume this role' }
            : undefined,
        ),
    },
  },
  {
    id: 'github-sub-old-format',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'Names with and without ids are mixed: repositories made since 2026-07-15 send `ORG@ID/REPO@ID`.',
    repair: 'Write the form that the repository sends.',
    bad: () => ({
      policy: oidc(github, {
        StringEquals: {
          [`${github}:aud`]: 'sts.amazonaws.com',
          [`${github}:sub`]: ['repo:acme@1/app@2:ref:refs/heads/main', main],
        },
      }),
      at: `"${main}"`,
    }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        const found: { readonly value: Value; readonly isNew: boolean }[] = [];
        Array.from(
          eachSubject(statement, ({ owner, repository }, value) => {
            if (owner !== '') found.push({ value, isNew: owner.includes('@') && repository.includes('@') });
            return undefined;
          }),
        );
        const old = found.find(({ isNew }) => !isNew);
        if (old !== undefined && found.some(({ isNew }) => isNew))
          yield { at: old.value, message: 'subjects with and without ids are mixed here' };
      },
    },
  },
  {
    id: 'oidc-sub-equals-wildcard',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'A wildcard in the subject is compared literally: the role can never be assumed so.',
    repair: 'Use StringLike.',
    insteadOf: ['wildcard-without-like'],
    bad: () => ({ policy: githubWith('StringEquals', 'repo:acme/app:*'), at: '"repo:acme/app:*"' }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        for (const provider of providersOf(statement))
          for (const { parsed, key, values } of claimTests(statement, provider)) {
            if (!key.text.toLowerCase().endsWith(':sub') || !/^StringEquals/.test(parsed?.base ?? ''))
              continue;
            for (const value of values)
              if (/[*?]/.test(value.text))
                yield {
                  at: value,
                  message: `StringEquals compares the wildcard in ${quoted(value.text)} literally`,
                };
          }
      },
    },
  },
  {
    id: 'oidc-no-aud',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Tokens that were made for other services are accepted.',
    repair: 'Ask for the audience: `sts.amazonaws.com` mostly.',
    bad: () => ({ policy: oidc(github, { StringEquals: { [`${github}:sub`]: main } }), at: arnOf(github) }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) => {
          if (issuerOf(provider).claims.includes('aud') || claimTests(statement, provider).length === 0)
            return undefined;
          if (hasCounting(statement, provider, ['aud'])) return undefined;
          return {
            at: value,
            message: 'tokens that were made for other services are accepted',
            hint: `Add \`"StringEquals": {"${provider.host}:aud": "sts.amazonaws.com"}\`.`,
          };
        }),
    },
  },
  {
    id: 'oidc-aud-unexpected',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'The audience is another than what GitHub’s action asks for.',
    repair: 'Look at the audience in the workflow.',
    bad: () => ({
      policy: oidc(github, {
        StringEquals: { [`${github}:aud`]: 'https://github.com/acme', [`${github}:sub`]: main },
      }),
      at: '"https://github.com/acme"',
    }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        for (const provider of providersOf(statement).filter(isGithub))
          for (const { key, values } of claimTests(statement, provider))
            for (const value of key.text.toLowerCase().endsWith(':aud') ? values : [])
              if (!/^sts\.amazonaws\.com(?:\.cn)?$/.test(value.text))
                yield {
                  at: value,
                  message: `${quoted(value.text)} is not the usual audience, \`sts.amazonaws.com\``,
                };
      },
    },
  },
  {
    id: 'oidc-wrong-prefix',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title:
      'A key is of another provider than the principal, or is not written as its keys are: it is never there.',
    repair: 'Write the provider’s host before the claim, without `https://`.',
    bad: () => ({
      policy: oidc(github, {
        StringEquals: {
          [`${github}:aud`]: 'sts.amazonaws.com',
          [`${github}:sub`]: main,
          'gitlab.com:sub': 'x',
        },
      }),
      at: '"gitlab.com:sub"',
    }),
    good,
    look: { at: 'statement', find: findForeignKeys },
  },
  {
    id: 'oidc-provider-account',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'The provider is of another account.',
    repair: 'Check the account.',
    bad: () => ({ ...good(), account: '444455556666', at: arnOf(github) }),
    good: () => ({ ...good(), account: '111122223333' }),
    look: {
      at: 'statement',
      find: (statement, subject: Subject) =>
        eachProvider(statement, ({ account }, value) =>
          subject.account !== undefined && account !== undefined && account !== subject.account
            ? { at: value, message: `the provider is of the account ${account}` }
            : undefined,
        ),
    },
  },
  {
    id: 'eks-sub-wildcard',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Any service account of the cluster, or of a namespace, can assume the role.',
    repair: 'Name the namespace and the account.',
    bad: () => ({
      policy: oidc('oidc.eks.eu-west-1.amazonaws.com/id/ABC', {
        StringLike: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:*' },
        StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud': 'sts.amazonaws.com' },
      }),
      at: '"system:serviceaccount:*"',
    }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachTenantValue(statement, ({ host }, value) => {
          if (!host.startsWith('oidc.eks.')) return undefined;
          const [, , namespace = '*'] = value.text.split(':');
          return /[*?]/.test(namespace)
            ? {
                at: value,
                message: `any service account that ${quoted(value.text)} matches can assume this role`,
              }
            : undefined;
        }),
    },
  },
  {
    id: 'cognito-no-aud',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'Any identity pool, of any customer, can assume the role.',
    repair: 'Ask for `cognito-identity.amazonaws.com:aud`: the id of the pool.',
    bad: () => ({ policy: cognito({}), at: '"cognito-identity.amazonaws.com"' }),
    good,
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) =>
          isCognito(provider) && !hasCounting(statement, provider, ['aud'])
            ? { at: value, message: 'any identity pool, of any customer, can assume this role' }
            : undefined,
        ),
    },
  },
  {
    id: 'cognito-unauthenticated',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Guests of an identity pool can assume the role.',
    repair: 'Ask for `authenticated`, unless guests are meant.',
    bad: () => ({
      policy: cognito({
        StringEquals: {
          'cognito-identity.amazonaws.com:aud': 'us-east-1:11111111-2222-3333-4444-555555555555',
        },
      }),
      at: '"cognito-identity.amazonaws.com"',
    }),
    good: () => ({
      policy: cognito({
        StringEquals: {
          'cognito-identity.amazonaws.com:aud': 'us-east-1:11111111-2222-3333-4444-555555555555',
        },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
    }),
    look: {
      at: 'statement',
      find: (statement) =>
        eachProvider(statement, (provider, value) => {
          if (!isCognito(provider)) return undefined;
          const asked = claimTests(statement, provider).filter(({ key }) =>
            key.text.toLowerCase().endsWith(':amr'),
          );
          const isGuest = asked.some(({ values }) =>
            values.some(({ text }) => text === 'unauthenticated' || text === '*'),
          );
          return asked.length === 0 || isGuest
            ? { at: value, message: 'guests can assume this role' }
            : undefined;
        }),
    },
  },
];

function cognito(condition: object): object {
  return trust({
    Principal: { Federated: 'cognito-identity.amazonaws.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
}

function isCognito({ host }: Provider): boolean {
  return host === 'cognito-identity.amazonaws.com';
}

/** Claims that narrow GitHub too, though AWS wants the subject. */
const tenantOfGithub = [
  'job_workflow_ref',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'enterprise',
];

function providersOf({ effect, principal }: StatementParts): readonly Provider[] {
  if (effect !== 'Allow' || principal === undefined || principal.negated) return [];
  return principal.values.flatMap((value) => {
    const provider = providerOf(value);
    return provider?.kind === 'oidc' ? [provider] : [];
  });
}

function* eachProvider(
  statement: StatementParts,
  find: (provider: Provider, value: PrincipalValue) => Found | undefined,
): Iterable<Found> {
  if (statement.effect !== 'Allow' || statement.principal?.negated === true) return;
  for (const value of statement.principal?.values ?? []) {
    const provider = providerOf(value);
    const found = provider?.kind === 'oidc' ? find(provider, value) : undefined;
    if (found !== undefined) yield found;
  }
}

/** The tests on claims of the provider. */
function claimTests(statement: StatementParts, { host }: Provider): readonly Test[] {
  const start = `${host.toLowerCase()}:`;
  return testsOf(statement).filter(({ key }) => key.text.toLowerCase().startsWith(start));
}

function hasCounting(
  statement: StatementParts,
  provider: Provider | undefined,
  claims: readonly string[],
): boolean {
  if (provider === undefined) return false;
  return claimTests(statement, provider).some((test) => {
    const claim = test.key.text.slice(provider.host.length + 1).toLowerCase();
    return claims.includes(claim) && counts(test);
  });
}

/** The values of the claims that say whose workload it is. */
function* eachTenantValue(
  statement: StatementParts,
  find: (provider: Provider, value: Value) => Found | undefined,
): Iterable<Found> {
  for (const provider of providersOf(statement)) {
    const { claims } = issuerOf(provider);
    for (const test of claimTests(statement, provider)) {
      const claim = test.key.text.slice(provider.host.length + 1).toLowerCase();
      if (!claims.includes(claim) || isNegated(test) || test.parsed?.base === 'Null') continue;
      const hasWildcards = /Like$/.test(test.parsed?.base ?? '');
      for (const value of test.values) {
        const found = hasWildcards || !/[*?]/.test(value.text) ? find(provider, value) : undefined;
        if (found !== undefined) yield found;
      }
    }
  }
}

function* eachSubject(
  statement: StatementParts,
  find: (subject: GithubSubject, value: Value) => Found | undefined,
): Iterable<Found> {
  yield* eachTenantValue(statement, (provider, value) =>
    isGithub(provider) && value.text.startsWith('repo:') ? find(readSubject(value.text), value) : undefined,
  );
}

function providerOfGithub(statement: StatementParts): Provider | undefined {
  return providersOf(statement).find(isGithub);
}

function* findForeignKeys(statement: StatementParts): Iterable<Found> {
  const providers = providersOf(statement);
  if (providers.length === 0) return;
  const hosts = providers.map(({ host }) => host);
  for (const { key } of testsOf(statement)) {
    const colon = key.text.lastIndexOf(':');
    const prefix = key.text.slice(0, colon);
    if (colon < 0 || !/[./]/.test(prefix) || hosts.includes(prefix)) continue;
    const near = nearest(prefix.replace(/^https?:\/\//, '').replace(/\/$/, ''), hosts) ?? hosts[0];
    yield {
      at: key,
      message: `${quoted(key.text)} is never set by ${quoted(hosts[0] ?? '')}`,
      ...(near === undefined ? {} : { hint: `Write \`${near}:${key.text.slice(colon + 1)}\`.` }),
    };
  }
}

import type { Provider } from './trust.ts';

/**
 * Which claim says whose workload a token is for; the issuer is shared by many customers where it is not said otherwise
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html).
 */
interface Issuer {
  readonly hosts: RegExp;
  /** Keys behind the host; any of them is enough. */
  readonly claims: readonly string[];
  readonly isShared: boolean;
  readonly example: string;
}

const issuers: readonly Issuer[] = [
  {
    hosts:
      /^(?:v?s?token\.actions\.githubusercontent\.com|oidc-configuration\.audit-log\.githubusercontent\.com)$/,
    claims: ['sub'],
    isShared: true,
    example: 'repo:ORG/REPO:ref:refs/heads/main',
  },
  {
    hosts: /^gitlab\.com$/,
    claims: ['sub'],
    isShared: true,
    example: 'project_path:GROUP/PROJECT:ref_type:branch:ref:main',
  },
  {
    hosts: /^agent\.buildkite\.com$/,
    claims: ['sub'],
    isShared: true,
    example: 'organization:ORG:pipeline:NAME:ref:refs/heads/main:…',
  },
  {
    hosts: /^app\.terraform\.io$/,
    claims: ['sub'],
    isShared: true,
    example: 'organization:ORG:project:P:workspace:W:run_phase:apply',
  },
  {
    hosts: /^oidc\.circleci\.com\/org\/.+/,
    claims: ['sub'],
    isShared: false,
    example: 'org/ORG/project/P/user/U',
  },
  {
    hosts:
      /^(?:oidc\.codefresh\.io|studio\.datachain\.ai\/api|scalr\.io|tokens\.cloud\.shisho\.dev|proidc\.upbound\.io)$/,
    claims: ['sub'],
    isShared: true,
    example: 'the organization',
  },
  {
    hosts: /^(?:api\.pulumi\.com\/oidc|oidc\.vercel\.com|sandboxes\.cloud)/,
    claims: ['aud'],
    isShared: true,
    example: 'the organization',
  },
  { hosts: /^cognito-identity\.amazonaws\.com$/, claims: ['aud'], isShared: true, example: 'us-east-1:UUID' },
  {
    hosts: /^accounts\.google\.com$/,
    claims: ['aud', 'azp', 'oaud', 'sub'],
    isShared: true,
    example: 'the client’s id',
  },
  {
    hosts: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com\/id\/.+/,
    claims: ['sub'],
    isShared: false,
    example: 'system:serviceaccount:NAMESPACE:NAME',
  },
];

const anyIssuer: Issuer = { hosts: /^/, claims: ['sub'], isShared: false, example: 'the workload' };

export function issuerOf({ host }: Provider): Issuer {
  return issuers.find(({ hosts }) => hosts.test(host)) ?? anyIssuer;
}

export function isGithub({ host }: Provider): boolean {
  return issuers[0]?.hosts.test(host) === true;
}

/** A value of wildcards alone, or one whose organization holds a wildcard. */
export function isOpenTenant(provider: Provider, text: string): boolean {
  if (/^[*?:]*$/.test(text)) return true;
  if (isGithub(provider)) {
    const { owner, repository } = readSubject(text);
    // Names with ids are caught by a wildcard behind each name, and so are strangers'.
    return text.startsWith('repo:')
      ? /[*?]/.test(owner) || (repository === '' && /[*?]$/.test(text))
      : /^[^:]*[*?]/.test(text);
  }
  if (!issuerOf(provider).isShared) return false;
  const organization = text.startsWith('project_path:')
    ? (text.slice('project_path:'.length).split('/', 1)[0] ?? '')
    : text.startsWith('organization:')
      ? (text.slice('organization:'.length).split(':', 1)[0] ?? '')
      : text;
  return /[*?]/.test(organization);
}

export interface GithubSubject {
  readonly owner: string;
  readonly repository: string;
  /** Behind the repository: `ref:refs/heads/main`. */
  readonly rest: string;
}

/** `repo:OWNER/REPOSITORY:…`; of another form nothing is known. */
export function readSubject(text: string): GithubSubject {
  if (!text.startsWith('repo:')) return { owner: '', repository: '', rest: '' };
  const [name = '', ...rest] = text.slice('repo:'.length).split(':');
  const slash = name.indexOf('/');
  return slash < 0
    ? { owner: name, repository: '', rest: rest.join(':') }
    : { owner: name.slice(0, slash), repository: name.slice(slash + 1), rest: rest.join(':') };
}

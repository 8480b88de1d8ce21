/** Which characters and lengths IAM's names have: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export interface NameLimit {
  readonly item: string;
  readonly form: RegExp;
  /** In words, for a message. */
  readonly characters: string;
  readonly min: number;
  readonly max: number;
}

const iamName = /^[\w+=,.@-]*$/;
const iamCharacters = 'letters, digits and `_+=,.@-`';

export const nameLimits = {
  // New user names have up to 64 characters, older ones up to 128.
  user: { item: 'user name', form: iamName, characters: iamCharacters, min: 1, max: 128 },
  role: { item: 'role name', form: iamName, characters: iamCharacters, min: 1, max: 64 },
  group: { item: 'group name', form: iamName, characters: iamCharacters, min: 1, max: 128 },
  'instance-profile': {
    item: 'instance profile name',
    form: iamName,
    characters: iamCharacters,
    min: 1,
    max: 128,
  },
  policy: { item: 'policy name', form: iamName, characters: iamCharacters, min: 1, max: 128 },
  'server-certificate': {
    item: 'server certificate name',
    form: iamName,
    characters: iamCharacters,
    min: 1,
    max: 128,
  },
  'saml-provider': {
    item: 'SAML provider name',
    form: /^[\w.-]*$/,
    characters: 'letters, digits and `._-`',
    min: 1,
    max: 128,
  },
  'oidc-provider': { item: 'issuer URL', form: /^[!-~]*$/, characters: 'no blanks', min: 1, max: 255 },
  path: { item: 'path', form: /^\/([!-~]+\/)?$/, characters: 'ASCII without blanks', min: 1, max: 512 },
  'policy-path': {
    item: 'policy path',
    form: /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/,
    characters: 'letters, digits and `.,+@=_-`',
    min: 1,
    max: 512,
  },
  arn: { item: 'ARN', form: /^[^]*$/, characters: 'any', min: 20, max: 2048 },
  'session-name': { item: 'role session name', form: iamName, characters: iamCharacters, min: 2, max: 64 },
  'source-identity': {
    item: 'source identity',
    form: /^(?!aws:)[\w+=,.@-]*$/,
    characters: `${iamCharacters}, not beginning with \`aws:\``,
    min: 2,
    max: 64,
  },
  'federated-user': {
    item: 'federated user name',
    form: iamName,
    characters: iamCharacters,
    min: 2,
    max: 32,
  },
  'external-id': {
    item: 'external id',
    form: /^[\w+=,.@:/-]*$/,
    characters: 'letters, digits and `_+=,.@:/-`',
    min: 2,
    max: 1224,
  },
  'mfa-serial': {
    item: 'MFA serial number',
    form: /^[\w+=/:,.@-]*$/,
    characters: 'letters, digits and `_+=/:,.@-`',
    min: 9,
    max: 256,
  },
  'mfa-code': { item: 'MFA code', form: /^[0-9]*$/, characters: 'digits', min: 6, max: 6 },
  'account-alias': {
    item: 'account alias',
    form: /^(?![0-9]{12}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    characters: 'small letters, digits and single inner hyphens, not 12 digits',
    min: 3,
    max: 63,
  },
  'policy-version': {
    item: 'policy version',
    form: /^v[1-9][0-9]*$/,
    characters: '`v` and a number',
    min: 2,
    max: 20,
  },
  'caller-id': {
    item: 'user id of a session',
    form: /^[\w+=,.@:-]*$/,
    characters: 'letters, digits and `_+=,.@:-`',
    min: 2,
    max: 193,
  },
} as const satisfies Record<string, NameLimit>;

export type NamedItem = keyof typeof nameLimits;

/** What is wrong with a name, as the end of a sentence; undefined where nothing is. */
export function findNameProblem(item: NamedItem, text: string): string | undefined {
  const limit: NameLimit = nameLimits[item];
  if (text.length < limit.min || text.length > limit.max) {
    const range = limit.min === limit.max ? `${limit.min}` : `${limit.min} to ${limit.max}`;
    return `has ${text.length} characters, a ${limit.item} has ${range}`;
  }
  if (!limit.form.test(text))
    return `has characters that a ${limit.item} cannot have (allowed: ${limit.characters})`;
  return undefined;
}

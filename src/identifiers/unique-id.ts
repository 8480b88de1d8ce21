import { command, given, word, type Command } from '../core/command.ts';
/** What an ID's first four characters say: docs/identifiers.md. One row per prefix. */
export interface IdPrefix {
  readonly prefix: string;
  readonly resourceType: string;
  /** For the first word of an answer. */
  readonly title: string;
  readonly isAccessKey: boolean;
  /** Whether a credential with this prefix expires by itself; absent for what is no credential. */
  readonly temporary?: boolean;
  /** What it can do in a request. */
  readonly signing: string;
  readonly metIn: string;
  /** How many characters IDs of this prefix have in practice. */
  readonly usualLength: 20 | 21;
  /** Whether the account was checked against IDs whose ARN was published too. */
  readonly account: 'inferred' | 'unverified';
  /** The command that finds the owner of an ID. */
  readonly find?: (id: string) => Command | undefined;
  readonly note?: string;
  readonly example: string;
}

const noSigning = 'an ID, no credential';
const orphan =
  'where a policy shows this ID in place of an ARN, the principal was deleted: the grant is dead, even for a new one of the same name';

/** The current table of IAM's documentation, and `AAGA` of its 2019 edition. */
export const idPrefixes: readonly IdPrefix[] = [
  {
    prefix: 'ABIA',
    resourceType: 'service-bearer-token',
    title: 'bearer token',
    isAccessKey: false,
    temporary: true,
    signing: 'a bearer token issued for one service, such as CodeArtifact: it cannot sign requests',
    metIn: 'CloudTrail `accessKeyId` of services that take bearer tokens',
    usualLength: 20,
    account: 'unverified',
    find: () =>
      command`aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetServiceBearerToken`,
    example: 'ABIARTX3GSDSQABCDEFG',
  },
  {
    prefix: 'ACCA',
    resourceType: 'context-specific-credential',
    title: 'service credential',
    isAccessKey: false,
    signing:
      'a user name and password for one service (CodeCommit, Keyspaces, Bedrock): it cannot sign requests',
    metIn: '`ServiceSpecificCredentialId`',
    usualLength: 21,
    account: 'unverified',
    find: (id) =>
      command`aws iam list-service-specific-credentials --all-users --query ${word`ServiceSpecificCredentials[?ServiceSpecificCredentialId=='${given(id)}'].UserName`}`,
    example: 'ACCARTX3GSDSQABCDEFGH',
  },
  {
    prefix: 'AGPA',
    resourceType: 'group',
    title: 'group',
    isAccessKey: false,
    signing: noSigning,
    metIn: '`GroupId`',
    usualLength: 21,
    account: 'inferred',
    find: (id) => command`aws iam list-groups --query ${word`Groups[?GroupId=='${given(id)}'].Arn`}`,
    note: 'groups are never principals: no policy can name one',
    example: 'AGPARTX3GSDSQABCDEFGH',
  },
  {
    prefix: 'AIDA',
    resourceType: 'user',
    title: 'user',
    isAccessKey: false,
    signing: noSigning,
    metIn:
      '`UserId` of GetCallerIdentity, `aws:userid`, CloudTrail `principalId`, policies whose user was deleted',
    usualLength: 21,
    account: 'inferred',
    find: (id) => command`aws iam list-users --query ${word`Users[?UserId=='${given(id)}'].Arn`}`,
    note: orphan,
    example: 'AIDATRPHKUQK3U6DLVPIY',
  },
  {
    prefix: 'AIPA',
    resourceType: 'instance-profile',
    title: 'instance profile',
    isAccessKey: false,
    signing: noSigning,
    metIn: '`InstanceProfileId`, the instance metadata path `iam/info`',
    usualLength: 21,
    account: 'inferred',
    find: (id) =>
      command`aws iam list-instance-profiles --query ${word`InstanceProfiles[?InstanceProfileId=='${given(id)}'].Arn`}`,
    example: 'AIPARNTFJYACE7TBUPGIV',
  },
  {
    prefix: 'AKIA',
    resourceType: 'access-key',
    title: 'access key',
    isAccessKey: true,
    temporary: false,
    signing: 'long-term, signs requests with its secret alone',
    metIn: 'environment, credentials files, leaked keys; the root user has such keys too',
    usualLength: 20,
    account: 'inferred',
    find: (id) => command`aws iam get-access-key-last-used --access-key-id ${given(id)}`,
    example: 'AKIASP2TPHJSQH3FJXYZ',
  },
  {
    prefix: 'ANPA',
    resourceType: 'managed-policy',
    title: 'managed policy',
    isAccessKey: false,
    signing: noSigning,
    metIn: '`PolicyId`',
    usualLength: 21,
    account: 'inferred',
    find: (id) => command`aws iam list-policies --query ${word`Policies[?PolicyId=='${given(id)}'].Arn`}`,
    example: 'ANPAX5PDNWKDISHPUZS77',
  },
  {
    prefix: 'ANVA',
    resourceType: 'managed-policy-version',
    title: 'policy version',
    isAccessKey: false,
    signing: noSigning,
    metIn: 'rarely printed: one version of a managed policy',
    usualLength: 21,
    account: 'unverified',
    example: 'ANVARTX3GSDSQABCDEFGH',
  },
  {
    prefix: 'APKA',
    resourceType: 'public-key',
    title: 'public key',
    isAccessKey: false,
    signing: 'no credential for requests: an SSH key for CodeCommit, or a CloudFront or IAM public key',
    metIn: '`SSHPublicKeyId`, the user name of an SSH git remote',
    usualLength: 20,
    account: 'unverified',
    find: (id) =>
      command`aws iam list-ssh-public-keys --query ${word`SSHPublicKeys[?SSHPublicKeyId=='${given(id)}'].UserName`}`,
    example: 'APKARTX3GSDSQABCDEFG',
  },
  {
    prefix: 'AROA',
    resourceType: 'role',
    title: 'role',
    isAccessKey: false,
    signing: noSigning,
    metIn: '`RoleId`, first half of the `UserId` of GetCallerIdentity, policies whose role was deleted',
    usualLength: 21,
    account: 'inferred',
    find: (id) => command`aws iam list-roles --query ${word`Roles[?RoleId=='${given(id)}'].Arn`}`,
    note: orphan,
    example: 'AROAY24FZKAOBPJTH2BSF',
  },
  {
    prefix: 'ASCA',
    resourceType: 'certificate',
    title: 'certificate',
    isAccessKey: false,
    signing: noSigning,
    metIn: 'server and signing certificates',
    usualLength: 21,
    account: 'unverified',
    find: (id) =>
      command`aws iam list-server-certificates --query ${word`ServerCertificateMetadataList[?ServerCertificateId=='${given(id)}'].Arn`}`,
    example: 'ASCARTX3GSDSQABCDEFGH',
  },
  {
    prefix: 'ASIA',
    resourceType: 'temporary-access-key',
    title: 'access key',
    isAccessKey: true,
    temporary: true,
    signing: 'temporary (STS), works only together with its session token',
    metIn: 'environment, SSO and role caches, instance metadata',
    usualLength: 20,
    account: 'inferred',
    example: 'ASIAY34FZKBOKMUTVV7A',
  },
  {
    prefix: 'AAGA',
    resourceType: 'action-group',
    title: 'action group',
    isAccessKey: false,
    signing: noSigning,
    metIn: "IAM's documentation up to about 2020",
    usualLength: 21,
    account: 'unverified',
    note: 'historical prefix: AWS lists it no longer',
    example: 'AAGARTX3GSDSQABCDEFGH',
  },
];

const byPrefix: ReadonlyMap<string, IdPrefix> = new Map(idPrefixes.map((row) => [row.prefix, row]));

/** The row of an ID's first four characters; undefined where AWS does not list them. */
export function findIdPrefix(id: string): IdPrefix | undefined {
  return byPrefix.get(id.slice(0, 4));
}

/** Secret scanners carry `A3T` and one more character; AWS documents no such prefix. */
export function isScannerPrefix(id: string): boolean {
  return /^A3T[A-Z0-9]/.test(id);
}

/** Four characters of a prefix and 12 to 124 of base32. */
export function isWellFormedId(text: string): boolean {
  return /^A[A-Z0-9]{3}[A-Z2-7]{12,124}$/.test(text);
}

/** An ID of AWS's documentation, which nobody has: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function isDocumentationId(id: string): boolean {
  return id.includes('EXAMPLE');
}

import { findPartition, partitionOfRegion } from '../identifiers/partition.ts';
import { builtInProviders } from '../identifiers/principal.ts';
import { resourceIds } from './resource-ids.ts';
import type { KnownShape } from './shape.ts';

export const knownShapes: readonly KnownShape[] = [
  {
    resourceType: 'canonical-user-id',
    title: '64 hex digits',
    form: /^[0-9a-f]{64}$/,
    says: "an S3 canonical user id (`aws s3api list-buckets --query Owner.ID` prints yours), or somebody's SHA-256",
    example: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
  },
  {
    resourceType: 'uuid',
    title: 'UUID',
    form: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    says: 'a KMS key id, a request id, an Identity Center user id',
    example: '1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  {
    resourceType: 'kms-key',
    title: 'KMS key',
    form: /^mrk-[0-9a-f]{32}$/,
    says: 'a multi-Region key: its replicas have the same id',
    example: 'mrk-1234abcd12ab34cd56ef1234567890ab',
    inPolicies: (id) => `arn:aws:kms:REGION:ACCOUNT:key/${id}`,
    isFoundInTexts: true,
  },
  {
    resourceType: 'sha-1',
    title: '40 hex digits',
    form: /^[0-9a-f]{40}$/i,
    says: 'a SHA-1, such as a commit or the thumbprint of an OIDC provider',
    example: '6938fd4d98bab03faadb97b34396831e3780aea1',
  },
  {
    resourceType: 'organization',
    title: 'organization',
    form: /^o-[a-z0-9]{10,32}$/,
    says: 'every request of its accounts has it in `aws:PrincipalOrgID`',
    example: 'o-a1b2c3d4e5',
    inPolicies: (id) => `"aws:PrincipalOrgID": "${id}"`,
    isFoundInTexts: true,
  },
  {
    resourceType: 'ou',
    title: 'organizational unit',
    form: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
    says: '`aws:PrincipalOrgPaths` tests it',
    example: 'ou-f6g7-12345678',
    isFoundInTexts: true,
  },
  {
    resourceType: 'organization-root',
    title: 'organization root',
    form: /^r-[0-9a-z]{4,32}$/,
    says: 'every account of the organization is below it',
    example: 'r-f6g7',
    isFoundInTexts: /^r-(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{4,8}$/,
  },
  {
    resourceType: 'organization-policy',
    title: 'organization policy',
    form: /^p-[0-9a-zA-Z_]{8,128}$/,
    says: '`aws organizations describe-policy --policy-id` shows it',
    example: 'p-2kgnabcd',
    isFoundInTexts: /^p-(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{8,10}$/,
  },
  {
    resourceType: 'identity-center-directory',
    title: 'directory',
    form: /^d-[0-9a-f]{10}$/,
    says: 'the identity store of IAM Identity Center, or AWS Directory Service',
    example: 'd-9067012345',
    isFoundInTexts: true,
  },
  {
    resourceType: 'identity-center-instance',
    title: 'Identity Center instance',
    form: /^(sso)?ins-[0-9a-f]{16}$/,
    says: '`aws sso-admin list-instances` shows it',
    example: 'ssoins-1111222233334444',
    isFoundInTexts: true,
  },
  {
    resourceType: 'permission-set',
    title: 'permission set',
    form: /^ps-[0-9a-f]{16}$/,
    says: 'of IAM Identity Center; the roles that it makes are named `AWSReservedSSO_NAME_…`',
    example: 'ps-5555666677778888',
    isFoundInTexts: true,
  },
  {
    resourceType: 'mfa-serial',
    title: 'MFA token',
    form: /^(GAHT|AHT|GAKT)[A-Z0-9]{4,}$/,
    says: 'the serial number of a hardware token: `mfa_serial` takes it as it is',
    example: 'GAHT12345678',
  },
  {
    resourceType: 'service-principal',
    title: 'service principal',
    form: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.(com(\.cn)?|eu)$/,
    says: '`"Principal": { "Service": … }` takes it, letter for letter',
    example: 'ec2.amazonaws.com',
  },
  ...resourceIds,
  {
    resourceType: 'any',
    title: 'star',
    form: /^\*$/,
    says: 'everybody, where it stands as a principal',
    example: '*',
  },
];

export type ShapeMatch = Pick<
  KnownShape,
  'resourceType' | 'title' | 'says' | 'inPolicies' | 'isFoundInTexts'
>;

/** What a text that is no ID and no ARN could be. */
export function findKnownShape(text: string): ShapeMatch | undefined {
  if (builtInProviders.has(text)) {
    return {
      resourceType: 'identity-provider',
      title: 'identity provider',
      says: 'a built-in web identity provider: `"Federated"` takes it',
    };
  }
  const shape = knownShapes.find(({ form }) => form.test(text));
  if (shape !== undefined) return shape;
  const region = partitionOfRegion(text);
  if (region !== undefined)
    return { resourceType: 'region', title: 'region', says: `of the partition \`${region.id}\`` };
  if (findPartition(text) === undefined) return undefined;
  return { resourceType: 'partition', title: 'partition', says: 'ARNs begin with it: `arn:PARTITION:…`' };
}

/** Whether the text, a word among others, is nothing but such an id. */
export function isShapeInTexts(text: string): boolean {
  const known = findKnownShape(text)?.isFoundInTexts;
  return known === true || known?.test(text) === true;
}

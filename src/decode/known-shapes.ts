import { findPartition, partitionOfRegion } from '../identifiers/partition.ts';
import { builtInProviders } from '../identifiers/principal.ts';

/**
 * Texts met beside IDs and ARNs that are neither (docs/identifiers.md, other texts).
 * They stay `unknown`, and the answer says what they could be.
 */
export interface KnownShape {
  readonly resourceType: string;
  readonly form: RegExp;
  readonly says: string;
  readonly example: string;
}

export const knownShapes: readonly KnownShape[] = [
  {
    resourceType: 'canonical-user-id',
    form: /^[0-9a-f]{64}$/,
    says: "64 hex digits: an S3 canonical user id (`aws s3api list-buckets --query Owner.ID` prints yours), or somebody's SHA-256",
    example: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
  },
  {
    resourceType: 'uuid',
    form: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    says: 'a UUID: a KMS key id, a request id, an Identity Center user id',
    example: '1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  {
    resourceType: 'kms-key',
    form: /^mrk-[0-9a-f]{32}$/,
    says: 'a KMS multi-Region key id',
    example: 'mrk-1234abcd12ab34cd56ef1234567890ab',
  },
  {
    resourceType: 'sha-1',
    form: /^[0-9a-f]{40}$/i,
    says: '40 hex digits: a SHA-1, such as a commit or the thumbprint of an OIDC provider',
    example: '6938fd4d98bab03faadb97b34396831e3780aea1',
  },
  {
    resourceType: 'organization',
    form: /^o-[a-z0-9]{10,32}$/,
    says: 'an organization id: `aws:PrincipalOrgID` tests it',
    example: 'o-a1b2c3d4e5',
  },
  {
    resourceType: 'ou',
    form: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
    says: 'an organizational unit: `aws:PrincipalOrgPaths` tests it',
    example: 'ou-f6g7-12345678',
  },
  {
    resourceType: 'organization-root',
    form: /^r-[0-9a-z]{4,32}$/,
    says: 'the root of an organization',
    example: 'r-f6g7',
  },
  {
    resourceType: 'organization-policy',
    form: /^p-[0-9a-zA-Z_]{8,128}$/,
    says: 'a policy of an organization: `aws organizations describe-policy --policy-id` shows it',
    example: 'p-2kgnabcd',
  },
  {
    resourceType: 'identity-center-directory',
    form: /^d-[0-9a-f]{10}$/,
    says: 'a directory: the identity store of IAM Identity Center, or AWS Directory Service',
    example: 'd-9067012345',
  },
  {
    resourceType: 'identity-center-instance',
    form: /^(sso)?ins-[0-9a-f]{16}$/,
    says: 'an instance of IAM Identity Center',
    example: 'ssoins-1111222233334444',
  },
  {
    resourceType: 'permission-set',
    form: /^ps-[0-9a-f]{16}$/,
    says: 'a permission set of IAM Identity Center',
    example: 'ps-5555666677778888',
  },
  {
    resourceType: 'ec2-instance',
    form: /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
    says: 'an EC2 instance; as a session name, the instance whose profile made the session',
    example: 'i-0abcd1234ef567890',
  },
  {
    resourceType: 'mfa-serial',
    form: /^(GAHT|AHT|GAKT)[A-Z0-9]{4,}$/,
    says: 'the serial number of a hardware MFA token: `mfa_serial` takes it as it is',
    example: 'GAHT12345678',
  },
  {
    resourceType: 'service-principal',
    form: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.(com(\.cn)?|eu)$/,
    says: 'a service principal: `"Principal": { "Service": … }` takes it, letter for letter',
    example: 'ec2.amazonaws.com',
  },
  { resourceType: 'any', form: /^\*$/, says: 'everybody, where it stands as a principal', example: '*' },
];

export interface ShapeMatch {
  readonly resourceType: string;
  readonly says: string;
}

/** What a text that is no ID and no ARN could be. */
export function findKnownShape(text: string): ShapeMatch | undefined {
  if (builtInProviders.has(text)) {
    return {
      resourceType: 'identity-provider',
      says: 'a built-in web identity provider: `"Federated"` takes it',
    };
  }
  const shape = knownShapes.find(({ form }) => form.test(text));
  if (shape !== undefined) return shape;
  const region = partitionOfRegion(text);
  if (region !== undefined)
    return { resourceType: 'region', says: `a region of the partition \`${region.id}\`` };
  return findPartition(text) === undefined ? undefined : { resourceType: 'partition', says: 'a partition' };
}

import type { Evidence } from '../../core/evaluation.ts';

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const sts = 'https://docs.aws.amazon.com/STS/latest/APIReference';
const s3 = 'https://docs.aws.amazon.com/AmazonS3/latest';
const kms = 'https://docs.aws.amazon.com/kms/latest/developerguide';
const serviceReference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const kmsApi = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const iamApi = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const organizations = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const endpoints = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';

/** The page of AWS that says a rule of `docs/rules.md`: those that an answer rests on by name. */
export const rulePages = {
  R236: endpoints,
  R606: `${organizations}/orgs_manage_policies_scps.html#not-restricted-by-scp`,
  R607: `${organizations}/orgs_manage_policies_rcps.html`,
  R608: `${organizations}/orgs_manage_policies_rcps.html`,
  R609: endpoints,
  R622: `${iam}/access_policies_boundaries.html`,
  R636: `${sts}/API_GetFederationToken.html`,
  R638: `${iam}/reference_policies_evaluation-logic-cross-account.html`,
  R639: `${iam}/reference_policies_evaluation-logic-cross-account.html`,
  R640: `${iam}/id_root-user.html`,
  R641: `${iam}/reference_policies_elements_principal.html`,
  R642: `${iam}/reference_policies_elements_principal.html`,
  R644: `${sts}/API_AssumeRole.html`,
  R645: `${sts}/API_AssumeRole.html`,
  R646: `${iam}/access_policies_boundaries.html`,
  R650: `${sts}/API_AssumeRoleWithWebIdentity.html`,
  R651: `${sts}/API_GetCallerIdentity.html`,
  R652: `${sts}/API_GetSessionToken.html`,
  R653: `${sts}/API_GetFederationToken.html`,
  R654: `${sts}/API_AssumeRoot.html`,
  R660: `${kms}/key-policies.html`,
  R664: `${kms}/key-policy-modifying-external-accounts.html`,
  R666: `${kmsApi}/API_CreateAlias.html`,
  R670: `${iam}/id_roles_use_passrole.html`,
  R672: `${iam}/id_roles_use_passrole.html`,
  R673: `${iamApi}/API_DeleteRole.html`,
  R684: `${s3}/userguide/access-points-policies.html`,
  R685: `${s3}/API/API_PutBucketPolicy.html`,
  R686: `${s3}/API/API_PutBucketPolicy.html`,
  R687: `${iam}/root-user-tasks.html`,
  R691: `${iam}/reference_aws-services-that-work-with-iam.html`,
  R692: `${iam}/reference_aws-services-that-work-with-iam.html`,
  R693: 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html',
  R696: `${iam}/access_tags.html`,
  R904: `${serviceReference}/reference_policies_actions-resources-contextkeys.html`,
  R914: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
} as const;

export type RuleId = keyof typeof rulePages;

/** A sentence, and the rules that it rests on. */
export interface Because {
  readonly text: string;
  readonly rules: readonly RuleId[];
}

export function because(text: string, ...rules: readonly RuleId[]): Because {
  return { text, rules };
}

/** The rules as they stand beside a step. */
export function ruleEvidence(rules: readonly RuleId[]): readonly Evidence[] {
  return rules.map((name) => ({ kind: 'rule', name, value: rulePages[name] }));
}

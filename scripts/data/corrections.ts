import type { SourceKey } from './sources.ts';

/** Where the package departs from AWS's pages. Each row names the page. */

const keysPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';

export interface GlobalKeyCorrection extends SourceKey {
  readonly category: string;
  readonly source: string;
}

/** Global keys that are missing in the package, or have another type there. */
export const globalKeyCorrections: readonly GlobalKeyCorrection[] = [
  // The old name of aws:PrincipalArn; IAM still reads it.
  {
    name: 'aws:ARN',
    type: 'ARN',
    category: 'deprecated',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  },
  // AWS's own policies for IAM Identity Center compare it; no page about keys has it.
  {
    name: 'aws:PrincipalOrgMasterAccountId',
    type: 'String',
    category: 'principal',
    source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSSOServiceRolePolicy.html',
  },
  { name: 'aws:SignInSessionArn', type: 'ARN', category: 'session', source: `${keysPage}#condition-keys-signinsessionarn` },
  { name: 'aws:SourceVpcArn', type: 'ARN', category: 'network', source: `${keysPage}#condition-keys-sourcevpcarn` },
];

/** Service keys whose type is another one; the name as in the tables. */
export const serviceKeyCorrections: readonly (SourceKey & { readonly source: string })[] = [
  // A token names every way in which the user signed in.
  {
    name: 'cognito-identity.amazonaws.com:amr',
    type: 'ArrayOfString',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
  // An event has one detail type; AWS's own policies compare it without a set operator.
  {
    name: 'events:detail-type',
    type: 'String',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html',
  },
];

export interface ServiceKeyAddition extends SourceKey {
  readonly service: string;
  /** The actions whose requests carry it. */
  readonly actions: readonly string[];
  readonly source: string;
}

/** Keys that actions carry and their service's page leaves out; the key may be new or known. */
export const serviceKeyAdditions: readonly ServiceKeyAddition[] = [
  // Who may subscribe to which product: the documented way to limit the models of Bedrock.
  {
    service: 'aws-marketplace',
    name: 'aws-marketplace:ProductId',
    type: 'ArrayOfString',
    actions: ['Subscribe', 'Unsubscribe'],
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html#model-access-permissions',
  },
  {
    service: 'lakeformation',
    name: 'lakeformation:GlueARN',
    type: 'ARN',
    actions: ['GetDataAccess'],
    source:
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonDataZoneGlueManageAccessRolePolicy.html',
  },
];

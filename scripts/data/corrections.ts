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

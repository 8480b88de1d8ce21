import { refusal, type Regime } from '../gates.ts';
import type { Request } from '../../request.ts';
import { refusedOnKeyOfAws } from '../../keys-of-aws.ts';
import { because, type Because } from '../rules.ts';

/** What AWS keeps for itself: refused whatever the policies say (R666, R673). */
interface Row {
  readonly id: string;
  readonly actions: ReadonlySet<string>;
  /** The resource part of the ARN. */
  readonly resource: RegExp;
  /** The account field of the ARN, where it tells. */
  readonly account?: string;
  readonly because: Because;
  readonly instead: string;
}

function actionsOf(service: string, list: string): ReadonlySet<string> {
  return new Set(list.split(' ').map((name) => `${service}:${name.toLowerCase()}`));
}

const roleChanges =
  'AttachRolePolicy DetachRolePolicy PutRolePolicy DeleteRolePolicy DeleteRole PutRolePermissionsBoundary DeleteRolePermissionsBoundary UpdateAssumeRolePolicy';

const rows: readonly Row[] = [
  {
    // UnmodifiableEntityException of https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
    id: 'service-linked-role',
    actions: actionsOf('iam', roleChanges),
    resource: /^role\/aws-service-role\//,
    because: because(
      'only the service that it is linked to changes or deletes this role: IAM answers UnmodifiableEntity',
      'R673',
    ),
    instead: 'let the service change it, or ask for iam:DeleteServiceLinkedRole',
  },
  {
    id: 'reserved-role',
    actions: actionsOf('iam', `${roleChanges} UpdateRole UpdateRoleDescription`),
    resource: /^role\/aws-reserved\//,
    because: because('AWS alone changes roles that it reserves: IAM answers UnmodifiableEntity', 'R673'),
    instead: 'change the permission set in IAM Identity Center',
  },
  {
    // InvalidInput of tilfin/aws-iam-policy-tool#9; that /aws-reserved/ is as closed is an analogy.
    id: 'reserved-path',
    actions: actionsOf('iam', 'CreateRole'),
    resource: /^role\/aws-(service-role|reserved)\//,
    because: because('roles of this path are made by AWS alone: IAM answers InvalidInput', 'R673'),
    instead: 'ask for iam:CreateServiceLinkedRole, or give the role another path',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    id: 'aws-managed-policy',
    actions: actionsOf(
      'iam',
      'CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion TagPolicy UntagPolicy',
    ),
    resource: /^policy\//,
    account: 'aws',
    because: because('nobody but AWS changes a policy that AWS manages', 'R673'),
    instead: 'copy it into a policy of your own',
  },
  {
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    id: 'kms-aws-alias',
    actions: actionsOf('kms', 'CreateAlias UpdateAlias DeleteAlias'),
    resource: /^alias\/aws\//,
    because: because('aliases that begin with alias/aws/ are AWS’s own', 'R666'),
    instead: 'take another name for the alias',
  },
  {
    id: 'kms-aws-key',
    actions: refusedOnKeyOfAws,
    resource: /^alias\/aws\//,
    because: because(
      'the key behind an alias of AWS is managed by AWS: it cannot be tagged, nor its rotation changed',
      'R666',
    ),
    instead: 'take a key of your own',
  },
];

const byAction: ReadonlyMap<string, readonly (readonly [Row, Regime])[]> = (() => {
  const found = new Map<string, (readonly [Row, Regime])[]>();
  for (const row of rows) {
    const regime = refusal(row.id, row.because, row.instead);
    for (const action of row.actions) found.set(action, [...(found.get(action) ?? []), [row, regime]]);
  }
  return found;
})();

export function awsOwnRefusal({ actionKey, arn }: Request): Regime | undefined {
  const candidates = byAction.get(actionKey);
  if (candidates === undefined || arn === undefined) return undefined;
  return candidates.find(
    ([{ resource, account }]) =>
      resource.test(arn.resource) && (account === undefined || account === arn.account),
  )?.[1];
}

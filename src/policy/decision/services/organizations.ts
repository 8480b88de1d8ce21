import { refusal, type Regime } from '../gates.ts';
import { callerAccount, type Request } from '../../request.ts';
import { because } from '../rules.ts';

/**
 * Who may call AWS Organizations, by operation: "You can only call this operation from the management account or a
 * member account that is a delegated administrator" and its like, of each page of
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html. Operations that are in neither list
 * are for any account, or their page does not say.
 */
const ofManagement = actionsOf(
  'CloseAccount CreateAccount CreateGovCloudAccount CreateOrganizationalUnit DeleteOrganization DeleteOrganizationalUnit DeleteResourcePolicy DeregisterDelegatedAdministrator DisableAWSServiceAccess EnableAWSServiceAccess EnableAllFeatures InviteAccountToOrganization InviteOrganizationToTransferResponsibility MoveAccount PutResourcePolicy RegisterDelegatedAdministrator RemoveAccountFromOrganization UpdateOrganizationalUnit',
);
const ofDelegated = actionsOf(
  'AttachPolicy CreatePolicy DeletePolicy DescribeAccount DescribeCreateAccountStatus DescribeOrganizationalUnit DescribePolicy DescribeResourcePolicy DetachPolicy DisablePolicyType EnablePolicyType ListAWSServiceAccessForOrganization ListAccounts ListAccountsForParent ListAccountsWithInvalidEffectivePolicy ListChildren ListCreateAccountStatus ListDelegatedAdministrators ListDelegatedServicesForAccount ListEffectivePolicyValidationErrors ListHandshakesForOrganization ListOrganizationalUnitsForParent ListParents ListPolicies ListPoliciesForTarget ListRoots ListTagsForResource ListTargetsForPolicy TagResource UntagResource UpdatePolicy',
);

function actionsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' ').map((name) => `organizations:${name.toLowerCase()}`));
}

const managementAlone = refusal(
  'organization-management',
  because('Organizations takes this operation from the management account alone'),
  'ask as an identity of the management account',
);
const managementOrDelegated = refusal(
  'organization-delegated',
  because(
    'Organizations takes this operation from the management account and from delegated administrators alone',
  ),
  'ask as an identity of the management account, or give `delegatedAdministrator: true` where the caller’s account is one',
);
const membersAlone = refusal(
  'organization-member',
  because('the management account cannot leave its organization: it can delete it'),
  'ask as an identity of the account that is to leave, or for organizations:DeleteOrganization',
);

/** Refused whatever the policies say, where the question tells which account manages the organization. */
export function organizationRefusal(request: Request): Regime | undefined {
  const { actionKey, managementAccount, delegatedAdministrator } = request;
  if (managementAccount === undefined || !actionKey.startsWith('organizations:')) return undefined;
  const account = callerAccount(request);
  if (account === undefined) return undefined;
  if (account === managementAccount)
    return actionKey === 'organizations:leaveorganization' ? membersAlone : undefined;
  if (ofManagement.has(actionKey)) return managementAlone;
  return ofDelegated.has(actionKey) && !delegatedAdministrator ? managementOrDelegated : undefined;
}

/** Whether the decision hangs on what the question does not tell; an ARN of an organization holds its management account. */
export function hangsOnManagement(request: Request): boolean {
  const { actionKey, arn, managementAccount, delegatedAdministrator } = request;
  if (!actionKey.startsWith('organizations:') || managementAccount !== undefined) return false;
  const account = callerAccount(request);
  if (account === undefined || arn?.account === account) return false;
  return ofManagement.has(actionKey) || (ofDelegated.has(actionKey) && !delegatedAdministrator);
}

import { refusal, type Regime } from '../gates.ts';
import { callerAccount, temporaryUser, type Request } from '../../request.ts';
import { because } from '../rules.ts';

const foreignRole = refusal(
  'iam:PassRole',
  because('a role can be passed within its own account only', 'R670'),
  'pass a role of the account in which the service works',
);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
const federatedUser = refusal(
  'federated-user-iam',
  because('a GetFederationToken session calls no IAM operation, but in the console', 'R653'),
  'ask as the IAM user behind it, or as a role session',
);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
const sessionWithoutMfa = refusal(
  'session-token-iam',
  because('temporary credentials of a user call IAM only where they were made with MFA', 'R653'),
  'get them with a code of an MFA device',
);

/** R653: what temporary credentials of a user are not for. `iam:PassRole` is asked within a call of another service. */
export function iamRefusal(request: Request): Regime | undefined {
  const { principal, actionKey } = request;
  if (!actionKey.startsWith('iam:') || actionKey === 'iam:passrole') return undefined;
  if (principal.kind === 'federated-user') return federatedUser;
  return temporaryUser(request) === 'without-mfa' ? sessionWithoutMfa : undefined;
}

/** R670: `iam:PassRole` on a role of another account is refused whatever the policies say. */
export function passRoleRegime(request: Request): Regime | undefined {
  if (request.actionKey !== 'iam:passrole') return undefined;
  const account = callerAccount(request);
  return account !== undefined && request.resourceAccount !== undefined && account !== request.resourceAccount
    ? foreignRole
    : undefined;
}

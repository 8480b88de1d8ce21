import {
  boundaryMustAllow,
  guards,
  identityMustAllow,
  identityOrNamed,
  refusal,
  resourceAllows,
  sessionMustAllow,
  type Regime,
} from '../gates.ts';
import { callerAccount, temporaryCredentials, type Request } from '../../request.ts';
import { layers } from '../layers.ts';
import { because } from '../rules.ts';
import { isTrustRequest } from '../trust.ts';

const callerIdentity: Regime = {
  id: 'sts:GetCallerIdentity',
  because: because(
    'sts:GetCallerIdentity needs no permission, and no policy but an endpoint’s can deny it',
    'R651',
  ),
  ignores: layers.flatMap(({ id }) => (id === 'endpoint' ? [] : [id])),
  gates: guards.filter(({ layer }) => layer === 'endpoint'),
  grantor: 'special',
};

const sessionToken: Regime = {
  ...callerIdentity,
  id: 'sts:GetSessionToken',
  because: because('sts:GetSessionToken needs no permission, and policies cannot control it', 'R652'),
};

const noSessionToken = refusal(
  'sts:GetSessionToken',
  because('sts:GetSessionToken is for long-term credentials only', 'R652'),
  'ask as a user with access keys: a session has temporary credentials already',
);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
const longTermOnly = refusal(
  'sts:GetFederationToken',
  because(
    'sts:GetFederationToken is for the long-term credentials of a user, not for a role session',
    'R653',
  ),
  'ask as a user with access keys, or assume a role instead',
);

const federatedUser = refusal(
  'federated-user',
  because('a GetFederationToken session can call no STS action but GetCallerIdentity', 'R653'),
  'ask as the IAM user behind it, or as a role session',
);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
const sessionTokenOnly = refusal(
  'session-token-sts',
  because('temporary credentials of a user call of STS only AssumeRole and GetCallerIdentity', 'R653'),
  'ask as the user with access keys',
);

const forSessionTokens = new Set([
  'sts:assumerole',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** R654: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html. The member account has no say. */
const assumeRoot: Regime = {
  id: 'sts:AssumeRoot',
  because: because(
    'the root of a member account is assumed by its organization: the caller’s policies decide',
    'R654',
  ),
  ignores: ['resource'],
  gates: [...guards, identityMustAllow, boundaryMustAllow, sessionMustAllow],
  grantor: 'either',
};

const notTheOrganization = (instead: string) =>
  refusal(
    'sts:AssumeRoot',
    because(
      'sts:AssumeRoot is for identities of the management account, and of a delegated administrator for IAM, on a member account',
      'R654',
    ),
    instead,
  );

const noIdentity = notTheOrganization('ask as a user or a role of the management account');
const notEntitled = notTheOrganization(
  'give `managementAccount`, or `delegatedAdministrator: true`, where the caller is one',
);
const noMember = notTheOrganization('ask for the root user of a member account: `arn:aws:iam::ACCOUNT:root`');

function assumeRootRegime(request: Request): Regime {
  const { principal, managementAccount, delegatedAdministrator, arn } = request;
  const isIdentity = ['user', 'session', 'role'].includes(principal.kind);
  const account = callerAccount(request);
  const isEntitled = account !== undefined && (account === managementAccount || delegatedAdministrator);
  // The target is a member: the root of any account but the management account.
  const isMember = arn?.service === 'iam' && arn.resource === 'root' && arn.account !== managementAccount;
  if (!isIdentity) return noIdentity;
  if (!isEntitled) return notEntitled;
  return isMember ? assumeRoot : noMember;
}

const trustSameAccount: Regime = {
  id: 'trust',
  because: because(
    'the role’s trust policy must allow; it is enough where it names the caller itself',
    'R644',
    'R645',
  ),
  ignores: [],
  // The boundary limits even a caller whom the trust policy names (R646); session policies likewise [U].
  gates: [...guards, resourceAllows, identityOrNamed, boundaryMustAllow, sessionMustAllow],
  grantor: 'resource',
};

const trustCrossAccount: Regime = {
  ...trustSameAccount,
  id: 'trust-cross-account',
  because: because(
    'the caller is of another account: the trust policy and an identity policy must allow',
    'R645',
  ),
  gates: [...guards, resourceAllows, identityMustAllow, boundaryMustAllow, sessionMustAllow],
};

const trustOnly: Regime = {
  ...trustSameAccount,
  id: 'trust-only',
  because: because(
    'the caller is not an identity of an account: the trust policy alone grants',
    'R642',
    'R650',
  ),
  gates: [...guards, resourceAllows],
};

/** Where STS departs from the rules; undefined for everything else. */
export function stsRegime(request: Request): Regime | undefined {
  const { actionKey, principal } = request;
  if (!actionKey.startsWith('sts:')) return undefined;
  if (actionKey === 'sts:getcalleridentity')
    return principal.kind === 'anonymous' ? undefined : callerIdentity;
  if (actionKey === 'sts:getsessiontoken') return sessionTokenRegime(request);
  if (principal.kind === 'federated-user') return federatedUser;
  if (temporaryCredentials(request) !== undefined && !forSessionTokens.has(actionKey))
    return sessionTokenOnly;
  if (actionKey === 'sts:assumeroot') return assumeRootRegime(request);
  if (actionKey === 'sts:getfederationtoken' && (principal.kind === 'session' || principal.kind === 'role')) {
    return longTermOnly;
  }
  return isTrustRequest(request) ? trustRegime(request) : undefined;
}

function sessionTokenRegime(request: Request): Regime {
  const { kind } = request.principal;
  const isLongTerm = (kind === 'user' || kind === 'root') && temporaryCredentials(request) === undefined;
  return isLongTerm ? sessionToken : noSessionToken;
}

function trustRegime(request: Request): Regime {
  const { principal, actionKey } = request;
  const federated = actionKey === 'sts:assumerolewithwebidentity' || actionKey === 'sts:assumerolewithsaml';
  switch (principal.kind) {
    case 'root':
      return refusal(
        'root',
        because('the root user cannot assume roles', 'R640'),
        'ask as a user or a role of the account',
      );
    case 'federated-user':
      return federatedUser;
    case 'anonymous':
      // Everyone (`*`) is everyone with credentials, or with a provider's token, whose caller is the provider (R650).
      return refusal(
        'anonymous',
        because(`${request.action} needs credentials, or the token of an identity provider`),
      );
    case 'service':
      return federated ? unsigned(request) : trustOnly;
    case 'provider':
      // Its account must be the role's (R650).
      return 'account' in principal && principal.account !== request.resourceAccount
        ? refusal('provider', because('the identity provider must be of the role’s account', 'R650'))
        : trustOnly;
    case 'user':
    case 'session':
    case 'role':
      if (federated) return unsigned(request);
      if (request.arn !== undefined && request.arn.partition !== principal.partition) {
        return refusal('partition', because('credentials of one partition do not work in another'));
      }
      return callerAccount(request) === request.resourceAccount ? trustSameAccount : trustCrossAccount;
  }
}

function unsigned({ action }: Request): Regime {
  return refusal('federation', because(`${action} is called with a provider’s token, not signed`));
}

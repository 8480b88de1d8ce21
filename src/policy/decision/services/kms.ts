import {
  boundaryMustAllow,
  boundaryOrDirect,
  guards,
  identityMustAllow,
  identityOrNamed,
  resourceAllows,
  rootSessionAllows,
  sessionMustAllow,
  sessionOrDirect,
  type Regime,
} from '../gates.ts';
import { callerAccount, type Request } from '../../request.ts';
import { because } from '../rules.ts';

/**
 * The key policy must allow; an identity policy counts where the key policy allows its account (R660, R661).
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
const sameAccount: Regime = {
  id: 'kms-key',
  because: because(
    'a KMS key is opened by its key policy alone; identity policies count where it lets the account in',
    'R660',
  ),
  ignores: [],
  gates: [...guards, resourceAllows, identityOrNamed, boundaryOrDirect, sessionOrDirect],
  grantor: 'resource',
};

const crossAccount: Regime = {
  id: 'kms-key-cross-account',
  because: because('the key is in another account: key policy and identity policy must both allow', 'R664'),
  ignores: [],
  gates: [...guards, identityMustAllow, boundaryMustAllow, sessionMustAllow, resourceAllows],
  grantor: 'resource',
};

/** Root has no default access to a key (R662); services and anonymous callers have the key policy alone. */
const keyPolicyOnly: Regime = {
  ...sameAccount,
  id: 'kms-key-policy',
  gates: [...guards, rootSessionAllows, resourceAllows],
};

/** Actions that name no key: they follow the common rules (R665) [U: the list is read from the action names]. */
const keyless = new Set(
  'CreateKey ListKeys ListAliases ListRetirableGrants GenerateRandom CreateCustomKeyStore DeleteCustomKeyStore ConnectCustomKeyStore DisconnectCustomKeyStore UpdateCustomKeyStore DescribeCustomKeyStores'
    .split(' ')
    .map((name) => `kms:${name.toLowerCase()}`),
);

export function kmsRegime(request: Request): Regime | undefined {
  const { arn, principal, actionKey, keyPrefix } = request;
  if (!actionKey.startsWith('kms:') || keyless.has(actionKey)) return undefined;
  if (keyPrefix === undefined && arn?.resource.startsWith('alias/') === true) return undefined;
  const account = callerAccount(request);
  if (account === undefined || principal.kind === 'root') return keyPolicyOnly;
  return account === request.resourceAccount ? sameAccount : crossAccount;
}

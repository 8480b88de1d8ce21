import {
  boundaryMustAllow,
  guards,
  identityMustAllow,
  rootSessionAllows,
  sessionMustAllow,
  within,
  type Gate,
  type Regime,
} from '../gates.ts';
import { callerAccount, type Request } from '../../request.ts';
import { because } from '../rules.ts';

/** Where no auth policy is given nobody knows that there is none: then the identity side alone is asked. */
const authPolicyAllows: Gate = { layer: 'resource', holds: (state) => within(state, 'resource') };

/** R693: https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html */
const bothSides: Regime = {
  id: 'vpc-lattice',
  because: because(
    'VPC Lattice asks both the auth policy and an identity policy, in the same account too',
    'R693',
  ),
  ignores: [],
  gates: [...guards, authPolicyAllows, identityMustAllow, boundaryMustAllow, sessionMustAllow],
  grantor: 'either',
};

const rootUser: Regime = {
  ...bothSides,
  id: 'vpc-lattice-root',
  gates: [...guards, rootSessionAllows, authPolicyAllows],
  grantor: 'root',
};

export function latticeRegime(request: Request): Regime | undefined {
  if (!request.actionKey.startsWith('vpc-lattice-svcs:')) return undefined;
  if (callerAccount(request) !== request.resourceAccount || request.principal.kind === 'provider')
    return undefined;
  return request.principal.kind === 'root' ? rootUser : bothSides;
}

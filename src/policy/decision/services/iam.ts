import { closed, guards, type Regime } from '../gates.ts';
import { callerAccount, type Request } from '../../request.ts';
import { because } from '../rules.ts';

const foreignRole: Regime = {
  id: 'iam:PassRole',
  because: because('a role can be passed within its own account only', 'R670'),
  ignores: [],
  gates: [...guards, closed],
  grantor: 'special',
};

/** R670: `iam:PassRole` on a role of another account is refused whatever the policies say. */
export function passRoleRegime(request: Request): Regime | undefined {
  if (request.actionKey !== 'iam:passrole') return undefined;
  const account = callerAccount(request);
  return account !== undefined && request.resourceAccount !== undefined && account !== request.resourceAccount
    ? foreignRole
    : undefined;
}

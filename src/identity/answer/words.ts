import { unreachable } from '../../core/error.ts';
import type { Selected } from '../../credentials/chain/chain.ts';
import { shownOf } from '../../credentials/places/settings.ts';
import type { Identity } from '../identity.ts';

/** `user mika`, `role App`, `AdministratorAccess` (a permission set). */
export function describeWho({ named }: Pick<Identity, 'named'>): string {
  switch (named.type) {
    case 'user':
      return `user ${named.name}`;
    case 'assumed-role':
      return named.permissionSet ?? `role ${named.name}`;
    case 'federated-user':
      return `federated user ${named.name}`;
    case 'root':
      return 'root user';
    case 'unknown':
      return named.name;
  }
}

/** `in acme-prod (111122223333)` */
export function describeWhere({ account, alias }: Pick<Identity, 'account' | 'alias'>): string {
  return alias === undefined ? `in account ${account}` : `in ${alias} (${account})`;
}

/** How credentials are got, in a word or two for a table. */
export function describeVia({ recipe }: Selected): string {
  switch (recipe.kind) {
    case 'static':
      return 'keys';
    case 'assume-role':
      return 'assume';
    case 'web-identity':
      return 'web identity';
    case 'sso':
      return recipe.session === undefined ? 'sso' : `sso ${shownOf(recipe.session)}`;
    case 'login':
      return 'aws login';
    case 'process':
      return 'process';
    case 'container':
      return 'container';
    case 'imds':
      return 'instance';
    default:
      return unreachable(recipe);
  }
}

import { unreachable } from '../../core/error.ts';
import { isSameRaw } from '../../core/raw.ts';
import type { FlavourId, Resolution } from '../chain/chain.ts';
import type { Recipe } from '../chain/recipe.ts';
import { isSameValue, isSet } from '../places/settings.ts';

/** Flavours with the same answer. */
export interface Group {
  readonly members: readonly FlavourId[];
  readonly resolution: Resolution;
}

/** It looked everywhere and found none, whichever way the tool says so: Go stops where the instance gives none. */
export function hasNone({ verdict, error }: Resolution): boolean {
  return verdict === 'none' || error?.code.startsWith('imds-') === true;
}

/** The answers by what they give: outcome, error and identity. */
export function groupAnswers(resolutions: readonly Resolution[]): readonly Group[] {
  const groups: { readonly members: FlavourId[]; readonly resolution: Resolution }[] = [];
  for (const resolution of resolutions) {
    const group = groups.find((one) => isSameAnswer(one.resolution, resolution));
    if (group === undefined) groups.push({ members: [resolution.flavour], resolution });
    else group.members.push(resolution.flavour);
  }
  return groups;
}

/** The same credentials, or none, or the same error. */
export function isSameAnswer(left: Resolution, right: Resolution): boolean {
  if (left.verdict !== right.verdict || left.error?.code !== right.error?.code) return false;
  if (left.selected === undefined || right.selected === undefined) return true;
  return isSameRecipe(left.selected.recipe, right.selected.recipe);
}

/** Whether both give the same credentials: the same keys, or the same role from the same source. */
export function isSameRecipe(left: Recipe, right: Recipe): boolean {
  switch (left.kind) {
    case 'static':
      return (
        right.kind === 'static' &&
        isSameValue(left.accessKeyId, right.accessKeyId) &&
        isSameValue(left.secretAccessKey, right.secretAccessKey) &&
        (isSameValue(left.sessionToken, right.sessionToken) || (isNoToken(left) && isNoToken(right)))
      );
    case 'assume-role':
      return (
        right.kind === 'assume-role' &&
        isSameValue(left.roleArn, right.roleArn) &&
        isSameRecipe(left.source, right.source)
      );
    case 'web-identity':
      return (
        right.kind === 'web-identity' &&
        isSameValue(left.roleArn, right.roleArn) &&
        isSameValue(left.tokenFile, right.tokenFile)
      );
    case 'sso':
      return (
        right.kind === 'sso' &&
        isSameValue(left.accountId, right.accountId) &&
        isSameValue(left.roleName, right.roleName) &&
        isSameValue(left.startUrl, right.startUrl)
      );
    case 'login':
      return right.kind === 'login' && isSameValue(left.loginSession, right.loginSession);
    case 'process':
      return right.kind === 'process' && isSameValue(left.command, right.command);
    case 'container':
      return right.kind === 'container' && left.url === right.url && isSameRaw(left.proxy, right.proxy);
    case 'imds':
      return (
        right.kind === 'imds' &&
        left.endpoint === right.endpoint &&
        isSameRaw(left.roleName, right.roleName) &&
        isSameRaw(left.proxy, right.proxy)
      );
    default:
      return unreachable(left);
  }
}

function isNoToken({ sessionToken }: Recipe & { readonly kind: 'static' }): boolean {
  return sessionToken === undefined || !isSet(sessionToken);
}

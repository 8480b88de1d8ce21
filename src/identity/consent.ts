import { unreachable } from '../core/error.ts';
import type { Recipe } from '../credentials/chain/recipe.ts';
import { readStoredRole } from '../credentials/retrieve/stored-role.ts';
import type { World } from '../credentials/places/world.ts';

/** What a recipe does that nobody asked for who asks about all profiles: undefined where it does neither. */
export async function consentFor(recipe: Recipe, world: World): Promise<'process' | 'mfa' | undefined> {
  switch (recipe.kind) {
    case 'process':
      return 'process';
    case 'assume-role':
      if ((await readStoredRole(world, recipe.cacheFile)) !== undefined) return undefined;
      return recipe.mfaSerial === undefined ? consentFor(recipe.source, world) : 'mfa';
    case 'static':
    case 'web-identity':
    case 'sso':
    case 'login':
    case 'container':
    case 'imds':
      return undefined;
    default:
      return unreachable(recipe);
  }
}

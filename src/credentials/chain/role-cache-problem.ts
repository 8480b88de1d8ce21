import type { Problem } from './provider.ts';
import type { Recipe } from './recipe.ts';
import { readCachedRole } from '../places/tool-caches.ts';
import type { World } from '../places/world.ts';

/**
 * Why a CLI that keeps the sessions of roles stops with the role that was chosen, though STS would give it:
 * awscli 1.45 `customizations/assumerole.py`, botocore 1.43 `JSONFileCache`, `CachedCredentialFetcher`.
 */
export async function roleCacheProblem(world: World, recipe: Recipe): Promise<Problem | undefined> {
  if (recipe.kind !== 'assume-role' && recipe.kind !== 'web-identity') return undefined;
  const { cacheFile: path } = recipe;
  if (path === undefined) return undefined;
  const cached = await readCachedRole(world, path);
  if (cached.kind === 'valid') return undefined;
  const shown = world.show(path);
  if (cached.kind === 'unreadable') {
    return {
      code: 'role-cache-broken',
      because: `${shown}, where the CLI keeps the session of the role, holds no session: it stops before it asks STS`,
      evidence: [{ kind: 'cache', name: shown, value: 'unreadable' }],
      hint: 'Delete the file',
    };
  }
  if (!(await world.host.mayCreate(path))) {
    const folder = world.show(path.replace(/[/\\][^/\\]*$/, ''));
    return {
      code: 'role-cache-unwritable',
      because: `the CLI keeps the session of the role in ${folder} and cannot write there: it stops once STS has answered`,
      evidence: [{ kind: 'cache', name: folder, value: 'not writable' }, world.env('HOME').evidence],
      hint: 'Set HOME to a folder that this user may write',
    };
  }
  return recipe.kind === 'assume-role' ? roleCacheProblem(world, recipe.source) : undefined;
}

import { inTheWay } from '../places/in-the-way.ts';
import type { Problem } from './provider.ts';
import type {
  AssumeRoleRecipe,
  LoginRecipe,
  Recipe,
  Renewal,
  SsoRecipe,
  WebIdentityRecipe,
} from './recipe.ts';
import { readCachedRole } from '../places/tool-caches.ts';
import type { World } from '../places/world.ts';

/** What a tool cannot keep on disk, and is stopped by, though AWS would give it. */
export interface NotKept {
  readonly title: string;
  readonly problem: Problem;
}

/**
 * Why a tool stops with what was chosen: the session of a role that a CLI keeps (awscli 1.45 `customizations/assumerole.py`,
 * botocore 1.43 `JSONFileCache`, `CachedCredentialFetcher`), a login that is renewed (botocore 1.43 `SSOTokenProvider`).
 */
export async function keepingProblem(world: World, recipe: Recipe): Promise<NotKept | undefined> {
  switch (recipe.kind) {
    case 'assume-role':
      return (await roleProblem(world, recipe)) ?? (await sourceProblem(world, recipe));
    case 'web-identity':
      return roleProblem(world, recipe);
    case 'sso':
      return (await renewalProblem(world, recipe, recipe.tokenFile)) ?? (await roleProblem(world, recipe));
    case 'login':
      return renewalProblem(world, recipe, recipe.cacheFile);
    case 'static':
    case 'process':
    case 'container':
    case 'imds':
      return undefined;
  }
}

/** A session that is kept and good asks for no other. */
async function sourceProblem(
  world: World,
  { cacheFile, source }: AssumeRoleRecipe,
): Promise<NotKept | undefined> {
  const isKept = cacheFile !== undefined && (await readCachedRole(world, cacheFile)).kind === 'valid';
  return isKept ? undefined : keepingProblem(world, source);
}

async function roleProblem(
  world: World,
  { cacheFile: path }: AssumeRoleRecipe | WebIdentityRecipe | SsoRecipe,
): Promise<NotKept | undefined> {
  if (path === undefined) return undefined;
  const { kind } = await readCachedRole(world, path);
  const problem = kind === 'valid' ? undefined : await cacheProblem(world, path, kind);
  return problem === undefined ? undefined : { title: 'Keeping the session of the role', problem };
}

async function cacheProblem(
  world: World,
  path: string,
  state: 'missing' | 'expired' | 'unreadable' | 'blocked',
): Promise<Problem | undefined> {
  if (state === 'unreadable') {
    const shown = world.show(path);
    return {
      code: 'role-cache-broken',
      because: `${shown}, where the CLI keeps the session of the role, holds no session: it stops before it asks AWS`,
      evidence: [{ kind: 'cache', name: shown, value: 'unreadable' }],
      hint: 'Delete the file',
    };
  }
  if (state === 'missing' && (await world.mayKeep(path))) return undefined;
  const way = await inTheWay(world, path);
  if (way === undefined) return undefined;
  const folder = folderOf(world, path);
  return {
    code: 'role-cache-unwritable',
    because: `the CLI keeps the session of the role in ${folder} and cannot write there${way.because}: it stops once AWS has answered`,
    evidence: [{ kind: 'cache', name: folder, value: 'not writable' }, world.env('HOME').evidence],
    hint: way.because === '' ? 'Set HOME to a folder that this user may write' : way.advice,
  };
}

async function renewalProblem(
  world: World,
  recipe: SsoRecipe | LoginRecipe,
  path: string,
): Promise<NotKept | undefined> {
  const { renewal } = recipe;
  if (renewal?.ifNotKept !== 'stops' || (await canKeep(world, renewal, path))) return undefined;
  const folder = folderOf(world, path);
  const way = await inTheWay(world, path);
  return {
    title: 'Keeping the login',
    problem: {
      code: 'login-not-kept',
      because: `the login is renewed first, and the new one cannot be kept in ${folder}${way?.because ?? ''}: the tool stops once AWS has answered, and the old one may be spent then`,
      evidence: [{ kind: 'cache', name: folder, value: 'not writable' }],
      hint: `Let this user write in ${folder} before anything is asked`,
    },
  };
}

/** Whether what the tool renews can be kept where it would. */
export function canKeep({ host }: World, { writes }: Renewal, path: string): Promise<boolean> {
  return writes === 'anew' ? host.mayCreate(path) : host.mayWrite(path);
}

function folderOf(world: World, path: string): string {
  return world.show(path.replace(/[/\\][^/\\]*$/, ''));
}

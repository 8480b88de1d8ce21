import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parseKeptCode, type KeptCode } from './kept-code.ts';
import { isOwn, isOwnFolder } from './own-folder.ts';

/** The user and the machine, as far as a cache depends on them. */
export interface CacheWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Undefined where users have no numbers (Windows). */
  readonly userId: number | undefined;
}

/** Where the cache of one file of the program stands, and for what exactly it is good. */
export interface CachePlace {
  readonly folder: string;
  readonly path: string;
  readonly identity: string;
  readonly userId: number | undefined;
}

/** Links are not followed, pipes not waited for; Windows has no such flags, and links are for administrators there. */
const ownFile = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** More is none of ours. */
export const mostBytes = 64 * 1024 * 1024;

/** `identity` names the file and everything that its code depends on; undefined where no cache is wanted, or none can be. */
export function cachePlace(world: CacheWorld, identity: string): CachePlace | undefined {
  const folder = cacheFolder(world);
  if (folder === undefined) return undefined;
  return { folder, path: `${folder}/${identity}`, identity, userId: world.userId };
}

/** The folder of iamx among the user's caches. */
function cacheFolder({ env, platform }: CacheWorld): string | undefined {
  if (env['IAMX_CACHE'] === '0') return undefined;
  const set = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  // What is set and no absolute path does not say where caches may stand.
  if (set !== undefined && set !== '') return isAbsolute(set) ? `${set}/iamx` : undefined;
  const home = platform === 'win32' ? undefined : env['HOME'];
  if (home === undefined || !isAbsolute(home)) return undefined;
  return `${home}/${platform === 'darwin' ? 'Library/Caches' : '.cache'}/iamx`;
}

/**
 * What was kept of an earlier run (docs/decisions/0035), where nobody but the user can have written it, and all of it is
 * there. Whatever is in the way, the program runs as it does without: nothing is thrown, and nothing is said.
 */
export function findKeptCode({ folder, path, identity, userId }: CachePlace): KeptCode | undefined {
  try {
    return isOwnFolder(folder, userId) ? readKeptCode(path, identity, userId) : undefined;
  } catch {
    return undefined;
  }
}

function readKeptCode(path: string, identity: string, userId: number | undefined): KeptCode | undefined {
  const file = openSync(path, constants.O_RDONLY | ownFile);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || !isOwn(stats, userId) || stats.size > mostBytes) return undefined;
    return parseKeptCode(readFileSync(file), identity);
  } finally {
    closeSync(file);
  }
}

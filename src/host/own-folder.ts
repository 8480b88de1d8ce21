import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './file-error.ts';

const othersMayWrite = 0o022;
const sticky = 0o1000;

/** Whether nobody but the owner may write; `userId` is undefined where users have no numbers (Windows). */
export function isOwn(
  { uid, mode }: { readonly uid: number; readonly mode: number },
  userId: number | undefined,
): boolean {
  return userId === undefined || (uid === userId && (mode & othersMayWrite) === 0);
}

/**
 * Whether the folder is the user's, and nobody else can have put something into it or another folder into its place.
 * Throws what the file system says where it is missing.
 */
export function isOwnFolder(folder: string, userId: number | undefined): boolean {
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || !isOwn(stats, userId)) return false;
  return userId === undefined || isSafe(dirname(realpathSync.native(folder)), userId);
}

/**
 * Makes the folder, and the one that it stands in where that is missing, and tells whether it is the user's own. Nothing
 * is made where others may write.
 */
export function makeOwnFolder(folder: string, userId: number | undefined): boolean {
  const above = dirname(folder);
  return (
    makeIn(dirname(above), above, userId) && makeIn(above, folder, userId) && isOwnFolder(folder, userId)
  );
}

function makeIn(above: string, folder: string, userId: number | undefined): boolean {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return true;
  if (userId !== undefined && !isSafe(realpathSync.native(above), userId)) return false;
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    // Another run was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return true;
}

/** The folder, by its real path, and all above it: whoever may rename one of these may put another into its place. */
function isSafe(folder: string, userId: number): boolean {
  for (let above = folder; ; above = dirname(above)) {
    const { uid, mode } = statSync(above);
    if (uid !== userId && uid !== 0) return false;
    // In a sticky folder, as /tmp, only the owner renames; but it is a place for what all may see, not for code.
    const isShared = (mode & othersMayWrite) !== 0;
    if (isShared && (above === folder || (mode & sticky) === 0)) return false;
    if (dirname(above) === above) return true;
  }
}

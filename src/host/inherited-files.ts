import { fstatSync, type Stats } from 'node:fs';

/** Node marks these, and no others, to be closed where a program is started (libuv, `uv_disable_stdio_inheritance`). */
const [firstMarked, lastMarked] = [3, 15] as const;

interface Open {
  readonly file: number;
  readonly stats: Stats;
}

/**
 * Files beside the three usual ones that were open when we were started, as `3< file` of a shell or the pipes of `make`:
 * the program would have them without us. Node's own are among the same numbers: they are of no kind that has a name,
 * pipes with both of their ends here, and `/dev/null`.
 */
export function inheritedFiles(): readonly number[] {
  if (process.platform === 'win32') return [];
  const open = range(firstMarked, lastMarked).flatMap(statsOf);
  const usual = range(0, 2).flatMap(statsOf);
  // Node takes the lowest numbers that are free: whatever stands below its first file was there before.
  const ownFrom = open.find(({ stats }) => isNameless(stats))?.file ?? firstMarked;
  return open
    .filter(({ file, stats }) => file < ownFrom || !isOwn(stats, open, usual))
    .map(({ file }) => file);
}

function isOwn(stats: Stats, open: readonly Open[], usual: readonly Open[]): boolean {
  if (isNameless(stats)) return true;
  const isSame = (other: Open) => other.stats.ino === stats.ino && other.stats.dev === stats.dev;
  if (stats.isFIFO()) return open.filter(isSame).length > 1 && !usual.some(isSame);
  return stats.isCharacterDevice() && !usual.some(isSame);
}

function isNameless(stats: Stats): boolean {
  const isKnown = stats.isFile() || stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();
  return !isKnown && !stats.isDirectory() && !stats.isBlockDevice();
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function statsOf(file: number): readonly Open[] {
  try {
    return [{ file, stats: fstatSync(file) }];
  } catch {
    return [];
  }
}

import type { Host } from '../../core/host.ts';

type Place = Pick<Host, 'platform' | 'cwd'>;

/** A path as a file names it, from where the program runs: relative ones start at the file's folder. */
export function besideFile(host: Place, file: string, path: string): string {
  if (isAbsolute(host, path)) return path;
  const folder = file.slice(0, folderEnd(host, file));
  return folder === '' ? path : folder + path;
}

/**
 * The path without folders that it leaves again, `tests/../app.json` as `app.json`: the same file, unless such a folder is
 * a link.
 */
export function withoutDetours(host: Place, path: string): string {
  const parts: string[] = [];
  for (const part of path.split(host.platform === 'windows' ? /[\\/]/ : '/')) {
    const last = parts.at(-1);
    const isFolder = last !== undefined && last !== '' && last !== '..' && !/^[a-z]:$/i.test(last);
    if (part === '..' && isFolder) parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** How `file` can name `path`, both from where the program runs: relative where that is possible. */
export function pathFrom(host: Place, file: string, path: string): string {
  if (isAbsolute(host, path)) return path;
  const [from, to] = [partsOf(host, file).slice(0, -1), partsOf(host, path)];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  // Another drive cannot be reached from here.
  if (shared === 0 && host.platform === 'windows') return to.join('/');
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** The path from the root, the same however it was written. */
export function wholePath(host: Place, path: string): string {
  return `${host.platform === 'windows' ? '' : '/'}${partsOf(host, path).join('/')}`;
}

/** The parts of the absolute path, without `.` and `..`; above a drive is nothing. */
function partsOf(host: Place, path: string): readonly string[] {
  const whole = isAbsolute(host, path) ? path : `${host.cwd}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split(host.platform === 'windows' ? /[\\/]/ : '/')) {
    if (part === '..') {
      const isTop = host.platform === 'windows' && parts.length === 1;
      if (!isTop) parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

function folderEnd({ platform }: Place, file: string): number {
  return (
    (platform === 'windows'
      ? Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
      : file.lastIndexOf('/')) + 1
  );
}

function isAbsolute({ platform }: Place, path: string): boolean {
  return platform === 'windows' ? /^([a-z]:)?[\\/]/i.test(path) : path.startsWith('/');
}

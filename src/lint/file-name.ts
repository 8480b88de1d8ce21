import { compileGlob } from '../core/glob.ts';

/**
 * A file's name from a folder, with forward slashes: the same from whatever folder it was named, and however. One that
 * lies elsewhere keeps its absolute name.
 */
export function nameFrom(folder: string, cwd: string, file: string): string {
  const [from, whole] = [partsOf(folder, cwd), partsOf(file, cwd)];
  const isInside = from.every((part, index) => part === whole[index]);
  return isInside ? whole.slice(from.length).join('/') : whole.join('/');
}

/** The parts of the absolute name; the first is the root. */
function partsOf(path: string, cwd: string): readonly string[] {
  const whole = /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path) ? path : `${cwd}/${path}`;
  const parts: string[] = [];
  const [root = '', ...rest] = whole.replaceAll('\\', '/').split('/');
  for (const part of rest) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return [root, ...parts];
}

/** The folder of a file. */
export function folderOf(file: string): string {
  return file.replace(/[^/\\]*$/, '') || '.';
}

/** Whether a file's name fits a pattern: `*` and `?` stay in their folder, `**` does not. */
export function fitsFile(pattern: string, file: string): boolean {
  return matchParts(
    pattern.replaceAll('\\', '/').replace(/^\.\//, '').split('/'),
    file.replaceAll('\\', '/').replace(/^\.\//, '').split('/'),
  );
}

function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // By the row: which beginnings of the name the pattern so far can take.
  let reached = new Set([0]);
  for (const piece of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (piece === '**') for (let end = at; end <= parts.length; end++) next.add(end);
      else if (at < parts.length && compileGlob(piece).matches(parts[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
}

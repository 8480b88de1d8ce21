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

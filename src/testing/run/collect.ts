import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';
import { nameFrom } from '../../lint/file-name.ts';
import { walk } from '../../lint/read/walk.ts';

/** What a file of tests is called where a folder is looked through. */
export const testFile = /\.iamx\.(?:ya?ml|jsonl?)$/i;

export interface Collected {
  readonly files: readonly string[];
  /** Those that were looked through. */
  readonly folders: readonly string[];
  /** Those that nobody may look through: their tests are not known. */
  readonly closed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The files of the paths: those that are named, and of folders all that are called as tests are, in the order of their
 * names. What was left out, and why, stands beside them.
 */
export async function collect(host: Host, paths: readonly string[]): Promise<Collected> {
  const { files, notes, folders, closed } = await walk(host, paths.length === 0 ? ['.'] : paths, testFile);
  const found = files.map(({ path }) => path);
  const empty = paths.length < 2 ? [] : foldersWithout(host, paths, found, folders);
  return { files: found, folders, closed, diagnostics: [...notes, ...empty.map(emptyFolder)] };
}

/** Named folders in which no file of tests was found. */
function foldersWithout(
  host: Host,
  paths: readonly string[],
  files: readonly string[],
  folders: readonly string[],
): readonly string[] {
  const name = (path: string) => nameFrom('.', host.cwd, path).replace(/\/$/, '');
  const names = files.map(name);
  const looked = new Set(folders.map(name));
  return paths.filter((path) => {
    const folder = name(path);
    if (!looked.has(folder) || folder === '' || folder === '.') return false;
    return !names.some((file) => file.startsWith(`${folder}/`));
  });
}

function emptyFolder(path: string): Diagnostic {
  return {
    code: 'test/no-file',
    severity: 'warning',
    message: `there is no test in ${quoted(path)}`,
    hint: 'Files of tests are called `NAME.iamx.yaml`, `.iamx.json` or `.iamx.jsonl`.',
  };
}

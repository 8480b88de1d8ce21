import { IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';
import { fitsFile, nameFrom } from '../file-name.ts';

/** A file to look at. */
export interface FileToRead {
  readonly path: string;
  /** Named by the user, not found in a folder: it has to be a policy. */
  readonly isNamed: boolean;
}

export interface Walked {
  readonly files: readonly FileToRead[];
  /** What was left out, and why. */
  readonly notes: readonly Diagnostic[];
  /** Folders that were looked through. */
  readonly folders: readonly string[];
  /** Folders that nobody may look through. */
  readonly closed: readonly string[];
}

/** Folders that hold what others wrote. */
const foreignFolders = new Set(['node_modules', '.git', '.terraform', '.venv', '__pycache__']);
const readable = /\.(?:json|ya?ml|template|tf)$/i;
/** A folder in a folder in a folder …: deeper ones are a loop, or no place for policies. */
const mostDepth = 64;

/** Whether a file found in a folder is looked into. */
export function mayHoldPolicy(name: string): boolean {
  return readable.test(name) && !name.split('/').some((part) => foreignFolders.has(part));
}

/**
 * The files of the paths: of a folder all whose names fit, those that may hold a policy, in the order of their names; of a
 * pattern that no shell has put in, all that it matches. Throws `file-missing` where it matches none.
 */
export async function walk(host: Host, paths: readonly string[], fits = readable): Promise<Walked> {
  const files: FileToRead[] = [];
  const notes: Diagnostic[] = [];
  const folders: string[] = [];
  const closed: string[] = [];
  const seen = new Set<string>();
  const add = (path: string, isNamed: boolean) => {
    const name = nameFrom('.', host.cwd, path);
    if (seen.has(name)) return;
    seen.add(name);
    files.push({ path, isNamed });
  };
  const mayRead = (_: string, name: string) => fits.test(name);
  for (const path of paths) {
    const info = path === '-' ? undefined : await inspect(host, path);
    if (info?.kind === 'directory') await walkFolder(host, path, { add, notes, folders, closed, mayRead });
    else if (info === undefined && /[*?]/.test(path))
      await walkPattern(host, path, { add, notes, folders, closed });
    else add(path, true);
  }
  return { files, notes, folders, closed };
}

interface Walk {
  readonly add: (path: string, isNamed: boolean) => void;
  readonly notes: Diagnostic[];
  readonly folders: string[];
  readonly closed: string[];
  readonly mayRead: (path: string, name: string) => boolean;
}

async function walkPattern(
  host: Host,
  pattern: string,
  { add, notes, folders, closed }: Omit<Walk, 'mayRead'>,
): Promise<void> {
  const slashed = host.platform === 'windows' ? pattern.replaceAll('\\', '/') : pattern;
  const fixed = slashed.slice(0, slashed.lastIndexOf('/', slashed.search(/[*?]/)) + 1);
  let count = 0;
  await walkFolder(host, fixed === '' ? '.' : fixed, {
    add: (path) => {
      count++;
      add(path, false);
    },
    notes,
    folders,
    closed,
    mayRead: (path) => fitsFile(slashed, path),
  });
  if (count > 0) return;
  throw new IamxError('file-missing', `no file fits ${quoted(pattern)}`, {
    hint: '`*` stays in its folder, `**` stands for folders.',
  });
}

async function walkFolder(host: Host, folder: string, walking: Walk, depth = 0): Promise<void> {
  const { add, notes, folders, closed, mayRead } = walking;
  if (depth > mostDepth) {
    notes.push(note('lint/too-deep', `${quoted(folder)} lies too deep and was left out`));
    return;
  }
  let names: readonly string[];
  try {
    names = await host.listFolder(folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    closed.push(folder);
    notes.push(note('lint/unreadable-folder', `${quoted(folder)} cannot be read and was left out`));
    return;
  }
  folders.push(folder);
  const separator = host.platform === 'windows' && folder.includes('\\') ? '\\' : '/';
  const start = folder === '.' ? '' : /[/\\]$/.test(folder) ? folder : folder + separator;
  for (const name of names) {
    const path = start + name;
    const info = await inspect(host, path);
    if (info?.kind === 'directory') {
      if (foreignFolders.has(name)) continue;
      if (info.isLink === true)
        notes.push(note('lint/link', `${quoted(path)} is a link to a folder and was left out`));
      else await walkFolder(host, path, walking, depth + 1);
    } else if (mayRead(path, name)) {
      if (info === undefined)
        notes.push(note('lint/link', `${quoted(path)} is a link that leads to no file and was left out`));
      else if (info.kind === 'file') add(path, false);
      else notes.push(note('lint/no-file', `${quoted(path)} is a pipe or a device and was left out`));
    }
  }
}

function note(code: string, message: string): Diagnostic {
  return { code, severity: 'info', message };
}

async function inspect(host: Host, path: string) {
  try {
    return await host.inspect(path);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

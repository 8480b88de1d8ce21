import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';

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
}

/** Folders that hold what others wrote. */
const foreignFolders = new Set(['node_modules', '.git', '.terraform', '.venv', '__pycache__']);
const readable = /\.(?:json|ya?ml|template|tf)$/i;
/** A folder in a folder in a folder …: deeper ones are a loop, or no place for policies. */
const mostDepth = 64;

/** The files of the paths: of a folder all whose names fit, those that may hold a policy, in the order of their names. */
export async function walk(host: Host, paths: readonly string[], fits = readable): Promise<Walked> {
  const files: FileToRead[] = [];
  const notes: Diagnostic[] = [];
  const seen = new Set<string>();
  const add = (path: string, isNamed: boolean) => {
    if (seen.has(path)) return;
    seen.add(path);
    files.push({ path, isNamed });
  };
  for (const path of paths) {
    const info = path === '-' ? undefined : await inspect(host, path);
    if (info?.kind === 'directory') await walkFolder(host, path, { add, notes, fits });
    else add(path, true);
  }
  return { files, notes };
}

interface Walk {
  readonly add: (path: string, isNamed: boolean) => void;
  readonly notes: Diagnostic[];
  readonly fits: RegExp;
}

async function walkFolder(host: Host, folder: string, walking: Walk, depth = 0): Promise<void> {
  const { add, notes, fits } = walking;
  if (depth > mostDepth) {
    notes.push(note('lint/too-deep', `${quoted(folder)} lies too deep and was left out`));
    return;
  }
  let names: readonly string[];
  try {
    names = await host.listFolder(folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    notes.push(note('lint/unreadable-folder', `${quoted(folder)} cannot be read and was left out`));
    return;
  }
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
    } else if (info?.kind === 'file' && fits.test(name)) add(path, false);
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

import { command, typedPath } from '../core/command.ts';
import { listed } from '../core/listed.ts';
import { IamxError } from '../core/error.ts';
import { FileError, type Host } from '../core/host.ts';
import { nearest } from '../core/nearest.ts';
import { hideSecrets } from '../output/secret.ts';
import { decodeText, type TextFile } from './text.ts';

/** A text that does not fit in memory as one string is no document. */
const sizeLimit = 256 * 1024 * 1024;

/**
 * The text of a file, with what was odd about its bytes; `-` is standard input. Throws `file-missing`,
 * `file-unreadable`, `file-not-text`, `file-empty`, each with what to do next.
 */
export async function readTextFile(host: Host, path: string): Promise<TextFile> {
  return decodeText(path, path === '-' ? await readInput(host) : await readBytes(host, path));
}

async function readInput(host: Host): Promise<Uint8Array> {
  if (host.stdin.isTerminal) {
    throw new IamxError('usage', '`-` reads standard input, and nothing is piped into it', {
      hint: 'Pipe the text in: `cat policy.json | iamx …`, or name a file',
    });
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of host.streamInput()) {
    size += piece.length;
    if (size > sizeLimit) throw tooLarge('-');
    pieces.push(piece);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function tooLarge(path: string): IamxError {
  return new IamxError('file-unreadable', `\`${path}\` is larger than ${sizeLimit / 1024 / 1024} MB`, {
    hint: 'Check that this is the right file',
  });
}

async function readBytes(host: Host, path: string): Promise<Uint8Array> {
  try {
    return await host.readFile(path, { mostBytes: sizeLimit });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw await fileErrorOf(host, path, error);
  }
}

/** Why a file cannot be read, and what to do next. */
export async function fileErrorOf(host: Host, path: string, error: FileError): Promise<IamxError> {
  const told = await tellFileError(host, path, error);
  // A hint quotes pieces of the path, and a piece of a secret looks like none.
  return hideSecrets(path) === path
    ? told
    : new IamxError(told.code, told.message, { hint: 'Check the path', cause: error });
}

async function tellFileError(host: Host, path: string, error: FileError): Promise<IamxError> {
  const cause = error;
  switch (error.code) {
    case 'missing':
      return new IamxError('file-missing', `no such file: \`${path}\``, {
        hint: await hintForMissing(host, path),
        cause,
      });
    case 'directory':
      return new IamxError('file-unreadable', `\`${path}\` is a folder, not a file`, {
        hint: await hintForFolder(host, path),
        cause,
      });
    case 'not-directory':
      return new IamxError(
        'file-missing',
        `no such file: \`${path}\`, since a part of its path is no folder`,
        {
          hint: 'Check the path',
          cause,
        },
      );
    case 'denied': {
      const hint =
        (host.platform === 'posix' ? command`chmod +r ${typedPath(path)}` : undefined) ??
        'ask its owner for read permission';
      return new IamxError('file-unreadable', `cannot read \`${path}\`: permission denied`, { hint, cause });
    }
    case 'too-large':
      return tooLarge(path);
    case 'not-a-file':
      return new IamxError('file-unreadable', `\`${path}\` is a socket or a device, not a file`, {
        hint: 'Check the path',
        cause,
      });
    case 'link-circle':
      return new IamxError('file-unreadable', `\`${path}\` is a link that leads back to itself`, {
        hint: 'Check where it leads: ls -l shows it',
        cause,
      });
    case 'late':
      return new IamxError(
        'file-unreadable',
        `\`${path}\` is a pipe or a device, and nothing comes out of it`,
        {
          hint: 'Start what writes to it first, or name an ordinary file',
          cause,
        },
      );
    case 'exists':
    case 'read-only':
    case 'full':
    case 'other':
      return new IamxError('file-unreadable', `cannot read \`${path}\`${systemReason(error)}`, {
        hint: 'Check that it is an ordinary file',
        cause,
      });
  }
}

function systemReason(error: FileError): string {
  return error.cause instanceof Error ? `: ${error.cause.message}` : '';
}

async function hintForMissing(host: Host, path: string): Promise<string> {
  const [folder, name] = splitPath(host, path);
  const names = await namesIn(host, folder === '' ? '.' : folder);
  if (names === undefined)
    return `The folder \`${folder}\` does not exist either; the current one is \`${host.cwd}\``;
  if (names.includes(name)) return 'It is a link, and nothing is where it leads: ls -l shows it';
  if (/[*?]/.test(name)) return 'No file matches the pattern';
  const found = names.find((other) => other.startsWith(`${name}.`)) ?? nearest(name, names);
  if (found !== undefined) return `Did you mean \`${folder}${found}\`?`;
  const others = documentsAmong(names);
  return others.length === 0
    ? `Check the path; the current folder is \`${host.cwd}\``
    : `There are ${listedIn(folder, others)}`;
}

async function hintForFolder(host: Host, path: string): Promise<string> {
  const separator = host.platform === 'windows' && path.includes('\\') ? '\\' : '/';
  const folder = splitPath(host, path)[1] === '' ? path : `${path}${separator}`;
  const names = documentsAmong((await namesIn(host, path)) ?? []);
  return names.length === 0
    ? 'Name a file; it holds no `.json` or `.yaml` file'
    : `Name a file in it: ${listedIn(folder, names)}`;
}

const listLimit = 4;

function listedIn(folder: string, names: readonly string[]): string {
  return listed(
    names.map((name) => `\`${folder}${name}\``),
    listLimit,
  );
}

function documentsAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => /\.(?:json|ya?ml)$/i.test(name));
}

/** The folder with its separator, empty where there is none; and the last name. */
function splitPath(host: Host, path: string): readonly [folder: string, name: string] {
  const slash =
    host.platform === 'windows'
      ? Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
      : path.lastIndexOf('/');
  return [path.slice(0, slash + 1), path.slice(slash + 1)];
}

/** Undefined where the folder cannot be listed. */
async function namesIn(host: Host, folder: string): Promise<readonly string[] | undefined> {
  try {
    return await host.listFolder(folder);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

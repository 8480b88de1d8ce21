import { posix, win32 } from 'node:path';
import { FileError } from '../core/host.ts';
import { Secrets } from '../core/secrets.ts';
import type {
  FileErrorCode,
  FileInfo,
  ForegroundRequest,
  ForegroundResult,
  Happening,
  Host,
  HttpRequest,
  HttpResult,
  ProcessRequest,
  ProcessResult,
  Watch,
} from '../core/host.ts';

/** A file's content, the error that reading it gives, or content with what `inspect` tells about it. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly error: FileErrorCode }
  | {
      readonly content: string | Uint8Array;
      readonly isLink?: true;
      readonly mode?: number;
      /** Milliseconds since the epoch. */
      readonly modifiedAt?: number;
    };

export interface MemoryWorld {
  /** Path, absolute or from `cwd`, to file. The folders above a file exist. */
  readonly files?: Readonly<Record<string, MemoryFile>>;
  /** Folders that this user may not write. */
  readonly sealed?: readonly string[];
  /** Empty folders; `{ error }` goes into `files`. */
  readonly folders?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch; 2026-01-31T12:00:00Z if not given. */
  readonly now?: number;
  readonly stdin?: string | Uint8Array;
  /** Pieces have this many bytes at most, for readers that must not depend on where input is cut. */
  readonly pieceBytes?: number;
  readonly columns?: number;
  /** What is typed at hidden questions, in order; on a terminal only. */
  readonly typed?: readonly string[];
  /** Of all three streams; standard input with given text is never a terminal. */
  readonly isTerminal?: boolean;
  readonly homeFolder?: string;
  readonly cwd?: string;
  readonly platform?: Host['platform'];
  /** Answers by `METHOD url`, or one function for all; a request without an answer is refused. */
  readonly http?:
    Readonly<Record<string, HttpResult>> | ((request: HttpRequest) => HttpResult | Promise<HttpResult>);
  /** What a proxy answers to a request that names one; without it none listens. */
  readonly proxied?: (request: HttpRequest) => HttpResult;
  /** Results by command line, or one function for all; a program without a result does not exist. */
  readonly processes?:
    | Readonly<Record<string, ProcessResult>>
    | ((request: ProcessRequest) => ProcessResult | Promise<ProcessResult>);
  /** What comes of a program that is run in our place; without it there is none. */
  readonly foreground?: (request: ForegroundRequest) => ForegroundResult;
  /** What somebody who watches sees, one after the other; then comes Ctrl-C. */
  readonly happenings?: readonly Happening[];
}

export interface MemoryHost extends Host {
  /** Absolute path to text, of every file written. */
  readonly written: ReadonlyMap<string, string>;
  /** Absolute path of every file read, in order, repeated when read again. */
  readonly read: readonly string[];
  readonly requests: readonly HttpRequest[];
  readonly started: readonly ProcessRequest[];
  /** Programs that were run in our place. */
  readonly foreground: readonly ForegroundRequest[];
  /** Hidden questions that were asked. */
  readonly questions: readonly string[];
  readonly progress: readonly string[];
}

const defaultNow = Date.UTC(2026, 0, 31, 12);

/** A Host made of plain data: nothing outside the given world is ever read or changed. */
export function memoryHost(world: MemoryWorld = {}): MemoryHost {
  const platform = world.platform ?? 'posix';
  const paths = platform === 'windows' ? win32 : posix;
  const homeFolder = world.homeFolder ?? (platform === 'windows' ? 'C:\\Users\\user' : '/home/user');
  const cwd = world.cwd ?? paths.join(homeFolder, 'work');
  const now = world.now ?? defaultNow;
  const absolute = (path: string) => paths.resolve(cwd, path);

  const files = new Map<string, MemoryFile>();
  for (const [path, file] of Object.entries(world.files ?? {})) files.set(absolute(path), file);
  const folders = new Set([absolute(cwd), absolute(homeFolder)]);
  const addFolders = (path: string) => {
    const folder = paths.dirname(path);
    if (folder !== path && !folders.has(folder)) {
      folders.add(folder);
      addFolders(folder);
    }
  };
  for (const folder of world.folders ?? []) folders.add(absolute(folder));
  for (const path of [...files.keys(), ...folders]) addFolders(path);

  const written = new Map<string, string>();
  const read: string[] = [];
  const requests: HttpRequest[] = [];
  const started: ProcessRequest[] = [];
  const foreground: ForegroundRequest[] = [];
  const questions: string[] = [];
  const progress: string[] = [];

  /** The error of the nearest thing above the path that is not a folder. */
  const errorAbove = (path: string): FileErrorCode | undefined => {
    const folder = paths.dirname(path);
    if (folder === path) return undefined;
    const file = files.get(folder);
    if (file === undefined) return errorAbove(folder);
    return isError(file) ? file.error : 'not-directory';
  };

  const isSealed = (path: string) =>
    (world.sealed ?? []).some((folder) => absolute(path).startsWith(`${folder}${paths.sep}`));

  const readBytes = (path: string): Uint8Array => {
    const at = absolute(path);
    read.push(at);
    const file = files.get(at);
    if (file === undefined) {
      throw new FileError(folders.has(at) ? 'directory' : (errorAbove(at) ?? 'missing'), path);
    }
    if (isError(file)) throw new FileError(file.error, path);
    return bytesOf(contentOf(file));
  };

  /** The absolute path of what may be written. */
  const writable = (path: string): string => {
    const at = absolute(path);
    const old = files.get(at);
    if (folders.has(at)) throw new FileError('directory', path);
    if (old !== undefined && isError(old) && old.error !== 'missing') throw new FileError(old.error, path);
    const above = errorAbove(at);
    if (above !== undefined) throw new FileError(above, path);
    return at;
  };

  const isTerminal = world.isTerminal ?? false;
  const terminal = { isTerminal, ...(world.columns === undefined ? {} : { columns: world.columns }) };

  return {
    secrets: new Secrets(),
    env: world.env ?? {},
    platform,
    cwd,
    homeFolder,
    stdout: terminal,
    stderr: terminal,
    stdin: { isTerminal: isTerminal && world.stdin === undefined },
    written,
    read,
    requests,
    started,
    foreground,
    questions,
    progress,
    now: () => now,
    readFile: (path, { mostBytes = Infinity } = {}) =>
      promised(() => {
        const bytes = readBytes(path);
        if (bytes.length > mostBytes) throw new FileError('too-large', path);
        return bytes;
      }),
    writeFile: (path, content) =>
      promised(() => {
        const at = writable(path);
        addFolders(at);
        files.set(at, content);
        written.set(at, content);
      }),
    reserveFile: (path) =>
      promised(() => {
        const at = writable(path);
        return {
          commit: (content) =>
            promised(() => {
              files.set(writable(path), content);
              written.set(at, content);
            }),
          drop: () => Promise.resolve(),
        };
      }),
    inspect: (path) =>
      promised((): FileInfo | undefined => {
        const at = absolute(path);
        const file = files.get(at);
        if (file === undefined) {
          return folders.has(at) ? { kind: 'directory', size: 0, modifiedAt: now } : undefined;
        }
        if (isError(file)) {
          // A file that may not be read can still be looked at; only what is above it can forbid that.
          if (file.error === 'missing') return undefined;
          return { kind: file.error === 'directory' ? 'directory' : 'file', size: 0, modifiedAt: now };
        }
        const told = typeof file === 'object' && 'content' in file ? file : {};
        const { mode, isLink, modifiedAt = now }: Partial<FileInfo> = told;
        const size = bytesOf(contentOf(file)).length;
        return {
          kind: 'file',
          size,
          modifiedAt,
          ...(mode === undefined ? {} : { mode }),
          ...(isLink === undefined ? {} : { isLink }),
        };
      }),
    mayCreate: (path) => Promise.resolve(!isSealed(path) && errorAbove(absolute(path)) === undefined),
    mayWrite: (path) =>
      Promise.resolve(
        !isSealed(path) &&
          !(world.sealed ?? []).includes(absolute(path)) &&
          errorAbove(absolute(path)) === undefined,
      ),
    listFolder: (path) =>
      promised(() => {
        const at = absolute(path);
        const file = files.get(at);
        if (file !== undefined) throw new FileError(isError(file) ? file.error : 'not-directory', path);
        if (!folders.has(at)) throw new FileError(errorAbove(at) ?? 'missing', path);
        const inside = [...files.keys(), ...folders].filter(
          (entry) => entry !== at && paths.dirname(entry) === at,
        );
        return [...new Set(inside.map((entry) => paths.basename(entry)))].sort();
      }),
    streamFile: (path) => pieces(() => readBytes(path), world.pieceBytes),
    streamInput: () => pieces(() => bytesOf(world.stdin ?? ''), world.pieceBytes),
    askHidden: (question) => {
      if (!isTerminal) return Promise.resolve(undefined);
      questions.push(question);
      return Promise.resolve(world.typed?.[questions.length - 1] ?? '');
    },
    showProgress: (text) => {
      if (isTerminal) progress.push(text);
    },
    runProcess: async (request) => {
      started.push(request);
      if (typeof world.processes === 'function') return world.processes(request);
      return (
        world.processes?.[[request.file, ...request.args].join(' ')] ?? {
          kind: 'not-started',
          reason: 'missing',
        }
      );
    },
    runForeground: (request) => {
      foreground.push(request);
      return Promise.resolve(world.foreground?.(request) ?? { kind: 'not-started', failure: 'missing' });
    },
    watch: () => Promise.resolve(happenings(world.happenings ?? [])),
    sendHttp: async (request) => {
      requests.push(request);
      const refused: HttpResult = { kind: 'failed', phase: 'connect', message: 'connection refused' };
      if (request.proxy !== undefined) return world.proxied?.(request) ?? refused;
      if (typeof world.http === 'function') return world.http(request);
      return world.http?.[`${request.method} ${request.url}`] ?? refused;
    },
  };
}

function isError(file: MemoryFile): file is { readonly error: FileErrorCode } {
  return typeof file === 'object' && 'error' in file;
}

function contentOf(file: Exclude<MemoryFile, { readonly error: FileErrorCode }>): string | Uint8Array {
  return typeof file === 'object' && 'content' in file ? file.content : file;
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function happenings(all: readonly Happening[]): Watch {
  const left = all.values();
  return {
    follow: () => undefined,
    next: () => Promise.resolve(left.next().value ?? { kind: 'end' }),
    goesOn: () => Promise.resolve(true),
    close: () => undefined,
  };
}

/** What the function returns or throws, as a promise, as the real host gives it. */
function promised<T>(compute: () => T): Promise<T> {
  return new Promise((resolve) => resolve(compute()));
}

async function* pieces(read: () => Uint8Array, pieceBytes = 65_536): AsyncIterable<Uint8Array> {
  const bytes = await promised(read);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
  }
}

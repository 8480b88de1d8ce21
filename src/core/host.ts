import type { Secrets } from './secrets.ts';

/**
 * The world, as far as a command may touch it. `host/node.ts` is the real one; tests and `iamx demo` run on
 * one made of plain data (`host/memory.ts`).
 */

export type FileErrorCode =
  | 'missing'
  | 'denied'
  | 'directory'
  | 'not-directory'
  | 'exists'
  | 'read-only'
  | 'full'
  /** A pipe or a device, out of which nothing came in time. */
  | 'late'
  | 'too-large'
  /** A socket, or a device without hardware behind it. */
  | 'not-a-file'
  /** Links that lead to one another. */
  | 'link-circle'
  | 'other';

/** A file could not be read or written. Capabilities turn it into an `IamxError` that says what to do. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string, cause?: unknown) {
    super(`${path}: ${code}`, cause === undefined ? undefined : { cause });
    this.name = 'FileError';
    this.code = code;
    this.path = path;
  }
}

export interface FileInfo {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** The path is a link to it. */
  readonly isLink?: true;
  /** Permission bits, absent where the platform has none (Windows). */
  readonly mode?: number;
}

/** How far a file is read. */
export interface ReadLimit {
  /** For what comes out of a pipe or a device; as long as it takes where nothing is said. */
  readonly waitMs?: number;
  readonly mostBytes?: number;
}

/** A place on the disk for a file that holds a secret; readable by the user alone. */
export interface Reserved {
  /** Throws `FileError`. */
  commit(content: string): Promise<void>;
  /** Gives the place up; after `commit` nothing is left to do. */
  drop(): Promise<void>;
}

export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  /** Run through the platform's shell: `file` is then the whole command line. */
  readonly shell: boolean;
  readonly timeoutMs: number;
  /** Output beyond this many bytes is cut and `truncated` set. */
  readonly maxOutputBytes: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export type ProcessResult =
  | {
      readonly kind: 'exited';
      readonly status: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly truncated: boolean;
    }
  | { readonly kind: 'timed-out' }
  /** It was ended since it went on printing. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'not-started'; readonly reason: 'missing' | 'denied' | 'other' };

/** A program that is run in our place. */
export interface ForegroundRequest {
  readonly file: string;
  readonly args: readonly string[];
  /** Of its standard error so much is kept: the end. */
  readonly keptBytes: number;
}

export type ForegroundResult =
  | {
      readonly kind: 'ended';
      /** As a shell has it: 128 and the signal's number where one ended it. */
      readonly status: number;
      /** What it wrote to standard error; all of it was passed on. */
      readonly written: readonly Uint8Array[];
      readonly isCut: boolean;
    }
  | { readonly kind: 'not-started'; readonly failure: 'missing' | 'denied' | 'other' };

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Who is asked to pass it on, as a variable names it; asked directly if not given. */
  readonly proxy?: string;
  readonly timeoutMs: number;
}

export type HttpResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | {
      readonly kind: 'failed';
      readonly phase: 'dns' | 'connect' | 'tls' | 'timeout' | 'http';
      readonly message: string;
    };

export interface Terminal {
  readonly isTerminal: boolean;
  /** Columns, where a terminal tells. */
  readonly columns?: number | undefined;
}

/** Where output goes. */
export interface Streams {
  /** False once nobody reads any more, as after `| head`: writing on is of no use. Throws `FileError`. */
  writeOut(text: string): Promise<boolean>;
  writeErr(text: string): Promise<boolean>;
}

/** Something that a program which goes on waits for. */
export type Happening =
  /** Files that were written, made, renamed or removed, or folders of such; absolute paths. */
  | { readonly kind: 'changed'; readonly paths: readonly string[] }
  /** A key of the terminal, as what it types. */
  | { readonly kind: 'key'; readonly key: string }
  /** Ctrl-C. From now on nothing else happens. */
  | { readonly kind: 'end' };

/** Looks at files, at the terminal and for Ctrl-C, until it is closed. */
export interface Watch {
  /** From now on changes of these files are told, and of all that stands in these folders; whatever was followed before stays so. */
  follow(files: readonly string[], folders: readonly string[]): void;
  /** What happens next, or happened since it was asked last: changes are told when some moments went by without another one. */
  next(): Promise<Happening>;
  /** Between two steps of long work: lets Ctrl-C come in. False where it came. */
  goesOn(): Promise<boolean>;
  close(): void;
}

export interface Host {
  /** What was read here and must not come out. */
  readonly secrets: Secrets;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: 'posix' | 'windows';
  /** Absolute path of the current folder, with the platform's separators. */
  readonly cwd: string;
  readonly homeFolder: string;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly stdin: Terminal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Relative paths are taken from `cwd`. Throws `FileError`. */
  readFile(path: string, limit?: ReadLimit): Promise<Uint8Array>;
  /**
   * Creates the file's folder where it is missing; writes whole or not at all. A private file is the user's alone from the
   * moment it exists. Throws `FileError`.
   */
  writeFile(path: string, content: string, kind?: 'private'): Promise<void>;
  /**
   * Makes sure that so many bytes can take the place of a file, and that no other run of iamx is about to: it is waited
   * for. Throws `FileError`, with `exists` where the other one takes longer.
   */
  reserveFile(path: string, bytes: number, waitMs: number): Promise<Reserved>;
  /** Undefined where nothing is there. Throws `FileError` otherwise. */
  inspect(path: string): Promise<FileInfo | undefined>;
  /** Whether a file could be made there, its missing folders with it. Nothing is written to find out. */
  mayCreate(path: string): Promise<boolean>;
  /** Whether the file could be written in its place, or made where it is missing. Nothing is written to find out. */
  mayWrite(path: string): Promise<boolean>;
  /** Names in the folder, sorted. Throws `FileError`. */
  listFolder(path: string): Promise<readonly string[]>;
  /** The file's bytes in pieces, for input that does not fit in memory. Throws `FileError` while iterating. */
  streamFile(path: string): AsyncIterable<Uint8Array>;
  /** Standard input in pieces; it can be read once. */
  streamInput(): AsyncIterable<Uint8Array>;
  /** Asks on the terminal for something that is not shown while it is typed; undefined where nobody can be asked. */
  askHidden(question: string): Promise<string | undefined>;
  /** One line that takes the place of the last one, on standard error where that is a terminal; empty clears it. */
  showProgress(text: string): void;
  runProcess(request: ProcessRequest): Promise<ProcessResult>;
  /** Our standard input and output, terminal, signals and environment are the program's until it ends. */
  runForeground(request: ForegroundRequest): Promise<ForegroundResult>;
  watch(): Promise<Watch>;
  sendHttp(request: HttpRequest): Promise<HttpResult>;
}

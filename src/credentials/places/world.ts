import type { Announce } from '../../core/answer.ts';
import { IamxError } from '../../core/error.ts';
import {
  FileError,
  type FileErrorCode,
  type FileInfo,
  type Host,
  type HttpRequest,
  type HttpResult,
  type ReadLimit,
} from '../../core/host.ts';
import { Raw, reveal } from '../../core/raw.ts';
import type { Shown } from '../../core/shown.ts';
import { printPath } from '../../printers/addresses.ts';
import { noteAnswer, noteValue } from './note-secrets.ts';
import { settingOf, type Setting } from './settings.ts';

/** How far to go: files only · metadata endpoints too · everything that the SDK itself would do. */
export type Mode = 'offline' | 'default' | 'live';

export type FileText =
  | {
      readonly kind: 'text';
      /** Without the byte order mark. */
      readonly text: string;
      readonly hasByteOrderMark: boolean;
      readonly isUtf8: boolean;
    }
  | { readonly kind: 'failed'; readonly code: FileErrorCode };

const missing: FileText = { kind: 'failed', code: 'missing' };

/** A hundred thousand profiles have a quarter of it. */
const mostBytes = 64 * 1024 * 1024;
const usualWaitMs = 10_000;

/** A request of this run and its answer. */
export interface Heard {
  readonly request: HttpRequest;
  readonly result: HttpResult;
}

/** What the chains of one run look at. Each file is read and each endpoint asked once, for all flavours. */
export interface World {
  readonly host: Host;
  readonly mode: Mode;
  readonly options: {
    readonly profile?: string;
    readonly region?: string;
    /** For what a pipe in a file's place gives. */
    readonly timeoutMs?: number;
    /** Is told before a token goes to a host that is not AWS's. */
    readonly announce?: Announce;
  };
  readonly env: (name: string) => Setting;
  /** Throws `file-unreadable` for a pipe out of which nothing comes, and for what is far too large. */
  readonly read: (path: string | Raw) => Promise<FileText>;
  /** As `read`, for one of the many files of a tool's cache: where there is no such folder, that is found out once. */
  readonly readCached: (path: string) => Promise<FileText>;
  /** Whether such a file that is not there could be made; its folder tells. */
  readonly mayKeep: (path: string) => Promise<boolean>;
  readonly inspect: (path: string | Raw) => Promise<FileInfo | undefined>;
  readonly list: (path: string) => Promise<readonly string[]>;
  /** Undefined where this run may not ask. */
  readonly ask: (request: HttpRequest) => Promise<HttpResult | undefined>;
  /** What was asked so far, by all flavours, and what came back. */
  readonly heard: () => readonly Heard[];
  /** The user's home folder as POSIX and Windows programs find it. */
  readonly home: string;
  readonly join: (...parts: readonly string[]) => string;
  /** The path with `~` for the home folder, as it may be shown. */
  readonly show: (path: string | Raw) => Shown;
}

export function openWorld(host: Host, mode: Mode, options: World['options'] = {}): World {
  const files = new Map<string, Promise<FileText>>();
  /** Folders of caches. */
  const isMissing = new Map<string, boolean>();
  const mayCreate = new Map<string, Promise<boolean>>();
  const folders = new Map<string, Promise<readonly string[]>>();
  const answers = new Map<string, Promise<HttpResult>>();
  const heard: Heard[] = [];
  const variables = new Map<string, Setting>();
  const shownPaths = new Map<string, Shown>();
  const send = async (request: HttpRequest) => {
    const result = await host.sendHttp(request);
    heard.push({ request, result });
    if (result.kind === 'answered') noteAnswer(host.secrets, result.body);
    return result;
  };
  const separator = host.platform === 'windows' ? '\\' : '/';
  const { env } = host;
  const { profile, region } = options;
  if (profile !== undefined) noteValue(host.secrets, '--profile', new Raw(profile));
  if (region !== undefined) noteValue(host.secrets, '--region', new Raw(region));
  const home = (host.platform === 'windows' ? env['USERPROFILE'] : env['HOME']) || host.homeFolder;
  const show: World['show'] = (given) => {
    const path = textOf(given);
    const known = shownPaths.get(path);
    if (known !== undefined) return known;
    const isInside = home !== '' && path.startsWith(home + separator);
    const shown = printPath(new Raw(isInside ? `~${path.slice(home.length)}` : path));
    shownPaths.set(path, shown);
    return shown;
  };
  const limit = { waitMs: options.timeoutMs ?? usualWaitMs, mostBytes };
  const read: World['read'] = (given) => {
    const path = textOf(given);
    return remember(files, path, () => readText(host, path, show, limit));
  };
  const inspect: World['inspect'] = (path) => orElse(host.inspect(textOf(path)), undefined);
  const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf(separator)));
  return {
    host,
    mode,
    options,
    env: (name) => {
      const old = variables.get(name);
      if (old !== undefined) return old;
      const setting = settingOf('env', name, env[name]);
      noteValue(host.secrets, name, setting.value);
      variables.set(name, setting);
      return setting;
    },
    read,
    readCached: async (path) => {
      const folder = folderOf(path);
      if (isMissing.get(folder) === true) return missing;
      const text = await read(path);
      if (text.kind === 'failed' && text.code === 'missing' && !isMissing.has(folder)) {
        isMissing.set(folder, folder !== '' && (await inspect(folder)) === undefined);
      }
      return text;
    },
    mayKeep: (path) => remember(mayCreate, folderOf(path), () => host.mayCreate(path)),
    inspect,
    list: (path) => remember(folders, path, () => orElse(host.listFolder(path), [])),
    ask: (request) => {
      const { method, url, proxy = '', headers = {} } = request;
      const key = [method, url, proxy, ...Object.values(headers)].join(' ');
      if (mode === 'offline') return answers.get(key) ?? Promise.resolve(undefined);
      return remember(answers, key, () => send(request));
    },
    heard: () => heard,
    home,
    join: (...parts) => parts.join(separator),
    show,
  };
}

function textOf(given: string | Raw): string {
  return typeof given === 'string' ? given : reveal(given);
}

/** The same world, its endpoints asked no further than they were already. */
export function offlineView(world: World): World {
  return { ...world, mode: 'offline', ask: () => Promise.resolve(undefined) };
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const old = known.get(key);
  if (old !== undefined) return old;
  const made = make();
  known.set(key, made);
  return made;
}

async function orElse<T>(value: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof FileError) return otherwise;
    throw error;
  }
}

async function readText(
  host: Host,
  path: string,
  show: World['show'],
  limit: Required<ReadLimit>,
): Promise<FileText> {
  if (path === '') return { kind: 'failed', code: 'missing' };
  try {
    const bytes = await host.readFile(path, limit);
    const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const content = hasByteOrderMark ? bytes.subarray(3) : bytes;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    return { kind: 'text', text, hasByteOrderMark, isUtf8: !text.includes('\ufffd') };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'late') throw nothingCame(show(path), limit.waitMs, error);
    if (error.code === 'too-large') throw tooLarge(show(path), error);
    return { kind: 'failed', code: error.code };
  }
}

/** The tool itself would wait for it without an end. */
function nothingCame(path: Shown, waitMs: number, cause: FileError): IamxError {
  const time = `${waitMs / 1000} s`;
  return new IamxError('file-unreadable', `\`${path}\` is no file, and gave no whole text within ${time}`, {
    hint: 'A pipe or a device stands there: write to it, give it more time (--timeout 60), or put a file there.',
    cause,
  });
}

function tooLarge(path: Shown, cause: FileError): IamxError {
  return new IamxError('file-unreadable', `\`${path}\` is larger than ${mostBytes / 1024 / 1024} MB`, {
    hint: 'Check that this is the right file.',
    cause,
  });
}

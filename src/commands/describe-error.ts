import { Raw } from '../core/raw.ts';
import { printPath } from '../printers/addresses.ts';
import { exitStatusOf, IamxError } from '../core/error.ts';
import type { ErrorCode, ErrorDetails, ExitStatus } from '../core/error.ts';
import { FileError } from '../core/host.ts';
import type { FileErrorCode } from '../core/host.ts';
import { nameOfFile } from '../core/place.ts';
import { issuesPage } from './version.ts';

export interface DescribedError extends Pick<
  ErrorDetails,
  'hint' | 'span' | 'diagnostics' | 'more' | 'source'
> {
  readonly code: string;
  readonly message: string;
  readonly exitStatus: ExitStatus;
}

/** What a file error means where no command said it better. */
const fileErrors = {
  missing: ['file-missing', 'no such file'],
  denied: ['file-unreadable', 'permission denied'],
  directory: ['file-unreadable', 'it is a folder'],
  'not-directory': ['file-unreadable', 'a part of the path is not a folder'],
  exists: ['file-unwritable', 'it exists already'],
  'read-only': ['file-unwritable', 'the file system is read-only'],
  full: ['file-unwritable', 'the disk is full'],
  late: ['file-unreadable', 'nothing came out of it in time'],
  'too-large': ['file-unreadable', 'it is too large'],
  'not-a-file': ['file-unreadable', 'it is a socket or a device'],
  'link-circle': ['file-unreadable', 'it is a link that leads back to itself'],
  other: ['file-unreadable', 'the system refused'],
} as const satisfies Record<FileErrorCode, readonly [ErrorCode, string]>;

/** Anything thrown, as it may be shown: a mistake of the program says nothing about its insides. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof IamxError) {
    const { code, message, advice: hint, span, diagnostics, more, source, exitStatus } = error;
    return {
      code,
      message,
      diagnostics,
      more,
      exitStatus,
      ...(hint === undefined ? {} : { hint }),
      ...(span === undefined ? {} : { span }),
      ...(source === undefined ? {} : { source }),
    };
  }
  if (error instanceof FileError) {
    const [code, because] = fileErrors[error.code];
    const stream =
      error.path === '-' ? nameOfFile(error.path) : /^standard (output|error)$/.exec(error.path)?.[0];
    const path = stream ?? `\`${printPath(new Raw(error.path))}\``;
    return { code, message: `cannot use ${path}: ${because}`, exitStatus: exitStatusOf[code] };
  }
  const where = issuesPage === undefined ? '' : ` at ${issuesPage}`;
  return {
    code: 'bug',
    message: 'this is a bug in iamx, not in your question',
    hint: `Please report it${where} with what --verbose adds.`,
    // There is no answer, and asking again will not help: 3 would invite a retry.
    exitStatus: 2,
  };
}

// What V8 says about the program alone. Its other messages may quote a value: JSON.parse quotes its text.
const harmless =
  /^Cannot (read|set) properties of (undefined|null) \(\w+ing '[\w.]+'\)$|^[\w.$]+ is not (a function|iterable|defined|a constructor)$|^Maximum call stack size exceeded$/;

/** Where in the program an unexpected error came from; empty for errors that explain themselves. */
export function describeStack(error: unknown): string {
  if (error instanceof IamxError || error instanceof FileError) return '';
  if (!(error instanceof Error)) return '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  const message = harmless.test(error.message) ? `: ${error.message}` : '';
  return [`${error.name}${message}`, ...frames, ''].join('\n');
}

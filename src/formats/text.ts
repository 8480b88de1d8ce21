import { IamxError } from '../core/error.ts';
import type { Diagnostic, Span } from '../core/evaluation.ts';
import { nameOfFile } from '../core/place.ts';
import { positionAt, source, type Source } from '../core/source.ts';

/** A file's text, and what was odd about its bytes. */
export interface TextFile {
  readonly source: Source;
  readonly notices: readonly Diagnostic[];
}

/**
 * Bytes to text: UTF-8, or UTF-16 with a byte order mark (what PowerShell's `>` writes). The mark is taken off
 * and noticed. Throws `file-not-text` and `file-empty`.
 */
export function decodeText(file: string, bytes: Uint8Array): TextFile {
  if (bytes.length === 0) throw emptyFile(file);
  const encoding = encodingOf(bytes);
  if (encoding.name === 'utf-8') refuseBinary(file, bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding.name, { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(encoding.mark),
    );
  } catch (cause) {
    throw notUtf8(file, bytes, encoding.name, cause);
  }
  if (encoding.name !== 'utf-8' && text.includes('\0')) throw binaryFile(file, 'binary data');
  if (text.trim() === '') throw emptyFile(file);
  return { source: source(file, text), notices: noticesOf(file, encoding) };
}

interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return { name: 'utf-8', mark: 3 };
  // UTF-32LE starts like UTF-16LE: its NUL characters give it away as no text.
  if (startsWith(bytes, [0xff, 0xfe])) return { name: 'utf-16le', mark: 2 };
  if (startsWith(bytes, [0xfe, 0xff])) return { name: 'utf-16be', mark: 2 };
  return { name: 'utf-8', mark: 0 };
}

function noticesOf(file: string, encoding: Encoding): readonly Diagnostic[] {
  if (encoding.mark === 0) return [];
  const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (encoding.name === 'utf-8') {
    const message = `\`${file}\` starts with a byte order mark, which AWS does not take`;
    return [
      { code: 'text/byte-order-mark', severity: 'info', message, hint: 'Save it as UTF-8 without BOM', span },
    ];
  }
  const message = `\`${file}\` is UTF-16, which AWS does not take`;
  const hint = 'Save it as UTF-8; in PowerShell: `… | Out-File -Encoding utf8 FILE`';
  return [{ code: 'text/utf-16', severity: 'info', message, hint, span }];
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** First bytes of files that people take for text. Numbers are the formats' own signatures. */
const signatures: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['gzip data', [0x1f, 0x8b]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty zip archive', [0x50, 0x4b, 0x05, 0x06]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['bzip2 data', [0x42, 0x5a, 0x68]],
  ['xz data', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zstd data', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['a program (ELF)', [0x7f, 0x45, 0x4c, 0x46]],
  ['a program (Mach-O)', [0xcf, 0xfa, 0xed, 0xfe]],
  ['a WebAssembly module', [0x00, 0x61, 0x73, 0x6d]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
];

const unpackHints: ReadonlyMap<string, string> = new Map([
  ['gzip data', 'Unpack it first: `gunzip -c FILE | iamx … -`'],
  ['a zip archive', 'Unpack it first and name the file inside'],
  ['a PDF document', 'Copy the policy out of it into a `.json` file'],
]);

function refuseBinary(file: string, bytes: Uint8Array): void {
  const found = signatures.find(([, prefix]) => startsWith(bytes, prefix));
  if (found !== undefined) throw binaryFile(file, found[0]);
  const at = bytes.indexOf(0);
  if (at === -1) return;
  const alternating =
    bytes.length >= 4 &&
    (bytes[1] === 0 && bytes[3] === 0 ? 'LE' : bytes[0] === 0 && bytes[2] === 0 ? 'BE' : '');
  if (alternating === 'LE' || alternating === 'BE') {
    throw new IamxError(
      'file-not-text',
      `\`${file}\` looks like UTF-16${alternating} without a byte order mark`,
      {
        hint: `Save it as UTF-8: \`iconv -f UTF-16${alternating} -t UTF-8 FILE\``,
      },
    );
  }
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const { line, column } = positionAt(source(file, before), before.length);
  const span = { file, line, column, endLine: line, endColumn: column + 1 };
  throw binaryFile(file, 'binary data', `its byte ${at + 1} is NUL`, span);
}

function binaryFile(file: string, what: string, why?: string, span?: Span): IamxError {
  const hint = unpackHints.get(what) ?? 'Name a text file: a policy is JSON';
  const message = `\`${file}\` is not text: it looks like ${what}${why === undefined ? '' : ` (${why})`}`;
  return new IamxError('file-not-text', message, span === undefined ? { hint } : { hint, span });
}

function emptyFile(file: string): IamxError {
  const what = file === '-' ? nameOfFile(file) : `\`${file}\``;
  const hint =
    file === '-'
      ? 'Check that the command before the pipe prints something'
      : 'A policy starts with `{ "Version": "2012-10-17", "Statement": [`';
  return new IamxError('file-empty', `${what} is empty`, { hint });
}

/** Says where the first byte stands that is no UTF-8. */
function notUtf8(file: string, bytes: Uint8Array, encoding: string, cause: unknown): IamxError {
  if (encoding !== 'utf-8') {
    return new IamxError('file-not-text', `\`${file}\` starts like ${encoding.toUpperCase()} but is not`, {
      hint: 'Save it as UTF-8',
      cause,
    });
  }
  const at = firstBadByte(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const { line, column } = positionAt(source(file, before), before.length);
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0').toUpperCase();
  return new IamxError(
    'file-not-text',
    `\`${file}\` is not UTF-8: byte ${byte} at line ${line}, column ${column}`,
    {
      hint: 'Save it as UTF-8: `iconv -f ISO-8859-1 -t UTF-8 FILE`',
      span: { file, line, column, endLine: line, endColumn: column + 1 },
      cause,
    },
  );
}

/** Where the first character starts that cannot be decoded: halves the bytes until only its start remains. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // What is good may end in the start of that character.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, good), {
    stream: true,
  });
  return new TextEncoder().encode(whole).length;
}

/** Whether the bytes are UTF-8, but for a last character that may be cut. */
function isUtf8Start(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

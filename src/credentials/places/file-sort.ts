import { knownKeys } from '../../printers/vocabulary.ts';
import { meantKey } from './meant-key.ts';
import type { FileText } from './world.ts';

/** What stands in the place of a shared file, where it is no such file. */
export type FileSort =
  | 'utf-16'
  | 'utf-32'
  | 'environment'
  | 'powershell'
  | 'csv'
  | 'json'
  | 'markup'
  | 'yaml'
  | 'binary'
  | 'private-key'
  | 'fenced'
  | 'merge'
  | 'hcl'
  | 'headless';

/** Where git begins what two sides have written differently. */
export const mergeMark = /^<{7} /m;

/** By its bytes and its first line that says anything; undefined for what may be a shared file. */
export function fileSort(file: FileText): FileSort | undefined {
  if (file.kind === 'failed') return undefined;
  const { text } = file;
  if (/^\ufffd\ufffd\0\0|^\0\0\ufffd\ufffd|^(?:[^\0]\0{3}){2}|^(?:\0{3}[^\0]){2}/.test(text)) return 'utf-32';
  if (/^\ufffd\ufffd?\0?[^\0]?\0|^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(text)) return 'utf-16';
  if (text.includes('\0') || isNoise(text)) return 'binary';
  if (/^[ \t]*\$env:/im.test(text)) return 'powershell';
  if (mergeMark.test(text)) return 'merge';
  const first =
    text
      .split('\n')
      .find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line))
      ?.trim() ?? '';
  if (
    /^(?:export|set|declare -x|env)\s+[A-Za-z_]\w*=|^[A-Z][A-Z0-9_]*=|^(?:setx|set -\w+|setenv)\s+[A-Za-z_]\w*\s/.test(
      first,
    )
  )
    return 'environment';
  if (csvColumns(first) !== undefined || isCsvRow(first)) return 'csv';
  if (first.startsWith('{\\rtf')) return 'binary';
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(first)) return 'private-key';
  if (/^(?:```|~~~)/.test(first)) return 'fenced';
  if (/^(?:provider|terraform|resource|data|module|variable|output|locals)\b[^=]{0,200}\{$/.test(first))
    return 'hcl';
  if (isSetting(first)) return 'headless';
  if (/^\{|^\[\s*(?:\{|$)/.test(first)) return 'json';
  if (first.startsWith('<')) return 'markup';
  return /^---$|^[\w-]+:\s*$/.test(first) ? 'yaml' : undefined;
}

/** In which columns of a CSV file the id and the secret stand, by its header. */
function csvColumns(header: string): Columns | undefined {
  if (!/access[ _-]?key[ _-]?id/i.test(header) || !/^\ufeff?["\w ,-]+$/.test(header)) return undefined;
  const names = header.replace(/"/g, '').split(',');
  return names.length < 2
    ? undefined
    : {
        id: names.findIndex((name) => /^\W*(?:aws[ _-])?access[ _-]?key[ _-]?id\s*$/i.test(name)),
        secret: names.findIndex((name) => /secret/i.test(name)),
      };
}

interface Columns {
  readonly id: number;
  readonly secret: number;
}

/** A row without a header: an id, and what stands behind its comma. */
function isCsvRow(line: string): boolean {
  return /^"?A[KS]IA[A-Z0-9]{16}"?,/.test(line);
}

/** The one row of a CSV file that holds a pair without quotes, and the header above it, where there is one. */
export interface CsvRow extends Columns {
  readonly line: number;
  readonly header: number | undefined;
}

export function csvRow(text: string): CsvRow | undefined {
  const rows = text
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [{ line: line.trim(), at: at + 1 }]));
  const [first, second] = rows;
  if (first === undefined || /"/.test(text)) return undefined;
  const columns = csvColumns(first.line);
  if (columns === undefined) {
    return rows.length === 1 && isCsvRow(first.line)
      ? { line: first.at, header: undefined, id: 0, secret: 1 }
      : undefined;
  }
  return rows.length === 2 && second !== undefined && columns.id >= 0 && columns.secret >= 0
    ? { line: second.at, header: first.at, ...columns }
    : undefined;
}

/** Letters that are none, many of them: what was read is no text. */
function isNoise(text: string): boolean {
  const start = text.slice(0, 400);
  return start.replace(/[^\ufffd\u0001-\u0008\u000e-\u001f]/g, '').length * 10 > start.length;
}

/** A setting that tools know, or one of another tool, above any header. */
function isSetting(line: string): boolean {
  const key = /^([A-Za-z_][\w-]*)[ \t]*=/.exec(line)?.[1]?.toLowerCase();
  return key !== undefined && (knownKeys.includes(key) || meantKey(key, false) !== undefined);
}

/** The end of a sentence that begins with the file. */
export const sortWords = {
  'utf-16': 'is saved as UTF-16, which no tool reads',
  'utf-32': 'is saved as UTF-32, which no tool reads',
  environment: 'is a file for the environment of a shell',
  powershell: 'holds lines for PowerShell',
  csv: 'is the CSV file that the console gives with a new key',
  json: 'is JSON, as a command printed it',
  markup: 'is HTML or XML',
  yaml: 'is YAML',
  binary: 'is no text',
  'private-key': 'is a private key',
  hcl: 'is Terraform configuration',
  fenced: 'begins with a fence, as it was copied with the text around it',
  merge: 'is what git left of a merge with conflicts',
  headless: 'has settings above its first header, as [default]',
} as const satisfies Record<FileSort, string>;

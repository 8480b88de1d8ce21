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
  | 'headless';

/** By its bytes and its first line that says anything; undefined for what may be a shared file. */
export function fileSort(file: FileText): FileSort | undefined {
  if (file.kind === 'failed') return undefined;
  const { text } = file;
  if (/^\ufffd\ufffd\0\0|^\0\0\ufffd\ufffd|^(?:[^\0]\0{3}){2}|^(?:\0{3}[^\0]){2}/.test(text)) return 'utf-32';
  if (/^\ufffd\ufffd?\0?[^\0]?\0|^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(text)) return 'utf-16';
  if (text.includes('\0') || isNoise(text)) return 'binary';
  if (/^[ \t]*\$env:/im.test(text)) return 'powershell';
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
  if (/access key id/i.test(first) && first.split(',').length > 1) return 'csv';
  if (first.startsWith('{\\rtf')) return 'binary';
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(first)) return 'private-key';
  if (/^(?:```|~~~)/.test(first)) return 'fenced';
  if (isSetting(first)) return 'headless';
  if (/^\{|^\[\s*(?:\{|$)/.test(first)) return 'json';
  if (first.startsWith('<')) return 'markup';
  return /^---$|^[\w-]+:\s*$/.test(first) ? 'yaml' : undefined;
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
  fenced: 'begins with a fence, as it was copied with the text around it',
  headless: 'has settings above its first header, as [default]',
} as const satisfies Record<FileSort, string>;

import type { FileText } from './world.ts';

/** What stands in the place of a shared file, where it is no such file. */
export type FileSort =
  'utf-16' | 'environment' | 'powershell' | 'csv' | 'json' | 'markup' | 'yaml' | 'binary';

/** By its bytes and its first line that says anything; undefined for what may be a shared file. */
export function fileSort(file: FileText): FileSort | undefined {
  if (file.kind === 'failed') return undefined;
  const { text } = file;
  if (/^\ufffd\ufffd?\0?[^\0]?\0|^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(text)) return 'utf-16';
  if (text.includes('\0')) return 'binary';
  if (/^[ \t]*\$env:/im.test(text)) return 'powershell';
  const first =
    text
      .split('\n')
      .find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line))
      ?.trim() ?? '';
  if (/^(?:export|set|declare -x)\s+[A-Za-z_]\w*=|^[A-Z][A-Z0-9_]*=/.test(first)) return 'environment';
  if (/access key id/i.test(first) && first.split(',').length > 1) return 'csv';
  if (/^\{|^\[\s*(?:\{|$)/.test(first)) return 'json';
  if (first.startsWith('<')) return 'markup';
  return /^---$|^[\w-]+:\s*$/.test(first) ? 'yaml' : undefined;
}

/** The end of a sentence that begins with the file. */
export const sortWords = {
  'utf-16': 'is saved as UTF-16, which no tool reads',
  environment: 'is a file for the environment of a shell',
  powershell: 'holds lines for PowerShell',
  csv: 'is the CSV file that the console gives with a new key',
  json: 'is JSON, as a command printed it',
  markup: 'is HTML or XML',
  yaml: 'is YAML',
  binary: 'is no text',
} as const satisfies Record<FileSort, string>;

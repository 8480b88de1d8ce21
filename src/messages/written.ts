import { errorReader, findErrors } from './error-reader.ts';
import type { FoundError } from './found-error.ts';
import { matchRows } from './match-rows.ts';

/** Of a text the reader looks for the wordings of all tools in the first megabyte: what is given to it whole is less. */
const mostWhole = 960 * 1024;

/**
 * The errors of AWS in what a program wrote before it failed. The end, nearly a megabyte, is looked at as closely as a text that
 * somebody pasted: what made the program fail stands there.
 */
export function readWritten(pieces: readonly Uint8Array[], onFound: (error: FoundError) => void): void {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const decoder = new TextDecoder();
  const reader = errorReader(onFound);
  let left = size - mostWhole;
  let end = '';
  for (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    if (left <= 0) end += text;
    else {
      // The end begins with a line; where a byte is not a letter it is some longer.
      const cut = piece.length <= left ? text.length : text.lastIndexOf('\n', left) + 1;
      left -= piece.length;
      reader.feed(text.slice(0, cut));
      end += text.slice(cut);
    }
  }
  reader.end();
  for (const error of findErrors(end + decoder.decode())) onFound(error);
}

/** Rows with wordings and codes that programs of all kinds have: of AWS they are where AWS is in the same text. */
export const commonRows: ReadonlySet<string> = new Set([
  ...['E09', 'E13', 'E14', 'E17', 'E36', 'E38', 'E42', 'E43', 'E49', 'E56', 'E63', 'E66', 'E93', 'E97'],
  ...['E105', 'E106', 'E109', 'E111', 'E112', 'E113', 'E114', 'E116', 'E119', 'E126', 'E130', 'E131'],
  ...['E132', 'E149'],
]);

const awsName = /aws|amazon|boto|arn:|x-amz|\b(?:s3|sts|iam|ec2|sso|imds|eks|ecr|dynamodb)\b/i;

/**
 * Whether it is an error that AWS or one of its tools can have made: of any program the catalogue would otherwise explain
 * what a registry of packages or a database refused. Of a tool that talks to nobody but AWS it always is.
 */
export function isOfAws(error: FoundError, isOfAwsTool: boolean): boolean {
  const [first] = matchRows(error);
  if (first === undefined) return false;
  return (
    isOfAwsTool ||
    error.denial.action !== undefined ||
    error.operation !== undefined ||
    awsName.test(error.text) ||
    !commonRows.has(first.row.id)
  );
}

import { command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { jsonValue } from '../../core/json-value.ts';
import { fileErrorOf } from '../../formats/read-source.ts';
import { errorReader } from '../../messages/error-reader.ts';
import type { FoundError } from '../../messages/found-error.ts';
import { readRecords } from '../../messages/read-record.ts';

/** A text that is JSON as a whole is read as such up to here; longer ones as logs are, record by record. */
const mostJson = 32 * 1024 * 1024;
/** Where nothing of an error is in the text, this much of it is looked at for what else it is. */
const mostOfStart = 16 * 1024;

export interface Input {
  /** How the text begins. */
  readonly start: string;
  /** A word that may have been meant for the name of a file was read as a text. */
  readonly name?: 'folder' | 'no-file';
}

/**
 * Hands out the errors of the words, each the name of a file, `-` for standard input, or a text. Logs of any length are
 * read in constant memory. Throws `usage` where there is nothing to read.
 */
export async function readErrors(
  host: Host,
  values: readonly string[],
  onFound: (error: FoundError) => void,
): Promise<Input> {
  if (values.length === 0 && host.stdin.isTerminal) throw nothingGiven();
  const texts: string[] = [];
  let isFolder = false;
  let isRead = 0;
  let start = '';
  const keep = (text: string) => {
    if (start.length < mostOfStart) start += text.slice(0, mostOfStart - start.length);
  };
  for (const value of values.length === 0 ? ['-'] : values) {
    const stream = value === '-' ? host.streamInput() : await fileOf(host, value);
    if (stream === undefined || stream === 'folder') {
      texts.push(value);
      isFolder ||= stream === 'folder';
    } else {
      isRead += await readStream(stream, onFound, keep).catch(async (error: unknown) => {
        throw error instanceof FileError ? await fileErrorOf(host, value, error) : error;
      });
    }
  }
  const text = texts.join(' ');
  if (text.trim() === '' && isRead === 0) throw nothingGiven();
  keep(text);
  if (text !== '') readWhole(text, onFound);
  const isName = texts.length === 1 && /^\S+$/.test(text);
  return { start, ...(isName ? { name: isFolder ? 'folder' : 'no-file' } : {}) };
}

function nothingGiven(): IamxError {
  return new IamxError('usage', 'there is no text to explain', {
    hint: ['Give the error as an argument, name a file, or pipe the log in: ', command`iamx explain-error -`],
  });
}

async function fileOf(host: Host, value: string): Promise<AsyncIterable<Uint8Array> | 'folder' | undefined> {
  if (value.length > 1000 || /[\n"{]/.test(value) || value.trim() === '') return undefined;
  try {
    const found = await host.inspect(value);
    if (found === undefined) return undefined;
    return found.kind === 'directory' ? 'folder' : host.streamFile(value);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** How many characters there were beside blanks. */
async function readStream(
  stream: AsyncIterable<Uint8Array>,
  onFound: (error: FoundError) => void,
  keep: (text: string) => void,
): Promise<number> {
  const decoder = new TextDecoder();
  const reader = errorReader(onFound);
  let kept: string | undefined = '';
  let length = 0;
  for await (const piece of stream) {
    const text = decoder.decode(piece, { stream: true });
    length += text.trim().length;
    keep(text);
    if (kept === undefined) reader.feed(text);
    else {
      kept += text;
      if (kept.length < mostJson && mayBeJson(kept)) continue;
      reader.feed(kept);
      kept = undefined;
    }
  }
  const rest = decoder.decode();
  if (kept !== undefined) readWhole(kept + rest, onFound);
  else {
    reader.feed(rest);
    reader.end();
  }
  return length;
}

function mayBeJson(text: string): boolean {
  return /^[\s\uFEFF]{0,100}(?:[{[]|$)/.test(text);
}

function readWhole(text: string, onFound: (error: FoundError) => void): void {
  const records = mayBeJson(text) ? readRecords(parsed(text)) : [];
  for (const record of records) onFound(record);
  if (records.length > 0) return;
  const reader = errorReader(onFound);
  reader.feed(text);
  reader.end();
}

function parsed(text: string): unknown {
  return jsonValue(text);
}

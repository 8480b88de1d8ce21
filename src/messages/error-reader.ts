import { cleanText } from './clean-text.ts';
import type { FoundError } from './found-error.ts';
import { matchRows } from './match-rows.ts';
import { readError } from './read-error.ts';
import { readRecords } from './read-record.ts';

/** Takes a text in pieces of any size and hands out its errors as they end, in constant memory. */
export interface ErrorReader {
  feed(piece: string): void;
  end(): void;
}

/** What a line must hold to begin an error; looked for in every log, so that it is one expression of few letters. */
const strongMark =
  /not authorized to |error occurred|api error|errorCode|Error: |<Code>|tatus [Cc]ode: [45]|__type|Access Denied|Forbidden|\[ERROR\]|AccessDenied/g;
/** Words of which every wording in the catalogue has one. Looked for in the first part of a text alone. */
const weakMark =
  /credential|config|profile|\bSSO\b|token|session|region|role|polic|metadata|certificate|endpoint|signature|request|multifactor|saml|provider|subscribed|rate exceeded|key=value|\[errno|services? section|certificate_verify|invalid|expired|denied|deny|entity|explicit|principal|quota|syntax|vendor|bootstrap|arn\b|json|conflict|cannot|host|missing/i;
/** The name of the error on a line of its own, in YAML and tables; the message follows. */
const aloneInLine = /^[\s|]{0,8}(?:Code|errorCode|__type)[\s|:=]{1,40}[\w.]{3,128}[\s|]{0,40}$/;
const longestWeakPart = 1024 * 1024;

/** An error is no longer than this, nor in more lines. */
const longestError = 8000;
const mostLines = 14;
/** Of a line, in front of the mark: who called, the name of the error. */
const before = 1500;
const longestLine = 64 * 1024;

export function errorReader(onFound: (error: FoundError) => void): ErrorReader {
  let rest = '';
  let seen = 0;
  let open: string[] = [];
  let isBox = false;

  const close = (): void => {
    if (open.length > 0) for (const error of errorsIn(open.join('\n'))) onFound(error);
    open = [];
  };

  /** A line with a mark begins an error, or goes on with the one before. */
  const take = (line: string, mark: number): void => {
    const last = open.at(-1);
    const goesOn =
      last !== undefined &&
      (isBox
        ? !/Error: /.test(line)
        : /[:,]\s*$|caused by/i.test(last) ||
          aloneInLine.test(last) ||
          /^\s*(?:status code|caused by)/i.test(line));
    if (!goesOn) close();
    open.push(windowOf(line, mark));
  };

  const follow = (line: string): void => {
    if (open.length === 0) return;
    const isEnd = line.includes('╵') || open.length >= mostLines || sizeOf(open) > longestError;
    if (isEnd || (line.trim() === '' && !isBox && open.length > 3)) close();
    else open.push(line.slice(0, longestError));
  };

  const readLine = (line: string): void => {
    if (line.includes('╷') || line.includes('╵')) {
      close();
      isBox = line.includes('╷');
    }
    strongMark.lastIndex = 0;
    const strong = strongMark.exec(line);
    if (strong !== null) take(line, strong.index);
    else if (isWeak(line)) {
      close();
      open.push(windowOf(line, 0));
      close();
    } else follow(line);
  };

  const isWeak = (line: string): boolean =>
    seen < longestWeakPart &&
    open.length === 0 &&
    line.length < longestLine &&
    weakMark.test(line) &&
    fitsRow(line);

  const readLines = (text: string): void => {
    let at = 0;
    while (at < text.length) {
      if (open.length === 0 && seen >= longestWeakPart) {
        strongMark.lastIndex = at;
        const next = strongMark.exec(text);
        if (next === null) return;
        at = text.lastIndexOf('\n', next.index) + 1;
      }
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      readLine(text.slice(at, end));
      seen += end - at + 1;
      at = end + 1;
    }
  };

  return {
    feed(piece) {
      const text = rest + piece;
      const found = text.lastIndexOf('\n');
      const end = found < 0 && text.length > longestLine ? text.length : found + 1;
      rest = text.slice(end);
      if (end > 0) readLines(text.slice(0, end));
    },
    end() {
      readLines(rest);
      rest = '';
      close();
    },
  };
}

function windowOf(line: string, mark: number): string {
  return line.length <= longestError
    ? line
    : line.slice(Math.max(0, mark - before), mark + longestError - before);
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

function fitsRow(line: string): boolean {
  return matchRows({ text: line, denial: {} }).length > 0;
}

const denialMark = ' is not authorized to perform: ';
const cliMark = 'An error occurred (';

/** The errors of some lines: none where nothing of AWS is in them. */
export function errorsIn(lines: string): readonly FoundError[] {
  const records = /^[^{]{0,200}\{/.test(lines) ? recordsIn(lines) : [];
  if (records.length > 0) return records;
  return piecesOf(cleanText(lines)).flatMap((piece) => {
    const error = readError(piece);
    const isAws = error.code !== undefined || error.denial.action !== undefined || fitsRow(error.text);
    return isAws ? [error] : [];
  });
}

/** A line of a log that is JSON, or ends in it. */
function recordsIn(text: string): readonly FoundError[] {
  try {
    return readRecords(JSON.parse(text.slice(text.indexOf('{'))));
  } catch {
    return [];
  }
}

/** One for each error: a second refusal, or a second beginning of the AWS CLI's, is another one. */
function piecesOf(text: string): readonly string[] {
  const starts: number[] = [];
  let hasStart = false;
  let hasDenial = false;
  for (const { mark, at } of marksOf(text)) {
    const isCli = mark === cliMark;
    if (isCli ? hasStart || hasDenial : hasDenial) {
      starts.push(isCli ? at : Math.max(text.lastIndexOf(' ', at - 1), text.lastIndexOf('\n', at - 1)) + 1);
      hasDenial = !isCli;
      hasStart = isCli;
    } else if (isCli) hasStart = true;
    else hasDenial = true;
  }
  return [0, ...starts].map((start, index) => text.slice(start, starts[index] ?? text.length));
}

function marksOf(text: string): readonly { readonly mark: string; readonly at: number }[] {
  return [denialMark, cliMark]
    .flatMap((mark) => {
      const found: { mark: string; at: number }[] = [];
      for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length))
        found.push({ mark, at });
      return found;
    })
    .sort((left, right) => left.at - right.at);
}

/** All errors of a text, which may be JSON as a whole. */
export function findErrors(text: string): readonly FoundError[] {
  const whole = wholeJson(text);
  if (whole !== undefined) {
    const records = readRecords(whole);
    if (records.length > 0) return records;
  }
  const found: FoundError[] = [];
  const reader = errorReader((error) => found.push(error));
  reader.feed(text);
  reader.end();
  return found;
}

function wholeJson(text: string): unknown {
  if (!/^[\s\uFEFF]{0,100}[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

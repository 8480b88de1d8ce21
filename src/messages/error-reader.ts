import { jsonValue } from '../core/json-value.ts';
import { largest } from '../core/lists.ts';
import { fills, isBroken, joinBroken } from './broken-lines.ts';
import { cleanText } from './clean-text.ts';
import { isService } from './denial.ts';
import { consoleForm, type ConsoleForm } from './console-form.ts';
import type { FoundError } from './found-error.ts';
import { matchRows, onlyFrames } from './match-rows.ts';
import { readError } from './read-error.ts';
import { readRecords } from './read-record.ts';
import { usualRows } from './catalogue.ts';
import { retellings } from './retellings.ts';

/** Takes a text in pieces of any size and hands out its errors as they end, in constant memory. */
export interface ErrorReader {
  feed(piece: string): void;
  end(): void;
}

/** What a line must hold to begin an error; looked for in every log, so that it is one expression of few letters. */
const strongMark =
  /not authorized(?: to |(?=\r?\n|$))|is not(?=\r?\n|$)|error occurred|api error|errorCode|Error: |<Code>|tatus [Cc]ode: [45]|__type|Access Denied|Forbidden|\[ERROR\]|AccessDenied/g;
/** Words of which every wording in the catalogue has one. Looked for in the first part of a text alone. */
const weakMark =
  /credential|config|profile|\bSSO\b|token|session|region|role|polic|metadata|certificate|endpoint|signature|request|multifactor|saml|provider|subscribed|rate exceeded|key=value|\[errno|services? section|certificate_verify|invalid|expired|denied|deny|entity|explicit|principal|quota|syntax|vendor|bootstrap|arn\b|json|conflict|cannot|host|missing|permission|\bkms\b|logged in|basic auth|not connected|output bucket|authorization|the model|executable|aws calls|authorized to access|authentication|capabilit|\bacls\b/i;
/** The name of the error on a line of its own, in YAML, JSON and tables; the message follows. */
const aloneInLine =
  /^[\s|]{0,20}["']?(?:Code|errorCode|__type)["']?[\s|:=]{1,40}["']?(?!Message\b)[\w.#]{3,128}["',\s|]{0,60}$/;
/** The sentence began in the line above. */
const carriesOn = /^[\s>]{0,8}(?:is )?not authorized to /;
/** PHP repeats the answer below the error that it ends with. */
const endsInMarkup = /^\s*<|<\?xml [^\n]{0,100}\?>\s*$/;
const endOfPhp = /^\s{0,8}\w{3,128} \((?:client|server)\): /;
/** .NET lists what each source of credentials said, below the error. */
const ofList = /^\s{0,8}Exception \d{1,2} of \d{1,2}: /;
/** Lines of what Node prints of an error. */
const ofDump = /^\s{1,40}(?:at |['"$\w]{1,64}: |[}\]])|^[{}]/;
/** The first line of what the console gives to copy. */
const beginsForm = /^\s{0,8}User: arn:\S{1,600}\s{0,8}$/;
/** An object of JSON over several lines, in a text that is none. */
const opensObject = /^\{\s{0,8}$/;
const closesObject = /^\}\s{0,8}$/;
const mostObjectLines = 400;
const longestWeakPart = 1024 * 1024;

/** An error is no longer than this, nor in more lines. */
const longestError = 8000;
const mostLines = 14;
/** Of a box of Terraform, which ends with a sign. */
const mostBoxLines = 40;
/** Of a line, in front of the mark: who called, the name of the error. */
const before = 1500;
const longestLine = 64 * 1024;

export function errorReader(onFound: (error: FoundError) => void): ErrorReader {
  let rest = '';
  let seen = 0;
  let open: string[] = [];
  let object: string[] = [];
  let isBox = false;
  let isPart = false;
  let isWeakly = false;
  let previous = '';
  const told = retellings(onFound);
  let form: ConsoleForm | undefined;

  const close = (): void => {
    if (open.length > 0) {
      const lines = open.join('\n');
      for (const error of errorsIn(lines)) told.add(error, lines, seen);
    }
    open = [];
  };

  /** A line with a mark begins an error, or goes on with the one before. */
  const take = (line: string, mark: number): void => {
    const last = open.at(-1);
    const goesOn =
      last !== undefined &&
      (isBox
        ? !/^[│\s]{0,8}Error: /.test(line) || isFrame(open)
        : /[:,]\s*$|caused by/i.test(last) ||
          aloneInLine.test(last) ||
          carriesOn.test(line) ||
          /^\s*(?:status code|caused by|\(Service: |\(Aws::)/i.test(line) ||
          (endsInMarkup.test(last) && line.trimStart().startsWith('<')) ||
          endOfPhp.test(line) ||
          isBroken(last, line) ||
          (fills(open, line) && !line.includes(denialMark) && !line.includes(cliMark)));
    if (!goesOn) close();
    isWeakly = false;
    if (open.length === 0 && (carriesOn.test(line) || isBroken(previous, line)))
      open.push(windowOf(previous, previous.length));
    open.push(windowOf(line, mark));
  };

  const follow = (line: string): void => {
    if (open.length === 0) return;
    if (isWeakly && !ofDump.test(line)) {
      close();
      return;
    }
    const isEnd =
      line.includes('╵') || open.length >= (isBox ? mostBoxLines : mostLines) || sizeOf(open) > longestError;
    if (isEnd || (line.trim() === '' && !isBox)) close();
    else open.push(line.slice(0, longestError));
  };

  /** What began as an object and is none is read line by line. */
  const endObject = (): void => {
    const lines = object;
    object = [];
    const records = recordsIn(lines.join('\n'));
    if (records.length === 0) for (const line of lines) readPlain(line);
    else close();
    for (const record of records) told.add(record, '', seen);
  };

  const readLine = (line: string): void => {
    if (object.length === 0 && !(seen < longestWeakPart && opensObject.test(line))) {
      readPlain(line);
      return;
    }
    object.push(line);
    if (closesObject.test(line) || object.length > mostObjectLines || line.length > longestError) endObject();
  };

  const readPlain = (line: string): void => {
    if (seen < longestWeakPart && beginsForm.test(line)) form ??= consoleForm();
    const refusal = form?.take(line);
    if (refusal !== undefined) {
      close();
      told.add(readError(refusal), '', seen);
      return;
    }
    if (ofList.test(line)) return;
    if (line.includes('╷') || line.includes('╵')) {
      close();
      isBox = line.includes('╷');
      isPart = false;
    } else if (isPart || !isBox) {
      // Whoever copies a part of a box leaves its corner out.
      isBox = /^\s{0,8}│/.test(line);
      isPart = isBox;
    }
    strongMark.lastIndex = 0;
    const strong = strongMark.exec(line);
    if (strong !== null) take(line, strong.index);
    else if (beginsByName(line)) take(line, 0);
    else if (isWeak(line)) {
      close();
      open.push(windowOf(line, 0));
      isWeakly = true;
    } else follow(line);
    previous = line;
  };

  /** In YAML and tables; in what an SDK prints of an error its name is one line of many. */
  const beginsByName = (line: string): boolean =>
    seen < longestWeakPart &&
    aloneInLine.test(line) &&
    (open.length === 0 || aloneInLine.test(open[0] ?? ''));

  const isWeak = (line: string): boolean =>
    seen < longestWeakPart &&
    (open.length === 0 || isWeakly) &&
    line.length < longestLine &&
    !(isWeakly && ofDump.test(line)) &&
    ((weakMark.test(line) && fitsRow(line)) || hasKnownCode(line));

  const readLines = (text: string): void => {
    let at = 0;
    while (at < text.length) {
      if (open.length === 0 && seen >= longestWeakPart) {
        strongMark.lastIndex = at;
        const next = strongMark.exec(text);
        if (next === null) return;
        at = text.lastIndexOf('\n', next.index) + 1;
        previous =
          text
            .slice(Math.max(0, at - longestError), Math.max(0, at - 1))
            .split('\n')
            .at(-1) ?? '';
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
      if (object.length > 0) endObject();
      close();
      told.end();
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

/** What Terraform says of its own in front of the error that it met, in the same box. */
function isFrame(lines: readonly string[]): boolean {
  return onlyFrames(cleanText(lines.join('\n')));
}

/** Names of errors, as far as they are no words of other logs. */
let codes: ReadonlySet<string> | undefined;

/** The line is about the error, and does not only mention its name. */
function hasKnownCode(line: string): boolean {
  codes ??= new Set(
    usualRows()
      .flatMap((row) => row.codes ?? [])
      .filter((code) => /[a-z][A-Z]/.test(code)),
  );
  for (const [name] of line.matchAll(/[A-Z][\w.]{5,63}/g)) {
    if (codes.has(name)) return readError(line).code === name;
  }
  return false;
}

function fitsRow(line: string): boolean {
  return matchRows({ text: line, denial: {} }).length > 0;
}

const denialMark = ' is not authorized to perform: ';
const cliMark = 'An error occurred (';

/** The errors of some lines, a refusal that they tell twice once: none where nothing of AWS is in them. */
export function errorsIn(lines: string): readonly FoundError[] {
  const records = /^[^{]{0,200}\{/.test(lines) ? recordsIn(lines) : [];
  if (records.length > 0) return records;
  const found = errorsOf(lines);
  const whole = joinBroken(lines);
  if (whole === undefined) return found;
  const joined = errorsOf(whole.text);
  return tellsMore(joined, found, whole.isSure) ? joined : found;
}

function errorsOf(lines: string): readonly FoundError[] {
  const refusals = new Set<string>();
  return piecesOf(cleanText(lines)).flatMap((piece) => {
    const error = readError(piece);
    const isAws = error.code !== undefined || error.denial.action !== undefined || fitsRow(error.text);
    const refusal = JSON.stringify(error.denial);
    if (!isAws || (error.denial.action !== undefined && refusals.has(refusal))) return [];
    refusals.add(refusal);
    return [error];
  });
}

/** Whether the refusal has another part, or a longer one where several lines were filled. */
function tellsMore(joined: readonly FoundError[], found: readonly FoundError[], isSure: boolean): boolean {
  const [told, before] = [joined, found].map((errors) =>
    largest(
      errors.map(({ denial }) => Object.keys(denial).length),
      0,
    ),
  );
  if (told !== before) return (told ?? 0) > (before ?? 0);
  return (
    isSure &&
    JSON.stringify(joined.map(({ denial }) => denial)).length >
      JSON.stringify(found.map(({ denial }) => denial)).length
  );
}

/** A line of a log that is JSON, or ends in it. */
function recordsIn(text: string): readonly FoundError[] {
  return readRecords(jsonValue(text.slice(text.indexOf('{'))));
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

const longestName = 40;

/** Whether what a refusal is said of is who called, and not a service. */
function isCaller(before: string): boolean {
  return /User: \S{1,40}$/.test(before) || !isService(before);
}

function marksOf(text: string): readonly { readonly mark: string; readonly at: number }[] {
  return [denialMark, cliMark]
    .flatMap((mark) => {
      const found: { mark: string; at: number }[] = [];
      for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length))
        if (mark === cliMark || isCaller(text.slice(Math.max(0, at - longestName), at)))
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
  return jsonValue(text.replace(/^\uFEFF/, ''));
}

import type { Range } from '../core/source.ts';
import type { Problem } from './problem.ts';
import type { Member, Node, StringNode } from './tree.ts';

/** Deeper than any document of AWS; a limit keeps hostile input from costing memory or the call stack. */
export const depthLimit = 200;

/** A file with so many problems is not read further. */
export const problemLimit = 20;

interface ObjectFrame {
  readonly kind: 'object';
  readonly start: number;
  readonly members: Member[];
  /** The key whose value comes next; undefined where the text has a value without a key. */
  key: StringNode | undefined;
}

interface ArrayFrame {
  readonly kind: 'array';
  readonly start: number;
  readonly items: Node[];
}

export type Frame = ObjectFrame | ArrayFrame;

/** What may come next. The `first` modes also take the closing bracket. */
export type Mode = 'value' | 'first-value' | 'key' | 'first-key' | 'after';

/** The state of one reading, changed as it goes on. */
export interface Reader {
  readonly text: string;
  readonly placeOf: (offset: number) => string;
  readonly problems: Problem[];
  /** The open brackets, outermost first, without `frame`. */
  readonly outer: Frame[];
  frame: Frame | undefined;
  root: Node | undefined;
  mode: Mode;
  at: number;
  /** Where the comma before the next item stands. */
  comma: number;
  /** Where the last complete value ended. */
  valueEnd: number;
  /** Where a string starts that the text ends in. */
  openString: number | undefined;
  /** Set where reading on would only find consequences. */
  stopped: boolean;
}

export function newReader(text: string, placeOf: (offset: number) => string): Reader {
  return {
    text,
    placeOf,
    problems: [],
    outer: [],
    frame: undefined,
    root: undefined,
    mode: 'value',
    at: 0,
    comma: 0,
    valueEnd: 0,
    openString: undefined,
    stopped: false,
  };
}

export function report(reader: Reader, code: string, range: Range, message: string, hint: string): void {
  if (reader.stopped) return;
  reader.problems.push({ code: `json/${code}`, message, hint, range });
  if (reader.problems.length < problemLimit) return;
  reader.problems.push({
    code: 'json/too-many-problems',
    message: `reading stopped after ${problemLimit} problems`,
    hint: 'correct these first, there may be more behind them',
    range,
  });
  stop(reader);
}

/** Goes to the end of the text without looking at the rest of it. */
export function stop(reader: Reader): void {
  reader.stopped = true;
  reader.at = reader.text.length;
}

/** Puts a complete value into what is open. */
export function attach(reader: Reader, node: Node): void {
  const frame = reader.frame;
  if (frame === undefined) reader.root = node;
  else if (frame.kind === 'array') frame.items.push(node);
  else if (frame.key !== undefined) {
    frame.members.push({ key: frame.key, value: node });
    frame.key = undefined;
  }
  reader.mode = 'after';
  reader.valueEnd = node.end;
}

export function open(reader: Reader, kind: Frame['kind']): void {
  const start = reader.at;
  if (reader.outer.length + (reader.frame === undefined ? 0 : 1) >= depthLimit) {
    const message = `brackets are nested more than ${depthLimit} deep`;
    report(reader, 'too-deep', { start, end: start + 1 }, message, 'check that this is the right file');
    stop(reader);
    return;
  }
  if (reader.frame !== undefined) reader.outer.push(reader.frame);
  reader.frame =
    kind === 'object' ? { kind, start, members: [], key: undefined } : { kind, start, items: [] };
  reader.mode = kind === 'object' ? 'first-key' : 'first-value';
  reader.at++;
}

/** Closes the innermost bracket; `end` is just past its closing one. */
export function close(reader: Reader, end: number): void {
  const frame = reader.frame;
  if (frame === undefined) return;
  reader.frame = reader.outer.pop();
  const { start } = frame;
  attach(
    reader,
    frame.kind === 'object'
      ? { kind: 'object', start, end, members: frame.members }
      : { kind: 'array', start, end, items: frame.items },
  );
}

import type { Diagnostic } from '../core/evaluation.ts';
import type { Source } from '../core/source.ts';
import {
  deeper,
  fail,
  hasGivenUp,
  isAt,
  isAtEnd,
  readName,
  shown,
  skipBlanks,
  take,
  type Cursor,
} from './hcl/cursor.ts';
import { readExpression, skipMistake } from './hcl/expression.ts';
import { readBareTemplate, readQuoted } from './hcl/template.ts';
import type { HclAttribute, HclBlock, HclBody, HclName, HclPart } from './hcl-tree.ts';
import { diagnosticOf } from './problem.ts';

export interface HclRead {
  /** What could be read, whatever the problems. */
  readonly body: HclBody;
  readonly problems: readonly Diagnostic[];
}

/**
 * A configuration of Terraform (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md). A mistake costs the
 * argument that it stands in. Never throws.
 */
export function parseHcl(source: Source): HclRead {
  const cursor: Cursor = { text: source.text, at: 0, depth: 0, hasFailed: false, problems: [] };
  const body = readBody(cursor, false);
  return { body, problems: cursor.problems.map((problem) => diagnosticOf(source, problem)) };
}

/** The items up to the end, or to the brace that closes a block. */
function readBody(cursor: Cursor, isNested: boolean): HclBody {
  const start = cursor.at;
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (;;) {
    skipBlanks(cursor, true);
    if (isAtEnd(cursor) || hasGivenUp(cursor) || (isNested && (isAt(cursor, '}') || isAtNextBlock(cursor))))
      break;
    const item = readItem(cursor);
    if (item !== undefined) {
      if ('name' in item) attributes.push(item);
      else blocks.push(item);
    }
  }
  return { attributes, blocks, start, end: cursor.at };
}

const topLevel = /(?:resource|data|module|variable|output|provider)[ \t]+"|(?:locals|terraform)[ \t]*\{/y;

/** A block of the outermost level at the start of a line: the brace of the one before it is missing. */
function isAtNextBlock({ text, at }: Cursor): boolean {
  if (at > 0 && text.charAt(at - 1) !== '\n') return false;
  topLevel.lastIndex = at;
  return topLevel.test(text);
}

function columnOf({ text, at }: Cursor): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

function readItem(cursor: Cursor): HclAttribute | HclBlock | undefined {
  const { at } = cursor;
  const column = columnOf(cursor);
  const item = tryItem(cursor);
  if (!cursor.hasFailed) return item;
  skipMistake(cursor, at, column);
  return item;
}

function tryItem(cursor: Cursor): HclAttribute | HclBlock | undefined {
  const name = readName(cursor);
  if (name === undefined) {
    const range = { start: cursor.at, end: cursor.at + 1 };
    fail(cursor, `${shown(cursor)} can begin nothing here`, range);
    return undefined;
  }
  skipBlanks(cursor, false);
  if (isAt(cursor, '=') && !isAt(cursor, '==')) return readAttribute(cursor, name);
  return readBlock(cursor, name);
}

function readAttribute(cursor: Cursor, name: HclName): HclAttribute {
  cursor.at++;
  skipBlanks(cursor, false);
  const { at: start } = cursor;
  const value = readExpression(cursor, false);
  const end = cursor.at;
  // It is written, whatever it says.
  if (cursor.hasFailed) return { name, value: { kind: 'other', start, end }, start: name.start, end };
  expectLineEnd(cursor);
  return { name, value, start: name.start, end };
}

function expectLineEnd(cursor: Cursor): void {
  skipBlanks(cursor, false);
  if (!isAtEnd(cursor) && !isAt(cursor, '\n') && !isAt(cursor, '}'))
    fail(cursor, `the line does not end before ${shown(cursor)}`, { start: cursor.at, end: cursor.at + 1 });
}

function readBlock(cursor: Cursor, type: HclName): HclBlock | undefined {
  const labels: HclName[] = [];
  while (!isAt(cursor, '{')) {
    const label = readLabel(cursor);
    if (label === undefined) {
      if (!cursor.hasFailed)
        fail(cursor, `\`=\` or \`{\` is missing before ${shown(cursor)}`, {
          start: type.start,
          end: type.end,
        });
      return undefined;
    }
    labels.push(label);
    skipBlanks(cursor, false);
  }
  const open = cursor.at;
  cursor.at++;
  const body = deeper(cursor, () => readBody(cursor, true));
  if (body === undefined) return undefined;
  const isClosed = take(cursor, '}');
  const { at: end } = cursor;
  if (isClosed) expectLineEnd(cursor);
  else {
    fail(cursor, '`{` is not closed', { start: open, end: open + 1 });
    // The next block begins here already.
    cursor.hasFailed = false;
  }
  return { type, labels, body, start: type.start, end };
}

function readLabel(cursor: Cursor): HclName | undefined {
  if (!isAt(cursor, '"')) return readName(cursor);
  const { parts, start, end } = readQuoted(cursor, readExpression);
  const text = parts.map((part) => (part.kind === 'text' ? part.value : '')).join('');
  return cursor.hasFailed ? undefined : { text, start, end };
}

/** A text in which `${ … }` may stand, as the strings of `.tf.json`; where it has a mistake, its rest is a directive. */
export function parseTemplate(text: string): readonly HclPart[] {
  const cursor: Cursor = { text, at: 0, depth: 0, hasFailed: false, problems: [] };
  const parts = readBareTemplate(cursor, readExpression);
  return cursor.hasFailed ? [...parts, { kind: 'directive', start: cursor.at, end: text.length }] : parts;
}

import type { Range } from '../../../core/source.ts';
import type { Edit } from '../../repair.ts';

/** Whether a list or an object is written in brackets: all of JSON, and some of YAML. */
export function isFlow(text: string, { start }: Range): boolean {
  return text[start] === '{' || text[start] === '[';
}

/** A text of YAML in the place of another, in the same quotes; undefined where it is neither plain nor quoted on a line. */
export function scalarFor(before: string, after: string): string | undefined {
  if (/[\r\n]/.test(before)) return undefined;
  if (/^".*"$/.test(before)) return JSON.stringify(after);
  if (/^'.*'$/.test(before)) return `'${after.replaceAll("'", "''")}'`;
  if (!/^[\w*]/.test(before)) return undefined;
  return isPlain(after) ? after : JSON.stringify(after);
}

/** What is read as a text without quotes, wherever it stands. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z][\w./:*-]*$/.test(text) &&
    !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text) &&
    !text.endsWith(':')
  );
}

/** A line before the one at the place, with the same indentation. */
export function blockAddition(text: string, start: number, line: string): Edit | undefined {
  const prefix = text.slice(lineStart(text, start), start);
  if (!/^(?:[ ]|-[ ])*$/.test(prefix)) return undefined;
  return { start, end: start, text: `${line}${lineEnd(text)}${' '.repeat(prefix.length)}` };
}

/** The lines of an item or a member; undefined where something else stands on them too. */
export function blockRemoval(text: string, children: readonly Range[], index: number): Edit | undefined {
  const child = children[index];
  if (child === undefined) return undefined;
  const { start } = child;
  const from = lineStart(text, start);
  const prefix = text.slice(from, start);
  const next = children[index + 1];
  if (/^[ ]*(?:-[ ]+)?$/.test(prefix)) {
    const to = endOfLines(text, child.end);
    const isItem = prefix.includes('-');
    // The first member of an item stands behind the dash: the next one moves up to it.
    if (isItem && next !== undefined && !/^[ ]*-[ ]/.test(lineOf(text, next.start)))
      return isBlank(text.slice(child.end, next.start)) ? { start, end: next.start, text: '' } : undefined;
    return to === undefined || text.slice(from, to).includes('#')
      ? undefined
      : { start: from, end: to, text: '' };
  }
  return undefined;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function lineOf(text: string, offset: number): string {
  const from = lineStart(text, offset);
  const end = text.indexOf('\n', offset);
  return text.slice(from, end < 0 ? text.length : end);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line end after the place; undefined where something stands before it. */
function endOfLines(text: string, end: number): number | undefined {
  if (text[end - 1] === '\n') return end;
  const line = text.indexOf('\n', end);
  const to = line < 0 ? text.length : line + 1;
  return isBlank(text.slice(end, to)) ? to : undefined;
}

/** As the file ends its lines. */
export function lineEnd(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}

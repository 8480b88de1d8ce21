import type { Span } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import { knownWord } from '../../printers/vocabulary.ts';
import { sectionsInUse } from './facts.ts';
import type { Situation } from './gotcha.ts';

/** A value that ends in a header. */
export const glued = /\S\[[^\][\n]{1,64}\]\s*$/;

/** A value that goes on in the next line. */
export interface Wrapped {
  readonly key: string;
  readonly span: Span;
  /** The number of that line. */
  readonly next: number;
}

const longKeys = ['aws_session_token', 'aws_secret_access_key', 'aws_security_token'];

/** Lines below a long value that are no key of any tool but letters as of a token. */
export function wrappedLines(context: Situation['context']): readonly Wrapped[] {
  return sectionsInUse(context).flatMap((section) => {
    const { text } = section.source;
    return section.headers.flatMap(({ range }) => {
      const stop = text.slice(range.end).search(/\n[ \t]*\[/);
      const end = stop < 0 ? text.length : range.end + stop;
      return wrappedIn(text, range.end, end).map(({ key, start, next }) => ({
        key,
        span: spanOf(section.source, { start, end: start + key.length }),
        next: spanOf(section.source, { start: next, end: next + 1 }).line,
      }));
    });
  });
}

export function isAnyWrapped(context: Situation['context']): boolean {
  return wrappedLines(context).length > 0;
}

function wrappedIn(text: string, from: number, to: number) {
  const found: { readonly key: string; readonly start: number; readonly next: number }[] = [];
  let start = from;
  let above: { readonly key: string; readonly start: number } | undefined;
  for (const line of text.slice(from, to).split('\n')) {
    const [, indent = '', name] = /^([ \t]*)(\w+)[ \t]*=/.exec(line) ?? [];
    const key = name?.toLowerCase();
    const isPiece = /^[ \t]*[A-Za-z0-9+/_-]{8,}={0,2}[ \t\r]*$/.test(line);
    if (above !== undefined && isPiece && knownWord(line.trim()) === undefined) {
      found.push({ ...above, next: start + line.search(/\S/) });
    }
    above = key !== undefined && longKeys.includes(key) ? { key, start: start + indent.length } : undefined;
    start += line.length + 1;
  }
  return found;
}

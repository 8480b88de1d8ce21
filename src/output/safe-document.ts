import { escapeJson } from './escape.ts';
import { hideInSentence, maySpellSecret } from './secret.ts';

/** The document with every secret in its texts hidden; JSON itself escapes what a terminal should not see. */
export function safeDocument(document: object): object {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]): [string, unknown] => [
      hideInSentence(name),
      safeValue(name, value),
    ]),
  );
}

function safeValue(name: string, value: unknown): unknown {
  if (typeof value === 'string') return hideInSentence(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => safeValue(name, item));
  // A Map, a Set or a class would silently become `{}` or show its insides.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return safeDocument(value);
  throw new TypeError(`the document's field ${name} is not plain data`);
}

/** Plain data for a file that an option names: what a page does not show is not written either. */
export function safePlain<T>(value: T): T {
  return safeValue('', value) as T;
}

/**
 * Lines of JSON, each a document. A stream writes a hundred thousand of them a second, and what it makes of a document
 * has crossed the border as one: a line is taken apart only where something in it looks like a secret.
 */
export function safeJsonLines(lines: string): string {
  if (!maySpellSecret(lines)) return escapeJson(lines);
  return lines
    .split('\n')
    .map((line) => (maySpellSecret(line) ? safeJsonLine(line) : escapeJson(line)))
    .join('\n');
}

function safeJsonLine(line: string): string {
  const document: unknown = JSON.parse(line);
  return escapeJson(JSON.stringify(safeValue('', document)));
}

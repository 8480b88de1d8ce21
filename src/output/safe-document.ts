import { Command, type Hint } from '../core/command.ts';
import { posixShell, type Shell } from '../core/write-command.ts';
import { knownLines, type JsonLines } from '../core/answer.ts';
import { escapeJson, mayHoldUnsafe } from './escape.ts';
import { hidden, hideInSentence, hideSecrets, maySpellSecret } from './secret.ts';
import { isSecretTag } from './secret-names.ts';
import { shownCommand } from './shown-command.ts';

/** The document with every secret in its texts hidden; JSON itself escapes what a terminal should not see. */
export function safeDocument(document: object, shell: Shell = posixShell): object {
  const isNamed = namesSecret(document);
  return Object.fromEntries(
    Object.entries(document).map(([name, value]): [string, unknown] => [
      hideInSentence(name),
      (isNamed && (name === 'value' || name === 'values')) || isSecretTag(name)
        ? hiddenIn(value)
        : safeValue(name, value, shell),
    ]),
  );
}

/** A condition on a tag with a secret's name: the values that stand beside it are the secret. Keys of AWS are no tags. */
function namesSecret(document: object): boolean {
  const { key } = document as { readonly key?: unknown };
  return typeof key === 'string' && isSecretTag(key);
}

function hiddenIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hiddenIn);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [hideInSentence(name), hiddenIn(one)]),
    );
  return typeof value === 'string' || typeof value === 'number' ? hidden : value;
}

function safeValue(name: string, value: unknown, shell: Shell): unknown {
  // Words of a policy alone, and none of ours.
  if (typeof value === 'string') return (name === 'sid' ? hideSecrets : hideInSentence)(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Command) return shownCommand(value, shell);
  if (isHint(name, value)) {
    return value
      .map((piece) => (typeof piece === 'string' ? hideInSentence(piece) : shownCommand(piece, shell)))
      .join('');
  }
  if (Array.isArray(value)) return value.map((item) => safeValue(name, item, shell));
  // A Map, a Set or a class would silently become `{}` or show its insides.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return safeDocument(value, shell);
  throw new TypeError(`the document's field ${name} is not plain data`);
}

/** Plain data for a file that an option names: what a page does not show is not written either. */
export function safePlain<T>(value: T): T {
  return safeValue('', value, posixShell) as T;
}

/** Sentences with a command among them; a list of texts alone is a list, where it is not called a hint. */
function isHint(name: string, value: object): value is Exclude<Hint, string | Command> {
  return (
    Array.isArray(value) &&
    (name === 'hint' || value.some((one) => one instanceof Command)) &&
    value.every((one) => typeof one === 'string' || one instanceof Command)
  );
}

/**
 * Lines of JSON, each a document. A stream writes a hundred thousand of them a second, and what it makes of a document
 * has crossed the border as one: a line is taken apart only where something in it looks like a secret. Parts that many
 * lines share are looked at once, by `isSafeJson`.
 */
export function safeJsonLines(lines: JsonLines): string {
  const { text, fresh } = knownLines(lines);
  if (!maySpellSecret(fresh)) return mayHoldUnsafe(fresh) ? escapeJson(text) : text;
  return text
    .split('\n')
    .map((line) => (maySpellSecret(line) ? safeJsonLine(line) : escapeJson(line)))
    .join('\n');
}

/** Whether a part of a line, which begins and ends outside of every string, would cross the border as it is. */
export function isSafeJson(part: string): boolean {
  return !maySpellSecret(part) && !mayHoldUnsafe(part);
}

function safeJsonLine(line: string): string {
  const document: unknown = JSON.parse(line);
  return escapeJson(JSON.stringify(safeValue('', document, posixShell)));
}

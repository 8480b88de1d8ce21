import { posixShell, type Shell } from '../core/write-command.ts';
import { escapeJson } from './escape.ts';
import { safeDocument, safePlain } from './safe-document.ts';

/** The document as `--json` prints it: keys in the order given, fields without a value left out. */
export function renderJson(document: object, shell: Shell = posixShell): string {
  return `${escapeJson(JSON.stringify(safeDocument(document, shell), undefined, 2))}\n`;
}

/** An item of a list that is a field of a long document, as it stands there. */
export function renderItem(item: object): string {
  // Within two lists it has the indentation that it has there.
  const text = JSON.stringify([[safeDocument(item)]], undefined, 2);
  return escapeJson(text.slice(opening.length, -closing.length));
}

const opening = '[\n  [\n';
const closing = '\n  ]\n]';

/** One write for so many characters. */
const pieceLength = 64 * 1024;

/**
 * The document as `renderJson` prints it, in pieces: its empty list `field` gets the items, which `renderItem` made.
 * What is long is then never one text.
 */
export async function* renderLong(
  document: object,
  field: string,
  items: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  const whole = renderJson(document);
  const empty = `\n  ${JSON.stringify(field)}: [`;
  const at = whole.indexOf(`${empty}]`) + empty.length;
  let piece = whole.slice(0, at);
  let between = '\n';
  for await (const item of items) {
    piece += between + item;
    between = ',\n';
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}${between === '\n' ? '' : '\n  '}${whole.slice(at)}`;
}

/** What a file is to hold, as JSON. */
export function renderJsonFile(content: object): string {
  return `${escapeJson(JSON.stringify(safePlain(content), undefined, 2))}\n`;
}

/** The document on one line, for errors and streams. */
export function renderJsonLine(document: object, shell: Shell = posixShell): string {
  return `${escapeJson(JSON.stringify(safeDocument(document, shell)))}\n`;
}

import { escapeJson } from './escape.ts';
import { safeDocument, safePlain } from './safe-document.ts';

/** The document as `--json` prints it: keys in the order given, fields without a value left out. */
export function renderJson(document: object): string {
  return `${escapeJson(JSON.stringify(safeDocument(document), undefined, 2))}\n`;
}

/** What a file is to hold, as JSON. */
export function renderJsonFile(content: object): string {
  return `${escapeJson(JSON.stringify(safePlain(content), undefined, 2))}\n`;
}

/** The document on one line, for errors and streams. */
export function renderJsonLine(document: object): string {
  return `${escapeJson(JSON.stringify(safeDocument(document)))}\n`;
}

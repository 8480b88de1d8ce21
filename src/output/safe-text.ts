import { escapeControls, escapeLine } from './escape.ts';
import { hideInSentence } from './secret.ts';

/**
 * The border that every answer, notice and error crosses on its way out: secrets that slipped into a text are hidden,
 * and what could move a cursor, hide or reorder text is escaped. Whoever makes a text says what is so and leaves it
 * raw. Values of others are hidden where they enter a sentence, by `hideSecrets`: there their names are still known.
 * This is the net behind it.
 */

/** A text of one line, as it may be printed. */
export function safeLine(text: string): string {
  return escapeLine(hideInSentence(text));
}

/** A text of one line or several. */
export function safeLines(text: string): string {
  return escapeControls(hideInSentence(text)).replaceAll('\t', '    ');
}

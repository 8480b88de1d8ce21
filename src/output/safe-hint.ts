import { piecesOfHint, type Command, type Hint } from '../core/command.ts';
import { append } from '../core/lists.ts';
import type { Text } from '../core/page.ts';
import type { Shell } from '../core/write-command.ts';
import type { Written } from './line.ts';
import { safeLines } from './safe-text.ts';
import { shownCommand } from './shown-command.ts';

/** The command as a part of a text, which nothing changes any more. */
export function written(command: Command, shell: Shell): Written {
  return { text: shownCommand(command, shell), tone: 'plain', whole: true };
}

/** A hint line by line: its sentences as they may be shown, its commands written. */
export function linesOfHint(hint: Hint, shell: Shell): readonly Text[] {
  const lines: (string | Written)[][] = [[]];
  for (const piece of piecesOfHint(hint)) {
    if (typeof piece !== 'string') {
      lines.at(-1)?.push(written(piece, shell));
      continue;
    }
    const [first = '', ...others] = safeLines(piece).split('\n');
    lines.at(-1)?.push(first);
    append(
      lines,
      others.map((line) => [line]),
    );
  }
  return lines;
}

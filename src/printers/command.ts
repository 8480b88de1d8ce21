import { Raw, reveal } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { printPath } from './addresses.ts';
import { asShown, describeLength } from './shape.ts';

/** A program by its path or name: what would be a file's name, or a shell's. */
const program = /^(?:~|[A-Za-z]:)?[\w./\\@+ ()\u00a1-\uffff-]*[\w.\u00a1-\uffff-]$/;

/** A command line by its program and how much follows it: ``/opt/helper` with 3 arguments, not shown`. */
export function printCommand(raw: Raw): Shown {
  const text = reveal(raw).trim();
  if (text === '') return asShown('empty');
  const [, quoted, plain = ''] = /^(?:"([^"]*)"|([^\s"'`$;&|<>()]+))(?=\s|$)/.exec(text) ?? [];
  const file = quoted ?? plain;
  if (!program.test(file)) return asShown(`a command line (${describeLength(raw)})`);
  return printProgram(new Raw(file), countWords(text) - 1);
}

/** A program that was split from its arguments. */
export function printProgram(file: Raw, count: number): Shown {
  const name = printPath(file);
  const isShown = file.fits(program) && name === reveal(file);
  const shown = isShown ? `\`${name}\`` : `(${describeLength(file)})`;
  if (count <= 0) return asShown(shown);
  return asShown(`${shown} with ${count} ${count === 1 ? 'argument' : 'arguments'}, not shown`);
}

/** Words as a shell would count them: a quoted text is one. */
function countWords(text: string): number {
  return text.match(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+/gs)?.length ?? 0;
}

import type { CommandModule } from './command.ts';
import { optionsWith } from './global-options.ts';
import { longFlagOf, optionKeyOf, type OptionRow } from './option-row.ts';
import { withSwitches, type ParsedCommand } from './parsed-command.ts';

/** Throws `usage`. */
export async function readOptions(
  name: string,
  module: CommandModule,
  words: readonly string[],
): Promise<ParsedCommand> {
  const read = readPlainOptions(module, words);
  if (read !== undefined) return read;
  const { parseWithCommander } = await import('./parse.ts');
  return parseWithCommander(name, module, words);
}

/**
 * What the words mean where all of them are plain: whole names of options, values that cannot be taken for options, no
 * more values than the command takes. Undefined for everything else: commander, which takes longer to load than this to
 * read, then reads all of them, and is right about errors. Where this has an answer, commander has the same.
 */
export function readPlainOptions(module: CommandModule, words: readonly string[]): ParsedCommand | undefined {
  const { rows, read } = startOf(optionsWith(module.options));
  const given = new Set<OptionRow>();
  const values: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!isOptionLike(word)) {
      values.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const flag = equals < 0 ? word : word.slice(0, equals);
    const row = rows.get(flag);
    if (row === undefined) return undefined;
    const next = equals < 0 ? words[index + 1] : word.slice(equals + 1);
    const value = valueOf(row, next, equals >= 0);
    if (value === undefined) return undefined;
    if (equals < 0 && typeof value === 'string') index++;
    const key = optionKeyOf(flag);
    const isSecond = given.has(row);
    if (isSecond && row.again === 'refused') return undefined;
    given.add(row);
    if (row.again !== 'kept' || value === true)
      read[key] = isNegative(flag) && value === true ? false : value;
    else read[key] = [...textsOf(isSecond ? read[key] : undefined), value];
  }
  return values.length > mostValues(module) ? undefined : { values, options: withSwitches(read) };
}

function textsOf(value: string | boolean | readonly string[] | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}

/** The rows by their flags, and what holds where nothing is given. */
function startOf(all: readonly OptionRow[]) {
  const rows = new Map<string, OptionRow>();
  const read: Record<string, string | boolean | readonly string[]> = {};
  for (const row of all) {
    const flag = longFlagOf(row);
    rows.set(flag, row);
    if (isNegative(flag)) read[optionKeyOf(flag)] = true;
    if (row.standard !== undefined) read[optionKeyOf(flag)] = row.standard;
  }
  return { rows, read };
}

function isNegative(flag: string): boolean {
  return flag.startsWith('--no-');
}

/** The option's value, true where it has none; undefined where that is not plain. `next` is what may be its value. */
function valueOf(row: OptionRow, next: string | undefined, isJoined: boolean): string | true | undefined {
  const needsValue = row.flags.endsWith('>');
  if (!needsValue && !row.flags.endsWith(']')) return isJoined ? undefined : true;
  if (next !== undefined && (isJoined || !isOptionLike(next)))
    return row.choices?.includes(next) === false ? undefined : next;
  // To commander a negative number is a value.
  return needsValue || /^-[.\d]/.test(next ?? '') ? undefined : true;
}

/** As commander sees it: `-` alone is a value, standard input mostly. */
function isOptionLike(word: string): boolean {
  return word.length > 1 && word.startsWith('-');
}

function mostValues({ argument, keepsStrayWords }: CommandModule): number {
  if (keepsStrayWords === true || argument?.form.endsWith('...]') === true) return Infinity;
  return argument === undefined ? 0 : 1;
}

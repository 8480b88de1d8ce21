import { printTyped } from '../printers/names.ts';
import { command, type Hint } from '../core/command.ts';
import type { CommandEntry } from '../commands.ts';
import { IamxError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { globalOptions } from './global-options.ts';

const help = ['See: ', command`iamx --help`] as const;
/** A pasted secret may stand where a command's name belongs; only what could be a mistyped name is repeated. */
const nameLike = /^[a-z][a-z-]{0,19}$/i;
const optionLike = /^--?[a-z][a-z-]{0,29}(?==|$)/i;

export function unknownCommand(name: string, commands: readonly CommandEntry[]): IamxError {
  if (!nameLike.test(name)) {
    return new IamxError('usage', 'the first word is not a command', {
      hint: ['To ask about an ID, access key or ARN: ', command`iamx decode VALUE`, '. ', ...help],
    });
  }
  const names = commands.map((command) => command.name);
  const near = nearest(name, names) ?? names.find((one) => isPartOf(name.toLowerCase(), one));
  return new IamxError('usage', `unknown command ${printTyped(name)}`, {
    hint: didYouMean(name === 'version' ? '--version' : near),
  });
}

/** `who` and `sim` begin a name, `chain` is a word of one. */
function isPartOf(text: string, name: string): boolean {
  return text.length >= 3 && (name.startsWith(text) || name.split('-').includes(text));
}

/** What people type to learn a program's version. */
const versionFlags: ReadonlySet<string> = new Set(['-v', '-V', '-version']);

/** An option before the command's name that is not a global one. */
export function strayOption(word: string): IamxError {
  const flag = optionLike.exec(word)?.[0];
  if (flag === undefined) return new IamxError('usage', 'unknown option', { hint: help });
  const near = versionFlags.has(flag)
    ? '--version'
    : nearest(
        flag,
        globalOptions.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? flags),
      );
  const hint =
    near === undefined ? ["A command's own options stand after its name. ", ...help] : didYouMean(near);
  return new IamxError('usage', `unknown option ${printTyped(flag)} before the command`, { hint });
}

function didYouMean(near: string | undefined): Hint {
  return near === undefined ? help : [`Did you mean \`${near}\`? `, ...help];
}

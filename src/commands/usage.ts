import type { CommandEntry } from '../commands.ts';
import { IamxError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { globalOptions } from './global-options.ts';

const help = 'See: iamx --help';
/** A pasted secret may stand where a command's name belongs; only what could be a mistyped name is repeated. */
const nameLike = /^[a-z][a-z-]{0,19}$/i;
const optionLike = /^--?[a-z][a-z-]{0,29}(?==|$)/i;

export function unknownCommand(name: string, commands: readonly CommandEntry[]): IamxError {
  if (!nameLike.test(name)) {
    return new IamxError('usage', 'the first word is not a command', {
      hint: `To ask about an ID, access key or ARN: iamx decode VALUE. ${help}`,
    });
  }
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  return new IamxError('usage', `unknown command \`${name}\``, { hint: didYouMean(near) });
}

/** An option before the command's name that is not a global one. */
export function strayOption(word: string): IamxError {
  const flag = optionLike.exec(word)?.[0];
  if (flag === undefined) return new IamxError('usage', 'unknown option', { hint: help });
  const near = nearest(
    flag,
    globalOptions.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? flags),
  );
  const hint =
    near === undefined ? `A command's own options stand after its name. ${help}` : didYouMean(near);
  return new IamxError('usage', `unknown option \`${flag}\` before the command`, { hint });
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? help : `Did you mean \`${near}\`? ${help}`;
}

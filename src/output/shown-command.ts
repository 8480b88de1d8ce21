import type { Command } from '../core/command.ts';
import { wordsOfCommand, writeCommand, type Shell } from '../core/write-command.ts';
import { shapesIn } from './secret-shapes.ts';
import { looksLikeSecret } from './secret.ts';
import { isSecretName, isSecretTag } from './secret-names.ts';

/** Nothing is replaced in a command: one whose words may hold a secret is left out whole. */
export const commandLeftOut = '(a command, not shown: it may hold a secret)';

export function mayBeShown(command: Command, shell: Shell): boolean {
  const words = wordsOfCommand(command, shell);
  return !words.some(looksLikeSecret) && !words.some(tellsTag) && shapesIn(words.join(' ')).length === 0;
}

/** `aws:RequestTag/Password=…` behind `--context`, `password=…` behind `--principal-tag`. */
function tellsTag(word: string, at: number, words: readonly string[]): boolean {
  const end = word.indexOf('=');
  if (end < 0) return false;
  const name = word.slice(0, end);
  return isSecretTag(name) || (/^--[a-z-]*tag$/.test(words[at - 1] ?? '') && isSecretName(name));
}

/** The command as the shell takes it, or what is said in its place. */
export function shownCommand(command: Command, shell: Shell): string {
  return mayBeShown(command, shell) ? writeCommand(command, shell) : commandLeftOut;
}

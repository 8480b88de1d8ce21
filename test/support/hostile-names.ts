import fc from 'fast-check';
import { expect } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import { meant, runPasted } from './stubs.ts';
import { anyCharacter } from './text.ts';

/** Names of which a shell would make something, and how what is told beside them is pasted. */

export const shells = ['sh', 'bash', 'dash', 'zsh', 'fish'];

export const hostileNames = [
  ...['$(touch PWNED)', '`touch PWNED`', "a'b", 'a"b', 'a`b', '’; touch x; ’', '‘; touch x; ‘', '“x”'],
  ...[
    '-rf',
    '--',
    '--profile=x',
    'a\nb',
    'a\n touch PWNED\n',
    'a\tb',
    'a\u2028b',
    '%PATH%',
    '!!',
    'a;touch PWNED',
  ],
  ...[
    'a && touch PWNED',
    'a|touch PWNED',
    '>PWNED',
    'a #b',
    '~',
    '~root',
    '=ls',
    '*',
    '?',
    '[a]',
    '{a,b}',
    '\\',
    'a\\',
  ],
  ...[
    '${IFS}',
    '$HOME',
    'a\u0000b',
    '',
    ' ',
    ' a',
    'http://evil/x',
    'file:///etc/passwd',
    '\u202etxt',
    'a\u3164',
    'a\u034fb',
    '\u115f\u1160',
    'a\ufe0f',
    'é',
    '漢字',
  ],
];
export const plainNames = ['prod', 'a.b@c', 'a/b:c=d+e,f', 'arn:aws:iam::111122223333:role/x'];
const pieces = fc.constantFrom(...Array.from(` '"\`$\\~-=!*?[]{}();#&|<>%^\n\t’‘“”,@:+./aZ09_\u2028\u00a0`));
export const anyName = fc.oneof(
  fc.constantFrom(...hostileNames, ...plainNames),
  fc.string({ unit: fc.oneof(pieces, anyCharacter), maxLength: 12 }),
);

export function unique(commands: readonly Command[]): readonly Command[] {
  return [...new Map(commands.map((one) => [JSON.stringify(one.deed), one])).values()];
}

/** Each of them runs what it says, and nothing else. */
export function runAndCompare(shell: string, commands: readonly Command[]): void {
  const wanted = commands.map((one) => ({ line: writeCommand(one, posixShell), runs: meant(one) }));
  const ran = runPasted(shell, commands);
  expect(commands.map((one, index) => ({ line: writeCommand(one, posixShell), runs: ran[index] }))).toEqual(
    wanted,
  );
}

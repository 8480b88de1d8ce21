import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellOption, shellPath, shellWord } from '../../src/output/shell.ts';
import { posix, runShell, testWith } from '../support/process.ts';
import { anyCharacter } from '../support/text.ts';

test.each([
  [shellWord('eu-west-1'), 'eu-west-1'],
  [shellWord('arn:aws:s3:::b/k=1,x@y+z_'), 'arn:aws:s3:::b/k=1,x@y+z_'],
  [shellWord('a b'), "'a b'"],
  [shellWord("it's"), "'it'\\''s'"],
  [shellWord('100%'), "'100%'"],
  [shellWord('=ls'), "'=ls'"],
  [shellWord(''), "''"],
  [shellOption('--profile', 'prod'), '--profile prod'],
  [shellOption('--profile', 'my prod'), "--profile 'my prod'"],
  [shellOption('--profile', '-x'), '--profile=-x'],
  [shellOption('--profile', '-x y'), "'--profile=-x y'"],
  [shellPath('p.json'), 'p.json'],
  [shellPath('-p.json'), './-p.json'],
  [shellPath('~/a b/c'), "~/'a b/c'"],
  [shellPath('~/'), '~/'],
  [shellPath('~x'), "'~x'"],
  [shellPath('~/.aws/config'), '~/.aws/config'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});

const special = Array.from(` '"\\$\`~-=!*?[#;&|<>(){}%^\n\t`);
const text = fc
  .string({ unit: fc.oneof(fc.constantFrom(...special), anyCharacter) })
  .filter((each) => !each.includes('\0'));

testWith([posix], 'a shell reads back what was quoted', () => {
  const texts = fc.sample(text, { numRuns: 300, seed: 6 });
  const words = texts.flatMap((each) => [shellWord(each), shellOption('--o', each), shellPath(`./${each}`)]);
  const script = `for word in ${words.join(' ')}; do printf '%s\\0' "$word"; done`;
  const { stdout } = runShell(script);
  const expected = texts.flatMap((each) => [
    each,
    ...(each.startsWith('-') ? [`--o=${each}`] : ['--o', each]),
    `./${each}`,
  ]);
  expect(stdout.split('\0').slice(0, -1)).toEqual(expected);
});

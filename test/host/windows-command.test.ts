import { expect, test } from 'vitest';
import { windowsCommand } from '../../src/host/windows-command.ts';

const env = {
  Path: 'C:\\Windows;C:\\nodejs\\',
  PATHEXT: '.COM;.EXE;.BAT;.CMD',
  ComSpec: 'C:\\Windows\\system32\\cmd.exe',
};
const files = new Set([
  'C:\\nodejs\\npx.cmd',
  'C:\\nodejs\\node.exe',
  'C:\\Windows\\tool.exe',
  'C:\\nodejs\\tool.cmd',
  '.\\deploy.bat',
]);
const started = (file: string, ...args: readonly string[]) =>
  windowsCommand(file, args, env, (path) => files.has(path));

test.each([
  ['node', 'C:\\nodejs\\node.exe'],
  ['node.exe', 'C:\\nodejs\\node.exe'],
  // The first folder counts, and then the first ending.
  ['tool', 'C:\\Windows\\tool.exe'],
  ['nothing', 'nothing'],
])('%s is started as it is', (name, file) => {
  expect(started(name, 'a b', '"')).toEqual({ file, args: ['a b', '"'], isVerbatim: false });
});

test('a batch file is read by cmd.exe, which gets its words escaped', () => {
  expect(started('npx', 'cdk', 'a b', '50%', 'x&y', 'say "hi"', 'end\\')).toEqual({
    file: 'C:\\Windows\\system32\\cmd.exe',
    args: [
      '/d',
      '/s',
      '/c',
      '"^"C:\\nodejs\\npx.cmd^" ^^^"cdk^^^" ^^^"a^^^ b^^^" ^^^"50^^^%^^^" ^^^"x^^^&y^^^" ^^^"say^^^ \\^^^"hi\\^^^"^^^" ^^^"end\\\\^^^""',
    ],
    isVerbatim: true,
  });
});

test('by its path, with or without its ending', () => {
  for (const name of ['.\\deploy.bat', '.\\deploy'])
    expect(started(name).args.at(-1)).toBe('"^".\\deploy.bat^""');
});

test('variables are found in whatever case they are written', () => {
  const found = windowsCommand('node', [], { PATH: 'C:\\nodejs' }, (path) => files.has(path));
  expect(found.file).toBe('C:\\nodejs\\node.exe');
});

import { expect, test } from 'vitest';
import {
  dropByteOrderMark,
  edit,
  makePrivate,
  remove,
  replaceOnLine,
  setVariable,
  unindent,
  unset,
} from '../../src/credentials/repairs.ts';
import { memoryHost } from '../../src/host/memory.ts';

const posix = { host: memoryHost() };
const windows = { host: memoryHost({ platform: 'windows' }) };
const span = { file: '~/.aws/credentials', line: 4, column: 1, endLine: 4, endColumn: 9 };
const windowsSpan = { ...span, file: '~\\.aws\\credentials' };
const odd = { ...span, file: "~/it's/a b" };

test.each([
  [unset(posix, ['A', 'B']), 'unset A B'],
  [unset(windows, ['A', 'B']), 'Remove-Item Env:A, Env:B'],
  [setVariable(posix, 'A', 'b c'), "export A='b c'"],
  [setVariable(posix, 'A', "it's; rm"), "export A='it'\\''s; rm'"],
  [setVariable(windows, 'A', 'b'), "$Env:A = 'b'"],
  [edit(posix, span), '${EDITOR:-vi} +4 ~/.aws/credentials'],
  [edit(posix, odd), "${EDITOR:-vi} +4 ~/'it'\\''s/a b'"],
  [edit(windows, windowsSpan), 'notepad "$HOME\\.aws\\credentials"'],
  [
    replaceOnLine(posix, span, '[a/b.c]', '[profile a&b]'),
    "sed -i.bak '4s/\\[a\\/b\\.c\\]/[profile a\\&b]/' ~/.aws/credentials",
  ],
  [replaceOnLine(windows, windowsSpan, 'a', 'b'), 'notepad "$HOME\\.aws\\credentials"'],
  [unindent(posix, span), "sed -i.bak '4s/^[[:blank:]]*//' ~/.aws/credentials"],
  [
    dropByteOrderMark(posix, span),
    'tail -c +4 ~/.aws/credentials > ~/.aws/credentials.new && mv ~/.aws/credentials.new ~/.aws/credentials',
  ],
  [remove(posix, '/tmp/x y'), "rm '/tmp/x y'"],
  [remove(windows, '~\\x'), 'Remove-Item "$HOME\\x"'],
  [makePrivate(posix, '~/.aws/config'), 'chmod 600 ~/.aws/config'],
  [makePrivate(windows, '~\\.aws\\config'), undefined],
])('%s', (command, expected) => {
  expect(command).toBe(expected);
});

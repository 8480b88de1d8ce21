import { expect, test } from 'vitest';
import { word } from '../../src/core/command.ts';
import { writeCommand } from '../../src/core/write-command.ts';
import {
  dropByteOrderMark,
  dropExport,
  edit,
  envFormat,
  makePrivate,
  profileOption,
  remove,
  renameKey,
  renameKeys,
  replaceHeader,
  setVariable,
  unindent,
  unset,
  writeHeader,
} from '../../src/credentials/repairs.ts';
import { memoryHost } from '../../src/host/memory.ts';

const posix = { host: memoryHost() };
const windows = { host: memoryHost({ platform: 'windows' }) };
const span = { file: '~/.aws/credentials', line: 4, column: 1, endLine: 4, endColumn: 9 };
const windowsSpan = { ...span, file: '~\\.aws\\credentials' };
const odd = { ...span, file: "~/it's/a b" };
const shell = (place: typeof posix) => ({
  kind: place.host.platform === 'posix' ? ('posix' as const) : ('powershell' as const),
  iamx: 'iamx' as const,
});

test.each([
  [posix, unset(posix, ['A', 'B']), 'unset A B'],
  [windows, unset(windows, ['A', 'B']), 'Remove-Item Env:A, Env:B'],
  [posix, setVariable(posix, 'A', 'b'), 'export A=b'],
  [windows, setVariable(windows, 'A', 'b'), "$Env:A = 'b'"],
  [posix, edit(posix, span), '${EDITOR:-vi} +4 ~/.aws/credentials'],
  [windows, edit(windows, windowsSpan), 'notepad "$HOME\\.aws\\credentials"'],
  [
    posix,
    replaceHeader(posix, span, { name: 'a.b', isProfile: true }),
    "sed -i.bak '4s/\\[[^]]*\\]/[profile a.b]/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    replaceHeader(posix, span, { name: 'a/b', isProfile: false, instead: 'profile' }),
    "sed -i.bak '4s|\\[profile\\]|[a/b]|' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    windows,
    replaceHeader(windows, windowsSpan, { name: 'a', isProfile: false }),
    'notepad "$HOME\\.aws\\credentials"',
  ],
  [
    posix,
    renameKey(posix, span, 'REGION', 'region'),
    'sed -i.bak 4s/REGION/region/ ~/.aws/credentials && rm ~/.aws/credentials.bak',
  ],
  [
    posix,
    renameKeys(posix, [
      { span, to: 'region' },
      { span: { ...span, line: 6 }, to: 'output' },
    ]),
    "sed -i.bak '4s/^[^=]*/region/;6s/^[^=]*/output/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    writeHeader(posix, span, ['sso-session', 'a/b']),
    "sed -i.bak '4s|\\[[^]]*\\]|[sso-session a/b]|' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    dropExport(posix, [span, { ...span, line: 5 }]),
    "sed -i.bak '4,5s/export[[:blank:]]*//' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    dropExport(posix, [span]),
    "sed -i.bak '4s/export[[:blank:]]*//' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    unindent(posix, [span]),
    "sed -i.bak '4s/^[[:blank:]]*//' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    unindent(posix, [{ ...span, line: 9 }, span, { ...span, line: 5 }]),
    "sed -i.bak '4,5s/^[[:blank:]]*//;9s/^[[:blank:]]*//' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [
    posix,
    dropByteOrderMark(posix, span),
    "env LC_ALL=C sed -i.bak '1s/^[^ -~]\\{3\\}//' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  ],
  [posix, remove(posix, '/tmp/x'), 'rm /tmp/x'],
  [windows, remove(windows, '~\\x'), 'del "$HOME\\x"'],
  [posix, makePrivate(posix, '~/.aws/config'), 'chmod 600 ~/.aws/config'],
])('%#: a command', (place, command, expected) => {
  expect(command && writeCommand(command, shell(place))).toBe(expected);
});

test.each([
  ['a value of a file', setVariable(posix, 'A', "it's; rm")],
  ['a name of a variable', unset(posix, ['A; rm -rf ~'])],
  ['a path with a quote', edit(posix, odd)],
  ['a path with a blank', remove(posix, '/tmp/x y')],
  ['a mode where there is none', makePrivate(windows, '~\\.aws\\config')],
  ['a section that is named so', writeHeader(posix, span, ['services', 'a b'])],
  ['a header', replaceHeader(posix, span, { name: 'a]/;w /tmp/x', isProfile: true })],
])('%s that is not plain makes no command', (_, command) => {
  expect(command).toBeUndefined();
});

test('the option of a profile', () => {
  expect(profileOption({ name: 'default', shownName: 'default' })).toEqual([]);
  expect(profileOption({ name: 'a', shownName: 'a' })).toHaveLength(2);
  expect(profileOption({ name: '-rf', shownName: '-rf' })).toBeUndefined();
});

test('variables are asked for in the words of the shell', () => {
  expect([envFormat(posix), envFormat(windows)]).toEqual([word`env`, word`powershell`]);
});

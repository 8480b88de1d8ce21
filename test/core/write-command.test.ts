import { expect, test } from 'vitest';
import {
  argumentsOf,
  command,
  copyVariables,
  given,
  givenArn,
  givenPath,
  hintOf,
  linesOfHint,
  openAt,
  setVariable,
  taking,
  typed,
  typedPath,
  unsetVariables,
  word,
} from '../../src/core/command.ts';
import { writeCommand, writeHint, type Shell } from '../../src/core/write-command.ts';

const shell = (kind: Shell['kind'], iamx: Shell['iamx'] = 'iamx'): Shell => ({ kind, iamx });

test.each([
  {
    made: command`aws sso login --sso-session ${given('corp')}`,
    posix: 'aws sso login --sso-session corp',
    powershell: 'aws sso login --sso-session corp',
    cmd: 'aws sso login --sso-session corp',
  },
  {
    made: command`iamx simulate --scenario ${typedPath("it's here’.yaml")}`,
    posix: "iamx simulate --scenario 'it'\\''s here’.yaml'",
    // A curly quote ends a text there as a straight one does.
    powershell: undefined,
    cmd: undefined,
  },
  {
    made: command`iamx simulate --scenario ${typedPath("it's here.yaml")}`,
    posix: "iamx simulate --scenario 'it'\\''s here.yaml'",
    powershell: "iamx simulate --scenario 'it''s here.yaml'",
    cmd: 'iamx simulate --scenario "it\'s here.yaml"',
  },
  {
    made: command`aws iam list-roles --query ${word`Roles[?RoleId=='${given('AROA1')}'].Arn`}`,
    posix: `aws iam list-roles --query "Roles[?RoleId=='AROA1'].Arn"`,
    powershell: "aws iam list-roles --query 'Roles[?RoleId==''AROA1''].Arn'",
    cmd: `aws iam list-roles --query "Roles[?RoleId=='AROA1'].Arn"`,
  },
  {
    made: setVariable('AWS_PROFILE', given('a.b@c')),
    posix: 'export AWS_PROFILE=a.b@c',
    powershell: "$Env:AWS_PROFILE = 'a.b@c'",
    cmd: 'set "AWS_PROFILE=a.b@c"',
  },
  {
    made: setVariable('AWS_CONFIG_FILE', givenPath('~/x/config')),
    posix: 'export AWS_CONFIG_FILE="$HOME/x/config"',
    powershell: '$Env:AWS_CONFIG_FILE = "$HOME/x/config"',
    cmd: 'set "AWS_CONFIG_FILE=%USERPROFILE%/x/config"',
  },
  {
    made: unsetVariables(['A', 'B']),
    posix: 'unset A B',
    powershell: 'Remove-Item Env:A, Env:B',
    cmd: 'set "A=" & set "B="',
  },
  {
    made: copyVariables([
      { name: 'A', from: 'B' },
      { name: 'C', from: 'D' },
    ]),
    posix: 'export A="$B" C="$D"',
    powershell: '$Env:A = $Env:B; $Env:C = $Env:D',
    cmd: 'set "A=%B%" & set "C=%D%"',
  },
  {
    made: openAt('~/.aws/config', 4),
    posix: '${EDITOR:-vi} +4 ~/.aws/config',
    powershell: 'notepad "$HOME/.aws/config"',
    cmd: 'notepad "%USERPROFILE%/.aws/config"',
  },
  {
    made: command`cat ids.txt | iamx decode - > out.json`,
    posix: 'cat ids.txt | iamx decode - > out.json',
    powershell: 'cat ids.txt | iamx decode - > out.json',
    cmd: 'cat ids.txt | iamx decode - > out.json',
  },
  {
    made: command`iamx decode --live - < message.txt`,
    posix: 'iamx decode --live - < message.txt',
    powershell: 'Get-Content message.txt | iamx decode --live -',
    cmd: 'iamx decode --live - < message.txt',
  },
  {
    made: taking(command`aws configure export-credentials --profile ${given('p')} --format env`),
    posix: 'eval "$(aws configure export-credentials --profile p --format env)"',
    powershell: 'aws configure export-credentials --profile p --format env | Invoke-Expression',
    cmd: `for /f "delims=" %i in ('aws configure export-credentials --profile p --format env') do @%i`,
  },
  {
    made: command`iamx simulate --resource ${givenArn('arn:aws:s3:::b/*')}`,
    posix: "iamx simulate --resource 'arn:aws:s3:::b/*'",
    powershell: "iamx simulate --resource 'arn:aws:s3:::b/*'",
    cmd: 'iamx simulate --resource "arn:aws:s3:::b/*"',
  },
])('$posix', ({ made, posix, powershell, cmd }) => {
  if (powershell === undefined) {
    expect(made).toBeUndefined();
    return;
  }
  const written = (['posix', 'powershell', 'cmd'] as const).map(
    (kind) => made && writeCommand(made, shell(kind)),
  );
  expect(written).toEqual([posix, powershell, cmd]);
});

test('what npx started is told as npx iamx, wherever it stands', () => {
  const made = command`iamx explain-chain --verbose`;
  const pipe = command`aws sts get-caller-identity | iamx decode -`;
  expect(writeCommand(made, shell('posix', 'npx iamx'))).toBe('npx iamx explain-chain --verbose');
  expect(writeCommand(pipe, shell('posix', 'npx iamx'))).toBe(
    'aws sts get-caller-identity | npx iamx decode -',
  );
});

test('one word that could not be made is no command', () => {
  expect(command`aws sso login --sso-session ${given('a b')}`).toBeUndefined();
  expect(command`aws configure set region ${given('x')} ${undefined}`).toBeUndefined();
  expect(command`aws configure ${[]} list`).toEqual(command`aws configure list`);
  expect(argumentsOf(command`iamx decode x`)).toEqual(['decode', 'x']);
});

test.each([
  'a"b',
  '100%',
  'a\nb',
  'a\u2028b',
  '\u202ea',
  '',
  '’',
  '“x”',
  'a\u0000',
  'a\u3164',
  'a\u034fb',
  'a\ufe0f',
])('%j is typed into no command', (text) => {
  expect(typed(text)).toBeUndefined();
  expect(typedPath(text)).toBeUndefined();
});

test('hints', () => {
  const made = command`iamx whoami`;
  expect(writeHint(['See `', made, '`.'], shell('posix', 'npx iamx'))).toBe('See `npx iamx whoami`.');
  expect(hintOf('See: ', undefined)).toBeUndefined();
  expect(linesOfHint(undefined, '')).toBeUndefined();
  expect(writeHint(linesOfHint('a', made, 'b') ?? '', shell('posix'))).toBe('a\niamx whoami\nb');
});

test('a backslash ends no tilde of a POSIX shell', () => {
  const made = command`cat ${givenPath('~\\C')}`;
  expect(made && writeCommand(made, shell('posix'))).toBe(`cat "$HOME"'\\C'`);
});

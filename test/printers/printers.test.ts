import { expect, test } from 'vitest';
import { Raw } from '../../src/core/raw.ts';
import { printArn, printPath, printUrl } from '../../src/printers/addresses.ts';
import { printCommand } from '../../src/printers/command.ts';
import { printSetting } from '../../src/printers/fields.ts';
import * as names from '../../src/printers/names.ts';
import { printRegion } from '../../src/printers/region.ts';
import type { Printer } from '../../src/printers/fields.ts';
import { vocabulary } from '../../src/printers/vocabulary.ts';

const printers = {
  region: printRegion,
  ARN: printArn,
  URL: printUrl,
  path: printPath,
  command: printCommand,
  name: names.printName,
  header: names.printHeader,
  'role name': names.printRoleName,
  account: names.printAccount,
  'key id': names.printKeyId,
  'error code': names.printErrorCode,
  number: names.printNumber,
  word: names.printWord,
  time: names.printTime,
} as const satisfies Readonly<Record<string, Printer>>;

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
const github = 'ghp_tg3qv3AAdeChOGxR0GgYKYsBNdPfqhKPkkeT';
const hex = 'c1ac296e93d4eadb0efc42235e5b34a967644eb51ad7b047fed2a77ffe0f1ace';
const base32 = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const spellings = [
  secret,
  secret.toLowerCase(),
  secret.toUpperCase(),
  github,
  hex,
  base32,
  secret.replace(/.{5}/g, '$& '),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
];

test.each<{ readonly by: keyof typeof printers; readonly text: string; readonly shown: string }>([
  { by: 'region', text: 'eu-west-1', shown: 'eu-west-1' },
  { by: 'region', text: 'xy-newplace-7', shown: 'xy-newplace-7' },
  { by: 'region', text: 'eu-west-1a', shown: 'eu-west-1a' },
  { by: 'region', text: 'EU_WEST_1', shown: 'EU_WEST_1' },
  { by: 'region', text: '"us-east-1"', shown: '"us-east-1"' },
  { by: 'region', text: 'us-esat-1', shown: 'us-esat-1' },
  {
    by: 'region',
    text: 'eu-west-1 # console pw: Zk7-vQx9_mRt2w',
    shown: 'not a region (38 characters, not shown)',
  },
  { by: 'name', text: 'https://x.example.com/c?zz=abc', shown: '(30 characters, not shown)' },
  { by: 'name', text: 'https://mika@example.com', shown: '(24 characters, not shown)' },
  { by: 'name', text: 'sig=hunter2', shown: '(11 characters, not shown)' },
  { by: 'name', text: 'db_pass=hunter2', shown: '(15 characters, not shown)' },
  { by: 'path', text: 'https://x.example.com/c?zz=abc', shown: 'a path (30 characters, not shown)' },
  { by: 'region', text: 'https://x/?r=1', shown: 'not a region (14 characters, not shown)' },
  { by: 'account', text: '111122223333', shown: '111122223333' },
  { by: 'account', text: '1111', shown: 'not an account id (4 characters, not shown)' },
  {
    by: 'ARN',
    text: 'arn:aws:iam::111122223333:role/path/MyApplicationRole',
    shown: 'arn:aws:iam::111122223333:role/path/MyApplicationRole',
  },
  {
    by: 'ARN',
    text: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef',
    shown:
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef',
  },
  {
    by: 'ARN',
    text: `arn:aws:iam::111122223333:role/${hex}`,
    shown: 'an ARN whose resource is none (95 characters, not shown)',
  },
  { by: 'ARN', text: 'MyRole', shown: 'not an ARN (6 characters, not shown)' },
  {
    by: 'URL',
    text: 'https://mika:hunter2@127.0.0.1:8443/v2/credentials/abc?token=def#ghi',
    shown: 'https://127.0.0.1:8443',
  },
  { by: 'URL', text: 'https://example.awsapps.com/start', shown: 'https://example.awsapps.com' },
  { by: 'URL', text: 'http://[fd00:ec2::254]/latest', shown: 'http://[fd00:ec2::254]' },
  { by: 'URL', text: 'localhost', shown: 'no URL (9 characters, not shown)' },
  { by: 'path', text: '~/.aws/config', shown: '~/.aws/config' },
  { by: 'path', text: '/home/mika/my project/token', shown: '/home/mika/my project/token' },
  { by: 'path', text: 'C:\\Users\\mika\\.aws\\config', shown: 'C:\\Users\\mika\\.aws\\config' },
  {
    by: 'path',
    text: '~/.aws/sso/cache/da39a3ee5e6b4b0d3255bfef95601890afd80709.json',
    shown: '~/.aws/sso/cache/da39a3ee5e6b4b0d3255bfef95601890afd80709.json',
  },
  {
    by: 'path',
    text: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    shown: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
  },
  { by: 'command', text: '/opt/helper', shown: '`/opt/helper`' },
  {
    by: 'command',
    text: '/opt/helper -p Zk7-vQx9_mRt2w',
    shown: '`/opt/helper` with 2 arguments, not shown',
  },
  { by: 'command', text: 'aws-vault exec "my profile"', shown: '`aws-vault` with 2 arguments, not shown' },
  { by: 'command', text: '"/opt/a helper" x', shown: '`/opt/a helper` with 1 argument, not shown' },
  { by: 'command', text: 'PW=hunter2 /opt/helper', shown: 'a command line (22 characters, not shown)' },
  { by: 'command', text: 'echo `cat /secret`', shown: '`echo` with 2 arguments, not shown' },
  { by: 'name', text: 'prod-eu', shown: 'prod-eu' },
  { by: 'name', text: 'AdministratorAccess-111122223333', shown: 'AdministratorAccess-111122223333' },
  { by: 'name', text: 'my prod', shown: 'my prod' },
  { by: 'name', text: 'x'.repeat(65), shown: '(65 characters, not shown)' },
  { by: 'header', text: 'default', shown: '[default]' },
  { by: 'role name', text: 'AWSServiceRoleForECS', shown: 'AWSServiceRoleForECS' },
  {
    by: 'role name',
    text: 'App-MyFunctionServiceRole3C357FF2-1A2B3C4D5E6F7',
    shown: 'App-MyFunctionServiceRole3C357FF2-1A2B3C4D5E6F7',
  },
  { by: 'name', text: 'KQATZCFXDOBRN9IXKMVQAYFOOKANWQHFSTMZRUZZ', shown: '(40 characters, not shown)' },
  { by: 'role name', text: '{"Code":"Success"}', shown: 'not a role name (18 characters, not shown)' },
  { by: 'key id', text: 'AKIAIOSFODNN7EXAMPLE', shown: '****************MPLE' },
  { by: 'key id', text: '"AKIAIOSFODNN7EXAMPLE"', shown: 'not an access key id (22 characters, not shown)' },
  { by: 'error code', text: 'InvalidClientTokenId', shown: 'InvalidClientTokenId' },
  { by: 'number', text: '3600', shown: '3600' },
  { by: 'word', text: 'Ec2InstanceMetadata', shown: 'Ec2InstanceMetadata' },
  { by: 'word', text: 'IPv6', shown: 'IPv6' },
  { by: 'word', text: 'true', shown: 'true' },
  { by: 'time', text: '2026-11-28T12:00:00Z', shown: '2026-11-28T12:00:00Z' },
])('$by: $text is shown as $shown', ({ by, text, shown }) => {
  expect(printers[by](new Raw(text))).toBe(shown);
});

test('a key in pieces is no path, and a path of many words is none of a key', () => {
  const torn = '/tmp/Z T i l e 4 K w 7 0 H 5 8/h H V 6 m F 8/E q N P M G b f g 9/x';
  expect(printers.path(new Raw(torn))).toBe(`a path (${torn.length} characters, not shown)`);
  for (const path of [
    '/home/mika/all of my files of the year 2026/x',
    'C:\\Program Files\\Amazon\\AWS CLI V2\\a b c',
  ])
    expect(printers.path(new Raw(path))).toBe(path);
});

test('letters of another language and digests make no secret of a path', () => {
  for (const path of ['/home/zoë/größe/.aws/config', 'konfig/größe/aws/dateien', 'C:\\Users\\xaver\\config'])
    expect(printers.path(new Raw(path))).toBe(path);
});

/** Letters and digits alone, in small letters. */
const folded = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function leaks(shown: string, text: string): boolean {
  const [out, of] = [folded(shown), folded(text)];
  return Array.from({ length: of.length - 7 }, (_, at) => of.slice(at, at + 8)).some((run) =>
    out.includes(run),
  );
}

test.each(Object.entries(printers))(
  'a secret in place of a %s is not shown, however it is spelled',
  (_, print) => {
    for (const text of spellings) expect([text, leaks(print(new Raw(text)), text)]).toEqual([text, false]);
  },
);

test.each(vocabulary())('a secret as the value of %s is not shown, however it is spelled', (name) => {
  for (const text of spellings) {
    expect([text, leaks(printSetting(name, new Raw(text)), text)]).toEqual([text, false]);
  }
});

test('a key is shown if it is known, as it is known', () => {
  const shown = (text: string) => names.printKey(new Raw(text));
  expect(shown('aws_access_key_id')).toBe('aws_access_key_id');
  expect(shown('Aws_Access_Key_Id')).toBe('aws_access_key_id');
  expect(shown('AWS_ACCESS_KEY_ID')).toBe('AWS_ACCESS_KEY_ID');
  expect(shown('export aws_session_token')).toBe('export aws_session_token');
  expect(shown('wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz')).toBeUndefined();
});

test('the vocabulary', async () => {
  await expect(`${vocabulary().join('\n')}\n`).toMatchFileSnapshot('golden/vocabulary.txt');
});

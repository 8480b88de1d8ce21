import { expect, test } from 'vitest';
import { command, typed } from '../../src/core/command.ts';
import { posixShell } from '../../src/core/write-command.ts';
import { safeDocument } from '../../src/output/safe-document.ts';
import { safePage } from '../../src/output/safe-page.ts';
import { commandLeftOut, mayBeShown } from '../../src/output/shown-command.ts';
import { run } from '../support/run.ts';

const secrets = [
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz',
  'ghp_rQxsvMlY5axDoNhr9numw6HILvL3CRb8qJh8',
  `arn:aws:iam::111122223333:role/ghp_rQxsvMlY5axDoNhr9numw6HILvL3CRb8qJh8`,
];

test.each(secrets)('a command is left out whole for a word that may be a secret: %s', (secret) => {
  const made = command`iamx decode ${typed(secret)}`;
  if (made === undefined) throw new Error('it could not be made');
  const page = safePage(
    [
      { kind: 'next', items: [{ label: 'next', text: made }] },
      { kind: 'command', commands: [made] },
      { kind: 'text', text: ['See ', made] },
      { kind: 'diagnostics', diagnostics: [{ code: 'x', severity: 'info', message: 'x', hint: made }] },
    ],
    posixShell,
  );
  const all = JSON.stringify([page, safeDocument({ hint: made, list: ['See ', made] })]);
  expect(all).not.toContain(secret.slice(-12));
  expect(all).toContain(commandLeftOut);
});

test.each([
  ['delete-policy', `arn:aws:iam::111122223333:role/${secrets[1] ?? ''}`],
  ['delete-user', `arn:aws:sts::111122223333:assumed-role/${secrets[1] ?? ''}/x`],
  ['delete-policy', '93m8rjdXZ2xwOvLVEOZ0opaD/qdSe6QrCnnOZU0J'],
])('check %s repeats no secret in what to type next', async (check, name) => {
  for (const form of [[], ['--json'], ['--verbose']]) {
    const { out, err } = await run(['check', check, name, '--offline', ...form]);
    expect(out + err).not.toMatch(/rQxsvMlY|qdSe6QrC|93m8rjd/);
  }
});

test.each([
  ['--context', 'aws:RequestTag/Password=horse', false],
  ['--context', 'kms:EncryptionContext:token=horse', false],
  ['--principal-tag', 'api_key=horse', false],
  ['--session-tag', 'db-password=horse', false],
  ['--context', 'aws:RequestTag/team=blue', true],
  ['--context', 'secretsmanager:SecretId=prod/db', true],
  ['--principal-tag', 'team=blue', true],
])('a command tells no tag with a secret’s name: %s %s', (flag, pair, isShown) => {
  const made = command`iamx simulate ${typed(flag)} ${typed(pair)}`;
  if (made === undefined) throw new Error('it could not be made');
  expect(mayBeShown(made, posixShell)).toBe(isShown);
});

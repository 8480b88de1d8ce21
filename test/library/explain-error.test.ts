import { describe, expect, test } from 'vitest';
import { explainError } from '../../src/index.ts';
import { problemsWithDocument } from '../support/json-schema.ts';
import { run } from '../support/run.ts';

const user = 'arn:aws:iam::111122223333:user/mika';
const refused = (rest: string, action = 's3:GetObject', on = 'arn:aws:s3:::acme/x') =>
  `An error occurred (AccessDenied) when calling the GetObject operation: User: ${user} is not authorized to perform: ${action} on resource: "${on}" ${rest}`;

const texts: readonly (readonly [name: string, text: string])[] = [
  ['nothing allows', refused('because no identity-based policy allows the s3:GetObject action')],
  ['a Deny', refused('with an explicit deny in an identity-based policy')],
  ['an SCP', refused('with an explicit deny in a service control policy')],
  ['no layer', refused('')],
  [
    'an unknown action',
    refused('because no identity-based policy allows the s3:GetObjekt action', 's3:GetObjekt'),
  ],
  [
    'a role that is passed',
    refused(
      'because no identity-based policy allows the iam:PassRole action',
      'iam:PassRole',
      'arn:aws:iam::111122223333:role/App',
    ),
  ],
  [
    'several',
    ['ThrottlingException: Rate exceeded', refused('with an explicit deny in a permissions boundary')].join(
      '\n',
    ),
  ],
  [
    'JSON',
    JSON.stringify({
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorCode: 'AccessDenied',
      errorMessage: refused('because no identity-based policy allows the s3:GetObject action'),
    }),
  ],
];

describe('explainError says what the command says', () => {
  test.each(texts)('%s', async (_, text) => {
    const { out } = await run(['explain-error', '-', '--json'], { stdin: text });
    const command = JSON.parse(out) as ReturnType<typeof explainError>;
    const library = explainError(text);
    expect(problemsWithDocument(JSON.parse(JSON.stringify(library)))).toEqual([]);
    for (const member of [
      'verdict',
      'summary',
      'errors',
      'fields',
      'evidence',
      'policy',
      'scenario',
    ] as const)
      expect(library[member]).toEqual(command[member]);
    expect(library.matches.map(({ id, title, causes }) => [id, title, causes])).toEqual(
      command.matches.map(({ id, title, causes }) => [id, title, causes]),
    );
  });
});

test('a text without an error is unknown, and says so', () => {
  const { verdict, errors, diagnostics } = explainError('all is well');
  expect([verdict, errors, diagnostics.map(({ code }) => code)]).toEqual([
    'unknown',
    0,
    ['explain-error/none'],
  ]);
});

test('a secret of the text is in no part of the answer', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const text = `AWS_SECRET_ACCESS_KEY=${secret}\n${refused('because no identity-based policy allows the s3:GetObject action', 's3:GetObject', `arn:aws:s3:::acme/${secret}`)}`;
  expect(JSON.stringify(explainError(text))).not.toContain(secret);
});

test('what it tells to type is text', () => {
  const { matches } = explainError(
    'An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.',
  );
  const commands = matches.flatMap(({ remedies }) => remedies.flatMap(({ command }) => command ?? []));
  expect(commands.every((command) => typeof command === 'string')).toBe(true);
  expect(commands).not.toEqual([]);
});

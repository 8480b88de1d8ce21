import { describe, expect, test } from 'vitest';
import { readDenial } from '../../src/messages/denial.ts';
import { findErrors } from '../../src/messages/error-reader.ts';
import { matchRows } from '../../src/messages/match-rows.ts';
import { samples } from './samples.ts';
import { logs, wrappers } from './wrappers.ts';

const told =
  /^(?:An error occurred \((?<code>\w+)\) when calling the (?<operation>\w+) operation(?: \(reached[^)]*\))?|(?<name>(?:[A-Z][a-z]+){2,}|Throttling)): (?<message>.+)$/;

const refusal =
  'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/bob because no identity-based policy allows the iam:CreateUser action';

/** Names that tools give. */
const own = new Set(['WebIdentityErr', 'NoCredentialProviders', 'CredentialsProviderError']);

/** What services answer; the rest of the wordings are tools' own. */
const answers = samples.flatMap(([id, text]) => {
  const { code, operation = 'DoThing', name, message } = told.exec(text)?.groups ?? {};
  const called = code ?? name;
  return called === undefined || message === undefined || own.has(called)
    ? []
    : [{ id, code: called, operation, message }];
});

describe('an error of a service is the same row with the same name, once, in every wrapper', () => {
  test.each(wrappers)('$name', ({ wrap, leavesCodeOut }) => {
    expect(answers.length).toBeGreaterThan(50);
    const wrong = answers.flatMap(({ id, code, operation, message }) => {
      const text = wrap(code, operation, message);
      const found = findErrors(text);
      const rows = found.map((error) => matchRows(error).map(({ row }) => row.id));
      const isRow = found.length === 1 && (id === 'AD' ? rows[0]?.includes(id) : rows[0]?.[0] === id);
      const isNamed = found[0]?.code === code;
      const good = leavesCodeOut === true ? isRow || isKnownByName(id, code, message) : isRow && isNamed;
      return good ? [] : [{ id, rows, codes: found.map((error) => error.code), text }];
    });
    expect(wrong).toEqual([]);
  });
});

/** The message alone is not enough: other rows have the same one, or none has. */
function isKnownByName(id: string, code: string, message: string): boolean {
  const [unnamed, named] = [undefined, code].map((name) =>
    matchRows({
      ...(name === undefined ? {} : { code: name }),
      text: `${name ?? ''}: ${message}`,
      denial: {},
    }),
  );
  return named?.[0]?.row.id === id && unnamed?.[0]?.row.id !== id;
}

describe('a refusal is read whole, once, in every log', () => {
  const lines = wrappers
    .map(({ name, wrap }) => [name, wrap('AccessDenied', 'CreateUser', refusal).trim()] as const)
    .filter(([, text]) => !text.includes('\n'));
  test.each(logs)('%s', (log, wrap) => {
    // Of JSON that a terminal broke the pieces are read.
    const tried = log.startsWith('a terminal') ? lines.filter(([, line]) => !line.startsWith('{')) : lines;
    for (const [name, line] of [['bare', refusal] as const, ...tried]) {
      const found = findErrors(wrap(line));
      expect(
        found.map(({ denial }) => denial),
        `${name}: ${wrap(line)}`,
      ).toEqual([readDenial(refusal)]);
    }
  });
});

describe('what a dump says beside the message', () => {
  test.each(['JavaScript', 'Go, with a type', 'Java, version 1', 'Go, version 1'])('%s', (name) => {
    const wrap = wrappers.find((each) => each.name === name)?.wrap;
    const [error] = findErrors(wrap?.('AccessDenied', 'CreateUser', refusal) ?? '');
    expect(error).toMatchObject({ requestId: '8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f', httpStatus: 403 });
  });
});

test('two equal errors of one tool are two', () => {
  const wrong = wrappers.filter(({ wrap }) => {
    const text = wrap('AccessDenied', 'CreateUser', refusal);
    return findErrors(`${text}\n${text}`).length !== 2;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

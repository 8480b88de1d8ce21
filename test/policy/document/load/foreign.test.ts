import { piecesOfHint } from '../../../../src/core/command.ts';
import { posixShell, writeHint } from '../../../../src/core/write-command.ts';
import { describe, expect, test } from 'vitest';
import { IamxError } from '../../../../src/core/error.ts';
import { source } from '../../../../src/core/source.ts';
import { memoryHost } from '../../../../src/host/memory.ts';
import { foreignObjects } from '../../../../src/policy/document/load/foreign-objects.ts';
import { findForeignText, foreignTexts } from '../../../../src/policy/document/load/foreign-texts.ts';
import { loadPolicy, policyFromText } from '../../../../src/policy/document.ts';
import { expectLinear } from '../../../support/growth.ts';

function errorOf(text: string): IamxError {
  try {
    policyFromText(source('x.json', text), 'identity', 'x.json');
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
  throw new Error('the text was read as a policy');
}

async function errorOfFile(name: string, text: string): Promise<IamxError> {
  try {
    await loadPolicy(memoryHost({ files: { [name]: text } }), name, 'identity');
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
  throw new Error('the file was read as a policy');
}

describe('what is no policy is called by its name', () => {
  test.each(foreignTexts())('a text: $id', ({ example, looksLike, hint }) => {
    const error = errorOf(example);
    expect(error.code).toBe('not-a-policy');
    expect(error.message).toBe(`\`x.json\` is not a policy: it looks like ${looksLike}`);
    expect(error.hint).toBe(writeHint(hint, posixShell));
    expect(error.exitStatus).toBe(2);
  });

  test.each(foreignObjects)('a document: $id', ({ example, looksLike, hint }) => {
    const error = errorOf(example);
    expect(error.code).toBe('not-a-policy');
    expect(error.message).toBe(`\`x.json\` is not a policy: it looks like ${looksLike}`);
    expect(error.hint).toBe(writeHint(hint, posixShell));
  });

  test.each(foreignObjects)('a document as YAML: $id', async ({ example, looksLike }) => {
    const error = await errorOfFile('x.yaml', example);
    expect(error.message).toBe(`\`x.yaml\` is not a policy: it looks like ${looksLike}`);
  });

  test.each([
    ['[]', 'a list'],
    ['[1, 2]', 'a list'],
    ['[true]', 'a list'],
    ['["default"]', 'a list'],
    ['[{"Statement":[]},{"Statement":[]}]', 'a list of 2 policies'],
    ['[{"Statement":[]}]', 'a list of 1 policy'],
    ['[{"Effect":"Allow"},{"Effect":"Deny"}]', 'a list of 2 statements'],
    ['[{"Effect":"Allow"}]', 'a list of 1 statement'],
    ['[{"apiVersion":"v1","kind":"Pod"}]', 'a list that starts with a manifest of Kubernetes'],
    ['[{"a":1}]', 'a list of other objects'],
    ['{}', 'an empty object'],
    ['{"a":1}', 'other data, with the key `a`'],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', 'other data, with the keys `a`, `b`, `c`, `d` and 2 more'],
    ['{"a\\u001b[31m":1}', 'other data, with the key `a\\u{1b}[31m`'],
    ['{"__proto__":1}', 'other data, with the key `__proto__`'],
    ['1', 'a single value'],
    ['null', 'a single value'],
    ['"hello"', 'plain text'],
    ['hello', 'plain text'],
    ['{"Policy":"hello"}', 'plain text'],
    ['{"Policy":"<html></html>"}', 'an HTML page'],
    ['{"Policy":1}', 'other data, with the key `Policy`'],
  ])('%s', (text, looksLike) => {
    const error = errorOf(text);
    expect([error.code, error.message]).toEqual([
      'not-a-policy',
      `\`x.json\` is not a policy: it looks like ${looksLike}`,
    ]);
    expect(error.hint).toBeTruthy();
    expect(error.span).toMatchObject({ file: 'x.json', line: 1 });
  });

  test('the place is the first line that says something', () => {
    expect(errorOf('\n\n  hello\nworld').span).toEqual({
      file: 'x.json',
      line: 3,
      column: 3,
      endLine: 3,
      endColumn: 8,
    });
  });

  test('several YAML documents are a list of policies', async () => {
    const error = await errorOfFile('x.yaml', 'Statement: []\n---\nStatement: []\n');
    expect(error.message).toBe('`x.yaml` is not a policy: it looks like a list of 2 policies');
  });

  test.each([
    ['x.yaml', 'resource "aws_iam_policy" "read" {\n  name = "read"\n}\n', 'a Terraform file'],
    ['x.yml', '<!DOCTYPE html>\n<html>: a: b', 'an HTML page'],
  ])('%s that is no YAML either', async (name, text, looksLike) => {
    expect((await errorOfFile(name, text)).message).toBe(
      `\`${name}\` is not a policy: it looks like ${looksLike}`,
    );
  });

  test('nothing of a file with secrets is shown', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    for (const text of [
      `[default]\naws_secret_access_key = ${secret}\n`,
      `aws_secret_access_key=${secret}`,
      `{"SecretAccessKey":"${secret}"}`,
      `{"Credentials":{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"${secret}"}}`,
      `-----BEGIN PRIVATE KEY-----\n${secret}\n`,
    ]) {
      for (const error of [errorOf(text), await errorOfFile('x.yaml', text)]) {
        expect(JSON.stringify([error.message, error.hint, error.diagnostics])).not.toContain('wJalr');
        expect(error.code).toBe('not-a-policy');
      }
    }
  });
});

describe('JSON with mistakes stays JSON: the mistake is told', () => {
  test.each([
    ['// comment\n{"Version":"2012-10-17"}', 'json/comment'],
    ['# comment\n{"Version":"2012-10-17"}', 'json/comment'],
    ['/* comment */ {"Version":"2012-10-17"}', 'json/comment'],
    ["'{}'", 'json/single-quotes'],
    ['{Version:"2012-10-17"}', 'json/unquoted-key'],
    ['{"Version":"2012-10-17"', 'json/truncated'],
    ['{"Sid":"AccessDenied is not authorized to perform: x",}', 'json/trailing-comma'],
    ['"Version":"2012-10-17"', 'json/text-after-end'],
    [']', 'json/not-json'],
  ])('%s', (text, code) => {
    const error = errorOf(text);
    expect([error.code, error.diagnostics[0]?.code]).toEqual(['json-syntax', code]);
  });
});

describe('every row', () => {
  const rows = [...foreignTexts(), ...foreignObjects];

  test('has an id of its own and a hint that ends', () => {
    const ids = [foreignTexts(), foreignObjects].map((table) => new Set(table.map(({ id }) => id)).size);
    expect(ids).toEqual([foreignTexts().length, foreignObjects.length]);
    for (const { hint, looksLike } of rows) {
      // A sentence, or one that a command ends.
      expect(piecesOfHint(hint).at(-1)).toSatisfy((end) => typeof end !== 'string' || end.endsWith('.'));
      expect(looksLike).not.toMatch(/\.$/);
    }
  });

  test.each([
    ' ',
    '\n',
    '\t\n',
    '# \n',
    '#\n ',
    '<!-- --> ',
    '[',
    '@a()',
    '//\n',
    '-',
    'a',
    'Resources:\n ',
    '`',
  ])('takes time in proportion to repetitions of %j', async (piece) => {
    await expectLinear(20_000, (size) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      for (const { pattern } of foreignTexts()) pattern.test(text);
      findForeignText(text);
    });
  });
});

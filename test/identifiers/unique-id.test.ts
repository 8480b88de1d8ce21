import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { idPrefixes } from '../../src/identifiers/unique-id.ts';

function decodeOne(text: string) {
  const all = decodeTexts([text]);
  expect(all).toHaveLength(1);
  const [decoded] = all;
  if (decoded === undefined) throw new Error('nothing decoded');
  return decoded;
}

describe('prefixes', () => {
  test('are these', () => {
    expect(idPrefixes.map(({ prefix }) => prefix)).toEqual(
      'ABIA ACCA AGPA AIDA AIPA AKIA ANPA ANVA APKA AROA ASCA ASIA AAGA'.split(' '),
    );
  });

  test.each([...idPrefixes])('$prefix: $example is a $resourceType', (row) => {
    const { item, diagnostics } = decodeOne(row.example);
    expect(item).toMatchObject({
      kind: row.isAccessKey ? 'access-key' : 'unique-id',
      input: row.example,
      prefix: row.prefix,
      resourceType: row.resourceType,
      confidence: row.account,
      accountId: expect.stringMatching(/^\d{12}$/) as unknown,
    });
    expect(diagnostics).toEqual([]);
    expect(row.example.length).toBe(row.usualLength);
  });

  test.each([
    ['AKIA', false],
    ['ASIA', true],
    ['ABIA', true],
    ['AROA', undefined],
  ])('%s: temporary is %s', (prefix, temporary) => {
    expect(idPrefixes.find((row) => row.prefix === prefix)?.temporary).toBe(temporary);
  });

  test('A3T is taken for an access key of no documented prefix', () => {
    expect(decodeOne('A3TXRTX3GSDSQABCDEFG').item).toMatchObject({
      kind: 'access-key',
      resourceType: 'unknown',
      accountId: null,
      because: 'prefix not documented',
    });
  });

  test('an unknown prefix with a well-formed body is a unique id without an error', () => {
    const { item, diagnostics } = decodeOne('AZZARTX3GSDSQABCDEFGH');
    expect(item).toMatchObject({ kind: 'unique-id', resourceType: 'unknown', accountId: null });
    expect(diagnostics).toEqual([]);
  });

  test.each(['AROAY24FZKAOBPJTH2BSF', 'AIDATRPHKUQK3U6DLVPIY'])('%s in a policy was deleted', (id) => {
    expect(decodeOne(id).notes.join()).toContain('the principal was deleted');
  });

  test.each(['ANPAZKAPJZG4ABCDEFGHI', 'ANPAI3VAJF5ZCRZ7MCQE6'])('%s is of an AWS-managed policy', (id) => {
    expect(decodeOne(id).notes.join()).toContain('AWS-managed policy');
  });

  test('the newer managed policies are of account 639982225848', () => {
    expect(decodeOne('ANPAZKAPJZG4ABCDEFGHI').item).toMatchObject({ accountId: '639982225848' });
  });
});

const NBSP = '\u00a0';
const key = 'AKIASP2TPHJSQH3FJXYZ';
const account = '171436882533';

describe('near misses', () => {
  test.each([
    [1, ` ${key}`, 'decode/whitespace', { accountId: account }],
    [1, `${key}\r`, 'decode/whitespace', { accountId: account }],
    [1, `${key}${NBSP}`, 'decode/whitespace', { accountId: account }],
    [1, `\u200b${key}`, 'decode/whitespace', { accountId: account }],
    [1, `\ufeff${key}`, 'decode/whitespace', { accountId: account }],
    [2, `"${key}"`, 'decode/quoted', { accountId: account }],
    [2, `'${key}'`, 'decode/quoted', { accountId: account }],
    [2, `\`${key}\``, 'decode/quoted', { accountId: account }],
    [2, `“${key}”`, 'decode/quoted', { accountId: account }],
    [3, `AWS_ACCESS_KEY_ID=${key}`, 'decode/assignment', { accountId: account }],
    [3, `aws_access_key_id = ${key}`, 'decode/assignment', { accountId: account }],
    [3, `export AWS_ACCESS_KEY_ID="${key}"`, 'decode/assignment', { accountId: account }],
    [3, `set AWS_ACCESS_KEY_ID=${key}`, 'decode/assignment', { accountId: account }],
    [3, `$env:AWS_ACCESS_KEY_ID = "${key}"`, 'decode/assignment', { accountId: account }],
    [3, `setx AWS_ACCESS_KEY_ID ${key}`, 'decode/assignment', { accountId: account }],
    [3, `"AccessKeyId": "${key}",`, 'decode/assignment', { accountId: account }],
    [3, `AccessKeyId: ${key}`, 'decode/assignment', { accountId: account }],
    [3, 'role_arn = arn:aws:iam::111122223333:role/App', 'decode/assignment', { kind: 'arn', name: 'App' }],
    [3, 'AWS_SECRET_ACCESS_KEY=short', 'decode/secret', { kind: 'unknown', input: null }],
    [4, key.toLowerCase(), 'decode/case', { kind: 'access-key', accountId: account }],
    [4, 'AkiaSP2TPHJSQH3FJXYZ', 'decode/case', { kind: 'access-key', accountId: account }],
    [5, 'AKIASP2TPHJ0QH3FJXYZ', 'decode/alphabet', { kind: 'access-key', accountId: null }],
    [5, 'AKIASP2TPHJ1QH3FJXYZ', 'decode/alphabet', { kind: 'access-key', accountId: null }],
    [5, 'AROASP2TPHJ8QH3FJXYZA', 'decode/alphabet', { kind: 'unique-id', accountId: null }],
    [5, 'AKIASP2TPHJSQH3FJXY9', 'decode/alphabet', { kind: 'access-key', accountId: null }],
    [6, 'AKIAIOSFODNN7EXAMPLE', 'decode/placeholder', { kind: 'access-key', accountId: null }],
    [6, 'AKIAI44QH8DHBEXAMPLE', 'decode/placeholder', { kind: 'access-key', accountId: null }],
    [6, 'AIDACKCEVSQ6C2EXAMPLE', 'decode/placeholder', { kind: 'unique-id', accountId: null }],
    [7, 'AKIASP2TPHJ', 'decode/truncated', { kind: 'unknown', resourceType: 'access-key' }],
    [8, '****************MPLE', 'decode/masked', { kind: 'unknown' }],
    [8, 'AKIA…MPLE', 'decode/masked', { kind: 'unknown', resourceType: 'access-key' }],
    [8, 'AKIAXXXXXXXXXXXXXXXX', 'decode/masked', { kind: 'unknown', resourceType: 'access-key' }],
    [8, 'AKIA************JXYZ', 'decode/masked', { kind: 'unknown', resourceType: 'access-key' }],
    [10, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'decode/secret', { kind: 'unknown', input: null }],
    [11, `IQoJb3JpZ2luX2Vj${'aB3/'.repeat(60)}==`, 'decode/token', { kind: 'unknown', input: null }],
    [11, `FwoGZXIvYXdzEBYa${'aB3+'.repeat(30)}`, 'decode/token', { kind: 'unknown', input: null }],
    [11, 'aB3/'.repeat(30), 'decode/token', { kind: 'unknown', input: null }],
    [
      11,
      `eyJhbGciOiJSUzI1NiJ9.${'aB3x'.repeat(10)}.${'c4D_'.repeat(10)}`,
      'decode/token',
      { kind: 'unknown', input: null },
    ],
    [13, '11122223333', 'decode/leading-zeros', { kind: 'account-id', accountId: '011122223333' }],
    [13, '7', 'decode/leading-zeros', { kind: 'account-id', accountId: '000000000007' }],
    [14, '1.23457E+11', 'decode/number', { kind: 'unknown' }],
    [14, '111122223333.0', 'decode/number', { kind: 'unknown' }],
    [16, 'arn:aws:iam:111122223333:user/x', 'decode/arn-shape', { kind: 'unknown' }],
    [16, 'arn:aws:iam:::role', 'decode/arn-shape', { kind: 'arn', account: '' }],
    [
      17,
      `Encoded authorization failure message: ${'aB3_'.repeat(50)}`,
      '',
      { kind: 'error-message', form: 'encoded', certain: true },
    ],
    [17, 'aB3_-x'.repeat(30), '', { kind: 'error-message', form: 'encoded', certain: false }],
  ])('row %i: %j gives %s', (_, text, code, expected) => {
    const { item, diagnostics } = decodeOne(text);
    expect(item).toMatchObject(expected);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(
      code === '' ? [] : expect.arrayContaining([code]),
    );
  });

  test('a wrong character is named', () => {
    expect(decodeOne(`${key}${NBSP}`).diagnostics[0]?.message).toContain('U+00A0');
  });

  test('what a digit may be is told', () => {
    expect(decodeOne('AKIASP2TPHJ0QH3FJXYZ').diagnostics[0]?.hint).toContain('0 may be O');
    expect(decodeOne('AKIASP2TPHJ9QH3FJXYZ').diagnostics[0]?.hint).not.toContain('9 may');
  });

  test('the account 000000000000 of emulators is no mask', () => {
    expect(decodeOne('ASIAQAAAAAAAAAAABCDE').item).toMatchObject({
      kind: 'access-key',
      accountId: '000000000000',
    });
  });

  test('forty hex digits are a SHA-1', () => {
    expect(decodeOne('6938fd4d98bab03faadb97b34396831e3780aea1').item).toMatchObject({
      kind: 'unknown',
      resourceType: 'sha-1',
    });
  });

  test('twelve digits, with and without hyphens', () => {
    expect(decodeOne('111122223333')).toMatchObject({
      item: { kind: 'account-id', accountId: '111122223333' },
      diagnostics: [],
    });
    expect(decodeOne('1111-2222-3333')).toMatchObject({
      item: { kind: 'account-id', accountId: '111122223333' },
      diagnostics: [{ code: 'decode/hyphens' }],
    });
  });

  test('an unusual length is only remarked', () => {
    expect(decodeOne('AKIASP2TPHJSQH3FJXYZA')).toMatchObject({
      item: { accountId: account },
      diagnostics: [{ code: 'decode/length', severity: 'info' }],
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { accountOfId, idPrefixForAccount } from '../../src/identifiers/id-account.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function itemOf(text: string): object {
  const [decoded] = decodeTexts([text]);
  if (decoded === undefined) throw new Error('nothing decoded');
  return decoded.item;
}

describe('IDs whose account is known', () => {
  test.each([
    [1, 'ASIAY34FZKBOKMUTVV7A', '609629065308'],
    [2, 'ASIAQNZGKIQY56JQ7WML', '029608264753'],
    [3, 'AKIASP2TPHJSQH3FJXYZ', '171436882533'],
    [4, 'ASIAVJ2E6QGR2WZILJFM', '364679954851'],
    [5, 'AKIAV7S32T2OSBFJQOIY', '411435703965'],
    [6, 'ASIAQAAAAAAAGMKEM7X5', '000000000000'],
    [7, 'AKIARZPUZDIKGB2VALC4', '123456789012'],
    [8, 'AKIA6RVFFB77RE7OLMKI', '999999999999'],
    [9, 'AKIAXYZDQCEN4B6JSJQI', '534261010715'],
    [10, 'ASIAY24FZKAOLBRPB3V3', '607481581596'],
    [11, 'AROAY24FZKAOBPJTH2BSF', '607481581596'],
    [12, 'AROAWHEOTHRFZP3NQR7WN', '427648302155'],
    [13, 'AIDATRPHKUQK3U6DLVPIY', '243687662613'],
    [14, 'AIDATWVWNKAVDYBJBNBFC', '254859366442'],
    [15, 'ANPAX5PDNWKDISHPUZS77', '544327185030'],
    [16, 'AIPARNTFJYACE7TBUPGIV', '097922957316'],
  ])('vector %i: %s is of account %s', (_, id, account) => {
    expect(accountOfId(id)).toEqual({ kind: 'account', account });
    expect(itemOf(id)).toMatchObject({ accountId: account, confidence: 'inferred' });
  });

  test.each([
    [17, 'AIPAJ7YTS67QLILBZUQYE', 'issued before 2019'],
    [18, 'AGPAIABI3O4WYM46AIX44', 'issued before 2019'],
    [19, 'AKIAIOSFODNN7EXAMPLE', 'documentation placeholder'],
    [20, 'AKIAI44QH8DHBEXAMPLE', 'documentation placeholder'],
  ])('vector %i: %s has no account', (_, id, because) => {
    expect(itemOf(id)).toMatchObject({
      accountId: null,
      because: expect.stringContaining(because) as unknown,
    });
  });

  test('vector 21: what IDs of account 111122223333 begin with', () => {
    expect(idPrefixForAccount('111122223333')).toEqual({ body: 'RTX3GSDS', ninth: { from: 'Q', to: '7' } });
  });
});

test('an even account has the lower half of the letters in the ninth place', () => {
  expect(idPrefixForAccount('111122223332').ninth).toEqual({ from: 'A', to: 'P' });
});

test('a number of more than twelve digits is no account', () => {
  expect(accountOfId('AKIA77777777777777')).toEqual({ kind: 'too-large' });
  expect(itemOf('AKIA7777777ABCDEFGHI')).toMatchObject({
    accountId: null,
    because: 'does not decode to a 12-digit account',
  });
});

test.each(['', 'AKIA', 'AKIAQQQQQQQQ', 'AKIAQQQQQQQ8Q'])('%j is unreadable', (id) => {
  expect(accountOfId(id)).toEqual({ kind: 'unreadable' });
});

test('an account goes into an ID and comes out again, whatever follows', () => {
  const letter = (from: number, to: number) =>
    fc.integer({ min: from, max: to }).map((at) => alphabet.charAt(at));
  const tail = fc.array(letter(0, 31), { minLength: 7, maxLength: 8 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.nat(15), tail, (number, low, rest) => {
      const account = String(number).padStart(12, '0');
      const { body, ninth } = idPrefixForAccount(account);
      const letterAt = alphabet.indexOf(ninth.from) + low;
      expect(alphabet.indexOf(ninth.to) - alphabet.indexOf(ninth.from)).toBe(15);
      expect(accountOfId(`AROA${body}${alphabet.charAt(letterAt)}${rest}`)).toEqual({
        kind: 'account',
        account,
      });
    }),
  );
});

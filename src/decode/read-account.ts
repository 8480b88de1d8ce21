import type { Diagnostic } from '../core/evaluation.ts';
import { isAccountId } from '../identifiers/arn.ts';
import { idPrefixForAccount } from '../identifiers/id-account.ts';
import type { Decoded } from './item.ts';

/** Account ids and what spreadsheets make of them. */

const placeholders: ReadonlySet<string> = new Set([
  '111122223333',
  '123456789012',
  '444455556666',
  '777788889999',
  '111111111111',
  '222222222222',
  '555555555555',
  '999999999999',
  '012345678901',
]);

export function readAccount(input: string, text: string): Decoded | undefined {
  if (isAccountId(text)) return known(input, text, []);
  const digits = text.replace(/[- ]/g, '');
  if (/^\d{4}[- ]\d{4}[- ]\d{4}$/.test(text)) {
    return known(input, digits, [
      {
        code: 'decode/hyphens',
        severity: 'info',
        message: `account ids have no hyphens: decoded as \`${digits}\``,
      },
    ]);
  }
  if (/^\d{1,11}$/.test(text)) {
    const padded = text.padStart(12, '0');
    const diagnostic: Diagnostic = {
      code: 'decode/leading-zeros',
      severity: 'warning',
      message: `\`${text}\` has ${text.length} digits: a spreadsheet, YAML or jq dropped leading zeros, or it is no account id`,
      hint: `As an account id it is \`${padded}\`; keep account ids as text.`,
    };
    return known(input, padded, [diagnostic]);
  }
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text) || /^\d+\.0*$/.test(text) || /^0o[0-7]+$/i.test(text)) {
    const diagnostic: Diagnostic = {
      code: 'decode/number',
      severity: 'warning',
      message: `\`${text}\` is what a spreadsheet or YAML made of a number: the account id cannot be restored`,
      hint: 'Take the account id from its source, as text.',
    };
    return {
      item: { input, kind: 'unknown', because: 'the digits are lost' },
      notes: [],
      diagnostics: [diagnostic],
    };
  }
  return undefined;
}

function known(input: string, accountId: string, diagnostics: readonly Diagnostic[]): Decoded {
  const { body, ninth } = idPrefixForAccount(accountId);
  const notes: string[] = [];
  if (placeholders.has(accountId))
    notes.push("AWS's documentation and emulators use this number: it may not be a real account");
  if (accountId === '000000000000')
    notes.push('LocalStack and other emulators use this number: no real account has it');
  return {
    item: {
      input,
      kind: 'account-id',
      accountId,
      idsBegin: `${body}[${ninth.from}-${ninth.to === '7' ? 'Z2-7' : ninth.to}]`,
      confidence: 'documented',
    },
    notes,
    diagnostics,
  };
}

import { printAccount, printRoleName } from '../../printers/names.ts';
import { around, type Judge } from './shape-of.ts';

export const judgeAccount: Judge = (value) => {
  if (value.isEmpty || value.fits(/^\d{12}$/)) return undefined;
  const surrounded = around(value, judgeAccount, printAccount);
  if (surrounded !== undefined) return surrounded;
  const digits = value.map((text) => text.replace(/[-\s]/g, ''));
  if (digits.fits(/^\d{12}$/)) {
    const what = value.fits(/\s/) ? 'blanks' : 'dashes';
    return { is: `has ${what}, and an account id has digits alone`, right: printAccount(digits) };
  }
  if (value.fits(/^\d(?:[.,]\d+)?E\+?1[01]$/i))
    return { is: 'is a number as a spreadsheet writes it, and no account id' };
  if (value.fits(/^\d{8,11}$/)) {
    return {
      is: `has ${value.length} digits, and an account id has 12: spreadsheets and YAML drop zeros at its start`,
    };
  }
  return {
    is: value.fits(/^\d+$/) ? `has ${value.length} digits, and an account id has 12` : 'is no account id',
  };
};

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html, `Name` */
export const judgePermissionSet: Judge = (value) => {
  if (value.isEmpty) return undefined;
  const bare = value.map((text) =>
    text.replace(/^.*\//, '').replace(/^AWSReservedSSO_(.+)_[0-9a-f]{16}$/, '$1'),
  );
  const right = bare.fits(/^[\w+=,.@-]{1,32}$/) ? { right: printRoleName(bare) } : {};
  if (value.fits(/^arn:/)) return { is: 'is an ARN, and no name of a permission set', ...right };
  if (value.fits(/^AWSReservedSSO_/)) return { is: 'is the name of a role, and no permission set', ...right };
  if (value.fits(/^[\w+=,.@-]{1,32}$/)) return undefined;
  const most = value.length > 32 ? ` (at most 32 characters; it has ${value.length})` : '';
  return around(value, judgePermissionSet, printRoleName) ?? { is: `is no name of a permission set${most}` };
};

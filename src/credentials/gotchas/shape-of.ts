import type { Severity } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import { printArn } from '../../printers/addresses.ts';
import { printAccount, printNumber, printRoleName } from '../../printers/names.ts';
import { regionOfName } from '../../printers/region-names.ts';
import { nearestRegion, printRegion, regions } from '../../printers/region.ts';

/** What a value is in the place of what it should be, and what would be right where that can be told. */
export interface Misshape {
  /** The end of a sentence that begins with the setting: `is an availability zone`. */
  readonly is: string;
  /** What is added where it stands in a file. */
  readonly inFile?: string;
  /** The value that was meant, fit to be shown. */
  readonly right?: string;
  readonly severity?: Severity;
}

export type Judge = (value: Raw) => Misshape | undefined;

/** Straight ones and those of a text processor; behind them the comma of a list. */
const quoted = /^\s*["'“”„‘’«»].*["'“”‘’«»]\s*,?\s*$/s;

function oddSigns(value: Raw): string | undefined {
  if (value.fits(quoted)) return 'has quotes around it, which are a part of it';
  if (value.fits(/[\r\n]/)) return 'holds a line break';
  if (value.fits(/\S,\s*$/)) return 'has a comma behind it, which is a part of it';
  if (value.fits(/\S\s+[#;]/)) return 'keeps the comment behind it, which is a part of it';
  return value.fits(/^\s|\s$/) ? 'has a blank before or behind it, which is a part of it' : undefined;
}

/** Without the comment, the quotes and the blanks that are a part of it. */
function bareOf(value: Raw): Raw {
  return value.map((text) =>
    text
      .replace(/(?<=\S)\s+[#;].*$/s, '')
      .trim()
      .replace(/,$/, '')
      .replace(/^["'“”„‘’«»](.*)["'“”‘’«»]$/s, '$1')
      .replace(/,$/, '')
      .trim(),
  );
}

/** What stands around the value, and the value where that alone is wrong. */
export function around(value: Raw, judge: Judge, print: (value: Raw) => string): Misshape | undefined {
  const is = oddSigns(value);
  if (is === undefined) return undefined;
  const bare = bareOf(value);
  const left = bare.isEmpty || oddSigns(bare) !== undefined ? undefined : judge(bare);
  if (bare.isEmpty || oddSigns(bare) !== undefined) return { is };
  const right = left === undefined ? print(bare) : left.right;
  return { is, ...(right === undefined ? {} : { right }) };
}

/** What else stands in the place of a region. */
const otherWords = [
  { form: /^(?:json|text|table|yaml|yaml-stream|csv)$/i, is: 'is a format of output, and no region' },
  { form: /^(?:none|null|undefined|nil|n\/a)$/i, is: 'is what programs write for nothing, and no region' },
  {
    form: /^(?:global|aws|default|auto|all)$/i,
    is: 'is a word, and no region: global services have us-east-1',
  },
] as const;

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const judgeRegion: Judge = (value) => {
  if (value.isEmpty || value.oneOf(regions) !== undefined) {
    return value.is('aws-global')
      ? { is: 'is the region of global services: other services have no address there', severity: 'info' }
      : undefined;
  }
  const near = nearestRegion(bareOf(value));
  const right = near === undefined || near === 'aws-global' ? {} : { right: near };
  if (value.passes((text) => regionOfName(text) !== undefined)) {
    return { is: 'is what the console calls a region, and no region', ...right };
  }
  const several = value.map((text) => text.split(/[,;\s]+/)[0] ?? '');
  if (value.fits(/^[\w-]+(?:[,;\s]+[\w-]+)+$/) && several.oneOf(regions) !== undefined)
    return { is: 'names several, and one belongs there', right: printRegion(several) };
  const odd = oddSigns(value);
  if (odd !== undefined) return { is: odd, ...right };
  const other = otherWords.find(({ form }) => value.fits(form));
  if (other !== undefined) return { is: other.is };
  if (value.fits(/^[a-z]{2,}(?:-[a-z]+)+-\d$/)) {
    const isTypo = near !== undefined;
    return isTypo
      ? { is: 'is no region that AWS has had by this release', severity: 'info', ...right }
      : { is: 'is newer than the regions that this release knows, or none', severity: 'info' };
  }
  if (value.fits(/^[a-z]{2,}(?:-[a-z]+)+-\d[a-z]$/))
    return { is: 'is an availability zone, and no region', ...right };
  if (value.fits(/[/:.]/)) return { is: 'is an address, and no region' };
  return { is: 'is no region', ...right };
};

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

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, `RoleSessionName` */
export const judgeSessionName: Judge = (value) => {
  if (value.isEmpty || value.fits(/^[\w+=,.@-]{2,64}$/)) return undefined;
  if (value.length < 2)
    return { is: 'has 1 character, and the name of a session has 2 to 64', severity: 'error' };
  const allowed = value.map((text) =>
    text
      .trim()
      .replace(/[^\w+=,.@-]+/g, '-')
      .slice(0, 64),
  );
  // Mended, the pieces of a secret that blanks tore apart would be told.
  const whole = value.map((text) => text.replace(/[^A-Za-z0-9]+/g, ''));
  const isOdd = whole.length > 24 && whole.fits(/[a-z]/) && whole.fits(/[A-Z]/) && whole.fits(/\d/);
  const right = !isOdd && allowed.fits(/^\w.+$/) ? { right: printRoleName(allowed) } : {};
  if (value.length > 64)
    return { is: `has ${value.length} characters, and the name of a session has at most 64` };
  const place = value.map((text) => 'x'.repeat(text.search(/[^\w+=,.@-]/) + 1)).length;
  const what = value.fits(/\s/) ? 'a blank' : 'a sign';
  return {
    is: `has ${what} as its ${place}${ordinal(place)} character, which the name of a session may not hold`,
    ...right,
  };
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, `SerialNumber` */
export const judgeMfaSerial: Judge = (value) => {
  if (value.isEmpty || value.fits(/^arn:[\w-]+:iam::\d{12}:(?:mfa|sms-mfa)\/[\w+=,.@/-]+$/)) return undefined;
  const surrounded = around(value, judgeMfaSerial, printArn);
  if (surrounded !== undefined) return surrounded;
  if (value.fits(/^arn:[\w-]+:iam::\d{12}:user\//)) return { is: 'is the ARN of a user, and no device' };
  if (value.fits(/^arn:[\w-]+:iam::\d{12}:u2f\//))
    return { is: 'is a security key, which works in the console alone' };
  if (value.fits(/^arn:/)) return { is: 'is an ARN, and of no device' };
  if (value.fits(/^\d{6}$/)) return { is: 'is a code, and no device' };
  return value.fits(/^[\w+=/:,.@-]{9,256}$/)
    ? undefined
    : { is: 'is no device: its ARN, or the number on it' };
};

function ordinal(number: number): string {
  if (number % 100 >= 11 && number % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html: an hour at most for a chained role. */
export function judgeDuration(value: Raw, isChained: boolean): Misshape | undefined {
  if (value.isEmpty) return undefined;
  const isAbove = (most: number) => value.passes((text) => Number(text) > most);
  const most = isChained ? '3600' : '43200';
  if (!value.fits(/^\d+$/)) {
    const hours = value.map((text) => /^\s*(\d{1,2})\s*h(?:ours?)?\s*$/i.exec(text)?.[1] ?? '');
    const right = hours.passes((text) => Number(text) >= 1 && Number(text) * 3600 <= Number(most))
      ? { right: printNumber(hours.map((text) => String(Number(text) * 3600))) }
      : {};
    return { is: 'is no whole number of seconds', ...right };
  }
  if (value.passes((text) => Number(text) < 900))
    return { is: 'is less than the 900 seconds that STS gives at least', right: '900' };
  if (isAbove(43_200))
    return { is: 'is more than the 43200 seconds (12 hours) that STS gives at most', right: most };
  return isChained && isAbove(3600)
    ? {
        is: 'is more than an hour, and a role that is assumed with the session of another gets one at most',
        right: most,
      }
    : undefined;
}

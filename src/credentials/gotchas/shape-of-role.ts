import type { Raw } from '../../core/raw.ts';
import { findPartition, partitionOfRegion } from '../../identifiers/partition.ts';
import { printArn } from '../../printers/addresses.ts';
import { printNumber, printRoleName } from '../../printers/names.ts';
import { around, type Judge, type Misshape } from './shape-of.ts';

const roleArn = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{0,575}[\w+=,.@-]$/;

/** Roles that one service alone assumes: nobody can change whom they trust. */
const closed = [
  {
    form: /\/AWSReservedSSO_[^/]+$/,
    is: 'is the role of a permission set, which IAM Identity Center alone assumes: sso_account_id and sso_role_name lead to it',
  },
  {
    form: /:role\/aws-service-role\//,
    is: 'is the role of a service, which that service alone assumes',
  },
] as const;

const otherKinds = [
  { words: 'a user', form: /^arn:[\w-]+:iam::\w*:user\// },
  { words: 'a group', form: /^arn:[\w-]+:iam::\w*:group\// },
  { words: 'a policy', form: /^arn:[\w-]+:iam::\w*:policy\// },
  { words: 'an instance profile', form: /^arn:[\w-]+:iam::\w*:instance-profile\// },
  { words: 'an account', form: /^arn:[\w-]+:iam::\w*:root$/ },
] as const;

/** ARNs of roles with one slip in them, and what they would be without it. */
const slips: readonly {
  readonly form: RegExp;
  readonly is: string;
  /** What is replaced, and by what. */
  readonly made?: readonly [RegExp, string];
}[] = [
  {
    form: /^arn:[\w-]+:sts::\d+:assumed-role\//,
    is: 'is the ARN of a session, and no role',
    made: [/^(arn:[\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:assumed-role\//,
    is: 'says `assumed-role/` where `role/` belongs',
    made: [/:assumed-role\/([^/]+).*$/, ':role/$1'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:role\/[^/].*\/$/,
    is: 'ends with `/`, and a name stands there',
    made: [/(?<!\/)\/+$/, ''],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:roles\//,
    is: 'says `roles/` where `role/` belongs',
    made: [/:roles\//, ':role/'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:(?:ROLE|Role)\//,
    is: 'has capitals in `role/`',
    made: [/:(?:ROLE|Role)\//, ':role/'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:role:/,
    is: 'has a colon behind `role`, where `/` belongs',
    made: [/:role:/, ':role/'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{12}:(?!root$|role$)[\w+=,.@-]+$/,
    is: 'lacks `role/` before the name',
    made: [/::(\d{12}):/, '::$1:role/'],
  },
  {
    form: /^arn:[\w-]+:iam:[a-z]{2}[a-z-]*-\d:\d{12}:role\//,
    is: 'names a region, which no ARN of a role has',
    made: [/:iam:[a-z-]+\d:/, ':iam::'],
  },
  {
    form: /^arn:[\w-]+:sts::\d{12}:role\//,
    is: 'says `sts` where `iam` belongs',
    made: [/:sts:/, ':iam:'],
  },
  {
    form: /^arn:[\w-]+:iam::\d{4}-\d{4}-\d{4}:role\//,
    is: 'has dashes in the account id',
    made: [/::(\d{4})-(\d{4})-(\d{4}):/, '::$1$2$3:'],
  },
  {
    form: /^arn:[\w-]+:iam:\d/,
    is: 'lacks a colon before the account',
    made: [/:iam:(?=\d)/, ':iam::'],
  },
  {
    form: /^arn:[\w-]+:iam:::+\d/,
    is: 'has a colon too many before the account',
    made: [/:iam:::+(?=\d)/, ':iam::'],
  },
  {
    form: /^arn::iam::\d{12}:role\//,
    is: 'names no partition',
    made: [/^arn::/, 'arn:aws:'],
  },
  {
    form: /^aws[\w-]*:iam::\d{12}:role\//,
    // What it would be is not told: without its start it is no ARN to whoever hides secrets.
    is: 'lacks `arn:` at its start',
  },
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function judgeRole(value: Raw, region: string): Misshape | undefined {
  if (value.isEmpty) return undefined;
  if (value.fits(roleArn))
    return closed.find(({ form }) => value.fits(form)) ?? otherPartition(value, region);
  const surrounded = around(value, (bare) => judgeRole(bare, region), printArn);
  if (surrounded !== undefined) return surrounded;
  const slip = slips.find(({ form }) => value.fits(form));
  if (slip !== undefined) {
    const { is, made: [from, to] = [/$/, ''] } = slip;
    const made = value.map((text) => text.replace(from, to));
    return { is, ...(made.fits(roleArn) ? { right: printArn(made) } : {}) };
  }
  const kind = otherKinds.find(({ form }) => value.fits(form));
  if (kind !== undefined) return { is: `is the ARN of ${kind.words}, and no role` };
  if (value.fits(/^https?:/)) return { is: 'is an address of the web, and no ARN' };
  if (value.fits(/[<>{}$%]|::(?:[A-Z_]*ACCOUNT[A-Z_]*|[xX]+|\*+):/))
    return { is: 'holds a placeholder that nothing fills in' };
  if (value.fits(/:role\/$/)) return { is: 'has no name behind `role/`' };
  if (value.fits(/\s/)) return { is: 'holds a blank' };
  if (value.fits(/^arn:[\w-]+:iam::(?!\d{12}:)\d*:role\//)) return { is: accountLength(value) };
  if (!value.fits(/^arn:/)) {
    return value.length < 20 ? { is: 'is a name, and no ARN', severity: 'error' } : { is: 'is not an ARN' };
  }
  return { is: 'is not the ARN of a role' };
}

function accountLength(value: Raw): string {
  const digits = value.map((text) => /::(\d*):/.exec(text)?.[1] ?? '').length;
  return digits === 0 ? 'has no account id' : `has an account id of ${digits} digits, and one has 12`;
}

function otherPartition(value: Raw, region: string): Misshape | undefined {
  const partition = value.map((text) => text.split(':')[1] ?? '');
  const wanted = partitionOfRegion(region)?.id;
  if (region === '' || wanted === undefined || partition.is(wanted)) return undefined;
  const isKnown = partition.passes((text) => findPartition(text) !== undefined);
  return {
    is: isKnown ? `is of another partition than the region ${region}` : 'names a partition that is none',
  };
}

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

import type { Raw } from '../../core/raw.ts';
import { findPartition, partitionOfRegion } from '../../identifiers/partition.ts';
import { printArn } from '../../printers/addresses.ts';
import { around, type Misshape } from './shape-of.ts';

const roleArn = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

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
  if (value.fits(roleArn)) return otherPartition(value, region);
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

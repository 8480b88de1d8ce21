import type { Severity } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import { findPartition, partitionOfRegion } from '../../identifiers/partition.ts';
import { printArn } from '../../printers/addresses.ts';
import { printRoleName } from '../../printers/names.ts';
import { nearestRegion, regions } from '../../printers/region.ts';

/** What a value is in the place of what it should be, and what would be right where that can be told. */
export interface Misshape {
  /** The end of a sentence that begins with the setting: `is an availability zone`. */
  readonly is: string;
  /** The value that was meant, fit to be shown. */
  readonly right?: string;
  readonly severity?: Severity;
}

type Judge = (value: Raw) => Misshape | undefined;

const quoted = /^\s*["'].*["']\s*$/s;

function oddSigns(value: Raw): string | undefined {
  if (value.fits(quoted)) return 'has quotes around it, which are a part of it';
  if (value.fits(/[\r\n]/)) return 'holds a line break';
  return value.fits(/^\s|\s$/) ? 'has a blank before or behind it, which is a part of it' : undefined;
}

const placeholder =
  /^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|<.*>|\{\{.*\}\}|x{3,}|X{3,}|.*(?:your|change_?me|replace_?me).*)$/i;

/** Values that files are written with before somebody fills them in; nothing that reads them does. */
function placeholderOf(value: Raw): string | undefined {
  if (value.fits(/\*{3,}/))
    return 'is masked, as `aws configure list` prints it: the value itself is not in the file';
  return value.fits(placeholder)
    ? 'is a placeholder that nothing fills in: these files expand nothing'
    : undefined;
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const judgeRegion: Judge = (value) => {
  if (value.isEmpty || value.oneOf(regions) !== undefined) {
    return value.is('aws-global')
      ? { is: 'is the region of global services: other services have no address there' }
      : undefined;
  }
  const near = nearestRegion(value);
  const right = near === undefined || near === 'aws-global' ? {} : { right: near };
  const odd = oddSigns(value);
  if (odd !== undefined) return { is: odd, ...right };
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

const roleArn = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

const otherKinds = [
  { words: 'a user', form: /^arn:[\w-]+:iam::\w*:user\// },
  { words: 'a group', form: /^arn:[\w-]+:iam::\w*:group\// },
  { words: 'a policy', form: /^arn:[\w-]+:iam::\w*:policy\// },
  { words: 'an instance profile', form: /^arn:[\w-]+:iam::\w*:instance-profile\// },
  { words: 'an account', form: /^arn:[\w-]+:iam::\w*:root$/ },
] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function judgeRole(value: Raw, region: string): Misshape | undefined {
  if (value.isEmpty) return undefined;
  const odd = oddSigns(value);
  if (odd !== undefined) return { is: odd };
  if (value.fits(roleArn)) return otherPartition(value, region);
  const corrected = (from: RegExp, to: string): { readonly right?: string } => {
    const made = value.map((text) => text.replace(from, to));
    return made.fits(roleArn) ? { right: printArn(made) } : {};
  };
  if (value.fits(/^arn:[\w-]+:sts::\d+:assumed-role\//)) {
    return {
      is: 'is the ARN of a session, and no role',
      ...corrected(/^(arn:[\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3'),
    };
  }
  const kind = otherKinds.find(({ form }) => value.fits(form));
  if (kind !== undefined) return { is: `is the ARN of ${kind.words}, and no role` };
  if (value.fits(/^arn:[\w-]+:iam::\d{12}:roles\//)) {
    return { is: 'says `roles/` where `role/` belongs', ...corrected(/:roles\//, ':role/') };
  }
  if (value.fits(/^arn:[\w-]+:iam::\d*:role\//)) return { is: accountLength(value) };
  if (value.fits(/^arn:[\w-]+:iam:\d/)) {
    return { is: 'lacks a colon before the account', ...corrected(/:iam:(?=\d)/, ':iam::') };
  }
  if (value.fits(/^arn:[\w-]+:iam:::+\d/)) {
    return { is: 'has a colon too many before the account', ...corrected(/:iam:::+(?=\d)/, ':iam::') };
  }
  if (!value.fits(/^arn:/)) {
    return value.length < 20 ? { is: 'is a name, and no ARN', severity: 'error' } : { is: 'is not an ARN' };
  }
  return { is: 'is not the ARN of a role' };
}

function accountLength(value: Raw): string {
  const digits = value.map((text) => /::(\d*):/.exec(text)?.[1] ?? '').length;
  return `has an account id of ${digits} digits, and one has 12`;
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

export const judgeAccount: Judge = (value) => {
  if (value.isEmpty || value.fits(/^\d{12}$/)) return undefined;
  const odd = oddSigns(value);
  if (odd !== undefined) return { is: odd };
  const digits = value.map((text) => text.replace(/-/g, ''));
  if (digits.fits(/^\d{12}$/)) return { is: 'has dashes, and an account id has digits alone' };
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
  return value.fits(/^[\w+=,.@-]{1,32}$/)
    ? undefined
    : { is: oddSigns(value) ?? 'is no name of a permission set' };
};

const dummies =
  /^(?:test|testing|dummy|fake|mock|mocked|foo|foobar|bar|key|local|localstack|minio|minioadmin|minio-?access-?key|accesskey|access_?key|admin|root|none|default|example|anything|s3rver|dynamodblocal)\d*$/i;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const judgeKeyId: Judge = (value) => {
  if (value.isBlank || value.fits(/^A(?:KIA|SIA)[A-Z0-9]{16}$/)) return undefined;
  const unfilled = placeholderOf(value);
  if (unfilled !== undefined) return { is: unfilled };
  if (value.fits(dummies)) return { is: 'is a key of an emulator (LocalStack, MinIO and their like)' };
  if (value.fits(/^A(?:KIA|SIA)[A-Z0-9]*$/)) {
    const apart = Math.abs(20 - value.length);
    const much = `${apart} ${apart === 1 ? 'character' : 'characters'}`;
    return { is: `is ${much} ${value.length < 20 ? 'short of' : 'longer than'} the 20 of an AWS key id` };
  }
  return {
    is: `is no AWS key id (20 capitals and digits that begin with AKIA or ASIA; it has ${value.length})`,
  };
};

export const judgeSecret: Judge = (value) => {
  if (value.isBlank || value.fits(/^[A-Za-z0-9/+]{40}$/)) return undefined;
  const unfilled = placeholderOf(value);
  if (unfilled !== undefined) return { is: unfilled };
  return {
    is:
      value.length === 40
        ? 'holds signs that no secret has'
        : `has ${value.length} characters, and a secret has 40`,
  };
};

export const judgeToken: Judge = (value) => {
  if (value.isBlank) return undefined;
  const unfilled = placeholderOf(value);
  if (unfilled !== undefined) return { is: unfilled };
  if (value.fits(/\s/)) return { is: 'has blanks or line breaks in it, and a session token has none' };
  return value.length < 100
    ? { is: `has ${value.length} characters: a session token has hundreds` }
    : undefined;
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, `RoleSessionName` */
export const judgeSessionName: Judge = (value) => {
  if (value.isEmpty || value.fits(/^[\w+=,.@-]{2,64}$/)) return undefined;
  if (value.length < 2)
    return { is: 'has 1 character, and the name of a session has 2 to 64', severity: 'error' };
  if (value.length > 64)
    return { is: `has ${value.length} characters, and the name of a session has at most 64` };
  const place = value.map((text) => 'x'.repeat(text.search(/[^\w+=,.@-]/) + 1)).length;
  const what = value.fits(/\s/) ? 'a blank' : 'a sign';
  return {
    is: `has ${what} as its ${place}${ordinal(place)} character, which the name of a session may not hold`,
  };
};

function ordinal(number: number): string {
  if (number % 100 >= 11 && number % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html: an hour at most for a chained role. */
export function judgeDuration(value: Raw, isChained: boolean): Misshape | undefined {
  if (value.isEmpty) return undefined;
  if (!value.fits(/^\d+$/)) return { is: 'is no whole number of seconds' };
  const isAbove = (most: number) => value.passes((text) => Number(text) > most);
  if (value.passes((text) => Number(text) < 900))
    return { is: 'is less than the 900 seconds that STS gives at least' };
  if (isAbove(43_200)) return { is: 'is more than the 43200 seconds (12 hours) that STS gives at most' };
  return isChained && isAbove(3600)
    ? { is: 'is more than an hour, and a role that is assumed with the session of another gets one at most' }
    : undefined;
}

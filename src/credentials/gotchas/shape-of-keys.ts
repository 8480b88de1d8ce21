import type { Raw } from '../../core/raw.ts';
import type { Judge, Misshape } from './shape-of.ts';

const placeholder =
  /^(?:\$\{?\w+\}?|\$\(.*\)|\$?\{\{.*\}\}|\{\w+\}|%\w+%|<.*>|\[.*\]|__\w+__|\.{3,}|x{3,}|X{3,}|.*(?:your|change_?me|replace_?me).*)$/i;
/** One sign again and again, as in the pages of a manual. */
const repeated = /^(?:A(?:KIA|SIA))?(.)\1{7,}/;

/** Values that files are written with before somebody fills them in; nothing that reads them does. */
function placeholderOf(value: Raw): Misshape | undefined {
  if (value.fits(/\*{3,}/)) {
    return {
      is: 'is masked, as `aws configure list` prints it',
      inFile: ': the value itself is not in the file',
    };
  }
  return value.fits(placeholder) || value.fits(repeated)
    ? { is: 'is a placeholder that nothing fills in', inFile: ': these files expand nothing' }
    : undefined;
}

/** It was to be filled in: what else is odd about it is no news. */
export function isPlaceholder(value: Raw): boolean {
  return placeholderOf(value) !== undefined;
}

const dummies =
  /^(?:test|testing|dummy|fake|mock|mocked|foo|foobar|bar|key|local|localstack|minio|minioadmin|minio-?access-?key|accesskey|access_?key|admin|root|none|default|example|anything|s3rver|dynamodblocal)\d*$/i;

/** What else stands in the place of a key id. */
const otherIds = [
  { form: /^AROA[A-Z0-9]{16,}$/, is: 'is the id of a role, and no key id' },
  { form: /^AIDA[A-Z0-9]{16,}$/, is: 'is the id of a user, and no key id' },
  { form: /^A(?:GPA|IPA|NPA|NVA|SCA|PKA)[A-Z0-9]{16,}$/, is: 'is an id of IAM, and no key id' },
  { form: /^\d{12}$/, is: 'is an account id, and no key id' },
  { form: /^arn:/, is: 'is an ARN, and no key id' },
  { form: /^a(?:kia|sia)[a-z0-9]{16}$/i, is: 'has small letters, and a key id has capitals alone' },
  {
    form: /^[\w. ]+[=:]\s*["']?A(?:KIA|SIA)[A-Z0-9]{16}/,
    is: 'holds a name too: only what stands behind it is the key id',
  },
] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const judgeKeyId: Judge = (value) => {
  if (value.isBlank) return undefined;
  const unfilled = placeholderOf(value);
  if (unfilled !== undefined) return unfilled;
  if (value.fits(/^A(?:KIA|SIA)[A-Z0-9]{16}$/)) return undefined;
  const other = otherIds.find(({ form }) => value.fits(form));
  if (other !== undefined) return { is: other.is };
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
  if (value.isBlank) return undefined;
  const unfilled = placeholderOf(value);
  if (unfilled !== undefined) return unfilled;
  if (value.fits(/^[A-Za-z0-9/+]{40}$/)) return undefined;
  if (value.fits(/%2[BF]/i)) return { is: 'is written as for an address of the web, with % signs' };
  if (value.fits(/^(?:aws_)?secret_?(?:access_?)?key\s*[=:]/i))
    return { is: 'holds a name too: only what stands behind it is the secret' };
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
  if (unfilled !== undefined) return unfilled;
  if (value.fits(/\s/)) return { is: 'has blanks or line breaks in it, and a session token has none' };
  return value.length < 100
    ? { is: `has ${value.length} characters: a session token has hundreds` }
    : undefined;
};

import type { Operator } from '../policy/operator-names.ts';
import type { StatementParts } from '../policy/policy.ts';
import { testsOf, type Test } from './subject.ts';
import { unknownText } from './unknown-text.ts';

/** Whether a value of a key says who calls, or from where, in a way that a stranger cannot choose. */
type Pins = (value: string) => boolean;

/** All of it, without a wildcard: `o-*` is every organization. */
const whole: Pins = (value) => !/[*?]/.test(value);
/** What stands in front of the first `/` or `:` is whole. */
const wholeStart: Pins = (value) => /^[^*?/:]+(?:[/:]|$)/.test(value);

/** Keys that a stranger cannot choose, and which of their values pin somebody. */
const pinningKeys: Readonly<Record<string, Pins>> = {
  'aws:principalorgid': whole,
  'aws:principalorgpaths': wholeStart,
  'aws:principalarn': namesAccount,
  'aws:principalaccount': whole,
  'aws:userid': wholeStart,
  'aws:sourcearn': namesAccount,
  'aws:sourceaccount': whole,
  'aws:sourceorgid': whole,
  'aws:sourceorgpaths': wholeStart,
  'aws:sourcevpc': whole,
  'aws:sourcevpce': whole,
  'aws:sourceip': isNarrowRange,
  'kms:calleraccount': whole,
  'lambda:dataaccesspointaccount': whole,
  's3:dataaccesspointaccount': whole,
  's3:dataaccesspointarn': namesAccount,
};

/** One test of a condition: its operator, its key in lower case, and the texts of its values. */
export interface Tested {
  readonly operator: Operator;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Whether the caller is pinned where a test holds, or where it does not: it must be there and meet one of the values, and each
 * of these pins. A test that also passes without the key pins nobody.
 */
export function pins({ operator, key, values }: Tested, holds: boolean): boolean {
  const { base, quantifier, ifExists } = operator;
  const pinsBy = pinningKeys[key];
  if (pinsBy === undefined || base === 'Null' || values.length === 0 || !values.every(pinsBy)) return false;
  const isNegated = base.includes('Not');
  if (isNegated === holds) return false;
  // "For any value" that does not hold, holds for none, and so without any.
  return isNegated ? quantifier !== 'ForAnyValue' : !ifExists && quantifier !== 'ForAllValues';
}

/** A positive test without IfExists or ForAllValues, on such a key. */
export function pinsCaller({ parsed, key, values }: Test): boolean {
  if (parsed === undefined) return false;
  const texts = values.map(({ text }) => text);
  return pins({ operator: parsed, key: key.text.toLowerCase(), values: texts }, true);
}

/** An ARN that names its account, or a resource without one by its whole name. */
function namesAccount(text: string): boolean {
  // What the deployment puts in is a name of its own.
  if (text.startsWith(unknownText)) return true;
  const [prefix, , , , account = '', ...rest] = text.split(':');
  if (prefix !== 'arn') return false;
  return account === '' ? rest.length > 0 && !/^[*?]/.test(rest.join(':')) : !/[*?]/.test(account);
}

/**
 * Not so wide that two of them hold every address: a range wider than /8, of IPv6 than /32, counts as everybody
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
 */
function isNarrowRange(value: string): boolean {
  if (/[*?]/.test(value)) return false;
  const [address = '', bits] = value.split('/');
  return bits === undefined || Number(bits) >= (address.includes(':') ? 32 : 8);
}

/** Whether some test of the statement says who calls, or from where. */
export function isPinned(statement: StatementParts): boolean {
  return testsOf(statement).some(pinsCaller);
}

/** Whether the statement is about everybody: `*` bare, or under AWS. */
export function isForEverybody({ principal }: StatementParts): boolean {
  return (
    principal?.values.some(({ kind, text }) => (kind === '*' || kind === 'AWS') && text === '*') === true
  );
}

import { quoted } from '../../formats/problem.ts';
import { isAccountId, type Arn } from '../../identifiers/arn.ts';
import type { Principal } from '../../identifiers/principal.ts';
import type { AccountOrigin } from '../request.ts';
import { named, report, type Fields, type Problems, type Remark } from './findings.ts';

/** The twelve digits as given; a problem is reported and the field then counts as not given. */
export function readAccount(
  text: string | undefined,
  field: 'resourceAccount' | 'managementAccount',
  problems: Problems,
): string | undefined {
  if (text === undefined || isAccountId(text)) return text;
  const digits = text.replace(/[-\s]/g, '');
  const message = `${named(problems, field)} is not an account id: ${quoted(text)}`;
  if (isAccountId(digits)) report(problems, field, message, `Write \`${digits}\`.`);
  else if (/^\d{9,11}$/.test(digits)) {
    report(
      problems,
      field,
      `${named(problems, field)} has ${digits.length} digits, account ids have 12: ${quoted(text)}`,
      `Leading zeros may have been lost: write \`"${digits.padStart(12, '0')}"\`, in quotes.`,
    );
  } else report(problems, field, message, 'Account ids have 12 digits.');
  return undefined;
}

export interface ResourceAccount {
  readonly account: string | undefined;
  readonly origin: AccountOrigin;
}

/** As given, else from the ARN, else the principal's. An account field such as `aws` is no account. */
export function accountOf(
  given: string | undefined,
  arn: Arn | undefined,
  principal: Principal,
): ResourceAccount {
  if (given !== undefined) return { account: given, origin: 'given' };
  if (arn !== undefined && isAccountId(arn.account)) return { account: arn.account, origin: 'arn' };
  if (!('account' in principal)) return { account: undefined, origin: 'none' };
  return { account: principal.account, origin: 'assumed' };
}

/** Words that stand in the place of an account: in ARNs of what AWS owns, of CloudFront's identities, of offerings. */
const accountWords: ReadonlySet<string> = new Set(['', 'aws', 'cloudfront', 'offering']);

/** R906: an account that is none. */
export function remarkOnArnAccount(arn: Arn | undefined): Remark | undefined {
  if (arn === undefined || isAccountId(arn.account) || accountWords.has(arn.account)) return undefined;
  if (arn.account === '*' && arn.service === 'braket') return undefined;
  const digits = arn.account.replace(/[-\s]/g, '');
  const fixed = `arn:${arn.partition}:${arn.service}:${arn.region}:${digits}:${arn.resource}`;
  return {
    code: 'resource-account',
    message: `the resource’s ARN has no account id where it should: ${quoted(arn.account)}`,
    hint: isAccountId(digits) ? `Write \`${fixed}\`.` : 'Account ids have 12 digits.',
  };
}

/** R907: whose the resource is, said twice and differently. */
export function remarkOnOtherAccount(
  given: string | undefined,
  arn: Arn | undefined,
  nameOf: Fields['nameOf'],
): Remark | undefined {
  if (given === undefined || arn === undefined || !isAccountId(arn.account) || !isAccountId(given))
    return undefined;
  if (arn.account === given) return undefined;
  return {
    code: 'account-contradiction',
    message: `the resource’s ARN says account ${arn.account}, ${quoted(nameOf('resourceAccount'))} says ${given}`,
    hint: `Leave ${quoted(nameOf('resourceAccount'))} out.`,
  };
}

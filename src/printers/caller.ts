import { Raw, reveal } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { printAccount } from './names.ts';
import { asShown, hasSecretShape, notA } from './shape.ts';

/**
 * What STS says of a caller: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html. A session's
 * name is any, as the id of a task; around it stands what tells that the answer is one.
 */
export function printCaller<
  T extends { readonly account: string; readonly arn: string; readonly userId: string },
>(caller: T): T {
  const { account, arn, userId } = caller;
  return {
    ...caller,
    account: printAccount(new Raw(account)),
    arn: printCallerArn(new Raw(arn)),
    userId: printUserId(new Raw(userId)),
  };
}

function printCallerArn(raw: Raw): Shown {
  return raw.fits(/^arn:aws[\w-]{0,32}:(?:iam|sts)::\d{12}:[\w+=,.@/:-]{1,1024}$/)
    ? asShown(reveal(raw))
    : notA('not an ARN', raw);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function printUserId(raw: Raw): Shown {
  return raw.fits(/^(?:A[A-Z0-9]{2,127}|\d{12})(?::[\w+=,.@-]{1,64})?$/)
    ? asShown(reveal(raw))
    : notA('no user id', raw);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export function printAlias(raw: Raw): Shown | undefined {
  const alias = reveal(raw);
  return /^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])?$/.test(alias) && !hasSecretShape(alias)
    ? asShown(alias)
    : undefined;
}

import { given, typed, word, type Word } from '../core/command.ts';
import type { AccountReader } from '../aws/account.ts';

/** Who asks, and what answers. */
export interface Asker {
  readonly reader: AccountReader;
  /** As sts:GetCallerIdentity has it. */
  readonly caller: { readonly arn: string; readonly account: string; readonly userId?: string };
  readonly partition: string;
  /** What makes a command of the AWS CLI ask the same account: `--profile prod`. */
  readonly words: readonly Word[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** `--profile` and `--region`, as they were typed. */
export function askerWords(profile: string | undefined, region: string | undefined): readonly Word[] {
  const words = [
    [word`--profile`, profile],
    [word`--region`, region],
  ] as const;
  return words.flatMap(([flag, value]) => {
    const said = value === undefined ? undefined : typed(value);
    return said === undefined ? [] : [flag, said];
  });
}

/** Of all names, ids and ARNs of IAM. */
const iamCharacters = /^[\w+=/:,.@-]{1,2048}$/;

/**
 * An option of the AWS CLI with a value that AWS gave; undefined for what is no name of IAM. A value that begins like an
 * option, or as shells do not like it, is put to its option by a sign.
 */
export function option(flag: Word, value: string): readonly Word[] | undefined {
  const plain = given(value);
  if (plain !== undefined) return [flag, plain];
  const quoted = iamCharacters.test(value) && !value.includes('://') ? typed(value) : undefined;
  const joined = word`${flag}=${quoted}`;
  return joined === undefined ? undefined : [joined];
}

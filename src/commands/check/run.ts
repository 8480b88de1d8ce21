import type { Asker } from '../../checks/asker.ts';
import type { Checked } from '../../checks/check.ts';
import type { Announce } from '../../core/answer.ts';
import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import type { Given } from '../../policy/scenario/given.ts';
import type { GlobalOptions } from '../command.ts';

/** Everything that one check needs beside its words. */
export interface Run {
  readonly host: Host;
  readonly options: GlobalOptions & Readonly<Record<string, unknown>>;
  readonly announce: Announce;
}

/** The account of the credentials, for as long as the work takes. Throws `usage`, `aws-failed`, `network-failed`. */
export async function withAccount(
  name: string,
  { host, options, announce }: Run,
  work: (asker: Asker) => Promise<Checked>,
): Promise<Checked> {
  if (options.offline)
    throw new IamxError('usage', '`--offline` forbids to ask AWS, which alone knows', {
      hint: 'Leave --offline out.',
    });
  const { openAccount } = await import('./ask-aws.ts');
  const asker = await openAccount(host, name, options, announce);
  try {
    return await work(asker);
  } finally {
    asker.close();
  }
}

/** Whoever gives the trust policy asks about files, unless he says otherwise. Throws `usage`. */
export function isAskingAws(given: Given, { offline }: Pick<GlobalOptions, 'offline'>): boolean {
  const isLive = given.isOn('live');
  if (isLive && offline)
    throw new IamxError('usage', '`--live` asks AWS, `--offline` forbids it', {
      hint: 'Leave one of them out.',
    });
  if (isLive || given.isGiven('trust-policy')) return isLive;
  if (!offline) return true;
  throw new IamxError('usage', 'without AWS the trust policy of the role is needed', {
    hint: 'Add `--trust-policy FILE`.',
  });
}

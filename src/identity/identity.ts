import type { GivenKeys } from '../aws/keys.ts';
import type { AliasFacts, IamFacts, RoleFacts } from '../aws/iam-facts.ts';
import type { Answered } from '../aws/send.ts';
import { IamxError } from '../core/error.ts';
import type { Caller } from './caller.ts';
import { Raw } from '../core/raw.ts';
import { printArn } from '../printers/addresses.ts';
import { printAlias, printCaller } from '../printers/caller.ts';
import { parseArn } from '../identifiers/arn.ts';
import { readCaller, type CallerIdentity, type Caller as Named } from '../identifiers/caller-identity.ts';

/** What AWS says about the credentials. */
export interface Identity extends CallerIdentity {
  readonly partition: string;
  readonly named: Named;
  readonly alias?: string;
  /** The role behind a session, with the path that a session's ARN lacks. */
  readonly role?: RoleFacts;
  /** For a user's session: whether MFA was used to get it; absent where IAM did not tell. */
  readonly mfa?: boolean;
  /** The host's clock minus AWS's, whole seconds; 0 where they agree as far as can be seen. */
  readonly clockSkewSeconds: number;
}

/** IAM's facts are a courtesy: after STS has answered nobody waits longer for them. */
const courtesyMs = 1500;

/** Asks STS who the keys belong to, and IAM, at the same time, for what else there is. Throws `aws-failed`, `network-failed`. */
export async function askIdentity(
  { network, place, context }: Caller,
  keys: GivenKeys,
  { role: wantsRole, onSent }: { readonly role: boolean; readonly onSent?: () => void },
): Promise<Identity> {
  const { getCallerIdentity } = await import('../aws/get-caller-identity.ts');
  const { host } = context.world;
  const at = await place('STS');
  let isSent: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => (isSent = resolve));
  const asked = getCallerIdentity(keys, at, network, {
    now: () => host.now(),
    onSent: () => {
      isSent();
      onSent?.();
    },
  });
  // Not before the question to STS is on its way: whatever else is done keeps the only thread busy.
  const iam = sent.then(() => openIam(place, keys, network));
  const aliasAsked = iam.then(async (facts) => (await facts?.accountAlias()) ?? {});
  const { time, ...answer } = await settled(asked, aliasAsked);
  const caller = printCaller(answer);
  const named = readCaller(caller);
  const { roleName = 'aws:' } = named;
  const isAsked = wantsRole && !roleName.startsWith('aws:');
  const roleAsked = isAsked ? iam.then((facts) => facts?.role(roleName)) : Promise.resolve(undefined);
  const nothing: AliasFacts = {};
  const [alias, role] = await within(courtesyMs, Promise.all([aliasAsked, roleAsked]), [nothing, undefined]);
  const isSession = named.type === 'user' && keys.sessionToken !== undefined;
  return {
    ...caller,
    partition: parseArn(caller.arn)?.partition ?? 'aws',
    named,
    ...aliasOf(alias),
    ...(role === undefined || printArn(new Raw(role.arn)) !== role.arn ? {} : { role }),
    ...(isSession && alias.isRefused !== undefined ? { mfa: !alias.isRefused } : {}),
    clockSkewSeconds: clockSkew(time),
  };
}

function aliasOf({ alias }: AliasFacts): { readonly alias?: string } {
  const shown = alias === undefined ? undefined : printAlias(new Raw(alias));
  return shown === undefined ? {} : { alias: shown };
}

/** Undefined where the settings give IAM an address that is none. */
async function openIam(
  place: Caller['place'],
  keys: GivenKeys,
  network: Caller['network'],
): Promise<IamFacts | undefined> {
  try {
    const at = await place('IAM');
    const { iamFacts } = await import('../aws/iam-facts.ts');
    return iamFacts(keys, at, network);
  } catch (error) {
    if (error instanceof IamxError) return undefined;
    throw error;
  }
}

/** The first, once it is there; a failure of the second does not matter, but somebody has to have heard of it. */
async function settled<T>(first: Promise<T>, second: Promise<unknown>): Promise<T> {
  second.catch(() => undefined);
  return first;
}

async function within<T>(milliseconds: number, work: Promise<T>, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(otherwise);
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** AWS's clock has whole seconds, and its time lies somewhere between sending and receiving. */
export function clockSkew({
  sentAt,
  receivedAt,
  date,
}: Pick<Answered, 'sentAt' | 'receivedAt' | 'date'>): number {
  const aws = Date.parse(date ?? '');
  if (Number.isNaN(aws)) return 0;
  if (sentAt > aws + 1000) return Math.round((sentAt - aws - 500) / 1000);
  if (receivedAt < aws) return Math.round((receivedAt - aws - 500) / 1000);
  return 0;
}

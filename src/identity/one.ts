import type { Announce } from '../core/answer.ts';
import type { Host } from '../core/host.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { flavours } from '../credentials/flavours.ts';
import type { Finding } from '../credentials/gotchas.ts';
import { openWorld } from '../credentials/places/world.ts';
import { failureOf } from './caller-failure.ts';
import { openCaller, type Caller } from './caller.ts';
import { repaired } from './repaired.ts';
import { explained } from './explain-failure.ts';
import { findOddities, mayBeOdd } from './oddities.ts';
import { found, type Found } from './found.ts';
import { askIdentity } from './identity.ts';
import { mfaAsker } from './mfa.ts';
import type { WhoamiSettings } from './settings.ts';

/** How AWS is reached: replaceable, so that a sample can be answered about without it. */
export interface Aws {
  readonly open: typeof openCaller;
  readonly ask: typeof askIdentity;
}

export const realAws: Aws = { open: openCaller, ask: askIdentity };

/** Who the credentials of one profile are, or that there are none; with what is odd about the settings. */
export type WhoIsIt = { readonly findings: readonly Finding[] } & (
  | { readonly kind: 'found'; readonly answer: Found }
  | { readonly kind: 'nobody'; readonly caller: Caller; readonly error: Diagnostic | undefined }
);

/** Walks the chain and asks AWS. Throws `usage`, `aws-failed`, `network-failed`. */
export async function askWho(
  host: Host,
  settings: WhoamiSettings,
  aws: Aws,
  announce: Announce,
): Promise<WhoIsIt> {
  const { profile, region, mfaCode, timeoutMs, allowHttp } = settings;
  const world = openWorld(host, 'default', {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    timeoutMs,
    announce,
  });
  const flavour = flavours[settings.flavour];
  const caller = await aws.open(world, flavour, {
    timeoutMs,
    askMfa: mfaAsker(host, mfaCode),
    announce,
    allowHttp,
  });
  try {
    return await askAbout(caller, settings, aws);
  } finally {
    caller.network.close();
  }
}

async function askAbout(caller: Caller, { json, verbose }: WhoamiSettings, aws: Aws): Promise<WhoIsIt> {
  const { resolution, retrieved } = caller;
  const { selected } = resolution;
  const failure = failureOf(caller);
  if (failure !== undefined && retrieved === undefined) throw await repaired(caller, failure);
  if (failure !== undefined) await explained(caller, () => Promise.reject(failure));
  if (selected === undefined || retrieved?.kind !== 'keys') {
    const { error } = retrieved?.kind === 'failed' ? retrieved : resolution;
    return { kind: 'nobody', caller, error, findings: await findOddities(caller) };
  }
  const { keys, origin } = retrieved;
  const isRoleKnown = selected.roleArn !== undefined && selected.provider !== 'sso';
  const isNoted = json || verbose || mayBeOdd(caller);
  let findings: Promise<readonly Finding[]> | undefined;
  const identity = await explained(caller, () =>
    aws.ask(caller, keys, {
      role: !isRoleKnown,
      // AWS is on its way: what is odd on this machine can be found out meanwhile.
      onSent: () => {
        if (isNoted) findings ??= findOddities(caller);
      },
    }),
  );
  const answer = found(caller, selected, identity, keys, origin);
  return { kind: 'found', answer, findings: (await findings) ?? [] };
}

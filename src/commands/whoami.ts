import type { Answer } from '../core/answer.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { openCaller, type Caller } from '../identity/caller.ts';
import { flavourIds } from '../credentials/chain/chain.ts';
import { flavours } from '../credentials/flavours.ts';
import type { Finding } from '../credentials/gotchas.ts';
import { openWorld, type World } from '../credentials/places/world.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { toDocument } from '../identity/answer/document.ts';
import { found } from '../identity/found.ts';
import { askIdentity } from '../identity/identity.ts';
import { mfaAsker } from '../identity/mfa.ts';
import { nobody, toError } from '../identity/nobody.ts';
import { describeFound } from '../identity/answer/page.ts';
import type { WhoamiSettings } from '../identity/settings.ts';

/** How AWS is reached: replaceable, so that the demo can show an answer without it. */
export interface Aws {
  readonly open: typeof openCaller;
  readonly ask: typeof askIdentity;
}

export function whoamiCommand(aws: Aws): CommandModule {
  return {
    options: [
      { flags: '--all-profiles', description: 'every profile, side by side' },
      {
        flags: '--live',
        description: 'with --all-profiles: also run credential_process and ask for MFA codes',
      },
      {
        flags: '--mfa-code <code>',
        description: 'the six digits of an MFA device, for a role that wants them',
      },
      {
        flags: '--timeout <seconds>',
        description: 'for all calls of a profile together, retries included',
        standard: '10',
      },
    ],
    helpText: [
      'Examples:',
      '  iamx whoami',
      '  iamx whoami --profile prod --json',
      '  iamx whoami --all-profiles',
      '  iamx whoami --profile admin --mfa-code 123456',
      '',
      'Calls sts:GetCallerIdentity, which needs no permission; iam:ListAccountAliases and iam:GetRole add to the',
      'answer where they are allowed. Status 1: there are no credentials; 3: AWS refused them or was not reached.',
    ],

    async run(host, _, options) {
      const settings = readSettings(options);
      if (!settings.allProfiles) return answerOne(host, settings, aws);
      const { answerAll } = await import('../identity/all-profiles.ts');
      return answerAll(host, settings);
    },
  };
}

export const whoami: CommandModule = whoamiCommand({ open: openCaller, ask: askIdentity });

async function answerOne(host: Host, settings: WhoamiSettings, aws: Aws): Promise<Answer> {
  const { profile, region, mfaCode, timeoutMs, verbose, json } = settings;
  const world = openWorld(host, 'default', {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  });
  const flavour = flavours[settings.flavour];
  const caller = await aws.open(world, flavour, { timeoutMs, askMfa: mfaAsker(host, mfaCode) });
  try {
    const { resolution, retrieved } = caller;
    const { selected } = resolution;
    const failure = toError(caller);
    if (failure !== undefined) await explained(caller, () => Promise.reject(failure));
    if (selected === undefined || retrieved?.kind !== 'keys') {
      const error = retrieved?.kind === 'failed' ? retrieved.error : resolution.error;
      return nobody(caller, error, await findNotes(world, caller));
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
          if (isNoted) findings ??= findNotes(world, caller);
        },
      }),
    );
    const notes = (await findings) ?? [];
    const answer = found(caller, selected, identity, keys, origin);
    return {
      kind: 'document',
      document: () =>
        toDocument(
          answer,
          notes.map(({ diagnostic }) => diagnostic),
        ),
      page: () => describeFound(answer, notes, verbose),
      exitStatus: 0,
    };
  } finally {
    caller.network.close();
  }
}

/**
 * Whether anything but plain credentials of one place is set up: what else could be noted is no warning once AWS knows
 * the caller, and looking for it takes as long as the call itself.
 */
function mayBeOdd({ resolution, context }: Caller): boolean {
  const { steps, diagnostics } = resolution;
  return (
    context.choice.isNamed ||
    diagnostics.length > 0 ||
    steps.some(
      ({ outcome, otherwise }) => outcome === 'fail' || /^(win|fail)$/.test(otherwise?.outcome ?? ''),
    )
  );
}

async function findNotes(world: World, { resolution }: Caller): Promise<readonly Finding[]> {
  const { findGotchas } = await import('../credentials/gotchas.ts');
  return findGotchas(world, resolution);
}

/** Throws what `work` throws, with the hint of this machine. */
async function explained<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const { explainFailure } = await import('../identity/explain-failure.ts');
    throw await explainFailure(caller, error);
  }
}

const longestSeconds = 600;

/** Throws `usage`. */
function readSettings(options: GlobalOptions & Readonly<Record<string, unknown>>): WhoamiSettings {
  const { profile, region, verbose, json } = options;
  const flavour = flavourIds.find((id) => id === options.sdk);
  if (flavour === undefined) {
    throw new IamxError('usage', `there is no tool \`${options.sdk}\``, {
      hint: `One of: ${flavourIds.join(', ')}`,
    });
  }
  if (options.offline) {
    throw new IamxError('usage', 'whoami asks AWS, and `--offline` forbids it', {
      hint: 'What can be told without: iamx explain-chain --offline',
    });
  }
  const allProfiles = options['allProfiles'] === true;
  if (allProfiles && profile !== undefined) {
    throw new IamxError('usage', '`--all-profiles` asks for every profile, `--profile` for one', {
      hint: 'Leave one of them out.',
    });
  }
  return {
    flavour,
    profile,
    region,
    allProfiles,
    live: options['live'] === true,
    mfaCode: readCode(options['mfaCode']),
    timeoutMs: readTimeout(options['timeout']),
    verbose,
    json,
  };
}

/** The code itself is not repeated: it may still be good. */
function readCode(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{6}$/.test(value)) return value;
  throw new IamxError('usage', '`--mfa-code` takes the six digits that the device shows', {
    hint: 'iamx whoami --mfa-code 123456',
  });
}

function readTimeout(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (seconds > 0 && seconds <= longestSeconds) return Math.round(seconds * 1000);
  throw new IamxError('usage', `\`--timeout\` takes seconds, more than 0 and at most ${longestSeconds}`, {
    hint: 'iamx whoami --timeout 30',
  });
}

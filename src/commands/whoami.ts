import type { Answer } from '../core/answer.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { openCaller, type Caller } from '../credentials/caller.ts';
import { flavours } from '../credentials/flavours.ts';
import type { Finding } from '../credentials/gotchas/gotcha.ts';
import { openWorld, type World } from '../credentials/world.ts';
import type { CommandModule } from './command.ts';
import { toDocument } from './whoami/document.ts';
import { found } from './whoami/found.ts';
import { askIdentity } from './whoami/identity.ts';
import { mfaAsker } from './whoami/mfa.ts';
import { nobody, toError } from './whoami/nobody.ts';
import { describeFound } from './whoami/page.ts';
import { readSettings, type WhoamiSettings } from './whoami/settings.ts';

/** How AWS is reached: replaceable, so that the demo can show an answer without it. */
export interface Aws {
  readonly open: typeof openCaller;
  readonly ask: typeof askIdentity;
}

export function whoamiCommand(aws: Aws): CommandModule {
  return {
    configure(command) {
      command
        .option('--all-profiles', 'every profile, side by side')
        .option('--live', 'with --all-profiles: also run credential_process and ask for MFA codes')
        .option('--mfa-code <code>', 'the six digits of an MFA device, for a role that wants them')
        .option('--timeout <seconds>', 'for all calls of a profile together, retries included', '10')
        .addHelpText(
          'after',
          [
            '',
            'Examples:',
            '  iamx whoami',
            '  iamx whoami --profile prod --json',
            '  iamx whoami --all-profiles',
            '  iamx whoami --profile admin --mfa-code 123456',
            '',
            'Calls sts:GetCallerIdentity, which needs no permission; iam:ListAccountAliases and iam:GetRole add to the',
            'answer where they are allowed. Status 1: there are no credentials; 3: AWS refused them or was not reached.',
          ].join('\n'),
        );
    },

    async run(host, _, options) {
      const settings = readSettings(options);
      if (!settings.allProfiles) return answerOne(host, settings, aws);
      const { answerAll } = await import('./whoami/all-profiles.ts');
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

async function findNotes(world: World, { resolution, context }: Caller): Promise<readonly Finding[]> {
  const { findGotchas } = await import('../credentials/gotchas.ts');
  return findGotchas(world, context.flavour, resolution);
}

/** Throws what `work` throws, with the hint of this machine. */
async function explained<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const { explainFailure } = await import('./whoami/explain-failure.ts');
    throw await explainFailure(caller, error);
  }
}

import { IamxError } from '../core/error.ts';
import { flavourIds } from '../credentials/chain/chain.ts';
import { answerAll } from '../identity/answer/all-profiles.ts';
import { answerOne } from '../identity/answer/one.ts';
import { realAws, type Aws } from '../identity/one.ts';
import type { WhoamiSettings } from '../identity/settings.ts';
import type { CommandModule, GlobalOptions } from './command.ts';

/** The command on answers of `aws`: the real ones, or those of a sample. */
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
      return settings.allProfiles ? answerAll(host, settings) : answerOne(host, settings, aws);
    },
  };
}

export const whoami: CommandModule = whoamiCommand(realAws);

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

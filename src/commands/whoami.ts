import { printTyped } from '../printers/names.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { flavourIds } from '../credentials/chain/chain.ts';
import { answerAll } from '../identity/answer/all-profiles.ts';
import { answerOne } from '../identity/answer/one.ts';
import { realAws, type Aws } from '../identity/one.ts';
import type { WhoamiSettings } from '../identity/settings.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { mfaCodeRow, readMfaCode, readTimeout, signingOptions } from './signing-options.ts';

/** The command on answers of `aws`: the real ones, or those of a sample. */
export function whoamiCommand(aws: Aws): CommandModule {
  return {
    reads: ['--profile', '--region', '--sdk', '--offline'],
    options: [
      { flags: '--all-profiles', description: 'every profile, side by side' },
      {
        flags: '--live',
        description: 'with --all-profiles: also run credential_process and ask for MFA codes',
      },
      mfaCodeRow('the '),
      ...signingOptions(10, 'for the files and for all calls of a profile together, retries included'),
    ],
    get helpText() {
      return [
        'Examples:',
        command`iamx whoami`,
        command`iamx whoami --profile prod --json`,
        command`iamx whoami --all-profiles`,
        command`iamx whoami --profile admin --timeout 30`,
        '',
        'Calls sts:GetCallerIdentity, which needs no permission; iam:ListAccountAliases and iam:GetRole add to the',
        'answer where they are allowed. Status 1: there are no credentials; 3: AWS refused them or was not reached.',
      ];
    },

    async run(host, _, options, announce) {
      const settings = readSettings(options);
      return settings.allProfiles
        ? answerAll(host, settings, announce)
        : answerOne(host, settings, aws, announce);
    },
  };
}

export const whoami: CommandModule = whoamiCommand(realAws);

/** Throws `usage`. */
function readSettings(options: GlobalOptions & Readonly<Record<string, unknown>>): WhoamiSettings {
  const { profile, region, verbose, json } = options;
  const flavour = flavourIds.find((id) => id === options.sdk);
  if (flavour === undefined) {
    throw new IamxError('usage', `there is no tool ${printTyped(options.sdk)}`, {
      hint: `One of: ${flavourIds.join(', ')}`,
    });
  }
  if (options.offline) {
    throw new IamxError('usage', 'whoami asks AWS, and `--offline` forbids it', {
      hint: ['What can be told without: ', command`iamx explain-chain --offline`],
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
    mfaCode: readMfaCode(options['mfaCode'], 'whoami'),
    timeoutMs: readTimeout(options['timeout'], 'whoami'),
    allowHttp: options['allowHttp'] === true,
    verbose,
    json,
  };
}

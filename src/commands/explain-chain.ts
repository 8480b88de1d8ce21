import { printTyped } from '../printers/names.ts';
import type { Announce, Answer, LongAnswer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { nearest } from '../core/nearest.ts';
import { flavourIds, type FlavourId } from '../credentials/chain/chain.ts';
import { flavours } from '../credentials/flavours.ts';
import { openWorld, type Mode, type World } from '../credentials/places/world.ts';
import type { CallerOptions } from '../identity/caller.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { mfaCodeRow, readMfaCode, readTimeout, signingOptions } from './signing-options.ts';
import { explainProfiles } from '../credentials/answer/all-profiles.ts';
import { explainSeveral } from '../credentials/answer/several.ts';
import { explainOne } from '../credentials/answer/one.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

export const explainChain: CommandModule = {
  reads: ['--profile', '--region', '--sdk', '--offline'],
  options: [
    {
      flags: '--compare [flavours]',
      description: 'answer for several tools in one table: all, or those named, with commas',
    },
    { flags: '--all-profiles', description: 'answer for every profile' },
    {
      flags: '--live',
      description: 'also do what the tool would do: call STS and SSO, run credential_process',
    },
    mfaCodeRow('with --live: the '),
    ...signingOptions(10, 'for files that are pipes, and with --live for all calls together'),
  ],
  mostLines: 25,
  get helpText() {
    return [
      'Examples:',
      command`iamx explain-chain`,
      command`iamx explain-chain --profile prod --sdk boto3`,
      command`iamx explain-chain --compare`,
      command`iamx explain-chain --compare cli,js --offline --json`,
      '',
      'Status 0: credentials were selected; with --compare: the same ones by every tool; 3: --live met a failure.',
    ];
  },

  run: (host, _, options, announce) => explain(host, options, announce),
};

async function explain(host: Host, options: Options, announce: Announce): Promise<Answer | LongAnswer> {
  const compare = options['compare'];
  const isAll = options['allProfiles'] === true;
  checkOptions(options, isAll);
  const world = worldOf(host, options, announce);
  if (compare !== undefined) return explainSeveral(world, readFlavours(compare));
  const sdk = readFlavour(options.sdk);
  if (isAll) return explainProfiles(world, sdk);
  if (options['live'] !== true) return explainOne(world, sdk, options.verbose);
  const { mfaAsker } = await import('../identity/mfa.ts');
  return explainLive(world, sdk, options.verbose, {
    timeoutMs: timeoutOf(options),
    askMfa: mfaAsker(host, readMfaCode(options['mfaCode'], 'explain-chain --live')),
    announce,
    allowHttp: options['allowHttp'] === true,
  });
}

function timeoutOf(options: Options): number {
  return readTimeout(options['timeout'], 'explain-chain');
}

/** The answer with what was chosen obtained as well, as far as that goes. */
async function explainLive(
  world: World,
  sdk: FlavourId,
  verbose: boolean,
  calling: CallerOptions,
): Promise<Answer> {
  const { openObtain } = await import('../identity/caller.ts');
  const { obtain, close } = await openObtain(world, flavours[sdk], calling);
  try {
    return await explainOne({ ...world, mode: 'live' }, sdk, verbose, obtain);
  } finally {
    close();
  }
}

/** `cli,js`, or all where nothing is named. Throws `usage`. */
function readFlavours(value: unknown): readonly FlavourId[] {
  if (typeof value !== 'string') return flavourIds;
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.map(readFlavour))];
}

function readFlavour(name: string): FlavourId {
  const found = flavourIds.find((id) => id === name);
  if (found !== undefined) return found;
  const near = nearest(name, flavourIds);
  throw new IamxError('usage', `there is no tool ${printTyped(name)}`, {
    hint: near === undefined ? `One of: ${flavourIds.join(', ')}` : `Did you mean \`${near}\`?`,
  });
}

function checkOptions(options: Options, isAll: boolean): void {
  const refuse = (message: string) => new IamxError('usage', message, { hint: 'Leave one of them out.' });
  if (options['live'] === true && options.offline)
    throw refuse('`--live` does what the tool would do, `--offline` forbids it');
  if (options['live'] === true && (isAll || options['compare'] !== undefined))
    throw new IamxError('usage', '`--live` does what one tool would do for one profile', {
      hint: 'Give --sdk and --profile instead.',
    });
  if (isAll && options.profile !== undefined)
    throw refuse('`--all-profiles` asks about all, `--profile` about one');
  if (isAll && options['compare'] !== undefined)
    throw refuse('`--compare` and `--all-profiles` are two tables');
}

function worldOf(host: Host, options: Options, announce: Announce): World {
  const { profile, region } = options;
  const mode: Mode = options.offline ? 'offline' : 'default';
  return openWorld(host, mode, {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    timeoutMs: timeoutOf(options),
    announce,
  });
}

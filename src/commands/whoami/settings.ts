import { IamxError } from '../../core/error.ts';
import { flavourIds, type FlavourId } from '../../credentials/chain.ts';
import type { GlobalOptions } from '../command.ts';

export interface WhoamiSettings {
  readonly flavour: FlavourId;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly allProfiles: boolean;
  readonly live: boolean;
  readonly mfaCode: string | undefined;
  readonly timeoutMs: number;
  readonly verbose: boolean;
  readonly json: boolean;
}

const longestSeconds = 600;

/** Throws `usage`. */
export function readSettings(options: GlobalOptions & Readonly<Record<string, unknown>>): WhoamiSettings {
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

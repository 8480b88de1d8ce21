import { copyVariables } from '../../core/command.ts';
import { listed } from '../../core/listed.ts';
import { knownVariables } from '../../printers/vocabulary.ts';
import { isSet } from '../places/settings.ts';
import type { Found, Situation } from './gotcha.ts';
import { isNearName, nearName } from '../places/near-rule.ts';

/** Those that end in the name of a service are many, and as near to each other as slips are. */
const families = /^AWS_(?:ENDPOINT_URL_|BEARER_TOKEN_|LAMBDA_|CONTAINER_AUTH|EC2_|SDK_)/;

/** Other names that people give to the three values and to the profile. */
const foreign: Readonly<Record<string, string>> = {
  AWS_KEY: 'AWS_ACCESS_KEY_ID',
  AWS_KEY_ID: 'AWS_ACCESS_KEY_ID',
  AWS_ACCESSKEY: 'AWS_ACCESS_KEY_ID',
  AWS_ACCESS_ID: 'AWS_ACCESS_KEY_ID',
  AWS_SECRET: 'AWS_SECRET_ACCESS_KEY',
  AWS_SECRET_ACCESS_KEY_ID: 'AWS_SECRET_ACCESS_KEY',
  AWS_SECRET_KEY_ID: 'AWS_SECRET_ACCESS_KEY',
  AWS_TOKEN: 'AWS_SESSION_TOKEN',
  AWS_SESSION: 'AWS_SESSION_TOKEN',
  AWS_PROFILE_NAME: 'AWS_PROFILE',
  AWS_CREDENTIALS_FILE: 'AWS_SHARED_CREDENTIALS_FILE',
  AWS_SHARED_CREDENTIAL_FILE: 'AWS_SHARED_CREDENTIALS_FILE',
};

interface Slip {
  readonly name: string;
  readonly from: string;
}

/** Variables whose names are nearly those that a tool reads, where the right one is not set. */
export function findNearVariables({ context, resolution }: Situation): readonly Found[] {
  const { world, env } = context;
  const telling = knownVariables.filter((name) => name.startsWith('AWS_') && !families.test(name));
  const slips = Object.keys(world.host.env).flatMap((from): readonly Slip[] => {
    const name = meantBy(from, telling);
    return name === undefined || isSet(env(name)) || !isSet(env(from)) ? [] : [{ name, from }];
  });
  const once = slips.filter(({ name }) => slips.filter((other) => other.name === name).length === 1);
  if (once.length === 0) return [];
  const told = once.map(({ name, from }) => `${from} would be ${name}`);
  return [
    {
      severity: resolution.verdict === 'selected' ? 'info' : 'warning',
      message: `the environment has ${once.length === 1 ? 'a name' : 'names'} that no tool reads: ${listed(told)}`,
      fix: copyVariables(once),
      isCause: true,
    },
  ];
}

function meantBy(from: string, telling: readonly string[]): string | undefined {
  const isName = /^[A-Za-z_][A-Za-z0-9_]{3,60}$/.test(from);
  if (!isName || knownVariables.includes(from) || families.test(from)) return undefined;
  const meant = foreign[from];
  if (meant !== undefined) return meant;
  const isOfAws = /^aws/i.test(from) || telling.some((name) => name.length >= 8 && isNearName(from, name));
  return isOfAws ? nearName(from, telling) : undefined;
}

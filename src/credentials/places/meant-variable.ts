import { knownVariables } from '../../printers/vocabulary.ts';
import { isNearName, nearName } from './near-rule.ts';

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
  AWS_REGION_NAME: 'AWS_REGION',
  AWS_CONFIG: 'AWS_CONFIG_FILE',
  AWS_CONFIG_PATH: 'AWS_CONFIG_FILE',
  AWS_CREDENTIALS_FILE: 'AWS_SHARED_CREDENTIALS_FILE',
  AWS_SHARED_CREDENTIAL_FILE: 'AWS_SHARED_CREDENTIALS_FILE',
};

const telling = knownVariables.filter((name) => name.startsWith('AWS_') && !families.test(name));

/** The variable that was meant; undefined for one that some tool reads, or that is like none. */
export function meantVariable(from: string): string | undefined {
  const isName = /^[A-Za-z_][A-Za-z0-9_]{3,60}$/.test(from);
  if (!isName || knownVariables.includes(from) || families.test(from)) return undefined;
  const meant = foreign[from];
  if (meant !== undefined) return meant;
  const isOfAws = /^aws/i.test(from) || telling.some((name) => name.length >= 8 && isNearName(from, name));
  return isOfAws ? nearName(from, telling) : undefined;
}

/** The secret stands in the environment under a name that this tool does not read. */
export function hasSecretByOtherName(env: Readonly<Record<string, string | undefined>>): boolean {
  return Object.keys(env).some(
    (name) =>
      (env[name] ?? '') !== '' &&
      (name === 'AWS_SECRET_KEY' ||
        name === 'SECRET_ACCESS_KEY' ||
        meantVariable(name) === 'AWS_SECRET_ACCESS_KEY'),
  );
}

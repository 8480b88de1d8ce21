import { describe, expect, test } from 'vitest';
import { gotchas } from '../../src/credentials/gotchas.ts';
import type { OnThisMachine } from '../../src/errors/on-this-machine.ts';
import { causesOf, findingsOf } from '../../src/errors/signs.ts';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { allRows } from '../../src/messages/catalogue.ts';
import type { Cause, Sign } from '../../src/messages/message-row.ts';
import { samples } from '../messages/samples.ts';
import { run } from '../support/run.ts';

/** A cause is named as likely where something on the machine or in the error speaks for it, and nowhere else. */

const signed = allRows().flatMap((row) =>
  row.causes.flatMap((cause) =>
    typeof cause === 'string' ? [] : [{ row, cause, name: `${row.id}: ${cause.text}` }],
  ),
);

const nothingHere: OnThisMachine = {
  sdk: 'cli',
  used: '',
  problems: [],
  findings: [],
  isSession: false,
  isMetadataOff: false,
};
const finding = (code: string) => ({ code, severity: 'warning', message: `found ${code}` }) as const;

/** Signs that are no finding of the chain. */
const elsewhere: Partial<Record<Sign, (cause: Cause) => readonly [fields: object, here: OnThisMachine]>> = {
  partition: () => [{ region: 'cn-north-1' }, nothingHere],
  'session-for-iam': () => [{ operation: 'ListUsers' }, { ...nothingHere, isSession: true }],
  'metadata-off': () => [{}, { ...nothingHere, isMetadataOff: true }],
};

describe('each sign is a finding of the chain, or is read from the error', () => {
  const known = new Set(gotchas.map(({ code }) => code));
  test.each(Object.entries(findingsOf))('%s', (sign, codes) => {
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
    expect(codes.length > 0 || sign in elsewhere).toBe(true);
    expect(signed.some(({ cause }) => cause.sign === sign)).toBe(true);
  });
});

describe('a cause is likely where its sign is there', () => {
  test.each(signed)('$name', ({ row, cause }) => {
    const told = (fields: object, here: OnThisMachine | undefined) =>
      causesOf(row, fields, here).filter(({ because }) => because !== undefined);
    const situations =
      elsewhere[cause.sign] === undefined
        ? findingsOf[cause.sign].map((code) => [{}, { ...nothingHere, findings: [finding(code)] }] as const)
        : [elsewhere[cause.sign]?.(cause) ?? [{}, nothingHere]];
    for (const [fields, here] of situations) {
      expect(told(fields, here).map(({ text }) => text)).toContain(cause.text);
      expect(causesOf(row, fields, here)[0]?.because).toBeDefined();
    }
    expect(told({}, nothingHere)).toEqual([]);
    expect(told({}, undefined)).toEqual([]);
    const other = Object.values(findingsOf)
      .flat()
      .filter((code) => !findingsOf[cause.sign].includes(code));
    for (const code of other) {
      const texts = told({}, { ...nothingHere, findings: [finding(code)] }).map(({ text }) => text);
      expect(texts).not.toContain(cause.text);
    }
  });
});

const home = '/home/user';
const config = `${home}/.aws/config`;
const credentials = `${home}/.aws/credentials`;
const keyId = 'AKIAJMIKAMIKAMIKA2F3';
const secret = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy';
const token = 'IQoJb3JpZ2luX2VjEexampletoken0123456789';
const keys = (id: string, of = secret, more = '') =>
  `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${of}\n${more}region = eu-west-1\n`;
const sso = (more = '') =>
  `[profile dev]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = eu-west-1\n${more}`;

interface Situation {
  readonly sign: Sign;
  readonly error: string;
  readonly world: MemoryWorld;
  /** Where the same error does not speak for it; one pair of keys, where nothing is said. */
  readonly without?: MemoryWorld;
  /** A word of the cause that must be likely. */
  readonly cause: string;
}

/** Of the machine as people have it: files and variables, and nothing else. */
const situations: readonly Situation[] = [
  {
    sign: 'token-missing',
    error: 'E01',
    world: { files: { [credentials]: keys(keyId.replace('AKIA', 'ASIA')) } },
    cause: 'without its session token',
  },
  {
    sign: 'token-stale',
    error: 'E01',
    world: { files: { [credentials]: keys(keyId, secret, `aws_session_token = ${token}\n`) } },
    cause: 'stale session token',
  },
  {
    sign: 'shadowed',
    error: 'E13',
    world: {
      files: { [config]: sso() },
      env: {
        AWS_PROFILE: 'dev',
        AWS_ACCESS_KEY_ID: keyId.replace('AKIA', 'ASIA'),
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_SESSION_TOKEN: token,
      },
    },
    cause: 'exported variables of an old session',
  },
  {
    sign: 'altered',
    error: 'E05',
    world: { files: { [credentials]: keys(keyId, `"${secret}"`) } },
    cause: 'the secret was altered',
  },
  {
    sign: 'two-places',
    error: 'E21',
    world: { env: { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: '' } },
    cause: 'a variable is empty',
  },
  {
    sign: 'endpoint',
    error: 'E01',
    world: { files: { [credentials]: keys(keyId) }, env: { AWS_ENDPOINT_URL: 'http://localhost:4566' } },
    cause: 'emulator',
  },
  {
    sign: 'endpoint-form',
    error: 'E56',
    world: { files: { [credentials]: keys(keyId) }, env: { AWS_ENDPOINT_URL: 'localhost:4566' } },
    cause: 'is missing in front of the host',
  },
  {
    sign: 'profile',
    error: 'E22',
    world: { files: { [config]: '[profile prd]\nregion = eu-west-1\n' }, env: { AWS_PROFILE: 'prod' } },
    without: { files: { [config]: '[profile prod]\nregion = eu-west-1\n' } },
    cause: 'the name is misspelled',
  },
  {
    sign: 'header',
    error: 'E22',
    world: { files: { [config]: '[prod]\nregion = eu-west-1\n' }, env: { AWS_PROFILE: 'prod' } },
    cause: 'misses the word `profile`',
  },
  {
    sign: 'region',
    error: 'E36',
    world: { files: { [credentials]: keys(keyId).replace('region = eu-west-1\n', '') } },
    cause: 'neither AWS_REGION nor the profile',
  },
  {
    sign: 'region-form',
    error: 'E55',
    world: {
      files: { [credentials]: keys(keyId) },
      env: { AWS_REGION: 'us_east_1', AWS_DEFAULT_REGION: 'us_east_1' },
    },
    cause: 'underscore',
  },
  {
    sign: 'metadata-off',
    error: 'E48',
    world: { env: { AWS_EC2_METADATA_DISABLED: 'true' } },
    cause: 'AWS_EC2_METADATA_DISABLED is set',
  },
  {
    sign: 'loop',
    error: 'E33',
    world: {
      files: {
        [config]:
          '[default]\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::111122223333:role/b\nsource_profile = default\n',
      },
    },
    cause: 'leads back to the first',
  },
  {
    sign: 'session-for-iam',
    error:
      'An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid',
    world: {
      files: { [credentials]: keys(keyId.replace('AKIA', 'ASIA'), secret, `aws_session_token = ${token}\n`) },
    },
    cause: 'without MFA',
  },
  {
    sign: 'partition',
    error:
      'An error occurred (InvalidClientTokenId) when calling the ListTables operation: The security token included in the request is invalid. (--region cn-north-1)',
    world: { files: { [credentials]: keys(keyId) } },
    cause: 'partition',
  },
];

async function likely(error: string, world: MemoryWorld): Promise<readonly string[]> {
  const text = samples.find(([id]) => id === error)?.[1] ?? error;
  const { out } = await run(['explain-error', '--json', '-'], { homeFolder: home, ...world, stdin: text });
  const { matches } = JSON.parse(out) as ExplainErrorDocument;
  return matches.flatMap(({ causes }) =>
    causes.flatMap((cause) => (cause.likelihood === 'likely' ? [cause.text] : [])),
  );
}

describe('what stands on the machine', () => {
  const plain = { files: { [credentials]: keys(keyId) } };

  test.each(situations)('$sign: $cause', async ({ error, world, without = plain, cause }) => {
    expect(await likely(error, world)).toContainEqual(expect.stringContaining(cause));
    if (error.length === 3)
      expect(await likely(error, without)).not.toContainEqual(expect.stringContaining(cause));
  });
});

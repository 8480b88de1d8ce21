import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../src/commands.ts';
import { globalOptions } from '../src/commands/global-options.ts';
import { longFlagOf, type OptionRow } from '../src/commands/option-row.ts';
import type { MemoryWorld } from '../src/host/memory.ts';
import { inTurn } from './support/budget.ts';
import { asHttp, createFake } from './support/loopback/fake.ts';
import type { Scenario } from './support/loopback/scenario.ts';
import { startLoopback, type Loopback } from './support/loopback/server.ts';
import { createPlants } from './support/plant.ts';
import { run } from './support/run.ts';

/**
 * Secrets in every place where one can stand, also where it should not: no piece of them is in any output, as
 * text, verbose or not, or JSON, answer or error.
 */
const plants = createPlants();
const { secret, token, jwt, word } = plants;
const keyId = (place: string) =>
  `AKIA${place.toUpperCase().replace(/[^A-Z2-7]/g, '')}`.padEnd(20, 'Z').slice(0, 20);
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const later = '2099-01-01T00:00:00Z';
const role = 'arn:aws:iam::111122223333:role/App';
const startUrl = 'https://example.awsapps.com/start';

let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(() => loopback.close());

interface Situation {
  readonly name: string;
  readonly world: MemoryWorld;
  readonly http?: Scenario;
}

/** A world whose files are given from the home folder. */
function at(
  name: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  more: Omit<MemoryWorld, 'files' | 'env'> & { readonly http?: undefined } = {},
  http?: Scenario,
): Situation {
  const placed = Object.entries(files).map(([path, text]) => [`/home/user/${path}`, text] as const);
  return {
    name,
    world: {
      ...more,
      files: Object.fromEntries(placed),
      env: { HOME: '/home/user', AWS_REGION: 'us-east-1', ...env },
    },
    ...(http === undefined ? {} : { http }),
  };
}

function pair(place: string): string {
  return `aws_access_key_id = ${keyId(place)}\naws_secret_access_key = ${secret(place)}\naws_session_token = ${token(place)}\n`;
}

const legacySso = `sso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n`;
const output = (stdout: string, stderr = '', status = 0) => ({
  processes: () => ({ kind: 'exited' as const, status, stdout, stderr, truncated: false }),
});
const processFile = { '.aws/config': '[default]\ncredential_process = /opt/get-keys --for me\n' };
const processKeys = (place: string) =>
  JSON.stringify({
    Version: 1,
    AccessKeyId: keyId('process'),
    SecretAccessKey: secret(place),
    SessionToken: token(place),
  });

const situations: readonly Situation[] = [
  at(
    'the environment',
    {},
    {
      AWS_ACCESS_KEY_ID: keyId('env'),
      AWS_SECRET_ACCESS_KEY: secret('AWS_SECRET_ACCESS_KEY'),
      AWS_SESSION_TOKEN: token('AWS_SESSION_TOKEN'),
      AWS_SECURITY_TOKEN: token('AWS_SECURITY_TOKEN'),
      AWS_SECRET_KEY: secret('AWS_SECRET_KEY'),
      SECRET_ACCESS_KEY: secret('SECRET_ACCESS_KEY'),
      AWS_BEARER_TOKEN_BEDROCK: word('AWS_BEARER_TOKEN_BEDROCK'),
      AWS_CONTAINER_AUTHORIZATION_TOKEN: word('AWS_CONTAINER_AUTHORIZATION_TOKEN'),
    },
  ),
  at(
    'the environment, id and secret swapped',
    {},
    {
      AWS_ACCESS_KEY_ID: secret('AWS_ACCESS_KEY_ID'),
      AWS_SECRET_ACCESS_KEY: keyId('swapped'),
    },
  ),
  at(
    'the environment, odd secrets',
    {},
    {
      AWS_ACCESS_KEY_ID: keyId('odd'),
      AWS_SECRET_ACCESS_KEY: ` "${secret('odd AWS_SECRET_ACCESS_KEY')}"\n`,
      AWS_SESSION_TOKEN: `${word('odd AWS_SESSION_TOKEN')} # mine`,
    },
  ),
  at(
    'the environment, secrets in other variables',
    {},
    {
      AWS_PROFILE: secret('AWS_PROFILE'),
      AWS_REGION: secret('AWS_REGION'),
      AWS_ROLE_ARN: secret('AWS_ROLE_ARN'),
      AWS_WEB_IDENTITY_TOKEN_FILE: jwt('AWS_WEB_IDENTITY_TOKEN_FILE'),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://user:${word('AWS_CONTAINER_CREDENTIALS_FULL_URI')}@127.0.0.1:1/creds`,
      HTTPS_PROXY: `http://user:${word('HTTPS_PROXY')}@127.0.0.1:1`,
    },
  ),
  at('both files', {
    '.aws/config': `[default]\n${pair('config')}`,
    '.aws/credentials': `[default]\n${pair('credentials')}`,
  }),
  at('the credentials file, id and secret swapped', {
    '.aws/credentials': `[default]\naws_access_key_id = ${secret('id in the file')}\naws_secret_access_key = ${keyId('x')}\n`,
  }),
  at('a secret that goes on in the next line', {
    '.aws/credentials': `[default]\naws_access_key_id = ${keyId('a')}\n  aws_secret_access_key = ${secret('indented')}\n`,
  }),
  at('a secret with a comment and quotes', {
    '.aws/credentials': `[default]\naws_access_key_id = ${keyId('a')}\naws_secret_access_key = "${secret('quoted')}" # old: ${word('comment')}\n`,
  }),
  at('a secret without its key', {
    '.aws/credentials': `[default]\naws_access_key_id = ${keyId('a')}\n${secret('line of its own')}\n`,
  }),
  at('a secret under a misspelt key', {
    '.aws/credentials': `[default]\naws_acess_key_id = ${keyId('a')}\naws_secret_acess_key = ${word('misspelt')}\naws_sesion_token: ${token('misspelt token')}\n`,
  }),
  at('a secret as a header', {
    '.aws/credentials': `[${secret('header')}]\naws_access_key_id = ${keyId('a')}\n`,
  }),
  at('a header that never ends', { '.aws/credentials': `[default\n${pair('after a broken header')}` }),
  at('keys above all sections', { '.aws/credentials': pair('above') }),
  at('keys twice', { '.aws/credentials': `[default]\n${pair('first')}${pair('second')}` }),
  at('passwords in URLs of the config file', {
    '.aws/config': `[default]\nendpoint_url = http://user:${word('endpoint_url')}@127.0.0.1:1\nsso_start_url = https://u:${word('sso_start_url')}@x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n`,
  }),
  at('the SSO token cache', {
    '.aws/config': `[default]\n${legacySso}`,
    [`.aws/sso/cache/${sha1(startUrl)}.json`]: JSON.stringify({
      startUrl,
      region: 'us-east-1',
      accessToken: word('accessToken'),
      refreshToken: word('refreshToken'),
      clientId: 'client',
      clientSecret: jwt('clientSecret'),
      expiresAt: later,
    }),
  }),
  at('an SSO token cache that is cut off', {
    '.aws/config': `[default]\n${legacySso}`,
    [`.aws/sso/cache/${sha1(startUrl)}.json`]: `{"startUrl":"${startUrl}","accessToken":"${word('cut off')}`,
  }),
  at('the login cache', {
    '.aws/config': '[default]\nlogin_session = arn:aws:iam::111122223333:user/me\n',
    [`.aws/login/cache/${createHash('sha256').update('arn:aws:iam::111122223333:user/me').digest('hex')}.json`]:
      JSON.stringify({
        accessToken: {
          accessKeyId: keyId('login'),
          secretAccessKey: secret('login'),
          sessionToken: token('login'),
          accountId: '111122223333',
          expiresAt: later,
        },
        refreshToken: word('login refreshToken'),
        clientId: 'arn:aws:signin:::devtools/same-device',
        dpopKey: `-----BEGIN EC PRIVATE KEY-----\n${secret('dpopKey')}\n-----END EC PRIVATE KEY-----\n`,
      }),
  }),
  at('the role cache of the CLI', {
    '.aws/config': `[default]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\n${pair('base')}`,
    [`.aws/cli/cache/${sha1(`{"RoleArn": "${role}"}`)}.json`]: JSON.stringify({
      Credentials: {
        AccessKeyId: 'ASIACACHEDCACHEDCACH',
        SecretAccessKey: secret('role cache'),
        SessionToken: token('role cache'),
        Expiration: later,
      },
    }),
  }),
  at('a command with a password in it', {
    '.aws/config': `[default]\ncredential_process = /opt/get-keys --password ${word('--password')} --token=${jwt('--token')} --secret ${secret('--secret')}\n`,
  }),
  at('the output of a process', processFile, {}, output(processKeys('process'))),
  at(
    'the output of a process that is no JSON',
    processFile,
    {},
    output(`key: ${word('junk')}\n${secret('junk secret')}`),
  ),
  at(
    'the output of a process of another version',
    processFile,
    {},
    output(processKeys('version').replace('1', '2')),
  ),
  at(
    'the complaints of a process',
    processFile,
    {},
    output('', `cannot use ${secret('stderr')}: password=${word('stderr password')}`, 1),
  ),
  at(
    'a web identity token',
    { token: jwt('token file') },
    { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: '/home/user/token' },
  ),
  at(
    'the token of a container, and its answer',
    { 'pod-token': word('pod token') },
    {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/creds',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: word('container token'),
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/home/user/pod-token',
    },
    {},
    { container: {} },
  ),
  at(
    'the token of a container, with a newline',
    { 'pod-token': `${word('pod token with newline')}\n` },
    {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/creds',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/home/user/pod-token',
    },
    {},
    { container: {} },
  ),
  at(
    'the answer of a container that is no JSON',
    {},
    { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/task' },
    {},
    {
      container: {
        trouble: {
          kind: 'raw',
          status: 200,
          body: `SecretAccessKey=${word('container junk')} ${secret('container')}`,
        },
      },
    },
  ),
  at(
    'the error of a container',
    {},
    { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/task' },
    {},
    {
      container: {
        trouble: {
          kind: 'error',
          status: 500,
          code: 'Broken',
          message: `token ${jwt('container error')} is not known`,
        },
      },
    },
  ),
  at('the answer of IMDS', {}, {}, {}, { imds: { role: 'node' } }),
  at(
    'a document of IMDS that is cut off',
    {},
    {},
    {},
    {
      imds: {
        role: 'node',
        trouble: {
          credentials: {
            kind: 'raw',
            status: 200,
            body: `{"Code":"Success","SecretAccessKey":"${secret('imds')}"`,
          },
        },
      },
    },
  ),
  at('the answer of STS', {
    '.aws/config': `[default]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\n${pair('base of STS')}`,
  }),
  at(
    'an error of STS that repeats what it was sent',
    { '.aws/credentials': `[default]\n${pair('repeated')}` },
    {},
    {},
    {
      sts: {
        trouble: {
          GetCallerIdentity: {
            kind: 'error',
            status: 403,
            code: 'InvalidClientTokenId',
            message: `The token ${token('STS message')} with secret=${word('STS message word')} is invalid`,
          },
        },
      },
    },
  ),
];

const modules = await Promise.all(commands.map(async ({ name, load }) => ({ name, module: await load() })));
/** Answers out of its own sample and reads nothing of the user's: asked once, below. */
const selfContained = ['demo'];
/** Each command as it is and with each option that takes no value, and what goes together. */
const questions: readonly (readonly string[])[] = [
  ...modules
    .filter(({ name }) => !selfContained.includes(name))
    .flatMap(({ name, module }) => [
      [name],
      ...module.options.filter((row) => !takesValue(row)).map((row) => [name, longFlagOf(row)]),
    ]),
  ['whoami', '--sdk', 'js'],
  ['explain-chain', '--sdk', 'boto3', '--live'],
  ['explain-chain', '--sdk', 'js', '--live'],
  ['whoami', '--all-profiles', '--live'],
];

function takesValue({ flags }: OptionRow): boolean {
  return flags.includes('<');
}

const forms: readonly (readonly string[])[] = [[], ['--verbose'], ['--json']];

/** Runs one command in all forms; what the fake gave is looked for too. */
async function leaks(
  words: readonly string[],
  world: MemoryWorld,
  http?: Scenario,
  asked: readonly (readonly string[])[] = forms,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const form of asked) {
    loopback.play(http ?? {});
    const fake = createFake(http ?? {});
    const env = { ...world.env, AWS_ENDPOINT_URL: loopback.url, AWS_MAX_ATTEMPTS: '1' };
    const { out, err } = await run([...words, ...form], { ...world, env, http: asHttp(fake) });
    expect(out + err, words.join(' ')).not.toBe('');
    const text = out + err;
    for (const place of plants.foundIn(text)) found.add(place);
    for (const given of [...loopback.secrets(), ...fake.secrets()])
      if (text.includes(given)) found.add(given);
  }
  return [...found];
}

describe.each(situations.map((one, turn) => ({ ...one, turn })))('$name', ({ world, http, turn }) => {
  test.each(questions.map((words, at) => ({ words, line: words.join(' '), at })))(
    '$line',
    async ({ words, at }) => {
      expect(await leaks(words, world, http, inTurn(forms, turn + at))).toEqual([]);
    },
  );
});

/** A secret in the place of every value, and as a word where one is taken or not. */
const misplaced = modules.flatMap(({ name, module }) => [
  [name, secret(`a word of ${name}`)],
  ...[...globalOptions, ...module.options].filter(takesValue).map((row) => {
    const flag = longFlagOf(row);
    return [name, flag, secret(`${name} ${flag}`)];
  }),
]);

test.each(misplaced.map((words, at) => ({ words, line: words.slice(0, -1).join(' '), at })))(
  'a secret behind `$line`',
  async ({ words, at }) => {
    expect(await leaks(words, {}, undefined, inTurn(forms, at))).toEqual([]);
  },
);

const question = ['simulate', '--principal', 'arn:aws:iam::111122223333:user/me', '--action', 's3:GetObject'];

test.each<{ readonly words: readonly string[]; readonly world?: MemoryWorld }>([
  { words: ['decode', secret('decode')] },
  { words: ['decode', token('decode token')] },
  { words: ['decode', jwt('decode JWT')] },
  { words: ['decode', `AWS_SECRET_ACCESS_KEY=${word('decode assignment')}`] },
  { words: ['decode', `AKIAIOSFODNN7EXAMPLE ${secret('decode pair')}`] },
  {
    words: ['decode'],
    world: { stdin: `${secret('stdin')}\n"SecretAccessKey": "${word('stdin field')}"\n` },
  },
  {
    words: ['decode', '--jsonl'],
    world: {
      stdin: `${secret('line')}\n"SecretAccessKey": "${word('line field')}"\n${token('line token')}\n{"SessionToken":"${word('line JSON')}"}\n${jwt('line JWT')}\npassword: ${word('line password')}\n`,
    },
  },
  {
    words: ['decode', '--jsonl', '-'],
    world: { stdin: token('wrapped line').replace(/.{64}/g, '$&\n') },
  },
  { words: ['decode'], world: { stdin: token('wrapped').replace(/.{76}/g, '$&\n') } },
  { words: [secret('command')] },
  { words: ['decode', `--${secret('option')}`] },
  { words: ['decode', `--token=${word('option value')}`] },
  { words: ['whoami', '--mfa-code', word('--mfa-code')] },
  { words: ['--version', '--verbose'] },
  { words: [...question, '--policy', jwt('--policy')] },
  {
    words: [...question, '--policy', 'p.json'],
    world: { files: { 'p.json': `{"Version": "2012-10-17", "SecretAccessKey": "${word('no policy')}", ` } },
  },
  {
    words: [...question, '--policy', '-'],
    world: { stdin: `[default]\naws_secret_access_key = ${secret('stdin that is no policy')}\n` },
  },
  { words: [...question, '--context', `aws:TokenIssueTime=${secret('--context')}`] },
  {
    words: ['simulate', '--scenario', 's.yaml'],
    world: {
      files: {
        's.yaml': `name: x\npassword: ${word('scenario field')}\nrequest:\n  principal: ${secret('scenario principal')}\n  action: s3:GetObject\npolicies:\n  identity: []\n`,
      },
    },
  },
  {
    words: ['simulate', '--scenario', '-', '--jsonl'],
    world: {
      stdin: `{"request": {"principal": "${secret('JSON lines')}", "secret": "${word('JSON lines field')}"}\n`,
    },
  },
])('$words', async ({ words, world = {} }) => {
  expect(await leaks(words, world)).toEqual([]);
});

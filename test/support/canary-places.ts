import { createHash } from 'node:crypto';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { knownKeys, vocabulary } from '../../src/printers/vocabulary.ts';

/** A place where a secret may stand, and the world in which it does. */
export interface Place {
  readonly name: string;
  /** A name, an address or a path is wanted there: half a secret is one. */
  readonly isName?: true;
  readonly plant: (text: string) => MemoryWorld;
}

const home = '/home/user';
const config = `${home}/.aws/config`;
const credentials = `${home}/.aws/credentials`;
const keyId = 'AKIAY24FZKAOABCDEFGH';
const pair = `aws_access_key_id = ${keyId}\naws_secret_access_key = abcdefghij\n`;
const role = 'arn:aws:iam::111122223333:role/App';
const startUrl = 'https://example.awsapps.com/start';
const later = '2099-01-01T00:00:00Z';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function world(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  more: Partial<MemoryWorld> = {},
): MemoryWorld {
  return { files, env: { HOME: home, AWS_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1', ...env }, ...more };
}

/** Names that a printer may show: half a secret is a name there. */
const naming =
  /profile|session|services|role_name|role_arn|_file$|bundle|path|directory|config|boto|login|uri|url|endpoint|proxy|serial|options|assume|credential_process/i;
const isNaming = (name: string) => (naming.test(name) ? ({ isName: true } as const) : {});

const linePlaces: readonly (readonly [name: string, lines: (text: string) => string])[] = [
  ['a line of its own', (text) => `${pair}${text}\nregion = eu-west-1\n`],
  ['a key', (text) => `${pair}${text} = x\n`],
  ['a key without a value', (text) => `${pair}${text} =\n`],
  ['a comment', (text) => `# ${text}\n${pair}; ${text}\n`],
  ['a comment behind a value', (text) => `region = eu-west-1 # ${text}\n${pair}output = json ; ${text}\n`],
  [
    'a comment behind the id',
    (text) => `aws_access_key_id = ${keyId} # ${text}\naws_secret_access_key = x\n`,
  ],
  ['an indented line', (text) => `${pair}  ${text}\n`],
  ['an indented key', (text) => `${pair}  ${text} = x\n`],
  ['the value of an indented key', (text) => `${pair}  aws_session_token = ${text}\n`],
  ['a line below an empty value', (text) => `${pair}aws_session_token =\n    ${text}\n`],
  [
    'a value on two lines',
    (text) => `${pair}aws_session_token = ${text.slice(0, 20)}\n    ${text.slice(20)}\n`,
  ],
  [
    'a line behind the value',
    (text) => `${pair}aws_session_token = ${text.slice(0, 20)}\n${text.slice(20)}\n`,
  ],
  ['a value behind a colon', (text) => `aws_access_key_id = ${keyId}\naws_secret_access_key: ${text}\n`],
  ['a key in capitals', (text) => `AWS_ACCESS_KEY_ID = ${keyId}\nAWS_SECRET_ACCESS_KEY = ${text}\n`],
  [
    'a line for a shell',
    (text) => `export aws_access_key_id = ${keyId}\nexport AWS_SECRET_ACCESS_KEY=${text}\n`,
  ],
  ['a misspelt key', (text) => `aws_acess_key_id = ${keyId}\naws_secret_acess_key = ${text}\n`],
  [
    'a value glued to a header',
    (text) => `aws_access_key_id = ${keyId}\naws_secret_access_key = ${text}[other]\n`,
  ],
  ['a line without a key', (text) => `= ${text}\n${pair}`],
  ['twice the same key', (text) => `${pair}aws_secret_access_key = ${text}\naws_secret_access_key = x\n`],
];

const headerPlaces: readonly (readonly [name: string, file: (text: string) => string])[] = [
  ['a header', (text) => `[${text}]\n${pair}[default]\n${pair}`],
  ['a header of a profile', (text) => `[profile ${text}]\n${pair}[default]\n${pair}`],
  [
    'a header of a session',
    (text) => `[sso-session ${text}]\nsso_region = eu-west-1\n[default]\nsso_session = x\n`,
  ],
  ['a header that does not end', (text) => `[default\n${text}\n${pair}`],
  ['behind a header', (text) => `[default] ${text}\n${pair}`],
  ['a comment behind a header', (text) => `[default] # ${text}\n${pair}`],
  ['above all headers', (text) => `${text} = x\n${text}\n[default]\n${pair}`],
  ['a key of [DEFAULT]', (text) => `[DEFAULT]\n${text} = x\n[default]\n${pair}`],
  ['a value of [DEFAULT]', (text) => `[DEFAULT]\naws_session_token = ${text}\n[default]\n${pair}`],
  ['a section twice', (text) => `[default]\n${pair}[default]\naws_session_token = ${text}\n`],
];

const filePlaces: readonly Place[] = [config, credentials].flatMap((path) => {
  const file = path === config ? 'the config file' : 'the credentials file';
  return [
    ...linePlaces.map(([name, lines]) => ({
      name: `${name} of ${file}`,
      plant: (text: string) => world({ [path]: `[default]\n${lines(text)}` }),
    })),
    ...headerPlaces.map(([name, whole]) => ({
      name: `${name} of ${file}`,
      isName: true as const,
      plant: (text: string) => world({ [path]: whole(text) }),
    })),
    ...[...knownKeys, 'aws_security_token', 'secret_key', 'token'].map((key) => ({
      name: `${key} of ${file}`,
      ...isNaming(key),
      plant: (text: string) => world({ [path]: `[default]\n${besideOf(key)}${key} = ${text}\n` }),
    })),
  ];
});

/** What a key needs beside it to be looked at. */
function besideOf(key: string): string {
  if (/source_profile|credential_source|external_id|mfa_serial|duration|role_session/.test(key))
    return `role_arn = ${role}\n`;
  if (key === 'role_arn') return 'source_profile = default\n' + pair;
  if (/^sso_/.test(key)) {
    const sso = {
      sso_start_url: startUrl,
      sso_region: 'eu-west-1',
      sso_account_id: '111122223333',
      sso_role_name: 'Admin',
    };
    return Object.entries(sso)
      .filter(([name]) => name !== key)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join('');
  }
  return /^aws_|credential_process|login_session|web_identity/.test(key) ? '' : pair;
}

const variablePlaces: readonly Place[] = vocabulary()
  .filter((name) => /^_?[A-Z]+(?:_[A-Z0-9]+)+$/.test(name))
  .flatMap((name) => [
    { name, ...isNaming(name), plant: (text: string) => world({}, { ...beside(name), [name]: text }) },
    {
      name: `a URL in ${name}`,
      ...isNaming(name),
      plant: (text: string) =>
        world(
          {},
          {
            ...beside(name),
            [name]: `http://u:${text.replace(/[/\\ "%]/g, '')}@secrets.example.com:1/?q=${text}`,
          },
        ),
    },
  ]);

function beside(name: string): Readonly<Record<string, string>> {
  if (/SECRET|TOKEN$|ACCOUNT|EXPIRATION|SCOPE/.test(name))
    return { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: 'abc' };
  if (/ACCESS_KEY/.test(name)) return { AWS_SECRET_ACCESS_KEY: 'abc' };
  if (/ROLE/.test(name)) return { AWS_WEB_IDENTITY_TOKEN_FILE: '/home/user/token' };
  if (/TOKEN_FILE/.test(name))
    return { AWS_ROLE_ARN: role, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/x' };
  return {};
}

const processConfig = { [config]: '[default]\ncredential_process = /opt/helper\n', '/opt/helper': '' };
const exited = (stdout: string, stderr = '', status = 0): Partial<MemoryWorld> => ({
  processes: () => ({ kind: 'exited', status, stdout, stderr, truncated: false }),
});
const withHelper = (text: string, more: Partial<MemoryWorld>): MemoryWorld => {
  const made = world(processConfig, {}, more);
  return { ...made, files: { ...made.files, '/opt/helper': { content: text, mode: 0o755 } } };
};

const keysWith = (field: string, text: string) =>
  JSON.stringify({
    Version: 1,
    Code: 'Success',
    AccessKeyId: 'ASIAY24FZKAOABCDEFGH',
    SecretAccessKey: 'abc',
    Token: 'abc',
    SessionToken: 'abc',
    Expiration: later,
    [field]: text,
  });
const keyFields = [
  'Version',
  'Code',
  'Message',
  'AccessKeyId',
  'SecretAccessKey',
  'Token',
  'SessionToken',
  'Expiration',
  'AccountId',
  'Other',
];

const processPlaces: readonly Place[] = [
  { name: 'the output of a process', plant: (text) => withHelper('', exited(text)) },
  { name: 'the complaint of a process', plant: (text) => withHelper('', exited('', `error: ${text}`, 1)) },
  {
    name: 'the arguments of a process',
    plant: (text) => world({ [config]: `[default]\ncredential_process = /opt/helper --key ${text}\n` }),
  },
  {
    name: 'a variable before a process',
    plant: (text) => world({ [config]: `[default]\ncredential_process = KEY=${text} /opt/helper\n` }),
  },
  {
    name: 'the shell of a process',
    plant: (text) => world({ [config]: `[default]\ncredential_process = sh -c 'echo ${text}' | cat\n` }),
  },
  ...keyFields.map((field) => ({
    name: `${field} of a process`,
    plant: (text: string) => withHelper('', exited(keysWith(field, text))),
  })),
];

const answered = (body: string, status = 200): Partial<MemoryWorld> => ({
  http: () => ({ kind: 'answered', status, headers: {}, body }),
});

const answerPlaces: readonly Place[] = [
  ...['instance metadata', 'a container'].flatMap((what): readonly Place[] => {
    const env: Readonly<Record<string, string>> =
      what === 'a container' ? { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x' } : { AWS_REGION: '' };
    return [
      { name: `all answers of ${what}`, isName: true, plant: (text) => world({}, env, answered(text)) },
      {
        name: `an error of ${what}`,
        plant: (text) => world({}, env, answered(JSON.stringify({ code: text, message: text }), 500)),
      },
      ...keyFields.map((field) => ({
        name: `${field} of ${what}`,
        plant: (text: string) => world({}, env, answered(keysWith(field, text))),
      })),
    ];
  }),
];

const ssoConfig = `[default]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n`;
const caches: readonly (readonly [what: string, path: string, content: object, config: string])[] = [
  [
    'the SSO cache',
    `${home}/.aws/sso/cache/${sha1(startUrl)}.json`,
    {
      startUrl,
      region: 'us-east-1',
      accessToken: 'x',
      refreshToken: 'x',
      clientId: 'x',
      clientSecret: 'x',
      expiresAt: later,
      registrationExpiresAt: later,
    },
    ssoConfig,
  ],
  [
    'another SSO cache',
    `${home}/.aws/sso/cache/${sha1('other')}.json`,
    { startUrl, region: 'us-east-1', accessToken: 'x', expiresAt: later },
    ssoConfig,
  ],
  [
    'the role cache',
    `${home}/.aws/cli/cache/${sha1(`{"RoleArn": "${role}"}`)}.json`,
    {
      Credentials: {
        AccessKeyId: 'ASIAY24FZKAOABCDEFGH',
        SecretAccessKey: 'x',
        SessionToken: 'x',
        Expiration: later,
        AccountId: '111122223333',
      },
    },
    `[default]\nrole_arn = ${role}\nsource_profile = base\n[profile base]\n${pair}`,
  ],
  [
    'the login cache',
    `${home}/.aws/login/cache/${sha256('arn:aws:iam::111122223333:user/me')}.json`,
    {
      accessToken: {
        accessKeyId: 'ASIAY24FZKAOABCDEFGH',
        secretAccessKey: 'x',
        sessionToken: 'x',
        accountId: '111122223333',
        expiresAt: later,
      },
      refreshToken: 'x',
      clientId: 'x',
      dpopKey: 'x',
      signInRegion: 'us-east-1',
    },
    '[default]\nlogin_session = arn:aws:iam::111122223333:user/me\n',
  ],
];

/** One place for each member of the object, and of the objects in it. */
export function members(content: object): readonly (readonly [string, (text: string) => object])[] {
  return Object.entries(content).flatMap(
    ([name, value]: readonly [string, unknown]): readonly (readonly [string, (text: string) => object])[] => {
      if (typeof value !== 'object' || value === null)
        return [[name, (text) => ({ ...content, [name]: text })]];
      return members(value).map(([inner, put]) => [
        `${name}.${inner}`,
        (text) => ({ ...content, [name]: put(text) }),
      ]);
    },
  );
}

const cachePlaces: readonly Place[] = caches.flatMap(([what, path, content, settings]) => [
  { name: `all of ${what}`, plant: (text: string) => world({ [path]: text, [config]: settings }) },
  {
    name: `${what} that is cut off`,
    plant: (text: string) => world({ [path]: `{"accessToken": "${text}`, [config]: settings }),
  },
  ...members(content).map(([member, put]) => ({
    name: `${member} of ${what}`,
    plant: (text: string) => world({ [path]: JSON.stringify(put(text)), [config]: settings }),
  })),
]);

const tokenPlaces: readonly Place[] = [
  {
    name: 'the web identity token',
    plant: (text) => world({ '/t': text }, { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: role }),
  },
  {
    name: 'the token file of a container',
    plant: (text) =>
      world(
        { '/t': `${text}\n` },
        {
          AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/t',
          AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/x',
        },
      ),
  },
  { name: 'the certificates', plant: (text) => world({ '/t': text }, { AWS_CA_BUNDLE: '/t' }) },
  {
    name: 'the file of the EC2 tools',
    plant: (text) =>
      world(
        { '/t': `AWSAccessKeyId=${keyId}\nAWSSecretKey=${text}\n# ${text}\n${text}=x\n` },
        { AWS_CREDENTIAL_FILE: '/t' },
      ),
  },
  {
    name: 'the file of boto',
    plant: (text) => world({ '/t': `[Credentials]\n# ${text}\n${pair}${text}\n` }, { BOTO_CONFIG: '/t' }),
  },
  ...['aws.accessKeyId', 'aws.secretAccessKey', 'aws.sessionToken', 'aws.region', 'aws.profile'].map(
    (property) => ({
      name: `-D${property}`,
      ...(property === 'aws.profile' ? { isName: true as const } : {}),
      plant: (text: string) =>
        world(
          {},
          { JAVA_TOOL_OPTIONS: `-Daws.accessKeyId=${keyId} -Daws.secretAccessKey=x "-D${property}=${text}"` },
        ),
    }),
  ),
];

/** Every place: keys, variables and fields come from the tables, so that a new one is covered by itself. */
export const places: readonly Place[] = [
  ...filePlaces,
  ...variablePlaces,
  ...processPlaces,
  ...answerPlaces,
  ...cachePlaces,
  ...tokenPlaces,
];

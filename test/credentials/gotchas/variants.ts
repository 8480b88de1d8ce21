import { dev, envPair, keyId, pair, prod, secret, token } from '../../support/keys.ts';
import { home, type Row, type Setup } from './situation.ts';

const asDev = ['--profile', 'dev'];
const id = keyId(dev);
const good: Setup = { credentials: `[default]\n${pair(dev)}` };
const role = 'arn:aws:iam::444455556666:role/App';

/** The SSO profile `dev`, with other lines in it. */
function sso(own: Readonly<Record<string, string>> = {}): string {
  const lines = (all: Readonly<Record<string, string>>) =>
    Object.entries(all)
      .map(([key, value]) => `${key} = ${own[key] ?? value}\n`)
      .join('');
  const profile = { sso_session: 'corp', sso_account_id: dev, sso_role_name: 'Admin' };
  const session = { sso_start_url: 'https://corp.awsapps.com/start', sso_region: 'eu-west-1' };
  return `[profile dev]\n${lines(profile)}[sso-session corp]\n${lines(session)}`;
}

function ofStartUrl(name: string, url: string, says: string, last: string): Row {
  return {
    id: undefined,
    name: `the start URL: ${name}`,
    args: asDev,
    config: sso({ sso_start_url: url }),
    code: 'start-url-none',
    says: [`sso_start_url ${says}: nobody can sign in there`],
    at: '~/.aws/config:6:1',
    fix: ['It is the address of the access portal'],
    last,
    repaired: { args: asDev, config: sso() },
  };
}

/** A role of `dev` that keys of `base` assume, with these lines more. */
const roleOf = (lines: string, arn = role): Setup => ({
  args: asDev,
  config: `[profile dev]\nrole_arn = ${arn}\nsource_profile = base\n${lines}`,
  credentials: `[base]\n${pair(dev)}`,
});

function ofMfa(name: string, serial: string, says: string): Row {
  return {
    id: undefined,
    name: `mfa_serial: ${name}`,
    ...roleOf(`mfa_serial = ${serial}\n`),
    code: 'mfa-serial-none',
    says: [`mfa_serial ${says}`],
    at: '~/.aws/config:4:1',
    fix: ['+4 ~/.aws/config'],
    repaired: roleOf('mfa_serial = arn:aws:iam::444455556666:mfa/mika\n'),
  };
}

function ofRoleArn(name: string, arn: string, says: string): Row {
  return {
    id: 52,
    name: `role_arn: ${name}`,
    ...roleOf('', arn),
    code: 'role-arn-none',
    says: [says, role],
    at: '~/.aws/config:2:1',
    fix: [`aws configure set role_arn ${role} --profile dev`],
    last: `aws configure set role_arn ${role} --profile dev`,
    repaired: roleOf(''),
  };
}

/** The region of the default profile. */
function ofRegion(name: string, region: string, says: readonly string[], fix: string): Row {
  const config = (value: string): Setup => ({
    ...good,
    config: `[default]\nregion = ${value}\n`,
    env: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
  });
  return {
    id: 51,
    name: `region: ${name}`,
    ...config(region),
    code: 'region-none',
    says,
    at: '~/.aws/config:2:1',
    fix: [fix],
    repaired: config('eu-west-1'),
  };
}

/** Both keys of the default profile with something around them. */
function ofPair(name: string, around: (value: string) => string, code: string, says: string): Row {
  const fix =
    "sed -i.bak '2,3s|[^A-Za-z0-9_=/+[:blank:]]||g' ~/.aws/credentials && rm ~/.aws/credentials.bak";
  return {
    id: code === 'quotes-kept' ? 14 : undefined,
    name: `both keys: ${name}`,
    credentials: `[default]\naws_access_key_id = ${around(id)}\naws_secret_access_key = ${around(secret)}\n`,
    code,
    says: ['aws_secret_access_key', says],
    at: '~/.aws/credentials:3:1',
    fix: [fix],
    last: fix,
    repaired: good,
  };
}

function ofSession(name: string, value: string): Row {
  return {
    id: 20,
    name: `sso_session: ${name}`,
    args: asDev,
    config: sso({ sso_session: value }),
    code: 'sso-session-unresolved',
    says: ['there is [sso-session corp]'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure set sso_session corp --profile dev'],
    last: 'aws configure set sso_session corp --profile dev',
    repaired: { args: asDev, config: sso() },
  };
}

function ofHeader(name: string, header: string): Row {
  return {
    id: 60,
    name: `the header: ${name}`,
    args: asDev,
    config: `[${header}]\n${pair(dev)}`,
    code: 'profile-header-nearly-right',
    says: ['[profile dev]'],
    at: '~/.aws/config:1:1',
    fix: ['/[profile dev]/'],
    last: "sed -i.bak '1s/\\[[^]]*\\]/[profile dev]/' ~/.aws/config && rm ~/.aws/config.bak",
    repaired: { args: asDev, config: `[profile dev]\n${pair(dev)}` },
  };
}

function ofKeyNames(name: string, keyIdName: string, secretName: string): Row {
  const last =
    "sed -i.bak '2s/^[^=]*/aws_access_key_id/;3s/^[^=]*/aws_secret_access_key/' ~/.aws/credentials && rm ~/.aws/credentials.bak";
  return {
    id: 62,
    name: `the names of keys: ${name}`,
    credentials: `[default]\n${keyIdName} = ${id}\n${secretName} = ${secret}\n`,
    code: 'key-nearly-right',
    says: ['`aws_access_key_id`', '`aws_secret_access_key`'],
    at: '~/.aws/credentials:2:1',
    fix: [last],
    last,
    repaired: good,
  };
}

/** A variable that names the profile `dev` by something else. */
function ofVariable(name: string, value: string, files: Setup, code: string, says: string): Row {
  return {
    id: code === 'profile-name-unknown' ? 4 : 64,
    name: `AWS_PROFILE: ${name}`,
    ...files,
    env: { AWS_PROFILE: value },
    code,
    says: [says],
    fix: ['export AWS_PROFILE=dev'],
    last: 'export AWS_PROFILE=dev',
    repaired: { ...files, env: { AWS_PROFILE: 'dev' } },
  };
}

const ownKeys: Setup = { config: `[profile dev]\n${pair(dev)}` };

/** What people really write where one value or name belongs: as it came out of a page, a spreadsheet, a chat. */
export const variantRows: readonly Row[] = [
  ofStartUrl(
    'without https://',
    'corp.awsapps.com/start',
    'has no https:// before it',
    "sed -i.bak '6s,=[[:blank:]]*,= https://,' ~/.aws/config && rm ~/.aws/config.bak",
  ),
  ofStartUrl(
    'http://',
    'http://corp.awsapps.com/start',
    'begins with http://, and the portal has https:// alone',
    'sed -i.bak 6s/http:/https:/ ~/.aws/config && rm ~/.aws/config.bak',
  ),
  ofStartUrl(
    'in quotes',
    '"https://corp.awsapps.com/start"',
    'has quotes around it, which are a part of it',
    "sed -i.bak '6s|[^A-Za-z0-9_=/+.:#?[:blank:]-]||g' ~/.aws/config && rm ~/.aws/config.bak",
  ),
  ofStartUrl(
    'a page within',
    'https://corp.awsapps.com/start/#/?tab=accounts',
    'is the address of a page in the access portal',
    "sed -i.bak '6s/#.*//' ~/.aws/config && rm ~/.aws/config.bak",
  ),
  ofStartUrl(
    'the console',
    'https://444455556666.signin.aws.amazon.com/console',
    'is the address of the console, and not of the access portal',
    '${EDITOR:-vi} +6 ~/.aws/config',
  ),
  ofMfa('a user', 'arn:aws:iam::444455556666:user/mika', 'is the ARN of a user, and no device'),
  ofMfa('a code', '123456', 'is a code, and no device'),
  ofMfa('a security key', 'arn:aws:iam::444455556666:u2f/user/mika/key-1', 'is a security key'),
  ofRoleArn('no partition', 'arn::iam::444455556666:role/App', 'names no partition'),
  ofRoleArn('quotes of a text processor', `“${role}”`, 'has quotes around it'),
  ofRoleArn('quotes and a comma', `"${role}",`, 'has quotes around it'),
  ofRegion('a format of output', 'json', ['is a format of output, and no region'], '+2 ~/.aws/config'),
  ofRegion(
    'what Python writes for nothing',
    'None',
    ['is what programs write for nothing'],
    '+2 ~/.aws/config',
  ),
  ofRegion(
    'several',
    'eu-west-1,us-east-1',
    ['names several, and one belongs there: it would be eu-west-1'],
    'aws configure set region eu-west-1',
  ),
  ofRegion(
    'the console’s name, as typed',
    'EU (Ireland)',
    ['region = EU (Ireland) is what the console calls a region'],
    'aws configure set region eu-west-1',
  ),
  ofRegion(
    'quotes of a text processor',
    '“eu-west-1”',
    ['has quotes around it', 'eu-west-1'],
    'aws configure set region eu-west-1',
  ),
  {
    id: 53,
    name: 'an account id as a spreadsheet writes it',
    args: asDev,
    config: sso({ sso_account_id: '4.44456E+11' }),
    code: 'account-id-none',
    says: ['is a number as a spreadsheet writes it'],
    at: '~/.aws/config:3:1',
    fix: ['+3 ~/.aws/config'],
    repaired: { args: asDev, config: sso() },
  },
  ofPair('quotes of a text processor', (value) => `“${value}”`, 'quotes-kept', 'quotes around its value'),
  ofPair(
    'quotes and a comma, as in JSON',
    (value) => `"${value}",`,
    'quotes-kept',
    'quotes around its value',
  ),
  ofPair('a comma', (value) => `${value},`, 'key-flawed', 'a comma behind it'),
  ofPair('a sign that nobody sees', (value) => `${value}\u200b`, 'key-flawed', 'an invisible character'),
  {
    id: undefined,
    name: 'both keys in quotes, in the environment',
    env: { AWS_ACCESS_KEY_ID: `'${id}'`, AWS_SECRET_ACCESS_KEY: `'${secret}'` },
    code: 'key-flawed',
    says: ['AWS_SECRET_ACCESS_KEY has quotes around it'],
    fix: ['unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'],
    last: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
    repaired: { env: envPair(dev) },
  },
  ofSession('the whole header', '[sso-session corp]'),
  ofSession('the word of the header', 'sso-session corp'),
  ofSession('quotes', '"corp"'),
  ofHeader('quotes of a text processor', 'profile “dev”'),
  ofHeader('all of it in such quotes', '“profile dev”'),
  ofKeyNames('as JSON has them', 'AccessKeyId', 'SecretAccessKey'),
  ofKeyNames('as the console has them', 'Access key ID', 'Secret access key'),
  ofKeyNames('in quotes', '"aws_access_key_id"', '"aws_secret_access_key"'),
  ofVariable(
    'quotes of a text processor',
    '“dev”',
    ownKeys,
    'profile-name-decorated',
    'the quotes are a part of it',
  ),
  ofVariable('an account', dev, { config: sso() }, 'profile-name-unknown', 'the files hold dev'),
  ofVariable('a role', role, { ...roleOf(''), args: [] }, 'profile-name-unknown', 'the files hold dev'),
  {
    id: 62,
    name: 'the secret alone under the name of Go',
    env: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_KEY: secret },
    code: 'setting-of-another-tool',
    says: ['AWS CLI v2 does not read AWS_SECRET_KEY'],
    fix: ['export AWS_SECRET_ACCESS_KEY="$AWS_SECRET_KEY"'],
    last: 'export AWS_SECRET_ACCESS_KEY="$AWS_SECRET_KEY"',
    repaired: { env: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } },
  },
  {
    id: 62,
    name: 'a token with a slip in its name',
    env: { AWS_ACCESS_KEY_ID: keyId(dev, 'ASIA'), AWS_SECRET_ACCESS_KEY: secret, AWS_SESION_TOKEN: token },
    code: 'variable-nearly-right',
    says: ['AWS_SESION_TOKEN would be AWS_SESSION_TOKEN'],
    fix: ['export AWS_SESSION_TOKEN="$AWS_SESION_TOKEN"'],
    last: 'export AWS_SESSION_TOKEN="$AWS_SESION_TOKEN"',
    repaired: {
      env: { AWS_ACCESS_KEY_ID: keyId(dev, 'ASIA'), AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token },
    },
  },
  {
    id: 62,
    name: 'the file of the config by a shorter name',
    env: { AWS_CONFIG: `${home}/conf` },
    files: { [`${home}/conf`]: `[default]\n${pair(prod)}` },
    code: 'variable-nearly-right',
    says: ['AWS_CONFIG would be AWS_CONFIG_FILE'],
    fix: ['export AWS_CONFIG_FILE="$AWS_CONFIG"'],
    last: 'export AWS_CONFIG_FILE="$AWS_CONFIG"',
    repaired: {
      env: { AWS_CONFIG_FILE: `${home}/conf` },
      files: { [`${home}/conf`]: `[default]\n${pair(prod)}` },
    },
  },
];

import { dev, keyId, pair, prod, secret, token } from '../../support/keys.ts';
import type { Row, Setup } from './situation.ts';

const keys = (id: string, value: string) => `${id} = ${keyId(dev)}\n${value} = ${secret}\n`;
const good: Setup = { credentials: `[default]\n${pair(dev)}` };
const address = 'sso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n';
const session = (header: string) => `[${header}]\n${address}`;
const uses = (name: string) => `sso_session = ${name}\nsso_account_id = ${prod}\nsso_role_name = Admin\n`;
const role = 'role_arn = arn:aws:iam::111122223333:role/App\n';
const asDev = ['--profile', 'dev'];
const signedOut: Setup = { config: `[default]\n${uses('acme')}${session('sso-session acme')}` };

/** A header of an SSO session as it was written, below the profile that names it. */
function ofSession(name: string, header: string): Row {
  return {
    id: 60,
    name,
    config: `[default]\n${uses('acme')}${session(header)}`,
    code: 'section-nearly-there',
    says: ['is nearly the section that `default` names', '[sso-session acme]'],
    at: '~/.aws/config:5:1',
    fix: ['/[sso-session acme]/'],
    last: "sed -i.bak '5s/\\[[^]]*\\]/[sso-session acme]/' ~/.aws/config && rm ~/.aws/config.bak",
    repaired: signedOut,
  };
}

/** A header of the profile `dev` as it was written. */
function ofProfile(file: 'config' | 'credentials', header: string, args: readonly string[] = []): Row {
  const right = file === 'config' ? 'profile dev' : 'dev';
  return {
    id: 60,
    name: `[${header}] in ${file}`,
    args: [...asDev, ...args],
    [file]: `[${header}]\n${pair(dev)}`,
    code: 'profile-header-nearly-right',
    says: [`\`[${header}]\``, `[${right}]`],
    at: `~/.aws/${file}:1:1`,
    fix: [`/[${right}]/`],
    last: `sed -i.bak '1s/\\[[^]]*\\]/[${right}]/' ~/.aws/${file} && rm ~/.aws/${file}.bak`,
    repaired: { args: [...asDev, ...args], [file]: `[${right}]\n${pair(dev)}` },
  };
}

/** Keys of the default profile under other names. */
function ofKeys(name: string, id: string, value: string): Row {
  return {
    id: 62,
    name,
    credentials: `[default]\n${keys(id, value)}`,
    code: 'key-nearly-right',
    says: ['`aws_access_key_id`', '`aws_secret_access_key`'],
    at: '~/.aws/credentials:2:1',
    fix: ['2s/^[^=]*/aws_access_key_id/;3s/^[^=]*/aws_secret_access_key/'],
    last: "sed -i.bak '2s/^[^=]*/aws_access_key_id/;3s/^[^=]*/aws_secret_access_key/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
    repaired: good,
  };
}

/** One key of the profile `dev` that a slip made another. */
function ofSetting(config: string, wrong: string, right: string, line: number): Row {
  const args = ['--profile', 'dev', '--offline'];
  const credentials = `[base]\n${pair(dev)}`;
  return {
    id: 62,
    name: `${wrong} for ${right}`,
    args,
    config,
    credentials,
    code: 'key-nearly-right',
    says: [`line ${line} would be \`${right}\``],
    at: `~/.aws/config:${line}:1`,
    fix: [`${line}s/^[^=]*/${right}/`],
    last: `sed -i.bak '${line}s/^[^=]*/${right}/' ~/.aws/config && rm ~/.aws/config.bak`,
    repaired: { args, config: config.replace(wrong, right), credentials },
  };
}

/** Slips of the hand in names: of sections, of keys, of variables. */
export const slipRows: readonly Row[] = [
  ofSession('a slip in the word of a session', 'sso-sesion acme'),
  ofSession('capitals in the word of a session', 'SSO-Session acme'),
  ofSession('a session with the word of a profile', 'profile sso-session acme'),
  ofSession('a session without its word', 'acme'),
  ofSession('a session with a colon', 'sso-session:acme'),
  {
    id: 60,
    name: 'a profile of the session’s name, which is somebody’s',
    config: `[default]\n${uses('acme')}[profile acme]\n${address}sso_account_id = ${prod}\nsso_role_name = Read\n`,
    code: 'section-nearly-there',
    says: ['`[profile acme]`'],
    at: '~/.aws/config:5:1',
    fix: ['Write a section [sso-session acme] beside the profile'],
    last: '${EDITOR:-vi} +5 ~/.aws/config',
    repaired: signedOut,
  },
  {
    id: 20,
    name: 'a session whose name has another case',
    config: `[default]\n${uses('acme')}${session('sso-session Acme')}`,
    code: 'sso-session-unresolved',
    says: ['there is [sso-session Acme]'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure set sso_session Acme'],
    last: 'aws configure set sso_session Acme',
    repaired: signedOut,
  },
  {
    id: 61,
    name: 'quotes around the name of a session, for Go',
    args: ['--sdk', 'go'],
    config: `[default]\n${uses('acme')}${session('sso-session "acme"')}`,
    code: 'session-name-quoted',
    says: ['Go SDK v2 passes over its header'],
    at: '~/.aws/config:5:1',
    fix: ['/[sso-session acme]/'],
    last: "sed -i.bak '5s/\\[[^]]*\\]/[sso-session acme]/' ~/.aws/config && rm ~/.aws/config.bak",
    repaired: { args: ['--sdk', 'go'], ...signedOut },
  },
  {
    id: 60,
    name: 'a slip in the name of a services section',
    config: '[default]\nservices = locl\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1\n',
    ...good,
    code: 'section-nearly-there',
    says: ['[services locl]', '[services local]'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure set services local'],
    last: 'aws configure set services local',
    repaired: {
      config: '[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1\n',
      ...good,
    },
  },
  ...['services local', '[services local]', '"local"'].map((name): Row => ({
    id: 60,
    name: `more than the name of a services section: ${name}`,
    config: `[default]\nservices = ${name}\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1\n`,
    ...good,
    code: 'section-nearly-there',
    says: ['there is [services local]'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure set services local'],
    repaired: {
      config: '[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1\n',
      ...good,
    },
  })),
  ofProfile('config', 'Profile dev'),
  ofProfile('config', 'profile-dev'),
  ofProfile('config', 'profile:dev'),
  ofProfile('config', 'proflie dev'),
  ofProfile('config', 'profile profile dev'),
  ofProfile('config', 'AWS dev'),
  ofProfile('credentials', '"dev"'),
  ofProfile('credentials', 'profile "dev"'),
  {
    id: 60,
    name: 'a capital in the name of the default profile',
    credentials: `[Default]\n${pair(dev)}`,
    code: 'profile-header-nearly-right',
    says: ['`[Default]`', '[default]'],
    at: '~/.aws/credentials:1:1',
    fix: ['/[default]/'],
    last: "sed -i.bak '1s/\\[[^]]*\\]/[default]/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
    repaired: good,
  },
  {
    id: 60,
    name: 'two letters of the default profile changed places',
    credentials: `[defualt]\n${pair(dev)}`,
    code: 'profile-header-nearly-right',
    says: ['`[defualt]`'],
    fix: ['/[default]/'],
    last: "sed -i.bak '1s/\\[[^]]*\\]/[default]/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
    repaired: good,
  },
  {
    id: 19,
    name: 'blanks in the brackets of a header',
    args: asDev,
    config: `[ profile dev ]\n${pair(dev)}`,
    code: 'header-not-accepted',
    says: ['AWS CLI v2', 'do not'],
    fix: ['/[profile dev]/'],
    last: "sed -i.bak '1s/\\[[^]]*\\]/[profile dev]/' ~/.aws/config && rm ~/.aws/config.bak",
    repaired: { args: asDev, config: `[profile dev]\n${pair(dev)}` },
  },
  ofKeys('letters that are missing in both keys', 'aws_acces_key_id', 'aws_secret_acces_key'),
  ofKeys('dashes in both keys', 'aws-access-key-id', 'aws-secret-access-key'),
  ofKeys('keys as scripts have them', 'AWSAccessKeyId', 'AWSSecretKey'),
  ofKeys('keys of a batch file', 'set aws_access_key_id', 'set aws_secret_access_key'),
  ofKeys('short names for both keys', 'aws_key', 'aws_secret'),
  ofSetting(
    `[profile dev]\nrolearn = arn:aws:iam::111122223333:role/App\nsource_profile = base\n`,
    'rolearn',
    'role_arn',
    2,
  ),
  ofSetting(`[profile dev]\n${role}source-profile = base\n`, 'source-profile', 'source_profile', 3),
  ofSetting(`[profile dev]\n${role}sourceprofile = base\n`, 'sourceprofile', 'source_profile', 3),
  ofSetting(
    `[profile dev]\ncredentials_process = /bin/true\n`,
    'credentials_process',
    'credential_process',
    2,
  ),
  ofSetting(
    `[profile dev]\nsso_session = acme\nsso_account = ${prod}\nsso_role_name = Admin\n${session('sso-session acme')}`,
    'sso_account =',
    'sso_account_id',
    3,
  ),
  ofSetting(
    `[profile dev]\n${uses('acme')}[sso-session acme]\nsso_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n`,
    'sso_url',
    'sso_start_url',
    6,
  ),
  {
    id: 62,
    name: 'a letter that is missing in a variable',
    env: { AWS_ACCES_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: secret },
    code: 'variable-nearly-right',
    says: ['AWS_ACCES_KEY_ID would be AWS_ACCESS_KEY_ID'],
    fix: ['export AWS_ACCESS_KEY_ID="$AWS_ACCES_KEY_ID"'],
    last: 'export AWS_ACCESS_KEY_ID="$AWS_ACCES_KEY_ID"',
    repaired: { env: { AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: secret } },
  },
  {
    id: 62,
    name: 'variables in small letters',
    env: { aws_access_key_id: keyId(dev), aws_secret_access_key: secret },
    code: 'variable-nearly-right',
    says: ['aws_access_key_id would be AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    fix: ['export AWS_ACCESS_KEY_ID="$aws_access_key_id" AWS_SECRET_ACCESS_KEY="$aws_secret_access_key"'],
    repaired: { env: { AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: secret } },
  },
  {
    id: 62,
    name: 'a variable for the profile with a slip in it',
    env: { AWS_PROFIL: 'dev' },
    credentials: `[dev]\n${pair(dev)}`,
    code: 'variable-nearly-right',
    says: ['AWS_PROFIL would be AWS_PROFILE'],
    fix: ['export AWS_PROFILE="$AWS_PROFIL"'],
    last: 'export AWS_PROFILE="$AWS_PROFIL"',
    repaired: { env: { AWS_PROFILE: 'dev' }, credentials: `[dev]\n${pair(dev)}` },
  },
  {
    id: 81,
    name: 'the variable of the CLI for the profile, in Node',
    args: ['--sdk', 'js'],
    env: { AWS_DEFAULT_PROFILE: 'dev' },
    credentials: `[dev]\n${pair(dev)}`,
    code: 'setting-of-another-tool',
    says: ['JavaScript SDK v3 does not read AWS_DEFAULT_PROFILE', 'AWS_PROFILE'],
    fix: ['export AWS_PROFILE="$AWS_DEFAULT_PROFILE"'],
    last: 'export AWS_PROFILE="$AWS_DEFAULT_PROFILE"',
    repaired: { args: ['--sdk', 'js'], env: { AWS_PROFILE: 'dev' }, credentials: `[dev]\n${pair(dev)}` },
  },
  {
    id: 81,
    name: 'the names of Go for keys, in the CLI',
    env: { AWS_ACCESS_KEY: keyId(dev), AWS_SECRET_KEY: secret },
    code: 'setting-of-another-tool',
    says: ['AWS CLI v2 does not read AWS_ACCESS_KEY, which Go SDK v2 alone reads'],
    fix: ['export AWS_ACCESS_KEY_ID="$AWS_ACCESS_KEY" AWS_SECRET_ACCESS_KEY="$AWS_SECRET_KEY"'],
    repaired: { args: ['--sdk', 'go'], env: { AWS_ACCESS_KEY: keyId(dev), AWS_SECRET_KEY: secret } },
  },
  {
    id: 81,
    name: 'the old name of a token, in Node',
    args: ['--sdk', 'js'],
    credentials: `[default]\n${pair(dev, 'ASIA')}aws_security_token = ${token}\n`,
    code: 'setting-of-another-tool',
    says: ['JavaScript SDK v3 does not read aws_security_token'],
    at: '~/.aws/credentials:4:1',
    fix: ["sed -i.bak '4s/^[^=]*/aws_session_token/' ~/.aws/credentials && rm ~/.aws/credentials.bak"],
    last: "sed -i.bak '4s/^[^=]*/aws_session_token/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
    repaired: {
      args: ['--sdk', 'js'],
      credentials: `[default]\n${pair(dev, 'ASIA')}aws_session_token = ${token}\n`,
    },
  },
  {
    id: 81,
    name: 'the old variable of a token, in Go',
    args: ['--sdk', 'go'],
    env: { AWS_ACCESS_KEY_ID: keyId(dev, 'ASIA'), AWS_SECRET_ACCESS_KEY: secret, AWS_SECURITY_TOKEN: token },
    code: 'setting-of-another-tool',
    says: ['Go SDK v2 does not read AWS_SECURITY_TOKEN'],
    fix: ['export AWS_SESSION_TOKEN="$AWS_SECURITY_TOKEN"'],
    last: 'export AWS_SESSION_TOKEN="$AWS_SECURITY_TOKEN"',
    repaired: {
      args: ['--sdk', 'go'],
      env: { AWS_ACCESS_KEY_ID: keyId(dev, 'ASIA'), AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token },
    },
  },
  {
    id: undefined,
    name: 'one profile that nobody names',
    credentials: `[dev]\n${pair(dev)}`,
    code: 'no-profile-named',
    says: ['there is none called `default`', 'the files hold dev'],
    fix: ['export AWS_PROFILE=dev'],
    last: 'export AWS_PROFILE=dev',
    repaired: { env: { AWS_PROFILE: 'dev' }, credentials: `[dev]\n${pair(dev)}` },
  },
  {
    id: undefined,
    name: 'two profiles that nobody names',
    credentials: `[dev]\n${pair(dev)}[prod]\n${pair(prod)}`,
    code: 'no-profile-named',
    says: ['the files hold dev and prod'],
    fix: ['AWS_PROFILE or --profile names one'],
    repaired: { env: { AWS_PROFILE: 'dev' }, credentials: `[dev]\n${pair(dev)}[prod]\n${pair(prod)}` },
  },
];

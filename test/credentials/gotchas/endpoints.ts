import type { HttpRequest, HttpResult } from '../../../src/core/host.ts';
import { dev, envPair, keyId, pair, prod, secret, token } from '../../support/keys.ts';
import { home, type Row } from './situation.ts';

const role = 'arn:aws:iam::111122223333:role/App';
const refused: HttpResult = { kind: 'failed', phase: 'connect', message: 'refused' };
const late: HttpResult = { kind: 'failed', phase: 'timeout', message: 'no answer' };
const answer = (body: string, headers: Record<string, string> = {}): HttpResult => ({
  kind: 'answered',
  status: 200,
  headers,
  body,
});
const keys = JSON.stringify({
  Code: 'Success',
  AccessKeyId: keyId(prod, 'ASIA'),
  SecretAccessKey: secret,
  Token: token,
  Expiration: '2026-01-31T18:00:00Z',
});

/** An instance with the role `node`; the token's answer gets lost where `hops` says so. */
function instance(hops: 'enough' | 'too few', headers: Record<string, string> = {}) {
  return ({ method, url }: HttpRequest): HttpResult => {
    if (!url.startsWith('http://169.254.169.254/')) return refused;
    if (method === 'PUT') return hops === 'enough' ? answer('TOKEN', headers) : late;
    return url.endsWith('/security-credentials/') ? answer('node', headers) : answer(keys, headers);
  };
}

const pod = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/run/pod-token',
};

/** The variable that the command sets. */
function exported(command: string): Record<string, string> {
  const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(command) ?? [];
  return { [name]: value };
}

const noRegion = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };

/** Containers, instances, addresses, old files, regions, and what can be wrong with keys themselves. */
export const endpointRows: readonly Row[] = [
  {
    id: 30,
    name: 'the token file of a pod ends in a line break',
    env: pod,
    files: { '/var/run/pod-token': 'abc\n' },
    http: () => answer(keys),
    code: 'container-token-line-break',
    says: ['/var/run/pod-token', 'line break', '4 bytes'],
    fix: ['Write the token again without a line break at its end'],
    repaired: { env: pod, files: { '/var/run/pod-token': 'abc' }, http: () => answer(keys) },
  },
  ...[
    {
      name: 'a proxy takes the requests to the instance, and no variable exempts it',
      env: { HTTP_PROXY: 'http://127.0.0.1:3128' },
      says: ['HTTP_PROXY sends what is for 169.254.169.254 to http://127.0.0.1:3128', 'NO_PROXY is not set'],
      fix: 'export NO_PROXY=169.254.169.254,169.254.170.2,169.254.170.23',
    },
    {
      name: 'NO_PROXY names a network, which botocore does not read',
      env: { HTTP_PROXY: 'http://127.0.0.1:3128', NO_PROXY: 'corp.example,169.254.0.0/16' },
      says: ['NO_PROXY names a network'],
      fix: 'export NO_PROXY=corp.example,169.254.169.254,169.254.170.2,169.254.170.23',
    },
    {
      name: 'no_proxy hides NO_PROXY',
      env: { http_proxy: 'http://127.0.0.1:3128', NO_PROXY: '169.254.169.254', no_proxy: 'corp.example' },
      says: ['NO_PROXY names it, and no_proxy, which counts, does not'],
      fix: 'export no_proxy=corp.example,169.254.169.254,169.254.170.2,169.254.170.23',
    },
    {
      name: 'blanks between the entries',
      env: { http_proxy: 'http://127.0.0.1:3128', no_proxy: 'corp.example 169.254.169.254' },
      says: ['no_proxy has blanks between its entries'],
      fix: 'export no_proxy=corp.example,169.254.169.254,169.254.170.2,169.254.170.23',
    },
  ].map(({ name, env, says, fix }): Row => ({
    id: 78,
    name,
    args: ['--sdk', 'boto3'],
    env,
    http: instance('enough'),
    code: 'metadata-through-proxy',
    says,
    fix: [fix],
    repaired: {
      args: ['--sdk', 'boto3'],
      env: { ...env, ...exported(fix) },
      http: instance('enough'),
    },
  })),
  {
    id: 74,
    name: 'the section of addresses is missing: boto3 makes no client',
    args: ['--sdk', 'boto3'],
    config: '[default]\nservices = local\n',
    credentials: `[default]\n${pair(dev)}`,
    code: 'no-client',
    says: ['JavaScript SDK v3 and Go SDK v2 make a client all the same'],
    fix: [],
    repaired: {
      args: ['--sdk', 'boto3'],
      config: '[default]\nservices = local\n[services local]\n',
      credentials: `[default]\n${pair(dev)}`,
    },
  },
  {
    id: 74,
    name: 'the section of addresses is missing: for Node the address of the profile is lost with it',
    args: ['--sdk', 'js'],
    config: '[default]\nservices = local\nendpoint_url = http://127.0.0.1:4566\n',
    credentials: `[default]\n${pair(dev)}`,
    code: 'no-client',
    says: ['[services local]', 'http://127.0.0.1:4566', 'does not count'],
    at: '~/.aws/config:2:1',
    fix: ['Write the section'],
    repaired: {
      args: ['--sdk', 'js'],
      config: '[default]\nendpoint_url = http://127.0.0.1:4566\n',
      credentials: `[default]\n${pair(dev)}`,
    },
  },
  {
    id: 31,
    name: 'a container variable that is set but empty',
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' },
    code: 'container-uri-empty',
    says: ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'botocore'],
    fix: ['unset AWS_CONTAINER_CREDENTIALS_FULL_URI'],
    repaired: { args: ['--offline'] },
  },
  {
    id: 32,
    name: '`1` does not disable anything for boto3',
    args: ['--sdk', 'boto3', '--offline'],
    env: { AWS_EC2_METADATA_DISABLED: '1' },
    code: 'imds-not-disabled',
    says: ['AWS_EC2_METADATA_DISABLED=1', '`true`'],
    fix: ['export AWS_EC2_METADATA_DISABLED=true'],
    repaired: { args: ['--sdk', 'boto3'], env: { AWS_EC2_METADATA_DISABLED: 'true' } },
  },
  {
    id: 32,
    name: 'credential_source asks the instance all the same in Node',
    args: ['--sdk', 'js', '--offline'],
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
    config: `[default]\nrole_arn = ${role}\ncredential_source = Ec2InstanceMetadata\n`,
    code: 'imds-not-disabled',
    says: ['credential_source = Ec2InstanceMetadata', 'JavaScript SDK v3'],
    fix: ['credential_source'],
    repaired: {
      args: ['--sdk', 'js', '--offline'],
      config: `[default]\nrole_arn = ${role}\ncredential_source = Ec2InstanceMetadata\n`,
    },
  },
  {
    id: 33,
    name: 'a wait at the end of every command',
    http: () => late,
    code: 'imds-wait',
    says: ['http://169.254.169.254', 'up to 2 s'],
    fix: ['export AWS_EC2_METADATA_DISABLED=true'],
    repaired: { env: { AWS_EC2_METADATA_DISABLED: 'true' }, http: () => late },
  },
  {
    id: 34,
    name: 'a container on an instance: the token’s answer needs one hop more',
    http: instance('too few'),
    code: 'imds-hop-limit',
    says: ['http://169.254.169.254', 'one hop more'],
    fix: ['aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2'],
    repaired: { http: instance('enough') },
  },
  {
    id: 38,
    name: 'a global endpoint redirects STS',
    args: ['--profile', 'p'],
    env: { AWS_ENDPOINT_URL: 'http://localhost:4566' },
    config: `[profile p]\nrole_arn = ${role}\nsource_profile = base\n`,
    credentials: `[base]\n${pair(dev)}`,
    code: 'endpoint-redirected',
    says: ['STS', 'http://localhost:4566', 'AWS_ENDPOINT_URL'],
    fix: ['unset AWS_ENDPOINT_URL'],
    repaired: {
      args: ['--profile', 'p'],
      env: { AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      config: `[profile p]\nrole_arn = ${role}\nsource_profile = base\n`,
      credentials: `[base]\n${pair(dev)}`,
    },
  },
  {
    id: 42,
    name: 'an old ~/.boto comes before the container’s role',
    env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials' },
    files: { [`${home}/.boto`]: `[Credentials]\n${pair(dev)}` },
    code: 'legacy-file-wins',
    says: ['~/.boto', 'step 11', 'container'],
    fix: ['mv -i ~/.boto ~/.boto.old'],
    repaired: {
      args: ['--offline'],
      env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials' },
    },
  },
  {
    id: 42,
    name: 'AWS_CREDENTIAL_FILE of the old EC2 tools',
    env: { AWS_CREDENTIAL_FILE: '/etc/ec2-keys' },
    files: { '/etc/ec2-keys': `AWSAccessKeyId=${keyId(dev)}\nAWSSecretKey=${secret}\n` },
    code: 'legacy-file-wins',
    says: ['step 10'],
    fix: ['unset AWS_CREDENTIAL_FILE'],
    repaired: { args: ['--offline'] },
  },
  {
    id: 37,
    name: 'the region of [default] does not count for another profile',
    args: ['--profile', 'prod', '--offline'],
    env: noRegion,
    config: `[default]\nregion = eu-west-1\n[profile prod]\n${pair(prod)}`,
    code: 'region-missing',
    says: ['[default]', '~/.aws/config:2', '`prod`'],
    fix: ['aws configure set region eu-west-1 --profile prod'],
    repaired: {
      args: ['--profile', 'prod', '--offline'],
      config: `[default]\nregion = eu-west-1\n[profile prod]\nregion = eu-west-1\n${pair(prod)}`,
    },
  },
  {
    id: 37,
    name: 'CLI v1 does not read AWS_REGION',
    args: ['--sdk', 'cli-v1'],
    env: { ...envPair(dev), ...noRegion, AWS_REGION: 'eu-west-1' },
    code: 'region-missing',
    says: ['AWS_REGION is set', 'AWS CLI v1 does not read it'],
    fix: ['export AWS_DEFAULT_REGION=eu-west-1'],
    repaired: { args: ['--sdk', 'cli-v1'], env: { ...envPair(dev), AWS_DEFAULT_REGION: 'eu-west-1' } },
  },
  {
    id: undefined,
    name: 'a region that only other tools read',
    args: ['--sdk', 'boto3'],
    env: { ...envPair(dev), AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-central-1' },
    code: 'region-variable-ignored',
    says: ['does not read AWS_REGION', 'eu-west-1', 'eu-central-1'],
    fix: ['export AWS_DEFAULT_REGION=eu-west-1'],
    repaired: {
      args: ['--sdk', 'boto3'],
      env: { ...envPair(dev), AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    },
  },
];

const flawed = (value: string) => ({ AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: value });

/** What can be wrong with keys themselves and where they are kept. */
export const keyRows: readonly Row[] = [
  ...[
    { name: 'ends in a line break', value: `${secret}\n`, says: 'line break' },
    { name: 'ends in a carriage return', value: `${secret}\r`, says: 'line break' },
    { name: 'ends in a blank', value: `${secret} `, says: 'blank' },
    { name: 'ends in zsh’s `%`', value: `${secret}%`, says: 'zsh' },
    { name: 'holds an invisible character', value: `${secret}\u{200b}`, says: 'invisible' },
    { name: 'has quotes around it, as from `docker --env-file`', value: `"${secret}"`, says: 'quotes' },
  ].map(({ name, value, says }): Row => ({
    id: undefined,
    name: `the secret ${name}`,
    env: flawed(value),
    code: 'key-flawed',
    says: ['AWS_SECRET_ACCESS_KEY', says, 'SignatureDoesNotMatch'],
    fix: ['unset AWS_SECRET_ACCESS_KEY'],
    repaired: { env: flawed(secret) },
  })),
  {
    id: undefined,
    name: 'key id and secret are swapped',
    env: { AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: keyId(dev) },
    code: 'keys-swapped',
    says: ['swapped', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    fix: ['unset AWS_ACCESS_KEY_ID'],
    repaired: { env: envPair(dev) },
  },
  {
    id: undefined,
    name: 'the same in the credentials file',
    credentials: `[default]\naws_access_key_id = ${secret}\naws_secret_access_key = ${keyId(dev)}\n`,
    code: 'keys-swapped',
    says: ['swapped'],
    at: '~/.aws/credentials:2:1',
    fix: ['+2 ~/.aws/credentials'],
    repaired: { credentials: `[default]\n${pair(dev)}` },
  },
  {
    id: undefined,
    name: 'keys of two accounts in one profile',
    config: `[default]\n${pair(prod)}`,
    credentials: `[default]\n${pair(dev)}`,
    code: 'keys-of-two-accounts',
    says: [dev, prod, '~/.aws/credentials:2'],
    at: '~/.aws/config:2:1',
    fix: ['+2 ~/.aws/config'],
    repaired: { credentials: `[default]\n${pair(dev)}` },
  },
  {
    id: undefined,
    name: 'a pair put together from two files',
    args: ['--sdk', 'js'],
    config: `[default]\naws_secret_access_key = ${secret}\n`,
    credentials: `[default]\naws_access_key_id = ${keyId(dev)}\n`,
    code: 'keys-from-two-files',
    says: ['~/.aws/credentials:2', '~/.aws/config:2'],
    at: '~/.aws/config:2:1',
    fix: ['+2 ~/.aws/config'],
    repaired: { args: ['--sdk', 'js'], credentials: `[default]\n${pair(dev)}` },
  },
  {
    id: undefined,
    name: 'a file of keys that others can read',
    credentials: { content: `[default]\n${pair(dev)}`, mode: 0o644 },
    code: 'file-readable-by-others',
    says: ['~/.aws/credentials', 'mode 644'],
    fix: ['chmod 600 ~/.aws/credentials'],
    repaired: { credentials: { content: `[default]\n${pair(dev)}`, mode: 0o600 } },
  },
  {
    id: undefined,
    name: 'exported keys that are over, sent all the same',
    args: ['--sdk', 'js'],
    env: {
      ...envPair(dev, 'ASIA'),
      AWS_SESSION_TOKEN: token,
      AWS_CREDENTIAL_EXPIRATION: '2026-01-31T11:00:00Z',
    },
    code: 'keys-expired',
    says: ['60 min ago', 'AWS_CREDENTIAL_EXPIRATION'],
    fix: ['unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION'],
    repaired: {
      args: ['--sdk', 'js'],
      env: {
        ...envPair(dev, 'ASIA'),
        AWS_SESSION_TOKEN: token,
        AWS_CREDENTIAL_EXPIRATION: '2026-01-31T13:00:00Z',
      },
    },
  },
  {
    id: undefined,
    name: 'the clock is wrong, says the instance',
    http: instance('enough', { date: 'Sat, 31 Jan 2026 12:20:00 GMT' }),
    code: 'clock-skew',
    says: ['20 min behind', 'http://169.254.169.254'],
    fix: ['sudo timedatectl set-ntp true'],
    repaired: { http: instance('enough', { date: 'Sat, 31 Jan 2026 12:00:10 GMT' }) },
  },
  {
    id: undefined,
    name: 'the clock is wrong, says a file from the future',
    credentials: { content: `[default]\n${pair(dev)}`, modifiedAt: Date.UTC(2026, 0, 31, 14) },
    code: 'clock-skew',
    says: ['120 min behind', '~/.aws/credentials'],
    fix: ['sudo timedatectl set-ntp true'],
    repaired: { credentials: `[default]\n${pair(dev)}` },
  },
];

import { dev, keyId, pair, prod, secret, token } from '../../support/keys.ts';
import type { Row, Setup } from './situation.ts';

const role = 'arn:aws:iam::111122223333:role/App';
const base = `[base]\n${pair(dev)}`;
const noRegion = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };

/** A row for each sort of a value that cannot be. */
function sorts(
  id: number,
  code: string,
  setup: (value: string) => Setup,
  right: string,
  values: readonly (readonly [
    name: string,
    value: string,
    says: readonly string[],
    fix: readonly string[],
  ])[],
): readonly Row[] {
  return values.map(([name, value, says, fix]) => ({
    id,
    name,
    code,
    says,
    fix,
    ...setup(value),
    repaired: setup(right),
  }));
}

const withRegion = (region: string): Setup => ({
  config: `[default]\nregion = ${region}\n`,
  credentials: `[default]\n${pair(dev)}`,
  env: noRegion,
});

const withRole = (arn: string): Setup => ({
  args: ['--profile', 'app'],
  config: `[profile app]\nrole_arn = ${arn}\nsource_profile = base\n`,
  credentials: base,
});

const withKeyId = (id: string): Setup => ({
  credentials: `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
});

const withSecret = (text: string): Setup => ({
  credentials: `[default]\naws_access_key_id = ${keyId(dev)}\naws_secret_access_key = ${text}\n`,
});

const withToken = (text: string): Setup => ({
  credentials: `[default]\n${pair(prod, 'ASIA')}aws_session_token = ${text}\n`,
});

const withSso =
  (key: string) =>
  (value: string): Setup => {
    const lines = { sso_account_id: prod, sso_role_name: 'Admin', [key]: value };
    return {
      config: `[default]\nsso_session = acme\nsso_account_id = ${lines.sso_account_id}\nsso_role_name = ${lines.sso_role_name}\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n`,
    };
  };

const withSession = (name: string): Setup => ({
  args: ['--profile', 'app'],
  config: `[profile app]\nrole_arn = ${role}\nsource_profile = base\nrole_session_name = ${name}\n`,
  credentials: base,
});

const chained =
  (sdk: string) =>
  (seconds: string): Setup => ({
    args: ['--sdk', sdk, '--profile', 'app'],
    config: `[profile app]\nrole_arn = ${role}\nsource_profile = mid\nduration_seconds = ${seconds}\n[profile mid]\nrole_arn = arn:aws:iam::111122223333:role/Mid\nsource_profile = base\n`,
    credentials: base,
  });

export const shapeRows: readonly Row[] = [
  {
    id: 49,
    name: 'a header behind a region, with a blank between',
    args: ['--profile', 'other'],
    env: noRegion,
    config: '[profile other]\nregion = eu-west-1 [profile team]\n',
    credentials: `[other]\n${pair(dev)}`,
    code: 'header-glued',
    says: ['line 2 ends in `[team]`'],
    at: '~/.aws/config:2:1',
    fix: ['Break line 2', '+2 ~/.aws/config'],
    repaired: {
      args: ['--profile', 'other'],
      env: noRegion,
      config: '[profile other]\nregion = eu-west-1\n[profile team]\n',
      credentials: `[other]\n${pair(dev)}`,
    },
  },
  {
    id: 51,
    name: 'a zone as the region of an SSO session',
    config: `[default]\nsso_session = acme\nsso_account_id = ${prod}\nsso_role_name = Admin\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1a\n`,
    code: 'region-none',
    says: ['sso_region = eu-west-1a is an availability zone', 'the access portal has no address there'],
    at: '~/.aws/config:7:1',
    fix: ["sed -i.bak '7s/=.*/= eu-west-1/' ~/.aws/config && rm ~/.aws/config.bak"],
    repaired: {
      config: `[default]\nsso_session = acme\nsso_account_id = ${prod}\nsso_role_name = Admin\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n`,
    },
  },
  {
    id: 51,
    name: 'a zone as an option',
    args: ['--region', 'eu-west-1b'],
    credentials: `[default]\n${pair(dev)}`,
    code: 'region-none',
    says: ['--region = eu-west-1b is an availability zone'],
    fix: ['iamx explain-chain --region eu-west-1'],
    repaired: { args: ['--region', 'eu-west-1'], credentials: `[default]\n${pair(dev)}` },
  },
  {
    id: undefined,
    name: 'a key id in the place of the secret too',
    ...withSecret(keyId(dev)),
    code: 'keys-swapped',
    says: ['aws_secret_access_key holds a key id, and no secret'],
    at: '~/.aws/credentials:3:1',
    fix: ['+3 ~/.aws/credentials'],
    repaired: withSecret(secret),
  },
  {
    id: 58,
    name: 'a blank in the variable for the name of a session',
    env: {
      AWS_ROLE_ARN: role,
      AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token',
      AWS_ROLE_SESSION_NAME: 'mika smith',
    },
    files: { '/var/run/token': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln' },
    code: 'session-name-none',
    says: ['AWS_ROLE_SESSION_NAME has a blank', 'mika-smith'],
    fix: ['export AWS_ROLE_SESSION_NAME=mika-smith'],
    repaired: {
      env: { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' },
      files: { '/var/run/token': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln' },
    },
  },
  {
    id: 49,
    name: 'a header that lost its line break, behind a secret',
    args: ['--profile', 'other'],
    credentials: `[other]\naws_access_key_id = ${keyId(dev)}\naws_secret_access_key = ${secret}[team]\nregion = eu-west-1\n`,
    code: 'header-glued',
    says: ['line 3 ends in `[team]`', '`other` sends a wrong value', 'profile `team` does not exist'],
    at: '~/.aws/credentials:3:1',
    fix: ['Break line 3', '+3 ~/.aws/credentials'],
    repaired: {
      args: ['--profile', 'other'],
      credentials: `[other]\n${pair(dev)}[team]\nregion = eu-west-1\n`,
    },
  },
  {
    id: 49,
    name: 'the profile that does not exist for want of it, with its keys below the other',
    args: ['--sdk', 'js', '--profile', 'team'],
    credentials: `[other]\naws_access_key_id = ${keyId(dev)}\naws_secret_access_key = ${secret}[team]\n${pair(prod)}`,
    code: 'header-glued',
    says: ['line 3 ends in `[team]`'],
    at: '~/.aws/credentials:3:1',
    fix: ['+3 ~/.aws/credentials'],
    repaired: {
      args: ['--sdk', 'js', '--profile', 'team'],
      credentials: `[other]\n${pair(dev)}[team]\n${pair(prod)}`,
    },
  },
  {
    id: 50,
    name: 'a token in the line below its key',
    args: ['--sdk', 'js'],
    credentials: `[default]\n${pair(prod, 'ASIA')}aws_session_token =\n    ${token}==\n`,
    code: 'value-wrapped',
    says: ['line 5 goes on with the value of aws_session_token in line 4'],
    at: '~/.aws/credentials:4:1',
    fix: ['Join lines 4 and 5'],
    repaired: {
      args: ['--sdk', 'js'],
      credentials: `[default]\n${pair(prod, 'ASIA')}aws_session_token = ${token}\n`,
    },
  },
  {
    id: 50,
    name: 'a token wrapped by a terminal',
    args: ['--sdk', 'go'],
    credentials: `[default]\n${pair(prod, 'ASIA')}aws_session_token = ${token}\n${token}\n`,
    code: 'value-wrapped',
    says: ['line 5'],
    at: '~/.aws/credentials:4:1',
    fix: ['Join lines 4 and 5'],
    repaired: {
      args: ['--sdk', 'go'],
      credentials: `[default]\n${pair(prod, 'ASIA')}aws_session_token = ${token}${token}\n`,
    },
  },
  ...sorts(51, 'region-none', withRegion, 'us-east-1', [
    [
      'an availability zone',
      'us-east-1a',
      ['us-east-1a is an availability zone', 'us-east-1'],
      ['aws configure set region us-east-1'],
    ],
    [
      'capitals and low lines',
      'US_EAST_1',
      ['US_EAST_1 is no region', 'us-east-1'],
      ['aws configure set region us-east-1'],
    ],
    [
      'a sign that is missing',
      'us-east1',
      ['us-east1 is no region', 'us-east-1'],
      ['aws configure set region us-east-1'],
    ],
    ['quotes', '"us-east-1"', ['quotes around it'], ['aws configure set region us-east-1']],
    ['an address', 'https://sts.us-east-1.amazonaws.com', ['is an address'], ['+2 ~/.aws/config']],
    ['a comma', 'us-east-1,', ['us-east-1, has a comma behind it'], ['aws configure set region us-east-1']],
    [
      'a comment that is kept',
      'us-east-1 # Virginia',
      ['keeps the comment behind it', 'us-east-1'],
      ['aws configure set region us-east-1'],
    ],
    [
      'a place',
      'Ireland',
      ['what the console calls a region', 'it would be eu-west-1'],
      ['aws configure set region eu-west-1'],
    ],
    ['the region of global services', 'aws-global', ['global services'], []],
    ['one that may be newer', 'eu-west-7', ['no region that AWS has had', 'eu-west-'], []],
  ]),
  {
    id: 51,
    name: 'quotes in a variable, kept by a file for the environment',
    args: ['--sdk', 'js'],
    env: { AWS_REGION: '"eu-west-1"' },
    credentials: `[default]\n${pair(dev)}`,
    code: 'region-none',
    says: ['AWS_REGION', 'quotes around it'],
    fix: ['export AWS_REGION=eu-west-1'],
    repaired: { args: ['--sdk', 'js'], credentials: `[default]\n${pair(dev)}` },
  },
  ...sorts(52, 'role-arn-none', withRole, role, [
    [
      'an account of eleven digits',
      'arn:aws:iam::11112222333:role/App',
      ['an account id of 11 digits', 'no credentials will come of it'],
      ['+2 ~/.aws/config'],
    ],
    [
      'the ARN of a session',
      'arn:aws:sts::111122223333:assumed-role/App/mika',
      ['is the ARN of a session', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    ['a user', 'arn:aws:iam::111122223333:user/mika', ['is the ARN of a user'], []],
    ['a policy', 'arn:aws:iam::111122223333:policy/App', ['is the ARN of a policy'], []],
    [
      'an instance profile',
      'arn:aws:iam::111122223333:instance-profile/App',
      ['is the ARN of an instance profile'],
      [],
    ],
    [
      'a colon that is missing',
      'arn:aws:iam:111122223333:role/App',
      ['lacks a colon', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a colon too many',
      'arn:aws:iam:::111122223333:role/App',
      ['a colon too many', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'assumed-role/',
      'arn:aws:iam::111122223333:assumed-role/App/mika',
      ['`assumed-role/`', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a slash at its end',
      'arn:aws:iam::111122223333:role/App/',
      ['ends with `/`', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'the role of a permission set',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Dev_0123456789abcdef',
      ['is the role of a permission set', 'sso_role_name'],
      [],
    ],
    [
      'the role of a service',
      'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      ['which that service alone assumes'],
      [],
    ],
    ['a bare name', 'App', ['is a name, and no ARN'], []],
    [
      'roles/',
      'arn:aws:iam::111122223333:roles/App',
      ['`roles/`', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'another partition than the region',
      'arn:aws-cn:iam::111122223333:role/App',
      ['another partition than the region eu-west-1'],
      [],
    ],
    ['a partition that is none', 'arn:aws-eu:iam::111122223333:role/App', ['partition that is none'], []],
    ['quotes', `"${role}"`, ['quotes around it'], []],
    [
      'single quotes',
      `'${role}'`,
      ['quotes around it', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a comment that is kept',
      `${role} # the role`,
      ['keeps the comment behind it', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'dashes in the account',
      'arn:aws:iam::1111-2222-3333:role/App',
      ['dashes in the account id', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'no word before the name',
      'arn:aws:iam::111122223333:App',
      ['lacks `role/`', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a colon behind the word',
      'arn:aws:iam::111122223333:role:App',
      ['a colon behind `role`', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a capital in the word',
      'arn:aws:iam::111122223333:Role/App',
      ['capitals', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'a region in it',
      'arn:aws:iam:us-east-1:111122223333:role/App',
      ['names a region', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    [
      'the role as STS would have it',
      'arn:aws:sts::111122223333:role/App',
      ['`sts` where `iam` belongs', role],
      [`aws configure set role_arn ${role} --profile app`],
    ],
    ['its start cut off', 'aws:iam::111122223333:role/App', ['lacks `arn:`'], ['+2 ~/.aws/config']],
    ['an account of no digits', 'arn:aws:iam::ACCOUNT:role/App', ['placeholder'], ['+2 ~/.aws/config']],
    [
      'a placeholder for the account',
      'arn:aws:iam::${ACCOUNT}:role/App',
      ['placeholder'],
      ['+2 ~/.aws/config'],
    ],
    ['no name', 'arn:aws:iam::111122223333:role/', ['no name behind `role/`'], ['+2 ~/.aws/config']],
    ['the account itself', 'arn:aws:iam::111122223333:root', ['is the ARN of an account'], []],
    ['two of them', `${role} ${role}`, ['holds a blank'], []],
    [
      'the address at which the console switches roles',
      'https://signin.aws.amazon.com/switchrole?roleName=App&account=111122223333',
      ['is an address of the web'],
      [],
    ],
  ]),
  ...sorts(53, 'account-id-none', withSso('sso_account_id'), prod, [
    ['a zero lost by a spreadsheet', '11122223333', ['11 digits', 'spreadsheets'], []],
    ['dashes', '1111-2222-3333', ['dashes', prod], [`aws configure set sso_account_id ${prod}`]],
    ['blanks', '1111 2222 3333', ['blanks', prod], [`aws configure set sso_account_id ${prod}`]],
    ['quotes', `"${prod}"`, ['quotes', prod], [`aws configure set sso_account_id ${prod}`]],
    ['a name', 'acme', ['no account id'], []],
  ]),
  ...sorts(54, 'permission-set-none', withSso('sso_role_name'), 'Admin', [
    [
      'the role of a permission set',
      'AWSReservedSSO_Admin_0123456789abcdef',
      ['name of a role', 'Admin'],
      ['aws configure set sso_role_name Admin'],
    ],
    ['quotes', '"Admin"', ['quotes', 'Admin'], ['aws configure set sso_role_name Admin']],
    ['a blank', 'Power User', ['no name of a permission set'], ['+4 ~/.aws/config']],
    ['too long', 'A'.repeat(33), ['at most 32 characters'], []],
    [
      'an ARN',
      `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
      ['is an ARN', 'Admin'],
      ['aws configure set sso_role_name Admin'],
    ],
  ]),
  ...sorts(55, 'key-id-none', withKeyId, keyId(dev), [
    ['a key of an emulator', 'minioadmin', ['emulator', 'InvalidClientTokenId'], ['+2 ~/.aws/credentials']],
    ['a placeholder', '${AWS_ACCESS_KEY_ID}', ['placeholder', 'expand nothing'], []],
    ['a masked value', '****************MPLE', ['masked', 'aws configure list'], []],
    ['a character short', keyId(dev).slice(1).replace('KIA', 'AKIA').slice(0, 19), ['1 character short'], []],
    ['two characters too many', `${keyId(dev)}AB`, ['2 characters longer'], []],
    ['small letters', keyId(dev).toLowerCase(), ['small letters'], []],
    ['the id of a role', `AROA${keyId(dev).slice(4)}`, ['is the id of a role'], []],
    ['the id of a user', `AIDA${keyId(dev).slice(4)}`, ['is the id of a user'], []],
    ['an account', prod, ['is an account id'], []],
    ['its name too', `aws_access_key_id=${keyId(dev)}`, ['holds a name too'], []],
    ['an ARN', 'arn:aws:iam::111122223333:user/mika', ['is an ARN'], []],
    ['one letter again and again', 'AKIAXXXXXXXXXXXXXXXX', ['placeholder'], []],
    ['a placeholder of a pipeline', '${{ secrets.AWS_ACCESS_KEY_ID }}', ['placeholder'], []],
    ['a placeholder of a template', '{{ aws_access_key_id }}', ['placeholder'], []],
    ['something else', 'GOOG1EABCDEFGH', ['no AWS key id', 'it has 14'], []],
  ]),
  {
    id: 55,
    name: 'a key of an emulator in the environment goes to AWS',
    env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    code: 'key-id-none',
    says: ['AWS_ACCESS_KEY_ID', 'emulator'],
    fix: ['unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'],
    repaired: {
      env: {
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      },
    },
  },
  ...sorts(56, 'secret-none', withSecret, secret, [
    [
      'two characters short',
      secret.slice(2),
      ['38 characters', 'SignatureDoesNotMatch'],
      ['+3 ~/.aws/credentials'],
    ],
    ['a placeholder', '<your-secret>', ['placeholder'], []],
    ['one letter again and again', 'x'.repeat(40), ['placeholder'], []],
    ['as in an address', secret.replaceAll('/', '%2F'), ['with % signs'], []],
    ['its name too', `secret_key=${secret}`, ['holds a name too'], []],
    ['an asterisk for each sign', '*'.repeat(40), ['masked'], []],
    ['signs of another alphabet', `${secret.slice(1)}_`, ['signs that no secret has'], []],
  ]),
  ...sorts(57, 'session-token-none', withToken, token, [
    ['a piece of one', token.slice(0, 60), ['60 characters', 'hundreds'], []],
    ['a masked one', '****************abcd', ['masked'], []],
    ['a placeholder', '<session-token>', ['placeholder'], []],
  ]),
  ...sorts(58, 'session-name-none', withSession, 'mika', [
    [
      'a blank',
      'mika smith',
      ['a blank as its 5th character'],
      ['role_session_name mika-smith --profile app'],
    ],
    ['one letter', 'm', ['1 character'], []],
    ['a sign', 'mika/smith', ['a sign as its 5th'], []],
    ['too long', 'm'.repeat(65), ['65 characters'], []],
  ]),
  ...sorts(59, 'duration-none', chained('cli'), '3600', [
    [
      'twelve hours for a role that another role assumes',
      '43200',
      ['more than an hour', 'ValidationError'],
      ['aws configure set duration_seconds 3600 --profile app'],
    ],
    ['ten minutes', '600', ['less than the 900 seconds'], ['duration_seconds 900']],
    ['hours in words', '1h', ['no whole number of seconds'], ['duration_seconds 3600']],
    ['a day', '90000', ['more than the 43200'], []],
  ]),
  ...sorts(59, 'duration-none', chained('rust'), '3600', [
    ['for a tool that does not send it', '43200', ['does not send it'], []],
  ]),
];

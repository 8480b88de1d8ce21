import { describe, expect, test } from 'vitest';
import type { MemoryWorld } from '../src/host/memory.ts';
import { sha1 } from '../src/core/digest.ts';
import { dev, keyId, pair, secret } from './support/keys.ts';
import { run } from './support/run.ts';

/** What somebody met who tried the program for the first time: each job, and what they should have been told. */

interface Met {
  readonly job: string;
  readonly words: readonly string[];
  readonly world?: MemoryWorld;
  readonly status: number;
  /** On the page or in the error, wherever their lines break. */
  readonly says: readonly string[];
  readonly neverSays?: readonly string[];
  /** The command of the last line. */
  readonly fix?: string;
}

const home = '/home/user';
const config = `${home}/.aws/config`;
const credentials = `${home}/.aws/credentials`;
const region = 'region = eu-west-1\n';
const sso = `[profile dev]\nsso_session = corp\nsso_account_id = ${dev}\nsso_role_name = Admin\n${region}[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n`;
const over = {
  [`${home}/.aws/sso/cache/${sha1('corp')}.json`]: JSON.stringify({
    startUrl: 'https://corp.awsapps.com/start',
    accessToken: secret,
    expiresAt: '2026-01-30T09:00:00Z',
  }),
};
const session = ['--principal', 'arn:aws:sts::111122223333:assumed-role/App/ci'];
const object = ['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme-data/reports/q1.csv'];
const asked = ['simulate', ...session, ...object];
const policy = (statement: string) => `{ "Version": "2012-10-17", "Statement": [\n${statement}\n] }`;
const readBucket = policy(
  '  { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-data" }',
);
const readAll = policy('  { "Sid": "Ok", "Effect": "Allow", "Action": "s3:*", "Resource": "*" }');
const regions = policy(
  '  { "Sid": "Region", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } } }',
);
const bucketPolicy = policy(
  '  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-data/*" }',
);
const files = {
  '/work/read-bucket.json': readBucket,
  '/work/read-all.json': readAll,
  '/work/regions.json': regions,
  '/work/bucket.json': bucketPolicy,
  '/work/tf.tf': 'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Version = "2012-10-17" })\n}\n',
  '/work/expects.yaml':
    'request:\n  principal: arn:aws:iam::111122223333:role/App\n  action: s3:GetObject\n  resource: arn:aws:s3:::acme-data/x\npolicies:\n  identity: [{ file: read-bucket.json }]\nexpect: allowed\n',
};
const here: MemoryWorld = { cwd: '/work', files };
const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: secret };
const nobodyListens = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:5698/x',
};

const met: readonly Met[] = [
  {
    job: 'two of three keys were copied',
    words: ['explain-chain'],
    world: { env: { ...keys, AWS_ACCESS_KEY_ID: `ASIA${keyId(dev).slice(4)}` } },
    status: 0,
    says: ['there is no session token: looked for AWS_SESSION_TOKEN'],
    fix: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
  },
  {
    job: 'a file of Terraform as a policy',
    words: [...asked, '--policy', 'tf.tf'],
    world: here,
    status: 2,
    says: ['it looks like a Terraform file'],
    neverSays: ['unknown command'],
  },
  {
    job: 'the bucket in place of its objects, in the policy',
    words: [...asked, '--policy', 'read-bucket.json'],
    world: here,
    status: 1,
    says: [
      'DENIED',
      'is the bucket, the request is for the object',
      'add "arn:aws:s3:::acme-data/*" to Resource',
    ],
  },
  {
    job: 'the bucket in place of its objects, in the question',
    words: [
      'simulate',
      ...session,
      '--action',
      's3:GetObject',
      '--resource',
      'arn:aws:s3:::acme-data',
      '--policy',
      'read-all.json',
    ],
    world: here,
    status: 1,
    says: ['! `s3:GetObject` is not about resources like `arn:aws:s3:::acme-data`', 'DENIED'],
  },
  {
    job: 'a key without its policy',
    words: [
      'simulate',
      ...session,
      '--action',
      'kms:Decrypt',
      '--resource',
      'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ],
    status: 1,
    says: ['--resource-policy key.json', '$ aws kms get-key-policy', '"kms:*"'],
  },
  {
    job: 'no policy at all',
    words: asked,
    status: 1,
    says: ['no policy given', '--policy identity.json'],
  },
  {
    job: 'the SCP that locks regions, alone',
    words: [...asked, '--policy', 'read-all.json', '--scp', 'regions.json'],
    world: here,
    status: 1,
    says: ['! no SCP allows anything: AWS attaches FullAWSAccess unless it was removed', 'DENIED'],
    // Denied whoever has the bucket.
    neverSays: ['else denied', 'was not in the request'],
  },
  {
    job: 'the SCP that locks regions, with the region',
    words: [
      ...asked,
      '--policy',
      'read-all.json',
      '--scp',
      'regions.json,FullAWSAccess',
      '--region',
      'eu-west-1',
    ],
    world: here,
    status: 0,
    says: ['ALLOWED', 'scp lets it pass'],
  },
  {
    job: 'the SCP that locks regions, without the region',
    words: [...asked, '--policy', 'read-all.json', '--scp', 'regions.json,FullAWSAccess'],
    world: here,
    status: 1,
    says: ['IT DEPENDS', 'aws:RequestedRegion'],
    neverSays: ['was not in the request'],
  },
  {
    job: 'an operation that is no action',
    words: [
      'simulate',
      ...session,
      '--action',
      's3:ListObjects',
      '--resource',
      'arn:aws:s3:::acme-data',
      '--policy',
      'read-bucket.json',
    ],
    world: here,
    status: 1,
    says: ['! `s3:ListObjects` is no action: AWS asks the operation as `s3:ListBucket`'],
    neverSays: ['kms:'],
  },
  {
    job: 'two callers with a comma',
    words: [
      'simulate',
      '--principal',
      'arn:aws:iam::111122223333:user/mika,arn:aws:iam::111122223333:user/x',
      ...object,
    ],
    status: 2,
    says: ['is several, and a request has one caller'],
  },
  {
    job: 'an account as the caller',
    words: ['simulate', '--principal', '111122223333', ...object],
    status: 2,
    says: ['is an account', 'arn:aws:iam::111122223333:root'],
  },
  {
    job: 'a bucket policy as the caller’s',
    words: [...asked, '--policy', 'bucket.json'],
    world: here,
    status: 2,
    says: ['is a resource policy: it has a Principal', 'Give it as one: `--resource-policy'],
  },
  {
    job: 'the caller’s policy as the bucket’s',
    words: [...asked, '--resource-policy', 'read-all.json'],
    world: here,
    status: 2,
    says: ['it has no Principal', '--policy read-all.json'],
  },
  {
    job: 'a policy as a scenario',
    words: ['simulate', '--scenario', 'read-all.json'],
    world: here,
    status: 2,
    says: ['`read-all.json` is a policy, not a scenario', '--policy read-all.json'],
  },
  {
    job: 'what was expected of a scenario',
    words: ['simulate', '--scenario', 'expects.yaml'],
    world: here,
    status: 1,
    says: ['expected allowed, got implicit deny (expects.yaml:7:9)'],
  },
  {
    job: 'not logged in, asked of the chain',
    words: ['explain-chain', '--profile', 'dev'],
    world: { files: { [config]: sso } },
    status: 1,
    says: ['error not logged in to SSO session `corp` (~/.aws/config:2)'],
    neverSays: ['.json'],
    fix: 'aws sso login --sso-session corp',
  },
  {
    job: 'not logged in, asked of AWS',
    words: ['whoami', '--profile', 'dev'],
    world: { files: { [config]: sso } },
    status: 1,
    says: ['not logged in to SSO session `corp`'],
    neverSays: ['.json'],
    fix: 'aws sso login --sso-session corp',
  },
  {
    job: 'the login is over, asked of AWS',
    words: ['whoami', '--profile', 'dev'],
    world: { files: { [config]: sso, ...over } },
    status: 3,
    says: ['not logged in to SSO session `corp`: the SSO token expired'],
    neverSays: ['.json'],
    fix: 'aws sso login --sso-session corp',
  },
  {
    job: 'a profile that is not there, asked of AWS',
    words: ['whoami', '--profile', 'nope'],
    world: { files: { [config]: sso } },
    status: 2,
    says: ['profile `nope` does not exist', 'the files hold dev'],
  },
  {
    job: 'a header without the word `profile`, asked of AWS',
    words: ['whoami', '--profile', 'staging'],
    world: { files: { [config]: `[staging]\n${region}` } },
    status: 2,
    says: ['a header there needs the word `profile`'],
    fix: "sed -i.bak '1s/\\[staging\\]/[profile staging]/' ~/.aws/config && rm ~/.aws/config.bak",
  },
  {
    job: 'the word `profile` in the credentials file, beside a profile of nearly that name',
    words: ['explain-chain', '--profile', 'keys2'],
    world: { files: { [credentials]: `[profile keys2]\n${pair(dev)}[keys]\n${pair(dev)}` } },
    status: 1,
    says: ['`[profile keys2]` is not profile `keys2` in the credentials file'],
    neverSays: ['Did you mean'],
    fix: "sed -i.bak '1s/\\[[^]]*\\]/[keys2]/' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  },
  {
    job: 'a header in capitals, beside a profile of nearly that name',
    words: ['explain-chain', '--profile', 'keys2'],
    world: { files: { [config]: `[Profile keys2]\n${region}[profile keys]\n${region}` } },
    status: 1,
    says: ['`[Profile keys2]` is nearly the header of profile `keys2`'],
    neverSays: ['Did you mean'],
    fix: "sed -i.bak '1s/\\[[^]]*\\]/[profile keys2]/' ~/.aws/config && rm ~/.aws/config.bak",
  },
  {
    job: 'every profile, side by side',
    words: ['explain-chain', '--all-profiles', '--offline'],
    world: {
      files: {
        [config]: `${sso}[profile chain]\nrole_arn = arn:aws:iam::${dev}:role/x\nsource_profile = devv\n[profile proc]\ncredential_process = /opt/vault/get\n`,
      },
    },
    status: 1,
    says: [
      'dev not logged in aws sso login --sso-session corp',
      'chain no source profile aws configure set source_profile dev --profile chain',
      'proc program missing',
    ],
    neverSays: ['…'],
  },
  {
    job: 'a header without the word `profile`, among all profiles',
    words: ['explain-chain', '--all-profiles', '--offline', '--sdk', 'js'],
    world: { files: { [config]: `${sso}[staging]\n${region}` } },
    status: 1,
    says: ['No profile, for its header: [staging]: iamx explain-chain --sdk js --profile staging'],
  },
  {
    job: 'a header without the word `profile`, among all profiles, asked of AWS',
    words: ['whoami', '--all-profiles'],
    world: { files: { [config]: `[staging]\n${region}` } },
    status: 1,
    says: ['finds no profile in the shared files', '[staging]: iamx explain-chain --profile staging'],
  },
  {
    job: 'an endpoint where nobody listens',
    words: ['explain-chain'],
    world: { env: nobodyListens },
    status: 1,
    says: ['✗ cli, cli-v1, boto3, go, rust error container-endpoint', '✗ js, java none no credentials'],
    neverSays: ['→'],
  },
  {
    job: 'an endpoint where nobody listens, compared',
    words: ['explain-chain', '--compare'],
    world: { env: nobodyListens },
    status: 1,
    says: ['names it; JavaScript SDK v3 and Java SDK v2 go on'],
    neverSays: ['→', 'go on:'],
  },
  {
    job: 'nothing at all, and no instance',
    words: ['explain-chain'],
    world: { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:5698' } },
    status: 1,
    says: ['none', 'Get credentials: aws configure sso'],
    neverSays: ['fix:'],
  },
  {
    job: 'a variable that is set but empty, compared',
    words: ['explain-chain', '--compare'],
    world: { env: { AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true' } },
    status: 1,
    says: ['AWS_PROFILE is set but empty'],
    neverSays: ['`empty`'],
  },
  {
    job: 'an empty machine, compared',
    words: ['explain-chain', '--compare'],
    world: { env: { AWS_EC2_METADATA_DISABLED: 'true' } },
    status: 1,
    says: ['agree 7 tools find no credentials'],
    neverSays: ['stops'],
  },
  {
    job: 'a source profile of nearly that name',
    words: ['explain-chain', '--profile', 'chain'],
    world: {
      files: {
        [config]: `[profile chain]\nrole_arn = arn:aws:iam::${dev}:role/x\nsource_profile = basee\n`,
        [credentials]: `[base]\n${pair(dev)}`,
      },
    },
    status: 1,
    says: ['there is no such profile', 'Did you mean `base`?'],
    fix: 'aws configure set source_profile base --profile chain',
  },
  ...(
    [
      ['-V', '--version'],
      ['version', '--version'],
      ['who', 'whoami'],
      ['chain', 'explain-chain'],
      ['explain', 'explain-chain'],
    ] as const
  ).map(([word, meant]): Met => ({
    job: `\`iamx ${word}\``,
    words: [word],
    status: 2,
    says: [`Did you mean \`${meant}\`?`],
  })),
  {
    job: 'an option without its value',
    words: ['simulate', '--action'],
    status: 2,
    says: ['`--action` needs a value: `--action <name>`'],
  },
  {
    job: 'a profile as a word',
    words: ['explain-chain', 'dev'],
    status: 2,
    says: ['For a profile: --profile NAME'],
  },
];

describe.each(met)('$job', ({ words, world = {}, status, says, neverSays = [], fix }) => {
  test('is answered', async () => {
    const ran = await run(words, { homeFolder: home, ...world });
    const text = ran.out + ran.err;
    const flat = text.replace(/\s+/g, ' ');
    expect(ran.status, text).toBe(status);
    for (const part of says) expect(flat).toContain(part);
    for (const part of neverSays) expect(flat).not.toContain(part);
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    if (fix !== undefined) expect(last.replace(/^fix: +/, ''), text).toBe(fix);
    if (words[0] !== 'simulate') expect(text.trimEnd().split('\n').length, text).toBeLessThanOrEqual(25);
  });
});

import { describe, expect, test } from 'vitest';
import { commands } from '../../src/commands.ts';
import { run as runCommand } from '../../src/commands/run.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { run } from '../support/run.ts';

const home = '/home/user';
const keys = (id: string, secret: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzzzzz';
const world: MemoryWorld = {
  files: {
    [`${home}/.aws/config`]: {
      content: '[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-central-1\n',
      mode: 0o600,
    },
    [`${home}/.aws/credentials`]: {
      content: `[default]\n${keys('AKIAY24FZKAOBPJTH2BS', secret)}[dev]\n${keys('AKIAY34FZKBOKMUTVV7A', secret)}`,
      mode: 0o600,
    },
  },
  env: { HOME: home },
};

/** `iamx run` around a program that writes this to standard error. */
async function failing(text: string, line: string, more: MemoryWorld = {}, status = 254) {
  const ran = await run(['run', ...line.split(' ')], {
    ...world,
    ...more,
    env: { ...world.env, ...more.env },
    foreground: () => ({ kind: 'ended', status, written: [new TextEncoder().encode(text)], isCut: false }),
  });
  expect(ran.out).toBe('');
  return ran;
}

const caller = 'arn:aws:sts::607481581596:assumed-role/App/ci';
const refusal = (
  action: string,
  resource: string,
  ending = `because no identity-based policy allows the ${action} action`,
) => `User: ${caller} is not authorized to perform: ${action} on resource: "${resource}" ${ending}`;
const upload = `An error occurred (AccessDenied) when calling the PutObject operation: ${refusal('s3:PutObject', 'arn:aws:s3:::acme-data/q1.csv')}\n`;

describe('which words are the program’s', () => {
  test.each([
    ['-- aws s3 ls', ['aws', 's3', 'ls']],
    ['aws s3 ls', ['aws', 's3', 'ls']],
    [
      'aws s3 ls --json --help --version --verbose',
      ['aws', 's3', 'ls', '--json', '--help', '--version', '--verbose'],
    ],
    ['aws s3 ls -- x', ['aws', 's3', 'ls', '--', 'x']],
    ['--verbose -- --json', ['--json']],
    ['--json error.json aws s3 ls', ['aws', 's3', 'ls']],
    ['--json=error.json aws', ['aws']],
    ['--sdk js --live terraform plan', ['terraform', 'plan']],
    ['-- iamx run -- iamx decode', ['iamx', 'run', '--', 'iamx', 'decode']],
    ['-- -- x', ['--', 'x']],
    ['- x', ['-', 'x']],
  ])('%s', async (line, words) => {
    const { host } = await failing('', line, {}, 0);
    expect(host.foreground.map(({ file, args }) => [file, ...args])).toEqual([words]);
  });

  test.each([
    ['', 'there is no program to run'],
    ['--', 'there is no program to run'],
    ['--live', 'there is no program to run'],
    ['--json error.json', 'there is no program to run'],
    ['--json -- aws s3 ls', '`--json` needs a value'],
    ['--jsn x aws', 'unknown option `--jsn`'],
    ['--unknown -- aws', 'unknown option `--unknown`'],
  ])('%s runs nothing', async (line, message) => {
    const { host, status, err } = await run(['run', ...line.split(' ').filter((word) => word !== '')], world);
    expect({ started: host.foreground, status }).toEqual({ started: [], status: 2 });
    expect(err).toContain(message);
  });

  test('the options that take a value are those of its rows', () => {
    const own = runCommand.options.filter(({ flags }) => flags.endsWith('>')).map(longFlagOf);
    const entry = commands.find(({ name }) => name === 'run');
    expect([...(entry?.passesOn ?? []), '--sdk'].sort()).toEqual([...own].sort());
  });

  test('its help is asked for in front of the program', async () => {
    expect((await run(['run', '--help'])).out).toContain('Run any command');
    expect((await run(['help', 'run'])).out).toContain('Run any command');
  });
});

describe('the answer', () => {
  test('nothing where it succeeds, whatever it wrote', async () => {
    expect(await failing(upload, '-- aws s3 ls', {}, 0)).toMatchObject({ status: 0, err: '' });
  });

  test('nothing where what it wrote is not of AWS', async () => {
    expect(await failing('make: *** Error 1\n', '-- make', {}, 2)).toMatchObject({ status: 2, err: '' });
  });

  test('what was refused, whose it is and whose credentials they are', async () => {
    const { err, status } = await failing(upload, '-- aws s3 cp q1.csv s3://acme-data/');
    expect(status).toBe(254);
    await expect(err).toMatchFileSnapshot('golden/run-refused.txt');
  });

  test('of a Terraform run all refusals together, equal ones counted', async () => {
    const box = (title: string, text: string) =>
      `\u001b[31m╷\u001b[0m\n│ Error: ${title}: operation error X, https response error StatusCode: 403, RequestID: 6f1a7a3e-0000-4000-8000-000000000000, api error AccessDenied: ${text}\n│ \n│   with aws_s3_bucket.b,\n│   on main.tf line 3, in resource "aws_s3_bucket" "b":\n│    3: resource "aws_s3_bucket" "b" {\n╵\n`;
    const text = [
      box('creating S3 Bucket (acme-a)', refusal('s3:CreateBucket', 'arn:aws:s3:::acme-a')),
      box(
        'creating IAM Role (App)',
        refusal(
          'iam:CreateRole',
          'arn:aws:iam::607481581596:role/App',
          'with an explicit deny in a service control policy',
        ),
      ),
      box('creating S3 Bucket (acme-a)', refusal('s3:CreateBucket', 'arn:aws:s3:::acme-a')),
      box('creating SQS Queue (jobs)', refusal('sqs:CreateQueue', 'arn:aws:sqs:eu-west-1:607481581596:jobs')),
    ].join('');
    const { err, host } = await failing(text, '--json e.json -- terraform apply', {}, 1);
    await expect(err).toMatchFileSnapshot('golden/run-terraform.txt');
    const document = JSON.parse(host.written.get(`${home}/work/e.json`) ?? '') as ExplainErrorDocument;
    expect(document).toMatchObject({
      errors: 4,
      verdict: 'known',
      command: { program: 'terraform', status: 1 },
    });
    expect(document.matches.map(({ count, fields }) => [count, fields?.action])).toEqual([
      [2, 's3:CreateBucket'],
      [1, 'iam:CreateRole'],
      [1, 'sqs:CreateQueue'],
    ]);
  });

  test('a document is written too where nothing is recognised, or nothing was run', async () => {
    const failed = await failing('make: *** Error 1\n', '--json e.json -- make all', {}, 2);
    expect(JSON.parse(failed.host.written.get(`${home}/work/e.json`) ?? '')).toMatchObject({
      schema: 'iamx.explain-error/1',
      verdict: 'unknown',
      errors: 0,
      matches: [],
      command: { program: 'make', status: 2 },
    });
    const missing = await run(['run', '--json', 'e.json', '--', '/opt/bin/nothing', 'x'], world);
    expect(missing.status).toBe(127);
    expect(JSON.parse(missing.host.written.get(`${home}/work/e.json`) ?? '')).toMatchObject({
      errors: 0,
      command: { program: 'nothing', status: 127 },
    });
  });

  test('nothing is written where the program succeeds', async () => {
    const { host } = await failing('', '--json e.json --save s.json -- true', {}, 0);
    expect([...host.written]).toEqual([]);
  });

  test('the refused requests as scenarios', async () => {
    const both = `${upload}An error occurred (AccessDenied) when calling the GetObject operation: ${refusal('s3:GetObject', 'arn:aws:s3:::acme-data/b')}\n`;
    const { host } = await failing(both, '--save denied.json -- aws s3 sync a b');
    expect(JSON.parse(host.written.get(`${home}/work/denied.json`) ?? '')).toMatchObject([
      { request: { principal: caller, action: 's3:PutObject', resource: 'arn:aws:s3:::acme-data/q1.csv' } },
      { request: { action: 's3:GetObject' } },
    ]);
  });

  test('where there is no request to save it is said, and the status stays', async () => {
    const { host, err, status } = await failing(
      'Unable to locate credentials\n',
      '--save s.json -- aws s3 ls',
      {},
      253,
    );
    expect({ written: [...host.written], status }).toEqual({ written: [], status: 253 });
    expect(err).toContain('no scenario is saved');
  });
});

describe('with the credentials that the program used', () => {
  const expired =
    'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired\n';
  const used = async (line: string, more: MemoryWorld = {}) => {
    const { err } = await failing(expired, line, more);
    return err;
  };

  test.each([
    ['-- aws sts get-caller-identity', 'H2BS'],
    ['-- aws sts get-caller-identity --profile dev', 'VV7A'],
    ['-- aws --profile=dev sts get-caller-identity', 'VV7A'],
    ['-- env AWS_PROFILE=dev aws sts get-caller-identity', 'VV7A'],
    ['-- time nice -n 5 env AWS_PROFILE=dev aws sts get-caller-identity', 'VV7A'],
    ['-- terraform plan --profile dev', 'H2BS'],
  ])('%s', async (line, end) => {
    expect(await used(line)).toContain(`*${end}`);
  });

  test('its environment, and not what `env` takes away', async () => {
    const env = { AWS_PROFILE: 'dev' };
    expect(await used('-- aws sts get-caller-identity', { env })).toContain('*VV7A');
    expect(await used('-- env -u AWS_PROFILE aws sts get-caller-identity', { env })).toContain('*H2BS');
  });

  test.each([
    ['-- aws x', 'AWS CLI v2'],
    ['-- terraform plan', 'Go SDK'],
    ['-- cdk deploy', 'JavaScript SDK'],
    ['-- python x.py', 'boto3'],
    ['-- mvn verify', 'Java SDK'],
    ['--sdk rust -- ./mine', 'Rust SDK'],
    ['--sdk js -- aws x', 'JavaScript SDK'],
  ])('%s: by the rules of %s', async (line, name) => {
    expect((await used(line)).replace(/\s+/g, ' ')).toContain(`used here ${name}`);
  });

  test('what cannot be seen from here is said, and nothing of this machine is shown', async () => {
    const text = await used('-- sudo -u app aws sts get-caller-identity');
    expect(text.replace(/\s+/g, ' ')).toContain('`sudo`: it runs the program as another user');
    expect(text).not.toContain('H2BS');
  });

  test('AWS names a caller of another account than the credentials found here', async () => {
    const other = upload.replaceAll('607481581596', '111122223333');
    const { err } = await failing(other, '-- aws s3 cp a b');
    expect(err.replace(/\s+/g, ' ')).toContain('the program used other credentials than these');
    expect((await failing(upload, '-- aws s3 cp a b')).err).not.toContain('other credentials than these');
  });

  test('a call without a signature, or to another place, is not followed up, and why is said', async () => {
    const unsigned = await failing(upload, '-- aws s3 cp a b --no-sign-request');
    expect(unsigned.err).toContain('`aws --no-sign-request` sends the call without credentials');
    expect(unsigned.err).not.toContain('H2BS');
    const elsewhere = await failing(upload, '--live -- aws s3 cp a b --endpoint-url http://127.0.0.1:4566');
    expect(elsewhere.err).toContain('`aws --endpoint-url` sends the call to another place');
    expect(elsewhere.host.requests).toEqual([]);
  });
});

describe('no word of the program and no secret is shown', () => {
  const planted = 'hunter2hunter2hunter2';
  test.each([
    `-- aws secretsmanager put-secret-value --secret-string ${planted}`,
    `-- env AWS_SECRET_ACCESS_KEY=${planted} AWS_ACCESS_KEY_ID=AKIAY24FZKAOBPJTH2BS aws s3 ls`,
    `-- aws s3 ls --profile ${planted}`,
    `-- aws s3 ls --region ${planted}`,
    `-- docker run -e PASSWORD=${planted} image`,
    `-- bash -c ${planted}`,
    `-- ./${planted}/deploy.sh`,
  ])('%s', async (line) => {
    const text = `An error occurred (ExpiredToken) when calling the X operation: The security token included in the request is expired\n`;
    const { err, host } = await failing(text, `--json e.json --save s.json ${line}`);
    expect(err + [...host.written.values()].join('')).not.toContain('hunter2');
  });

  test('what the program wrote is not repeated where it looks like a secret', async () => {
    const text = `An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::607481581596:assumed-role/App/${secret} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme/${secret}" because no identity-based policy allows the s3:PutObject action\nAuthorization: AWS4-HMAC-SHA256 Credential=${secret}\n`;
    const { err, host } = await failing(text, '--json e.json --save s.json -- aws s3 cp a b');
    expect(err + [...host.written.values()].join('')).not.toContain(secret.slice(0, 12));
  });
});

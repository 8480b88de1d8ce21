import { describe, expect, test } from 'vitest';
import { chainEnv, chainFiles } from '../../src/commands/demo/chain.ts';
import { explainErrorCommand } from '../../src/commands/explain-error.ts';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { compile } from '../../src/library/compile.ts';
import { samples } from '../messages/samples.ts';
import { nothingIsSent, run } from '../support/run.ts';

const user = 'arn:aws:iam::111122223333:user/mika';
const object = 'arn:aws:s3:::acme-data/reports/a.csv';
const refused = (reason: string, action = 's3:GetObject', resource = object) =>
  `An error occurred (AccessDenied) when calling the X operation: User: ${user} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`;
const noIdentity = (action = 's3:GetObject') =>
  `because no identity-based policy allows the ${action} action`;

async function explain(text: string, ...words: readonly string[]) {
  const { out, err, status, host } = await run(['explain-error', '--json', ...words, '-'], { stdin: text });
  expect(err).toBe('');
  return { status, host, document: JSON.parse(out) as ExplainErrorDocument };
}

async function page(text: string, ...words: readonly string[]): Promise<string> {
  return (await run(['explain-error', ...words, '-'], { stdin: text })).out;
}

describe('whose the policy is', () => {
  test.each([
    [
      'with an explicit deny in a service control policy',
      'A service control policy of the organization forbids',
    ],
    [
      'because no service control policy allows the s3:GetObject action',
      'No service control policy of the organization allows',
    ],
    [
      'with an explicit deny in a resource control policy',
      'A resource control policy of the organization that owns the resource forbids',
    ],
    ['with an explicit deny in a VPC endpoint policy', 'The policy of the VPC endpoint forbids'],
    ['with an explicit deny in a resource-based policy', 'The policy of bucket acme-data forbids'],
    ['with an explicit deny in a session policy', 'The session policy of user mika forbids'],
    [
      'because no permissions boundary allows the s3:GetObject action',
      'The permissions boundary of user mika does not allow',
    ],
    ['with an explicit deny in an identity-based policy', 'An identity policy of user mika forbids'],
    [noIdentity(), 'No identity policy of user mika allows'],
    [
      '',
      'AWS refuses s3:GetObject to user mika on s3://acme-data/reports/a.csv, and does not say which policy decides',
    ],
  ])('%s', async (reason, words) => {
    const { document, status } = await explain(refused(reason));
    expect(document.summary).toContain(words);
    expect(status).toBe(0);
    expect(document.matches[0]?.askFor).toBeDefined();
  });

  test('the account of an SCP is the management account', async () => {
    const [, text = ''] = samples.find(([, sample]) => sample.includes('p-2kgnabcd')) ?? [];
    const out = await page(text);
    expect(out).toContain('management account\n                 987654321098');
    expect(out).toContain('not the cause  policies in the account: no edit there can fix this');
  });
});

describe('the smallest policy', () => {
  test('is offered where no identity policy allows the call, and the simulation allows the call with it', async () => {
    const { document } = await explain(refused(noIdentity('s3:getobject'), 's3:getobject'));
    expect(document.policy).toEqual({
      document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: object }],
      },
      simulated: 'allowed',
      lint: [],
    });
  });

  test('every policy that a known wording leads to allows what was refused; a Deny and other layers lead to none', async () => {
    let offered = 0;
    for (const [, text] of samples) {
      const { document } = await explain(text);
      const { layer, explicit, caller, action, resource = '*' } = document.fields;
      if (document.policy === undefined) continue;
      offered += 1;
      expect([layer, explicit]).toEqual(['identity', false]);
      if (caller === undefined || action === undefined) throw new Error('a policy for nobody');
      const policies = compile({ identity: [document.policy.document as object] });
      expect(policies.decide({ principal: caller, action, resource }).decision).toBe('allowed');
    }
    expect(offered).toBeGreaterThan(1);
  });

  test.each([
    ['an explicit deny', refused('with an explicit deny in an identity-based policy')],
    ['another layer', refused('because no permissions boundary allows the s3:GetObject action')],
    ['no layer', refused('')],
    ['an action that there is none of', refused(noIdentity('s3:GetObjekt'), 's3:GetObjekt')],
    [
      'a resource that the action does not take',
      refused(noIdentity(), 's3:GetObject', 'arn:aws:sqs:eu-west-1:111122223333:q'),
    ],
    [
      'a key, whose own policy must allow it, too',
      refused(noIdentity('kms:Decrypt'), 'kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1'),
    ],
  ])('is not offered for %s', async (_, text) => {
    const { document } = await explain(text);
    expect(document.policy).toBeUndefined();
    expect(await page(text)).not.toContain('"Effect"');
    const { status, err, host } = await run(['explain-error', '--suggest', 'p.json', '-'], { stdin: text });
    expect(status).toBe(2);
    expect(err).toContain('no policy is written');
    expect(host.written).toEqual(new Map());
  });

  test('is not offered where a policy that was given denies the call all the same', async () => {
    const Statement = [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }];
    const files = { 'p.json': JSON.stringify({ Version: '2012-10-17', Statement }) };
    const { out } = await run(['explain-error', '--json', '--policy', 'p.json', '-'], {
      stdin: refused(noIdentity()),
      files,
    });
    expect((JSON.parse(out) as ExplainErrorDocument).policy).toBeUndefined();
  });

  test('--suggest writes it', async () => {
    const { host, status } = await explain(refused(noIdentity()), '--suggest', 'p.json');
    expect(status).toBe(0);
    expect([...host.written.values()].join('')).toContain('"Action": "s3:GetObject"');
  });
});

describe('several errors', () => {
  test('equal refusals are one with a count, others stand beside it', async () => {
    const line = (key: string) =>
      `2026-01-31T17:12:00Z ${refused(noIdentity(), 's3:GetObject', `arn:aws:s3:::acme/${key}`)}\n`;
    const { document } = await explain(line('a') + 'all is well\n' + line('b') + line('a'));
    expect(document.errors).toBe(3);
    expect(document.matches.map(({ count, fields }) => [count, fields?.resource])).toEqual([
      [2, 'arn:aws:s3:::acme/a'],
      [1, 'arn:aws:s3:::acme/b'],
    ]);
  });

  test('a Terraform run with three refusals', async () => {
    const box = (name: string) =>
      `╷\n│ Error: creating IAM User (${name}): operation error IAM: CreateUser, https response error StatusCode: 403,\n│ RequestID: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f, api error AccessDenied: User: ${user} is not\n│ authorized to perform: iam:CreateUser on resource:\n│ arn:aws:iam::111122223333:user/${name} because no identity-based policy allows the\n│ iam:CreateUser action\n│ \n│   with aws_iam_user.x,\n╵\n`;
    const { document } = await explain(['a', 'b', 'c'].map(box).join(''));
    expect(document.matches.map(({ fields }) => fields?.resource)).toEqual(
      ['a', 'b', 'c'].map((name) => `arn:aws:iam::111122223333:user/${name}`),
    );
    expect(document.fields).toMatchObject({ operation: 'CreateUser', httpStatus: 403 });
  });

  test('two different errors are both answered', async () => {
    const { document } = await explain(
      'Unable to locate credentials. You can configure credentials by running "aws configure".\nYou must specify a region.\n',
    );
    expect(document.matches.map(({ id }) => id)).toEqual(['E20', 'E36']);
  });
});

describe('this machine', () => {
  const expired =
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.';
  const world = {
    homeFolder: '/home/user',
    files: chainFiles,
    env: { ...chainEnv, AWS_PROFILE: 'prod' },
  };

  test('says which credentials are used and what is wrong with them, and repairs that first', async () => {
    const { out, status } = await run(['explain-error', expired], world);
    expect(status).toBe(0);
    expect(out).toContain('used here    AWS CLI v2 uses environment: ****************ZJ4M');
    expect(out.indexOf('Found on this machine')).toBeLessThan(out.indexOf('Other causes'));
    expect(out).toMatch(/repair +unset AWS_ACCESS_KEY_ID/);
  });

  test('a profile that the text names is the one that is looked for', async () => {
    const { out } = await run(['explain-error', 'The config profile (dev) could not be found'], world);
    expect(out).toContain('profile `dev` does not exist');
  });

  test('a clock that is off is told by how much', async () => {
    const { document } = await explain(
      'Signature expired: 20210502T144040Z is now earlier than 20210502T173143Z (20210502T174643Z - 15 min.)',
    );
    expect(document.summary).toContain('It is 3 h 6 min slow');
  });
});

describe('with policies and with AWS', () => {
  test('policies that are given decide at once, and the statement is shown', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 'NoReports', Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    });
    const { out } = await run(['explain-error', '--policy', 'p.json', '-'], {
      stdin: refused('with an explicit deny in an identity-based policy'),
      files: { 'p.json': policy },
    });
    expect(out).toContain('With the policies that you gave');
    expect(out).toContain('NoReports');
  });

  const encoded = 'Ab1_'.repeat(60);
  const text = `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`;

  test('an encoded message is decoded with --live, and its request is saved', async () => {
    const asked: string[] = [];
    const command = explainErrorCommand(() => (message) => {
      asked.push(message);
      return Promise.resolve(
        JSON.stringify({
          allowed: false,
          explicitDeny: true,
          matchedStatements: { items: [{ statementId: 'NoLarge', effect: 'DENY' }] },
          context: {
            principal: { id: 'AIDAEXAMPLE', arn: user },
            action: 'RunInstances',
            resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
          },
        }),
      );
    });
    const host = memoryHost({ stdin: text });
    const options = {
      sdk: 'cli',
      offline: false,
      json: true,
      verbose: false,
      live: true,
      save: 'denied.json',
    };
    const answer = await command.run(host, ['-'], options, nothingIsSent);
    if (answer.kind !== 'document') throw new Error('one answer');
    expect(asked).toEqual([encoded]);
    expect(answer.document()).toMatchObject({
      evidence: 'encoded-message',
      fields: { action: 'ec2:RunInstances', explicit: true, caller: user },
    });
    expect([...host.written.values()].join('')).toContain('"action": "ec2:RunInstances"');
  });

  test('without --live it says how to have it decoded', async () => {
    expect(await page(text)).toContain('iamx explain-error --live - < message.txt');
  });

  test('a truncated message is called truncated', async () => {
    expect(await page(text.slice(0, -210))).toContain('truncated');
    expect(await page(`${text.slice(0, -100)}...`)).toContain('truncated');
  });
});

describe('what is no error', () => {
  test.each([
    ['no error', 'all is well\n'],
    ['an empty box', '╷\n╵\n'],
    ['junk', '\u0000\u0001\ufffd'.repeat(3000)],
    ['a megabyte without a line end', 'x'.repeat(1024 * 1024)],
    ['JSON without an error', '{"Records":[]}'],
  ])('%s', async (_, text) => {
    const { document, status } = await explain(text);
    expect([status, document.verdict, document.errors]).toEqual([1, 'unknown', 0]);
    expect(document.diagnostics[0]?.code).toBe('explain-error/none');
  });

  test('an error in a megabyte without a line end is found', async () => {
    const noise = 'x'.repeat(600 * 1024);
    const { document } = await explain(`${noise} ${refused(noIdentity())} ${noise}`);
    expect(document.fields).toMatchObject({ action: 's3:GetObject', layer: 'identity' });
  });

  test('JSON that is cut is read as text', async () => {
    const event = JSON.stringify({
      errorCode: 'AccessDenied',
      errorMessage: refused(noIdentity()),
      eventName: 'GetObject',
    });
    const { document } = await explain(`{"Records":[${event},{"eventV`);
    expect(document.fields).toMatchObject({ code: 'AccessDenied', action: 's3:GetObject' });
  });

  test('an unknown error shows what is read of it', async () => {
    const { document, status } = await explain(
      'An error occurred (WhoKnows) when calling the DoThing operation: something odd happened',
    );
    expect(status).toBe(1);
    expect(document.fields).toMatchObject({
      code: 'WhoKnows',
      operation: 'DoThing',
      message: 'something odd happened',
    });
  });

  test.each([
    ['nofile.txt', 'there is no file of this name'],
    ['/w/logs', 'this is a folder'],
  ])('a word that may have been meant for a file, %s: it is said that none was read', async (word, says) => {
    const { out, status } = await run(['explain-error', word], { files: { '/w/logs/a.log': 'x' } });
    expect([status, out]).toEqual([1, expect.stringContaining(says)]);
    const text = await run(['explain-error', 'AROAY24FZKAOBPJTH2BSF']);
    expect(text.out).not.toContain('file of this name');
  });

  test('nothing at all is a mistake in the question', async () => {
    const { status, err } = await run(['explain-error', '-'], { stdin: ' \n' });
    expect(status).toBe(2);
    expect(err).toContain('there is no text to explain');
  });
});

describe('secrets in the text are nowhere in the answer', () => {
  const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzEXAMPLEKEY'.replace('zzEXAMPLEKEY', 'q8aZ0pLmN1vB');
  const token = `IQoJb3JpZ2luX2VjE${'aB3dE5fG7hJ9'.repeat(12)}`;
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.${'aB3dE5fG'.repeat(5)}`;
  const texts: readonly (readonly [string, string])[] = [
    ['an exported key', `AWS_SECRET_ACCESS_KEY=${secret}\n${refused(noIdentity())}`],
    [
      'a header',
      `Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x, Signature=${'ab12'.repeat(16)}\n${refused('')}`,
    ],
    ['a cookie', `Cookie: aws-creds=${token}; session=hunter2hunter2\n${refused('')}`],
    [
      'in the message',
      `An error occurred (WhoKnows) when calling the X operation: the token ${token} and ${jwt} and key ${secret} are odd`,
    ],
    ['as the resource', refused(noIdentity(), 's3:GetObject', `arn:aws:s3:::acme/${secret}`)],
    [
      'as the caller',
      `User: arn:aws:sts::111122223333:assumed-role/App/${secret} is not authorized to perform: s3:GetObject`,
    ],
    ['as a profile', `The config profile (${secret}) could not be found`],
    ['in a URL', `Could not connect to the endpoint URL: "https://u:${secret}@host.example/?token=${token}"`],
    [
      'in a HAR',
      JSON.stringify({
        log: {
          entries: [
            {
              request: { headers: [{ name: 'Cookie', value: token }] },
              response: {
                content: {
                  text: JSON.stringify({ __type: 'AccessDenied', message: `${refused('')} ${secret}` }),
                },
              },
            },
          ],
        },
      }),
    ],
  ];
  test.each(texts)('%s', async (_, text) => {
    for (const words of [[], ['--json'], ['--verbose'], ['--request', 'markdown'], ['--save', 's.json']]) {
      const { out, err, host } = await run(['explain-error', ...words, '-'], { stdin: text });
      const all = [out, err, ...host.written.values()].join('\n').replace(/\s+/g, '');
      for (const hidden of [secret, token, jwt, 'hunter2hunter2', 'ab12'.repeat(16)]) {
        for (let at = 0; at + 12 <= hidden.length; at += 6)
          expect(all).not.toContain(hidden.slice(at, at + 12));
      }
    }
  });
});

test('the request text says who, what, which layer, and the policy wanted', async () => {
  const out = await page(refused(noIdentity()), '--request', 'markdown');
  for (const piece of [
    '### Access needed: s3:GetObject',
    `- who: \`${user}\``,
    'no identity-based policy allows it',
    '```json',
  ])
    expect(out).toContain(piece);
});

describe('policies and context of a scenario', () => {
  const policy = (Effect: string, Sid: string, Condition = {}) => ({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect, Action: 's3:*', Resource: '*', ...(Effect === 'Deny' ? { Condition } : {}) }],
  });
  const scenario = JSON.stringify({
    request: {
      principal: 'arn:aws:iam::111122223333:user/other',
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::other/x',
      context: { 'aws:SourceIp': '203.0.113.10' },
    },
    policies: {
      identity: [policy('Allow', 'All')],
      scp: [[policy('Deny', 'FromOutside', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })]],
    },
  });

  test('decide the refused request, and the statement is shown', async () => {
    const { out } = await run(['explain-error', '--scenario', 's.json', '-'], {
      stdin: refused('with an explicit deny in a service control policy'),
      files: { 's.json': scenario },
    });
    expect(out).toContain('With the policies that you gave');
    expect(out).toContain('FromOutside');
    expect(out).not.toContain('user/other');
  });

  test('stand in the document, too, beside policies of options', async () => {
    const { out } = await run(
      ['explain-error', '--json', '--scenario', 's.json', '--policy', 'p.json', '-'],
      {
        stdin: refused(noIdentity()),
        files: { 's.json': scenario, 'p.json': JSON.stringify(policy('Deny', 'Mine')) },
      },
    );
    const { steps } = JSON.parse(out) as ExplainErrorDocument;
    expect(steps.at(-1)).toMatchObject({ id: 'simulate', outcome: 'explicitDeny' });
    expect(JSON.stringify(steps)).toContain('Mine');
  });

  test.each([
    ['a file that is not there', 's.yaml', {}],
    ['a file that is none', 's.json', { 's.json': '{"request": 1}' }],
  ])('%s ends with 2', async (_, file, files) => {
    const { status, err } = await run(['explain-error', '--scenario', file, '-'], {
      stdin: refused(noIdentity()),
      files,
    });
    expect(status).toBe(2);
    expect(err).toContain(file);
  });
});

test('a snapshot is no option of this version', async () => {
  const { status, err, out } = await run(['explain-error', '--snapshot', 's.json', '-'], {
    stdin: refused(noIdentity()),
  });
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain('--snapshot');
});

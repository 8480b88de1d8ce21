import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../src/documents/check.ts';
import type { ExplainErrorDocument } from '../src/documents/explain-error.ts';
import type { SimulateDocument } from '../src/documents/simulate.ts';
import { account, user } from './checks/support/account.ts';
import { allow, deny, jwt, now, policy, trust } from './checks/support/files.ts';
import { follow } from './checks/support/follow.ts';
import { startFakeAws, type FakeAws } from './checks/support/server.ts';
import { run, type Ran } from './support/run.ts';

/** Eleven refusals that people bring: from the text in front of them to the edit that mends it, and on to the answer then. */

type Files = Readonly<Record<string, object | string>>;

const mika = 'arn:aws:iam::111122223333:user/mika';
const app = 'arn:aws:iam::111122223333:role/App';
const ops = 'arn:aws:iam::444455556666:role/Ops';

function iamx(words: readonly string[], files: Files = {}): Promise<Ran> {
  const texts = Object.entries(files).map(([name, value]) => [
    `/w/${name}`,
    typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  ]);
  return run(words, { now, cwd: '/w', files: Object.fromEntries(texts) as Readonly<Record<string, string>> });
}

/** What is to be typed next, as `explain-error` says it. */
async function leadsTo(error: string): Promise<readonly string[]> {
  const { out, status } = await run(['explain-error', '--json', '-'], { stdin: error });
  expect(status).toBe(0);
  const { matches } = JSON.parse(out) as ExplainErrorDocument;
  return matches.flatMap(({ remedies, next }) => [
    ...remedies.flatMap(({ command }) => command ?? []),
    ...(next === undefined ? [] : [next]),
  ]);
}

async function check(words: readonly string[], files: Files): Promise<CheckDocument & { status: number }> {
  const { out, status } = await iamx(['check', ...words, '--json'], files);
  return { ...(JSON.parse(out) as CheckDocument), status };
}

const hintsOf = ({ diagnostics }: CheckDocument) =>
  diagnostics.map(({ message, hint }) => `${message} ${JSON.stringify(hint ?? '')}`).join('\n');
const refusing = ({ steps }: CheckDocument) =>
  steps.filter(({ outcome }) => outcome === 'no').map(({ id }) => id);
const plain = (text: string) => text.replace(/[\s│]+/g, ' ');

describe('15: Not authorized to perform sts:AssumeRoleWithWebIdentity', () => {
  const github = 'token.actions.githubusercontent.com';
  const cluster = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
  const trusting = (host: string, condition: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
    trust(
      { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
      condition,
      'sts:AssumeRoleWithWebIdentity',
    );
  const token = (host: string, sub: string) =>
    jwt({ iss: `https://${host}`, aud: 'sts.amazonaws.com', sub, exp: now / 1000 + 300 });
  const main = 'repo:acme/app:ref:refs/heads/main';
  const prod = 'repo:acme/app:environment:prod';

  test('leads to the check of the token', async () => {
    expect(
      await leadsTo(
        'Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
      ),
    ).toContain('iamx check assume-role ROLE --web-identity-token FILE');
  });

  test.each([
    ['letter case', github, `${github}:sub`, 'repo:acme/App:ref:refs/heads/main', main],
    ['an environment in the place of the branch', github, `${github}:sub`, main, prod],
    [
      'a new repository, which sends ids',
      github,
      `${github}:sub`,
      main,
      'repo:acme@1/app@2:ref:refs/heads/main',
    ],
    [
      'another service account of the cluster',
      cluster,
      `${cluster}:sub`,
      'system:serviceaccount:a:x',
      'system:serviceaccount:a:y',
    ],
  ])('%s: the value that it names lets the token in', async (_, host, key, wanted, sent) => {
    const words = ['assume-role', app, '--trust-policy', 't.json', '--web-identity-token', 'j'];
    const ask = (value: string) =>
      check(words, { 't.json': trusting(host, { StringEquals: { [key]: value } }), j: token(host, sent) });
    const before = await ask(wanted);
    expect([before.status, refusing(before)]).toEqual([1, ['trust']]);
    expect(hintsOf(before)).toContain(sent);
    expect((await ask(sent)).status).toBe(0);
  });

  test('a key that no token has: it is named, and its right name lets the token in', async () => {
    const words = ['assume-role', app, '--trust-policy', 't.json', '--web-identity-token', 'j'];
    const ask = (key: string) =>
      check(words, { 't.json': trusting(github, { StringEquals: { [key]: main } }), j: token(github, main) });
    const before = await ask(`${github}:subject`);
    expect(before.status).toBe(1);
    expect(hintsOf(before)).toContain(`\`${github}:subject\` is no key that AWS makes of a token`);
    expect(hintsOf(before)).toContain(`Did you mean \`${github}:sub\`?`);
    expect((await ask(`${github}:sub`)).status).toBe(0);
  });
});

describe('16: AssumeRole denied, and no hint which side', () => {
  const words = ['assume-role', ops, '--principal', mika, '--trust-policy', 't.json', '--policy', 'p.json'];
  const naming = (who: string | readonly string[]) => trust({ AWS: who });
  const may = policy(allow('sts:AssumeRole', ops));

  test('leads to the check of both sides', async () => {
    const commands = await leadsTo(
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${mika} is not authorized to perform: sts:AssumeRole on resource: ${ops}`,
    );
    expect(commands).toContain(`iamx check assume-role ${ops}`);
  });

  test('the trust policy: the edit that it names lets the caller in', async () => {
    const before = await check(words, { 't.json': naming(app), 'p.json': may });
    expect([before.status, refusing(before)]).toEqual([1, ['trust']]);
    expect(before.diagnostics).toMatchObject([
      {
        code: 'check/trust-edit',
        message:
          'the trust policy has to let the caller in, and whoever manages account 444455556666 writes it',
        hint: `To let it in: add { "AWS": "${mika}" } to Principal in Allow statement 1 (t.json:4)`,
      },
    ]);
    expect(before.remedies.map(({ command }) => command)).toEqual([
      'aws iam get-role --role-name Ops --query Role.AssumeRolePolicyDocument --output json > trust.json',
      '${EDITOR:-vi} +1 trust.json',
      'aws iam update-assume-role-policy --role-name Ops --policy-document file://trust.json',
    ]);
    expect((await check(words, { 't.json': naming([app, mika]), 'p.json': may })).status).toBe(0);
  });

  test('the caller: the statement that it names lets it pass', async () => {
    const before = await check(words, { 't.json': naming(mika), 'p.json': policy(allow('s3:*', '*')) });
    expect([before.status, refusing(before)]).toEqual([1, ['identity']]);
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ops };
    const told = JSON.stringify(statement)
      .replace(/([{,:])(?=")/g, '$1 ')
      .replace('}', ' }');
    expect(before.diagnostics).toMatchObject([{ hint: `As a statement: ${told}` }]);
    const mended = policy(allow('s3:*', '*'), statement);
    expect((await check(words, { 't.json': naming(mika), 'p.json': mended })).status).toBe(0);
  });
});

test('17: the hour of role chaining: the check refuses two, and lets one pass', async () => {
  const commands = await leadsTo(
    'An error occurred (ValidationError) when calling the AssumeRole operation: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  );
  expect(commands).toContain('iamx check assume-role ROLE --duration SECONDS');
  const ask = (seconds: string) =>
    check(
      [
        ...['assume-role', app, '--trust-policy', 't.json', '--max-session-duration', '43200'],
        ...['--principal', 'arn:aws:sts::111122223333:assumed-role/Dev/me', '--duration', seconds],
      ],
      { 't.json': trust({ AWS: 'arn:aws:iam::111122223333:role/Dev' }) },
    );
  expect(refusing(await ask('7200'))).toEqual(['duration']);
  expect((await ask('3600')).status).toBe(0);
});

describe('18: Invalid principal in policy, for a role that is there or was', () => {
  const bucket = (AWS: string) =>
    policy({ ...allow('s3:GetObject', 'arn:aws:s3:::acme/*'), Principal: { AWS } });

  test('names whom AWS named, and how to see whether it is there', async () => {
    const text = `MalformedPolicy: Invalid principal in policy: "AWS":"${app}"`;
    expect(await leadsTo(text)).toEqual(
      expect.arrayContaining(['aws iam get-role --role-name App', 'iamx lint policy.json']),
    );
    const { out } = await run(['explain-error', '-'], { stdin: text });
    expect(plain(out)).toContain(`a principal that AWS cannot find: ${app}`);
  });

  test('lint finds what is left of a deleted role, decode its account; the role’s ARN mends it', async () => {
    const id = 'AROAY24FZKAOBPJTH2BSF';
    const before = await iamx(['lint', 'policy.json', '--fail-on', 'warning'], { 'policy.json': bucket(id) });
    expect(before.status).toBe(1);
    expect(plain(before.out)).toContain(`\`${id}\` is the id of a role: it was deleted`);
    expect(before.out).toContain('policy.json:9:16');
    expect(plain((await iamx(['decode', id])).out)).toContain('account 607481581596');
    const after = await iamx(['lint', 'policy.json', '--fail-on', 'warning'], { 'policy.json': bucket(app) });
    expect(after.out).not.toContain('principal-role-id');
  });
});

test('19: com.amazon.balsa.error: lint finds the empty list, and a full one mends it', async () => {
  const commands = await leadsTo(
    'com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
  );
  expect(commands).toContain('iamx lint policy.json');
  const lint = (AWS: readonly string[]) =>
    iamx(['lint', 'policy.json', '--json'], { 'policy.json': trust({ AWS }) });
  expect((await lint([])).out).toContain('empty-principal-list');
  expect((await lint([app])).out).not.toContain('empty-principal-list');
});

describe('20: DeleteUser: must remove referenced objects first, and nobody says which', () => {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => aws.close());

  test('what is in the way is named, and what it prints deletes the user', async () => {
    const of = account({ users: new Map([['mika', user({ ssh: new Set(['APKAEIBAERJR2EXAMPLE']) })]]) });
    const refusal = 'Cannot delete entity, must remove referenced objects first.';
    expect(() => follow(of, 'aws iam delete-user --user-name mika')).toThrow(refusal);
    const commands = await leadsTo(
      `An error occurred (DeleteConflict) when calling the DeleteUser operation: ${refusal}`,
    );
    expect(commands).toContain('iamx check delete-user NAME');
    aws.play({ account: of });
    const told = JSON.parse((await aws.check(['delete-user', 'mika', '--json'])).out) as CheckDocument;
    expect(refusing(told)).toEqual(['ssh-public-keys']);
    for (const { command } of told.remedies) follow(of, command as unknown as string);
    expect(of.users.size).toBe(0);
  });
});

describe('21: the simulator of AWS knows not all that decides', () => {
  const task = 'arn:aws:ecs:eu-west-1:111122223333:task/web/0123456789abcdef0123456789abcdef';
  const everything = allow('*', '*');
  const noExec = deny('ecs:ExecuteCommand', '*', {
    StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Break*' },
  });
  const asking = (principal: string, action: string, resource: string) => [
    ...['simulate', '--managed', 'AdministratorAccess', '--principal', principal],
    ...['--action', action, '--resource', resource],
  ];
  const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';
  const object = 'arn:aws:s3:::acme/q1.csv';
  const others = allow('s3:GetObject', 'arn:aws:s3:::other/*');
  const these = allow('s3:GetObject', ['arn:aws:s3:::other/*', object] as unknown as string);

  test.each([
    {
      layer: 'an SCP, of whatever level',
      words: [...asking(mika, 'ecs:ExecuteCommand', task), '--scp', 'root.json', '--scp', 'p.json'],
      files: { 'root.json': policy(everything) },
      before: policy(everything, noExec),
      shows: ['explicit deny · service control policies', 'p.json:9', 'without it: allowed'],
      after: policy(everything),
    },
    {
      layer: 'an RCP',
      words: [
        ...asking(mika, 's3:GetObject', object),
        '--resource-account',
        '111122223333',
        '--rcp',
        'p.json',
      ],
      files: {},
      before: policy({ ...deny('s3:*', '*'), Principal: '*' }),
      shows: ['explicit deny · resource control policies', 'p.json:4'],
      after: policy({ ...deny('s3:*', 'arn:aws:s3:::other/*'), Principal: '*' }),
    },
    {
      layer: 'a session policy',
      words: [...asking(session, 's3:GetObject', object), '--session-policy', 'p.json'],
      files: {},
      before: policy(others),
      shows: ['implicit deny · session policies', `allowed if you add "${object}" to Resource`, '(p.json:4)'],
      after: policy(these),
    },
    {
      layer: 'the policy of a VPC endpoint',
      words: [...asking(mika, 's3:GetObject', object), '--endpoint-policy', 'p.json'],
      files: {},
      before: policy({ ...others, Principal: '*' }),
      shows: [
        'implicit deny · VPC endpoint policy',
        `allowed if you add "${object}" to Resource`,
        '(p.json:4)',
      ],
      after: policy({ ...these, Principal: '*' }),
    },
  ])(
    '$layer refuses an administrator, and the edit lets the call pass',
    async ({ words, files, before, shows, after }) => {
      const refused = await iamx(words, { ...files, 'p.json': before });
      expect(refused.status).toBe(1);
      for (const part of shows) expect(plain(refused.out)).toContain(part);
      expect((await iamx(words, { ...files, 'p.json': after })).status).toBe(0);
    },
  );

  test('an administrator is allowed where nothing limits', async () => {
    const { out, status } = await iamx(asking(mika, 'ecs:ExecuteCommand', task));
    expect([status, out]).toEqual([0, expect.stringMatching(/^ALLOWED/m)]);
  });

  test('a policy of AWS that is named as a file: told how it is named', async () => {
    const words = [
      'simulate',
      '--policy',
      'AdministratorAccess',
      '--principal',
      mika,
      '--action',
      'sqs:ListQueues',
    ];
    const { err, status } = await iamx([...words, '--resource', '*']);
    expect([status, plain(err)]).toEqual([2, expect.stringContaining('`--managed AdministratorAccess`')]);
    const told = words.map((word) => (word === '--policy' ? '--managed' : word));
    expect((await iamx([...told, '--resource', '*'])).status).toBe(0);
  });
});

describe('22: the simulator of AWS ignores trust policies', () => {
  const words = [
    ...[
      'simulate',
      '--policy',
      'p.json',
      '--principal',
      mika,
      '--action',
      'sts:AssumeRole',
      '--resource',
      ops,
    ],
  ];
  const may = policy(allow('sts:AssumeRole', ops));

  test('without one nothing is allowed, and what fetches it is told', async () => {
    const { out, status } = await iamx(words, { 'p.json': may });
    expect(status).toBe(1);
    const text = plain(out);
    expect(text).toContain('implicit deny · trust policy');
    expect(text).toContain('give the trust policy if there is one: --resource-policy trust.json');
    expect(text).toMatch(
      /\$ aws iam get-role --role-name Ops --query Role\.AssumeRolePolicyDocument > \\ trust\.json/,
    );
  });

  test('one that does not name the caller refuses, by its line; the edit lets the caller in', async () => {
    const all = [...words, '--resource-policy', 'trust.json'];
    const before = await iamx(all, { 'p.json': may, 'trust.json': trust({ AWS: app }) });
    expect(before.status).toBe(1);
    expect(plain(before.out)).toContain(
      `allowed if you add { "AWS": "${mika}" } to Principal in Allow statement 1 (trust.json:4)`,
    );
    const mended = trust({ AWS: [app, mika] });
    expect((await iamx(all, { 'p.json': may, 'trust.json': mended })).status).toBe(0);
  });
});

describe('23: the keys that are called missing do not matter', () => {
  const endpoint = { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } };
  const all = policy(
    allow('s3:GetObject', 'arn:aws:s3:::acme/*', endpoint),
    allow('ec2:RunInstances', '*', { StringEquals: { 'ec2:InstanceType': 't3.micro' } }),
    allow('s3:GetObject', 'arn:aws:s3:::other/*', { StringEquals: { 'aws:PrincipalTag/team': 'x' } }),
    deny('s3:DeleteObject', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
  );
  const words = [
    ...['simulate', '--policy', 'p.json', '--principal', mika, '--action', 's3:GetObject'],
    ...['--resource', 'arn:aws:s3:::acme/q1.csv', '--resource-account', '111122223333'],
  ];
  const ask = async (...more: readonly string[]) => {
    const { out } = await iamx([...words, ...more, '--json'], { 'p.json': all });
    const [result] = (JSON.parse(out) as SimulateDocument).results;
    return result;
  };

  test('the one that decides is named alone, with the value that is wanted; with it the call is allowed', async () => {
    const before = await ask();
    expect(before).toMatchObject({ decision: 'implicitDeny', missingContext: ['aws:SourceVpce'] });
    expect(before?.dependsOn).toEqual([
      {
        decision: 'allowed',
        when: [expect.objectContaining({ key: 'aws:SourceVpce', values: ['vpce-0a1b2c3d'] })],
      },
    ]);
    expect(await ask('--context', 'aws:SourceVpce=vpce-0a1b2c3d')).toMatchObject({
      decision: 'allowed',
      dependsOn: [],
      missingContext: [],
    });
  });

  test('a key that no value can help with is not named', async () => {
    const { out } = await iamx(
      ['simulate', '--policy', 'p.json', ...words.slice(3), '--context', 'aws:SourceVpce=vpce-9'],
      {
        'p.json': all,
      },
    );
    expect(out).not.toMatch(/InstanceType|PrincipalTag|MultiFactorAuthPresent/);
  });
});

describe('24: a layer whose wording other readers do not know', () => {
  const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';
  const refused = `User: ${session} is not authorized to perform: sns:Publish on resource: arn:aws:sns:us-east-1:111122223333:news`;

  test.each([
    ['identity-based policy', 'identity'],
    ['resource-based policy', 'resource'],
    ['permissions boundary', 'boundary'],
    ['session policy', 'session'],
    ['sessions policy', 'session'],
    ['service control policy', 'scp'],
    ['resource control policy', 'rcp'],
    ['VPC endpoint policy', 'endpoint'],
  ])('%s: refused by a Deny or for want of an Allow, it is named with its owner', async (words, layer) => {
    for (const ending of [
      ` with an explicit deny in a ${words}`,
      ` because no ${words} allows the sns:Publish action`,
    ]) {
      const { out } = await run(['explain-error', '--json', '-'], { stdin: refused + ending });
      const document = JSON.parse(out) as ExplainErrorDocument;
      expect(document.fields).toMatchObject({
        layer,
        action: 'sns:Publish',
        callerRole: expect.any(String) as string,
      });
      expect(document.matches[0]?.askFor).toBeDefined();
      // An Allow helps against the want of one alone, and where its owner is whoever manages the role.
      if (document.policy !== undefined)
        expect([layer, document.fields.explicit]).toEqual(['identity', false]);
    }
  });
});

describe('25: yes or no without the clause that decided, or a trace too long to read', () => {
  const statements = Array.from({ length: 300 }, (_, index) => ({
    Sid: `S${index}`,
    ...allow('s3:GetObject', `arn:aws:s3:::bucket-${index}/*`),
  }));
  const denying = {
    Sid: 'NoHttp',
    ...deny('s3:Get*', 'arn:aws:s3:::bucket-7/*', { Bool: { 'aws:SecureTransport': 'false' } }),
  };
  const long = policy(...statements, denying);
  const files = {
    'p.json': long,
    'reads.iamx.yaml': [
      'name: reads by HTTP',
      'request:',
      `  principal: ${mika}`,
      '  action: s3:GetObject',
      '  resource: arn:aws:s3:::bucket-7/x',
      '  context: { aws:SecureTransport: "false" }',
      'policies: { identity: [ { file: p.json } ] }',
      'expect: allowed',
    ].join('\n'),
  };
  const line = JSON.stringify(long, null, 2)
    .split('\n')
    .findIndex((text) => text.includes('"NoHttp"'));
  const words = ['simulate', '--policy', 'p.json', '--principal', mika, '--action', 's3:GetObject'];
  const asked = [...words, '--resource', 'arn:aws:s3:::bucket-7/x'];

  test('one of 301 statements is named with its line, on one screen', async () => {
    const { out, status } = await iamx([...asked, '--context', 'aws:SecureTransport=false'], files);
    expect(status).toBe(1);
    expect(out).toContain(`Deny "NoHttp"  p.json:${line}`);
    expect(plain(out)).toContain('aws:SecureTransport is false');
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
    expect(plain(out)).toContain('allowed if aws:SecureTransport is not false');
    const after = await iamx([...asked, '--context', 'aws:SecureTransport=true'], files);
    expect([after.status, after.out]).toEqual([0, expect.stringMatching(/Allow "S7" {2}p\.json:\d+/)]);
  });

  test('a failed test says which statement of which file decided', async () => {
    const failed = await iamx(['test', 'reads.iamx.yaml'], files);
    expect(failed.status).toBe(1);
    expect(plain(failed.out)).toContain('expected allowed, got explicit deny');
    expect(failed.out).toContain(`Deny "NoHttp"  p.json:${line}`);
    const mended = { ...files, 'reads.iamx.yaml': files['reads.iamx.yaml'].replace('"false"', '"true"') };
    expect((await iamx(['test', 'reads.iamx.yaml'], mended)).status).toBe(0);
  });
});

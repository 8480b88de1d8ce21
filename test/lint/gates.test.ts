import { describe, expect, test } from 'vitest';
import type { MemoryWorld } from '../../src/host/memory.ts';
import type { Gate } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';
import { publicTypes } from './public-types.ts';

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (action: string | readonly string[], resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

async function gatesOf(
  words: readonly string[],
  world: MemoryWorld,
): Promise<{ readonly status: number; readonly gates: readonly Gate[] }> {
  const { out, err, status } = await run(['lint', '--json', ...words], world);
  expect(err).toBe('');
  return { status, gates: (JSON.parse(out) as { gates: readonly Gate[] }).gates };
}

async function errorOf(words: readonly string[], world: MemoryWorld): Promise<Record<string, unknown>> {
  const { out, err, status } = await run(['lint', '--json', ...words], world);
  expect([status, out]).toEqual([2, '']);
  return JSON.parse(err) as Record<string, unknown>;
}

/** What `iamx simulate` says of a gate's witness under a policy of a file. */
async function simulated({ witness, policies }: Gate, layer: string, text: string): Promise<unknown> {
  const own: unknown = JSON.parse(text);
  const isList = layer !== 'resource';
  const scenario = { request: witness, policies: { ...policies, [layer]: isList ? [own] : own } };
  const { out } = await run(['simulate', '--json', '--scenario', 'witness.json'], {
    files: { 'witness.json': JSON.stringify(scenario) },
  });
  const { results } = JSON.parse(out) as { results: readonly { decision: string }[] };
  return results[0]?.decision;
}

describe('--no-public', () => {
  const open = (action: string, resource: string) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: action,
    ...(resource === '' ? {} : { Resource: resource }),
  });
  const pin = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };

  test('the 26 types of AWS are here', () => {
    expect(new Set(publicTypes.map(([type]) => type)).size).toBe(26);
  });

  test.each(publicTypes)('%s: open to everyone', async (type, action, resource) => {
    const text = policy(open(action, resource));
    const { status, gates } = await gatesOf(['--no-public', '--resource-type', type, 'p.json'], {
      files: { 'p.json': text },
    });
    expect(status).toBe(1);
    expect(gates).toMatchObject([
      { gate: 'no-public', answer: 'no', aws: { result: 'FAIL', reasons: [{ statementIndex: 0 }] } },
    ]);
    const [gate] = gates;
    if (gate !== undefined) expect(await simulated(gate, 'resource', text)).toBe('allowed');
  });

  test.each(publicTypes)(
    '%s: closed by a condition, by a name, and by a Deny',
    async (type, action, resource) => {
      const deny = {
        ...open(action, resource),
        Effect: 'Deny',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      };
      const closed = [
        policy({ ...open(action, resource), ...pin }),
        policy({ ...open(action, resource), Principal: { AWS: 'arn:aws:iam::444455556666:root' } }),
        policy(open(action, resource), deny),
      ];
      for (const text of closed) {
        const { gates } = await gatesOf(['--no-public', '--resource-type', type, 'p.json'], {
          files: { 'p.json': text },
        });
        expect(gates).toMatchObject([{ answer: 'yes', aws: { result: 'PASS', reasons: [] } }]);
      }
    },
  );

  const data = (more: object) => ({ ...open('s3:GetObject', 'arn:aws:s3:::acme-data/*'), ...more });

  test.each([
    ['every organization', data({ Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } })],
    ['IfExists', data({ Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } })],
    [
      'two halves of all addresses',
      data({ Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } } }),
    ],
    ['a header', data({ Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } })],
    ['a tag of the caller', data({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } })],
    ['a negated test', data({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
    [
      'every value of none',
      data({ Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/' } } }),
    ],
    ['everyone in a list', data({ Principal: { AWS: ['arn:aws:iam::444455556666:root', '*'] } })],
  ])('%s shuts nobody out', async (_, statement) => {
    const text = policy(statement);
    const { gates } = await gatesOf(['--no-public', 'p.json'], { files: { 'p.json': text } });
    expect(gates).toMatchObject([{ answer: 'no' }]);
    const [gate] = gates;
    if (gate !== undefined) expect(await simulated(gate, 'resource', text)).toBe('allowed');
  });

  test('a Deny that lets one way through does not close it', async () => {
    const deny = data({
      Effect: 'Deny',
      Condition: {
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' },
      },
    });
    const { gates } = await gatesOf(['--no-public', 'p.json'], {
      files: { 'p.json': policy(data({}), deny) },
    });
    expect(gates).toMatchObject([{ answer: 'no', witness: { principal: 'anonymous' } }]);
  });

  test('what the rule tells and what the gate answers is one thing', async () => {
    const shut = data({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } });
    for (const statements of [[data({})], [data({}), shut], [data(pin)]]) {
      const { out } = await run(['lint', '--json', '--no-public', 'p.json'], {
        files: { 'p.json': policy(...statements) },
      });
      const { gates, findings } = JSON.parse(out) as {
        gates: readonly Gate[];
        findings: readonly { code: string }[];
      };
      expect(findings.some(({ code }) => code === 'public-resource')).toBe(gates[0]?.answer === 'no');
    }
  });
});

describe('--not-granted', () => {
  const files = {
    'p.json': policy(allow(['s3:Get*', 'iam:Pass*']), {
      ...allow('iam:PassRole', 'arn:aws:iam::*:role/admin'),
      Effect: 'Deny',
    }),
  };

  test.each([
    ['iam:PassRole', 'no'],
    ['iam:CreateUser', 'yes'],
    ['iam:CreateUser,s3:GetObject', 'no'],
    ['@arn:aws:s3:::secret/*', 'no'],
    ['@arn:aws:sqs:us-east-1:111122223333:jobs', 'yes'],
    ['s3:PutObject@arn:aws:s3:::secret/*', 'yes'],
    ['s3:GetObject@arn:aws:s3:::secret/*', 'no'],
    ['iam:PassRole@arn:aws:iam::111122223333:role/admin', 'yes'],
    ['iam:PassRole@arn:aws:iam::111122223333:role/admin,arn:aws:iam::111122223333:role/app', 'no'],
    ['iam:Pass*', 'no'],
  ])('%s: %s', async (what, answer) => {
    const { gates, status } = await gatesOf(['--not-granted', what, 'p.json'], { files });
    expect(gates).toMatchObject([{ gate: 'not-granted', asked: what, answer }]);
    expect(status).toBe(answer === 'yes' ? 0 : 1);
    const [gate] = gates;
    if (gate?.answer === 'no') expect(await simulated(gate, 'identity', files['p.json'])).toBe('allowed');
  });

  test('each of several is answered', async () => {
    const { gates } = await gatesOf(
      ['--not-granted', 'iam:CreateUser', '--not-granted', 'iam:PassRole', 'p.json'],
      { files },
    );
    expect(gates.map(({ answer }) => answer)).toEqual(['yes', 'no']);
  });

  test.each([
    'iam:PasRole',
    'nothing:Here',
    'PassRole',
    '@bucket',
    'iam:PassRole@',
    '',
    '@',
    'iam:PassRole,',
  ])('`%s` would always pass, and is refused', async (what) => {
    expect(await errorOf([`--not-granted=${what}`, 'p.json'], { files })).toMatchObject({ code: 'usage' });
  });
});

describe('--no-new-access', () => {
  const old = policy(allow('s3:GetObject', 'arn:aws:s3:::acme/*'));
  const wider = policy(allow('s3:Get*', 'arn:aws:s3:::acme/*'));

  test('against a file: wider is a no with a request that the base denies, narrower a yes', async () => {
    const files = { 'old.json': old, 'new.json': wider };
    const { gates, status } = await gatesOf(['--no-new-access', 'old.json', 'new.json'], { files });
    expect([status, gates]).toMatchObject([1, [{ answer: 'no', action: 's3:Get*', asked: 'old.json' }]]);
    const [gate] = gates;
    if (gate !== undefined) {
      expect(await simulated(gate, 'identity', wider)).toBe('allowed');
      expect(await simulated(gate, 'identity', old)).toBe('implicitDeny');
    }
    const back = await gatesOf(['--no-new-access', 'new.json', 'old.json'], { files });
    expect([back.status, back.gates]).toMatchObject([0, [{ answer: 'yes', aws: { result: 'PASS' } }]]);
    expect((await gatesOf(['--no-new-access', 'old.json', 'old.json'], { files })).gates).toMatchObject([
      { answer: 'yes' },
    ]);
  });

  test('against a policy of AWS by its name and version', async () => {
    const files = { 'new.json': policy(allow('ec2:DescribeInstances')) };
    const yes = await gatesOf(
      ['--no-new-access', 'ReadOnlyAccess@' + (await versionOf('ReadOnlyAccess')), 'new.json'],
      { files },
    );
    expect(yes.gates).toMatchObject([{ answer: 'yes' }]);
    expect(await errorOf(['--no-new-access', 'ReadOnlyAccess@v1', 'new.json'], { files })).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/only the version v\d+ is here/) as unknown,
    });
    for (const word of [
      'ReadOnlyAccess',
      'ReadOnlyAccess@latest',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]) {
      const error = await errorOf(['--no-new-access', word, 'new.json'], { files });
      expect(error).toMatchObject({ code: 'usage', message: `\`${word}\` says no version of AWS’s policy` });
      expect(JSON.stringify(error)).toMatch(/Write `ReadOnlyAccess@v\d+`, the one that is here/);
    }
    expect(await errorOf(['--no-new-access', 'NoSuchPolicy@v1', 'new.json'], { files })).toMatchObject({
      code: 'unknown-managed-policy',
    });
  });

  async function versionOf(name: string): Promise<string> {
    const { managedPolicy } = await import('../../src/data/managed-policies.ts');
    return managedPolicy(name)?.version ?? '';
  }

  const answered = (stdout: string, status = 0) =>
    ({ kind: 'exited', status, stdout, stderr: '', truncated: false }) as const;

  /** A repository in which `main` holds these files. */
  function repository(held: Readonly<Record<string, string>>): NonNullable<MemoryWorld['processes']> {
    const names = Object.keys(held);
    return ({ args }) => {
      const words = args.slice(args.indexOf('-C') + 2);
      const last = words.at(-1) ?? '';
      if (words[0] === 'rev-parse')
        return last === 'main^{commit}' ? answered(`${'a'.repeat(40)}\n`) : answered('', 1);
      if (words[0] === 'ls-tree') {
        const at = names.indexOf(last.replace('./', ''));
        return answered(at < 0 ? '' : `100644 blob ${at}\t${last}\0`);
      }
      return answered(held[names[Number(last)] ?? ''] ?? '');
    };
  }

  test('against a commit of git: the same path, and a new file has no base', async () => {
    const world = { files: { 'p.json': wider, 'fresh.json': old }, processes: repository({ 'p.json': old }) };
    const { gates } = await gatesOf(['--no-new-access', 'git:main', 'p.json', 'fresh.json'], world);
    expect(gates).toMatchObject([
      { answer: 'no', policy: 'p.json' },
      {
        answer: 'no',
        policy: 'fresh.json',
        because: expect.stringContaining('no such policy before') as unknown,
      },
    ]);
  });

  test('a commit that git does not know, and a word that it would take for an option', async () => {
    const world = { files: { 'p.json': wider }, processes: repository({}) };
    for (const ref of ['git:nope', 'git:-x', 'git:--output=x', 'git:'])
      expect(await errorOf(['--no-new-access', ref, 'p.json'], world), ref).toMatchObject({ code: 'usage' });
  });

  test('a base that is not there, is no policy, or is broken', async () => {
    const files = {
      'p.json': wider,
      'broken.json': '{',
      'other.json': '{"a":1}',
      'odd.json': policy({ Effect: 'allow' }),
    };
    const code = async (base: string) =>
      (await errorOf(['--no-new-access', base, 'p.json'], { files }))['code'];
    expect(await code('missing.json')).toBe('file-missing');
    expect(await code('broken.json')).toBe('json-syntax');
    expect(await code('other.json')).toBe('not-a-policy');
    expect(await code('odd.json')).toBe('usage');
  });
});

describe('what cannot be shown is no yes', () => {
  const gates = ['--no-public', '--not-granted', 'iam:PassRole', '--no-new-access', 'base.json'];
  const base = policy(allow('*'));

  test.each([
    ['a file that is not JSON', '{ "Statement": ['],
    ['a statement with a mistake', policy({ Effect: 'Allow', Principal: '*', Acton: 's3:*', Resource: '*' })],
    [
      'an operator that does not exist',
      policy({ ...allow('s3:*'), Principal: '*', Condition: { Strange: { a: 'b' } } }),
    ],
  ])('%s', async (_, text) => {
    const files = { 'p.json': text, 'base.json': base, 'good.json': policy(allow('s3:GetObject')) };
    const found = await gatesOf([...gates, 'p.json', 'good.json'], { files });
    expect(found.status).toBe(1);
    for (const name of ['no-public', 'not-granted', 'no-new-access']) {
      const own = found.gates.filter(({ gate }) => gate === name);
      expect(
        own.some(({ answer }) => answer !== 'yes'),
        name,
      ).toBe(true);
    }
    // The others are answered all the same.
    expect(found.gates).toContainEqual(
      expect.objectContaining({ gate: 'not-granted', policy: 'good.json', answer: 'yes' }),
    );
  });

  test('what is good in a policy with a mistake is still found', async () => {
    const text = policy({ ...allow('s3:*', 'arn:aws:s3:::acme/*'), Principal: '*' }, { Effect: 'Deny' });
    const {
      gates: [gate],
    } = await gatesOf(['--no-public', 'p.json'], { files: { 'p.json': text } });
    expect(gate).toMatchObject({ answer: expect.stringMatching(/no|unknown/) as unknown });
  });
});

test('a format that has no place for gates says on standard error what is closed', async () => {
  const files = { 'p.json': policy(allow('iam:PassRole')) };
  const { err, status } = await run(
    ['lint', '--format', 'gitlab', '--not-granted', 'iam:PassRole', 'p.json'],
    { files },
  );
  expect(status).toBe(1);
  expect(err).toContain('--not-granted iam:PassRole');
});

test('for people', async () => {
  const files = {
    'bucket.json': JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Open',
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::acme-data/*',
          },
        ],
      },
      null,
      2,
    ),
    'ci.json': policy({ ...allow('iam:PassRole', 'arn:aws:iam::111122223333:role/app'), Sid: 'Deploy' }),
  };
  const { out } = await run(
    ['lint', '--no-public', '--not-granted', 'iam:PassRole', 'bucket.json', 'ci.json'],
    { files },
  );
  await expect(out).toMatchFileSnapshot('golden/gates.txt');
});

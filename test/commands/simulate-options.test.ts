import { describe, expect, test } from 'vitest';
import { documentOf, reading, resultOf, session, simulate } from './support/simulate.ts';

const policy = (Effect: string, Action: string, Condition: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect, Action, Resource: '*', ...(Object.keys(Condition).length > 0 && { Condition }) }],
  });
const regionLock = policy('Deny', '*', { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } });
const all = ['--policy', 'all.json'];

describe('--region', () => {
  const locked = [...reading, ...all, '--scp', 'FullAWSAccess,lock.json', '--json'];
  const files = { 'lock.json': regionLock };
  const decisionOf = async (...words: readonly string[]) =>
    resultOf(await simulate([...locked, ...words], { files })).decision;

  test.each([
    { words: [], decision: 'conditional' },
    { words: ['--region', 'eu-west-1'], decision: 'allowed' },
    { words: ['--region', 'us-east-1'], decision: 'explicitDeny' },
    { words: ['--region', 'us-east-1', '--context', 'aws:RequestedRegion=eu-west-1'], decision: 'allowed' },
  ])('$words: $decision', async ({ words, decision }) => {
    expect(await decisionOf(...words)).toBe(decision);
  });

  test('R431 a key that AWS always sends is not said to be missing from the request', async () => {
    const { out } = await simulate(locked.slice(0, -1), { files });
    expect(out).toMatch(/^IT DEPENDS/);
    expect(out).not.toContain('not in the request');
  });

  test('holds for scenarios that name no region', async () => {
    const scenario = (name: string, region?: string) => ({
      name,
      request: {
        principal: session,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme-data/x',
        resourceAccount: '111122223333',
        managementAccount: '999988887777',
        ...(region !== undefined && { region }),
      },
      policies: {
        identity: [{ file: 'all.json' }],
        scp: [[{ managed: 'FullAWSAccess' }, { file: 'lock.json' }]],
      },
    });
    const scenarios = [scenario('none'), scenario('own', 'us-east-1')];
    for (const form of ['--json', '--jsonl']) {
      const file = form === '--json' ? 'q.json' : 'q.jsonl';
      const text =
        form === '--json'
          ? JSON.stringify(scenarios)
          : scenarios.map((each) => JSON.stringify(each)).join('\n');
      const { out } = await simulate(['--scenario', file, '--region', 'eu-west-1', form], {
        files: { ...files, [file]: text },
      });
      const found = [...out.matchAll(/"decision":\s*"(\w+)"/g)].map(([, decision]) => decision);
      expect(found).toEqual(['allowed', 'explicitDeny']);
    }
  });

  test('an availability zone is no region', async () => {
    const { status, err } = await simulate([...reading, ...all, '--region', 'eu-west-1a']);
    expect(status).toBe(2);
    expect(err).toContain('its region is `eu-west-1`');
  });
});

describe('policies of an organization', () => {
  test.each(['FullAWSAccess', 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess'])(
    '--scp %s is AWS’s own',
    async (name) => {
      const ran = await simulate([...reading, ...all, '--scp', name, '--json']);
      expect(resultOf(ran).decision).toBe('allowed');
    },
  );

  test('--rcp RCPFullAWSAccess is what every level has anyway', async () => {
    const ran = await simulate([...reading, ...all, '--rcp', 'RCPFullAWSAccess', '--json']);
    expect(resultOf(ran).decision).toBe('allowed');
  });

  test('each belongs to its own layer', async () => {
    const { status, err } = await simulate([...reading, ...all, '--scp', 'RCPFullAWSAccess']);
    expect(status).toBe(2);
    expect(err).toContain('`RCPFullAWSAccess` belongs among the RCPs');
  });

  test('a file whose name holds a comma is one file', async () => {
    const files = { 'a,b.json': policy('Deny', 's3:*') };
    const ran = await simulate([...reading, ...all, '--scp', 'a,b.json', '--json'], { files });
    expect(resultOf(ran).decision).toBe('explicitDeny');
  });

  test('R732 R734 SCPs without an Allow are said to be that, above the verdict', async () => {
    const words = [...reading, ...all, '--scp', 'FullAWSAccess', '--scp', 'no-delete.json'];
    const { out } = await simulate(words);
    expect(out).toMatch(/^! no SCP at level 2 allows anything/);
    expect(out.split('\n\n')[1]).toMatch(/^DENIED/);
    const codes = documentOf(await simulate([...words, '--json'])).diagnostics.map(({ code }) => code);
    expect(codes).toContain('simulate/scp-without-allow');
  });

  test('where a Deny decides, that no SCP allows is not the matter', async () => {
    const files = { 'deny.json': policy('Deny', 's3:*') };
    const { out } = await simulate([...reading, ...all, '--scp', 'deny.json'], { files });
    expect(out).toMatch(/^DENIED/);
  });
});

describe('layers of one policy', () => {
  test.each(['--boundary', '--endpoint-policy'])('a second %s is refused', async (flag) => {
    const { status, err } = await simulate([...reading, ...all, flag, 'all.json', flag, 'app.json']);
    expect(status).toBe(2);
    expect(err).toContain(`\`${flag}\` is given twice`);
  });

  test.each([
    ['boundary', 'a user or role has one permissions boundary, here are several'],
    ['endpoint', 'a VPC endpoint has one policy, here are several'],
  ])('a second %s of a scenario is refused', async (layer, message) => {
    const scenario = {
      request: { principal: session, action: 's3:GetObject', resource: 'arn:aws:s3:::acme-data/x' },
      policies: { [layer]: [{ file: 'all.json' }, { file: 'app.json' }] },
    };
    const { status, err } = await simulate(['--scenario', 'q.json'], {
      files: { 'q.json': JSON.stringify(scenario) },
    });
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe('expect in a scenario', () => {
  const ask = (expected: unknown, form: readonly string[] = []) =>
    simulate(['--scenario', 'q.json', ...form], {
      files: {
        'q.json': JSON.stringify({
          request: {
            principal: session,
            action: 's3:DeleteObject',
            resource: 'arn:aws:s3:::acme-data/x',
            resourceAccount: '111122223333',
          },
          policies: { identity: [{ file: 'all.json' }, { file: 'no-delete.json' }] },
          expect: expected,
        }),
      },
    });

  test.each([
    ['allowed', 'expected allowed, got explicit deny'],
    [{ decidedBy: 'scp' }, 'expected to be decided by scp, got identity'],
    [{ sid: 'All' }, 'expected to be decided by the statement `All`, got `NoDelete`'],
  ])('%j is compared, and stands first where it is missed', async (expected, message) => {
    const { out, status } = await ask(expected);
    expect(status).toBe(1);
    expect(out.split('\n')[0]).toContain(message);
    const { diagnostics } = documentOf(await ask(expected, ['--json']));
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'simulate/expectation', severity: 'error', message }),
    );
  });

  test.each(['explicitDeny', { decidedBy: 'identity', sid: 'NoDelete' }])(
    '%j is met without a word',
    async (expected) => {
      expect((await ask(expected)).out).toMatch(/^DENIED/);
    },
  );
});

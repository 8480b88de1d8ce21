import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, arnOf, group, role, user, type Account } from './support/account.ts';
import { allow, deny, policy, readAnswer, trust } from './support/files.ts';
import { startFakeAws, type FakeAws, type Play } from './support/server.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => aws.close());

const app = arnOf('role/apps/App');
const caller = arnOf('user/mika');
const text = (value: object) => JSON.stringify(value);
const may = text(policy(allow('sts:AssumeRole', app)));
const byAccount = text(trust({ AWS: arnOf('root') }));

async function ask(play: Omit<Play, 'caller'> & { readonly caller?: string }, ...words: readonly string[]) {
  aws.play({ caller, ...play });
  const { out, err, status } = await aws.check(['assume-role', ...words, '--json']);
  expect(err).toBe('');
  return readAnswer(out, status);
}

/** Mika, who is in a group that may assume the role. */
function team(more: Partial<Account> = {}): Account {
  return account({
    users: new Map([['mika', user({ groups: new Set(['devs']) })]]),
    groups: new Map([['devs', group({ inline: new Map([['assume', may]]) })]]),
    roles: new Map([['App', role({ path: '/apps/', trust: byAccount, maxSeconds: 7200 })]]),
    ...more,
  });
}

test('all that can be read allows it: what the organization says is unknown, and yes where there is nothing else', async () => {
  const open = await ask({ account: team() }, app);
  expect(open.document.verdict).toBe('unknown');
  expect(open.outcomes).toMatchObject({ trust: 'yes', identity: 'yes', scp: 'unknown', rcp: 'unknown' });
  expect(open.status).toBe(1);
  const closed = await ask({ account: team() }, app, '--only-these', '--duration', '7200');
  expect(closed.document.verdict).toBe('yes');
  expect(closed.commands).toEqual([
    `aws sts assume-role --role-arn ${app} --role-session-name NAME --duration-seconds 7200`,
  ]);
  expect(aws.asked().filter((action) => !/^(?:Get|List)/.test(action))).toEqual([]);
});

test('a name is enough', async () => {
  const { document } = await ask({ account: team() }, 'App', '--only-these');
  expect(document.verdict).toBe('yes');
  expect(document.summary).toContain(app);
});

test('STS takes the ARN with its path', async () => {
  const { document, outcomes } = await ask({ account: team() }, arnOf('role/App'), '--only-these');
  expect(document.verdict).toBe('no');
  expect(outcomes['role']).toBe('no');
  expect(JSON.stringify(document)).toContain(app);
});

test('a role that is not there', async () => {
  const { document, outcomes } = await ask({ account: team({ roles: new Map() }) }, app);
  expect(document.verdict).toBe('no');
  expect(outcomes['role']).toBe('no');
});

test('more than the role gives', async () => {
  const { outcomes } = await ask({ account: team() }, app, '--only-these', '--duration', '7201');
  expect(outcomes['duration']).toBe('no');
});

describe('what is read of the caller', () => {
  const boundary = arnOf('policy/limit');
  const limited = (limit: object) =>
    team({
      users: new Map([['mika', user({ inline: new Map([['own', may]]), boundary })]]),
      policies: new Map([[boundary, { versions: new Map([['v1', text(limit)]]), standard: 'v1' }]]),
    });

  test('his boundary', async () => {
    const no = await ask({ account: limited(policy(allow('s3:*', '*'))) }, app, '--only-these');
    expect(no.outcomes['boundary']).toBe('no');
    const yes = await ask({ account: limited(policy(allow('*', '*'))) }, app, '--only-these');
    expect(yes.document.verdict).toBe('yes');
  });

  test('managed policies in their default version', async () => {
    const arn = arnOf('policy/assume');
    const versions = new Map([
      ['v1', may],
      ['v2', text(policy(deny('sts:*', '*')))],
    ]);
    const with_ = (standard: string) =>
      team({
        users: new Map([['mika', user({ attached: new Set([arn]) })]]),
        policies: new Map([[arn, { versions, standard }]]),
      });
    expect((await ask({ account: with_('v1') }, app, '--only-these')).document.verdict).toBe('yes');
    expect((await ask({ account: with_('v2') }, app, '--only-these')).document.verdict).toBe('no');
  });

  test('his tags', async () => {
    const wanted = text(trust({ AWS: arnOf('root') }, { StringEquals: { 'aws:PrincipalTag/team': 'red' } }));
    const with_ = (tags: Readonly<Record<string, string>>) =>
      team({
        users: new Map([['mika', user({ inline: new Map([['own', may]]), tags })]]),
        roles: new Map([['App', role({ path: '/apps/', trust: wanted })]]),
      });
    expect((await ask({ account: with_({ team: 'red' }) }, app, '--only-these')).document.verdict).toBe(
      'yes',
    );
    expect((await ask({ account: with_({}) }, app, '--only-these')).document.verdict).toBe('no');
  });

  test('of a session its role, by the name without a path', async () => {
    const dev = role({ path: '/people/', inline: new Map([['own', may]]) });
    const named = text(trust({ AWS: arnOf('role/people/Dev') }));
    const of = team({
      roles: new Map([
        ['App', role({ path: '/apps/', trust: named })],
        ['Dev', dev],
      ]),
    });
    const session = 'arn:aws:sts::111122223333:assumed-role/Dev/mika';
    const open = await ask({ account: of, caller: session }, app);
    expect(open.outcomes['session']).toBe('unknown');
    const { document, outcomes } = await ask({ account: of, caller: session }, app, '--only-these');
    expect(outcomes['trust']).toBe('yes');
    expect(document.verdict).toBe('yes');
    const long = await ask({ account: of, caller: session }, app, '--only-these', '--duration', '7200');
    expect(long.outcomes['duration']).toBe('no');
  });
});

describe('what could not be read is unknown', () => {
  test.each([
    'GetUser',
    'ListUserPolicies',
    'ListAttachedUserPolicies',
    'ListGroupsForUser',
    'ListGroupPolicies',
    'ListAttachedGroupPolicies',
    'GetGroupPolicy',
    'GetRole',
  ])('%s is refused', async (action) => {
    const { document, status, out } = await ask(
      { account: team(), trouble: { [action]: {} } },
      app,
      '--only-these',
    );
    expect(document.verdict).toBe('unknown');
    expect(status).toBe(1);
    expect(out).toContain(`iam:${action}`);
  });

  test('a Deny that was read is a no, whatever else was not', async () => {
    const of = team({
      users: new Map([['mika', user({ inline: new Map([['own', text(policy(deny('sts:*', '*')))]]) })]]),
    });
    const { document } = await ask({ account: of, trouble: { ListAttachedUserPolicies: {} } }, app);
    expect(document.verdict).toBe('no');
  });

  test('the role of another account, until its trust policy is given', async () => {
    const { document, outcomes } = await ask({ account: team() }, 'arn:aws:iam::999988887777:role/Vendor');
    expect(document.verdict).toBe('unknown');
    expect(outcomes['trust']).toBe('unknown');
    expect(aws.asked()).not.toContain('GetRole');
  });

  test('the policies of a caller of another account', async () => {
    const { outcomes } = await ask(
      { account: team() },
      app,
      '--principal',
      'arn:aws:iam::999988887777:user/x',
    );
    expect(outcomes['identity']).toBe('unknown');
  });

  test('the token, which nobody gave', async () => {
    const provider = arnOf('oidc-provider/gitlab.com');
    const trusting = text(trust({ Federated: provider }, undefined, 'sts:AssumeRoleWithWebIdentity'));
    const of = team({
      roles: new Map([['App', role({ path: '/apps/', trust: trusting })]]),
      oidc: new Map([[provider, ['sts.amazonaws.com']]]),
    });
    const { document, outcomes } = await ask({ account: of }, app, '--principal', provider, '--only-these');
    expect(document.verdict).toBe('unknown');
    expect(outcomes).toMatchObject({ trust: 'yes', provider: 'unknown' });
  });
});

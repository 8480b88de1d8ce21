import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/documents/check.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { account, arnOf, crowded, role, user, type Account } from './support/account.ts';
import { follow } from './support/follow.ts';
import { secret, startFakeAws, type FakeAws, type Play } from './support/server.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => aws.close());

/** The document as a program reads it: its commands are lines. */
type Read = Omit<CheckDocument, 'remedies'> & {
  readonly remedies: readonly { readonly why: string; readonly command: string }[];
};

async function ask(play: Play, words: readonly string[], world: MemoryWorld = {}) {
  aws.play(play);
  const { out, err, status } = await aws.check([...words, '--json'], world);
  expect(err).toBe('');
  expect(out).not.toContain(secret);
  const document = JSON.parse(out) as Read;
  const outcomes = Object.fromEntries(document.steps.map(({ id, outcome }) => [id, outcome]));
  return { document, outcomes, status, commands: document.remedies.map(({ command }) => command) };
}

const shared = arnOf('policy/team/shared');
const everything: readonly (readonly [string, string, (of: Account) => boolean])[] = [
  ['delete-user', 'mika', ({ users }) => users.has('mika')],
  ['delete-user', arnOf('user/team/mika'), ({ users }) => users.has('mika')],
  ['delete-role', 'App', ({ roles }) => roles.has('App')],
  ['delete-group', 'devs', ({ groups }) => groups.has('devs')],
  ['delete-group', '=odd', ({ groups }) => groups.has('=odd')],
  ['delete-policy', 'shared', ({ policies }) => policies.has(shared)],
  ['delete-policy', shared, ({ policies }) => policies.has(shared)],
  ['delete-instance-profile', 'web', ({ profiles }) => profiles.has('web')],
];

describe('the printed commands, one after the other, end in the deletion', () => {
  test.each(everything)('%s %s', async (check, name, isThere) => {
    for (const pageSize of [Infinity, 1]) {
      const of = crowded();
      expect(isThere(of)).toBe(true);
      const { document, status, commands } = await ask({ account: of, pageSize }, [check, name]);
      expect(document).toMatchObject({ schema: 'iamx.check/1', check, verdict: 'no' });
      expect(status).toBe(1);
      for (const command of commands.slice(0, -1)) follow(of, command);
      expect(isThere(of)).toBe(true);

      const after = await ask({ account: of }, [check, name]);
      expect(after.document.verdict).toBe('yes');
      expect(after.status).toBe(0);
      expect(after.commands).toEqual(commands.slice(-1));
      follow(of, commands.at(-1) ?? '');
      expect(isThere(of)).toBe(false);
    }
  });
});

describe('each thing that is left keeps IAM from deleting, and is found', () => {
  const things: readonly (readonly [string, string, (of: Account) => void])[] = [
    ['login-profile', 'delete-user', ({ users }) => users.set('x', user({ password: true }))],
    [
      'access-keys',
      'delete-user',
      ({ users }) => users.set('x', user({ keys: new Map([['AKIAX234', false]]) })),
    ],
    ['mfa-devices', 'delete-user', ({ users }) => users.set('x', user({ mfa: new Set(['GAHT12345678']) }))],
    [
      'signing-certificates',
      'delete-user',
      ({ users }) => users.set('x', user({ certificates: new Set(['TA7']) })),
    ],
    ['ssh-public-keys', 'delete-user', ({ users }) => users.set('x', user({ ssh: new Set(['APKAX']) }))],
    [
      'service-specific-credentials',
      'delete-user',
      ({ users }) => users.set('x', user({ services: new Map([['ACCAX', 'cassandra.amazonaws.com']]) })),
    ],
    ['groups', 'delete-user', ({ users }) => users.set('x', user({ groups: new Set(['devs']) }))],
    [
      'inline-policies',
      'delete-user',
      ({ users }) => users.set('x', user({ inline: new Map([['p', '{}']]) })),
    ],
    [
      'attached-policies',
      'delete-user',
      ({ users }) => users.set('x', user({ attached: new Set([shared]) })),
    ],
    [
      'instance-profiles',
      'delete-role',
      ({ roles, profiles }) => {
        roles.set('x', role());
        profiles.set('y', new Set(['x']));
      },
    ],
    [
      'inline-policies',
      'delete-role',
      ({ roles }) => roles.set('x', role({ inline: new Map([['p', '{}']]) })),
    ],
    [
      'attached-policies',
      'delete-role',
      ({ roles }) => roles.set('x', role({ attached: new Set([shared]) })),
    ],
    [
      'members',
      'delete-group',
      ({ users, groups }) => {
        groups.set('x', { inline: new Map(), attached: new Set() });
        users.set('y', user({ groups: new Set(['x']) }));
      },
    ],
    [
      'inline-policies',
      'delete-group',
      ({ groups }) => groups.set('x', { inline: new Map([['p', '{}']]), attached: new Set() }),
    ],
    [
      'attached-policies',
      'delete-group',
      ({ groups }) => groups.set('x', { inline: new Map(), attached: new Set([shared]) }),
    ],
    ['roles', 'delete-instance-profile', ({ profiles }) => profiles.set('x', new Set(['App']))],
    [
      'attachments',
      'delete-policy',
      ({ policies, roles }) => {
        policies.set(arnOf('policy/x'), { versions: new Map([['v1', '{}']]), standard: 'v1' });
        roles.set('y', role({ attached: new Set([arnOf('policy/x')]) }));
      },
    ],
    [
      'boundaries',
      'delete-policy',
      ({ policies, users }) => {
        policies.set(arnOf('policy/x'), { versions: new Map([['v1', '{}']]), standard: 'v1' });
        users.set('y', user({ boundary: arnOf('policy/x') }));
      },
    ],
    [
      'versions',
      'delete-policy',
      ({ policies }) =>
        policies.set(arnOf('policy/x'), {
          versions: new Map([
            ['v1', '{}'],
            ['v2', '{}'],
          ]),
          standard: 'v2',
        }),
    ],
  ];

  test.each(things)('%s, %s', async (id, check, put) => {
    const of = account();
    put(of);
    const { document, outcomes, commands } = await ask({ account: of }, [check, 'x']);
    expect(document.verdict).toBe('no');
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'yes')).toEqual([[id, 'no']]);
    expect(() => follow(of, commands.at(-1) ?? '')).toThrow('DeleteConflict');
    for (const command of commands) follow(of, command);
  });

  test('the boundary, the path and the tags of a user are not in the way', async () => {
    const of = account({
      users: new Map([['x', user({ path: '/a/', boundary: shared, tags: { team: 'red' } })]]),
    });
    const { document, status, commands } = await ask({ account: of }, ['delete-user', 'x']);
    expect(document.verdict).toBe('yes');
    expect(status).toBe(0);
    expect(commands).toEqual(['aws iam delete-user --user-name x']);
  });
});

/** The calls that each check rests on, with the step that they answer. */
const calls: readonly (readonly [string, string, string])[] = [
  ['delete-user', 'GetUser', 'user'],
  ['delete-user', 'GetLoginProfile', 'login-profile'],
  ['delete-user', 'ListAccessKeys', 'access-keys'],
  ['delete-user', 'ListMFADevices', 'mfa-devices'],
  ['delete-user', 'ListSigningCertificates', 'signing-certificates'],
  ['delete-user', 'ListSSHPublicKeys', 'ssh-public-keys'],
  ['delete-user', 'ListServiceSpecificCredentials', 'service-specific-credentials'],
  ['delete-user', 'ListGroupsForUser', 'groups'],
  ['delete-user', 'ListUserPolicies', 'inline-policies'],
  ['delete-user', 'ListAttachedUserPolicies', 'attached-policies'],
  ['delete-role', 'GetRole', 'role'],
  ['delete-role', 'ListInstanceProfilesForRole', 'instance-profiles'],
  ['delete-role', 'ListRolePolicies', 'inline-policies'],
  ['delete-role', 'ListAttachedRolePolicies', 'attached-policies'],
  ['delete-group', 'GetGroup', 'members'],
  ['delete-group', 'ListGroupPolicies', 'inline-policies'],
  ['delete-group', 'ListAttachedGroupPolicies', 'attached-policies'],
  ['delete-policy', 'GetPolicy', 'policy'],
  ['delete-policy', 'ListEntitiesForPolicy', 'attachments'],
  ['delete-policy', 'ListEntitiesForPolicy', 'boundaries'],
  ['delete-policy', 'ListPolicyVersions', 'versions'],
  ['delete-instance-profile', 'GetInstanceProfile', 'roles'],
];

/** Nothing is in the way of anything called x. */
function free(): Account {
  return account({
    users: new Map([['x', user()]]),
    roles: new Map([['x', role()]]),
    groups: new Map([['x', { inline: new Map(), attached: new Set() }]]),
    policies: new Map([[arnOf('policy/x'), { versions: new Map([['v1', '{}']]), standard: 'v1' }]]),
    profiles: new Map([['x', new Set()]]),
  });
}

const named = (check: string) => (check === 'delete-policy' ? arnOf('policy/x') : 'x');

describe('what could not be read is unknown, and never yes', () => {
  test.each(calls)('%s: %s is refused', async (check, action, id) => {
    const { document, outcomes, status } = await ask({ account: free(), trouble: { [action]: {} } }, [
      check,
      named(check),
    ]);
    expect(document.verdict).toBe('unknown');
    expect(outcomes[id]).toBe('unknown');
    expect(status).toBe(1);
    expect(JSON.stringify(document.diagnostics)).toContain(`iam:${action}`);
  });

  test.each(calls)('%s: %s fails', async (check, action, id) => {
    const trouble = { [action]: { code: 'InternalFailure', status: 400 } };
    const { document, outcomes, status } = await ask({ account: free(), trouble }, [check, named(check)]);
    expect(document.verdict).toBe('unknown');
    expect(outcomes[id]).toBe('unknown');
    expect(status).toBe(3);
  });

  test.each(calls)('%s: something else answers %s', async (check, action, id) => {
    const body = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result/></${action}Response>`;
    const { document, outcomes, status } = await ask(
      { account: free(), trouble: { [action]: { status: 200, body } } },
      [check, named(check)],
    );
    expect(document.verdict).toBe('unknown');
    expect(outcomes[id]).toBe('unknown');
    expect(status).toBe(3);
  });

  test('what blocks is told beside what is not known', async () => {
    const { document, outcomes, status, commands } = await ask(
      { account: crowded(), trouble: { ListAccessKeys: {} } },
      ['delete-user', 'mika'],
    );
    expect(document.verdict).toBe('no');
    expect(outcomes).toMatchObject({ 'access-keys': 'unknown', 'mfa-devices': 'no' });
    expect(status).toBe(1);
    expect(commands.at(-1)).toBe('aws iam delete-user --user-name mika');
  });

  test('a page of which the next one is refused', async () => {
    const of = crowded();
    const trouble = { ListAttachedUserPolicies: { after: 1 } };
    const { outcomes } = await ask({ account: of, pageSize: 1, trouble }, ['delete-user', 'mika']);
    expect(outcomes['attached-policies']).toBe('unknown');
    expect(aws.asked().filter((action) => action === 'ListAttachedUserPolicies')).toHaveLength(2);
  });
});

test('whoever is asked to wait waits, and asks again', async () => {
  const trouble = { ListUserPolicies: { code: 'Throttling', status: 400, times: 2 } };
  const { document, status } = await ask({ account: free(), trouble }, ['delete-user', 'x']);
  expect(document.verdict).toBe('yes');
  expect(status).toBe(0);
  expect(aws.asked().filter((action) => action === 'ListUserPolicies')).toHaveLength(3);
});

test('nothing but read calls is made', async () => {
  for (const [check, name] of everything) {
    await ask({ account: crowded() }, [check, name]);
    expect(aws.asked().filter((action) => !/^(?:Get|List)/.test(action))).toEqual([]);
    expect(aws.asked().length).toBeGreaterThan(1);
  }
});

describe('what is not there', () => {
  test.each(['delete-user', 'delete-role', 'delete-group', 'delete-policy', 'delete-instance-profile'])(
    '%s',
    async (check) => {
      const { document, status, commands } = await ask({ account: account() }, [check, 'x']);
      expect(document.verdict).toBe('no');
      expect(document.summary).toMatch(/^there is no .* x in account 111122223333$/);
      expect(commands).toEqual([]);
      expect(status).toBe(1);
    },
  );

  test('is known though the thing itself may not be read', async () => {
    const { document } = await ask({ account: account(), trouble: { GetUser: {} } }, ['delete-user', 'x']);
    expect(document.summary).toBe('there is no user x in account 111122223333');
  });
});

describe('roles that IAM lets nobody delete', () => {
  test('a service-linked one: the command that does it', async () => {
    const name = 'AWSServiceRoleForAutoScaling';
    const path = '/aws-service-role/autoscaling.amazonaws.com/';
    const of = account({ roles: new Map([[name, role({ path })]]) });
    const { document, outcomes, commands } = await ask({ account: of }, ['delete-role', name]);
    expect(document.verdict).toBe('no');
    expect(outcomes['kind']).toBe('no');
    expect(document.summary).toContain('autoscaling.amazonaws.com');
    expect(commands).toEqual([`aws iam delete-service-linked-role --role-name ${name}`]);
  });

  test("one of Identity Center's: its assignment", async () => {
    const name = 'AWSReservedSSO_Admin_0123456789abcdef';
    const path = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
    const of = account({ roles: new Map([[name, role({ path })]]) });
    const { document, commands } = await ask({ account: of }, ['delete-role', name]);
    expect(document.summary).toContain('permission set Admin');
    expect(commands[1]).toContain('list-account-assignments');
    expect(commands.join()).not.toContain('delete-role ');
  });

  test('one that AWS reserves for something else', async () => {
    const of = account({ roles: new Map([['x', role({ path: '/aws-reserved/other/' })]]) });
    const { document, commands } = await ask({ account: of }, ['delete-role', 'x']);
    expect(document.verdict).toBe('no');
    expect(commands).toEqual([]);
  });
});

describe('policies', () => {
  test('one of AWS', async () => {
    const { document, commands } = await ask({ account: account() }, [
      'delete-policy',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]);
    expect(document.verdict).toBe('no');
    expect(document.summary).toContain('AWS managed policy');
    expect(commands).toEqual([]);
  });

  test('versions go in order, the default one not at all', async () => {
    const { commands } = await ask({ account: crowded() }, ['delete-policy', 'shared']);
    const versions = commands.filter((line) => line.includes('delete-policy-version'));
    expect(versions.map((line) => /v\d+$/.exec(line)?.[0])).toEqual(['v2', 'v10']);
  });

  test('whoever loses a boundary is told to get another', async () => {
    const { document } = await ask({ account: crowded() }, ['delete-policy', 'shared']);
    expect(document.diagnostics.map(({ code }) => code)).toContain('check/boundary-removed');
  });

  test('a role of Identity Center that has it is no business of IAM', async () => {
    const name = 'AWSReservedSSO_Admin_0123456789abcdef';
    const of = account({
      roles: new Map([[name, role({ attached: new Set([arnOf('policy/x')]) })]]),
      policies: new Map([[arnOf('policy/x'), { versions: new Map([['v1', '{}']]), standard: 'v1' }]]),
    });
    const { document, commands } = await ask({ account: of }, ['delete-policy', 'x']);
    expect(document.verdict).toBe('no');
    expect(commands.join()).not.toContain('detach-role-policy');
    expect(document.diagnostics.map(({ code }) => code)).toContain('check/no-command');
  });
});

test('a thing of another account is not asked for', async () => {
  const { document } = await ask({ account: free() }, ['delete-user', 'arn:aws:iam::999988887777:user/x']);
  expect(document.verdict).toBe('no');
  expect(document.summary).toContain('999988887777');
  expect(aws.asked()).toEqual(['GetCallerIdentity']);
});

test('whoever deletes himself is warned', async () => {
  const caller = arnOf('user/team/mika');
  const { document } = await ask({ account: crowded(), caller }, ['delete-user', 'mika']);
  expect(document.diagnostics.map(({ code }) => code)).toContain('check/yourself');
  const session = `arn:aws:sts::111122223333:assumed-role/App/me`;
  const other = await ask({ account: crowded(), caller: session }, ['delete-role', 'App']);
  expect(other.document.diagnostics.map(({ code }) => code)).toContain('check/yourself');
});

test('the id of a key is whole in the command that needs it, and nowhere else', async () => {
  const { document, commands } = await ask({ account: crowded() }, ['delete-user', 'mika']);
  expect(commands.filter((line) => line.includes('AKIAJMIKAMIKAMIKA222'))).toHaveLength(1);
  expect(JSON.stringify({ ...document, remedies: [] })).not.toMatch(/AKIAJMIKAMIKAMIKA222|APKAEIBAERJR2/);
  expect(JSON.stringify(document.steps)).toContain('****************A222 (active, used 31 d ago');
});

test('the commands ask the same account', async () => {
  const world: MemoryWorld = {
    env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    files: {
      '/home/user/.aws/credentials': `[my prod]\naws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = ${secret}\n`,
    },
  };
  const { commands } = await ask(
    { account: free() },
    ['delete-user', 'x', '--profile', 'my prod', '--region', 'eu-west-1'],
    world,
  );
  expect(commands).toEqual([`aws iam delete-user --user-name x --profile 'my prod' --region eu-west-1`]);
});

describe('what cannot be read as a question ends with 2', () => {
  test.each([
    [[], 'nothing is to be checked'],
    [['delete-usr', 'x'], 'Did you mean `delete-user`'],
    [['delete-user'], 'which user?'],
    [['delete-user', ''], 'which user?'],
    [['delete-user', 'a', 'b'], 'one user at a time'],
    [['delete-user', 'a b'], 'cannot have'],
    [['delete-user', 'team/mika'], 'has a path'],
    [['delete-user', 'x'.repeat(200)], 'has 200 characters'],
    [['delete-role', arnOf('user/mika')], 'iamx check delete-user arn:aws:iam::111122223333:user/mika'],
    [['delete-role', 'arn:aws:sts::111122223333:assumed-role/App/me'], 'iamx check delete-role App'],
    [['delete-role', 'arn:aws:s3:::bucket'], 'is no ARN of a role'],
    [['delete-role', 'arn:aws:iam::1234:role/App'], 'has no account id'],
    [['delete-user', 'x', '--offline'], '--offline'],
  ])('%j', async (words, told) => {
    aws.play({ account: free() });
    const { status, out, err } = await aws.check(words);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(told);
    expect(aws.asked()).toEqual([]);
  });
});

test('without credentials the reason is that of the chain', async () => {
  aws.play({ account: free() });
  const { status, err } = await aws.check(['delete-user', 'x'], {
    env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
  });
  expect(status).toBe(3);
  expect(err).toContain('there are no credentials to ask AWS with');
  expect(err).toContain('iamx explain-chain');
});

test('keys that AWS does not take end with 3', async () => {
  aws.play({ account: free(), trouble: { GetCallerIdentity: { code: 'ExpiredToken' } } });
  const { status, err } = await aws.check(['delete-user', 'x']);
  expect(status).toBe(3);
  expect(err).toContain('ExpiredToken');
});

describe('for people', () => {
  test.each([
    ['delete-user', 'mika'],
    ['delete-role', 'App'],
    ['delete-policy', 'shared'],
    ['delete-instance-profile', 'lone'],
  ])('%s %s', async (check, name) => {
    aws.play({ account: crowded() });
    const { out } = await aws.check([check, name]);
    await expect(out).toMatchFileSnapshot(`golden/${check}.txt`);
  });

  test('what may not be read', async () => {
    aws.play({ account: free(), trouble: { ListAccessKeys: {}, ListMFADevices: {} } });
    const { out } = await aws.check(['delete-user', 'x']);
    await expect(out).toMatchFileSnapshot('golden/delete-user-unknown.txt');
  });
});

import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  allow,
  ask,
  bob,
  bucket,
  deny,
  everything,
  federated,
  grant,
  key,
  notes,
  object,
  other,
  outcome,
  role,
  root,
  service,
  session,
  simulated,
  trust,
  type Asking,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** Sections 5.2 and 5.3: caller and resource are of one account. */

interface Row {
  readonly rule: string;
  readonly caller: Asking;
  readonly names: string;
  readonly grants: readonly Sentence[];
  /** What an implicit deny of one layer, the others allowing, makes of it. */
  readonly noIdentity: string;
  readonly boundary: string;
  readonly session: string;
  /** All three layers deny implicitly. */
  readonly allThree: string;
}

const user = { principal: alice };
const caller = { principal: session };
const guest = { principal: federated, sessionIssuer: bob };

const table: readonly Row[] = [
  {
    rule: 'R620',
    caller: user,
    names: 'its user ARN',
    grants: [grant(alice)],
    noIdentity: 'allowed by resource',
    boundary: 'allowed by identity',
    session: 'n/a',
    allThree: 'allowed by resource',
  },
  {
    rule: 'R621',
    caller: user,
    names: 'the account',
    grants: [grant(root)],
    noIdentity: 'implicitDeny by identity',
    boundary: 'implicitDeny by boundary',
    session: 'n/a',
    allThree: 'implicitDeny by identity',
  },
  {
    rule: 'R622',
    caller: user,
    names: '*',
    grants: [grant('*')],
    noIdentity: 'allowed by resource',
    // AWS does not say that everyone is a user by name: the stricter reading.
    boundary: 'implicitDeny by boundary',
    session: 'n/a',
    allThree: 'implicitDeny by boundary',
  },
  {
    rule: 'R623',
    caller,
    names: 'its role',
    grants: [grant(role)],
    noIdentity: 'allowed by resource',
    boundary: 'implicitDeny by boundary',
    session: 'implicitDeny by session',
    allThree: 'implicitDeny by boundary',
  },
  {
    rule: 'R624',
    caller,
    names: 'its session ARN',
    grants: [grant(session)],
    noIdentity: 'allowed by resource',
    boundary: 'allowed by identity',
    session: 'allowed by identity',
    allThree: 'allowed by resource',
  },
  {
    rule: 'R625',
    caller,
    names: '* if aws:PrincipalArn is the role',
    grants: [grant('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role } } })],
    noIdentity: 'allowed by resource',
    boundary: 'allowed by identity',
    session: 'allowed by identity',
    allThree: 'allowed by resource',
  },
  {
    rule: 'R626',
    caller,
    names: 'the account',
    grants: [grant(root)],
    noIdentity: 'implicitDeny by identity',
    boundary: 'implicitDeny by boundary',
    session: 'implicitDeny by session',
    allThree: 'implicitDeny by identity',
  },
  {
    rule: 'R627',
    caller: guest,
    names: 'its federated-user ARN',
    grants: [grant(federated)],
    noIdentity: 'allowed by resource',
    boundary: 'allowed by identity',
    session: 'allowed by identity',
    allThree: 'allowed by resource',
  },
  {
    rule: 'R628',
    caller: guest,
    names: 'the IAM user who federated',
    grants: [grant(bob)],
    noIdentity: 'allowed by resource',
    boundary: 'implicitDeny by boundary',
    session: 'implicitDeny by session',
    allThree: 'implicitDeny by boundary',
  },
];

const hasSession = (asking: Asking) => asking !== user;

describe('who is named, and what must allow beside it', () => {
  test.each(table)(
    '$rule a grant to $names: an implicit deny of the identity policies',
    ({ caller: asking, grants, noIdentity }) => {
      const open = hasSession(asking) ? { session: everything } : {};
      expect(outcome(asking, { resource: grants, boundary: everything, ...open })).toBe(noIdentity);
      expect(outcome(asking, { resource: grants, identity: other, ...open })).toBe(noIdentity);
    },
  );

  test.each(table)(
    '$rule a grant to $names: an implicit deny of the boundary',
    ({ caller: asking, grants, boundary }) => {
      const open = hasSession(asking) ? { session: everything } : {};
      const around = { resource: grants, identity: everything, boundary: other, ...open };
      expect(outcome(asking, around)).toBe(boundary);
    },
  );

  test.each(table.filter(({ session: blocked }) => blocked !== 'n/a'))(
    '$rule a grant to $names: an implicit deny of the session policy',
    ({ caller: asking, grants, session: blocked }) => {
      const around = { resource: grants, identity: everything, boundary: everything, session: other };
      expect(outcome(asking, around)).toBe(blocked);
    },
  );

  test.each(table)('$rule a grant to $names: all three deny', ({ caller: asking, grants, allThree }) => {
    const limits = hasSession(asking) ? { session: other } : {};
    expect(outcome(asking, { resource: grants, identity: other, boundary: other, ...limits })).toBe(allThree);
  });

  test.each(table)('$rule a grant to $names never overcomes a Deny', ({ caller: asking, grants }) => {
    const denies = [...everything, deny('s3:*')];
    const session = hasSession(asking) ? { session: everything } : {};
    for (const layer of ['identity', 'boundary', 'session', 'resource'] as const) {
      if (layer === 'session' && !hasSession(asking)) continue;
      const around: Around = {
        identity: everything,
        boundary: everything,
        resource: grants,
        ...session,
        [layer]: layer === 'resource' ? [...grants, { ...grant('*'), Effect: 'Deny' }] : denies,
      };
      expect(outcome(asking, around)).toBe(`explicitDeny by ${layer}`);
    }
  });
});

test('R622 R625 everyone in a resource policy: what the boundary of whom limits is said', () => {
  const around: Around = { resource: [grant('*')], boundary: other };
  const said = (asking: Asking, more: Around = {}) =>
    notes(asking, { ...around, ...more }).filter(({ code }) => code === 'simulate/stricter-reading');
  expect(said(user)).toHaveLength(1);
  // A condition on the caller's ARN makes no name of it.
  const Condition = { ArnEquals: { 'aws:PrincipalArn': alice } };
  expect(outcome(user, { ...around, resource: [grant('*', { Condition })] })).toBe(
    'implicitDeny by boundary',
  );
  expect(outcome(user, { ...around, resource: [grant('*'), grant(alice)] })).toBe('allowed by resource');
  // The boundary of a federated user is that of the IAM user behind it.
  expect(outcome(guest, { ...around, session: everything })).toBe('implicitDeny by boundary');
  expect(outcome(guest, { resource: [grant('*')], session: other })).toBe('allowed by resource');
  expect(outcome(caller, around)).toBe('allowed by resource');
  expect(said(caller)).toEqual([]);
  // Nobody is surprised by a boundary where an identity policy allows.
  expect(said(user, { identity: everything, resource: [grant(bob)] })).toEqual([]);
});

test.each([
  ['its root ARN', [grant(root)]],
  ['its account id', [grant(A)]],
  ['someone else: root needs no grant in its own account', [grant(bob)]],
])('R629 the root user, named by %s', (_, resource) => {
  expect(outcome({ principal: root }, { resource })).toBe('allowed by root');
});

test.each([
  ['the service', { Service: service }, 'allowed by resource'],
  ['another service', { Service: 's3.amazonaws.com' }, 'implicitDeny by resource'],
  ['everyone', '*' as const, 'allowed by resource'],
  ['the account', { AWS: root }, 'implicitDeny by resource'],
])('R630 a service principal, the resource policy names %s', (_, Principal, expected) => {
  const resource = [{ ...grant(''), Principal }];
  expect(outcome({ principal: service, resourceAccount: A }, { resource, boundary: other })).toBe(expected);
});

describe('R631 a role ARN as principal stands for a session of the role', () => {
  test('R631 the role’s grant counts as that of a session', () => {
    expect(outcome({ principal: role }, { resource: [grant(role)] })).toBe('allowed by resource');
    expect(outcome({ principal: role }, { resource: [grant(role)], session: other })).toBe(
      'implicitDeny by session',
    );
  });

  test('R631 the type is AssumedRole', () => {
    const Condition = { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } };
    expect(outcome({ principal: role }, { identity: [allow('*', '*', { Condition })] })).toBe(
      'allowed by identity',
    );
  });
});

describe('R632 the session’s name is not known', () => {
  test('R632 a grant to a session of the role is neither a match nor a mismatch', () => {
    const found = simulated({ principal: role }, { resource: [grant(session)] });
    expect(found.decision).toBe('conditional');
  });

  test('R632 nor is a Deny', () => {
    const resource = [{ ...grant(session), Effect: 'Deny' as const }];
    expect(simulated({ principal: role }, { resource, identity: everything }).decision).toBe('conditional');
  });

  test.each([
    ['of another role', session.replace('App', 'Web')],
    ['of another account', session.replace(A, '444455556666')],
    ['of a role whose name differs in case', session.replace('App', 'app')],
  ])('R632 a session %s is a mismatch', (_, other) => {
    expect(outcome({ principal: role }, { resource: [grant(other)] })).toBe('implicitDeny by identity');
  });

  test('R632 where the role is named beside the session nothing is left to know', () => {
    const resource = [grant([session, role])];
    expect(outcome({ principal: role }, { resource })).toBe('allowed by resource');
  });
});

describe('R633 trust policies and keys follow rules of their own', () => {
  test('R633 a boundary limits a user whom a trust policy names, not one whom a bucket policy names', () => {
    const around = { boundary: other };
    expect(outcome(user, { ...around, resource: [grant(alice)] })).toBe('allowed by resource');
    const assume = { action: 'sts:AssumeRole', resource: role };
    expect(outcome({ ...user, ...assume }, { ...around, resource: [trust({ AWS: alice })] })).toBe(
      'implicitDeny by boundary',
    );
  });

  test('R633 the identity policies alone open a bucket, not a key', () => {
    expect(outcome(user, { identity: everything })).toBe('allowed by identity');
    expect(outcome({ ...user, action: 'kms:Decrypt', resource: key }, { identity: everything })).toBe(
      'implicitDeny by resource',
    );
  });
});

test.each([
  ['a user', user],
  ['a session', caller],
])('R634 a grant to the account adds nothing for %s of it', (_, asking) => {
  expect(outcome(asking, { resource: [grant(root)], identity: other })).toBe('implicitDeny by identity');
  expect(ask(asking, { resource: [grant(root)], identity: [allow('*', '*', { Sid: 'Mine' })] })).toEqual({
    decision: 'allowed',
    by: 'identity',
    sid: 'Mine',
  });
});

describe('R635 without a session policy', () => {
  test('R635 a role session is not limited', () => {
    expect(outcome(caller, { identity: everything })).toBe('allowed by identity');
  });

  test('R635 a federated user has no permissions of the user behind it', () => {
    expect(outcome(guest, { identity: everything })).toBe('implicitDeny by session');
    expect(outcome(guest, { identity: everything, session: everything })).toBe('allowed by identity');
    expect(outcome(guest, { identity: everything, resource: [grant(bob)] })).toBe('implicitDeny by session');
  });

  test('R635 a federated user has what resource policies grant it directly', () => {
    expect(outcome(guest, { resource: [grant(federated)] })).toBe('allowed by resource');
    expect(outcome(guest, { resource: [grant('*')] })).toBe('allowed by resource');
  });
});

describe('R636 the user behind a federated user', () => {
  test('R636 is not told by its ARN: a grant to the user needs the session issuer', () => {
    const around = { resource: [grant(bob)], session: everything };
    expect(outcome({ principal: federated }, around)).toBe('implicitDeny by identity');
    expect(outcome(guest, around)).toBe('allowed by resource');
  });

  test('R636 an IAM user of the session’s own name is not meant', () => {
    const zed = `arn:aws:iam::${A}:user/zed`;
    const around = { resource: [grant(zed)], session: everything };
    expect(outcome({ principal: federated }, around)).toBe('implicitDeny by identity');
  });

  test('R636 whose policies were taken is said', () => {
    const codes = notes({ principal: federated }, { identity: everything }).map(({ code }) => code);
    expect(codes).toContain('simulate/federated-by');
    expect(notes(guest, { identity: everything }).map(({ code }) => code)).not.toContain(
      'simulate/federated-by',
    );
  });
});

test('R637 tags of the session change what conditions see, no layer', () => {
  const identity = [allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } })];
  expect(outcome({ ...caller, principalTags: { team: 'red' } }, { identity })).toBe('allowed by identity');
  expect(outcome(caller, { identity })).toBe('implicitDeny by identity');
  expect(outcome({ ...caller, principalTags: { team: 'red' } }, { resource: [grant(root)] })).toBe(
    'implicitDeny by identity',
  );
});

test('R637 policies of groups belong to the identity layer: any of them grants, any of them denies', () => {
  const userPolicy = allow('s3:ListBucket', bucket);
  const groupPolicy = allow('s3:GetObject', object, { Sid: 'Group' });
  expect(ask(user, { identity: [userPolicy, groupPolicy] })).toEqual({
    decision: 'allowed',
    by: 'identity',
    sid: 'Group',
  });
  expect(outcome(user, { identity: [groupPolicy, deny('s3:*')] })).toBe('explicitDeny by identity');
});

import { describe, expect, test } from 'vitest';
import { concreteContext } from '../../../src/policy/context.ts';
import { explain } from '../../../src/policy/answer/explain.ts';
import { accessDeniedMessage } from '../../../src/policy/answer/message.ts';
import { dependencesOf } from '../../../src/policy/decision/simulate.ts';
import {
  alice,
  allow,
  ask,
  B,
  deny,
  everything,
  grant,
  key,
  object,
  other,
  outcome,
  refuse,
  role,
  session,
  simulated,
  trust,
  type Asking,
} from '../support/ask.ts';
import { without } from '../support/arbitrary.ts';
import type { Around } from '../support/policies.ts';

/** What an answer names, and how AWS words a denial. */

const no = [...everything, deny('*', '*', { Sid: 'No' })];
const noRcp = [{ ...deny('s3:*', '*', { Sid: 'No' }), Principal: '*' as const }];

describe('R701 the statement that decides', () => {
  test('R701 of an explicit deny is a Deny, though an Allow stands first', () => {
    expect(ask({}, { identity: no })).toEqual({ decision: 'explicitDeny', by: 'identity', sid: 'No' });
    expect(simulated({}, { identity: no }).statement?.effect).toBe('Deny');
  });

  test('R701 of an implicit deny there is none', () => {
    expect(simulated({}, { identity: other }).statement).toBeUndefined();
    expect(simulated({}, { identity: everything, boundary: other }).statement).toBeUndefined();
  });

  test('R701 of an Allow it is the one that matches', () => {
    const identity = [allow('ec2:*', '*', { Sid: 'Ec2' }), allow('s3:*', '*', { Sid: 'S3' })];
    expect(ask({}, { identity }).sid).toBe('S3');
  });
});

test('R702 a boundary refuses by denying and by not allowing', () => {
  expect(outcome({}, { identity: everything, boundary: no })).toBe('explicitDeny by boundary');
  expect(outcome({}, { identity: everything, boundary: other })).toBe('implicitDeny by boundary');
});

test('R703 each layer tells its own verdict, whichever decides', () => {
  const { case: asked, set } = simulated(
    { resourceAccount: B },
    { identity: everything, boundary: other, resource: [grant(alice)], scp: [no] },
  );
  const { layers } = explain(asked.request, set, concreteContext(asked.request));
  const told = Object.fromEntries(
    layers.map(({ id, state, allow: allowed, deny: denied }) => [id, [state, allowed, denied]]),
  );
  expect(told).toMatchObject({
    scp: ['given', true, true],
    identity: ['given', true, false],
    boundary: ['given', false, false],
    resource: ['given', true, false],
    session: ['not-given', false, false],
    endpoint: ['not-given', false, false],
  });
});

test('R704 missing keys are those that could change the decision, no others', () => {
  const tag = (name: string) => ({ Condition: { StringEquals: { [`aws:PrincipalTag/${name}`]: 'x' } } });
  const identity = [
    allow('s3:*', '*', tag('matters')),
    allow('ec2:*', '*', tag('other-action')),
    allow('s3:*', 'arn:aws:s3:::other/*', tag('other-resource')),
  ];
  expect(dependencesOf(simulated({}, { identity })).keys).toEqual(['aws:PrincipalTag/matters']);
  expect(dependencesOf(simulated({}, { identity: [...identity, deny('s3:*')] })).keys).toEqual([]);
});

test('R704 a known key is not missing where a variable beside it is', () => {
  const Condition = { StringEquals: { 'aws:username': '${aws:PrincipalTag/Owner}' } };
  const own = 'arn:aws:s3:::acme/${aws:PrincipalTag/Team}';
  const identity = [allow('*', '*', { Condition }), allow('*', own)];
  const { keys } = dependencesOf(simulated({ resource: 'arn:aws:s3:::acme/red' }, { identity }));
  expect(keys).toEqual(['aws:PrincipalTag/Owner', 'aws:PrincipalTag/Team']);
});

test('R704 missing keys are told where the ways are too many to list', () => {
  const names = Array.from({ length: 40 }, (_, index) => `aws:PrincipalTag/k${index}`);
  const identity = names.map((name) => allow('*', '*', { Condition: { StringEquals: { [name]: 'a' } } }));
  expect(dependencesOf(simulated({}, { identity })).keys).toEqual(names);
});

describe('R710 of several layers that deny, one is named', () => {
  const all: Required<Around> = {
    scp: [no],
    rcp: [noRcp],
    endpoint: [grant('*'), refuse('*')],
    resource: [grant(session), refuse(session)],
    identity: no,
    boundary: no,
    session: no,
  };
  const order = ['scp', 'rcp', 'endpoint', 'resource', 'identity', 'boundary', 'session'] as const;

  test.each(order.map((layer, index) => [layer, order.slice(index)] as const))(
    'R710 %s of %s',
    (first, present) => {
      const around = Object.fromEntries(present.map((layer) => [layer, all[layer]]));
      expect(outcome({ principal: session }, around)).toBe(`explicitDeny by ${first}`);
    },
  );

  test('R710 of implicit denies it is the first gate', () => {
    const implicit: Around = {
      endpoint: [grant('*', { Action: 'ec2:*' })],
      scp: [other],
      identity: other,
      boundary: other,
      session: other,
    };
    const withoutEndpoint = without(implicit, 'endpoint');
    const own = without(implicit, 'endpoint', 'scp');
    expect(outcome({ principal: session }, implicit)).toBe('implicitDeny by endpoint');
    expect(outcome({ principal: session }, withoutEndpoint)).toBe('implicitDeny by scp');
    expect(outcome({ principal: session }, own)).toBe('implicitDeny by identity');
    expect(outcome({ principal: session }, { ...own, identity: everything })).toBe(
      'implicitDeny by boundary',
    );
    expect(outcome({ principal: session }, { identity: everything, session: other })).toBe(
      'implicitDeny by session',
    );
  });
});

function message(asking: Asking, around: Around): string | undefined {
  const { decidedFor, decision, layer } = simulated(asking, around);
  return accessDeniedMessage(decidedFor, decision, layer);
}

const start = `User: ${session} is not authorized to perform: s3:GetObject on resource: "${object}"`;

test.each<readonly [string, Around, string]>([
  ['identity', { identity: other }, 'because no identity-based policy allows the s3:GetObject action'],
  ['identity', { identity: no }, 'with an explicit deny in an identity-based policy'],
  [
    'resource',
    { identity: everything, resource: [refuse(session)] },
    'with an explicit deny in a resource-based policy',
  ],
  [
    'boundary',
    { identity: everything, boundary: other },
    'because no permissions boundary allows the s3:GetObject action',
  ],
  ['boundary', { identity: everything, boundary: no }, 'with an explicit deny in a permissions boundary'],
  [
    'session',
    { identity: everything, session: other },
    'because no session policy allows the s3:GetObject action',
  ],
  ['session', { identity: everything, session: no }, 'with an explicit deny in a session policy'],
  [
    'scp',
    { identity: everything, scp: [other] },
    'because no service control policy allows the s3:GetObject action',
  ],
  ['scp', { identity: everything, scp: [no] }, 'with an explicit deny in a service control policy'],
  ['rcp', { identity: everything, rcp: [noRcp] }, 'with an explicit deny in a resource control policy'],
  [
    'endpoint',
    { identity: everything, endpoint: [grant('*', { Action: 'ec2:*' })] },
    'because no VPC endpoint policy allows the s3:GetObject action',
  ],
  [
    'endpoint',
    { identity: everything, endpoint: [grant('*'), refuse('*')] },
    'with an explicit deny in a VPC endpoint policy',
  ],
])('R711 R712 AWS’s words for %s', (_, around, reason) => {
  expect(message({ principal: session }, around)).toBe(`${start} ${reason}`);
});

test('R711 across accounts AWS gives no reason', () => {
  const around = { identity: other, resource: [grant(session)] };
  expect(message({ principal: session, resourceAccount: B }, around)).toBe(start);
});

test('R711 of a trust policy, of a key, and of no resource', () => {
  const assume = { action: 'sts:AssumeRole', resource: role };
  expect(message(assume, { resource: [trust({ AWS: session })] })).toBe(
    `User: ${alice} is not authorized to perform: sts:AssumeRole on resource: ${role} because no role trust policy allows the sts:AssumeRole action`,
  );
  expect(message({ action: 'kms:Decrypt', resource: key }, { identity: everything })).toBe(
    `User: ${alice} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
  );
  expect(message({ action: 's3:ListAllMyBuckets', resource: '*' }, { identity: other })).toBe(
    `User: ${alice} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
  );
});

test('R712 no message where nothing is denied', () => {
  expect(message({}, { identity: everything })).toBeUndefined();
  expect(
    message(
      { unknown: ['aws:PrincipalTag/t'] },
      { identity: [allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/t': 'a' } } })] },
    ),
  ).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { arnForms } from '../../src/decode/read-arn.ts';

function decodeOne(text: string) {
  const all = decodeTexts([text]);
  expect(all).toHaveLength(1);
  const [decoded] = all;
  if (decoded === undefined) throw new Error('nothing decoded');
  return decoded;
}

const codes = (text: string) => decodeOne(text).diagnostics.map(({ code }) => code);

describe('forms of sections 3.2 and 3.3', () => {
  test('have ids of their own', () => {
    expect(new Set(arnForms.map(({ id }) => id)).size).toBe(arnForms.length);
  });

  test.each([...arnForms])('$id: $example', ({ id, example, resourceType }) => {
    const { item, diagnostics } = decodeOne(example);
    expect(item).toMatchObject({ kind: 'arn', form: id, input: example });
    if (resourceType !== '') expect(item).toMatchObject({ resourceType });
    expect(diagnostics).toEqual([]);
  });

  test.each([
    ['arn:aws:iam::111122223333:user/a/b/mika', { path: '/a/b/', name: 'mika' }],
    ['arn:aws:iam::111122223333:user/mika', { path: '/', name: 'mika' }],
    [
      'arn:aws:iam::aws:policy/service-role/AWSLambdaRole',
      { account: 'aws', path: '/service-role/', name: 'AWSLambdaRole' },
    ],
    [
      'arn:aws:iam::111122223333:oidc-provider/gitlab.example.com/group/x',
      { resourceType: 'oidc-provider', name: 'gitlab.example.com/group/x' },
    ],
    [
      'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      { parts: { linkedService: 'ecs.amazonaws.com' } },
    ],
    [
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Power_User_8d1c0f5a6b7e9d23',
      {
        permissionSet: 'Power_User',
        permissionSetHash: '8d1c0f5a6b7e9d23',
        path: '/aws-reserved/sso.amazonaws.com/',
      },
    ],
    [
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*',
      { permissionSet: 'Admin', pattern: true },
    ],
    ['arn:aws:iam::*:role/*', { pattern: true, resourceType: 'role' }],
    ['arn:aws:iam::111122223333:user/${aws:username}', { pattern: true, name: '${aws:username}' }],
    [
      'arn:aws:s3:::acme-data/a/b.csv',
      { resourceType: 'object', name: 'a/b.csv', parts: { bucket: 'acme-data' } },
    ],
    ['arn:aws:s3:::acme-data/*', { resourceType: 'object', pattern: true }],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:resize:live',
      { name: 'resize', parts: { qualifier: 'live' } },
    ],
    [
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
      { service: 'ec2', resourceType: 'instance', name: 'i-1' },
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
      { resourceType: 'secret', name: 'db-AbCdEf' },
    ],
    [
      'arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd',
      {
        account: '111122223333',
        parts: { organization: 'o-a1b2c3d4e5', policyType: 'service_control_policy' },
      },
    ],
  ])('%s', (text, expected) => {
    expect(decodeOne(text)).toMatchObject({ item: { kind: 'arn', ...expected }, diagnostics: [] });
  });

  test('a group is never a principal', () => {
    expect(decodeOne('arn:aws:iam::111122223333:group/devs').notes.join()).toContain('never a principal');
  });

  test('a role with a path: who wants it and who does not', () => {
    expect(decodeOne('arn:aws:iam::111122223333:role/team/App').notes.join()).toContain('aws-auth');
    expect(decodeOne('arn:aws:iam::111122223333:role/App').notes.join()).not.toContain('aws-auth');
  });

  test('another partition is remarked', () => {
    expect(decodeOne('arn:aws-cn:iam::111122223333:role/App').notes.join()).toContain('AWS China');
  });
});

describe('section 3.4: from a session to its role', () => {
  const session = (rest: string) => `arn:aws:sts::111122223333:assumed-role/${rest}`;

  test.each([
    [session('App/ci'), 'arn:aws:iam::111122223333:role/App'],
    [
      session('AWSReservedSSO_Admin_Access_8d1c0f5a6b7e9d23/mika'),
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_Access_*',
    ],
    [
      session('AWSServiceRoleForECS/ecs'),
      'arn:aws:iam::111122223333:role/aws-service-role/*/AWSServiceRoleForECS',
    ],
    ['arn:aws-us-gov:sts::111122223333:assumed-role/App/ci', 'arn:aws-us-gov:iam::111122223333:role/App'],
  ])('%s has the pattern %s and never a role ARN', (text, roleArnPattern) => {
    const { item, notes } = decodeOne(text);
    expect(item).toMatchObject({ roleArnPattern });
    expect(item).not.toHaveProperty('roleArn');
    expect(notes.length).toBeGreaterThan(0);
  });

  test.each(['aws:ec2-instance', 'aws:ec2-infrastructure'])('%s has no role behind it', (roleName) => {
    const { item } = decodeOne(session(`${roleName}/i-0abcd1234ef567890`));
    expect(item).toMatchObject({ roleName, sessionName: 'i-0abcd1234ef567890' });
    expect(item).not.toHaveProperty('roleArnPattern');
  });

  test('the permission set is named', () => {
    expect(decodeOne(session('AWSReservedSSO_Admin_Access_8d1c0f5a6b7e9d23/mika')).item).toMatchObject({
      permissionSet: 'Admin_Access',
      permissionSetHash: '8d1c0f5a6b7e9d23',
      sessionSource: { kind: 'identity-center' },
    });
  });
});

describe('row 16: shape', () => {
  test.each([
    ['arn:aws', '2 of the six', 'PARTITION:SERVICE'],
    ['arn:aws:iam:111122223333:user/x', 'the region field is missing', '`arn:aws:iam::111122223333:user/x`'],
    ['arn:aws:iam::user/x', 'the region or the account is missing', '`arn:aws:iam::ACCOUNT:user/x`'],
    ['arn:aws:s3::acme-data', 'the region and the account field are missing', '`arn:aws:s3:::acme-data`'],
    ['arn:aws:s3:acme-data', 'the region and the account field are missing', '`arn:aws:s3:::acme-data`'],
    ['arn:aws:ec2:us-east-1', 'account, resource are missing', 'PARTITION:SERVICE'],
  ])('%s: %s', (text, message, hint) => {
    expect(decodeOne(text)).toMatchObject({
      item: { kind: 'unknown' },
      diagnostics: [
        {
          code: 'decode/arn-shape',
          message: expect.stringContaining(message) as unknown,
          hint: expect.stringContaining(hint) as unknown,
        },
      ],
    });
  });

  test.each([
    ['arn:aws:iam:::role/App', 'the account field is empty'],
    ['arn:aws:iam::111122223333::role/App', '7 fields: one colon too many'],
    ['arn:aws:iam:us-east-1:111122223333:role/App', 'the region field holds `us-east-1`'],
    ['arn:aws:iam::1111-2222-3333:role/App', 'has hyphens'],
    ['arn:aws:iam::11122223333:role/App', 'is not an account id of 12 digits'],
    ['arn:foo:iam::111122223333:role/App', '`foo` is not a partition'],
    ['arn:aws:IAM::111122223333:role/App', 'not in small letters'],
    ['arn:aws:iam::111122223333:assumed-role/App/ci', 'belongs to sts'],
    ['arn:aws:sts::111122223333:role/App', 'belongs to iam'],
    ['arn:aws:sts::111122223333:assumed-role/team/App/ci', 'never holds the path'],
    ['arn:aws:iam::111122223333:roles/App', '`roles` is not a resource type of iam'],
    ['arn:aws:iam::111122223333:role', 'names no resource'],
    ['arn:aws:s3::111122223333:acme-data', 'empty region and account'],
    ['arn:aws:ec2:cn-north-1:111122223333:instance/i-1', 'belongs to the partition `aws-cn`'],
    ['arn:aws-cn:ec2:us-gov-west-1:111122223333:instance/i-1', 'belongs to the partition `aws-us-gov`'],
    ['arn:aws:ec2:111122223333:us-east-1:instance/i-1', 'stands in the region field'],
  ])('%s: %s', (text, message) => {
    const { item, diagnostics } = decodeOne(text);
    expect(item.kind).toBe('arn');
    expect(diagnostics.map((found) => found.message).join('\n')).toContain(message);
  });

  test.each([
    `arn:aws:iam::111122223333:role/${'x'.repeat(65)}`,
    'arn:aws:iam::111122223333:saml-provider/a+b',
    'arn:aws:sts::111122223333:assumed-role/App/x',
    `arn:aws:sts::111122223333:federated-user/${'x'.repeat(33)}`,
    'arn:aws:iam::111122223333:policy/a~b/P',
    'arn:aws:iam::111122223333:user/mika#1',
  ])('section 3.5: %s has a name that IAM refuses', (text) => {
    expect(codes(text)).toContain('decode/name');
  });

  test('ARN in capitals', () => {
    expect(decodeOne('ARN:aws:iam::111122223333:role/App')).toMatchObject({
      item: { kind: 'arn', name: 'App' },
      diagnostics: [{ code: 'decode/arn-shape' }],
    });
  });
});

import { describe, expect, test } from 'vitest';
import { checkCaller, readCaller } from '../../src/identifiers/caller-identity.ts';
import { decodeTexts } from '../../src/decode/decode.ts';

const account = '607481581596';
const roleId = 'AROAY24FZKAOBPJTH2BSF';
const userId = 'AIDAY24FZKAOBPJTH2BSF';
const sts = `arn:aws:sts::${account}`;
const iam = `arn:aws:iam::${account}`;

describe('the fields of GetCallerIdentity', () => {
  test.each([
    ['root user', account, `${iam}:root`, { type: 'root', userIdPattern: account }],
    [
      'IAM user',
      userId,
      `${iam}:user/team/mika`,
      { type: 'user', name: 'mika', path: '/team/', userIdPattern: userId },
    ],
    [
      'role session',
      `${roleId}:ci`,
      `${sts}:assumed-role/App/ci`,
      { type: 'assumed-role', roleName: 'App', sessionName: 'ci', userIdPattern: `${roleId}:*` },
    ],
    [
      'EC2 instance profile',
      `${roleId}:i-0abcd1234ef567890`,
      `${sts}:assumed-role/web/i-0abcd1234ef567890`,
      { type: 'assumed-role', roleName: 'web', sessionName: 'i-0abcd1234ef567890' },
    ],
    [
      'EC2 instance identity role',
      `${account}:aws:ec2-instance:i-0abcd1234ef567890`,
      `${sts}:assumed-role/aws:ec2-instance/i-0abcd1234ef567890`,
      {
        type: 'assumed-role',
        roleName: 'aws:ec2-instance',
        userIdPattern: `${account}:aws:ec2-instance:i-0abcd1234ef567890`,
      },
    ],
    [
      'GetFederationToken',
      `${account}:bob`,
      `${sts}:federated-user/bob`,
      { type: 'federated-user', name: 'bob' },
    ],
    [
      'AssumeRoot',
      account,
      `${sts}:assumed-root`,
      { type: 'root', because: expect.stringContaining('AssumeRoot') as unknown },
    ],
    [
      'Identity Center',
      `${roleId}:mika@example.com`,
      `${sts}:assumed-role/AWSReservedSSO_Admin_8d1c0f5a6b7e9d23/mika@example.com`,
      { type: 'assumed-role', permissionSet: 'Admin', sessionName: 'mika@example.com' },
    ],
    ['something else', 'x', `${iam}:thing/x`, { type: 'unknown' }],
  ])('%s', (_, id, arn, expected) => {
    expect(readCaller({ account, arn, userId: id })).toMatchObject(expected);
    expect(checkCaller({ account, arn, userId: id })).toEqual([]);
  });

  test.each([
    [
      'another account in the ARN',
      { account: '111122223333' },
      {},
      ['identity/account-mismatch', 'identity/account-mismatch'],
    ],
    ['a key of another account', {}, { accessKeyId: 'ASIAY34FZKBOKMUTVV7A' }, ['identity/account-mismatch']],
    ['an old key tells nothing', {}, { accessKeyId: 'AKIAIABI3O4WYM46AIX4' }, []],
    [
      'a user id of another account',
      { userId: 'AROAWHEOTHRFZP3NQR7WN:ci' },
      {},
      ['identity/account-mismatch'],
    ],
    ['a region of another partition', {}, { region: 'cn-north-1' }, ['identity/partition-mismatch']],
    ['a region of the same partition', {}, { region: 'eu-west-1' }, []],
    ['a profile of another account', {}, { profileAccount: '111122223333' }, ['identity/other-credential']],
  ])('%s', (_, identity, expectations, codes) => {
    const given = { account, arn: `${sts}:assumed-role/App/ci`, userId: `${roleId}:ci`, ...identity };
    expect(checkCaller(given, expectations).map(({ code }) => code)).toEqual(codes);
  });
});

describe('user ids', () => {
  test.each([
    [
      `${roleId}:iic-poc`,
      {
        principalType: 'assumed-role',
        uniqueId: roleId,
        resourceType: 'role',
        accountId: account,
        sessionName: 'iic-poc',
        confidence: 'inferred',
      },
    ],
    [
      `${roleId}:i-0abcd1234ef567890`,
      { sessionSource: { kind: 'ec2-instance', setByAws: true, confidence: 'documented' } },
    ],
    [`${roleId}:*`, { sessionName: '*' }],
    [
      `${account}:aws:ec2-instance:i-0abcd1234ef567890`,
      { principalType: 'assumed-role', accountId: account, sessionName: 'i-0abcd1234ef567890' },
    ],
    [
      `${account}:bob`,
      { principalType: 'federated-user', accountId: account, name: 'bob', confidence: 'documented' },
    ],
    [`${userId}:x`, { principalType: 'user', uniqueId: userId }],
    ['AROADBQP57FF2AEXAMPLE:ci', { accountId: null, because: 'documentation placeholder' }],
  ])('a user id with several parts: %s', (text, expected) => {
    expect(decodeTexts([text])).toMatchObject([{ item: { kind: 'user-id', input: text, ...expected } }]);
  });
});

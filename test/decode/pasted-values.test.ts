import { expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';

const role = 'AROAY24FZKAOBPJTH2BSF';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

test.each([
  [
    'one a line',
    `${role}\nASIAY34FZKBOKMUTVV7A\n\n111122223333\n`,
    ['unique-id', 'access-key', 'account-id'],
  ],
  ['one a line, CRLF', `${role}\r\nASIAY34FZKBOKMUTVV7A\r\n`, ['unique-id', 'access-key']],
  ['user ids, one a line', `${role}:iic-poc\nASIAY34FZKBOKMUTVV7A\n`, ['user-id', 'access-key']],
  ['user ids alone', `${role}:ci\n${role.toLowerCase()}:ci\n`, ['user-id', 'user-id']],
  [
    'GetCallerIdentity',
    JSON.stringify(
      { UserId: `${role}:ci`, Account: '607481581596', Arn: 'arn:aws:sts::607481581596:assumed-role/App/ci' },
      null,
      4,
    ),
    ['user-id', 'account-id', 'arn'],
  ],
  [
    'AssumeRole',
    JSON.stringify({
      Credentials: {
        AccessKeyId: 'ASIAY34FZKBOKMUTVV7A',
        SecretAccessKey: secret,
        SessionToken: 'x',
        Expiration: '2026-01-31T12:00:00Z',
      },
      AssumedRoleUser: { AssumedRoleId: `${role}:ci`, Arn: 'arn:aws:sts::609629065308:assumed-role/App/ci' },
    }),
    ['access-key', 'unknown', 'unknown', 'user-id', 'arn'],
  ],
  [
    'an export block',
    `export AWS_ACCESS_KEY_ID="ASIAY34FZKBOKMUTVV7A"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="abc"\nexport AWS_REGION=eu-west-1\n`,
    ['access-key', 'unknown', 'unknown'],
  ],
  [
    'the shared config file',
    '# work\n[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/App\nsource_profile = base\nregion = eu-west-1\nsso_account_id = 111122223333\n',
    ['arn', 'account-id'],
  ],
  [
    'a policy',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: [role, 'arn:aws:iam::111122223333:root'] },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
    ['unique-id', 'arn'],
  ],
  [
    'a sentence',
    `the role ${role}, in account 111122223333 (see arn:aws:iam::111122223333:role/App).`,
    ['unique-id', 'account-id', 'arn'],
  ],
  ['several on one line', `${role} ASIAY34FZKBOKMUTVV7A`, ['unique-id', 'access-key']],
  [
    'assignments on one line',
    `AWS_ACCESS_KEY_ID=ASIAY34FZKBOKMUTVV7A AWS_SECRET_ACCESS_KEY=short`,
    ['access-key', 'unknown'],
  ],
  [
    'a name with blanks',
    'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL',
    ['arn'],
  ],
  ['JSON of nothing', '{"a":"b"}', ['unknown']],
  ['words', 'hello there', ['unknown']],
])('%s', (_, text, kinds) => {
  expect(decodeTexts([text]).map(({ item }) => item.kind)).toEqual(kinds);
});

test('GetCallerIdentity of an emulator does not fit together', () => {
  const identity = {
    UserId: `${role}:ci`,
    Account: '000000000000',
    Arn: 'arn:aws:sts::000000000000:assumed-role/App/ci',
  };
  const codes = decodeTexts([JSON.stringify(identity)]).flatMap(({ diagnostics }) =>
    diagnostics.map(({ code }) => code),
  );
  expect(codes).toEqual(['identity/account-mismatch']);
});

test('settings that hold no identifier are named, not answered', () => {
  const [decoded] = decodeTexts([
    'AWS_ACCESS_KEY_ID=ASIAY34FZKBOKMUTVV7A\nAWS_REGION=eu-west-1\nAWS_PROFILE=dev',
  ]);
  expect(decoded?.diagnostics.at(-1)).toMatchObject({
    code: 'decode/passed-over',
    message: '`AWS_REGION` and `AWS_PROFILE` hold no identifier',
  });
});

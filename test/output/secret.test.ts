import { posixShell } from '../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs, unpainted } from '../../src/output/look.ts';
import { safePage } from '../../src/output/safe-page.ts';
import { renderPage } from '../../src/output/text.ts';
import { toDocument } from '../../src/decode/document.ts';
import { decodeTexts } from '../../src/decode/decode.ts';
import { lineAnswerer } from '../../src/decode/lines.ts';
import { describeDecoded } from '../../src/decode/page.ts';
import { parsePrincipal } from '../../src/identifiers/principal.ts';
import { hideSecrets, looksLikeSecret, looksLikeToken } from '../../src/output/secret.ts';
import { isSecretName } from '../../src/output/secret-names.ts';
import { expectLinear } from '../support/growth.ts';
import { anyCharacter } from '../support/text.ts';
import { runs } from '../support/budget.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
// The key of AWS's documentation.
const planted = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** Everything that any output of `decode` may hold for a text. */
function everyOutput(text: string): string {
  const decoded = decodeTexts([text]);
  const page = describeDecoded(decoded, 0);
  const look = { width: 100, glyphs: asciiGlyphs, paint: unpainted, shell: posixShell };
  const { line } = lineAnswerer({});
  const lines = text.split('\n').map((each, index) => line(each, index + 1));
  return [
    JSON.stringify(toDocument(decoded)),
    JSON.stringify(page),
    renderPage(safePage(page, posixShell), look),
    ...lines,
  ].join('\n');
}

const forms: readonly (readonly [string, (secret: string) => string])[] = [
  ['alone', (secret) => secret],
  ['with blanks', (secret) => `  ${secret}\r\n`],
  ['quoted', (secret) => `"${secret}"`],
  ['assigned', (secret) => `AWS_SECRET_ACCESS_KEY=${secret}`],
  ['assigned to another name', (secret) => `export FOO='${secret}'`],
  [
    'in the shared file',
    (secret) => `[default]\naws_access_key_id = AKIASP2TPHJSQH3FJXYZ\naws_secret_access_key = ${secret}\n`,
  ],
  [
    'in JSON',
    (secret) =>
      JSON.stringify({ Credentials: { AccessKeyId: 'ASIAY34FZKBOKMUTVV7A', SecretAccessKey: secret } }),
  ],
  ['in JSON under another name', (secret) => JSON.stringify({ note: secret })],
  ['as a JSON key', (secret) => JSON.stringify({ [secret]: 'AKIASP2TPHJSQH3FJXYZ' })],
  [
    'in half a JSON document',
    (secret) => `{"AccessKeyId": "AKIASP2TPHJSQH3FJXYZ", "SecretAccessKey": "${secret}"`,
  ],
  ['in a sentence', (secret) => `my key AKIASP2TPHJSQH3FJXYZ and ${secret} do not work`],
  ['beside an ID', (secret) => `AKIASP2TPHJSQH3FJXYZ ${secret}`],
  ['beside an ID with a colon', (secret) => `AKIASP2TPHJSQH3FJXYZ:${secret}`],
  ['as a session name', (secret) => `AROAY24FZKAOBPJTH2BSF:${secret}`],
  ['in an ARN', (secret) => `arn:aws:iam::111122223333:user/${secret}`],
  ['as an ARN service', (secret) => `arn:aws:${secret}:::x`],
  ['in a broken ARN', (secret) => `arn:aws:${secret}`],
  ['in a URL', (secret) => `https://example.com/?key=${secret}&x=1`],
  ['behind an account', (secret) => `111122223333:${secret}`],
  [
    'beside an encoded message',
    (secret) => `${secret} Encoded authorization failure message: ${'aB3_'.repeat(60)} ${secret}`,
  ],
  ['as an encoded message', (secret) => `Encoded authorization failure message: ${secret}`],
  [
    'in a decoded message',
    (secret) =>
      JSON.stringify({
        allowed: false,
        other: secret,
        context: {
          action: secret,
          resource: `arn:aws:s3:::b/${secret}`,
          principal: { id: secret, arn: secret, name: secret },
          conditions: { items: [{ key: 'aws:x', values: { items: [{ value: secret }] } }, { key: secret }] },
        },
        matchedStatements: { items: [{ statementId: secret, actions: { items: [{ value: secret }] } }] },
      }),
  ],
];

describe('no secret shows in any output', () => {
  test.each(forms)('%s', (_, plant) => {
    const output = everyOutput(plant(planted));
    expect(output).not.toContain(planted);
    expect(output).not.toContain(planted.slice(0, 20));
    expect(output).not.toContain(planted.slice(-12));
  });

  test('whatever the secret and the form', () => {
    const secret = fc
      .array(fc.nat(63), { minLength: 40, maxLength: 40 })
      .map((letters) => letters.map((at) => alphabet.charAt(at)).join(''))
      .filter((text) => /[a-z]/.test(text) && /[A-Z]/.test(text) && new Set(text).size > 20);
    fc.assert(
      fc.property(secret, fc.constantFrom(...forms), (text, [, plant]) => {
        expect(everyOutput(plant(text))).not.toContain(text);
      }),
      // Whether a run is random is a guess, wrong once in ten thousand: the seed is fixed.
      { seed: 7, numRuns: 400 },
    );
  });

  test('nor in the problem of a principal', () => {
    expect(JSON.stringify(parsePrincipal(planted))).toMatch(/^(?!.*wJalr).*looks like a secret/);
  });

  test('a text with a secret is answered for the rest', () => {
    expect(decodeTexts([`AKIASP2TPHJSQH3FJXYZ ${planted}`]).map(({ item }) => item.kind)).toContain(
      'access-key',
    );
  });
});

test('decode never throws, and answers every text that is not blank', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      'arn:aws:',
      ':',
      '=',
      '"',
      '{',
      '\n',
      'AKIA',
      'AROA',
      'Encoded authorization failure message: ',
      '111122223333',
      '[hidden]',
      '*****',
      '/',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      expect(everyOutput(text)).toContain('iamx.decode/1');
      expect(decodeTexts([text]).length).toBeGreaterThan(0);
    }),
    { numRuns: runs(50) },
  );
});

test.each([
  ['blanks', ' '],
  ['names of secrets', 'token'],
  ['one letter', 'A'],
  ['paths', 'ab/'],
  ['labels', 'Encoded authorization failure message: '],
  ['braces', '{'],
  ['quotes', '"'],
])('40,000 characters of %s take time in proportion', async (_, piece) => {
  await expectLinear(40_000, (size) => decodeTexts([`a${piece.repeat(size / piece.length)}b`]));
});

test.each([
  ['aB3/'.repeat(10), true],
  ['aB3/'.repeat(10) + 'a', false],
  ['a'.repeat(40), false],
  ['6938fd4d98bab03faadb97b34396831e3780aea1', false],
  ['aB3-'.repeat(10), false],
])('looksLikeSecret(%j) is %j', (text, expected) => {
  expect(looksLikeSecret(text)).toBe(expected);
});

test.each([
  ['IQoJb3JpZ2lu' + 'aB3/'.repeat(20), true],
  ['FQoGZXIvYXdzE' + 'aB3/'.repeat(20), true],
  ['AQoDYXdz' + 'aB3/'.repeat(20), true],
  ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', true],
  ['aB3/'.repeat(25), true],
  ['aB3/'.repeat(24), false],
  ['AROAY24FZKAOBPJTH2BSF', false],
])('looksLikeToken(%j) is %j', (text, expected) => {
  expect(looksLikeToken(text)).toBe(expected);
});

test.each([
  ['AWS_SECRET_ACCESS_KEY', true],
  ['SessionToken', true],
  ['password', true],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', false],
  ['PasswordLastUsed', false],
  ['AccessKeyId', false],
])('isSecretName(%j) is %j', (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});

test.each([
  'arn:aws:s3:::acme-data/reports/2025/january/summary/index.html',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23',
  'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0F1E2D3C4B5A69788695A4B3C2D1E0F9',
  'role/ApplicationDeploymentAdministratorAccessRoleForProduction',
])('hideSecrets leaves %s alone', (text) => {
  expect(hideSecrets(text)).toBe(text);
});

test('user info of a URL is hidden, however long its escapes make it', () => {
  const escaped = '%26%23105%3B%26%23100%3B'.repeat(40);
  expect(hideSecrets(`cloning https://mika:${escaped}@git.example.com/x`)).not.toContain('%26%23');
});

describe('what stands where a secret stands is shown by no form of decode', () => {
  test.each([
    'pass: zk7vQx9m',
    'db_pass=zk7vQx9m',
    'db_pw: zk7vQx9m',
    'BINDPW=zk7vQx9m',
    'userPass=zk7vQx9m',
    'sig=zk7vQx9m',
    'AccountKey=zk7vQx9m',
    'AccountName=x;AccountKey=zk7vQx9m;EndpointSuffix=example.com',
    'Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=zk7vQx9m',
    'Server=db;User Id=mika;Pwd=zk7vQx9m;',
    '{"pin": "zk7vQx9m"}',
    '{"auth":"zk7vQx9m","x":1}',
    `{"auth":"${'7a6b37765178396d'.repeat(4)}"}`,
    'otp = zk7vQx9m',
    'https://x.example.com/c?sv=2020&sig=zk7vQx9m',
    'https://x.example.com/c?anything=zk7vQx9m',
    'https://x.example.com/?zk7vQx9m',
    'see <https://x.example.com/c?anything=zk7vQx9m>',
    'https://zk7vQx9m@example.com/x',
    'https://mika:zk7v@Qx9m@example.com/x',
    'https://mika:zk7v/Qx9m@example.com/x',
    'git clone https://mika:zk7v#Qx9m@example.com/x',
    'mysql -pzk7vQx9m -u root',
    'mysqldump -u root -p zk7vQx9m acme',
    'sshpass -p zk7vQx9m ssh host',
    'curl -u mika:zk7vQx9m https://example.com',
    'curl --user=mika:zk7vQx9m https://example.com',
    'docker login --password zk7vQx9m',
    'docker login -u mika -p zk7vQx9m',
    'tool --pass zk7vQx9m',
    'tool --api-key=zk7vQx9m',
    'PGPASSWORD=zk7vQx9m psql',
    'machine example.com login mika password zk7vQx9m',
    'Authorization: Bearer zk7vQx9m',
    'Bearer zk7vQx9m',
    "create user mika identified by 'zk7vQx9m'",
  ])('%s', (text) => {
    expect(everyOutput(text)).not.toMatch(/zk7v|qx9m|7a6b3776/i);
  });
});

test.each([
  [
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIASP2TPHJSQH3FJXYZ%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=zk7vQx9m&X-Amz-Security-Token=zk7vQx9m',
    'AKIASP2TPHJSQH3FJXYZ',
  ],
  [
    'https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=zk7vQx9m&code=zk7vQx9m',
    '111122223333',
  ],
  [
    'https://console.aws.amazon.com/x?token=zk7vQx9m&arn=arn:aws:iam::111122223333:role/App',
    'arn:aws:iam::111122223333:role/App',
  ],
  [
    'signed with Credential=AKIASP2TPHJSQH3FJXYZ/20260101/us-east-1/s3/aws4_request, Signature=zk7vQx9m',
    'AKIASP2TPHJSQH3FJXYZ',
  ],
  ['db_pass=zk7vQx9m role=AROAY24FZKAOBPJTH2BSF', 'AROAY24FZKAOBPJTH2BSF'],
  ['access_key = AKIASP2TPHJSQH3FJXYZ', 'AKIASP2TPHJSQH3FJXYZ'],
  ['credentials: arn:aws:iam::111122223333:role/App', 'arn:aws:iam::111122223333:role/App'],
])('the identifier in %s is decoded all the same', (text, id) => {
  const output = everyOutput(text);
  expect(output).not.toMatch(/zk7v|qx9m/i);
  expect(decodeTexts([text]).some(({ item }) => item.kind !== 'unknown' && item.input.includes(id))).toBe(
    true,
  );
});

test.each([
  'could not get credentials: AccessDenied when calling sts:AssumeRole',
  'failed to load credentials: AccessDenied',
  'iam:PassedToService=lambda.amazonaws.com',
  'the bypass: all of them',
  'ssh -p 2222 host',
  'docker run -p 8080:80 -u 1000:1000 app',
  'mkdir -p /opt/app',
  'Bearer token is expired',
  'https://console.aws.amazon.com:8443/iam/home#/roles/App',
  'arn:aws:s3:::acme/?x',
])('hideSecrets leaves %s as it is', (text) => {
  expect(hideSecrets(text)).toBe(text);
});

test.each(['pass=pass=', 'https://', '://a:b', 'auth: ', 'mysql -u ', '-p -p ', '"pin":"', 'identified by '])(
  '%j again and again takes time in proportion',
  async (piece) => {
    await expectLinear(200_000, (size) => hideSecrets(piece.repeat(size / piece.length)));
  },
);

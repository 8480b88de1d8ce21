import { describe, expect, test } from 'vitest';
import { decodeTexts, lineDecoder } from '../../src/decode/decode.ts';
import { source } from '../../src/core/source.ts';
import { shownLinesOf } from '../../src/output/quoted-lines.ts';
import { hideSecrets } from '../../src/output/secret.ts';
import { hasSecretShape } from '../../src/printers/shape.ts';
import { expectLinear } from '../support/growth.ts';

/** docs/decisions/0143: behind a flag that nobody knows a password of no shape may stand. */
describe('what stands behind an unknown flag is hidden', () => {
  test.each([
    ['mytool --frobnicate hunter2pass run', 'mytool --frobnicate [hidden] run'],
    ['mytool --db-pw=correcthorse', 'mytool --db-pw=[hidden]'],
    ['mytool --frobnicate=-hunter2pass', 'mytool --frobnicate=[hidden]'],
    ['mytool --frobnicate:hunter2pass', 'mytool --frobnicate:[hidden]'],
    ['mytool /p:hunter2pass', 'mytool /p:[hidden]'],
    ['-k Sommer2024!', '-k [hidden]'],
    ['mytool -kSommer2024! run', 'mytool -k[hidden] run'],
    ['mytool -kSommer2024=', 'mytool -k[hidden]'],
    ['mytool --frobnicate\thunter2pass', 'mytool --frobnicate\t[hidden]'],
    ['mytool --frobnicate "correct horse"', 'mytool --frobnicate [hidden]'],
    ["mytool --frobnicate 'correct horse' run", 'mytool --frobnicate [hidden] run'],
    ['{"cmd":"mytool --frobnicate hunter2pass","x":1}', '{"cmd":"mytool --frobnicate [hidden]","x":1}'],
    ['["mytool", "-v", "--frobnicate", "hunter2pass"]', '["mytool", "-v", "--frobnicate", [hidden]]'],
    ["['mytool', '-k', 'hunter2pass']", "['mytool', '-k', [hidden]]"],
    ['mytool --frobnicate \\\n  hunter2pass', 'mytool --frobnicate \\\n  [hidden]'],
    ['java -Dmy.key2=hunter2pass -jar app.jar', 'java -Dmy.key2=[hidden] -jar app.jar'],
    ['terraform plan -var db=hunter2pass -out tfplan', 'terraform plan -var [hidden] -out tfplan'],
    ['curl -H "X-Foo: hunter2pass" https://example.com', 'curl -H [hidden] https://example.com'],
    ['docker login -u mika -p Sommer2024!', 'docker login -u mika -p [hidden]'],
    ['Get-Thing -Frobnicate hunter2pass -ProfileName dev', 'Get-Thing -Frobnicate [hidden] -ProfileName dev'],
    ['sh -c "mytool --frobnicate hunter2pass"', 'sh -c "mytool --frobnicate [hidden]"'],
    [
      'aws ssm put-parameter --name /a/b --value hunter2pass',
      'aws ssm put-parameter --name /a/b --value [hidden]',
    ],
    ['aws sts assume-role --external-id hunter2pass', 'aws sts assume-role --external-id [hidden]'],
    ['mytool --user-token-name hunter2pass', 'mytool --user-token-name [hidden]'],
    ['machine x login mika password correcthorse', 'machine x login mika password [hidden]'],
    ['mytool --name x=hunter2pass', 'mytool --name [hidden]'],
    ['mytool --frobnicate /hunter2pass', 'mytool --frobnicate [hidden]'],
    ['mytool --frobnicate 1234567890', 'mytool --frobnicate [hidden]'],
    // Programs that start others: the flags behind are not theirs.
    ['kubectl exec pod -- tool -p hunter2pass', 'kubectl exec pod -- tool -p [hidden]'],
    ['ssh host tool -p hunter2pass', 'ssh host tool -p [hidden]'],
    ['python3 deploy.py -p hunter2pass', 'python3 deploy.py -p [hidden]'],
    ['bash deploy.sh -u mika -p hunter2pass', 'bash deploy.sh -u mika -p [hidden]'],
    ['env FOO=1 tool -p hunter2pass', 'env FOO=1 tool -p [hidden]'],
    ['find . -exec tool -p hunter2pass', 'find . -exec tool -p [hidden]'],
    ['RUN python3 setup.py -p hunter2pass', 'RUN python3 setup.py -p [hidden]'],
    ['docker login -p hunter2pass', 'docker login -p [hidden]'],
    ['tool -p \\\nhunter2pass', 'tool -p \\\n[hidden]'],
    ['tool -p ^\nhunter2pass', 'tool -p ^\n[hidden]'],
    ['tool -encrypt="hunter2pass"', 'tool -encrypt=[hidden]'],
    ["terraform init -backend-config='hunter2pass'", 'terraform init -backend-config=[hidden]'],
    ['tool -encrypt= hunter2pass', 'tool -encrypt= [hidden]'],
    ['tool -k"hunter2pass" run', 'tool -k[hidden] run'],
    ['Command: [tool, --frob, hunter2pass]', 'Command: [tool, --frob, [hidden]]'],
    ['tool --login admin:Sommer', 'tool --login [hidden]'],
    ['tool -c AAAABBBBCCCCDDDD:hunter2pass', 'tool -c [hidden]'],
  ])('%s', (text, shown) => {
    expect(hideSecrets(text)).toBe(shown);
  });

  test('in lines of a file, the flag above its value', () => {
    const lines = [
      'Command:',
      '  - --frobnicate',
      '  - correct horse',
      'argv: [',
      '  "-k",',
      '  "hunter2pass"',
      ']',
    ];
    const shown = shownLinesOf(source('p.yaml', lines.join('\n')));
    expect(lines.map((_, at) => shown(at + 1)).join('\n')).not.toMatch(/correct|horse|hunter2/);
  });

  test.each([
    'mytool --frobnicate \\\n  hunter2pass',
    '["mytool", "-v", "--frobnicate", "hunter2pass"]',
    'mytool --frobnicate\nhunter2pass',
    `mytool --frobnicate \\\n  "hunter2${'0a1b'.repeat(16).slice(7)}"`,
    `mytool --frobnicate\n${'68756e74'.repeat(8)}`,
  ])('decode does not show the value below its flag: %j', (text) => {
    expect(JSON.stringify(decodeTexts([text]))).not.toMatch(/hunter2|68756e74/);
  });

  test.each([
    ['- name: DB_PASSWORD', '  value: hunter2,pass'],
    ['name = "db_token"', 'value = "hunter2pass"'],
    ['  "key": "Password",', '  "value": "hunter2pass"'],
  ])('decode, line by line, shows no value below its name: %j', (name, value) => {
    const decodeLine = lineDecoder();
    expect(JSON.stringify([decodeLine(name), decodeLine(value)])).not.toContain('hunter2');
    expect(JSON.stringify([decodeLine('name: team'), decodeLine('value: red')])).toContain('red');
  });

  test.each(['AROAY24FZKAOBPJTH2BSF', 'arn:aws:iam::111122223333:role/App', 'AKIASP2TPHJSQH3FJXYZ'])(
    'decode finds %s behind one',
    (id) => {
      for (const text of [`mytool --frobnicate ${id}`, JSON.stringify(['--frobnicate', id])])
        expect(decodeTexts([text]).some(({ item }) => item.kind !== 'unknown' && item.input === id)).toBe(
          true,
        );
    },
  );
});

test.each([
  'aws s3 cp a.txt s3://acme/k --recursive src --profile dev --region eu-west-1 --acl private',
  'aws iam get-role --role-name App --query "Roles[].Arn" --output text',
  'aws ec2 run-instances --image-id ami-0123456789abcdef0 --count 1 --instance-type t3.micro',
  'aws kms decrypt --ciphertext-blob fileb://x --key-id alias/my',
  'mytool --frobnicate arn:aws:iam::111122223333:role/App --other 111122223333 --more eu-central-1',
  'mytool -k s3:GetObject -x 2026-11-28T10:00:00Z -y 10.0.0.0/8 -z json -w https://example.com/x',
  'mytool --frobnicate ./build/out --other ~/.aws/config -f policy.json --x $ACCOUNT_ID',
  'terraform plan -out tfplan -target aws_iam_role.x -var-file=prod.tfvars -chdir=infra',
  'mkdir -p name && cd name',
  '- mkdir -p name',
  'RUN sudo mkdir -p name',
  'description: mkdir -p name',
  'cp -r src dst; rm -rf build',
  'sh -c make',
  'profile "audit" from --profile · no region',
  'aws sso login --sso-session NAME, or `iamx lint --save <file>`',
  'if [ -n "$path" ]; then iamx test --reporter junit; fi',
  'set -o pipefail',
  'kubectl -n kube-system get pods -o wide --context prod',
  'ssh -i ~/.ssh/id_rsa -p 2222 ec2-user@host',
  'docker run -p 8080:80 -u 1000:1000 app',
  'aws: error: argument --query: expected one argument',
  'arn:aws:s3:::acme/k -- and - that',
  'node --max-old-space-size=4096 x.js',
  '-----BEGIN CERTIFICATE-----',
  'kubectl get pods -n web -l app',
  'find . -type f -name x.json',
  'bash -e -c make',
  'helm upgrade --install app chart -n web',
  'git commit -m change',
  'curl -X POST https://example.com/',
  'aws s3 cp a.txt s3://acme/k --sse aws:kms',
  '{"Sid":"run tool --foo","Effect":"Alow"}',
  '--error "An error occurred (AccessDenied): arn:aws:iam::111122223333:user/mika may not"',
  'mytool --frobnicate [hidden]',
])('what no password looks like, and what a name says, stays: %s', (text) => {
  expect(hideSecrets(text)).toBe(text);
});

test.each([
  [
    "1 validation error detected: Value 'correct horse' at 'password' failed to satisfy constraint",
    "1 validation error detected: Value [hidden] at 'password' failed to satisfy constraint",
  ],
  [
    'Error: Invalid value "correct horse" for variable db_password',
    'Error: Invalid value [hidden] for variable db_password',
  ],
  [
    "Invalid type for parameter MasterUserPassword, value: hunter2pass, type: <class 'str'>",
    "Invalid type for parameter MasterUserPassword, value: [hidden], type: <class 'str'>",
  ],
  ['Unknown options: --frobnicate, hunter2pass', 'Unknown options: --frobnicate, [hidden]'],
  ['error: unrecognized arguments: hunter2pass', 'error: unrecognized arguments: [hidden]'],
  ['Unknown options: --frobnicate, --other', 'Unknown options: --frobnicate, --other'],
  [
    "Value 'x' at 'roleName' failed to satisfy constraint",
    "Value 'x' at 'roleName' failed to satisfy constraint",
  ],
])('what a tool does not take: %s', (text, shown) => {
  expect(hideSecrets(text)).toBe(shown);
});

describe('a query that tells which version is meant', () => {
  test.each([
    'git::https://example.com/network.git?ref=v1.2.0',
    'git::https://example.com/network.git//modules/vpc?ref=feature/new-vpc&depth=1',
    'git::ssh://git@github.com/acme/network.git?ref=51d462976d84fdea54b47d80dcabbf680badcdb8',
    'https://example.com/vpc?archive=zip',
    'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
  ])('%s stays', (url) => {
    expect(hideSecrets(url)).toBe(url);
  });

  test.each([
    'https://example.com/x?ref=v1&key=hunter2pass',
    'https://example.com/x?ref=hunter2pass:x',
    'https://example.com/x?REF=hunter2pass',
    'https://mika@example.com/hunter2.git?ref=hU7nT2eR9pAs',
    'https://example.com/x?ref=v1&ref=hU7nT2eR9pAs',
    'git::https://hunter2pass@example.com/x.git?ref=v1',
    'git::https://git:hunter2pass@example.com/x.git?ref=v1',
  ])('of %s nothing more is shown', (url) => {
    expect(hideSecrets(url)).not.toMatch(/hunter2pass|hU7nT2/);
  });
});

test('letters of tags are letters', () => {
  const tags = (text: string) =>
    text.replace(/./g, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xe0000));
  expect(hasSecretShape(tags('wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'))).toBe(true);
  expect(hasSecretShape(tags('production'))).toBe(false);
});

test.each([
  '--a b ',
  '-k"',
  "-k '",
  '-k\\"',
  '-a=',
  '-kS2024',
  '"-k", ',
  '--a\n- ',
  '/p:',
  '--name ',
  '-c -c ',
  '-a \\',
])('%j again and again takes time in proportion', async (piece) => {
  await expectLinear(200_000, (size) => hideSecrets(piece.repeat(size / piece.length)));
});

test.each([
  ['-a x', '\\', 'x'],
  ['-a x', "'", 'x'],
  ['-a "', '\\', '"x'],
  ['[-a ', ', ', 'x'],
  ['[ -a', '-a, x ', 'x'],
  ['-a=', ' ', 'x'],
])('%j, then %j again and again, takes time in proportion', async (first, piece, last) => {
  await expectLinear(200_000, (size) => hideSecrets(first + piece.repeat(size / piece.length) + last));
});

describe('decode calls nothing a secret for standing behind a flag', () => {
  const alarms = (text: string) =>
    decodeTexts([text]).filter(({ diagnostics }) => diagnostics.some(({ code }) => code === 'decode/secret'));

  test.each([
    'docker build -t acme/web:1.2.3 .',
    'git commit -m "Fix the role"',
    'cdk deploy --context env=prod',
    'aws sts assume-role --external-id abc-123',
    'helm upgrade app chart --zoo bear',
    'make -j4 deploy',
    '$ ls -la\ntotal 48',
    'kubectl get pods -A\nNAMESPACE   NAME',
    'git status -s\n M src/main.ts',
    'mytool --frobnicate hunter2pass',
    'mytool --frobnicate\nhunter2pass',
  ])('%j', (text) => {
    expect(alarms(text)).toEqual([]);
    expect(JSON.stringify(decodeTexts([text]))).not.toContain('hunter2');
  });

  test('but for what has the shape of one', () => {
    const secret = `wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`;
    expect(alarms(`mytool --frobnicate ${secret}`)).not.toEqual([]);
  });

  test('a refusal in quotes is read', () => {
    const refusal =
      'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x"';
    const text = `deploy --error 'An error occurred (AccessDenied) when calling the GetObject operation: ${refusal}'`;
    expect(JSON.stringify(decodeTexts([text]))).toContain('arn:aws:iam::111122223333:user/mika');
    expect(alarms(text)).toEqual([]);
  });
});

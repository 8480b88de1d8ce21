import { expect, test } from 'vitest';
import type { MemoryWorld } from '../src/host/memory.ts';
import { run, type Ran } from './support/run.ts';

/** Ways in which a secret once came out, each with what it was replaced by. */
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
const password = 'Zk7-vQx9_mRt2w';
const id = 'AKIAY24FZKAOABCDEFGH';

function at(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): MemoryWorld {
  return {
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`/home/user/${path}`, text])),
    env: { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true', ...env },
  };
}

const forms = [[], ['--verbose'], ['--json']] as const;

/** All that comes out, in every form; fails where a piece of the text is in it. */
async function outputOf(words: readonly string[], world: MemoryWorld, hidden: RegExp): Promise<string> {
  const all: Ran[] = [];
  for (const form of forms) all.push(await run([...words, ...form], world));
  const text = all.map(({ out, err }) => out + err).join('\n');
  expect(text).not.toMatch(hidden);
  expect(text).not.toContain('bug in iamx');
  return text.replace(/\s+/g, ' ');
}

test('01: a secret as a key below [DEFAULT]', async () => {
  const credentials = `[DEFAULT]\n${secret} = x\n[default]\naws_access_key_id = ${id}\nregion = eu-west-1\n`;
  const text = await outputOf(
    ['explain-chain', '--offline'],
    at({ '.aws/credentials': credentials }),
    /wjalr|k7mdeng/i,
  );
  expect(text).toContain('`default` gets the key in line 2 from it');
});

test('02: a token behind a colon', async () => {
  const token = 'IQoJb3JpZ2luX2VjEK7CANARYabcdefgh12345CANARYxyzAAAABBBBCCCCDDDDEEEE==';
  const credentials = `[default]\naws_access_key_id = ${id}\naws_secret_access_key: ${token}\nregion = eu-west-1\n`;
  for (const sdk of ['cli', 'js', 'go', 'java', 'rust']) {
    const words = ['explain-chain', '--offline', '--sdk', sdk];
    await outputOf(words, at({ '.aws/credentials': credentials }), /canary|IQoJ/i);
  }
});

test.each([
  '-p Zk7-vQx9_mRt2w',
  '--api-key=Zk7-vQx9_mRt2w',
  '-u mika:Zk7-vQx9_mRt2w https://x',
  '--pin Zk7-482913',
  'ghp_Zk7qv3AAdeChOGxR0GgYKYsBNdPfqhKPkkeT',
  'hvs.Zk7SIJq3xYzAbCdEfGhIjKlMnOp-QrStUv',
  '-H "x-api-key: Zk7c296e93d4eadb0efc42235e5b34a967644eb51ad7b047fed2a77ffe0f1ace"',
])('03: the arguments of credential_process: %s', async (words) => {
  const world = at({
    '.aws/config': `[default]\ncredential_process = /bin/echo ${words}\n`,
    '../../bin/echo': '',
  });
  expect(await outputOf(['explain-chain', '--offline'], world, /Zk7/)).toMatch(
    /`\/bin\/echo` with \d arguments?, not shown/,
  );
});

test.each([
  [
    'credentials',
    `{"Code":"Success","AccessKeyId":"ASIAY24FZKAOABCDEFGH","SecretAccessKey":"x","Token":"y","Expiration":"2030-01-01T00:00:00Z"}`,
  ],
  ['a secret', secret],
])('05: an emulator that answers everything with %s', async (_, body) => {
  const http = () => ({ kind: 'answered' as const, status: 200, headers: {}, body });
  const world = { ...at({}), env: { HOME: '/home/user' }, http };
  const text = await outputOf(['explain-chain'], world, /ASIAY24|wJalr|K7MDENG/);
  expect(text).toContain('not a region');
});

test('06: what stands behind a value', async () => {
  const credentials = `[default]\nregion = eu-west-1 # console pw: ${password}\naws_access_key_id = ${id}\naws_secret_access_key = abc\n`;
  const text = await outputOf(
    ['explain-chain', '--offline'],
    at({ '.aws/credentials': credentials }),
    /Zk7|mRt2w/,
  );
  expect(text).toContain('not a region (38 characters, not shown)');
  expect(text).toContain('`region` keeps the comment behind its value');
});

test.each([
  ['a comment', `region = eu-west-1 # a[${password}]`],
  ['a command', `credential_process = /opt/helper -p a[${password}]`],
])('06: what stands in brackets at the end of %s is no name', async (_, line) => {
  await outputOf(
    ['explain-chain', '--offline'],
    at({ '.aws/config': `[default]\n${line}\noutput = json\n`, '../../opt/helper': '' }),
    /Zk7|mRt2w/,
  );
});

test.each(['AWS_PROFILE', 'AWS_CONFIG_FILE', 'AWS_ROLE_SESSION_NAME'])(
  '10: the id of a key in %s',
  async (name) => {
    const env = {
      [name]: id,
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/App',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/x',
    };
    for (const command of ['whoami', 'explain-chain'])
      await outputOf([command], at({}, env), /AKIAY24F|FZKAOABC/);
  },
);

test('07: the neighbours of a statement', async () => {
  const policy = `Version: '2012-10-17'\nStatement:\n  - Effect: Deny\n    Action: s3:GetObject\n    Resource: '*'\n    Condition:\n      # export AWS_SECRET_ACCESS_KEY=${secret.slice(0, 32)}\n      StringNotEquals: { aws:SourceVpce: vpce-1 }\n`;
  const words = [
    ...['simulate', '--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 's3:GetObject'],
    ...[
      '--resource',
      'arn:aws:s3:::b/k',
      '--resource-account',
      '111122223333',
      '--policy',
      '/home/user/a.yaml',
    ],
  ];
  const text = await outputOf(words, at({ 'a.yaml': policy }), /wJalr|AWS_SECRET/);
  expect(text).toContain('StringNotEquals: { aws:SourceVpce: vpce-1 }');
});

test.each(['explain-chain', 'whoami'])('10: a secret in place of a path, %s', async (command) => {
  const text = await outputOf([command], at({}, { AWS_CREDENTIAL_FILE: secret }), /wJalr|K7MDENG/);
  expect(text).toContain('AWS_CREDENTIAL_FILE names a path (40 characters, not shown)');
});

test('41: a policy of nothing but beginnings of tokens', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Sid: 'eyJ-'.repeat(20_000) }],
  };
  const words = [
    'simulate',
    '--principal',
    'arn:aws:iam::111122223333:user/m',
    '--action',
    's3:GetObject',
    '--resource',
    '*',
  ];
  const { status, err } = await run(
    [...words, '--policy', '/home/user/p.json'],
    at({ 'p.json': JSON.stringify(policy) }),
  );
  expect([status, err.length < 5000]).toEqual([2, true]);
});

test('a session token on the line below its key is named by its line', async () => {
  const token = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCXVzLWVhc3QtMSJHMEUCIQDEXAMPLE==';
  const credentials = `[default]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\naws_session_token =\n    ${token}\n`;
  for (const sdk of ['cli', 'js', 'go', 'java', 'rust']) {
    const words = ['explain-chain', '--offline', '--sdk', sdk];
    const text = await outputOf(
      words,
      at({ '.aws/credentials': credentials }),
      /EXAMPLETOKEN|wEaCXV|b3JpZ2lu/i,
    );
    expect(text).toContain('~/.aws/credentials:4');
  }
});

/** The lines of an answer that are there to be pasted. */
function pasteable({ out, err }: Ran): string {
  return [
    ...(out + err).matchAll(/^(?:fix|Details|Every place|Get credentials|hint): {1,2}(.*(?:\n {2,}.*)*)/gm),
  ]
    .map(([, line = '']) => line)
    .join('\n');
}

test('20: the name of a profile is a command in itself', async () => {
  const name = '$(touch${IFS}/home/user/PWNED)';
  for (const form of forms) {
    const ran = await run(
      ['explain-chain', '--all-profiles', '--offline', ...form],
      at({ '.aws/config': `[profile ${name}]\nregion = eu-west-1\n` }),
    );
    expect(pasteable(ran)).not.toMatch(/touch|PWNED|\$\(/);
    expect(ran.out + ran.err).not.toMatch(/--profile[ =]\S*\$\(/);
  }
});

test('22: the fix of a byte order mark changes the file in its place', async () => {
  const credentials = `\ufeff[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\nregion = eu-west-1\n`;
  const world = at({});
  const file = { content: credentials, mode: 0o600 };
  const ran = await run(['explain-chain', '--offline'], {
    ...world,
    files: { '/home/user/.aws/credentials': file },
  });
  expect(ran.out).toMatch(
    /^fix: env LC_ALL=C sed -i\.bak '[^'\n]+' ~\/\.aws\/credentials && rm ~\/\.aws\/credentials\.bak$/m,
  );
  expect(pasteable(ran)).not.toMatch(/[|>]|\b(?:cp|mv|tail|cat|tee)\b/);
});

test('23: no command writes a token, whole or in part, into another file', async () => {
  const world = at(
    { tok: `${password}\n` },
    {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/x',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/home/user/tok',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  );
  for (const form of forms) {
    const ran = await run(['explain-chain', '--offline', ...form], world);
    expect(pasteable(ran)).not.toMatch(/[>]|\b(?:printf|echo|tr|tee|cat|cp)\b/);
    expect(ran.out + ran.err).not.toContain(password);
  }
});

test('25: no fix holds the text of credential_process', async () => {
  const config =
    '[default]\ncredential_process = false; curl -s http://127.0.0.1:1/x | sh\nregion = eu-west-1\n';
  for (const sdk of ['java', 'js', 'cli', 'go', 'rust']) {
    const ran = await run(['explain-chain', '--sdk', sdk, '--live'], {
      ...at({ '.aws/config': config }),
      processes: () => ({ kind: 'not-started', reason: 'missing' }),
    });
    expect(pasteable(ran)).not.toMatch(/curl|127\.0\.0\.1|\bsh\b/);
    expect(pasteable(ran)).toContain('+2 ~/.aws/config');
  }
});

/** What people paste into the commands that read texts. */
test.each([
  ['a header of a bearer', `authorization: Bearer ${password}`],
  ['a cookie', `Cookie: aws-userInfo=${password}; path=/`],
  ['keys as Go prints them', `{AccessKeyID:${id} SecretAccessKey:${password} SessionToken:${password}}`],
  ['keys in XML', `<SecretAccessKey>${password}</SecretAccessKey>`],
  ['the signature of a URL', `GET https://x/?X-Amz-Signature=${password}&X-Amz-Date=20260101T000000Z`],
  ['a second setting of a line', `error_token_type=x export DB_PASSWORD=${password}`],
  [
    'a recorded header',
    `[{"name": "Cookie", "value": "${password}"}, {"arn": "arn:aws:iam::111122223333:role/A"}]`,
  ],
])('%s is not repeated', async (_, text) => {
  const refusal = `User: arn:aws:sts::111122223333:assumed-role/App/me is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k`;
  for (const stdin of [text, `${refusal}\n${text}\n`, `${text}\n${refusal}\n`]) {
    for (const words of [
      ['decode', '-'],
      ['decode', '--jsonl', '-'],
      ['explain-error', '-'],
      ['explain-error', '--json', '-'],
    ]) {
      const { out, err } = await run(words, { stdin });
      expect(out + err).not.toMatch(/Zk7|vQx9|mRt2w/);
      expect(err).not.toContain('bug in iamx');
    }
  }
});

test('a comment within a line of JSON, and one of several lines, are not quoted', async () => {
  const policy = `{ // ${password}\n/* ${password}\n ${password}\n*/ "Version": "2012-10-17", "Statement": [{ "Efect": "Allow" }] }`;
  for (const words of [
    ['lint', 'p.json'],
    [
      'simulate',
      '--principal',
      'arn:aws:iam::111122223333:user/m',
      '--action',
      's3:GetObject',
      '--policy',
      'p.json',
    ],
  ]) {
    for (const form of forms) {
      const { out, err } = await run([...words, ...form], {
        files: { '/home/user/p.json': policy },
        cwd: '/home/user',
      });
      expect(out + err).toContain('p.json');
      expect(out + err).not.toMatch(/Zk7|vQx9|mRt2w/);
    }
  }
});

test.each(['s.iamx.json', 's.iamx.jsonl', 's.iamx.yaml'])(
  'of a secret that a file of tests begins with, %s, no piece is quoted',
  async (name) => {
    // A number ends within it.
    const begins = '0E9/Elhlt2/LTtgVKuIALWF8n1PsPWyaOlhwNf0A';
    for (const words of [
      ['test', name],
      ['test', '--coverage=html', name],
      ['simulate', '--scenario', name],
    ]) {
      const { out, err } = await run(words, {
        files: { [`/home/user/${name}`]: `  ${begins} \n{"request": {}}\n` },
        cwd: '/home/user',
      });
      expect(out + err).toContain(name);
      expect(out + err).not.toMatch(/Elhlt2|LTtgVK|Nf0A/);
    }
  },
);

test('what stands behind a flag in a policy is in no finding, hint, report or diff', async () => {
  const value = 'mytool --frobnicate hunter2pass';
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Sid: value, Effect: 'allow', Action: value, Resource: value, Principal: value }],
  };
  const lists = ['', '--json', '--format=sarif', '--format=junit', '--format=github', '--verbose'];
  for (const form of [...lists.map((one) => (one === '' ? [] : [one])), ['--fix', '--dry-run']]) {
    const { out, err } = await run(['lint', 'p.json', ...form], {
      files: { '/home/user/p.json': JSON.stringify(policy, undefined, 2) },
      cwd: '/home/user',
    });
    expect(out + err).toContain('p.json');
    expect(out + err).not.toContain('hunter2');
  }
});

import { describe, expect, test } from 'vitest';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { files, instance, reading, report, session, simulate } from './support/simulate.ts';

const everyLayer = [
  ...['--policy', 'app.json', '--resource-policy', 'bucket.json', '--boundary', 'all.json'],
  ...['--scp', 'all.json', '--scp', 'all.json', '--scp', 'all.json,no-delete.json'],
];
const starting = [
  ...['--principal', session, '--principal-tag', 'team=red', '--policy', 'app.json'],
  ...['--action', 'ec2:StartInstances', '--resource', instance],
];
const left = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NotFromTheOldOffice",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
    }
  ]
}
`;
const scenarios = `
defaults:
  request: { principal: "${session}", resource: "${report}", resourceAccount: "111122223333" }
  policies: { identity: [ { file: app.json } ] }
scenarios:
  - name: reports can be read
    request: { action: s3:GetObject }
  - name: nothing can be written
    request: { action: [ s3:PutObject, s3:DeleteObject ] }
  - name: not from elsewhere
    request: { action: s3:GetObject }
    policies: { resource: { file: bucket.json } }
  - name: instances of the own team
    request: { action: ec2:StartInstances, resource: "${instance}", principalTags: { team: red }, unknown: [ "aws:ResourceTag/team" ] }
`;
const world: MemoryWorld = { files: { 'left.json': left, 'q.yaml': scenarios } };

/** What is printed, as the golden files hold it: the command line, standard output, standard error. */
async function shown(words: readonly string[], more: MemoryWorld = {}): Promise<string> {
  const { out, err } = await simulate(words, { ...world, ...more });
  return err === '' ? out : `${out}--- standard error\n${err}`;
}

const cases = [
  { name: 'denied', words: [...reading, ...everyLayer] },
  {
    name: 'denied-implicitly',
    words: [...reading, '--action', 's3:GetObject', '--policy', 'no-delete.json'],
  },
  {
    name: 'denied-narrowly',
    words: ['--principal', session, '--action', 's3:PutObject', '--resource', report, '--policy', 'app.json'],
  },
  {
    name: 'denied-typo',
    words: [
      ...['--principal', session, '--action', 's3:GetObjekt', '--resource', report, '--policy', 'app.json'],
      '--as-written',
    ],
  },
  { name: 'denied-by-two', words: [...starting, '--boundary', 'no-delete.json', '--scp', 'no-delete.json'] },
  {
    name: 'denied-twice',
    words: [
      ...['--principal', session, '--action', 's3:PutObject', '--resource', report],
      ...['--resource-account', '111122223333', '--policy', 'app.json', '--boundary', 'app.json'],
      ...['--resource-policy', 'bucket.json'],
    ],
  },
  { name: 'denied-without-policies', words: reading },
  {
    name: 'denied-for-companion',
    words: [
      ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 'sts:AssumeRole'],
      ...['--resource', 'arn:aws:iam::111122223333:role/App', '--resource-policy', 'trust.json'],
      ...['--policy', 'all.json', '--session-tag', 'project=x', '--source-identity', 'mika'],
    ],
  },
  { name: 'allowed', words: [...reading, '--policy', 'app.json'] },
  {
    name: 'allowed-every-layer',
    words: [...reading, ...everyLayer, '--context', 'aws:SourceVpce=vpce-0a1b2c3d'],
  },
  {
    name: 'allowed-depends',
    words: [...reading, '--policy', 'app.json', '--resource-policy', 'left.json'],
  },
  {
    name: 'allowed-assumed',
    words: ['--principal', session, '--action', 's3:GetObject', '--resource', report, '--policy', 'app.json'],
  },
  {
    name: 'allowed-root',
    words: ['--principal', 'arn:aws:iam::111122223333:root', '--action', 's3:ListAllMyBuckets'],
  },
  {
    name: 'allowed-companion',
    words: [
      ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 'sts:AssumeRole'],
      ...['--resource', 'arn:aws:iam::111122223333:role/App', '--resource-policy', 'trust.json'],
      ...['--policy', 'all.json', '--session-tag', 'project=x'],
    ],
  },
  { name: 'conditional', words: [...starting, '--unknown', 'aws:ResourceTag/team'] },
  { name: 'conditional-all', words: [...reading, ...everyLayer, '--unknown-all'] },
  { name: 'many', words: [...reading, '--action', 's3:Get*', '--policy', 'app.json'] },
  { name: 'many-scenarios', words: ['--scenario', 'q.yaml'] },
  { name: 'many-allowed', words: [...reading, '--action', 's3:GetObjectT*', '--policy', 'all.json'] },
  { name: 'verbose', words: [...reading, ...everyLayer, '--verbose'] },
];

describe('what a person reads, at 80 columns', () => {
  test.each(cases)('$name', async ({ name, words }) => {
    await expect(await shown(words)).toMatchFileSnapshot(`golden/simulate-${name}.txt`);
  });

  test('in ASCII where the locale is not UTF-8', async () => {
    const text = await shown([...reading, ...everyLayer], { env: { LANG: 'C' } });
    expect(text).not.toMatch(/[^\n\x20-\x7e]/);
    await expect(text).toMatchFileSnapshot('golden/simulate-denied-ascii.txt');
  });
});

/** Doubts about the question stand above the verdict, as one block. */
function withoutDoubts(out: string): string {
  return out.startsWith('! ') ? out.slice(out.indexOf('\n\n') + 2) : out;
}

describe('every answer', () => {
  const verdicts = /^(ALLOWED|DENIED|IT DEPENDS|MIXED) {2}\S/;
  test.each(cases)(
    '$name: the verdict first, the next command last, nothing twice, a screen at most',
    async ({ name, words }) => {
      const { out } = await simulate(words, world);
      const lines = out.trimEnd().split('\n');
      expect(withoutDoubts(out)).toMatch(verdicts);
      expect(lines.at(-1)).toMatch(/: (add --|iamx )/);
      if (name !== 'verbose') expect(lines.length).toBeLessThanOrEqual(25);
      // A word that is longer than the line stands alone on its line, so that it can be copied.
      for (const line of lines) if (line.length > 80) expect(line.trim()).not.toContain(' ');
      if (name !== 'verbose') {
        const long = lines.filter((line) => line.trim().length > 12);
        expect(new Set(long).size).toBe(long.length);
      }
    },
  );

  test.each(cases.filter(({ name }) => name.startsWith('allowed')))(
    '$name: verdict, the deciding statement, what it depends on',
    async ({ words }) => {
      const { out } = await simulate(words, {
        ...world,
        columns: 200,
        isTerminal: true,
        env: { NO_COLOR: '1' },
      });
      const [answer = ''] = withoutDoubts(out).split('\n\n');
      expect(answer.split('\n').length).toBeLessThanOrEqual(4);
      expect(answer).toMatch(/^ {2}(by|because) /m);
    },
  );

  test.each(
    cases.filter(
      ({ name }) => /denied|conditional/.test(name) && !/without|implicitly|companion|two/.test(name),
    ),
  )('$name: the reason has a place, file and line', async ({ words }) => {
    const { out } = await simulate(words, world);
    expect(out).toMatch(/(^| {3})\w+\.json:\d+:\d+$/m);
  });
});

test('--verbose lists every way to another decision', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: names.map((name) => ({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { [`k:${name}`]: 'x' } },
    })),
  });
  const ways = { files: { ...files, 'ways.json': policy } };
  const short = await simulate([...reading, '--policy', 'ways.json'], ways);
  expect(short.out).toContain('3 more ways: --verbose lists them');
  const long = await simulate([...reading, '--policy', 'ways.json', '--verbose'], ways);
  for (const name of names) expect(long.out).toContain(`allowed if k:${name} = x`);
});

test('control characters of a policy never reach the terminal', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEquals: { 'k:\u001b[31m': '\u001b]0;x\u0007\u202e' } },
      },
    ],
  });
  for (const more of [[], ['--verbose'], ['--json']]) {
    const { out, err } = await simulate([...reading, '--policy', 'odd.json', ...more], {
      files: { 'odd.json': policy },
    });
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  }
});

import { posixShell, writeHint } from '../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryFile, MemoryWorld } from '../src/host/memory.ts';
import { foreignObjects } from '../src/policy/document/load/foreign-objects.ts';
import { foreignTexts } from '../src/policy/document/load/foreign-texts.ts';
import { expectLinear } from './support/growth.ts';
import { run, type Ran } from './support/run.ts';
import { anyCharacter } from './support/text.ts';

/** Bad input, row by row: what the whole program answers. What needs real files is in `main-process.test.ts`. */

const mika = 'arn:aws:iam::111122223333:user/mika';
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
const good = policy(statement);
const question = ['--principal', mika, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x'];
const ask = ['simulate', ...question, '--policy', 'policy.json'];

function askWith(content: MemoryFile, more: readonly string[] = []): Promise<Ran> {
  return run([...ask, ...more], { files: { 'policy.json': content } });
}

/** What a terminal must never get: controls but tab and line feed, what hides or reorders text, half characters. */
const raw =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function expectSound({ status, out, err }: Ran): void {
  expect([0, 1, 2]).toContain(status);
  expect(`${out}${err}`).not.toMatch(raw);
  expect(`${out}${err}`).not.toContain('bug in iamx');
  if (status !== 2) return;
  expect(err).not.toBe('');
}

interface Question {
  readonly words: readonly string[];
  readonly world?: MemoryWorld;
  readonly status?: number;
}

/** A sound answer to each of the questions, in time that stays in proportion to the size of what is hostile. */
async function expectSteady(size: number, questionsOf: (size: number) => readonly Question[]): Promise<void> {
  for (const index of questionsOf(0).keys()) {
    await expectLinear(size, async (part) => {
      const { words = [], world, status } = questionsOf(part)[index] ?? {};
      const ran = await run(words, world);
      expectSound(ran);
      if (status !== undefined) expect(ran.status).toBe(status);
    });
  }
}

describe('row 1: missing, unreadable, binary, empty, truncated policy file; a directory', () => {
  test.each([
    ['missing', 'no such file: `nope.json`', 'Did you mean `node.json`?', { 'node.json': good }, 'nope.json'],
    [
      'unreadable',
      'cannot read `p.json`: permission denied',
      'chmod +r p.json',
      { 'p.json': { error: 'denied' } },
      'p.json',
    ],
    [
      'binary',
      '`p.json` is not text: it looks like gzip data',
      'gunzip',
      { 'p.json': Uint8Array.of(0x1f, 0x8b, 8) },
      'p.json',
    ],
    ['NUL', '(p.json:1:2)', 'Name a text file', { 'p.json': Uint8Array.of(0x7b, 0) }, 'p.json'],
    [
      'Latin-1',
      '(p.json:1:2)',
      'iconv -f ISO-8859-1',
      { 'p.json': Uint8Array.of(0x7b, 0xe9, 0x7d) },
      'p.json',
    ],
    ['empty', '`p.json` is empty', 'A policy starts with', { 'p.json': '' }, 'p.json'],
    ['white space', '`p.json` is empty', 'A policy starts with', { 'p.json': ' \n' }, 'p.json'],
    [
      'truncated',
      'the text ends too early: `{` of p.json:1:1',
      'add `]}`',
      { 'p.json': good.slice(0, -4) },
      'p.json',
    ],
    [
      'a directory',
      '`dir` is a folder, not a file',
      'Name a file in it: `dir/p.json`',
      { 'dir/p.json': good },
      'dir',
    ],
    ['a path below a file', 'no such file: `p.json/x`', 'Check the path', { 'p.json': good }, 'p.json/x'],
  ] as const)('%s', async (_name, message, hint, files, path) => {
    for (const option of ['--policy', '--resource-policy', '--scp', '--boundary', '--session-policy']) {
      const { status, out, err } = await run(['simulate', ...question, option, path], { files });
      expect({ status, out }).toEqual({ status: 2, out: '' });
      // A hint beside an excerpt goes on behind its gutter.
      const flat = err.replace(/\n *(?:│ *)?/g, ' ');
      expect(flat).toMatch(/^error: /);
      expect(flat).toContain(message);
      expect(flat).toContain(hint);
    }
  });

  test('truncated, cut anywhere: exit 2 with the place, or the policy is whole', async () => {
    for (let length = 1; length < good.length; length += 7) {
      const { status, err } = await askWith(good.slice(0, length));
      expect(status).toBe(2);
      expect(err).toMatch(/policy\.json:\d+:\d+/);
    }
  });

  test('nothing on standard input', async () => {
    const words = ['simulate', ...question, '--policy', '-'];
    expect(await run(words, { stdin: '' })).toMatchObject({
      status: 2,
      out: '',
      err: 'error: standard input is empty\nhint:  Check that the command before the pipe prints something\n',
    });
  });

  test('with --json: one error object on standard error', async () => {
    const { status, out, err } = await run([...ask, '--json'], { files: { 'polcy.json': good } });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(JSON.parse(err)).toEqual({
      schema: 'iamx.error/1',
      code: 'file-missing',
      message: 'no such file: `policy.json`',
      hint: 'Did you mean `polcy.json`?',
    });
  });
});

describe('row 2: not a policy, says what it looks like', () => {
  test.each([...foreignTexts(), ...foreignObjects])(
    '$id: $looksLike',
    async ({ example, looksLike, hint }) => {
      const { status, out, err } = await askWith(example);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      const flat = err.replace(/\n */g, ' ');
      expect(flat).toContain(
        `error: \`policy.json\` is not a policy: it looks like ${looksLike}`.slice(0, 100),
      );
      expect(flat).toContain(writeHint(hint, posixShell).replace(/\n */g, ' '));
      expect(flat).toMatch(/\(policy\.json:\d+:\d+\)/);
    },
  );
});

describe('row 3: a wrong policy: exit 2 with line and column, all problems at once', () => {
  test.each([
    [
      'an unknown element',
      { ...statement, Efect: 'Allow' },
      '`Efect` is not an element of a statement',
      'Did you mean `Effect`?',
    ],
    [
      'a wrong type',
      { ...statement, Action: 7 },
      'Action must be a text or a list of texts, not a number',
      'Write Action',
    ],
    [
      'a bad Effect',
      { ...statement, Effect: 'allow' },
      'Effect is `allow`, neither Allow nor Deny',
      'Write "Allow"',
    ],
    [
      'NotPrincipal',
      { ...statement, NotPrincipal: { AWS: '*' } },
      'an identity policy takes no NotPrincipal',
      'Delete it',
    ],
    ['no Effect', { Action: '*', Resource: '*' }, 'the statement has no Effect', 'Add "Effect"'],
    ['no Action', { Effect: 'Allow', Resource: '*' }, 'Action', 'Action'],
    [
      'an unknown operator',
      { ...statement, Condition: { StringEqual: { 'aws:x': 'y' } } },
      'StringEqual',
      'StringEquals',
    ],
    ['a bad Version', 'version', '2012-10-18', '2012-10-17'],
  ])('%s', async (_name, wrong, message, hint) => {
    const text = typeof wrong === 'string' ? good.replace('2012-10-17', '2012-10-18') : policy(wrong);
    const { status, out, err } = await askWith(text);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    const flat = err.replace(/\n */g, ' ');
    expect(flat).toContain(message);
    expect(flat).toContain(hint);
    expect(flat).toMatch(/policy\.json:\d+:\d+/);
  });

  test('a duplicate key', async () => {
    const text = good.replace('"Effect": "Allow",', '"Effect": "Deny",\n      "Effect": "Allow",');
    const { status, err } = await askWith(text);
    expect(status).toBe(2);
    expect(err).toContain('`Effect` stands here twice, first at policy.json:5:7\npolicy.json:6:7\n');
  });

  test('NotPrincipal with Allow in a resource policy', async () => {
    const text = policy({ ...statement, NotPrincipal: { AWS: mika } });
    const { status, err } = await run(['simulate', ...question, '--resource-policy', 'policy.json'], {
      files: { 'policy.json': text },
    });
    expect(status).toBe(2);
    expect(err).toMatch(/NotPrincipal[^]*\npolicy\.json:\d+:\d+\n/);
  });

  const wrongTwice = policy({ ...statement, Efect: 1 }, { ...statement, Effect: 'allow', Action: 7 });

  test('all problems at once, each with its place, none twice', async () => {
    const { err } = await askWith(wrongTwice);
    expect(err).toBe(
      [
        'error: 3 problems in `policy.json`',
        '✗ `Efect` is not an element of a statement',
        'policy.json:8:7',
        '  6 │       "Action": "s3:GetObject",',
        '  7 │       "Resource": "*",',
        '  8 │       "Efect": 1',
        '    │       ─────── Did you mean `Effect`?',
        '✗ Effect is `allow`, neither Allow nor Deny',
        'policy.json:11:17',
        '   9 │     },',
        '  10 │     {',
        '  11 │       "Effect": "allow",',
        '     │                 ─────── Write "Allow": the case counts.',
        '✗ Action must be a text or a list of texts, not a number',
        'policy.json:12:17',
        '  10 │     {',
        '  11 │       "Effect": "allow",',
        '  12 │       "Action": 7,',
        '     │                 ─ Write Action as a text or a list of texts.',
        '',
      ].join('\n'),
    );
  });

  test('all problems at once with --json', async () => {
    const { out, err } = await askWith(wrongTwice, ['--json']);
    expect(out).toBe('');
    const error = JSON.parse(err) as { readonly diagnostics: readonly object[] };
    expect(error).toMatchObject({
      schema: 'iamx.error/1',
      code: 'invalid-policy',
      message: '`Efect` is not an element of a statement (and 2 more problems)',
      span: { file: 'policy.json', line: 8, column: 7 },
    });
    expect(error.diagnostics).toMatchObject([
      { span: { line: 8, column: 7 } },
      { span: { line: 11, column: 17 } },
      { span: { line: 12, column: 17 } },
    ]);
  });

  test('a pasted secret is in no problem', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE';
    for (const text of [
      `{ ${secret}: ${secret}, 'a' }`,
      policy({ ...statement, [secret]: 1, Effect: secret }),
    ]) {
      for (const more of [[], ['--json'], ['--verbose']]) {
        const { status, out, err } = await askWith(text, more);
        expect(status).toBe(2);
        expect(out + err).not.toContain(secret.slice(0, 12));
      }
    }
  });
});

describe('row 4: an impossible request names the field and the nearest right form', () => {
  test.each([
    [
      'principal',
      'arn:aws:iam:111122223333:user/mika',
      '--principal',
      '`arn:aws:iam::111122223333:user/mika`',
    ],
    ['principal', 'arn:aws:iam::1111:user/mika', '--principal', '`arn:aws:iam::ACCOUNT:user/mika`'],
    ['principal', 'arn:aws:iam::111122223333:group/devs', '--principal', '`arn:aws:iam::ACCOUNT:user/NAME`'],
    ['principal', 'arn:aws:iam::111122223333:instance-profile/web', '--principal', 'assumed-role/ROLE'],
    [
      'principal',
      'arn:aws:iam::111122223333:assumed-role/App/ci',
      '--principal',
      '`arn:aws:sts::111122223333:assumed-role/App/ci`',
    ],
    [
      'principal',
      'arn:aws:sts::111122223333:assumed-role/App',
      '--principal',
      'arn:aws:sts::111122223333:assumed-role/App/',
    ],
    ['principal', 'arn:aws:s3:::acme', '--principal', '`arn:aws:sts::ACCOUNT:assumed-role'],
    ['principal', 'mika', 'principal', '`arn:aws:iam::ACCOUNT:user/mika`'],
    ['principal', 'AIDACKCEVSQ6C2EXAMPLE', 'principal', 'ARN'],
    ['principal', '', 'principal', 'anonymous'],
    ['action', 'GetObject', 'action', '`s3:GetObject`'],
    ['action', 's3.GetObject', 'action', '`s3:GetObject`'],
    ['action', 's3:Get Object', 'action', '`s3:GetObject`'],
    ['action', 'arn:aws:s3:::x', 'action', '`service:Name`'],
    ['resource', 'acme/x', 'resource', '`arn:aws:s3:::acme/x`'],
    ['resource', 's3://acme/x', '--resource', '`arn:aws:s3:::acme/x`'],
    ['resource', 'arn:aws:s3:acme/x', '--resource', '`arn:aws:s3:::acme/x`'],
    ['resource', 'ARN:aws:s3:::x', '--resource', '`arn:aws:s3:::x`'],
    ['resource', 'arn:', '--resource', '`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`'],
    ['resource-account', '1111', '--resource-account', '12 digits'],
    ['context', 'aws:SourceIp', '--context', 'aws:SourceIp=203.0.113.10'],
    ['now', 'yesterday', '--now', '`2026-01-31T00:00:00Z`'],
    ['managed', 'ReadOnlyAcess', 'ReadOnlyAcess', '`ReadOnlyAccess`'],
  ])('--%s %j', async (option, value, field, form) => {
    const given = new Map([
      ['principal', mika],
      ['action', 's3:GetObject'],
      ['resource', 'arn:aws:s3:::acme/x'],
      [option, value],
    ]);
    const words = [...given].flatMap(([name, text]) => [`--${name}`, text]);
    const ran = await run(['simulate', ...words, '--policy', 'policy.json'], {
      files: { 'policy.json': good },
    });
    expect({ status: ran.status, out: ran.out }).toEqual({ status: 2, out: '' });
    const flat = ran.err.replace(/\n */g, ' ');
    expect(flat).toContain(field);
    expect(flat).toContain(form);
    expect(flat).toContain('hint:');
  });

  test('in a scenario: with the place of each', async () => {
    const scenario = [
      'request:',
      '  principal: arn:aws:iam::111122223333:group/devs',
      '  action: GetObject',
      '  resource: s3://acme/x',
      'policies: { identity: [{ file: policy.json }] }',
      '',
    ].join('\n');
    const files = { 'policy.json': good, 's.yaml': scenario };
    const { status, err } = await run(['simulate', '--scenario', 's.yaml'], { files });
    expect(status).toBe(2);
    expect(err).toContain('error: 3 problems in `s.yaml`');
    expect(err).toContain('`principal`: a group cannot call AWS (s.yaml:2:14)');
    expect(err).toContain('the action `GetObject` names no service (s.yaml:3:11)');
    expect(err).toMatch(/`resource`: `s3:\/\/acme\/x` is a URL, not an ARN\s+\(s\.yaml:4:13\)/);
  });
});

describe('row 5: hostile input ends in an answer or a clear error', () => {
  const patterns: Readonly<Record<string, (size: number) => string>> = {
    'thousands of *': (size) => '*'.repeat(size),
    'a*a*…': (size) => 'a*'.repeat(size / 2),
    '*a*a…b': (size) => `${'*a'.repeat(size / 2)}b`,
    '?*?*…': (size) => '?*'.repeat(size / 2),
    'thousands of ?': (size) => '?'.repeat(size),
  };
  const places: Readonly<Record<string, (pattern: string) => object>> = {
    Resource: (pattern) => ({ ...statement, Resource: `arn:aws:s3:::acme/${pattern}` }),
    Action: (pattern) => ({ ...statement, Action: `s3:${pattern}` }),
    StringLike: (pattern) => ({ ...statement, Condition: { StringLike: { 'aws:UserAgent': pattern } } }),
    StringNotLike: (pattern) => ({
      ...statement,
      Condition: { StringNotLike: { 'aws:UserAgent': [pattern, `${pattern}x`] } },
    }),
    ArnLike: (pattern) => ({
      ...statement,
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${pattern}` } },
    }),
  };

  test.each(Object.entries(patterns))('%s in every place of a policy', async (_name, patternOf) => {
    await expectSteady(8000, (size) => {
      const long = 'a'.repeat(size);
      const words = [
        ...['simulate', '--principal', mika, '--action', 's3:GetObject', '--policy', 'policy.json'],
        ...['--resource', `arn:aws:s3:::acme/${long}`],
      ];
      const context = [
        ...['--context', `aws:UserAgent=${long}b`],
        ...['--context', `aws:SourceArn=arn:aws:s3:::${long}`],
      ];
      return Object.values(places).flatMap((place) => {
        const world = { files: { 'policy.json': policy(place(patternOf(size))) } };
        return [
          { words: [...words, ...context, '--verbose'], world },
          { words: [...words, '--unknown', 'aws:UserAgent', '--json'], world },
        ];
      });
    });
  });

  test.each(Object.entries(patterns))('%s in the request', async (_name, patternOf) => {
    await expectSteady(8000, (size) => {
      const pattern = patternOf(size);
      const files = { 'policy.json': policy({ ...statement, Resource: `arn:aws:s3:::acme/${pattern}` }) };
      const requests = [
        ['--principal', mika, '--action', 's3:GetObject', '--resource', `arn:aws:s3:::acme/${pattern}`],
        ['--principal', mika, '--action', `s3:${pattern}`, '--resource', '*'],
        ['--principal', `arn:aws:iam::111122223333:user/${pattern}`, '--action', 's3:GetObject'],
      ];
      return [
        ...requests.map((request) => ({
          words: ['simulate', ...request, '--policy', 'policy.json'],
          world: { files },
        })),
        { words: ['decode', pattern, `arn:aws:iam::111122223333:role/${pattern}`] },
      ];
    });
  });

  const pieces = [
    '[',
    '{',
    '{"a":',
    '(',
    '${',
    '"',
    '\\',
    '%7B',
    '- ',
    'a: ',
    '\u001b[31m',
    '\ud800',
    '\u202e',
    '\ufffd',
    '\u0007',
    '\n',
  ];

  test.each(pieces)(
    '%j as often as 10,000 characters hold it: as a policy, inside one, as a scenario, as lines',
    async (piece) => {
      await expectSteady(10_000, (size) => {
        const text = piece.repeat(size / piece.length);
        const policies = {
          'policy.json': text,
          'policy.yaml': text,
          'inside.json': `{"Version":"2012-10-17","Statement":[${text}`,
          'wrapped.json': JSON.stringify({ Policy: text }),
          'sid.json': policy({ ...statement, Sid: text }),
          'resource.json': policy({ ...statement, Resource: `arn:aws:s3:::${text}` }),
          'key.json': policy({ ...statement, [text]: 1 }),
        };
        const scenarios = { 's.json': text, 's.yaml': text };
        return [
          ...Object.keys(policies).map((name) => ({
            words: ['simulate', ...question, '--policy', name],
            world: { files: policies },
          })),
          ...Object.keys(scenarios).map((name) => ({
            words: ['simulate', '--scenario', name],
            world: { files: scenarios },
            status: 2,
          })),
        ];
      });
    },
  );

  test.each(pieces)('%j as often as 10,000 characters hold it, as a value of each option', async (piece) => {
    await expectSteady(10_000, (size) => {
      const text = piece.repeat(size / piece.length);
      const world = { files: { 'policy.json': good }, stdin: text };
      return [
        ['simulate', '--principal', text, '--action', 's3:GetObject', '--policy', 'policy.json'],
        ['simulate', '--principal', mika, '--action', text, '--policy', 'policy.json'],
        ['simulate', ...question.slice(0, 4), '--resource', text, '--policy', 'policy.json'],
        ['simulate', ...question, '--policy', text],
        ['simulate', ...question, '--managed', text],
        ['simulate', ...question, '--context', `${text}=${text}`],
        ['simulate', ...question, `--${text}`],
        ['decode', text],
        [text],
        [`--${text}`],
        ['decode', '-'],
      ].map((words) => ({ words, world }));
    });
  });

  test.each([
    '\u001b]0;gone\u0007\u001b[2J',
    '\u202eevil\u2066',
    '\u009b31m',
    'a\rb',
    '\ud800',
    '\u200b',
    '\u0000',
  ])('no raw control character comes out of %j, wherever it stood', async (evil) => {
    const tricked = policy(
      { ...statement, Sid: evil, Resource: [`arn:aws:s3:::acme/${evil}`] },
      { ...statement, Effect: 'Deny', Condition: { StringLike: { [`aws:RequestTag/${evil}`]: `*${evil}` } } },
    );
    const files = {
      'policy.json': tricked,
      [`${evil}.json`]: tricked,
      's.yaml': `${evil}: 1\nname: "${evil}"\n`,
    };
    for (const words of [
      ask,
      [...ask, '--verbose'],
      [...ask, '--json'],
      [...ask, '--context', `aws:RequestTag/${evil}=${evil}`, '--verbose'],
      [...ask, '--unknown-all'],
      ['simulate', ...question, '--policy', `${evil}.json`],
      ['simulate', ...question, '--policy', `no${evil}.json`],
      ['simulate', ...question, '--policy', evil],
      ['simulate', '--principal', evil, '--action', evil, '--resource', evil, '--policy', 'policy.json'],
      ['simulate', '--principal', `arn:aws:iam::111122223333:user/${evil}`, '--action', 's3:GetObject'],
      ['simulate', '--scenario', 's.yaml'],
      ['decode', evil],
      ['decode', `arn:aws:iam::111122223333:user/${evil}`],
      ['decode', '--json', evil],
      [`x${evil}`],
      ['decode', `--x${evil}`],
      ['help', evil],
    ]) {
      expectSound(await run(words, { files, stdin: evil }));
    }
  });

  test('`__proto__` and its like mean nothing', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const at = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",`;
      const element = await askWith(`${at}"${name}":{"Effect":"Allow"}}]}`);
      expect(element.status).toBe(2);
      expect(element.err).toContain(`\`${name}\` is not an element`);
      const operator = await askWith(`${at}"Condition":{"${name}":{"aws:x":"y"}}}]}`);
      expect(operator.status).toBe(2);
      expect(operator.err).toContain(name);
      const key = await askWith(`${at}"Condition":{"StringEquals":{"${name}":"y"}}}]}`);
      expect(key.status).not.toBe(0);
      const principal = await run(['simulate', ...question, '--resource-policy', 'policy.json'], {
        files: { 'policy.json': `${at}"Principal":{"${name}":"*"}}]}` },
      });
      expect(principal.status).toBe(2);
      expect((await run([name])).status).toBe(2);
      expect((await run(['simulate', ...question, '--managed', name])).status).toBe(2);
      expectSound(await run([...ask, '--context', `${name}=x`], { files: { 'policy.json': good } }));
      expectSound(await run(['decode', name]));
      const scenario = await run(['simulate', '--scenario', 's.json'], {
        files: { 's.json': `{"${name}":{},"request":{"principal":"${mika}","action":"s3:GetObject"}}` },
      });
      expect(scenario.status).toBe(2);
      expect(scenario.err).toContain(name);
    }
  });

  test('any bytes as a policy: an answer or an error, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const ran = await askWith(bytes);
        expectSound(ran);
        expect(ran.status).toBe(2);
      }),
    );
  });

  test('a valid policy with anything put into it: an answer or an error, never a crash', async () => {
    const whole = policy({
      ...statement,
      Sid: 'A',
      Condition: { StringLike: { 'aws:UserAgent': ['a*', '${aws:x}'] } },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(6),
        fc.oneof(
          fc.constantFrom('"', '{', '}', ',', '*', '$', '\\', 'null', '[]', '1'),
          fc.string({ unit: anyCharacter, maxLength: 3 }),
        ),
        async (at, cut, put) => {
          expectSound(await askWith(whole.slice(0, at) + put + whole.slice(at + cut), ['--verbose']));
        },
      ),
    );
  });
});

describe('row 6: a file or line that is bad among many: the others are answered, exit 2 at the end', () => {
  const request = { principal: mika, action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x' };
  const scenario = JSON.stringify({ name: 'good', request, policies: { identity: [JSON.parse(good)] } });

  test('scenario files', async () => {
    const files = { 'a.json': scenario, 'bad.json': '{', 'c.json': scenario };
    const words = ['a.json', 'bad.json', 'missing.json', 'c.json'].flatMap((name) => ['--scenario', name]);
    const { status, out, err } = await run(['simulate', '--json', ...words], { files });
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ results: [{ decision: 'allowed' }, { decision: 'allowed' }] });
    expect(err).toContain('bad.json:1:2');
    expect(err).toContain('missing.json');
  });

  test('policies of one question: the problems of all, each file once', async () => {
    const files = {
      'bad.json': policy({ ...statement, Effect: 'allow' }),
      'cut.json': '{',
      's.yaml': `request: { principal: "${mika}", action: "s3:GetObject" }\npolicies:\n  scp: [[{ file: good.json }], [{ file: nope.json }]]\n  identity: [{ file: bad.json }, { file: cut.json }, { file: bad.json }]\n`,
      'good.json': good,
    };
    const options = [
      '--policy',
      'bad.json',
      '--policy',
      'cut.json',
      '--boundary',
      'bad.json',
      '--scp',
      'good.json,nope.json',
    ];
    for (const words of [
      ['simulate', ...question, ...options],
      ['simulate', '--scenario', 's.yaml'],
    ]) {
      const { status, out, err } = await run(words, { files });
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/^error: 3 problems\n✗ no such file: `nope\.json`/);
      expect(err.match(/^✗/gm)).toHaveLength(3);
      expect(err).toContain('(bad.json:5:17)');
      expect(err).toContain('(cut.json:1:2)');
    }
  });

  test('scenarios in one file', async () => {
    const broken = scenario.replace('s3:GetObject', 'GetObject');
    const files = { 'all.json': `[${scenario},${broken},${scenario}]` };
    const { status, out, err } = await run(['simulate', '--json', '--scenario', 'all.json'], { files });
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ results: [{ decision: 'allowed' }, { decision: 'allowed' }] });
    expect(err).toContain('names no service');
  });

  test.each(['{', 'nope', '[1', '{"request":1}', '{"name":"x","request":{}}', '\u001b[31m', '\ufffd', '[]]'])(
    'a line: %j',
    async (bad) => {
      const stdin = [scenario, bad, scenario, ''].join('\n');
      const { status, out, err } = await run(['simulate', '--jsonl', '--scenario', '-'], { stdin });
      expect({ status, err }).toEqual({ status: 2, err: '' });
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatchObject({ name: 'good', decision: 'allowed' });
      expect(lines[1]).toMatchObject({ error: { span: { file: '-', line: 2 } } });
      expect(lines[2]).toMatchObject({ name: 'good', decision: 'allowed' });
      expect(out).not.toMatch(raw);
    },
  );

  test('values to decode', async () => {
    const { status, out } = await run(['decode', 'AKIAIOSFODNN7EXAMPLE', '\u001b[31m', 'arn:aws:s3:::acme']);
    expect(status).not.toBe(0);
    expect(out).toContain('AKIAIOSFODNN7EXAMPLE');
    expect(out).toContain('arn:aws:s3:::acme');
  });
});

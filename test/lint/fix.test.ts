import fc from 'fast-check';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { FileError, type Host } from '../../src/core/host.ts';
import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { nodeHost } from '../../src/host/node.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { textOf } from '../../src/lint/answer/catalogue.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { allRules } from '../../src/lint/rules.ts';
import { repairs } from '../../src/lint/run/fix/repairs.ts';
import { fixFiles } from '../../src/lint/run/fix/fix-files.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';

const rules = allRules();

installData(dataFiles);

async function fix(text: string | Uint8Array, words: readonly string[] = [], file = 'x.json') {
  const ran = await run(['lint', '--fix', ...words, file], { files: { [file]: text }, cwd: '/work' });
  return { ...ran, text: ran.host.written.get(`/work/${file}`) };
}

async function codesOf(text: string, words: readonly string[] = [], file = 'x.json') {
  const { out } = await run(['lint', '--json', ...words, file], { files: { [file]: text }, cwd: '/work' });
  return (JSON.parse(out) as LintDocument).findings;
}

const typeOf = ({ types, bad }: Rule) => ['--type', bad().type ?? types[0] ?? 'identity'];

/** A policy of one statement, as it is often written. */
const policy = (statement: object, version: object = { Version: '2012-10-17' }) =>
  `${JSON.stringify({ ...version, Statement: [statement] }, null, 2)}\n`;

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' };

describe.each(Object.keys(repairs))('the repair of %s', (code) => {
  const rule = rules.find(({ id }) => id === code);
  if (rule === undefined) throw new Error(`no rule has the code ${code}`);
  const words = typeOf(rule);
  const json =
    code === 'invalid-policy-element'
      ? policy({ Effect: 'Allow', Actions: 's3:GetObject', resource: 'arn:aws:s3:::acme/*' })
      : textOf(rule.bad());

  test.each([
    ['x.json', json],
    ['x.yaml', stringify(JSON.parse(json))],
  ])('%s: what is wrong with its bad example goes, and no error comes', async (file, text) => {
    const before = await codesOf(text, words, file);
    const mended = (await fix(text, words, file)).text;
    if (mended === undefined) throw new Error('it is not mended');
    const after = await codesOf(mended, words, file);
    expect(after.map((finding) => finding.code)).not.toContain(code);
    const errors = (findings: typeof before) => findings.filter(({ severity }) => severity === 'error');
    const known = new Set(errors(before).map((finding) => finding.code));
    expect(errors(after).filter((finding) => !known.has(finding.code))).toEqual([]);
    expect((await fix(mended, words, file)).text).toBeUndefined();
  });
});

test.each([
  [
    'tabs',
    '{\n\t"Statement": {\n\t\t"Effect": "Allow",',
    '{\n\t"Version": "2012-10-17",\n\t"Statement": {\n\t\t"Effect": "Allow",',
  ],
  ['no space', '{"Statement":{"Effect":"Allow",', '{"Version": "2012-10-17","Statement":{"Effect":"Allow",'],
  [
    'CRLF',
    '{\r\n  "Statement": {"Effect":"Allow",\r\n',
    '{\r\n  "Version": "2012-10-17",\r\n  "Statement": {"Effect":"Allow",\r\n',
  ],
])('the way of writing stays: %s', async (_, start, after) => {
  const end = '"Action":\t"s3:GetObject" ,  "Resource":"arn:aws:s3:::acme/*"}}';
  expect((await fix(start + end)).text).toBe(after + end);
});

test.each([
  ['["s3:Get*", "s3:GetObject"]', '["s3:Get*"]'],
  ['["s3:GetObject", "s3:Get*"]', '["s3:Get*"]'],
  ['["s3:GetObject" ,"s3:ListBucket",\n"s3:Get*"]', '["s3:ListBucket",\n"s3:Get*"]'],
  ['["s3:GetObject", "s3:GetObjectAcl", "s3:Get*", "s3:GetBucketAcl"]', '["s3:Get*"]'],
  ['["s3:GetObject", "S3:getobject"]', '["s3:GetObject"]'],
  ['["s3:*", "s3:Get*", "s3:GetObject"]', '["s3:*"]'],
  ['["s3:Get*", "s3:Get**"]', '["s3:Get*"]'],
])('of %s stays %s', async (before, after) => {
  const text = policy({ ...read, Action: [], Resource: '*' }).replace('[]', before);
  expect((await fix(text)).text).toBe(text.replace(before, after));
});

test.each([
  ['a wildcard of one character covers no run', ['s3:Get?bjectAc?', 's3:Get*ject'], undefined],
  [
    'what a variable stands for is not known',
    ['arn:aws:s3:::a/${aws:username}', 'arn:aws:s3:::a/mika'],
    undefined,
  ],
  ['a star in a variable is a plain character', ['arn:aws:s3:::a/${*}', 'arn:aws:s3:::a/b'], undefined],
])('%s', async (_, list, after) => {
  const [first = ''] = list;
  const statement = first.startsWith('arn:')
    ? { ...read, Resource: list }
    : { ...read, Action: list, Resource: '*' };
  expect((await fix(policy(statement))).text).toBe(after);
});

describe('a repair that needs thought after all is none', () => {
  test.each([
    ['variables would begin to count', policy({ ...read, Resource: 'arn:aws:s3:::a/${aws:username}' }, {})],
    [
      'the old language has them as text',
      policy({ ...read, Resource: 'arn:aws:s3:::a/${aws:username}' }, { Version: '2008-10-17' }),
    ],
    ['a refused policy would be open to everyone', policy({ ...read, Effect: 'allow', Principal: '*' })],
    ['the name stands there already', policy({ ...read, action: 's3:PutObject' })],
    [
      'the operator stands there already',
      policy({
        ...read,
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          stringequals: { 'aws:PrincipalAccount': '111122223333' },
        },
      }),
    ],
    ['the other word is no word', policy({ ...read, Effect: 'permit' })],
    ['the file is not JSON', '{ "Statement": [ '],
  ])('%s', async (_, text) => {
    expect((await fix(text)).text).toBeUndefined();
  });

  test('what one repair would break does not hold up the others', async () => {
    const text = policy({ ...read, Sid: '', Effect: 'allow', Principal: '*' }, {});
    const mended = (await fix(text)).text ?? '';
    expect(mended).toContain('"2012-10-17"');
    expect(mended).toContain('"allow"');
    expect(mended).not.toContain('Sid');
  });
});

describe('what is not told is not mended', () => {
  const text = policy({ ...read, Sid: '' }, {});

  test('set aside on the command line', async () => {
    const { text: mended = '' } = await fix(text, ['--ignore', 'missing-version']);
    expect(mended).not.toContain('Version');
    expect(mended).not.toContain('Sid');
  });

  test('in a baseline', async () => {
    const files = { 'x.json': text };
    const first = await run(['lint', '--baseline', 'b.json', '--update-baseline', 'x.json'], {
      files,
      cwd: '/work',
    });
    const baseline = first.host.written.get('/work/b.json') ?? '';
    const second = await run(['lint', '--fix', '--baseline', 'b.json', 'x.json'], {
      files: { ...files, 'b.json': baseline },
      cwd: '/work',
    });
    expect([...second.host.written.keys()]).toEqual([]);
  });
});

describe('YAML', () => {
  const start = 'Version: "2012-10-17"\nStatement:\n';

  test.each([
    [
      'comments stay',
      `# what\n${start}  - Sid: '' \n    Effect: allow # why\n    Action:\n      - s3:Get*\n      - s3:GetObject\n      - s3:ListBucket # x\n    Resource: "*"\n`,
      `# what\n${start}  - Effect: Allow # why\n    Action:\n      - s3:Get*\n      - s3:ListBucket # x\n    Resource: "*"\n`,
    ],
    [
      'an item with a comment is left',
      `${start}  - Effect: Allow\n    Action:\n      - s3:Get*\n      - s3:GetObject # needed by x\n    Resource: "*"\n`,
      undefined,
    ],
    [
      'quotes stay',
      `${start}  - Effect: 'allow'\n    "action": [s3:GetObject]\n    Resource: "*"\n`,
      `${start}  - Effect: 'Allow'\n    "Action": [s3:GetObject]\n    Resource: "*"\n`,
    ],
    [
      'what an anchor names is mended once, for every place',
      `${start}  - &a\n    Effect: Allow\n    Action: &b [s3:Get*, s3:GetObject]\n    Resource: "*"\n  - Effect: Deny\n    Action: *b\n    Resource: arn:aws:s3:::a\n`,
      `${start}  - &a\n    Effect: Allow\n    Action: &b [s3:Get*]\n    Resource: "*"\n  - Effect: Deny\n    Action: *b\n    Resource: arn:aws:s3:::a\n`,
    ],
    [
      'a block without its version',
      'Statement:\r\n  Effect: Allow\r\n  Action: s3:GetObject\r\n  Resource: "*"\r\n',
      'Version: "2012-10-17"\r\nStatement:\r\n  Effect: Allow\r\n  Action: s3:GetObject\r\n  Resource: "*"\r\n',
    ],
  ])('%s', async (_, before, after) => {
    expect((await fix(before, [], 'x.yaml')).text).toBe(after);
  });
});

describe('a template', () => {
  const resource = (document: string) =>
    `Resources:\n  App:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n${document.replace(/^/gm, '        ').trimEnd()}\n`;
  const lines = (resources: string) =>
    `Version: "2012-10-17"\nStatement:\n  - Effect: allow\n    Action: s3:GetObject\n    Resource:\n${resources}`;

  test('is mended in its own place', async () => {
    const text = resource(lines('      - !Sub "${Bucket.Arn}/*"\n'));
    expect((await fix(text, [], 't.yaml')).text).toBe(text.replace('allow', 'Allow'));
  });

  test('loses nothing of which the deployment alone knows whether it is the same', async () => {
    const text = resource(
      lines('      - "*"\n      - arn:aws:s3:::a/*\n      - !GetAtt A.Arn\n      - !GetAtt B.Arn\n'),
    );
    const { text: mended = text } = await fix(text, [], 't.yaml');
    expect(mended).toContain('!GetAtt A.Arn');
    expect(mended).toContain('!GetAtt B.Arn');
  });
});

test('a policy inside a text is left', async () => {
  const inner = JSON.stringify({ Statement: [{ ...read, Sid: '' }] });
  expect((await fix(JSON.stringify({ PolicyName: 'x', PolicyDocument: inner }))).text).toBeUndefined();
});

describe('bytes', () => {
  const text = policy(read);

  test('a byte order mark goes', async () => {
    expect((await fix(`\ufeff${text}`)).text).toBe(text);
  });

  test('UTF-16 becomes UTF-8', async () => {
    expect((await fix(Buffer.from(`\ufeff${text}`, 'utf16le'))).text).toBe(text);
  });

  test('a mark that is meant stays', async () => {
    const bad = text.replace('Allow', 'allow');
    expect((await fix(`\ufeff${bad}`, ['--ignore', 'unusual-encoding'])).text).toBe(`\ufeff${text}`);
    const wide = Buffer.from(`\ufeff${bad}`, 'utf16le');
    expect((await fix(wide, ['--ignore', 'unusual-encoding'])).text).toBeUndefined();
  });
});

test('the answer names the files that were mended, and the status is of what is left', async () => {
  const { out, status } = await fix(policy({ ...read, Effect: 'allow' }));
  expect(out).toBe(
    ['clean  nothing to say about 1 policy', '', '· `x.json` was mended: invalid-effect', ''].join('\n'),
  );
  expect(status).toBe(0);
});

test('a file that cannot be written is left whole, and named', async () => {
  const host: Host = {
    ...memoryHost({ files: { 'x.json': policy({ ...read, Effect: 'allow' }) } }),
    writeFile: (path) => Promise.reject(new FileError('read-only', path)),
  };
  const { notes } = await fixFiles(host, ['x.json'], {}, false);
  expect(notes.map(({ code, message }) => [code, message])).toEqual([
    ['lint/not-fixed', '`x.json` cannot be written, and was left as it is'],
  ]);
});

describe('--dry-run', () => {
  test('prints what would change, and writes nothing', async () => {
    const { out, status, text } = await fix(policy({ ...read, Effect: 'allow' }), ['--dry-run']);
    expect(text).toBeUndefined();
    expect(out).toBe(
      [
        '--- a/x.json',
        '+++ b/x.json',
        '@@ -2,7 +2,7 @@',
        '   "Version": "2012-10-17",',
        '   "Statement": [',
        '     {',
        '-      "Effect": "allow",',
        '+      "Effect": "Allow",',
        '       "Action": "s3:GetObject",',
        '       "Resource": "arn:aws:s3:::acme/*"',
        '     }',
        '',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  test.each([
    [['--dry-run', 'x.json'], 'iamx lint --fix --dry-run policies'],
    [['--fix', '--dry-run', '--json', 'x.json'], 'iamx lint --fix --dry-run policies'],
    [['--fix', '--dry-run', '--format', 'sarif', 'x.json'], 'iamx lint --fix --dry-run policies'],
    [['--fix', '-'], 'Name the file'],
  ])('%j is refused', async (words, hint) => {
    const { status, err } = await run(['lint', ...words], {
      files: { 'x.json': policy(read) },
      stdin: policy(read),
      cwd: '/work',
    });
    expect([status, err.includes(hint)]).toEqual([2, true]);
  });
});

describe('--dry-run shows no more than an excerpt does', () => {
  const canary = 'Zk7vQx9mRt2w';
  const yaml = `Version: '2012-10-17'\n# console: ${canary}\nStatement:\n  - Effect: allow # ${canary}\n    Action: s3:GetObject\n    Resource: 'arn:aws:s3:::acme/*'\n    Condition:\n      StringEquals:\n        aws:RequestTag/Password:\n          - ${canary}\n`;

  test('no comment and no password; what is left is said to have holes', async () => {
    const words = ['lint', '--fix', '--dry-run', 'x.yaml'];
    const { out, err } = await run(words, { files: { 'x.yaml': yaml }, cwd: '/work' });
    expect(out + err).not.toContain(canary);
    expect(out).toContain('-  - Effect: allow #\n+  - Effect: Allow #\n');
    expect(err.replace(/\s+/g, ' ')).toContain('it can be read, and not be applied');
  });

  test('a whole one is said to be nothing', async () => {
    const { err } = await fix(policy({ ...read, Effect: 'allow' }), ['--dry-run']);
    expect(err).toBe('');
  });
});

describe('on a disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iamx-fix-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('the mode of the file and a link to it stay', async () => {
    const [real, link] = [join(folder, 'real.json'), join(folder, 'link.json')];
    writeFileSync(real, policy({ ...read, Effect: 'allow' }));
    chmodSync(real, 0o640);
    symlinkSync(real, link);
    const host = nodeHost();
    await fixFiles(host, [link], {}, false);
    expect(readFileSync(real, 'utf8')).toBe(policy(read));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(real).mode & 0o777).toBe(0o640);
  });
});

/** One of the first, or now and then one that AWS refuses. */
const rarely = <Item>(usual: readonly Item[], refused: readonly Item[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...refused) },
  );

/** Policies with many of the mistakes at once, written in several ways. */
const anyText = fc
  .record({
    version: rarely([undefined, '2008-10-17', '2012-10-17'], ['2012-10-7']),
    id: fc.constantFrom(undefined, 'mine'),
    statements: fc.array(
      fc.record({
        Sid: rarely([undefined, ''], ['A', 'A2', 'a b', 'B-1']),
        Effect: rarely(['Allow', 'Deny'], ['allow', 'DENY']),
        Action: fc.array(
          fc.constantFrom('s3:GetObject', 's3:Get*', 'S3:getobject', 's3:PutObject', 's3:Put?bject', 's3:*'),
          { minLength: 1, maxLength: 4 },
        ),
        Resource: fc.array(
          fc.constantFrom(
            'arn:aws:s3:::a/*',
            'arn:aws:s3:::a/b',
            'arn:aws:s3:::a/${aws:username}',
            'arn:aws:s3:::?/b',
          ),
          { minLength: 1, maxLength: 3 },
        ),
        Condition: fc.constantFrom(
          undefined,
          { ipaddress: { 'aws:SourceIp': ['203.0.113.7/24', '203.0.113.0/24'] } },
          {
            StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
            stringequals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    indent: fc.constantFrom(0, 1, 4, '\t'),
    isYaml: fc.boolean(),
    isFlow: fc.boolean(),
  })
  .map(({ version, id, statements, indent, isYaml, isFlow }) => {
    const value = JSON.parse(JSON.stringify({ Version: version, Id: id, Statement: statements })) as object;
    if (!isYaml) return { file: 'x.json', text: JSON.stringify(value, null, indent) };
    return { file: 'x.yaml', text: stringify(value, { collectionStyle: isFlow ? 'flow' : 'any' }) };
  });

test('mended twice is mended once, and no decision of a policy that AWS takes has changed', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(anyText, async ({ file, text }) => {
      const once = (await fix(text, [], file)).text ?? text;
      expect((await fix(once, [], file)).text ?? once).toBe(once);
      for (const key of ['a/b', 'c/b', 'a/mika'])
        for (const action of ['s3:GetObject', 's3:PutObject', 's3:GetObjectAcl']) {
          const [before, after] = await Promise.all(
            [text, once].map((one) => decided(one, file, action, key)),
          );
          // What AWS refuses has no decision.
          if (before !== 'unreadable') compared++;
          if (before !== 'unreadable') expect([action, key, after]).toEqual([action, key, before]);
        }
    }),
    { numRuns: runs(12) },
  );
  expect(compared).toBeGreaterThan(0);
});

async function decided(text: string, file: string, action: string, key: string): Promise<string> {
  const question = [
    '--action',
    action,
    '--resource',
    `arn:aws:s3:::${key}`,
    '--principal',
    'arn:aws:iam::111122223333:user/mika',
  ];
  const context = ['--context', 'aws:SourceIp=203.0.113.9', '--context', 'aws:PrincipalOrgID=o-a1b2c3d4e5'];
  const { out, status } = await run(['simulate', '--json', '--policy', file, ...question, ...context], {
    files: { [file]: text },
    cwd: '/work',
  });
  return status === 2 ? 'unreadable' : (JSON.parse(out) as { readonly verdict: string }).verdict;
}

import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import { fitsFile } from '../../src/lint/file-name.ts';
import { run } from '../support/run.ts';

const policy = (...actions: readonly string[]) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: actions.map((Action, index) => ({
        Sid: `S${index}`,
        Effect: 'Allow',
        Action,
        Resource: 'arn:aws:s3:::acme/*',
      })),
    },
    null,
    2,
  );

async function lint(words: readonly string[], files: Readonly<Record<string, string>>) {
  const ran = await run(['lint', '--json', ...words], { files, cwd: '/work', now: Date.UTC(2026, 10, 28) });
  const document = ran.status === 2 ? undefined : (JSON.parse(ran.out) as LintDocument);
  return { ...ran, codes: document?.findings.map(({ code }) => code), document };
}

const config = (value: object) => ({ 'iamx.config.json': JSON.stringify(value) });

describe('the configuration', () => {
  test('gives a rule another severity, or takes it out', async () => {
    const files = {
      'x.json': policy('s3:ListObjects'),
      ...config({ severity: { 'unknown-action': 'info' } }),
    };
    expect((await lint(['x.json'], files)).status).toBe(0);
    const off = { ...files, ...config({ severity: { 'unknown-action': 'off' } }) };
    expect((await lint(['x.json'], off)).codes).toEqual([]);
  });

  test('says what type the policies of a folder are', async () => {
    const files = { 'scp/x.json': policy('*'), ...config({ types: { 'scp/**': 'SCP' } }) };
    expect((await lint(['scp/x.json'], files)).codes).not.toContain('action-resource-mismatch');
    const { document } = await lint(['scp/x.json'], {
      'scp/x.json': policy('s3:ListObjects'),
      ...config({ types: { 'scp/**': 'SCP' } }),
    });
    expect(document?.findings[0]?.policyType).toBe('scp');
  });

  test('is found above the current folder', async () => {
    const files = {
      '/work/iamx.config.yaml': 'severity:\n  unknown-action: off\n',
      '/work/a/b/x.json': policy('s3:ListObjects'),
    };
    const { out } = await run(['lint', '--json', 'x.json'], { files, cwd: '/work/a/b' });
    expect((JSON.parse(out) as LintDocument).verdict).toBe('clean');
  });

  test.each([
    [{ ignore: [{ code: 'unknown-action', reason: 'old' }] }, ['x.json'], []],
    [{ ignore: [{ code: 'unknown-action', reason: 'old', file: '*.json' }] }, ['x.json'], []],
    [{ ignore: [{ code: 'unknown-action', reason: 'old', sid: 'S0' }] }, ['x.json'], []],
    [{ ignore: [{ code: 'unknown-action', reason: 'old', path: ['Statement', 0] }] }, ['x.json'], []],
    [
      { ignore: [{ code: 'unknown-action', reason: 'old', path: ['Statement', 1] }] },
      ['x.json'],
      ['unused-ignore', 'unknown-action'],
    ],
    [
      { ignore: [{ code: 'unknown-action', reason: 'old', sid: 'S1' }] },
      ['x.json'],
      ['unused-ignore', 'unknown-action'],
    ],
    [{ ignore: [{ code: 'unknown-action', reason: 'old', until: '2026-11-28' }] }, ['x.json'], []],
    [
      { ignore: [{ code: 'unknown-action', reason: 'old', until: '2026-11-27' }] },
      ['x.json'],
      ['ignore-expired', 'unknown-action'],
    ],
  ])('%j sets aside what it is about, and says where it does not', async (value, words, codes) => {
    expect((await lint(words, { 'x.json': policy('s3:ListObjects'), ...config(value) })).codes).toEqual(
      codes,
    );
  });

  test('its patterns and those of a baseline are about its own folder, wherever lint runs', async () => {
    const text = policy('s3:ListObjects');
    const files = {
      '/work/iamx.config.json': JSON.stringify({
        types: { 'a/scp/**': 'SCP' },
        ignore: [{ code: 'unknown-action', file: 'a/x.json', reason: 'old' }],
      }),
      '/work/a/x.json': text,
      '/work/a/scp/y.json': text,
    };
    for (const [cwd, names] of [
      ['/work', ['a/x.json', 'a/scp/y.json']],
      ['/work/a', ['x.json', './scp/y.json']],
      ['/work/a/scp', ['../x.json', '/work/a/scp/y.json']],
    ] as const) {
      const { out } = await run(['lint', '--json', ...names], { files, cwd });
      const { findings } = JSON.parse(out) as LintDocument;
      expect(findings.map(({ code, policyType }) => [code, policyType])).toEqual([['unknown-action', 'scp']]);
    }
    const words = ['--ignore', 'unused-ignore', '--baseline'];
    const first = await run(['lint', ...words, 'b.json', '--update-baseline', 'a'], { files, cwd: '/work' });
    const baseline = first.host.written.get('/work/b.json') ?? '';
    const again = await run(['lint', '--json', ...words, '../../b.json', './y.json'], {
      files: { ...files, '/work/b.json': baseline },
      cwd: '/work/a/scp',
    });
    expect([again.status, (JSON.parse(again.out) as LintDocument).findings]).toEqual([0, []]);
  });

  test.each([
    ['{"ignore":[{"code":"unknown-action","reason":"x","until":"2026-02-30"}]}', '2026-12-31'],
    ['{"ignore":[{"code":"unknown-action","reason":"x","path":"Statement"}]}', 'as --json does'],
    ['{"ignore":[{"code":"unknown-action","reason":" "}]}', 'reason'],
    ['{"severity":{},"severity":{}}', 'Make one of them'],
    ['{"ignore":[{"code":"unknown-action"}]}', 'reason'],
    ['{"ignore":[{"code":"unknown-acton","reason":"x"}]}', 'unknown-action'],
    ['{"ignroe":[]}', 'ignore'],
    ['{"severity":{"unknown-action":"fatal"}}', 'error, warning, info or off'],
    ['{"ignore":[{"code":"unknown-action","reason":"x","until":"soon"}]}', '2026-12-31'],
    ['{', 'iamx.config.json'],
  ])('%s is refused with what to do', async (text, hint) => {
    const { err, out, status } = await lint(['x.json'], {
      'x.json': policy('s3:GetObject'),
      'iamx.config.json': text,
    });
    expect(status).toBe(2);
    expect(out + err).toContain(hint);
  });
});

describe('a comment in YAML', () => {
  const text = (...comments: readonly string[]) =>
    [
      'Version: "2012-10-17"',
      'Statement:',
      '  Effect: Allow',
      ...comments,
      '  Action: s3:ListObjects',
      '  Resource: arn:aws:s3:::acme/*',
      '',
    ].join('\n');

  test.each([
    ['sets aside the line below it', ['  # iamx-ignore unknown-action: renamed upstream'], []],
    [
      'stands before others, and before what they say',
      ['  # iamx-ignore unknown-action: renamed', '  # iamx-ignore full-admin: no', '', '  # it is'],
      ['unused-ignore'],
    ],
    ['is none without its name', ['  # iamy-ignore unknown-action: renamed'], ['unknown-action']],
    ['needs a reason', ['  # iamx-ignore unknown-action'], ['unused-ignore', 'unknown-action']],
    [
      'needs one that says something',
      ['  # iamx-ignore unknown-action:  '],
      ['unused-ignore', 'unknown-action'],
    ],
    ['names a code', ['  # iamx-ignore'], ['unused-ignore', 'unknown-action']],
    ['names one that there is', ['  # iamx-ignore unknown-acton: x'], ['unused-ignore', 'unknown-action']],
    [
      'is told where nothing is below it',
      ['  # iamx-ignore unknown-action: x', '  Sid: A', '  # iamx-ignore unknown-action: x'],
      ['unused-ignore'],
    ],
    ['may have a last day', ['  # iamx-ignore unknown-action until 2099-12-31: renamed upstream'], []],
    [
      'is told where its day is past',
      ['  # iamx-ignore unknown-action until 2020-01-31: renamed upstream'],
      ['ignore-expired', 'unknown-action'],
    ],
    [
      'needs a day of the calendar',
      ['  # iamx-ignore unknown-action until 2099-02-30: renamed upstream'],
      ['unused-ignore', 'unknown-action'],
    ],
    [
      'needs a reason beside its day',
      ['  # iamx-ignore unknown-action until 2099-12-31'],
      ['unused-ignore', 'unknown-action'],
    ],
  ])('%s', async (_, comments, codes) => {
    expect((await lint(['x.yaml'], { 'x.yaml': text(...comments) })).codes).toEqual(codes);
  });

  test('says what is wrong with it, where', async () => {
    const { document } = await lint(['x.yaml'], { 'x.yaml': text('  # iamx-ignore unknown-acton: x') });
    expect(document?.findings[0]).toMatchObject({
      code: 'unused-ignore',
      message: '`unknown-acton` is not a code: did you mean `unknown-action`?',
      span: { file: 'x.yaml', line: 4, column: 5, endLine: 4, endColumn: 16 },
    });
  });
});

describe('an entry about a file that is not looked at', () => {
  const entry = (file: string) => config({ ignore: [{ code: 'unknown-action', file, reason: 'old' }] });

  test.each([
    ['is not called unused', 'y.json', ['x.json'], []],
    ['is, once the file is gone', 'z.json', ['x.json'], ['unused-ignore']],
    ['is not by a pattern, where single files are named', 'old/**', ['x.json'], []],
    ['is by a pattern, where a folder is', 'old/**', ['.'], ['unused-ignore']],
  ])('%s', async (_, file, words, codes) => {
    const files = { 'x.json': policy('s3:GetObject'), 'y.json': policy('s3:GetObject'), ...entry(file) };
    expect((await lint(words, files)).codes).toEqual(codes);
  });

  test('--ignore unused-ignore takes out these findings too', async () => {
    const files = { 'x.json': policy('s3:GetObject'), ...entry('z.json') };
    expect((await lint(['--ignore', 'unused-ignore', 'x.json'], files)).codes).toEqual([]);
  });
});

describe('a baseline', () => {
  test('is committed: it names no file that looks like a secret, and holds nothing unseen', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
    const names = [`${secret}.json`, 'a\u202eb\u3164.json'];
    const files = Object.fromEntries(names.map((name) => [`/work/${name}`, policy('s3:GetObjekt')]));
    const { host } = await lint(['--baseline', 'b.json', '--update-baseline', '.'], files);
    const baseline = host.written.get('/work/b.json') ?? '';
    expect(baseline).not.toMatch(/wJalrXUt|K7MDENG|\u202e|\u3164/);
    expect(baseline).toContain('a\\u202eb\\u3164.json');
    const again = await lint(['--baseline', 'b.json', '.'], { ...files, '/work/b.json': baseline });
    expect([again.codes, again.document?.diagnostics]).toEqual([[], []]);
  });

  test('tells only what is new, whatever lines were added', async () => {
    const first = await lint(['--baseline', 'b.json', '--update-baseline', 'x.json'], {
      'x.json': policy('s3:ListObjects'),
    });
    const baseline = first.host.written.get('/work/b.json') ?? '';
    expect(first.status).toBe(0);
    expect(first.document?.diagnostics).toMatchObject([
      { code: 'lint/baseline-written', message: expect.stringContaining('holds 1 finding now') as unknown },
    ]);
    const grown = `\n\n${policy('s3:ListObjects', 's3:HeadObject')}`;
    const second = await lint(['--baseline', 'b.json', 'x.json'], { 'x.json': grown, 'b.json': baseline });
    expect(second.document?.findings.map(({ sid }) => sid)).toEqual(['S1']);
    expect(second.document?.ignored).toBe(1);
  });

  test('says what of it is gone', async () => {
    const entry = { fingerprint: '0'.repeat(32), code: 'full-admin', file: 'x.json' };
    const text = JSON.stringify({ schema: 'iamx.lint-baseline/1', findings: [entry] });
    const { document } = await lint(['--baseline', 'b.json', 'x.json'], {
      'x.json': policy('s3:GetObject'),
      'b.json': text,
    });
    expect(document?.diagnostics.map(({ code }) => code)).toEqual(['lint/baseline-gone']);
  });

  test.each([
    '{',
    '[]',
    '{"schema":"iamx.lint-baseline/2","findings":[]}',
    '{"schema":"iamx.lint-baseline/1","findings":[1]}',
  ])('%s is refused whole', async (text) => {
    const { status, out, err } = await lint(['--baseline', 'b.json', 'x.json'], {
      'x.json': policy('s3:GetObject'),
      'b.json': text,
    });
    expect([status, `${out}${err}`.includes('no baseline of this version')]).toEqual([2, true]);
  });
});

test.each([
  ['*.json', 'a.json', true],
  ['*.json', 'a/b.json', false],
  ['**/*.json', 'a/b.json', true],
  ['**/*.json', 'b.json', true],
  ['policies/**', 'policies/a/b.json', true],
  ['policies/?.json', './policies/a.json', true],
  ['policies/**', 'other/a.json', false],
])('the pattern %s and the file %s: %s', (pattern, file, fits) => {
  expect(fitsFile(pattern, file)).toBe(fits);
});

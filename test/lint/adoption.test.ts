import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/lint/answer/document.ts';
import { fitsFile } from '../../src/lint/run/config.ts';
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

  test.each([
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

test('a comment in YAML sets aside the line below it', async () => {
  const text = [
    'Version: "2012-10-17"',
    'Statement:',
    '  Effect: Allow',
    '  # iamx-ignore unknown-action: renamed upstream',
    '  Action: s3:ListObjects',
    '  Resource: arn:aws:s3:::acme/*',
    '',
  ].join('\n');
  expect((await lint(['x.yaml'], { 'x.yaml': text })).codes).toEqual([]);
  expect((await lint(['x.yaml'], { 'x.yaml': text.replace('  # iamx', '  # iamy') })).codes).toEqual([
    'unknown-action',
  ]);
});

describe('a baseline', () => {
  test('tells only what is new, whatever lines were added', async () => {
    const first = await lint(['--baseline', 'b.json', '--update-baseline', 'x.json'], {
      'x.json': policy('s3:ListObjects'),
    });
    const baseline = first.host.written.get('/work/b.json') ?? '';
    expect(first.status).toBe(0);
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

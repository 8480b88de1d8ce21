import { expect, test } from 'vitest';
import { run } from '../support/run.ts';
import { formats } from '../../src/commands/lint.ts';

const policy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Read', Effect: 'Allow', Action: ['s3:ListObjects', 's3:Get*', 's3:GetObject'], Resource: '*' },
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' },
    ],
  },
  null,
  2,
);

async function lint(format: string, files: Readonly<Record<string, string>> = { 'a b/ü.json': policy }) {
  const { out, status } = await run(['lint', '--format', format, ...Object.keys(files)], {
    files,
    cwd: '/work',
  });
  return { out, status };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
        };
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

test('SARIF: rules by index, relative URIs, regions and fingerprints of each result', async () => {
  const { out, status } = await lint('sarif');
  const log = JSON.parse(out) as Sarif;
  const [only] = log.runs;
  if (only === undefined) throw new Error('there is no run');
  expect([log.version, log.runs.length, status]).toEqual(['2.1.0', 1, 1]);
  expect(only.results.length).toBeGreaterThan(2);
  for (const { ruleId, ruleIndex, level, locations, partialFingerprints } of only.results) {
    expect(only.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    const [place] = locations;
    expect(place?.physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC.json');
    const {
      startLine = 0,
      startColumn = 0,
      endLine = 0,
      endColumn = 0,
    } = place?.physicalLocation.region ?? {};
    expect(endLine > startLine || endColumn > startColumn).toBe(true);
    expect(partialFingerprints['iamx/v1']).toMatch(/^[0-9a-f]{32}$/);
  }
  const prints = only.results.map((result) => result.partialFingerprints['iamx/v1']);
  expect(new Set(prints).size).toBe(prints.length);
});

test('SARIF: a fingerprint outlives lines and statements that are put before', async () => {
  const printsOf = async (text: string) =>
    (JSON.parse((await lint('sarif', { 'x.json': text })).out) as Sarif).runs[0]?.results
      .filter(({ ruleId }) => ruleId === 'unknown-action')
      .map(({ partialFingerprints }) => partialFingerprints['iamx/v1']);
  const moved = policy.replace(
    '"Statement": [',
    '"Statement": [\n\n{"Effect":"Deny","Action":"*","Resource":"*"},',
  );
  expect(await printsOf(moved)).toEqual(await printsOf(policy));
});

test('GitHub: a workflow command a finding, its signs escaped', async () => {
  const { out } = await lint('github', { 'a,b.json': policy });
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toBe(
    '::error file=a%2Cb.json,line=8,col=9,endLine=8,endColumn=25,title=iamx unknown-action::`s3:ListObjects` is no action in the data of 2026-09-26. Did you mean `s3:ListBucket`?',
  );
  for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) file=[^:]*::/);
});

test('GitLab: the fields of a Code Quality report, a fingerprint for each place', async () => {
  const entries = JSON.parse((await lint('gitlab')).out) as readonly Readonly<Record<string, unknown>>[];
  for (const entry of entries) {
    expect(Object.keys(entry)).toEqual(['description', 'check_name', 'fingerprint', 'severity', 'location']);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(entry['severity']);
    expect(entry['location']).toEqual({ path: 'a b/ü.json', lines: { begin: expect.any(Number) as number } });
  }
  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
});

test('rdjson: what reviewdog reads', async () => {
  const report = JSON.parse((await lint('rdjson')).out) as {
    readonly source: { readonly name: string };
    readonly diagnostics: readonly { readonly severity: string; readonly code: { readonly value: string } }[];
  };
  expect(report.source.name).toBe('iamx');
  for (const { severity, code } of report.diagnostics) {
    expect(['ERROR', 'WARNING', 'INFO']).toContain(severity);
    expect(code.value).toMatch(/^[a-z0-9-]+$/);
  }
});

test('JUnit: a suite for each file, and a passing test where nothing was found', async () => {
  const { out } = await lint('junit');
  expect(out.match(/<failure /g)?.length).toBe(Number(/failures="(\d+)"/.exec(out)?.[1]));
  const clean = await lint('junit', {
    'good.json': JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' },
    }),
  });
  expect(clean.out).toContain('tests="1" failures="0"');
  expect(clean.status).toBe(0);
});

test('markdown: a table whose cells nothing can leave', async () => {
  const text = policy.replace('s3:ListObjects', 's3:x|@all<b>');
  const { out } = await lint('markdown', { 'x.json': text });
  const rows = out.split('\n').filter((line) => line.startsWith('| '));
  for (const row of rows.slice(1)) expect(row.replace(/\\\|/g, '').split('|').length).toBe(6);
  expect(out).not.toContain('@all');
  expect(out).not.toContain('<b>');
});

test('JSON: the same as --json, commands of hints as text', async () => {
  const text = policy.replace(
    '"Effect": "Allow",\n      "Action": "iam:PassRole"',
    '"Effect": "Allow",\n      "Principal": { "CanonicalUser": "x" },\n      "Action": "iam:PassRole"',
  );
  const files = { 'x.json': text };
  const { out } = await run(['lint', '--json', '--type', 'resource', 'x.json'], { files, cwd: '/work' });
  const formatted = await run(['lint', '--format', 'json', '--type', 'resource', 'x.json'], {
    files,
    cwd: '/work',
  });
  expect(out).toContain('canonical-user');
  expect(formatted.out).toBe(out);
});

const forms = ['text', 'json', ...Object.keys(formats)];

test.each(forms)('%s: a password is left out, and the form stays whole', async (format) => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `token=${secret}`,
        Effect: 'Allow',
        Action: `s3:password=hunter-2-canary`,
        Resource: '*',
        Password: secret,
        Condition: { StringEquals: { 'aws:RequestTag/Password': 'hunter-2-canary' }, Bool: { secret } },
      },
    ],
  });
  const { out, err, status } = await run(['lint', '--strict', '--format', format, 'p.json'], {
    files: { 'p.json': text },
    cwd: '/work',
  });
  expect(out + err).not.toMatch(/wJalr|K7MDENG|hunter-2/);
  expect([status, err]).toEqual([1, '']);
  if (/json|sarif|gitlab/.test(format)) expect(() => JSON.parse(out) as unknown).not.toThrow();
});

/** Values that mean something where findings are read: to a log, a page, a table, a person who is told. */
const hostile = [
  '@acme/everyone',
  '[click](https://evil.example)',
  '![](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '</failure><!--',
  ']]>&lt;',
  'a|b',
  'x\n::add-mask::x',
  'x\r\n::set-output name=a::b',
  '%0A::error::x',
  '`@acme` https://evil.example',
  'x\u001b[2J\u2028\u202e',
  '\\',
];
const hostilePolicy = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: hostile.map((value) => ({
      Sid: name + value,
      Effect: 'Allow',
      Action: [value, `s3:${value}`, `${value}:x`],
      Resource: [value, `arn:aws:s3:::${value}`, `arn:aws:iam::1:${value}/x`],
      Condition: { [value]: { [value]: value }, StringEquals: { [`aws:${value}`]: value } },
      [value]: value,
    })),
  });

async function hostileOutput(format: string): Promise<string> {
  const file = 'a\n::error::`b|@acme<i>[c](d).json';
  const { out, status } = await run(['lint', '--strict', '--format', format, file], {
    files: { [file]: hostilePolicy('') },
    cwd: '/work',
  });
  expect(status).toBe(1);
  return out;
}

test.each(forms)('%s: nothing that a terminal would obey', async (format) => {
  // Controls but the line feed, separators of lines, signs of direction.
  expect(await hostileOutput(format)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('GitHub: a hostile name stays within its own workflow command', async () => {
  for (const line of (await hostileOutput('github')).trimEnd().split('\n'))
    expect(line).toMatch(
      /^::(?:error|warning|notice) file=[^:,]*,line=\d+,col=\d+,endLine=\d+,endColumn=\d+,title=iamx [a-z0-9-]+::/,
    );
});

test('markdown: a hostile name is a piece of code, in one cell of one row', async () => {
  const rows = (await hostileOutput('markdown')).split('\n').filter((line) => line.startsWith('| '));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows.slice(2)) {
    expect(row.split('|').length).toBe(6);
    const bare = row
      .replace(/<code>(?:[^<>@[\]#*_~|\\&`!]|&#\d+;)*<\/code>/g, '')
      .replace(/`[a-z0-9-]+`/, '');
    expect(bare.replaceAll('|', '')).not.toMatch(/[<>@[\]#*_~\\&`!]|:\/\//);
  }
});

test('rdjson: a message holds no link and no mention outside of code', async () => {
  const report = JSON.parse(await hostileOutput('rdjson')) as {
    readonly diagnostics: readonly { readonly message: string }[];
  };
  for (const { message } of report.diagnostics)
    expect(message.replace(/`[^`]*`/g, '')).not.toMatch(/[<>@[\]#*_~|\\&`!]|:\/\//);
});

test('SARIF: a message holds no link', async () => {
  expect(await hostileOutput('sarif')).not.toContain('](');
});

test('JUnit: XML that is whole', async () => {
  const out = await hostileOutput('junit');
  expect(out.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  const open: string[] = [];
  for (const [, close, name = '', empty] of out.matchAll(/<(\/?)([a-z]+)(?: [a-z]+="[^"<]*")*(\/?)>/g)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
});

test('a fingerprint tells nothing of a secret', async () => {
  const printsOf = async (password: string) => {
    const Statement = [
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { IpAddress: { 'aws:RequestTag/Password': password } },
        Password: password,
        Sid: `password=${password}`,
      },
    ];
    const files = { 'x.json': JSON.stringify({ Version: '2012-10-17', Statement }) };
    const { host } = await run(['lint', '--strict', '--baseline', 'b.json', '--update-baseline', 'x.json'], {
      files,
      cwd: '/work',
    });
    const { out } = await lint('sarif', files);
    return [host.written.get('/work/b.json'), out.replace(/"(?:start|end)Column": \d+/g, '')];
  };
  expect(await printsOf('1234')).toEqual(await printsOf('98765432'));
});

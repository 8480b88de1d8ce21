import { expect, test } from 'vitest';
import { run } from '../support/run.ts';

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

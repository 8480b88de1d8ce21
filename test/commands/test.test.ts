import { expect, test } from 'vitest';
import type { TestDocument } from '../../src/documents/test.ts';
import { run } from '../support/run.ts';

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/reports/*" },
    { "Sid": "NoHttp", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
      "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
  ]
}
`;

const scenario = (
  name: string,
  action: string,
  expectation: string,
  resource = 'arn:aws:s3:::acme/reports/q1.csv',
) =>
  `- name: ${name}
  request:
    principal: arn:aws:iam::111122223333:user/mika
    resourceAccount: "111122223333"
    action: ${action}
    resource: ${resource}
  policies: { identity: [ { file: policy.json } ] }
  expect: ${expectation}
`;

const good = scenario('reads reports', 's3:GetObject', 'allowed');

type Files = Readonly<Record<string, string>>;

function runTests(words: readonly string[], files: Files, env: Readonly<Record<string, string>> = {}) {
  return run(['test', ...words], { files: { '/work/policy.json': policy, ...files }, cwd: '/work', env });
}

async function documentOf(words: readonly string[], files: Files) {
  const { out, err, status } = await runTests([...words, '--json'], files);
  expect(err).toBe('');
  return { status, ...(JSON.parse(out) as TestDocument) };
}

test('a folder is looked through for files that are called as tests are', async () => {
  const files = {
    '/work/a.iamx.yaml': good,
    '/work/deep/b.iamx.yml': good.replace('policy.json', '../policy.json'),
    '/work/deep/c.json': '[]',
    '/work/other.yaml': 'no: test',
    '/work/node_modules/x/d.iamx.yaml': 'broken: [',
  };
  const { verdict, tests, status, passed } = await documentOf([], files);
  expect([verdict, status, passed]).toEqual(['passed', 0, 2]);
  expect(tests.map(({ file }) => file)).toEqual(['a.iamx.yaml', 'deep/b.iamx.yml']);
});

test('a test says what was expected, what was decided, by what and where', async () => {
  const { tests } = await documentOf(['a.iamx.yaml'], { '/work/a.iamx.yaml': good });
  expect(tests).toEqual([
    {
      name: 'reads reports',
      file: 'a.iamx.yaml',
      line: 1,
      outcome: 'passed',
      expected: 'allowed',
      actual: 'allowed',
      because: 'identity, Allow "Read"',
      spans: [{ file: 'policy.json', line: 4, column: 5, endLine: 4, endColumn: 110 }],
      ms: 0,
      diagnostics: [],
    },
  ]);
});

test('a failing test is an answer', async () => {
  const files = { '/work/a.iamx.yaml': good + scenario('writes', 's3:PutObject', 'allowed') };
  const { out, status } = await runTests(['a.iamx.yaml'], files);
  expect(status).toBe(1);
  expect(out).toBe(`FAILED  1 of 2 tests failed in 1 file
  ✗ a.iamx.yaml  1 of 2 tests failed

writes  a.iamx.yaml:9
expected allowed, got implicit deny

DENIED  s3:PutObject on arn:aws:s3:::acme/reports/q1.csv
        as arn:aws:iam::111122223333:user/mika
        implicit deny · identity policies
        taking aws:SecureTransport for true: \`context\` tells it

  ✗ identity  no Allow matches

nearest: Allow "Read"   policy.json:4:51
  2 │   "Version": "2012-10-17",
  3 │   "Statement": [
  4 │     { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resou…
    │                                                   ──────────────
    │ s3:PutObject is not s3:GetObject

what would change it
  → allowed if you give an identity policy this statement: { "Effect": "Allow",
    "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme/reports/q1.csv" }
  → denied by a Deny if aws:SecureTransport = false

if the policies are right: add --update: the tests then expect what is decided
`);
});

test.each([
  ['explicitDeny', 'it is an explicit deny if you give an identity policy this statement'],
  ['implicitDeny', 'it is an implicit deny without Allow "Read" (policy.json:4)'],
])('what would let a test pass that expects %s', async (expectation, advice) => {
  const files = { '/work/a.iamx.yaml': scenario('refused', 's3:GetObject', expectation) };
  expect((await runTests([], files)).out.replace(/\n +/g, ' ')).toContain(advice);
});

test('the statement that was to decide, and what kept it from that', async () => {
  const expectation = '{ decision: implicitDeny, sid: Read }';
  const files = { '/work/a.iamx.yaml': scenario('by Read', 's3:PutObject', expectation) };
  const { out } = await runTests([], files);
  expect(out).toContain('expected to be decided by the statement `Read`, got none of a Sid');
  expect(out.replace(/\n +/g, ' ')).toContain(
    'Allow "Read" (policy.json:4) does not match: s3:PutObject is not s3:GetObject',
  );
});

test.each([
  ['{ decision: allowed, decidedBy: identity, sid: Read }', []],
  ['{ layer: identity }', []],
  ['{ layer: scp }', ['decidedBy']],
  ['{ dependsOn: [aws:securetransport] }', []],
  ['{ dependsOn: aws:SourceIp }', ['dependsOn']],
  ['{ notDependsOn: [aws:SourceIp] }', []],
  ['{ notDependsOn: [aws:SecureTransport] }', ['notDependsOn']],
  ['{ message: is not authorized }', ['message']],
])('expect: %s', async (expectation, missed) => {
  const files = { '/work/a.iamx.yaml': scenario('one', 's3:GetObject', expectation) };
  const { out } = await runTests(['--json'], files);
  const [only] = (JSON.parse(out) as TestDocument).tests;
  expect(only?.outcome).toBe(missed.length === 0 ? 'passed' : 'failed');
});

test('what AWS says can be expected', async () => {
  const message = '{ message: "because no identity-based policy allows the s3:PutObject action" }';
  const { verdict } = await documentOf([], { '/work/a.iamx.yaml': scenario('one', 's3:PutObject', message) });
  expect(verdict).toBe('passed');
});

test('no test is no success', async () => {
  const { verdict, status } = await documentOf([], { '/work/readme.md': '' });
  expect([verdict, status]).toEqual(['empty', 2]);
  const { out } = await runTests(['-t', 'nobody'], { '/work/a.iamx.yaml': good });
  expect(out).toMatch(/^NO TEST {2}no test in 1 file, 1 skipped\n/);
});

test('a path that is not there is a slip', async () => {
  const { err, status, out } = await runTests(['nowhere'], { '/work/a.iamx.yaml': good });
  expect([out, status]).toEqual(['', 2]);
  expect(err).toContain('nowhere');
});

test('what cannot be read is a test that failed, and the others run', async () => {
  const files = {
    '/work/a.iamx.yaml': `${scenario('slip', 's3:GetObject', 'denied')}${good}`,
    '/work/b.iamx.json': '{ "request": ',
    '/work/c.iamx.jsonl': `{"name":"no policy","request":{"principal":"arn:aws:iam::111122223333:user/mika","action":"s3:GetObject"},"policies":{"identity":[{"file":"gone.json"}]},"expect":"allowed"}\n{\n`,
    '/work/d.iamx.yaml': `${good}---\na: [\n`,
    '/work/e.iamx.yaml': '',
  };
  const { tests, status } = await documentOf([], files);
  expect(status).toBe(1);
  expect(tests.map(({ file, line, outcome }) => `${file}:${line} ${outcome}`)).toEqual([
    'a.iamx.yaml:1 error',
    'a.iamx.yaml:9 passed',
    'b.iamx.json:1 error',
    'c.iamx.jsonl:1 error',
    'c.iamx.jsonl:2 error',
    'd.iamx.yaml:1 passed',
    'd.iamx.yaml:11 error',
    'e.iamx.yaml:1 error',
  ]);
  expect(tests[3]?.because).toContain('gone.json');
});

test('an unknown field of `expect` names the nearest', async () => {
  const files = { '/work/a.iamx.yaml': scenario('one', 's3:GetObject', '{ decison: allowed }') };
  expect((await runTests([], files)).out).toContain('Did you mean `decision`?');
});

test('a test whose policies say nothing warns', async () => {
  const files = {
    '/work/a.iamx.yaml': scenario('denied', 's3:GetObject', 'implicitDeny').replace(/ {2}policies.*\n/, ''),
  };
  const { diagnostics, status } = await documentOf([], files);
  expect(status).toBe(0);
  expect(diagnostics.map(({ code }) => code)).toEqual(['test/no-statement']);
});

test('a scenario that expects nothing is no test, and is counted', async () => {
  const files = { '/work/a.iamx.yaml': good + good.replace(/ {2}expect.*\n/, '') };
  const { out } = await runTests([], files);
  expect(out).toContain('PASSED  1 test in 1 file');
  expect(out).toContain('1 scenario without `expect`');
});

test('-t takes tests by name, and leaves alone what is broken elsewhere', async () => {
  const files = { '/work/a.iamx.yaml': good + scenario('slip', 's3:GetObject', 'denied') };
  const { passed, skipped, status } = await documentOf(['-t', 'READS'], files);
  expect([passed, skipped, status]).toEqual([1, 1, 0]);
});

test('--bail ends at the first failure', async () => {
  const files = { '/work/a.iamx.yaml': scenario('first', 's3:PutObject', 'allowed') + good };
  const { tests, summary } = await documentOf(['--bail'], files);
  expect(tests).toHaveLength(1);
  expect(summary).toBe('1 of 1 test failed in 1 file, stopped at the first');
});

test('--shard: the parts together are all tests, each once', async () => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  const files = {
    '/work/a.iamx.yaml': names.map((name) => scenario(name, 's3:GetObject', 'allowed')).join(''),
  };
  const parts = await Promise.all(['1/3', '2/3', '3/3'].map((part) => documentOf(['--shard', part], files)));
  expect(parts.map(({ passed }) => passed)).toEqual([2, 2, 1]);
  expect(parts.flatMap(({ tests }) => tests.map(({ name }) => name)).sort()).toEqual([...names].sort());
  expect((await runTests(['--shard', '4/3'], files)).status).toBe(2);
});

test('policies of the command line are added to every test', async () => {
  const files = {
    '/work/scp.json': policy.replace('"Allow"', '"Deny"'),
    '/work/a.iamx.yaml': scenario('guarded', 's3:GetObject', 'explicitDeny'),
  };
  expect((await documentOf([], files)).verdict).toBe('failed');
  expect((await documentOf(['--scp', 'scp.json'], files)).verdict).toBe('passed');
});

test('one boundary and another are no two', async () => {
  const own = good.replace('{ identity', '{ boundary: [ { file: policy.json } ], identity');
  const { tests } = await documentOf(['--boundary', 'policy.json'], { '/work/a.iamx.yaml': own });
  expect(tests[0]?.because).toBe('the scenario has a boundary policy, and an option gives another');
});

const table = `name: bucket
request: { resourceAccount: "111122223333" }
policies: { identity: [ { file: policy.json } ] }
matrix:
  - principals: [ arn:aws:iam::111122223333:user/mika, arn:aws:iam::111122223333:user/kim ]
    actions: [ s3:GetObject ]
    resources: [ "arn:aws:s3:::acme/reports/a", "arn:aws:s3:::acme/b" ]
    expect: allowed
  - { principals: arn:aws:iam::111122223333:user/mika, actions: s3:PutObject, resources: "arn:aws:s3:::acme/b", expect: implicitDeny }
`;

test('a matrix asks every principal × action × resource', async () => {
  const { tests } = await documentOf([], { '/work/a.iamx.yaml': table });
  expect(tests.map(({ outcome, actual, line }) => `${line} ${outcome} ${actual}`)).toEqual([
    '5 passed allowed',
    '5 failed implicit deny',
    '5 passed allowed',
    '5 failed implicit deny',
    '9 passed implicit deny',
  ]);
});

test('a matrix that fails is a table: what differs is marked and first, and explained once', async () => {
  const { out } = await runTests([], { '/work/a.iamx.yaml': table });
  expect(out).toContain(`bucket  a.iamx.yaml:1
2 of 5 requests not as expected
as arn:aws:iam::111122223333:user/mika
    action        resource              decision       expected
  ✗ s3:GetObject  arn:aws:s3:::acme/b   implicit deny  allowed
  ✓ s3:GetObject  …s3:::acme/reports/a  allowed
  ✓ s3:PutObject  arn:aws:s3:::acme/b   implicit deny
as arn:aws:iam::111122223333:user/kim
    action        resource              decision       expected
  ✗ s3:GetObject  arn:aws:s3:::acme/b   implicit deny  allowed
  ✓ s3:GetObject  …s3:::acme/reports/a  allowed
`);
  expect(out.match(/^expected allowed/gm)).toHaveLength(1);
});

test('--matrix shows one that passed, and says how many requests it leaves out', async () => {
  const actions = [
    'ListBucket',
    'ListBucketVersions',
    'ListBucketMultipartUploads',
    'GetBucketAcl',
    'GetBucketTagging',
  ];
  const many = table
    .replace(/matrix:[^]*/, 'matrix:\n  - { principals: [')
    .concat(
      Array.from({ length: 8 }, (_, index) => `arn:aws:iam::111122223333:user/u${index}`).join(', '),
      `], actions: [ ${actions.map((action) => `s3:${action}`).join(', ')} ]`,
      `, resources: "arn:aws:s3:::acme", expect: implicitDeny }\n`,
    );
  const files = { '/work/a.iamx.yaml': many };
  const usual = await runTests([], files);
  expect([usual.status, usual.out]).toEqual([0, expect.not.stringContaining('requests')]);
  const { out, status } = await runTests(['--matrix'], files);
  expect(status).toBe(0);
  expect(out).toContain('40 requests, as expected');
  expect(out).toContain('10 more requests: add --verbose');
  expect(out).toContain('s3:ListBucketVersio…');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect((await runTests(['--matrix', '--verbose'], files)).out).not.toContain('more requests');
});

test('names of a matrix that look alike when cut short are told whole', async () => {
  const actions = ['s3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'];
  const text = table.replace(
    /matrix:[^]*/,
    `matrix: [ { principals: arn:aws:iam::111122223333:user/mika, actions: [ ${actions.join(', ')} ], resources: "arn:aws:s3:::acme/b", expect: allowed } ]\n`,
  );
  const { out } = await runTests([], { '/work/a.iamx.yaml': text });
  const [, shown = ''] = out.split('not as expected');
  for (const action of actions) expect(shown).toMatch(new RegExp(`✗ ${action} `));
});

test.each([
  ['matrix: []', 'has no row'],
  ['matrix: 1', 'is a number, not a list of rows'],
  ['matrix: [ { actions: s3:GetObject } ]', 'expects nothing'],
  ['matrix: [ { action: s3:GetObject, expect: allowed } ]', 'is not a field of a row of `matrix`'],
])('%s', async (matrix, message) => {
  const text = table.replace(/matrix:[^]*/, `${matrix}\n`);
  const { tests } = await documentOf([], { '/work/a.iamx.yaml': text });
  expect(tests[0]?.because).toContain(message);
});

test('--update writes what is decided, and nothing else changes', async () => {
  const files = {
    '/work/a.iamx.yaml': `# kept\n${good}${scenario('writes', 's3:PutObject', 'allowed # why')}${scenario('by', 's3:GetObject', '{ decision: allowed, sid: Other }')}`,
  };
  const { out, status, host } = await runTests(['--update'], files);
  expect(status).toBe(0);
  expect(out).toContain('updated: 2 expectations in 1 file');
  const text = new TextDecoder().decode(await host.readFile('/work/a.iamx.yaml'));
  expect(text).toBe(
    files['/work/a.iamx.yaml']
      .replace('allowed # why', 'implicitDeny # why')
      .replace('{ decision: allowed, sid: Other }', '{ "decision": "allowed", "sid": "Read" }'),
  );
});

test('--update leaves what stands for several tests', async () => {
  const text = `defaults: { policies: { identity: [ { file: policy.json } ] }, expect: explicitDeny }
scenarios:
  - request: { principal: arn:aws:iam::111122223333:user/mika, action: s3:GetObject, resource: "arn:aws:s3:::acme/b" }
  - request: { principal: arn:aws:iam::111122223333:user/mika, action: s3:GetObject, resource: [ "arn:aws:s3:::acme/b", "arn:aws:s3:::acme/reports/b" ] }
    expect: explicitDeny
`;
  const { out, status, host } = await runTests(['--update'], { '/work/a.iamx.yaml': text });
  expect(status).toBe(1);
  expect(out).toContain('an expectation of `defaults` was not updated');
  expect(out).toContain('one `expect` stands for requests that are decided differently');
  expect(new TextDecoder().decode(await host.readFile('/work/a.iamx.yaml'))).toBe(text);
});

test.each([
  [{ CI: 'true' }, [], 2],
  [{ CI: '1' }, ['--force'], 0],
  [{ CI: 'false' }, [], 0],
  [{}, [], 0],
])('--update with %j %j ends with %i', async (env, words, status) => {
  const files = { '/work/a.iamx.yaml': scenario('writes', 's3:PutObject', 'allowed') };
  expect((await runTests(['--update', ...words], files, env)).status).toBe(status);
});

test.each([
  [
    'junit',
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="iamx test" tests="2" failures="1" errors="0" time="0.000">
  <testsuite name="a.iamx.yaml" tests="2" failures="1" errors="0" time="0.000" skipped="0">
    <testcase name="reads reports" classname="a.iamx.yaml" time="0.000"/>
    <testcase name="a &quot;&lt;&amp;&gt; # %0A ::error::x]]&gt;" classname="a.iamx.yaml" time="0.000">
      <failure message="expected allowed, got implicit deny; decided by identity">a.iamx.yaml:9:3
a.iamx.yaml:16:11
expected allowed, got implicit deny; decided by identity</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
  ],
  [
    'github',
    `::error file=a.iamx.yaml,line=16,col=11,endLine=16,endColumn=18,title=a "<&> # %250A %3A%3Aerror%3A%3Ax]]>::expected allowed, got implicit deny; decided by identity
1 of 2 tests failed in 1 file
`,
  ],
  [
    'tap',
    `TAP version 14
1..2
ok 1 - reads reports
not ok 2 - a "<&> \\# %0A ::error::x]]>
  ---
  message: "expected allowed, got implicit deny; decided by identity"
  expected: "allowed"
  actual: "implicit deny"
  at: "a.iamx.yaml:9"
  ...
`,
  ],
])('--reporter %s takes any text', async (reporter, expected) => {
  const odd = 'a "<&> # %0A ::error::x]]>';
  const files = { '/work/a.iamx.yaml': good + scenario(JSON.stringify(odd), 's3:PutObject', 'allowed') };
  const { out, status } = await runTests(['--reporter', reporter], files);
  expect([out, status]).toEqual([expected, 1]);
});

/** Two of three statements decide a test, one of five elements shows its limit, and that is no key. */
const counted = `[
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*" },
  { "Sid": "NoHttp", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
    "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
  { "Sid": "Never", "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }
]`;

test('coverage agrees with what is counted by hand', async () => {
  const files = {
    '/work/policy.json': `{ "Version": "2012-10-17", "Statement": ${counted} }`,
    '/work/nobody.json':
      '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }',
    '/work/a.iamx.yaml': `${good}${scenario('elsewhere', 's3:GetObject', 'implicitDeny', 'arn:aws:s3:::other/x')}${scenario(
      'plain http',
      's3:GetObject',
      'explicitDeny',
    ).replace('action:', 'context: { aws:SecureTransport: "false" }\n    action:')}`,
  };
  const { coverage, verdict } = await documentOf(['--coverage'], files);
  expect(verdict).toBe('passed');
  // Elements: Action and Resource of Read, Action and the condition of NoHttp, Action of Never; a `*` has no limit. The
  // first two tests show the condition's limit, the second that of Resource.
  expect(coverage).toEqual({
    statements: { total: 4, decided: 2 },
    elements: { total: 5, decided: 2 },
    keys: { total: 1, decided: 1 },
    never: [
      { file: 'nobody.json', line: 1, column: 41, endLine: 1, endColumn: 94 },
      { file: 'policy.json', line: 5, column: 3, endLine: 5, endColumn: 76 },
    ],
  });
});

/** Emptied files of policies, in every place where a test would pass without what stood in them. */
const emptied = ['', ' \n', '{}', '[]', 'null', '{ "Statement": [] }', '{ "Version": "2012-10-17" }'];
const around = [
  ['identity: [ { file: empty.json } ]', 'implicitDeny'],
  ['identity: [ { file: empty.json } ]\n  scp: [ [ { managed: FullAWSAccess } ] ]', 'implicitDeny'],
  ['identity: [ { managed: AmazonS3FullAccess } ]\n  resource: { file: empty.json }', 'allowed'],
  ['identity: [ { managed: AmazonS3FullAccess } ]\n  boundary: [ { file: empty.json } ]', 'implicitDeny'],
  [
    'identity: [ { managed: AmazonS3FullAccess } ]\n  scp: [ [ { managed: FullAWSAccess } ], [ { file: empty.json } ] ]',
    'implicitDeny',
  ],
] as const;

test.each(around)('an emptied file makes no test pass: %j, %s', async (policies, expected) => {
  const question =
    '{ principal: arn:aws:iam::111122223333:user/mika, action: s3:GetObject, resource: arn:aws:s3:::acme/x }';
  for (const content of emptied) {
    const { tests, status } = await documentOf([], {
      '/work/a.iamx.yaml': `request: ${question}\npolicies:\n  ${policies}\nexpect: ${expected}\n`,
      '/work/empty.json': content,
    });
    expect(status).toBe(1);
    expect(tests.map(({ outcome }) => outcome)).toEqual(['error']);
    expect(tests[0]?.because).not.toBe('');
  }
});

test('coverage of nothing is 0', async () => {
  const text = `request: { principal: arn:aws:iam::111122223333:user/mika, action: s3:GetObject }\nexpect: implicitDeny\n`;
  const { coverage, status } = await documentOf(['--coverage-min', '1', 'a.iamx.yaml'], {
    '/work/a.iamx.yaml': text,
  });
  expect(coverage?.statements).toEqual({ total: 0, decided: 0 });
  expect(status).toBe(1);
});

test.each([
  ['--coverage-min=50', 0],
  ['--coverage-min=51', 1],
  ['--coverage-min=101', 2],
  ['--coverage=xml', 2],
])('%s ends with %i', async (word, status) => {
  expect((await runTests([word], { '/work/a.iamx.yaml': good })).status).toBe(status);
});

test('--coverage PATH is a path', async () => {
  const { out } = await runTests(['--coverage', 'a.iamx.yaml'], { '/work/a.iamx.yaml': good });
  expect(out).toContain('PASSED  1 test in 1 file');
  expect(out).toMatch(/"NoHttp" +policy\.json:5 {2}no test is decided by it/);
});

test('lcov has the lines of the policies', async () => {
  const { host, out } = await runTests(['--coverage=lcov'], { '/work/a.iamx.yaml': good });
  expect(out).toContain('coverage: coverage/lcov.info');
  const text = new TextDecoder().decode(await host.readFile('/work/coverage/lcov.info'));
  expect(text).toBe(`TN:
SF:policy.json
BRDA:4,0,0,0
BRDA:4,0,1,0
BRDA:5,1,0,0
BRDA:6,1,1,0
BRF:4
BRH:0
DA:4,1
DA:5,0
DA:6,0
LF:3
LH:1
end_of_record
`);
});

test('the page of coverage loads and runs nothing, and no name leaves its place', async () => {
  const files = {
    '/work/<script>.json': policy,
    '/work/a.iamx.yaml': good.replace('policy.json', '<script>.json'),
  };
  const { host } = await runTests(['--coverage=html', 'a.iamx.yaml'], files);
  const text = new TextDecoder().decode(await host.readFile('/work/coverage/index.html'));
  expect(text).toContain("default-src 'none'");
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;script&gt;');
});

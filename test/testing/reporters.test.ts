import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TestDocument } from '../../src/documents/test.ts';
import { reporters, reportOf, type Report } from '../../src/testing/answer/reporters/for-ci.ts';
import { html } from '../../src/testing/answer/reporters/html.ts';
import { lcov } from '../../src/testing/answer/reporters/lcov.ts';
import type { Coverage } from '../../src/testing/run/coverage.ts';
import { runs } from '../support/budget.ts';
import {
  githubProblems,
  githubTitles,
  htmlProblems,
  junitProblems,
  lcovProblems,
  parseXml,
  tapNames,
  tapProblems,
} from '../support/report-formats.ts';
import { anyCharacter } from '../support/text.ts';
import { run } from '../support/run.ts';

/** What build servers and viewers read holds to the rules of its format, whatever tests and files are called. */

const odd = [
  ...[
    '',
    ' ',
    '#',
    '# SKIP',
    '\\',
    '\\#',
    '%',
    '%0A',
    '::error::x',
    ':,',
    '<b>',
    '&amp;',
    '&',
    ']]>',
    '"',
    "'",
    '<!--',
  ],
  ...[
    'a\nnot ok 9 - b',
    'a\r\nb',
    'a\tb',
    '...',
    '---',
    '1..7',
    'Bail out!',
    '\ud83d\ude00',
    'DA:1,1',
    'end_of_record',
  ],
  ...[
    '\u0000',
    '\u001b[31m',
    '\ud800',
    '\ufffe',
    '\u2028',
    '</td>',
    '<script>alert(1)</script>',
    'javascript:x',
  ],
];
const text = fc.oneof(
  fc.constantFrom(...odd),
  fc.array(fc.constantFrom(...odd), { maxLength: 4 }).map((all) => all.join('')),
  fc.string({ unit: anyCharacter, maxLength: 12 }),
);
const line = fc.integer({ min: 1, max: 40 });
const span = fc
  .record({ file: text, line, column: line })
  .map((at) => ({ ...at, endLine: at.line + 1, endColumn: 3 }));
const result = fc.record({
  name: text,
  span,
  outcome: fc.constantFrom('passed', 'failed', 'error', 'skipped'),
  expected: text,
  because: text,
  spans: fc.array(span, { maxLength: 2 }),
  ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
});
const report: fc.Arbitrary<Report> = fc.record({
  summary: fc.constant('a summary'),
  tests: fc.array(result, { maxLength: 6 }),
});

/** What XML can hold of a text, as its readers give it back. */
const inXml = (value: string) =>
  value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

describe('whatever tests are called', () => {
  test('junit is well-formed, holds to the schema of Jenkins, and gives names back', () => {
    fc.assert(
      fc.property(report, (given) => {
        const written = reporters.junit(given);
        expect(junitProblems(written)).toEqual([]);
        const cases = parseXml(written).children.flatMap(({ children }) => children);
        const names = given.tests
          .map(({ name, span: { file } }) => [inXml(name), inXml(file)].join(' in '))
          .sort();
        expect(
          cases.map(({ attributes: { name, classname } }) => [name, classname].join(' in ')).sort(),
        ).toEqual(names);
      }),
      { numRuns: runs(60) },
    );
  });

  test('tap holds to version 14, and a name is one line of it', () => {
    fc.assert(
      fc.property(report, (given) => {
        const written = reporters.tap(given);
        expect(tapProblems(written)).toEqual([]);
        const isRight = (name: string, at: number) => {
          const wanted = given.tests[at]?.name.replace(/[\r\n]+/g, ' ');
          return name === wanted || name === `${String(wanted)} # SKIP`;
        };
        const names = tapNames(written);
        expect(names).toHaveLength(given.tests.length);
        expect(names.filter((name, at) => !isRight(name, at))).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  test('github has one command for each failure, and its title is the name', () => {
    fc.assert(
      fc.property(report, (given) => {
        const written = reporters.github(given);
        expect(githubProblems(written)).toEqual([]);
        const failed = given.tests.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
        expect(githubTitles(written)).toEqual(failed.map(({ name }) => name));
      }),
      { numRuns: runs(60) },
    );
  });

  const element = fc.record({ name: text, span, decided: fc.nat(3) });
  const statement = fc.record({
    name: text,
    span,
    decided: fc.nat(3),
    elements: fc.array(element, { maxLength: 3 }),
  });
  const files = fc.array(fc.record({ file: text, statements: fc.array(statement, { maxLength: 3 }) }), {
    maxLength: 3,
  });
  const share = { total: 4, decided: 1 };
  const coverage: fc.Arbitrary<Coverage> = files.map((all) => ({
    ...{ statements: share, elements: share, keys: share, never: [] },
    files: all,
  }));

  test('lcov holds to its grammar and counts its lines', () => {
    fc.assert(
      fc.property(coverage, (given) => {
        expect(lcovProblems(lcov(given))).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  test('the page of coverage loads nothing, runs nothing, and escapes everything', () => {
    const tags = ['!doctype', ...'html head meta title style body h1 h2 table tr th td'.split(' ')];
    fc.assert(
      fc.property(coverage, (given) => {
        expect(htmlProblems(html(given), tags)).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });
});

test('the checkers of formats see what is wrong', () => {
  const suite = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>${inner}</testsuites>`;
  expect(junitProblems(suite('<testsuite name="a" tests="2"/>'))).toEqual(['testsuite counts 2 tests']);
  expect(junitProblems(suite('<testsuite name="a" tests="0" colour="x">x</testsuite>'))).toHaveLength(2);
  expect(() => junitProblems(suite('<testsuite name="a" tests="0">'))).toThrow('ends as testsuites');
  expect(() => junitProblems(suite('<testsuite name="<" tests="0"/>'))).toThrow('not well-formed');
  expect(tapProblems('TAP version 14\n1..2\nok 1 - a\n')).toEqual(['2 planned, 1 there']);
  expect(tapProblems('TAP version 14\n1..1\nok 1 - a # TODO\n')).toEqual(['not escaped: a # TODO']);
  expect(
    githubProblems('::error file=a,line=1,col=1,endLine=1,endColumn=1,title=a:b::x\nend\n'),
  ).toHaveLength(1);
  expect(lcovProblems('TN:\nSF:a\nBRF:0\nBRH:0\nDA:1,1\nLF:2\nLH:1\nend_of_record\n')).toEqual(['LF:2 of 1']);
  expect(htmlProblems('<img src="x">', ['img'])).toHaveLength(2);
});

test('a run without tests has reports, too', () => {
  const none = reportOf({ tests: [], files: [], untested: 0, stopped: false, diagnostics: [] });
  expect(junitProblems(reporters.junit(none))).toEqual([]);
  expect(tapProblems(reporters.tap(none))).toEqual([]);
  expect(githubProblems(reporters.github(none))).toEqual([]);
});

const policy =
  '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }';
const question = {
  principal: 'arn:aws:iam::111122223333:user/mika',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme/x',
  resourceAccount: '111122223333',
};
const scenario = (name: string, expected: unknown = 'allowed') => ({
  name,
  request: question,
  policies: { identity: [{ file: 'policy.json' }] },
  expect: expected,
});
const filesOf = (...files: readonly (readonly object[])[]) =>
  Object.fromEntries([
    ['/work/policy.json', policy],
    ...files.map((all, at) => [`/work/${at}.iamx.json`, JSON.stringify(all)] as const),
  ]);

async function namesOf(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { out } = await run(['test', ...words, '--json'], { files, cwd: '/work' });
  const { tests } = JSON.parse(out) as TestDocument;
  return tests.filter(({ outcome }) => outcome !== 'skipped').map(({ name }) => name);
}

test('--shard k/n: for every n the parts are apart, together all, in order, and the same again', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 9 }), async (counts, of) => {
      const files = filesOf(
        ...counts.map((count, file) => Array.from({ length: count }, (_, at) => scenario(`${file}.${at}`))),
      );
      const all = await namesOf([], files);
      const parts: (readonly string[])[] = [];
      for (let part = 1; part <= of; part++) parts.push(await namesOf(['--shard', `${part}/${of}`], files));
      // A file that holds none is a failed test.
      expect(all).toHaveLength(counts.reduce((sum, count) => sum + Math.max(count, 1), 0));
      expect(parts.flat().sort()).toEqual([...all].sort());
      for (const part of parts) expect(part).toEqual(all.filter((name) => part.includes(name)));
      const lengths = parts.map(({ length }) => length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      expect(await namesOf(['--shard', `1/${of}`], files)).toEqual(parts[0]);
    }),
    { numRuns: runs(6) },
  );
});

test.each([
  'a.c',
  '(x)',
  '[1]',
  'a*',
  '+',
  '?',
  '^start',
  'end$',
  'a|b',
  '\\d',
  '{2}',
  '.*',
  '(',
  '[',
  '\\',
  '/x/i',
])('-t %s means these characters', async (part) => {
  const files = filesOf([
    scenario(`one ${part} two`),
    scenario('abc 1 aa x start end 22 d'),
    scenario('other'),
  ]);
  expect(await namesOf(['-t', part], files)).toEqual([`one ${part} two`]);
  expect(await namesOf(['-t', `ONE ${part.toUpperCase()}`], files)).toEqual([`one ${part} two`]);
});

/** docs/testing.md: 0 passed, 1 failed, 2 nothing could be said. */
describe('exit status', () => {
  const good = filesOf([scenario('good')]);
  const bad = filesOf([scenario('good'), scenario('bad', 'implicitDeny')]);
  const never = {
    never: { principal: question.principal, action: 's3:GetObject', resource: question.resource },
    policies: { identity: [{ file: 'policy.json' }] },
  };
  const rows: Readonly<
    Record<
      string,
      readonly [status: number, words: readonly string[], files: Readonly<Record<string, string>>]
    >
  > = {
    'all passed': [0, [], good],
    'a part passed': [0, ['--shard', '1/2'], good],
    'what was asked for by name passed': [0, ['-t', 'good'], bad],
    'coverage is as much as asked for': [0, ['--coverage-min', '100'], good],
    'an expectation was updated': [0, ['--update'], bad],
    'a test failed': [1, [], bad],
    'a test failed, and the run was stopped': [1, ['--bail'], bad],
    'a scenario cannot be read': [
      1,
      [],
      { ...good, '/work/x.iamx.json': '[{ "request": 5, "expect": "allowed" }]' },
    ],
    'a file is no JSON': [1, [], { ...good, '/work/x.iamx.json': '[{' }],
    'a file of a policy is missing': [1, [], { '/work/0.iamx.json': good['/work/0.iamx.json'] ?? '' }],
    'an invariant does not hold': [1, [], filesOf([never])],
    'coverage is less than asked for': [
      1,
      ['--coverage-min', '10', '-t', 'deny'],
      filesOf([
        scenario('good'),
        { ...scenario('deny', 'implicitDeny'), request: { ...question, action: 's3:PutObject' } },
      ]),
    ],
    'no test was found': [2, [], { '/work/policy.json': policy }],
    'scenarios expect nothing': [2, [], filesOf([{ name: 'x', request: question }])],
    'no test has that name': [2, ['-t', 'nothing'], good],
    'a part is empty': [2, ['--shard', '2/2'], good],
    'a path is not there': [2, ['nowhere'], good],
    'an option is unknown': [2, ['--nope'], good],
    'a reporter is unknown': [2, ['--reporter', 'nope'], good],
    'a part is no part': [2, ['--shard', '3/2'], good],
    'a least coverage is no number': [2, ['--coverage-min', 'x'], good],
  };

  test.each(Object.entries(rows))('%s', async (_, [status, words, files]) => {
    for (const reporter of ['text', 'json', 'junit', 'github', 'tap']) {
      const isTold = words.includes('--reporter');
      const asked = ['test', ...words, ...(isTold ? [] : ['--reporter', reporter])];
      const ran = await run(asked, { files, cwd: '/work' });
      expect([reporter, ran.status]).toEqual([reporter, status]);
    }
  });

  test('--update in CI', async () => {
    expect((await run(['test', '--update'], { files: bad, cwd: '/work', env: { CI: 'true' } })).status).toBe(
      2,
    );
  });
});

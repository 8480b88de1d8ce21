import { describe, expect, test } from 'vitest';
import { sarif } from '../../src/lint/answer/formats/sarif.ts';
import { allRules } from '../../src/lint/rules.ts';
import { inTurn } from '../support/budget.ts';
import { run } from '../support/run.ts';

const rules = allRules();

/** Files with findings of many rules, in a folder whose name needs care. */
const files: readonly (readonly [string, string])[] = rules.flatMap(({ id, bad }) => {
  const { policy } = bad();
  return typeof policy === 'string' ? [] : [[`a b/é/${id}.json`, JSON.stringify(policy, null, 2)]];
});

async function printed(format: string, some = files): Promise<string> {
  const { out, err } = await run(['lint', '--strict', '--format', format, '.'], {
    files: Object.fromEntries(some),
    cwd: '/work',
  });
  expect(err).toBe('');
  return out;
}

type Check = (value: unknown, at: string) => readonly string[];
const wrong = (at: string, what: string) => [`${at}: ${what}`];
const is =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value, at) =>
    holds(value) ? [] : wrong(at, what);
const text = is('no text', (value) => typeof value === 'string' && value !== '');
const matching = (form: RegExp) => is(String(form), (value) => typeof value === 'string' && form.test(value));
const whole = (least: number) =>
  is(`no number from ${least}`, (value) => Number.isInteger(value) && Number(value) >= least);
const oneOf = (...values: readonly unknown[]) =>
  is(`none of ${values.join(', ')}`, (value) => values.includes(value));
const listOf =
  (check: Check, most = Infinity): Check =>
  (value, at) =>
    !Array.isArray(value)
      ? wrong(at, 'no list')
      : value.length > most
        ? wrong(at, `more than ${most}`)
        : value.flatMap((item, index) => check(item, `${at}[${index}]`));
/** An object with these members; those with `?` may be missing, and no other is there. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'no object');
    const found = new Map<string, unknown>(Object.entries(value));
    const extra = [...found.keys()].filter((name) => !(name in members) && !(`${name}?` in members));
    return [
      ...extra.map((name) => `${at}.${name}: not in the schema`),
      ...Object.entries(members).flatMap(([name, check]) => {
        const key = name.replace(/\?$/, '');
        if (!found.has(key)) return name.endsWith('?') ? [] : wrong(`${at}.${key}`, 'missing');
        return check(found.get(key), `${at}.${key}`);
      }),
    ];
  };

/** A relative reference of RFC 3986: nothing but its signs, and no scheme. */
const uri = matching(/^(?![A-Za-z][A-Za-z0-9+.-]*:)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/);
const absolute = matching(/^https:\/\/\S+$/);
const message = object({ text });
const physicalLocation = object({
  artifactLocation: object({ uri }),
  region: object({ startLine: whole(1), startColumn: whole(1), endLine: whole(1), endColumn: whole(1) }),
});

/** The parts of the schema of SARIF 2.1.0 that are used, with what GitHub takes of each. */
const log = object({
  $schema: absolute,
  version: oneOf('2.1.0'),
  runs: listOf(
    object({
      tool: object({
        driver: object({
          name: text,
          version: text,
          informationUri: absolute,
          rules: listOf(
            object({
              id: matching(/^[a-z0-9-]{1,255}$/),
              shortDescription: message,
              fullDescription: object({ text: matching(/^[^]{1,1024}$/) }),
              help: message,
              'helpUri?': absolute,
              defaultConfiguration: object({ level: oneOf('none', 'note', 'warning', 'error') }),
              properties: object({
                tags: listOf(text, 20),
                'security-severity?': matching(/^(?:10\.0|\d\.\d)$/),
              }),
            }),
            25_000,
          ),
        }),
      }),
      invocations: listOf(
        object({
          executionSuccessful: oneOf(true, false),
          'toolExecutionNotifications?': listOf(object({ level: oneOf('warning'), message })),
        }),
      ),
      columnKind: oneOf('utf16CodeUnits', 'unicodeCodePoints'),
      results: listOf(
        object({
          ruleId: text,
          ruleIndex: whole(0),
          level: oneOf('none', 'note', 'warning', 'error'),
          message,
          locations: listOf(object({ physicalLocation }), 1000),
          'relatedLocations?': listOf(object({ physicalLocation }), 1000),
          partialFingerprints: object({ 'iamx/v1': matching(/^[0-9a-f]{32}$/) }),
        }),
        25_000,
      ),
    }),
    20,
  ),
});

describe('SARIF', () => {
  test('fits the schema and the limits of GitHub, with findings of every rule', async () => {
    const value = JSON.parse(await printed('sarif')) as unknown;
    expect(log(value, '$')).toEqual([]);
  });

  test('the check finds what does not fit', () => {
    expect(log({ version: '2.0.0', runs: [{ results: [{ level: 'info' }] }] }, '$').length).toBeGreaterThan(
      8,
    );
  });

  test('what cannot be kept is cut by severity, and said in the notification of the run', () => {
    const span = { file: 'x.json', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const findings = Array.from({ length: 25_010 }, (_, index) => ({
      code: 'empty-sid',
      severity: index < 20 ? ('info' as const) : ('error' as const),
      category: 'style' as const,
      message: 'empty',
      span,
      path: [],
      fingerprint: index.toString(16).padStart(32, '0'),
      related: Array.from({ length: index === 25_000 ? 200 : 0 }, () => span),
    }));
    const value = JSON.parse(sarif({ summary: '', rules: [], findings }, '1.0.0')) as {
      readonly runs: readonly {
        readonly results: readonly {
          readonly level: string;
          readonly relatedLocations?: readonly unknown[];
        }[];
        readonly invocations: readonly {
          readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
        }[];
      }[];
    };
    const [only] = value.runs;
    expect(only?.results).toHaveLength(25_000);
    expect(only?.results.filter(({ level }) => level === 'note')).toHaveLength(10);
    expect(
      Math.max(...(only?.results ?? []).map(({ relatedLocations = [] }) => relatedLocations.length)),
    ).toBe(100);
    expect(only?.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(
      /^10 findings were left out/,
    );
  });
});

test('GitLab: each entry has the fields that a Code Quality report must have, once', async () => {
  const entry = object({
    description: text,
    check_name: text,
    fingerprint: matching(/^[0-9a-f]{32}$/),
    severity: oneOf('info', 'minor', 'major', 'critical', 'blocker'),
    location: object({ path: matching(/^(?!\/|\.\/)[^\\]+$/), lines: object({ begin: whole(1) }) }),
  });
  const value = JSON.parse(await printed('gitlab', inTurn(files, 0))) as readonly {
    readonly fingerprint: string;
  }[];
  expect(listOf(entry)(value, '$')).toEqual([]);
  expect(new Set(value.map(({ fingerprint }) => fingerprint)).size).toBe(value.length);
});

test('rdjson: the message of reviewdog’s DiagnosticResult', async () => {
  const position = object({ line: whole(1), column: whole(1) });
  const result = object({
    source: object({ name: text, url: absolute }),
    diagnostics: listOf(
      object({
        message: text,
        location: object({ path: text, range: object({ start: position, end: position }) }),
        severity: oneOf('UNKNOWN_SEVERITY', 'ERROR', 'WARNING', 'INFO'),
        code: object({ value: text, 'url?': absolute }),
      }),
    ),
  });
  expect(result(JSON.parse(await printed('rdjson', inTurn(files, 1))) as unknown, '$')).toEqual([]);
});

test('GitHub: a line a command, and nothing else', async () => {
  for (const line of (await printed('github', inTurn(files, 2))).trimEnd().split('\n'))
    expect(line).toMatch(
      /^::(?:error|warning|notice) file=[^,:]+,line=[1-9]\d*,col=[1-9]\d*,endLine=[1-9]\d*,endColumn=[1-9]\d*,title=iamx [a-z0-9-]+::.+$/,
    );
});

test('JUnit: counts that are those of its cases', async () => {
  const out = await printed('junit', inTurn(files, 0));
  const count = (form: RegExp) => [...out.matchAll(form)].length;
  const [, tests, failures] = /<testsuites name="[^"]*" tests="(\d+)" failures="(\d+)">/.exec(out) ?? [];
  expect([count(/<testcase /g), count(/<failure /g)]).toEqual([Number(tests), Number(failures)]);
  for (const [suite, listed] of out.matchAll(/<testsuite [^>]* tests="(\d+)"[^]*?<\/testsuite>/g))
    expect([...suite.matchAll(/<testcase /g)].length).toBe(Number(listed));
});

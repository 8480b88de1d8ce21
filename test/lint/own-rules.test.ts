import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob } from '../../src/core/glob.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { coversPattern, patternsMeet } from '../../src/lint/pattern-cover.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';

const allow = (elements: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...elements } });

async function found(config: object, policy: string, words: readonly string[] = []) {
  const { out } = await run(['lint', '--json', ...words, 'x.json'], {
    files: { 'iamx.config.json': JSON.stringify(config), 'x.json': policy },
    cwd: '/work',
  });
  const { findings } = JSON.parse(out) as LintDocument;
  return findings.filter(({ hint, code }) => code === 'own' || (hint ?? '') === 'own');
}

const passRole = {
  code: 'own',
  actions: ['iam:PassRole'],
  conditions: { allOf: ['iam:PassedToService'] },
  reason: 'A role is passed to a service that is named.',
};
const toLambda = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };

describe('require', () => {
  test.each([
    ['the action itself', { Action: 'iam:PassRole' }, 1],
    ['another letter case', { Action: ['s3:GetObject', 'IAM:passrole'] }, 1],
    ['a pattern that holds it', { Action: 'iam:Pass*' }, 1],
    ['everything', { Action: '*' }, 1],
    ['everything but something else', { NotAction: 's3:*' }, 1],
    ['everything but it', { NotAction: 'iam:*' }, 0],
    ['another action', { Action: 'iam:GetRole' }, 0],
    ['a denial of it', { Effect: 'Deny', Action: 'iam:PassRole' }, 0],
    ['with the condition', { Action: 'iam:PassRole', Condition: toLambda }, 0],
    [
      'the key in other letters',
      { Action: 'iam:PassRole', Condition: { stringlike: { 'IAM:passedtoservice': '*.amazonaws.com' } } },
      0,
    ],
    [
      'a condition that holds without the key',
      { Action: 'iam:PassRole', Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'x' } } },
      1,
    ],
    [
      'one for each of none',
      { Action: 'iam:PassRole', Condition: { 'ForAllValues:StringEquals': { 'iam:PassedToService': 'x' } } },
      1,
    ],
    [
      'the opposite',
      { Action: 'iam:PassRole', Condition: { StringNotEquals: { 'iam:PassedToService': 'x' } } },
      1,
    ],
    [
      'that the key is there',
      { Action: 'iam:PassRole', Condition: { Null: { 'iam:PassedToService': 'false' } } },
      0,
    ],
    [
      'that it is not there',
      { Action: 'iam:PassRole', Condition: { Null: { 'iam:PassedToService': 'true' } } },
      1,
    ],
  ])('%s', async (_, elements, count) => {
    expect(await found({ require: [passRole] }, allow(elements))).toHaveLength(count);
  });

  test('the finding has the reason, the place and what to add', async () => {
    const [finding] = await found({ require: [passRole] }, allow({ Action: ['s3:GetObject', 'iam:*'] }));
    expect(finding).toMatchObject({
      code: 'own',
      severity: 'error',
      message: 'A role is passed to a service that is named',
      hint: 'Add a test of `iam:PassedToService`.',
      path: ['Statement', 0, 'Action', 1],
    });
  });

  const secure = (conditions: object) => ({ ...passRole, actions: ['s3:PutObject'], conditions });

  test.each([
    [{ allOf: [{ Bool: { 'aws:SecureTransport': 'true' } }] }, { Bool: { 'aws:SecureTransport': true } }, 0],
    [{ allOf: [{ Bool: { 'aws:SecureTransport': true } }] }, { Bool: { 'aws:SecureTransport': 'false' } }, 1],
    [
      { allOf: [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }] },
      { StringLike: { 'aws:PrincipalOrgID': ['o-a', 'o-b*'] } },
      0,
    ],
    [
      { allOf: [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }] },
      { StringLike: { 'aws:PrincipalOrgID': ['o-a', '*'] } },
      1,
    ],
    [{ allOf: ['aws:SourceVpc', 'aws:PrincipalOrgID'] }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 1],
    [{ anyOf: ['aws:SourceVpc', 'aws:PrincipalOrgID'] }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 0],
    [{ anyOf: ['aws:SourceVpc', 'aws:PrincipalOrgID'] }, { StringEquals: { 'aws:username': 'x' } }, 1],
    [{ noneOf: ['aws:SourceIp'] }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 1],
    [{ noneOf: ['aws:SourceIp'] }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 0],
    [
      { noneOf: [{ StringLike: { 'aws:PrincipalOrgID': '*' } }] },
      { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
      1,
    ],
  ])('%j with the condition %j: %d', async (conditions, Condition, count) => {
    const policy = allow({ Action: 's3:PutObject', Condition });
    expect(await found({ require: [secure(conditions)] }, policy)).toHaveLength(count);
  });

  test('of some resources, and in policies of some types, alone', async () => {
    const of = { ...passRole, resources: ['arn:aws:iam::*:role/prod-*'], types: ['Identity'] };
    const policy = (Resource: string) => allow({ Action: 'iam:PassRole', Resource });
    expect(await found({ require: [of] }, policy('*'))).toHaveLength(1);
    expect(await found({ require: [of] }, policy('arn:aws:iam::111122223333:role/dev'))).toEqual([]);
    expect(await found({ require: [of] }, policy('arn:aws:iam::111122223333:role/prod-a'))).toHaveLength(1);
    expect(await found({ require: [of] }, policy('*'), ['--type', 'boundary'])).toEqual([]);
  });
});

describe('forbid', () => {
  const forbid = (elements: object) => ({ forbid: [{ code: 'own', reason: 'no', ...elements }] });
  const principals = (Principal: unknown) =>
    allow({ Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' });

  test.each([
    [{ actions: ['iam:CreateUser'] }, allow({ Action: 'iam:Create*' }), 1],
    [
      { actions: ['iam:*'], except: ['iam:Get*', 'iam:List*'] },
      allow({ Action: ['iam:GetRole', 'iam:List*'] }),
      0,
    ],
    [{ actions: ['iam:*'], except: ['iam:Get*'] }, allow({ Action: ['iam:GetRole', 'iam:*'] }), 1],
    [{ actions: ['iam:*'], except: ['iam:Get*'] }, allow({ NotAction: 's3:*' }), 1],
    [{ actions: ['*'] }, allow({ Action: 's3:*' }), 0],
    [{ actions: ['*'] }, allow({ Action: '**' }), 1],
    [
      { resources: ['*'], actions: ['s3:*'] },
      allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }),
      0,
    ],
    [{ resources: ['*'], actions: ['s3:*'] }, allow({ Action: 's3:GetObject' }), 1],
    [
      { resources: ['arn:aws:s3:::prod-*'] },
      allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/x' }),
      1,
    ],
    [
      { resources: ['arn:aws:s3:::prod-*'] },
      allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::dev/x' }),
      0,
    ],
    [
      { resources: ['arn:aws:s3:::prod-*'] },
      allow({ Action: 's3:GetObject', Resource: undefined, NotResource: 'arn:aws:s3:::p*' }),
      0,
    ],
    [{ principals: ['*'] }, principals('*'), 1],
    [{ principals: ['*'] }, principals({ AWS: '*' }), 1],
    [{ principals: ['*'] }, principals({ AWS: '111122223333' }), 0],
    [{ principals: ['arn:aws:iam::*:root'] }, principals({ AWS: '111122223333' }), 1],
    [
      { principals: ['arn:aws:iam::*:root'], except: ['111122223333'] },
      principals({ AWS: 'arn:aws:iam::111122223333:root' }),
      0,
    ],
    [{ principals: ['lambda.amazonaws.com'] }, principals({ Service: 'lambda.amazonaws.com' }), 1],
    [{ principals: ['lambda.amazonaws.com'] }, allow({ Action: 's3:GetObject' }), 0],
  ])('%j', async (elements, policy, count) => {
    expect(await found(forbid(elements), policy)).toHaveLength(count);
  });

  test('an entry without a code has one of its own', async () => {
    const config = {
      forbid: [
        { actions: ['iam:CreateUser'], reason: 'no' },
        { actions: ['iam:CreateUser'], reason: 'no' },
      ],
    };
    const { out } = await run(['lint', '--json', 'x.json'], {
      files: { 'iamx.config.json': JSON.stringify(config), 'x.json': allow({ Action: 'iam:CreateUser' }) },
      cwd: '/work',
    });
    const codes = (JSON.parse(out) as LintDocument).findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['forbid-iam-createuser', 'forbid-iam-createuser-2']));
  });
});

describe('a rule of one’s own is one as any other', () => {
  const files = {
    'iamx.config.json': JSON.stringify({
      require: [{ ...passRole, bad: { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' } }],
    }),
    'x.json': allow({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/x' }),
  };
  const lint = (...words: readonly string[]) => run(['lint', ...words], { files, cwd: '/work' });

  test('it is listed and explained', async () => {
    expect((await lint('--list')).out).toMatch(/\n\s*own\s+error/);
    expect((await lint('--explain', 'own')).out).toContain('A role is passed to a service that is named.');
  });

  test('it is set aside on the command line, and by the configuration', async () => {
    expect((await lint('--ignore', 'own', '--json', 'x.json')).out).not.toContain('"own"');
    const config = { require: [passRole], ignore: [{ code: 'own', reason: 'old' }], severity: {} };
    expect(await found(config, files['x.json'])).toEqual([]);
    expect(
      (await found({ require: [passRole], severity: { own: 'info' } }, files['x.json']))[0]?.severity,
    ).toBe('info');
  });

  test('it is among the rules of SARIF', async () => {
    const log = JSON.parse((await lint('--format', 'sarif', 'x.json')).out) as {
      readonly runs: readonly [
        {
          readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
          readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
        },
      ];
    };
    const [{ tool, results }] = log.runs;
    const result = results.find(({ ruleId }) => ruleId === 'own');
    expect(tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('own');
  });
});

describe('--check-config', () => {
  const check = async (config: object, ...words: readonly string[]) =>
    run(['lint', '--check-config', ...words], {
      files: { 'iamx.config.json': JSON.stringify(config) },
      cwd: '/work',
    });
  const bad = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };
  const good = { Version: '2012-10-17', Statement: [{ ...bad, Condition: toLambda }] };

  test('passes where each rule finds what it should', async () => {
    const { out, status } = await check({ require: [{ ...passRole, bad: [bad, bad], good }] });
    expect([out, status]).toEqual([
      'passed  `/work/iamx.config.json` is in order: 1 rule of your own, 3 tests\n',
      0,
    ]);
  });

  test.each([
    ['a bad one in which nothing is found', { bad: good }, 'finds nothing in this `bad`'],
    ['a good one in which something is found', { bad, good: bad }, 'finds something in this `good`'],
  ])('fails at %s, with its place', async (_, examples, message) => {
    const { out, status } = await check({ require: [{ ...passRole, ...examples }] });
    expect([status, out.includes(message), out.includes('iamx.config.json:1:')]).toEqual([1, true, true]);
  });

  test('names a rule that has no test', async () => {
    const { out, status } = await check({ require: [passRole] }, '--json');
    const { verdict, diagnostics } = JSON.parse(out) as { verdict: string; diagnostics: { code: string }[] };
    expect([status, verdict, diagnostics.map(({ code }) => code)]).toEqual([
      0,
      'passed',
      ['lint/rule-without-test'],
    ]);
  });

  test('needs a configuration', async () => {
    const { status, err } = await run(['lint', '--check-config'], { cwd: '/work' });
    expect([status, err.includes('iamx.config.json')]).toEqual([2, true]);
  });

  test.each([
    [{ require: [{ ...passRole, reason: ' ' }] }, 'no reason'],
    [{ require: [{ ...passRole, actions: undefined }] }, 'no actions'],
    [{ require: [{ ...passRole, conditions: undefined }] }, 'no conditions'],
    [{ require: [{ ...passRole, conditions: { all: [] } }] }, 'allOf'],
    [{ require: [{ ...passRole, conditions: { allOf: ['PassedToService'] } }] }, 'iam:PassedToService'],
    [{ require: [{ ...passRole, conditions: { allOf: [{ StringEqual: {} }] } }] }, 'StringEqual'],
    [{ require: [{ ...passRole, action: ['x'] }] }, 'Did you mean `actions`?'],
    [{ require: [{ ...passRole, code: 'unknown-action' }] }, 'already'],
    [{ require: [{ ...passRole, code: 'Own Rule' }] }, 'pass-role-service'],
    [{ require: [passRole, passRole] }, 'already'],
    [{ require: [{ ...passRole, types: ['bucket'] }] }, 'Types are'],
    [{ require: [{ ...passRole, severity: 'fatal' }] }, 'error, warning or info'],
    [{ forbid: [{ reason: 'x' }] }, 'actions, principals or resources'],
    [{ forbid: { actions: ['x'] } }, 'not a list'],
    [{ requires: [] }, 'Did you mean `require`?'],
  ])('%j is refused', async (config, hint) => {
    const { status, err } = await check(config);
    expect([status, err.includes(hint)]).toEqual([2, true]);
  });
});

describe('patterns', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 }).map((parts) => parts.join(''));

  test('one that covers another matches all that the other does', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, some) => {
        fc.pre(coversPattern(one, other) && compileGlob(other).matches(some));
        return compileGlob(one).matches(some);
      }),
      { numRuns: runs(500) },
    );
  });

  test('two that match one text meet', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, some) => {
        fc.pre(compileGlob(one).matches(some) && compileGlob(other).matches(some));
        return patternsMeet(one, other);
      }),
      { numRuns: runs(500) },
    );
  });

  test.each([
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['a?', 'a', false],
    ['?', '*', true],
    ['', '*', true],
    ['a', '', false],
    ['*a*', '*b*', true],
    ['iam:Pass*', 'iam:Get*', false],
  ])('%s and %s meet: %s', (one, other, meet) => {
    expect([patternsMeet(one, other), patternsMeet(other, one)]).toEqual([meet, meet]);
  });

  test('two that meet have a text in common', () => {
    const texts = ['a', 'b', 'c'];
    const all = [''];
    for (let length = 0; length < 5; length++)
      all.push(
        ...all.filter((one) => one.length === length).flatMap((one) => texts.map((next) => one + next)),
      );
    const short = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(short, short, (one, other) => {
        const [left, right] = [compileGlob(one), compileGlob(other)];
        return patternsMeet(one, other) === all.some((some) => left.matches(some) && right.matches(some));
      }),
      { numRuns: runs(200) },
    );
  });
});

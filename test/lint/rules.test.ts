import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { source } from '../../src/core/source.ts';
import { parseJson } from '../../src/formats/json.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';
import { lintPolicy } from '../../src/lint/run/lint-policy.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { subjectOf } from '../../src/lint/read/subject-of.ts';
import { allTypes, type Example, type Rule } from '../../src/lint/rule.ts';
import { allRules, rulesAbout } from '../../src/lint/rules.ts';
import { nodeAt } from '../../src/lint/subject.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

const rules = allRules();

function textOf({ policy }: Example): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2);
}

function findingsOf({ types }: Rule, example: Example): readonly Finding[] {
  const from = source('policy.json', textOf(example));
  const { root } = parseJson(from);
  if (root === undefined) throw new Error('the example is not JSON');
  const type = example.type ?? types[0] ?? 'identity';
  return lintPolicy(subjectOf(from, root, 'policy.json', { ...example, type }));
}

function marked({ span }: Finding, text: string): string {
  const lines = text.split('\n');
  const first = (lines[span.line - 1] ?? '').slice(span.column - 1);
  if (span.line === span.endLine) return first.slice(0, span.endColumn - span.column);
  return [
    first,
    ...lines.slice(span.line, span.endLine - 1),
    (lines[span.endLine - 1] ?? '').slice(0, span.endColumn - 1),
  ].join('\n');
}

const ofPolicies = rules.filter(({ look }) => look.at !== 'file' && look.at !== 'terraform');
const ofTerraform = rules.filter(({ look }) => look.at === 'terraform');

describe.each(ofTerraform.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const found = ({ policy: text }: Example) => {
    if (typeof text !== 'string') throw new Error('the example is no text');
    return lintText(source(text.startsWith('{') ? 'plan.json' : 'main.tf', text), {});
  };

  test('its bad example has the finding, at the place', async () => {
    const own = (await found(rule.bad())).filter(({ code }) => code === id);
    expect(own.map((finding) => marked(finding, textOf(rule.bad())))).toEqual([rule.bad().at]);
    for (const { message } of own) expect(message).toMatch(/^\S.*[^.]$/);
  });

  test('its good example does not', async () => {
    expect((await found(rule.good())).map(({ code }) => code)).not.toContain(id);
  });

  test('its sentences are whole', () => {
    expect(rule.title).toMatch(/^[A-Za-z`"].*\.$/);
    expect(rule.repair).toMatch(/^[A-Z`"].*\.$/);
  });
});

test('a policy of each type is looked at with every rule about its type', () => {
  for (const type of allTypes)
    expect(ofPolicies.filter(({ types }) => types.includes(type))).toEqual(
      rulesAbout([type]).filter(({ types }) => types.includes(type)),
    );
});

test('every rule has an id of its own', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

describe.each(ofPolicies.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  let found: readonly Finding[] | undefined;
  const findingsOfBad = () => (found ??= findingsOf(rule, rule.bad()));

  test('its bad example has the finding, at the place', () => {
    const all = findingsOfBad();
    const toldBy = rule.toldBy?.();
    if (toldBy !== undefined) {
      expect(all.filter(({ code }) => code === toldBy).map(({ message }) => message)).toEqual([
        expect.stringContaining(`\`${id}\``),
      ]);
      return;
    }
    const own = all.filter(({ code }) => code === id);
    expect(own.map((finding) => marked(finding, textOf(rule.bad())))).toEqual([rule.bad().at]);
    expect(own[0]?.awsCode).toBe(rule.awsCode);
  });

  test('its good example does not', () => {
    expect(findingsOf(rule, rule.good()).map(({ code }) => code)).not.toContain(id);
  });

  test('its path leads to the place', () => {
    const text = textOf(rule.bad());
    const { root } = parseJson(source('policy.json', text));
    for (const { path } of findingsOfBad()) {
      if (root === undefined) throw new Error('the example is not JSON');
      expect(nodeAt(root, path), JSON.stringify(path)).toBeDefined();
    }
  });

  test('its sentences are whole', () => {
    expect(rule.title).toMatch(/^[A-Z`"].*\.$/);
    expect(rule.repair).toMatch(/^[A-Z`"].*\.$/);
    for (const { message } of findingsOfBad()) expect(message).toMatch(/^\S.*[^.]$/);
  });
});

describe('--attach', () => {
  const sized = (count: number, effect = 'Allow') =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: effect,
          Action: 's3:GetObject',
          Resource: Array.from(
            { length: count },
            (_, at) => `arn:aws:s3:::acme-data/${String(at).padStart(8, '0')}/*`,
          ),
        },
      ],
    });
  const codes = async (words: readonly string[], files: Readonly<Record<string, string>>) => {
    const { out } = await run(['lint', '--json', ...words, ...Object.keys(files)], { files });
    const { findings } = JSON.parse(out) as LintDocument;
    return findings
      .filter(({ category }) => category === 'quota')
      .map(({ code, severity }) => `${code} ${severity}`);
  };

  test.each([
    ['nothing', [], ['size-managed info']],
    ['a managed policy', ['--attach', 'managed'], ['size-managed warning']],
    ['a user', ['--attach', 'user'], ['size-inline warning']],
    ['a group', ['--attach', 'group'], ['size-inline warning']],
    ['a role', ['--attach', 'role'], []],
  ])('of some 6,900 characters to %s', async (_, words, expected) => {
    expect(await codes(words, { 'p.json': sized(180) })).toEqual(expected);
  });

  test('the inline policies of a role count together where they are said to be of one principal', async () => {
    const files = { 'a.json': sized(180), 'b.json': sized(180) };
    expect(await codes(['--attach', 'role', '--together'], files)).toEqual(['size-inline warning']);
    expect(await codes(['--attach', 'role'], files)).toEqual([]);
  });

  test('above every quota one of them is told', async () => {
    const files = { 'p.json': sized(300) };
    expect(await codes([], files)).toEqual(['size-identity warning']);
    for (const kind of ['managed', 'role']) expect(await codes(['--attach', kind], files)).toHaveLength(1);
  });
});

test('blanks count where Organizations is sent a file as it is written', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: Array.from({ length: 60 }, () => ({
      Effect: 'Deny',
      Action: 'iam:CreateUser',
      Resource: '*',
    })),
  };
  const near = async (text: string, file = 'p.json') => {
    const { out } = await run(['lint', '--json', '--type', 'scp', file], { files: { [file]: text } });
    const { findings } = JSON.parse(out) as LintDocument;
    return findings
      .filter(({ category }) => category === 'quota')
      .map(({ code, message }) => [code, message]);
  };
  expect(await near(JSON.stringify(policy))).toEqual([]);
  expect(await near(JSON.stringify(policy, null, 4))).toEqual([
    [
      'size-near',
      expect.stringMatching(/has \d+ characters as it is written, of the 5120 .* \d+ without the blanks/),
    ],
  ]);
  expect(await near(stringify(policy), 'p.yaml')).toEqual([]);
});

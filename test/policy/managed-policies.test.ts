import { expect, test } from 'vitest';
import { lineText, positionAt, source } from '../../src/core/source.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { parseJson } from '../../src/formats/json.ts';
import { compileGroup } from '../../src/policy/decision/compile.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';

/** The policies that AWS itself wrote are read without a complaint. */
const texts = managedPolicyNames().map((name) => source(name, managedPolicy(name)?.text ?? ''));

test('all 1,594 AWS managed policies parse without problems, each from its first character to its last', () => {
  expect(texts).toHaveLength(1594);
  for (const text of texts) {
    const { root, problems } = parseJson(text);
    if (problems.length > 0) expect({ name: text.file, problems }).toEqual({ name: text.file, problems: [] });
    expect([root?.kind, root?.start, root?.end]).toEqual(['object', 0, text.text.length]);
  }
});

test('all of them are read as policies and compile, and each is found to say something', () => {
  const complaints = texts.flatMap((text) => {
    const { root } = parseJson(text);
    if (root === undefined) return [`${text.file} is no JSON`];
    const { policy, problems } = parsePolicy(text, root, 'identity', text.file);
    if (policy === undefined) return problems.map(({ message }) => `${text.file}: ${message}`);
    const group = compileGroup([policy]);
    expect(group.statements.length).toBe(policy.statements.length);
    for (const { statement } of group.statements) {
      const [first] = statement.action.values;
      // What it names, with `x` for each wildcard, is among what it is asked about.
      const named = first?.text.toLowerCase().replace(/[*?]/g, 'x') ?? '';
      const key = named.includes(':') ? named : 'x:x';
      const { allows, denies } = group.candidates(key);
      const isListed = [...allows, ...denies].some((candidate) => candidate.statement === statement);
      expect([text.file, isListed]).toEqual([text.file, !statement.action.negated]);
    }
    return problems.map(({ code }) => `${text.file}: ${code}`);
  });
  // AWS documents no variables there.
  expect(complaints).toEqual(['AmazonTimestreamInfluxDBServiceRolePolicy: policy/variable-place']);
});

test('every action of a managed policy stands on a line of its own, so that evidence can name it', () => {
  const policy = texts.find(({ file }) => file === 'AmazonS3ReadOnlyAccess');
  if (policy === undefined) throw new Error('the policy is missing');
  const { line } = positionAt(policy, policy.text.indexOf('"s3:List*"'));
  expect(lineText(policy, line).trim()).toBe('"s3:List*",');
});

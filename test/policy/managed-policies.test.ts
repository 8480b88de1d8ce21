import { expect, test } from 'vitest';
import { lineText, positionAt, source } from '../../src/core/source.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { parseJson } from '../../src/formats/json.ts';

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

test('every action of a managed policy stands on a line of its own, so that evidence can name it', () => {
  const policy = texts.find(({ file }) => file === 'AmazonS3ReadOnlyAccess');
  if (policy === undefined) throw new Error('the policy is missing');
  const { line } = positionAt(policy, policy.text.indexOf('"s3:List*"'));
  expect(lineText(policy, line).trim()).toBe('"s3:List*",');
});

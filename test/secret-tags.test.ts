import { describe, expect, test } from 'vitest';
import { inTurn } from './support/budget.ts';
import { run } from './support/run.ts';

/** Tags that are called as a secret is: what they are compared with is in no sentence, request, command or file. */

const canary = 'Zk7-vQx9_mRt2w';
const at = '/work';
const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ForAnyValue:StringEquals',
];
const keys = ['aws:RequestTag/Password', 'aws:PrincipalTag/api_key', 'kms:EncryptionContext:token'];
const statements = operators.flatMap((operator) =>
  keys.map((key) => ({
    name: `${key} by ${operator}`,
    key,
    statement: {
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Condition: { [operator]: { [key]: operator.endsWith('Like') ? `${canary}*` : canary } },
    },
  })),
);
const document = (...list: readonly object[]) => ({ Version: '2012-10-17', Statement: list });
const nothing = document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' });
const request = { principal: 'arn:aws:iam::111122223333:user/mika', action: 'kms:Decrypt' };
const asking = ['--principal', request.principal, '--action', 'kms:Decrypt'];

describe.each(statements.map((one, turn) => ({ ...one, turn })))('$name', ({ statement, key, turn }) => {
  const policy = document(statement);
  const files = {
    [`${at}/p.json`]: JSON.stringify(policy),
    [`${at}/none.json`]: JSON.stringify(nothing),
    [`${at}/never.iamx.json`]: JSON.stringify([
      { never: { action: 'kms:*' }, policies: { identity: [policy] } },
      { always: { action: 'kms:*' }, policies: { identity: [policy] } },
      { request, policies: { identity: [policy] }, expect: 'explicitDeny' },
    ]),
  };
  test.each([
    ['diff', 'none.json', 'p.json'],
    ['diff', 'p.json', 'none.json'],
    ['lint', '--not-granted', 'kms:*', '--no-new-access', 'none.json', 'p.json'],
    ['lint', '--not-granted', 'kms:*', '--format', 'sarif', 'p.json'],
    ['test', 'never.iamx.json'],
    ['test', '--coverage=json', '--mutate', '--save', 'saved.json', 'never.iamx.json'],
    ['simulate', ...asking, '--policy', 'p.json'],
    ['simulate', ...asking, '--policy', 'p.json', '--context', `${key}=${canary}`],
    ['simulate', ...asking, '--policy', 'p.json', '--context', `${key}=other-${canary}`],
    ['simulate', ...asking, '--policy', 'p.json', '--context', `${key}=${canary}`, '--save', 'x.yaml'],
  ])('%s %s', async (...words) => {
    for (const form of inTurn([[], ['--json'], ['--verbose']], turn + words.length)) {
      const { out, err, host } = await run([...words, ...form], { files, cwd: at });
      expect(out + err + [...host.written.values()].join('')).not.toMatch(/zk7|vqx9|mrt2w/i);
      expect(out + err).not.toContain('bug in iamx');
      expect(out + err).not.toBe('');
    }
  });
});

test('a Sid that is a token loses no sign by which it is known', async () => {
  const token = 'ghp_rQxsvMlY5axDoNhr9numw6HILvL3CRb8qJh8';
  const text = JSON.stringify(
    document({ Sid: token, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
    undefined,
    2,
  );
  for (const words of [['lint'], ['lint', '--fix'], ['lint', '--fix', '--dry-run'], ['diff', 'p.json']])
    for (const form of [[], ['--json']]) {
      const world = { files: { [`${at}/p.json`]: text }, cwd: at };
      const { out, err, host } = await run([...words, 'p.json', ...form], world);
      expect(out + err).not.toMatch(/rQxsvMlY|qJh8/);
      expect(host.written.size).toBe(0);
    }
});

import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';

/** What people give in place of what was asked for: one error, with what to type. */

const user = 'arn:aws:iam::111122223333:user/mika';
const object = 'arn:aws:s3:::acme-data/x';
const files: Readonly<Record<string, string>> = {
  'p.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: [1, 2, 3].map(() => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })),
  }),
  'bucket.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: ['Allow', 'Deny'].map((Effect) => ({
      Effect,
      Principal: '*',
      Action: 's3:*',
      Resource: `${object}*`,
    })),
  }),
  'trust.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: user }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
  }),
  'two-mistakes.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allw', Principal: '*', Action: 's3:*', Resource: '*' },
  }),
  'mixed.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' },
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ],
  }),
};

async function ask(...words: readonly string[]) {
  const { status, out, err } = await run(['simulate', ...words], { files });
  expect({ status, out }).toEqual({ status: 2, out: '' });
  return err.replace(/\s+/g, ' ');
}

const question = ['--principal', user, '--action', 's3:GetObject', '--resource', object];

describe('a policy of another type', () => {
  test.each([
    {
      words: ['--policy', 'bucket.json'],
      says: '`bucket.json` is a resource policy: it has a Principal bucket.json:1:',
      hint: '`--resource-policy bucket.json`',
    },
    {
      words: ['--boundary', 'bucket.json'],
      says: 'is a resource policy',
      hint: '`--resource-policy bucket.json`',
    },
    {
      words: ['--scp', 'bucket.json'],
      says: 'is a resource policy',
      hint: '`--resource-policy bucket.json`',
    },
    {
      words: ['--policy', 'trust.json'],
      says: '`trust.json` is a role trust policy: it has a Principal',
      hint: '`--resource-policy trust.json`',
    },
    {
      words: ['--resource-policy', 'p.json'],
      says: '`p.json` is an identity policy, or lacks whom it is about',
      hint: '`--policy p.json`',
    },
  ])('$words', async ({ words, says, hint }) => {
    const err = await ask(...question, ...words);
    expect(err).toContain(says);
    expect(err).toContain(hint);
    expect(err).not.toContain('problems');
  });

  test('is told only where nothing else is wrong', async () => {
    expect(await ask(...question, '--policy', 'two-mistakes.json')).toContain(
      '2 problems in `two-mistakes.json`',
    );
    expect(await ask(...question, '--policy', 'mixed.json')).toContain(
      'an identity policy takes no Principal',
    );
    expect(await ask(...question, '--resource-policy', 'mixed.json')).toContain(
      'the statement has no Principal',
    );
  });

  test('in place of a scenario', async () => {
    const err = await ask('--scenario', 'p.json');
    expect(err).toContain('`p.json` is a policy, not a scenario');
    expect(err).toContain('`--policy p.json`');
    expect(err).not.toContain('is not a field');
  });
});

describe('more or less than one caller', () => {
  test.each([
    `${user},arn:aws:iam::111122223333:user/x`,
    `${user}, arn:aws:sts::111122223333:assumed-role/App/ci`,
    `arn:aws:sts::111122223333:assumed-role/App/ci,111122223333`,
  ])('%s', async (principal) => {
    const err = await ask('--principal', principal, ...question.slice(2), '--policy', 'p.json');
    expect(err).toMatch(/is several, and a request has one caller|is not a principal|has a character/);
  });

  test('an account', async () => {
    const err = await ask('--principal', '111122223333', ...question.slice(2), '--policy', 'p.json');
    expect(err).toContain('`111122223333` is an account, and a request comes from somebody in it');
    expect(err).toContain('`arn:aws:iam::111122223333:root`');
  });

  test('a comma in the name of a user is a part of it', async () => {
    const { status } = await run(
      ['simulate', '--principal', `${user},ops`, ...question.slice(2), '--policy', 'p.json'],
      { files },
    );
    expect(status).toBe(0);
  });
});

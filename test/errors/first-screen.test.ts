import { describe, expect, test } from 'vitest';
import { samples } from '../messages/samples.ts';
import { run } from '../support/run.ts';

const screen = 25;
const user = 'arn:aws:iam::111122223333:user/mika';
const session = 'arn:aws:sts::111122223333:assumed-role/App/i-0abc';
const refused = (operation: string, caller: string, action: string, resource: string, reason = '') =>
  `An error occurred (AccessDenied) when calling the ${operation} operation: User: ${caller} is not authorized to perform: ${action} on resource: ${resource}${reason}`;
const none = (action: string) => ` because no identity-based policy allows the ${action} action`;

async function page(text: string, ...words: readonly string[]): Promise<string> {
  const { out, err } = await run(['explain-error', ...words, '-'], { stdin: text });
  expect(err).toBe('');
  return out;
}

describe('the first screen', () => {
  test.each(samples.map(([id, text]) => ({ id, text })))('$id $text', async ({ text }) => {
    const out = await page(text);
    expect(out.trimEnd().split('\n').length, out).toBeLessThanOrEqual(screen);
  });

  test('says nothing less with --verbose', async () => {
    const text = refused('AssumeRole', user, 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/Ops');
    expect(await page(text)).toContain('add --verbose');
    const whole = await page(text, '--verbose');
    expect(whole).toContain('session tags or a source identity are passed');
    expect(whole).not.toContain('add --verbose');
  });

  test.each([
    {
      name: 'identity',
      text: refused('PutObject', session, 's3:PutObject', '"arn:aws:s3:::acme/q1.csv"', none('s3:PutObject')),
    },
    {
      name: 'scp',
      text: refused(
        'ListRoles',
        user,
        'iam:ListRoles',
        'arn:aws:iam::111122223333:role/*',
        ' with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd',
      ),
    },
    {
      name: 'assume-role',
      text: refused('AssumeRole', user, 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/team/Ops'),
    },
    {
      name: 'pass-role',
      text: refused(
        'CreateFunction',
        user,
        'iam:PassRole',
        'arn:aws:iam::111122223333:role/team/App',
        none('iam:PassRole'),
      ),
    },
    {
      name: 'expired-token',
      text: 'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
    },
    {
      name: 'delete-conflict',
      text: 'An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must remove referenced objects first.',
    },
    {
      name: 'no-credentials',
      text: 'Unable to locate credentials. You can configure credentials by running "aws configure".',
    },
  ])('of $name', async ({ name, text }) => {
    await expect(await page(text)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

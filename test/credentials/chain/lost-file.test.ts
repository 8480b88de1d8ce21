import { expect, test } from 'vitest';
import { run } from '../../support/run.ts';

const config = '[profile dev]\nregion = eu-west-1\n';

test.each([
  [
    'a folder',
    { AWS_CONFIG_FILE: '/etc' },
    'AWS_CONFIG_FILE names /etc, which is a folder',
    'unset AWS_CONFIG_FILE',
  ],
  [
    'nothing',
    { AWS_CONFIG_FILE: '/gone' },
    'AWS_CONFIG_FILE names /gone, which does not exist',
    'unset AWS_CONFIG_FILE',
  ],
])('a profile that is missing, since there is %s: the variable is wrong', async (_, env, says, fix) => {
  const { out, status } = await run(['explain-chain', '--offline'], {
    env: { AWS_PROFILE: 'dev', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    files: { '/home/user/.aws/config': config },
    folders: ['/etc'],
    columns: 200,
  });
  expect(status).toBe(1);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(says);
  expect(out).toContain(`fix: ${fix}`);
});

test('a key of a role in a profile with keys of its own is taken out', async () => {
  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = NotASecret\n';
  const text = async (config: string) =>
    (
      await run(['explain-chain', '--offline'], {
        env: { AWS_EC2_METADATA_DISABLED: 'true' },
        files: { '/home/user/.aws/config': { content: config, mode: 0o600 } },
        columns: 200,
      })
    ).out;
  const serial = 'mfa_serial = arn:aws:iam::111122223333:mfa/me\n';
  expect(await text(`[default]\nregion = eu-west-1\n${serial}${keys}`)).toContain('or take it out');
  expect(await text(`[default]\nregion = eu-west-1\n${serial}`)).toContain('or write the keys into');
});

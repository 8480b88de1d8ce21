import { expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';

async function hintsFor(address: string): Promise<readonly string[]> {
  const policy = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme/*',
      Condition: { IpAddress: { 'aws:SourceIp': address } },
    },
  };
  const findings = await lintText(source('x.json', JSON.stringify(policy)), {});
  return findings.map(({ code, hint }) => `${code} ${typeof hint === 'string' ? hint : ''}`);
}

test.each([
  ['203.0.113.7/24', 'Write `203.0.113.0/24`.'],
  ['203.0.113.7/0', 'Write `0.0.0.0/0`.'],
  ['2001:db8::1/32', 'Write `2001:db8::/32`.'],
  ['2001:db8:1:2:3:4:5:6/112', 'Write `2001:db8:1:2:3:4:5:0/112`.'],
])('%s has bits past its mask: %s', async (address, hint) => {
  expect(await hintsFor(address)).toContain(`ip-host-bits ${hint}`);
});

test.each(['203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '::/0'])('%s has none', async (address) => {
  expect((await hintsFor(address)).filter((found) => found.startsWith('ip-host-bits'))).toEqual([]);
});

test.each(['010.0.0.1', '203.0.113.0/33', '203.0.113', '2001:db8:::1'])(
  '%s is no address',
  async (address) => {
    expect((await hintsFor(address)).some((found) => found.startsWith('value-ip'))).toBe(true);
  },
);

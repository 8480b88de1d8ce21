import { describe, expect, test } from 'vitest';
import { gotchaRows } from './credentials/gotchas/rows.ts';
import { explain, worldOf, type Row } from './credentials/gotchas/situation.ts';
import { run } from './support/run.ts';

/** What people bring about credentials, by its row among the needs: its situations tell it on their first screen. */

const needs: readonly {
  readonly row: number;
  readonly pain: string;
  readonly isMet: (row: Row) => boolean;
}[] = [
  { row: 26, pain: 'a header is glued to the secret above it', isMet: ({ id }) => id === 49 },
  { row: 27, pain: 'a session of SSO has another header', isMet: ({ id }) => id === 60 || id === 61 },
  {
    row: 28,
    pain: 'Go takes another identity where it cannot read the file',
    isMet: ({ code }) => code === 'section-lost',
  },
  { row: 29, pain: 'blanks and quotes in credential_process', isMet: ({ id }) => id === 66 },
  { row: 30, pain: 'the CLI cannot write its cache of roles', isMet: ({ id }) => id === 76 },
  { row: 31, pain: 'the config file is mounted elsewhere', isMet: ({ id }) => id === 79 },
  { row: 32, pain: 'metadata through a proxy', isMet: ({ id }) => id === 78 },
  { row: 33, pain: 'a file is closed to this user', isMet: ({ id }) => id === 72 },
  { row: 34, pain: 'Java and an sso key beside a role', isMet: ({ id }) => id === 69 },
  { row: 35, pain: 'a zone as the region', isMet: ({ id }) => id === 51 },
  { row: 36, pain: 'an env file keeps quotes', isMet: ({ id }) => id === 64 },
  { row: 37, pain: 'a file that PowerShell wrote', isMet: ({ id }) => id === 70 },
  {
    row: 38,
    pain: 'keys of LocalStack or MinIO reach AWS',
    isMet: ({ id }) => id === 55 || id === 63 || id === 75,
  },
  { row: 39, pain: 'keys under the names of other tools', isMet: ({ id }) => id === 62 },
  { row: 40, pain: '`aws login` in tools that need more', isMet: ({ id }) => id === 68 },
  { row: 41, pain: 'the refresh of SSO is over', isMet: ({ code }) => code === 'sso-token-expired' },
  { row: 42, pain: 'sso_session in tools of before', isMet: ({ id }) => id === 84 },
  { row: 43, pain: 'an expiry that no SDK reads', isMet: ({ id }) => id === 82 },
];

const flat = (text: string) => text.replace(/\s+/g, ' ');

describe.each(needs)('$row: $pain', ({ isMet }) => {
  const rows = gotchaRows.filter(isMet);

  test('has situations', () => {
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each(rows)('$name', async (row) => {
    const { document } = await explain(row);
    const found = document.diagnostics.find(
      ({ code, message }) => code === row.code && row.says.every((text) => message.includes(text)),
    );
    const { out } = await run(['explain-chain', ...(row.args ?? [])], worldOf(row));
    const lines = out.trimEnd().split('\n');
    // What the error says already is not said twice.
    const told = [found?.message ?? '', ...row.says].filter((text) => flat(out).includes(flat(text)));
    expect(told.length, out).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(lines.at(-1)).toMatch(/^fix: |: (?:iamx|aws|npx) |iamx /);
  });
});

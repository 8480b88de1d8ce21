import { describe, expect, test } from 'vitest';
import { gotchas } from '../../src/credentials/gotchas.ts';
import { dev, keyId, pair, secret, token } from '../support/keys.ts';
import { gotchaRows } from './gotchas/rows.ts';
import { explain, explainInFull, type Row } from './gotchas/situation.ts';

const full = new Map<Row, ReturnType<typeof explainInFull>>();

/** Asked once, whoever looks at it. */
function explained(row: Row): ReturnType<typeof explainInFull> {
  const known = full.get(row) ?? explainInFull(row);
  full.set(row, known);
  return known;
}

describe.each(gotchaRows)('$id $code: $name', (row) => {
  test('is named, with its place and its repair', async () => {
    const { document } = await explained(row);
    const found = document.diagnostics.find(
      ({ code, message }) => code === row.code && row.says.every((text) => message.includes(text)),
    );
    expect(found, JSON.stringify(document.diagnostics, null, 1)).toBeDefined();
    for (const text of row.fix) expect(found?.hint).toContain(text);
    if (row.at !== undefined) {
      const { file, line, column } = found?.span ?? { file: '', line: 0, column: 0 };
      expect(`${file}:${line}:${column}`).toBe(row.at);
    }
  });

  test('is shown within a screen, and no secret with it', async () => {
    const { page, json, verbose } = await explained(row);
    const lines = page.out.trimEnd().split('\n');
    expect(lines.length, page.out).toBeLessThanOrEqual(25);
    // A command is one line, however long.
    for (const line of lines) if (!line.startsWith('fix: ')) expect(line.length).toBeLessThanOrEqual(100);
    expect(page.err + json.err + verbose.err).toBe('');
    for (const text of [page.out, json.out, verbose.out]) {
      for (const hidden of [secret, token]) {
        for (const part of [hidden, hidden.slice(0, 12), hidden.slice(-12)]) expect(text).not.toContain(part);
      }
    }
  });

  test('is not said where it is repaired', async () => {
    const { document } = await explain(row.repaired);
    expect(document.diagnostics.map(({ code }) => code)).not.toContain(row.code);
  });
});

test.each(gotchaRows.filter(({ last }) => last !== undefined))(
  '$code: $name ends with the one command',
  async (row) => {
    const { page } = await explained(row);
    expect(/^fix: (.*)$/m.exec(page.out)?.[1], page.out).toBe(row.last);
  },
);

test('each of the numbers has a gotcha and a situation', () => {
  // 83 is a warning that must not be: test/credentials/found/44.
  const numbers = Array.from({ length: 86 }, (_, index) => index + 1).filter((number) => number !== 83);
  const known = gotchas.flatMap(({ id }) => (id === undefined ? [] : [id]));
  expect([...new Set(known)].toSorted((left, right) => left - right)).toEqual(numbers);
  expect(numbers.filter((number) => !gotchaRows.some(({ id }) => id === number))).toEqual([]);
});

/** Shown by a call alone: test/user-needs.test.ts. */
const afterCalls = ['sso-role-not-assigned'];

test('each gotcha has a situation', () => {
  expect(
    gotchas
      .map(({ code }) => code)
      .filter((code) => !gotchaRows.some((row) => row.code === code) && !afterCalls.includes(code)),
  ).toEqual([]);
});

test('codes are unique', () => {
  const codes = gotchas.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('where both variables lead to one file no header is in the wrong one', async () => {
  const both = { AWS_CONFIG_FILE: '/one.ini', AWS_SHARED_CREDENTIALS_FILE: '/one.ini', AWS_PROFILE: 'dev' };
  const files = { '/one.ini': { content: `[profile dev]\n${pair(dev)}`, mode: 0o600 } };
  const { document } = await explain({ env: both, files });
  const codes = document.diagnostics.map(({ code }) => code);
  expect(document.verdict).toBe('selected');
  expect(codes).not.toContain('profile-word-missing');
  expect(codes).not.toContain('profile-word-in-credentials');
});

test.each([
  { kept: `${keyId(dev)} # mine`, cli: undefined, js: 'masked' },
  { kept: `"${keyId(dev)}"`, cli: undefined, js: undefined },
])('of a key id the last four are those that the tool sends: $kept', async ({ kept, cli, js }) => {
  const credentials = `[default]\naws_access_key_id = ${kept}\naws_secret_access_key = ${secret}\n`;
  const shownBy = async (sdk: string) => {
    const { document } = await explain({ args: ['--sdk', sdk], credentials });
    return document.selected?.accessKeyId;
  };
  const masked = `${'*'.repeat(16)}${keyId(dev).slice(-4)}`;
  expect([await shownBy('cli'), await shownBy('js')]).toEqual([cli, js === undefined ? undefined : masked]);
});

test('a slip in the name of role_arn is told once: what stands beside it is not dead', async () => {
  const config = `[profile app]\nrole-arn = arn:aws:iam::${dev}:role/App\nsource_profile = base\n`;
  const { document } = await explain({
    args: ['--profile', 'app'],
    config,
    credentials: `[base]\n${pair(dev)}`,
  });
  const codes = document.diagnostics.map(({ code }) => code);
  expect(codes).toContain('key-nearly-right');
  expect(codes).not.toContain('setting-does-nothing');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { pythonDialect } from '../../src/formats/ini-dialects.ts';
import { writeSnippet } from '../../src/formats/ini-snippet.ts';
import { parseIni } from '../../src/formats/ini.ts';

test.each([
  {
    header: 'profile prod',
    settings: { region: 'eu-west-1' },
    lines: ['[profile prod]', 'region = eu-west-1'],
  },
  {
    header: 'sso-session acme',
    settings: { sso_start_url: 'https://acme.awsapps.com/start#/', sso_region: 'eu-west-1' },
    lines: [
      '[sso-session acme]',
      'sso_start_url = https://acme.awsapps.com/start#/',
      'sso_region = eu-west-1',
    ],
  },
  {
    header: 'profile a.b',
    settings: { credential_process: 'tool --name="a b" --x=1; true' },
    lines: ['[profile a.b]', 'credential_process = tool --name="a b" --x=1; true'],
  },
  { header: 'profile "a b"', settings: { region: 'x' }, lines: ['[profile "a b"]', 'region = x'] },
  { header: 'profile p', settings: {}, lines: ['[profile p]'] },
])('[$header] is written as the SDKs read it', async ({ header, settings, lines }) => {
  expect(await writeSnippet(header, settings)).toEqual(lines);
});

test('what is written is read back', async () => {
  const word = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  const key = fc.stringMatching(/^[a-z_]{1,12}$/);
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, word, { minKeys: 1, maxKeys: 4 }), async (settings) => {
      const text = (await writeSnippet('profile p', settings)).join('\n');
      const [section] = parseIni(source('f', text), pythonDialect).sections;
      const read = Object.fromEntries(
        [...(section?.entries ?? [])].map(([name, { value }]) => [name, value]),
      );
      expect(read).toEqual({ ...settings });
    }),
  );
});

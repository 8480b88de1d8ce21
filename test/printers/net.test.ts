import { command, given } from '../../src/core/command.ts';
import { commands } from '../../src/commands.ts';
import { globalOptions } from '../../src/commands/global-options.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Page } from '../../src/core/page.ts';
import { Raw } from '../../src/core/raw.ts';
import { Secrets } from '../../src/core/secrets.ts';
import { netOf } from '../../src/printers/net.ts';
import { ownWords } from '../../src/printers/own-words.ts';
import { vocabulary } from '../../src/printers/vocabulary.ts';
import { sizeFor } from '../support/budget.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';

function net(...values: readonly string[]) {
  const secrets = new Secrets();
  for (const value of values) secrets.addValue(new Raw(value));
  return netOf(secrets);
}

test.each([
  ['as it stands', `see ${secret} here`],
  ['in small letters', `see ${secret.toLowerCase()} here`],
  ['in capitals', `see ${secret.toUpperCase()} here`],
  ['with blanks', `see ${secret.replace(/.{4}/g, '$& ')}here`],
  ['wrapped', `see ${secret.replace(/.{10}/g, '$&\n')} here`],
  ['as a URL', `see ${encodeURIComponent(secret)} here`],
  ['in part', `see ${secret.slice(5, 17)} here`],
  ['with backslashes', `see ${secret.replaceAll('/', '\\/')} here`],
])('a secret is hidden %s', (_, text) => {
  const { overData, acted } = net(secret);
  const safe = overData(text);
  expect(safe).toMatch(/^see \[hidden\].*here$/s);
  expect(safe.length).toBeLessThan(text.length);
  expect(acted()).toBe(true);
});

test('a secret that stands escaped in a URL is hidden unescaped, too', () => {
  expect(net(encodeURIComponent(secret)).overData(`x ${secret}`)).toBe('x [hidden]');
});

test('seven letters are none, and other texts stay as they are', () => {
  const { overData, acted } = net(secret);
  const data = { a: ['wJalrXU', 'eu-west-1', 5, null], b: { c: true } };
  expect(overData(data)).toBe(data);
  expect(acted()).toBe(false);
});

test.each(['unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY', 'the credentials file', 'ec2-credentials-file'])(
  'no word of ours is cut, whatever the secret is: %s',
  (text) => {
    const words = [
      ...vocabulary(),
      ...ownWords,
      '/v2/credentials',
      'your-secret-access-key',
      'Secret access key',
    ];
    expect(net(...words).overData(text)).toBe(text);
  },
);

test('no option and no name of a command is cut, whatever stands in a file that was taken for a secret', async () => {
  const names = [...globalOptions.map(longFlagOf), ...commands.map(({ name }) => name)];
  for (const { load } of commands) names.push(...(await load()).options.map(longFlagOf));
  const { overData } = net(...names.map((name) => `${name.replace(/^--/, '')}=0`));
  const texts = names.map((name) => `the file of \`${name}\` is not one`);
  expect(overData(texts)).toEqual(texts);
});

test('a document is searched whole, names of its members too', () => {
  const document = { steps: [{ because: `is ${secret}` }], [secret]: 'x' };
  expect(net(secret).overData(document)).toEqual({ steps: [{ because: 'is [hidden]' }], '[hidden]': 'x' });
});

test('a command in which something would be hidden is left out', () => {
  const page: Page = [
    {
      kind: 'command',
      commands: [command`aws configure set x ${given(secret)}`].filter((one) => one !== undefined),
    },
    { kind: 'text', text: ['a ', { text: secret, tone: 'dim' }] },
    {
      kind: 'next',
      items: [{ label: 'fix', text: command`rm ${given(secret)}` ?? '' }, { text: 'iamx whoami' }],
    },
  ];
  expect(net(secret).overPage(page)).toEqual([
    { kind: 'text', text: ['a ', { text: '[hidden]', tone: 'dim' }] },
    { kind: 'next', items: [{ text: 'iamx whoami' }] },
  ]);
});

test('a part that is made when its room is known is searched when it is made', () => {
  const page: Page = [
    { kind: 'elastic', most: 1, gives: [], blocks: () => [{ kind: 'text', text: `x ${secret}` }] },
  ];
  const [part] = net(secret).overPage(page);
  const blocks = part !== undefined && 'kind' in part && part.kind === 'elastic' ? part.blocks(1) : [];
  expect(blocks).toEqual([{ kind: 'text', text: 'x [hidden]' }]);
});

test('of a line the words are left out, and what is between them is kept', () => {
  const secrets = new Secrets();
  secrets.addText(`cannot use the token ${secret.slice(0, 20)}: expired\nwJal rXUt nFEM I/K7`);
  secrets.addText('short');
  expect(secrets.from(0)).toEqual([`${secret.slice(0, 20)}:`, 'wJalrXUtnFEMI/K7']);
});

test('whatever the secret, no eight letters of it in a row are left', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=')),
    minLength: 24,
    maxLength: 60,
  });
  const fold = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  fc.assert(
    fc.property(letters, letters, fc.nat(20), (one, other, cut) => {
      fc.pre(fold(one).length > 15);
      const safe = net(one, other).overData(`${one.slice(cut % 8)} and ${other}.${one}`);
      const left = fold(safe.replaceAll('[hidden]', ' . '));
      const runs = Array.from({ length: fold(one).length - 7 }, (_, at) => fold(one).slice(at, at + 8));
      expect(runs.filter((run) => left.includes(run))).toEqual([]);
    }),
  );
});

test('a secret of millions of letters is cut like a short one, wherever it is met', () => {
  const times = sizeFor(100_000, 1_000_000);
  const long = 'abcdefghij'.repeat(times) + secret + 'klmnopqrst'.repeat(times);
  const { overData } = net(long);
  expect(overData(`x ${secret}`)).toBe('x [hidden]');
  expect(overData(`x ${long.slice(5 * times, 5 * times + 100)}`).length).toBeLessThan(20);
});

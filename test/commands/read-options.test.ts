import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/commands.ts';
import { optionsWith } from '../../src/commands/global-options.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import { parseWithCommander } from '../../src/commands/parse.ts';
import { readOptions, readPlainOptions } from '../../src/commands/read-options.ts';
import { runs } from '../support/budget.ts';

const modules = await Promise.all(commands.map(async ({ name, load }) => ({ name, module: await load() })));

/** What commander makes of the words: the values and options, or the error's sentence. */
function commanderReads(name: string, module: (typeof modules)[number]['module'], words: readonly string[]) {
  try {
    return parseWithCommander(name, module, words);
  } catch (error) {
    return { error };
  }
}

const plainValue = fc.constantFrom(
  's3:GetObject',
  'a.json',
  'a.json,b.json',
  'k=v',
  'k=a=b',
  'cli',
  '-',
  '',
  ' ',
  '10',
  'arn:aws:iam::111122223333:user/mika',
  '__proto__',
  'é\u{1f600}',
);
const oddWord = fc.constantFrom(
  '--',
  '-x',
  '-5',
  '-.5',
  '-1e3',
  '-h',
  '-hv',
  '--no',
  '--no-',
  '--color',
  '--=',
  '--=x',
  '--unknown-option',
  '--__proto__',
  '--constructor',
  '--Json',
  '---json',
  '--jso',
);

/** Command lines of the options that a command has, mostly good ones, with odd words strewn in. */
function wordsFor(flags: readonly string[]) {
  const flag = fc.constantFrom(...flags);
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(flag, plainValue).map(([name, value]): string[] => [name, value]) },
    { weight: 3, arbitrary: fc.tuple(flag, plainValue).map(([name, value]) => [`${name}=${value}`]) },
    { weight: 4, arbitrary: flag.map((name) => [name]) },
    { weight: 3, arbitrary: plainValue.map((value) => [value]) },
    { weight: 1, arbitrary: oddWord.map((word) => [word]) },
    { weight: 1, arbitrary: fc.string().map((word) => [word]) },
  );
  return fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.flat());
}

describe.each(modules)('the options of $name', ({ name, module }) => {
  const flags = optionsWith(module.options).map(longFlagOf);

  test('read without commander they are what commander reads', () => {
    let plain = 0;
    fc.assert(
      fc.property(wordsFor(flags), (words) => {
        const read = readPlainOptions(module, words);
        if (read === undefined) return;
        plain++;
        expect(read).toStrictEqual(commanderReads(name, module, words));
      }),
      { numRuns: runs(2000) },
    );
    // Else the property holds of nothing.
    expect(plain).toBeGreaterThan(100);
  });

  test('what is not plain is read by commander', async () => {
    const odd = ['--unknown-option', '-x', '--verbose=yes'];
    for (const word of odd) {
      expect(readPlainOptions(module, [word])).toBeUndefined();
      await expect(readOptions(name, module, [word])).rejects.toMatchObject({ code: 'usage' });
    }
    expect(readPlainOptions(module, ['--'])).toBeUndefined();
  });

  test('each option alone is plain', () => {
    for (const { flags: form, choices } of optionsWith(module.options)) {
      const flag = longFlagOf({ flags: form, description: '' });
      const words = /[>\]]$/.test(form) ? [flag, choices?.[0] ?? 'value'] : [flag];
      const read = readPlainOptions(module, words);
      expect({ words, read }).toEqual({ words, read: parseWithCommander(name, module, words) });
    }
  });
});

test.each([
  { name: 'decode', line: 'AKIAIOSFODNN7EXAMPLE - --json' },
  { name: 'decode', line: '--live --save x.json arn:aws:s3:::acme' },
  {
    name: 'simulate',
    line: '--principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --policy - --policy b.json --scp a,b --context=aws:SourceIp=10.0.0.1 --verbose',
  },
  { name: 'explain-chain', line: '--compare --offline' },
  { name: 'explain-chain', line: '--compare cli,js --sdk boto3 --profile prod --no-color' },
  { name: 'whoami', line: '--all-profiles --timeout 3' },
  { name: 'demo', line: 'denied --verbose' },
])('$name $line needs no commander', ({ name, line }) => {
  const module = modules.find((one) => one.name === name)?.module;
  if (module === undefined) throw new Error(`no command ${name}`);
  expect(readPlainOptions(module, line.split(' '))).toStrictEqual(
    parseWithCommander(name, module, line.split(' ')),
  );
});

test('a value that looks like an option is left to commander, which takes it', async () => {
  const module = modules.find(({ name }) => name === 'decode')?.module;
  if (module === undefined) throw new Error('no decode');
  expect(readPlainOptions(module, ['--save', '--json'])).toBeUndefined();
  expect((await readOptions('decode', module, ['--save', '--json'])).options['save']).toBe('--json');
});

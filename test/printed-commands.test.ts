import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../src/commands.ts';
import { globalOptions } from '../src/commands/global-options.ts';
import { longFlagOf } from '../src/commands/option-row.ts';
import { hideInSentence } from '../src/output/secret.ts';
import { filesIn, top as root, treeOf } from './support/source-trees.ts';

/** A hint that names a command which does not exist sends its reader away: every one is looked up where commands are. */

const sources = filesIn('src').map((file) => `src/${file}`);
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

interface Found {
  readonly file: string;
  readonly text: string;
}

/** Every text of the program: literals, and templates with `…` where something is put in. */
function textsOf(file: string): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push({ file, text: node.text });
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map(({ literal }) => `…${literal.text}`);
      found.push({ file, text: node.head.text + spans.join('') });
    }
    ts.forEachChild(node, visit);
  };
  visit(treeOf(file));
  return found;
}

const ofProgram = sources.flatMap(textsOf);

/** The code of a page: fenced lines, those that go on joined, and what stands between backticks. */
function codeOf(file: string): readonly Found[] {
  const pieces = readFileSync(join(root, file), 'utf8').split(/^ *```.*$/m);
  return pieces.flatMap((piece, index) => {
    const code =
      index % 2 === 1
        ? piece.replaceAll('\\\n', ' ').split('\n')
        : [...piece.matchAll(/`([^`\n]+)`/g)].map(([, inline = '']) => inline);
    return code.map((text) => ({ file, text }));
  });
}

const own = new Map<string, readonly string[]>();
const everywhere = globalOptions.map(longFlagOf);
beforeAll(async () => {
  for (const { name, load } of commands) {
    own.set(name, [...(await load()).options.map(longFlagOf), ...everywhere]);
  }
});

/** `iamx WORD` that is no command line: a mark in a file, a header, a sentence, a form. */
const noCommands = [
  join('src', 'aws', 'query.ts: lang'),
  join('src', 'data', 'blocks.ts: blocks'),
  join('src', 'data', 'source.ts: again'),
  join('src', 'policy', 'answer', 'notes.ts: may'),
  'README.md: COMMAND',
];
/** Options of other programs where the text does not name whose they are, and beginnings of options. */
const otherOptions = [
  ...['--no-pager', '--no-optional-locks', '--literal-pathspecs', '--verify', '--quiet'].map(
    (option) => `${join('src', 'host', 'git.ts')}: ${option}`,
  ),
  ...[
    '--show-cdup',
    '--name-status',
    '--find-renames',
    '--diff-filter',
    '--no-ext-diff',
    '--others',
    '--exclude-standard',
  ].map((option) => `${join('src', 'host', 'git-changes.ts')}: ${option}`),
  ...[
    '--access-key-id',
    '--account-id',
    '--certificate-id',
    '--duration-seconds',
    '--group-name',
    '--instance-profile-name',
    '--policy-arn',
    '--policy-name',
    '--role-name',
    '--serial-number',
    '--service-specific-credential-id',
    '--ssh-public-key-id',
    '--user-name',
    '--version-id',
  ].map((flag) => join('src', 'checks', `aws-flags.ts: ${flag}`)),
  ...['--serial-number', '--token-code', '--role-session-name'].map((flag) =>
    join('src', 'checks', 'roles', `missed-keys.ts: ${flag}`),
  ),
  join('src', 'commands', 'option-row.ts: --no-'),
  join('src', 'commands', 'read-options.ts: --no-'),
  join('src', 'identifiers', 'session-limits.ts: --serial-number'),
  join('src', 'identifiers', 'session-limits.ts: --token-code'),
  join('src', 'policy', 'answer', 'advice', 'missing-input.ts: --secret-id'),
  ...['--username', '--password-stdin', '--trust'].flatMap((option) => [
    `${join('src', 'messages', 'catalogue', 'services.ts')}: ${option}`,
    `${join('docs', 'errors.md')}: ${option}`,
  ]),
  join('docs', 'scale-out.md: --pipe'),
  join('docs', 'scale-out.md: --pipepart'),
  join('docs', 'scale-out.md: --ssh'),
  join('docs', 'scale-out.md: --wd'),
];
/** Tables of what other programs take: nothing of them is told to anybody. */
const tablesOfOthers = ['programs.ts', 'ran-program.ts'].map((name) => join('src', 'errors', name));
/** Whose options these are: the last program named before them. */
const program = /(?:^|[\s`'"(|$/])(iamx|aws|npm|npx|git|node|tool|parallel)(?=[\s`'"…]|$)/g;

function mistakesIn({ file, text }: Found): readonly string[] {
  if (tablesOfOthers.includes(file) && !text.includes(' ')) return [];
  const mistakes: string[] = [];
  const lines = text.split(/\n|`|;|\|/);
  for (const line of lines) {
    for (const [, word = ''] of line.matchAll(/\biamx ([\w-]+)/g)) {
      if (word.startsWith('--') ? everywhere.includes(word) : own.has(word) || word === 'help') continue;
      mistakes.push(`${file}: ${word}`);
    }
    for (const { 0: flag, index } of line.matchAll(/(?<![\w-])--[a-z][\w-]*/g)) {
      const before = [...line.slice(0, index).matchAll(program)].at(-1);
      if (before !== undefined && before[1] !== 'iamx') continue;
      const command =
        before === undefined ? undefined : /\biamx ([\w-]+)/.exec(line.slice(before.index))?.[1];
      const known = own.get(command ?? '') ?? [...own.values()].flat();
      if (!known.includes(flag)) mistakes.push(`${file}: ${flag}`);
    }
  }
  return mistakes;
}

describe.each([
  ['the program', ofProgram],
  ['the pages', documents.flatMap(codeOf)],
])('what %s tells to type', (_, texts) => {
  test('exists', () => {
    expect(texts.length).toBeGreaterThan(100);
    const known = [...noCommands, ...otherOptions];
    expect([...new Set(texts.flatMap(mistakesIn))].filter((mistake) => !known.includes(mistake))).toEqual([]);
  });
});

test('what is excepted is there', () => {
  const found = [...ofProgram, ...documents.flatMap(codeOf)].flatMap(mistakesIn);
  expect([...noCommands, ...otherOptions].filter((mistake) => !found.includes(mistake))).toEqual([]);
});

test.each(['iamx replay', 'Type `iamx lynt` and see', 'add --snapshot FILE', 'iamx decode --policy p'])(
  'a mistake is found: %s',
  (text) => {
    expect(mistakesIn({ file: 'x', text })).toHaveLength(1);
  },
);

test('nothing that the program says itself looks like a secret', () => {
  const hidden = ofProgram.filter(({ text }) => hideInSentence(text) !== text);
  // The key of AWS's documentation, and a token that says that it is none.
  expect([...new Set(hidden.map(({ file }) => file))]).toEqual([join('src', 'commands', 'demo', 'chain.ts')]);
});

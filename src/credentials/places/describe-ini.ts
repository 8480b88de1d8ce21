import type { IniProblem, IniRule } from '../../formats/ini-file.ts';

const sentences: Readonly<Record<IniRule, string>> = {
  'byte-order-mark': 'it starts with a byte order mark',
  'broken-header': 'a section header without its `]`, or with text behind it',
  'duplicate-key': 'a key stands twice in one section',
  'duplicate-section': 'a section stands twice',
  'empty-key': 'a line has no key before its `=`',
  'indented-first': 'an indented line has no key above it',
  'key-before-section': 'a line stands before the first section',
  'key-name': 'a key has characters that are not accepted',
  'lone-quote': 'a value is one quote and nothing else, on which every program with the Go SDK crashes',
  'nested-no-separator': 'an indented line has no `=`',
  'no-separator': 'a line has no `=`',
  poison: 'a section has a name that makes it drop the whole file',
};

/** What is wrong with the line, without its text: it may hold a secret. */
export function describeIniProblem({ rule }: IniProblem): string {
  return sentences[rule];
}

import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesIn, top, treeOf } from './support/source-trees.ts';

/** A comment's source can be opened: a page of docs/, a decision, a page on the web, a file of an SDK. */

const files = ['src', 'bin', 'scripts', 'bench', 'test'].flatMap((folder) =>
  filesIn(folder, /\.(?:ts|mjs|js)$/).map((file) => `${folder}/${file}`),
);

function commentsOf(file: string): readonly string[] {
  const source = treeOf(file);
  const { text } = source;
  const found = new Set<string>();
  const collect = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? []) found.add(text.slice(pos, end).replace(/\n\s*\*?\s*/g, ' '));
  };
  const visit = (node: ts.Node): void => {
    collect(ts.getLeadingCommentRanges(text, node.getFullStart()));
    collect(ts.getTrailingCommentRanges(text, node.getEnd()));
    ts.forEachChild(node, visit);
  };
  visit(source);
  collect(ts.getLeadingCommentRanges(text, source.endOfFileToken.getFullStart()));
  return [...found];
}

/** Pages by their paths from the top. */
const page = /(?:[\w-]+\/)*[\w-]+\.md\b/g;
/** Sections and rows of no page that is here; those of an outside source stand behind its name. */
const nowhere = /\bcontract\b|\bspec\b|§|\((?:section|rows?) \d|^\/\*\*? Rows? \d/i;

const comments = files.flatMap((file) => commentsOf(file).map((text) => ({ file, text })));

test('there are comments to look at', () => {
  expect(comments.length).toBeGreaterThan(1000);
});

test('a page that a comment names is there', () => {
  const pages = new Set([
    ...readdirSync(top).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(top, 'docs'), { recursive: true, encoding: 'utf8' }).map(
      (name) => `docs/${name.split(sep).join('/')}`,
    ),
  ]);
  const missing = comments.flatMap(({ file, text }) =>
    (text.replace(/https?:\/\/\S+/g, '').match(page) ?? [])
      .filter((name) => !pages.has(name))
      .map((name) => ({ file, name })),
  );
  expect(missing).toEqual([]);
});

test('no comment cites a text that is not in the repository', () => {
  expect(comments.filter(({ text }) => nowhere.test(text.replace(/https?:\/\/\S+/g, '')))).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** A comment's source can be opened: a page of docs/, a decision, a page on the web, a file of an SDK. */

const top = join(import.meta.dirname, '..');

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|mjs|js)$/.test(file))
    .map((file) => `${folder}/${file.split(sep).join('/')}`);

const files = ['src', 'bin', 'scripts', 'bench', 'test'].flatMap(filesIn);

function commentsOf(file: string): readonly string[] {
  const text = readFileSync(join(top, file), 'utf8');
  const found = new Set<string>();
  const collect = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? []) found.add(text.slice(pos, end).replace(/\n\s*\*?\s*/g, ' '));
  };
  const visit = (node: ts.Node): void => {
    collect(ts.getLeadingCommentRanges(text, node.getFullStart()));
    collect(ts.getTrailingCommentRanges(text, node.getEnd()));
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
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

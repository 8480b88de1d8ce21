import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

/** The repository's own code, for tests that look at it. */

export const top = join(import.meta.dirname, '..', '..');

/** The files of a folder with such an ending, by their paths below it. */
export function filesIn(folder: string, ending = /\.ts$/): readonly string[] {
  return readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => file.split(sep).join('/'));
}

const trees = new Map<string, ts.SourceFile>();

/** A file's code, by its path from the top: read once, since test files share what they load. */
export function treeOf(path: string): ts.SourceFile {
  const known = trees.get(path);
  if (known !== undefined) return known;
  const tree = treeOfText(path, readFileSync(join(top, path), 'utf8'));
  trees.set(path, tree);
  return tree;
}

export function treeOfText(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const source = join(import.meta.dirname, '..', '..', '..', 'src');

/** The sentences above the members of an interface, which name the rows of a table; throws where one has none. */
export function labelsOf(file: string, name: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(source, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = tree.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) throw new Error(`${file} has no interface ${name}`);
  const labels = found.members.map((member): readonly [string, string] => {
    const property = member.name?.getText(tree) ?? '';
    const comment = ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc);
    return [property, ts.getTextOfJSDocComment(comment?.comment)?.replace(/\s+/g, ' ') ?? ''];
  });
  return new Map(labels);
}

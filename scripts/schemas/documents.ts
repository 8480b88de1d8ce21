import { join } from 'node:path';
import ts from 'typescript';
import { schemaWriter, type Schema } from './schema-writer.ts';

/** Where the schemas stand in the package; a name, not an address that anybody has to reach. */
const base = 'https://github.com/iamx-cli/iamx/schemas';

/** A JSON Schema (draft 2020-12) for each member of `Documents`. Throws where a type cannot be written in one. */
export function schemasOfDocuments(root: string): Readonly<Record<string, Schema>> {
  const file = join(root, 'src', 'documents', 'documents.ts');
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
  });
  const [problem] = ts.getPreEmitDiagnostics(program);
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declared = source?.statements.find(
    (one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Documents',
  );
  if (declared === undefined) throw new Error('src/documents/documents.ts declares no `Documents`');
  const members = checker.getPropertiesOfType(checker.getTypeAtLocation(declared));
  return Object.fromEntries(
    members.map((member) => {
      const writer = schemaWriter(checker);
      const root = writer.schemaOf(checker.getTypeOfSymbol(member));
      const printedBy = ts.displayPartsToString(member.getDocumentationComment(checker));
      return [
        member.name,
        {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: `${base}/${member.name}.json`,
          title: `iamx: ${member.name}`,
          description: `What ${printedBy} writes. Members may be added: ignore those that you do not know.`,
          ...root,
          $defs: writer.definitions(),
        },
      ];
    }),
  );
}

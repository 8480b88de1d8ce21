import ts from 'typescript';

/** A JSON Schema, as far as documents need one. */
export type Schema = Readonly<Record<string, unknown>>;

export interface SchemaWriter {
  readonly schemaOf: (type: ts.Type) => Schema;
  /** Of all named types that were met, by their names. */
  readonly definitions: () => Readonly<Record<string, Schema>>;
}

/** What is a command inside the program is a text in JSON: `output/safe-document.ts` writes it. */
const texts: ReadonlySet<string> = new Set(['Command', 'Hint']);

/** Stands for documents of several kinds, each with members of its own. */
const open: ReadonlySet<string> = new Set(['Evaluation']);

/** Writes types as schemas; each with a name is a definition, so that what holds itself ends. */
export function schemaWriter(checker: ts.TypeChecker): SchemaWriter {
  const made = new Map<string, { readonly type: ts.Type; schema: Schema }>();

  const described = (symbol: ts.Symbol | undefined): Schema => {
    const text = symbol === undefined ? '' : ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return text === '' ? {} : { description: text.replaceAll('\n', ' ') };
  };

  const schemaOf = (type: ts.Type): Schema => {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const name = symbol?.name ?? '';
    if (texts.has(name)) return { type: 'string' };
    if (symbol === undefined || !isOurs(symbol)) return structureOf(type);
    const known = made.get(name);
    if (known !== undefined && known.type !== type) throw new Error(`two types are called ${name}`);
    if (known === undefined) {
      const entry = { type, schema: {} as Schema };
      made.set(name, entry);
      entry.schema = {
        ...described(symbol),
        ...structureOf(type),
        ...(open.has(name) ? { additionalProperties: true } : {}),
      };
    }
    return { $ref: `#/$defs/${name}` };
  };

  const structureOf = (type: ts.Type): Schema => {
    if (type.isUnion()) return unionOf(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    const flags = type.getFlags();
    if ((flags & ts.TypeFlags.BooleanLiteral) !== 0) return { const: checker.typeToString(type) === 'true' };
    if ((flags & ts.TypeFlags.String) !== 0) return { type: 'string' };
    if ((flags & ts.TypeFlags.Number) !== 0) return { type: 'number' };
    if ((flags & ts.TypeFlags.Boolean) !== 0) return { type: 'boolean' };
    if ((flags & ts.TypeFlags.Null) !== 0) return { type: 'null' };
    if ((flags & ts.TypeFlags.Unknown) !== 0) return {};
    // A member that is never there.
    if ((flags & ts.TypeFlags.Never) !== 0) return { not: {} };
    if ((flags & ts.TypeFlags.TemplateLiteral) !== 0)
      return { type: 'string', pattern: '^iamx\\.[a-z-]+/1$' };
    if ((flags & ts.TypeFlags.NonPrimitive) !== 0) return { type: 'object' };
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item === undefined ? {} : schemaOf(item) };
    }
    if ((flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0) return objectOf(type);
    throw new Error(`no schema can be written for ${checker.typeToString(type)}`);
  };

  const unionOf = (type: ts.UnionType): Schema => {
    const members = type.types.filter((one) => (one.getFlags() & ts.TypeFlags.Undefined) === 0);
    const [only] = members;
    if (only !== undefined && members.length === 1) return schemaOf(only);
    if (members.every((one) => one.isStringLiteral()))
      return { enum: members.map(({ value }) => value).sort() };
    const isBoolean = (one: ts.Type) => (one.getFlags() & ts.TypeFlags.BooleanLiteral) !== 0;
    const others = members.filter((one) => !isBoolean(one));
    const hasBoolean = others.length < members.length;
    if (others.length === 0) return { type: 'boolean' };
    return { anyOf: [...others.map(schemaOf), ...(hasBoolean ? [{ type: 'boolean' }] : [])] };
  };

  const objectOf = (type: ts.Type): Schema => {
    const members = checker.getPropertiesOfType(type);
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const isOptional = (member: ts.Symbol) => (member.flags & ts.SymbolFlags.Optional) !== 0;
    const required = members.filter((member) => !isOptional(member)).map(({ name }) => name);
    return {
      type: 'object',
      ...(members.length === 0
        ? {}
        : {
            properties: Object.fromEntries(
              members.map((member) => [
                member.name,
                { ...described(member), ...schemaOf(withoutUndefined(checker.getTypeOfSymbol(member))) },
              ]),
            ),
          }),
      ...(required.length === 0 ? {} : { required }),
      ...(index === undefined ? {} : { additionalProperties: schemaOf(index.type) }),
    };
  };

  const withoutUndefined = (type: ts.Type): ts.Type => {
    // `Hint | undefined` is a union of its own, whose alias is lost.
    const text = checker.typeToString(type);
    const isText = [...texts].some((name) => new RegExp(`^${name}(?: \\| undefined)?$`).test(text));
    return isText ? checker.getStringType() : type;
  };

  return {
    schemaOf,
    definitions: () =>
      Object.fromEntries(
        [...made]
          .map(([name, { schema }]) => [name, schema] as const)
          .sort(([left], [right]) => (left < right ? -1 : 1)),
      ),
  };
}

/** Declared in this repository, with a name. */
function isOurs(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.getDeclarations() ?? [];
  if (declaration === undefined || symbol.name.startsWith('__')) return false;
  const isNamed = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
  return isNamed && !/[\\/]node_modules[\\/]/.test(declaration.getSourceFile().fileName);
}

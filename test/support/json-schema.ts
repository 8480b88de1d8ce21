import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds JSON against the schemas of the package, more strictly than a consumer has to: a member that its type has not is a
 * problem, so that nothing is written that nobody described.
 */

type Schema = Readonly<Record<string, unknown>>;

const folder = join(import.meta.dirname, '../../schemas');

export const schemaNames: readonly string[] = readdirSync(folder)
  .map((name) => name.replace(/\.json$/, ''))
  .sort();

const read = new Map<string, Schema>();

function schemaOf(name: string): Schema {
  const known = read.get(name);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Schema;
  read.set(name, schema);
  return schema;
}

/** What is wrong with the value, as `path: problem`; nothing where it is as the schema says. */
export function problemsWith(name: string, value: unknown): readonly string[] {
  const root = schemaOf(name);
  return problems(root, root, value, '$');
}

/** The document of a command by the name in it; a document without one that is known is a problem. */
export function problemsWithDocument(value: unknown): readonly string[] {
  const schema = isObject(value) ? String(value['schema']) : '';
  const name = /^iamx\.([a-z-]+)\/1$/.exec(schema)?.[1] ?? '';
  return schemaNames.includes(name)
    ? problemsWith(name, value)
    : [`$.schema: ${JSON.stringify(schema)} is no schema of the package`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problems(root: Schema, schema: Schema, value: unknown, path: string): readonly string[] {
  const target = resolved(root, schema);
  const any = target['anyOf'] as readonly Schema[] | undefined;
  if (any !== undefined) return nearest(any.map((one) => problems(root, one, value, path)));
  if ('not' in target) return [`${path}: is not to be there`];
  if ('const' in target)
    return value === target['const'] ? [] : [`${path}: is not ${String(target['const'])}`];
  const words = target['enum'] as readonly unknown[] | undefined;
  if (words !== undefined) return words.includes(value) ? [] : [`${path}: is none of ${words.join(', ')}`];
  const type = target['type'] as string | undefined;
  if (type === undefined) return [];
  if (typeOf(value) !== type) return [`${path}: is ${typeOf(value)}, not ${type}`];
  if (Array.isArray(value)) {
    const items = target['items'] as Schema;
    return value.flatMap((item, index) => problems(root, items, item, `${path}[${index}]`));
  }
  const pattern = target['pattern'];
  if (typeof pattern === 'string' && typeof value === 'string')
    return new RegExp(pattern).test(value) ? [] : [`${path}: does not match ${pattern}`];
  return isObject(value) ? problemsOfMembers(root, target, value, path) : [];
}

function problemsOfMembers(
  root: Schema,
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] {
  const known = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const others = schema['additionalProperties'];
  const isOpen = others === true || (others === undefined && schema['properties'] === undefined);
  return [
    ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name}: is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const own = Object.hasOwn(known, name) ? known[name] : undefined;
      const at = `${path}.${name}`;
      // What stands for documents of several kinds is held against its own schema.
      if (isOpen) return [];
      if (own !== undefined) return problems(root, own, member, at);
      return isObject(others) ? problems(root, others, member, at) : [`${at}: is in no type`];
    }),
  ];
}

function resolved(root: Schema, schema: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const name = reference.replace('#/$defs/', '');
  const defined = (root['$defs'] as Readonly<Record<string, Schema>>)[name];
  if (defined === undefined) throw new Error(`${reference} is not defined`);
  return resolved(root, defined);
}

/** Of several forms the one that was meant most likely. */
function nearest(all: readonly (readonly string[])[]): readonly string[] {
  return all.reduce((left, right) => (right.length < left.length ? right : left));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

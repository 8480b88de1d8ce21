import type { Range } from '../core/source.ts';
import type { Member, Node, ObjectNode } from './tree.ts';

/** A node as a plain value. Objects have no prototype, so that no key of a document means anything to us. */
export function toValue(node: Node): unknown {
  switch (node.kind) {
    case 'object': {
      const result = Object.create(null) as Record<string, unknown>;
      for (const { key, value } of node.members) result[key.value] = toValue(value);
      return result;
    }
    case 'array':
      return node.items.map(toValue);
    case 'number':
      return Number(node.text);
    case 'string':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}

/** The object's first member of this name. */
export function memberOf(object: ObjectNode, name: string): Member | undefined {
  return object.members.find((member) => member.key.value === name);
}

export interface DuplicateKey {
  readonly first: Member;
  /** A later member of the same name. */
  readonly again: Member;
}

/** Members whose key stands in the object already; with `fold`, where keys count as equal that fold to the same. */
export function duplicateKeys(
  object: ObjectNode,
  fold: (key: string) => string = (key) => key,
): readonly DuplicateKey[] {
  const seen = new Map<string, Member>();
  const duplicates: DuplicateKey[] = [];
  for (const member of object.members) {
    const name = fold(member.key.value);
    const first = seen.get(name);
    if (first === undefined) seen.set(name, member);
    else duplicates.push({ first, again: member });
  }
  return duplicates;
}

/** The tree with every range changed: from a text inside a file to the file. */
export function mapRanges(node: Node, map: (range: Range) => Range): Node {
  const { start, end } = map(node);
  switch (node.kind) {
    case 'object':
      return {
        kind: 'object',
        start,
        end,
        members: node.members.map(({ key, value }) => ({
          key: { kind: 'string', ...map(key), value: key.value },
          value: mapRanges(value, map),
        })),
      };
    case 'array':
      return { kind: 'array', start, end, items: node.items.map((item) => mapRanges(item, map)) };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { ...node, start, end };
  }
}

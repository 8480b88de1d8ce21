import { IamxError } from '../../core/error.ts';
import type { Hint } from '../../core/command.ts';
import { nearest } from '../../core/nearest.ts';
import { spanOf, type Range, type Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';

/** What the configuration is read with: each throws `usage` with the place of what is wrong. */

export function wrong(source: Source, at: Range, message: string, hint?: Hint): IamxError {
  return new IamxError('usage', `${quoted(source.file)}: ${message}`, {
    span: spanOf(source, at),
    ...(hint === undefined ? {} : { hint }),
  });
}

export function checkKeys(source: Source, object: ObjectNode, known: readonly string[]): void {
  const seen = new Set<string>();
  for (const { key } of object.members) {
    if (seen.has(key.value))
      throw wrong(source, key, `${quoted(key.value)} stands here twice`, 'Make one of them.');
    seen.add(key.value);
    if (known.includes(key.value)) continue;
    const near = nearest(key.value, known);
    throw wrong(
      source,
      key,
      `${quoted(key.value)} is nothing that is read here`,
      near === undefined ? `It can have ${known.join(', ')}.` : `Did you mean \`${near}\`?`,
    );
  }
}

export function valueOf(object: ObjectNode, name: string): Node | undefined {
  return object.members.find(({ key }) => key.value === name)?.value;
}

export function membersOf(source: Source, object: ObjectNode, name: string): readonly Member[] {
  const value = valueOf(object, name);
  if (value === undefined) return [];
  if (value.kind !== 'object') throw wrong(source, value, `${name} is not an object`);
  return value.members;
}

export function itemsOf(source: Source, object: ObjectNode, name: string): readonly Node[] {
  const value = valueOf(object, name);
  if (value === undefined) return [];
  if (value.kind !== 'array') throw wrong(source, value, `${name} is not a list`);
  return value.items;
}

export function textOf(source: Source, object: ObjectNode, name: string): string | undefined {
  const value = valueOf(object, name);
  if (value === undefined) return undefined;
  if (value.kind !== 'string') throw wrong(source, value, `${name} is not a text`);
  return value.value;
}

/** A text, or a list of them; empty where the name is not there. */
export function textsOf(source: Source, object: ObjectNode, name: string): readonly string[] {
  const value = valueOf(object, name);
  if (value === undefined) return [];
  const items = value.kind === 'array' ? value.items : [value];
  if (items.length === 0) throw wrong(source, value, `${name} is an empty list`, 'Write at least one.');
  return items.map((item) => {
    if (item.kind !== 'string' || item.value === '')
      throw wrong(source, item, `${name} holds something that is no text`);
    return item.value;
  });
}

/** Why something is so: it is for who comes after. */
export function reasonOf(source: Source, object: ObjectNode, entry: string): string {
  const reason = textOf(source, object, 'reason')?.trim() ?? '';
  if (reason === '')
    throw wrong(
      source,
      object,
      `${entry} has no reason`,
      'Say why in `reason`: it is for who comes after you.',
    );
  return reason;
}

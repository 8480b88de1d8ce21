import { IamxError } from '../../core/error.ts';
import { addTo } from '../../core/lists.ts';
import type { Node } from '../../formats/tree.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { keyFacts } from '../keys.ts';
import type { FieldKind, FieldValue, FieldValues } from '../question.ts';
import { booleanOf, contextValueOf, mapOf, textOf, textsOf, type Reading } from './fields.ts';
import { partsOf, type Given } from './given.ts';

/** How the values of one kind of field are read and written; a field needs nothing but its row. */
export interface FieldCodec<Value> {
  /** From a scenario; undefined where it has none, which is reported unless it means nothing. */
  read(reading: Reading, node: Node, name: string): Value | undefined;
  /** From the command line, by the names of the field's options. Throws `usage`. */
  given(options: Given, names: readonly string[]): Value | undefined;
  /** As a scenario says it. */
  save(value: Value): Plain;
}

const codecs = {
  text: {
    read: textOf,
    given: (options, [name = '']) => options.text(name),
    save: (value) => value,
  },
  names: {
    read: textsOf,
    given: (options, [name = '']) => someOf(options.words(name)),
    save: oneOrAll,
  },
  texts: {
    read: textsOf,
    given: (options, [name = '']) => someOf(options.texts(name)),
    save: oneOrAll,
  },
  tags: {
    read: (reading, node, name) => mapOf(reading, node, name, (value, what) => textOf(reading, value, what)),
    given: (options, [name = '']) => tagsOf(options, name),
    save: (value) => Object.fromEntries(value),
  },
  context: {
    read: (reading, node, name) =>
      mapOf(reading, node, name, (value, what) => contextValueOf(reading, value, what)),
    given: (options, [name = '']) => contextOf(options, name),
    save: (value) => Object.fromEntries(value),
  },
  flag: {
    read: booleanOf,
    given: (options, [name = '']) => (options.isOn(name) ? true : undefined),
    save: (value) => value,
  },
  unknown: {
    read: (reading, node, name) => {
      if (node.kind === 'boolean') return node.value ? true : undefined;
      return textsOf(reading, node, name);
    },
    given: (options, [name = '', all = '']) => (options.isOn(all) ? true : someOf(options.words(name))),
    save: (value) => value,
  },
} as const satisfies { readonly [Kind in FieldKind]: FieldCodec<FieldValues[Kind]> };

/** By the kind that the row of a field names; the values of such a field are of this kind. */
export const fieldCodecs: Readonly<Record<FieldKind, FieldCodec<FieldValue>>> = codecs;

function someOf(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

function oneOrAll(list: readonly string[]): Plain {
  return list.length === 1 ? list[0] : list;
}

/** `KEY=VALUE`: keys hold no `=`, values may. */
function pairOf(name: string, text: string, example: string): readonly [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new IamxError('usage', `\`--${name}\` wants KEY=VALUE`, { hint: `Write \`--${name} ${example}\`.` });
}

/** Commas part values, but not where the key is given again, nor in the text of a key that holds one value. */
function contextOf(options: Given, name: string): FieldValues['context'] | undefined {
  const found = new Map<string, string[]>();
  for (const text of options.texts(name)) {
    const [key, value] = pairOf(name, text, 'aws:SourceIp=203.0.113.10');
    addTo(found, key, value);
  }
  if (found.size === 0) return undefined;
  return new Map(
    [...found].map(([key, values]) => {
      const [only = ''] = values;
      const list = values.length > 1 || only === '' || holdsOneText(key) ? values : partsOf(only);
      return [key, list.length === 1 ? (list[0] ?? '') : list];
    }),
  );
}

/** As `aws:UserAgent`, where a comma is a part of the value. */
function holdsOneText(key: string): boolean {
  const facts = keyFacts(key);
  return facts !== undefined && !facts.multivalued && (facts.type === 'string' || facts.type === 'arn');
}

function tagsOf(options: Given, name: string): FieldValues['tags'] | undefined {
  const tags = new Map<string, string>();
  for (const text of options.texts(name)) {
    const [key, value] = pairOf(name, text, 'team=red');
    if (tags.has(key)) {
      throw new IamxError('usage', `\`--${name}\` gives \`${key}\` twice`, {
        hint: 'A tag has one value: keep one.',
      });
    }
    tags.set(key, value);
  }
  return tags.size === 0 ? undefined : tags;
}

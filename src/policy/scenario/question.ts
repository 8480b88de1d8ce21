import type { Plain } from '../../formats/yaml-write.ts';
import type { Member, Node } from '../../formats/tree.ts';
import { questionFields, toQuestion, type FieldName, type FieldValue, type Question } from '../question.ts';
import { fieldCodecs } from './field-kinds.ts';
import { isSlipped, membersOf, report, reportKind, type Reading } from './fields.ts';

export const requestFields: readonly FieldName[] = questionFields.map(({ name }) => name);

/** Reads `request`; undefined where it is not there or misses what no question can do without. */
export function readQuestion(
  reading: Reading,
  member: Member | undefined,
  whole: Node,
): Question | undefined {
  if (member === undefined) {
    report(
      reading,
      'missing-field',
      whole,
      'the scenario has no `request`',
      'Write `request:` with `principal`, `action` and `resource`.',
    );
    return undefined;
  }
  const node = member.value;
  if (node.kind !== 'object') {
    reportKind(reading, node, 'request', 'a map', 'Write `principal`, `action` and `resource` under it.');
    return undefined;
  }
  const members = membersOf(reading, node, requestFields, '`request`');
  for (const [name, { value }] of members) reading.places.set(name, value);
  const values: { [Name in FieldName]?: FieldValue } = {};
  for (const field of questionFields) {
    const { name, kind } = field;
    const given = members.get(name);
    if (given !== undefined) {
      const value = fieldCodecs[kind].read(reading, given.value, name);
      if (value !== undefined) values[name] = value;
    } else if ('needed' in field && !isSlipped(node, name, requestFields)) {
      const message = `\`request\` has no \`${name}\``;
      report(reading, 'missing-field', member.key, message, `Write \`${name}: ${field.example}\`.`);
    }
  }
  return toQuestion(values);
}

/** The question as the `request` of a scenario: what `readQuestion` reads the same question from. */
export function saveRequest(question: Question): Plain {
  const fields = questionFields.map(({ name, kind }): readonly [string, Plain] => {
    const value: FieldValue | undefined = question[name];
    return [name, value === undefined ? undefined : fieldCodecs[kind].save(value)];
  });
  return Object.fromEntries(fields);
}

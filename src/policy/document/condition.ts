import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import type { Member } from '../../formats/tree.ts';
import { operators } from '../condition/operators.ts';
import { foldKey } from '../keys.ts';
import { operatorNames, parseOperator, type Operator } from '../operator-names.ts';
import type { ConditionElement, Value } from '../policy.ts';
import { parseTemplate } from '../variables.ts';
import {
  rangeOfMember,
  readScalars,
  report,
  reportDuplicates,
  reportType,
  warnEmpty,
  type Reading,
} from './reading.ts';

/** The `Condition` of a statement: one element for each operator and key (R103 to R108, R305, R307, R502). */
export function readConditions(reading: Reading, { key, value }: Member): readonly ConditionElement[] {
  if (value.kind !== 'object') {
    reportType(reading, value, key.value, 'an object of operators');
    return [];
  }
  reportDuplicates(reading, value, 'duplicate-operator', (name) => name.toLowerCase());
  return value.members.flatMap((member) => readOperator(reading, member));
}

function readOperator(reading: Reading, { key, value }: Member): readonly ConditionElement[] {
  const operator = parseOperator(key.value);
  if (operator === undefined) reportOperator(reading, key);
  else if (operator.canonical !== key.value) {
    report(reading, 'warning', key, {
      code: 'operator-case',
      message: `AWS spells the operator \`${operator.canonical}\`, not ${quoted(key.value)}`,
      hint: `Write \`${operator.canonical}\`.`,
    });
  }
  if (value.kind !== 'object') {
    reportType(reading, value, key.value, 'an object of condition keys');
    return [];
  }
  reportDuplicates(reading, value, 'duplicate-condition-key', foldKey);
  return value.members.flatMap((member) => {
    const values = readKey(reading, member, operator);
    if (values === undefined) return [];
    const textOf = ({ value: text, start, end }: typeof key): Value => ({ text, start, end });
    return [{ operator: textOf(key), key: textOf(member.key), values, ...rangeOfMember(member) }];
  });
}

function reportOperator(reading: Reading, key: Member['key']): void {
  const text = key.value;
  const [, prefix = '', name = text] = /^(ForAllValues:|ForAnyValue:|[^:]*:)?(.*)$/s.exec(text) ?? [];
  const near = nearest(name.replace(/IfExists$/i, ''), operatorNames);
  const quantifier = prefix === '' ? '' : (nearest(prefix, ['ForAllValues:', 'ForAnyValue:']) ?? '');
  const hint =
    near === undefined
      ? 'Operators look like StringEquals, ArnLike, ForAnyValue:StringLike, BoolIfExists.'
      : near === 'Null'
        ? 'Null already asks whether the key is there: write `Null`.'
        : `Did you mean \`${quantifier}${near}${/IfExists$/i.test(name) ? 'IfExists' : ''}\`?`;
  report(reading, 'error', key, {
    code: 'unknown-operator',
    message: `${quoted(text)} is not a condition operator`,
    hint,
  });
}

function readKey(
  reading: Reading,
  { key, value }: Member,
  operator: Operator | undefined,
): readonly Value[] | undefined {
  if (key.value.trim() === '') {
    report(reading, 'error', key, {
      code: 'condition-key',
      message: 'a condition key is empty',
      hint: 'Name a key such as aws:SourceIp.',
    });
  }
  if (reading.version === '2012-10-17' && key.value.includes('${')) {
    report(reading, 'error', key, {
      code: 'variable-place',
      message: `the condition key ${quoted(key.value)} holds a variable, which a key cannot`,
      hint: 'Variables can stand in the values of String and Arn operators.',
    });
  }
  warnEmpty(reading, value, key.value);
  const values = readScalars(reading, value, key.value);
  for (const each of values ?? []) checkVariables(reading, each, operator);
  return values;
}

function checkVariables(reading: Reading, value: Value, operator: Operator | undefined): void {
  if (operator === undefined || reading.version !== '2012-10-17' || !value.text.includes('${')) return;
  const { problem } = parseTemplate(value.text, reading.version);
  if (problem !== undefined) {
    report(reading, 'error', value, {
      code: 'variable-syntax',
      message: `in ${quoted(value.text)} ${problem.message}`,
      hint: problem.hint,
    });
  } else if (operator.base === 'Null' || !operators()[operator.base].variables) {
    report(reading, 'error', value, {
      code: 'variable-place',
      message: `${operator.canonical} takes no variables: ${quoted(value.text)}`,
      hint: 'Variables can stand in the values of String and Arn operators.',
    });
  }
}

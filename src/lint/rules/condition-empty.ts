import { quoted } from '../../formats/problem.ts';
import type { StatementParts } from '../../policy/policy.ts';
import { allow } from '../example.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import { nodeOfValues, testsOf, type Test } from '../subject.ts';

const under = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const good = under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5');

/** Tests that a lone star makes always true, never true, or a question for the key's presence. */
export function starRules(): readonly Rule[] {
  const isStar = ({ values }: Test) => values.length > 0 && values.some(({ text }) => /^\*+$/.test(text));
  const row = (
    words: Pick<Rule, 'id' | 'awsCode' | 'title' | 'repair'>,
    [operator, key]: readonly [string, string],
    says: (test: Test, statement: StatementParts) => string | undefined,
  ): Rule => ({
    ...words,
    severity: 'info',
    category: 'condition',
    types: allTypes,
    bad: () => ({ policy: under(operator, key, '*'), at: '"*"' }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test, statement) {
        const message = isStar(test) ? says(test, statement) : undefined;
        const at = test.values.find(({ text }) => /^\*+$/.test(text));
        if (message !== undefined && at !== undefined) yield { at, message };
      },
    },
  });
  return [
    row(
      {
        id: 'always-true-key',
        awsCode: 'REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION',
        title: 'A test is always true.',
        repair: 'Delete the key.',
      },
      ['StringLikeIfExists', 'aws:SourceVpc'],
      ({ parsed }) =>
        parsed !== undefined &&
        /^(?:String|Arn)Like$/.test(parsed.base) &&
        (parsed.ifExists || parsed.quantifier === 'ForAllValues')
          ? 'this test is always true'
          : undefined,
    ),
    row(
      {
        id: 'never-true-key',
        awsCode: 'REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION',
        title: 'A test is never true, so the statement does nothing.',
        repair: 'Delete the key, or the statement.',
      },
      ['ForAnyValue:StringNotLike', 'aws:TagKeys'],
      ({ parsed, key, values }, statement) => {
        if (parsed === undefined) return undefined;
        if (parsed.quantifier === 'ForAnyValue' && /NotLike$/.test(parsed.base))
          return 'this test is never true: the statement does nothing';
        const isAbsent = testsOf(statement).some(
          ({ parsed: other, key: name, values: asked }) =>
            other?.base === 'Null' &&
            name.text.toLowerCase() === key.text.toLowerCase() &&
            asked.every(({ text }) => text === 'true'),
        );
        return isAbsent && /^(?:String|Arn)Like$/.test(parsed.base) && !parsed.ifExists && values.length > 0
          ? 'the key has to be there and must not be: the statement does nothing'
          : undefined;
      },
    ),
    row(
      {
        id: 'same-as-null-false',
        awsCode: 'EQUIVALENT_TO_NULL_FALSE',
        title: 'A test asks only whether the key is there.',
        repair: 'Write `"Null": {"KEY": "false"}`.',
      },
      ['StringLike', 'aws:SourceVpc'],
      ({ parsed, key }) =>
        parsed !== undefined &&
        /^(?:String|Arn)Like$/.test(parsed.base) &&
        !parsed.ifExists &&
        parsed.quantifier !== 'ForAllValues'
          ? `this asks only whether ${quoted(key.text)} is there`
          : undefined,
    ),
    row(
      {
        id: 'same-as-null-true',
        awsCode: 'EQUIVALENT_TO_NULL_TRUE',
        title: 'A test asks only whether the key is absent.',
        repair: 'Write `"Null": {"KEY": "true"}`.',
      },
      ['StringNotLike', 'aws:SourceVpc'],
      ({ parsed, key }) =>
        parsed !== undefined &&
        /^(?:String|Arn)NotLike$/.test(parsed.base) &&
        parsed.quantifier !== 'ForAnyValue'
          ? `this asks only whether ${quoted(key.text)} is absent`
          : undefined,
    ),
  ];
}

/** Conditions, operators and keys without anything in them. */
export function emptyRules(): readonly Rule[] {
  const row = (
    words: Pick<Rule, 'id' | 'awsCode' | 'title' | 'repair'>,
    [operator, key]: readonly [string, string],
    isMeant: (test: Test) => boolean,
    says: string,
  ): Rule => ({
    ...words,
    severity: 'info',
    category: 'condition',
    types: allTypes,
    bad: () => ({ policy: under(operator, key, []), at: '[]' }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test, _, subject) {
        if (test.values.length > 0 || !isMeant(test)) return;
        const node = nodeOfValues(subject, test);
        if (node !== undefined)
          yield { at: node, message: `${quoted(test.key.text)} has no values: ${says}` };
      },
    },
  });
  return [
    {
      id: 'empty-condition',
      awsCode: 'EMPTY_OBJECT_CONDITION',
      severity: 'info',
      category: 'condition',
      types: allTypes,
      title: 'A condition, or an operator in it, is empty.',
      repair: 'Delete it.',
      bad: () => ({ policy: allow({ Condition: {} }), at: '{}' }),
      good: () => ({ policy: good }),
      look: { at: 'statement', find: findEmptyConditions },
    },
    row(
      {
        id: 'empty-condition-values',
        awsCode: 'EMPTY_ARRAY_CONDITION',
        title: 'A key has no values: it never matches.',
        repair: 'Add values.',
      },
      ['StringEquals', 'aws:SourceVpc'],
      ({ parsed }) => parsed?.quantifier === undefined && parsed?.ifExists !== true,
      'it never matches',
    ),
    row(
      {
        id: 'empty-condition-forallvalues',
        awsCode: 'EMPTY_ARRAY_CONDITION_FORALLVALUES',
        title: 'A key behind ForAllValues has no values: it matches only where the key is absent.',
        repair: 'Write `"Null": {"KEY": "true"}` if absence is meant.',
      },
      ['ForAllValues:StringEquals', 'aws:TagKeys'],
      ({ parsed }) => parsed?.quantifier === 'ForAllValues',
      'it matches only where the key is absent',
    ),
    row(
      {
        id: 'empty-condition-foranyvalue',
        awsCode: 'EMPTY_ARRAY_CONDITION_FORANYVALUE',
        title: 'A key behind ForAnyValue has no values: it never matches.',
        repair: 'Add values.',
      },
      ['ForAnyValue:StringEquals', 'aws:TagKeys'],
      ({ parsed }) => parsed?.quantifier === 'ForAnyValue',
      'it never matches',
    ),
    row(
      {
        id: 'empty-condition-ifexists',
        awsCode: 'EMPTY_ARRAY_CONDITION_IFEXISTS',
        title: 'A key under IfExists has no values: it matches only where the key is absent.',
        repair: 'Write `"Null": {"KEY": "true"}` if absence is meant.',
      },
      ['StringEqualsIfExists', 'aws:SourceVpc'],
      ({ parsed }) => parsed?.quantifier === undefined && parsed?.ifExists === true,
      'it matches only where the key is absent',
    ),
  ];
}

function* findEmptyConditions({ node }: StatementParts): Iterable<Found> {
  for (const { key, value } of node.members) {
    if (key.value !== 'Condition' || value.kind !== 'object') continue;
    if (value.members.length === 0) yield { at: value, message: 'the condition is empty' };
    for (const operator of value.members)
      if (operator.value.kind === 'object' && operator.value.members.length === 0)
        yield { at: operator.value, message: `${quoted(operator.key.value)} names no key` };
  }
}

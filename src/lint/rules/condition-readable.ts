import { quoted } from '../../formats/problem.ts';
import { allow } from '../example.ts';
import { allTypes, type Rule } from '../rule.ts';

const under = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const good = under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5');

type Reads = (text: string) => boolean;

const isIsoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Values that the operator cannot read. */
export function readableRules(): readonly Rule[] {
  const row = (
    words: Pick<Rule, 'id' | 'awsCode' | 'title' | 'repair'>,
    operators: RegExp,
    [operator, key, value]: readonly [string, string, string],
    isWrong: Reads,
    what: string,
  ): Rule => ({
    ...words,
    severity: 'warning',
    category: 'condition',
    types: allTypes,
    bad: () => ({ policy: under(operator, key, value), at: `"${value}"` }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test) {
        if (test.parsed === undefined || !operators.test(test.parsed.base)) return;
        for (const read of test.values)
          if (!read.text.includes('${') && isWrong(read.text))
            yield { at: read, message: `${quoted(read.text)} ${what}` };
      },
    },
  });
  return [
    row(
      {
        id: 'value-boolean',
        awsCode: 'TYPE_MISMATCH_BOOLEAN',
        title: 'A value of Bool or Null is neither true nor false.',
        repair: 'Write `"true"` or `"false"`.',
      },
      /^(?:Bool|Null)$/,
      ['Bool', 'aws:SecureTransport', 'yes'],
      (text) => !/^(?:true|false)$/i.test(text),
      'is neither true nor false',
    ),
    row(
      {
        id: 'value-date',
        awsCode: 'TYPE_MISMATCH_DATE',
        title: 'A value of a date operator is no date.',
        repair: 'Write it like `2026-01-31T00:00:00Z`.',
      },
      /^Date/,
      ['DateLessThan', 'aws:CurrentTime', 'tomorrow'],
      (text) => !isIsoDate.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text),
      'is not a date',
    ),
    row(
      {
        id: 'value-epoch-date',
        awsCode: 'INVALID_DATE_VALUE',
        title:
          'A value of a date operator is a number of seconds, which may not be the moment that is meant.',
        repair: 'Write a date like `2026-01-31T00:00:00Z`.',
      },
      /^Date/,
      ['DateLessThan', 'aws:CurrentTime', '1767225600'],
      (text) => /^-?\d+(?:\.\d+)?$/.test(text),
      'is a number of seconds',
    ),
    row(
      {
        id: 'value-number',
        awsCode: 'TYPE_MISMATCH_NUMBER',
        title: 'A value of a numeric operator is no number.',
        repair: 'Write digits.',
      },
      /^Numeric/,
      ['NumericLessThan', 's3:max-keys', 'ten'],
      (text) => !/^[-+.\de]+$/i.test(text) || !Number.isFinite(Number(text)),
      'is not a number',
    ),
    row(
      {
        id: 'value-base64',
        awsCode: 'TYPE_MISMATCH_STRING',
        title: 'A value of BinaryEquals is not base64.',
        repair: 'Encode the value.',
      },
      /^Binary/,
      ['BinaryEquals', 'aws:PrincipalTag/b', '%%'],
      (text) => !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0,
      'is not base64',
    ),
  ];
}

import { quoted } from '../../formats/problem.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow, policy } from '../example.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import { testsOf, type Subject } from '../subject.ts';

const onResource = (text: string) => ({ policy: allow({ Resource: text }), at: `"${text}"` });
const good = allow({ Resource: "arn:aws:s3:::acme-data/${aws:PrincipalTag/team, 'none'}/*" });

type Mistake = 'brace' | 'quote' | 'space' | 'empty' | 'other';

/** Variables in the values of a policy: `${key}`, `${key, 'default'}`. */
export const variableRules: readonly Rule[] = [
  mistakeRule(
    'variable-brace',
    'MISSING_BRACE_IN_VARIABLE',
    'A variable is not closed.',
    'Add the `}`.',
    'brace',
    'arn:aws:s3:::acme-data/${aws:username',
    'has a variable that is not closed',
  ),
  mistakeRule(
    'variable-quote',
    'MISSING_QUOTE_IN_VARIABLE',
    'The default of a variable is not in single quotes.',
    "Write `${key, 'default'}`.",
    'quote',
    'arn:aws:s3:::acme-data/${aws:PrincipalTag/team, none}/*',
    'has a default that is not in single quotes',
  ),
  mistakeRule(
    'variable-space',
    'UNSUPPORTED_SPACE_IN_VARIABLE',
    'The name of a variable has a blank.',
    'Delete the blank.',
    'space',
    'arn:aws:s3:::acme-data/${aws: username}/*',
    'has a blank in the name of a variable',
  ),
  mistakeRule(
    'variable-empty',
    'EMPTY_VARIABLE',
    'A variable names no key.',
    'Name a key.',
    'empty',
    'arn:aws:s3:::acme-data/${}/*',
    'has a variable without a name',
  ),
  mistakeRule(
    'variable-syntax',
    undefined,
    'A variable has a character that its name cannot hold.',
    'Write a key’s name alone.',
    'other',
    'arn:aws:s3:::acme-data/${aws:user$name}/*',
    'has a variable that cannot be read',
  ),
  {
    id: 'variable-in-element',
    awsCode: 'VARIABLE_UNSUPPORTED_IN_ELEMENT',
    severity: 'error',
    category: 'variable',
    types: allTypes,
    title:
      'A variable stands where none can: in an action, a principal, a Sid, the first fields of an ARN, a key.',
    repair: 'Write the value out.',
    bad: () => ({ policy: allow({ Action: 's3:${aws:username}' }), at: '"s3:${aws:username}"' }),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: findMisplaced },
  },
  {
    id: 'variable-in-old-version',
    awsCode: 'VARIABLE_UNSUPPORTED_IN_VERSION',
    severity: 'error',
    category: 'variable',
    types: allTypes,
    title: 'A variable stands in a policy of the old language, where it is plain text.',
    repair: 'Write "Version": "2012-10-17".',
    bad: () => ({
      policy: { ...allow({ Resource: 'arn:aws:s3:::acme-data/${aws:username}/*' }), Version: '2008-10-17' },
      at: '"arn:aws:s3:::acme-data/${aws:username}/*"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['variable-in-old-version'] },
  },
  {
    id: 'variable-for-operator',
    awsCode: 'INVALID_VARIABLE_FOR_OPERATOR',
    severity: 'error',
    category: 'variable',
    types: allTypes,
    title:
      'A variable stands in a value of an operator that takes none: of numbers, dates, addresses, Bool, Null.',
    repair: 'Use a String or Arn operator.',
    bad: () => ({
      policy: allow({ Condition: { IpAddress: { 'aws:SourceIp': '${aws:PrincipalTag/ip}' } } }),
      at: '"${aws:PrincipalTag/ip}"',
    }),
    good: () => ({ policy: policy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }) }),
    look: {
      at: 'test',
      *find({ parsed, values, operator }, _, { version }) {
        if (parsed === undefined || version !== '2012-10-17' || /^(?:String|Arn)/.test(parsed.base)) return;
        for (const value of values)
          if (holdsVariable(value.text))
            yield {
              at: value,
              message: `${quoted(operator.text)} takes no variables: ${quoted(value.text)}`,
            };
      },
    },
  },
];

function mistakeRule(
  id: string,
  awsCode: string | undefined,
  title: string,
  repair: string,
  mistake: Mistake,
  bad: string,
  what: string,
): Rule {
  return {
    id,
    ...(awsCode === undefined ? {} : { awsCode }),
    severity: 'error',
    category: 'variable',
    types: allTypes,
    title,
    repair,
    bad: () => onResource(bad),
    good: () => ({ policy: good }),
    look: {
      at: 'statement',
      *find(statement, { version }) {
        if (version !== '2012-10-17') return;
        for (const value of valuesWithVariables(statement))
          if (mistakeIn(value.text) === mistake)
            yield { at: value, message: `${quoted(value.text)} ${what}` };
      },
    },
  };
}

/** What may hold variables: resources, and the values of conditions. */
function valuesWithVariables(statement: StatementParts): readonly Value[] {
  return [...(statement.resource?.values ?? []), ...testsOf(statement).flatMap(({ values }) => values)];
}

/** The first thing that is wrong with a variable of the text. */
function mistakeIn(text: string): Mistake | undefined {
  let from = 0;
  for (;;) {
    const start = text.indexOf('${', from);
    if (start < 0) return undefined;
    const end = text.indexOf('}', start);
    const inside = end < 0 ? text.slice(start + 2) : text.slice(start + 2, end);
    if (inside.trim() === '' && end >= 0) return 'empty';
    const comma = inside.indexOf(',');
    const name = comma < 0 ? inside : inside.slice(0, comma);
    if (end < 0) return 'brace';
    if (/\s/.test(name)) return 'space';
    if (!/^[*?$]$/.test(name) && !/^[A-Za-z0-9:/._@+=-]+$/.test(name)) return 'other';
    if (comma >= 0 && !isQuoted(inside.slice(comma + 1).trim())) return 'quote';
    from = end + 1;
  }
}

function isQuoted(text: string): boolean {
  return text.length >= 2 && text.startsWith("'") && text.endsWith("'");
}

/** A variable that is none of the escapes of `*`, `?` and `$`. */
function holdsVariable(text: string): boolean {
  return /\$\{(?![*?$]\})/.test(text);
}

const accountField = 5;

function* findMisplaced(statement: StatementParts, { version }: Subject): Iterable<Found> {
  if (version !== '2012-10-17') return;
  const { action, principal, sid, resource } = statement;
  const misplaced = (value: Value, where: string): Found => ({
    at: value,
    message: `${quoted(value.text)} has a variable, and ${where} takes none`,
  });
  for (const value of action?.values ?? [])
    if (holdsVariable(value.text)) yield misplaced(value, 'an action');
  for (const value of principal?.values ?? [])
    if (holdsVariable(value.text)) yield misplaced(value, 'a principal');
  if (sid !== undefined && holdsVariable(sid.text)) yield misplaced(sid, 'a Sid');
  for (const value of resource?.values ?? []) {
    const before = value.text.slice(0, Math.max(0, value.text.indexOf('${'))).split(':').length;
    if (value.text.startsWith('arn:') && holdsVariable(value.text) && before < accountField)
      yield misplaced(value, 'this field of an ARN');
  }
  for (const { key } of testsOf(statement))
    if (holdsVariable(key.text)) yield misplaced(key, 'a condition key');
}

import type { Range } from '../../core/source.ts';
import type { SurvivorEntry } from '../../documents/test.ts';
import { parseOperator, type OperatorName } from '../../policy/operator-names.ts';
import type {
  ConditionElement,
  PatternElement,
  Policy,
  PrincipalElement,
  Statement,
} from '../../policy/policy.ts';

type MutantKind = SurvivorEntry['kind'];

/** A policy, and the same with one change. */
export interface Mutant {
  readonly kind: MutantKind;
  readonly name: string;
  readonly range: Range;
  /** The one that is changed, as it stands in the policy. */
  readonly statement: Statement;
  readonly policy: Policy;
  readonly mutated: Policy;
}

/** Every change of a policy, one after the other: all at once are as many policies as there are statements, and more. */
export function* mutantsOf(policy: Policy): Iterable<Mutant> {
  for (const statement of policy.statements) yield* mutantsOfStatement(policy, statement);
}

function mutantsOfStatement(policy: Policy, statement: Statement): readonly Mutant[] {
  const { statements } = policy;
  const name = nameOf(statement);
  const replaced = (by: readonly Statement[]): Policy => ({
    ...policy,
    statements: statements.flatMap((one) => (one === statement ? by : [one])),
  });
  const mutant = (kind: MutantKind, what: string, range: Range, by: readonly Statement[]): Mutant => ({
    kind,
    name: what === '' ? name : `${name} ${what}`,
    range,
    statement,
    policy,
    mutated: replaced(by),
  });
  const { effect, action, resource, principal, conditions } = statement;
  const without = (gone: ConditionElement) => conditions.filter((one) => one !== gone);
  return [
    mutant('drop-statement', '', statement, []),
    mutant('swap-effect', 'Effect', statement.effectRange, [
      { ...statement, effect: effect === 'Allow' ? 'Deny' : 'Allow' },
    ]),
    ...patternChanges(action).map(({ change, to }) =>
      mutant(`${change}-action`, nameIn('Action', action), action, [{ ...statement, action: to }]),
    ),
    ...(resource === undefined ? [] : patternChanges(resource)).map(({ change, to }) =>
      mutant(`${change}-resource`, nameIn('Resource', resource ?? to), resource ?? statement, [
        { ...statement, resource: to },
      ]),
    ),
    ...(principal === undefined ? [] : principalChanges(principal)).map(({ change, to, range }) =>
      mutant(`${change}-principal`, nameIn('Principal', principal ?? to), range, [
        { ...statement, principal: to },
      ]),
    ),
    ...conditions.flatMap((condition) => {
      const what = `${condition.operator.text} ${condition.key.text}`;
      const dropped = { ...statement, conditions: without(condition) };
      const negated = negatedOf(condition);
      return [
        mutant('drop-condition', what, condition, [dropped]),
        ...(negated === undefined
          ? []
          : [
              mutant('negate-condition', what, condition, [
                { ...statement, conditions: conditions.map((one) => (one === condition ? negated : one)) },
              ]),
            ]),
      ];
    }),
  ];
}

function nameOf({ sid, index }: Statement): string {
  return sid === undefined || sid.text === '' ? `statement ${index + 1}` : `"${sid.text}"`;
}

function isEverything({ negated, values }: PatternElement): boolean {
  return !negated && values.some(({ text }) => text === '*');
}

function nameIn(name: string, { negated }: { readonly negated: boolean }): string {
  return negated ? `Not${name}` : name;
}

/** An element of `*` is as wide as it gets, and what it leaves out is nothing. */
function patternChanges(
  element: PatternElement,
): readonly { readonly change: 'widen' | 'negate'; readonly to: PatternElement }[] {
  if (isEverything(element)) return [];
  return [
    { change: 'widen', to: everything(element) },
    { change: 'negate', to: { ...element, negated: !element.negated } },
  ];
}

function principalChanges(element: PrincipalElement): readonly {
  readonly change: 'widen' | 'drop' | 'negate';
  readonly to: PrincipalElement;
  readonly range: Range;
}[] {
  const { values, negated, start, end } = element;
  if (!negated && values.some(({ text }) => text === '*')) return [];
  const dropped = values.length < 2 ? [] : values;
  return [
    {
      change: 'widen',
      to: { negated: false, values: [{ kind: '*', text: '*', start, end }], start, end },
      range: element,
    },
    { change: 'negate', to: { ...element, negated: !negated }, range: element },
    ...dropped.map((gone) => ({
      change: 'drop' as const,
      to: { ...element, values: values.filter((one) => one !== gone) },
      range: gone,
    })),
  ];
}

function everything({ start, end }: Range): PatternElement {
  return { negated: false, values: [{ text: '*', start, end }], start, end };
}

/** Each operator and the one that holds where it does not. */
const opposites: readonly (readonly [OperatorName, OperatorName])[] = [
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'StringNotLike'],
  ['NumericEquals', 'NumericNotEquals'],
  ['NumericLessThan', 'NumericGreaterThanEquals'],
  ['NumericLessThanEquals', 'NumericGreaterThan'],
  ['DateEquals', 'DateNotEquals'],
  ['DateLessThan', 'DateGreaterThanEquals'],
  ['DateLessThanEquals', 'DateGreaterThan'],
  ['IpAddress', 'NotIpAddress'],
  ['ArnEquals', 'ArnNotEquals'],
  ['ArnLike', 'ArnNotLike'],
];

/** The condition that holds where this one does not; undefined where no operator says it. */
function negatedOf(condition: ConditionElement): ConditionElement | undefined {
  const operator = parseOperator(condition.operator.text);
  if (operator === undefined) return undefined;
  const { base, quantifier, ifExists } = operator;
  if (base === 'Bool' || base === 'Null') {
    const flip = (text: string) => (/^true$/i.test(text) ? 'false' : 'true');
    return { ...condition, values: condition.values.map((value) => ({ ...value, text: flip(value.text) })) };
  }
  const pair = opposites.find((one) => one.includes(base));
  if (pair === undefined) return undefined;
  const other = pair[0] === base ? pair[1] : pair[0];
  const text = `${quantifier === undefined ? '' : `${quantifier}:`}${other}${ifExists ? 'IfExists' : ''}`;
  return { ...condition, operator: { ...condition.operator, text } };
}

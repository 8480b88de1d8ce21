import type { OperatorName } from '../operator-names.ts';
import type { Condition } from './condition.ts';

/** The words for what an operator compares; a negated operator has those of the one it negates. */
export interface Relation {
  /** `aws:SourceIp is 203.0.113.10, in 203.0.113.0/24`. */
  readonly relation: string;
  /** `aws:SourceIp is 198.51.100.1, not in 203.0.113.0/24`. */
  readonly not: string;
  /** In an atom: `aws:MultiFactorAuthAge < 3600`. */
  readonly symbol: string;
  /** In an atom that must not hold: `aws:SourceVpce is not vpce-1`. */
  readonly notSymbol: string;
  /** Stands behind the value of an atom. */
  readonly note?: string;
  /** What is left where `<` and its like do not hold: `>=`. */
  readonly opposite?: string;
}

const equal: Relation = { relation: 'equal to', not: 'not', symbol: '=', notSymbol: 'is not' };
const like: Relation = { relation: 'like', not: 'not like', symbol: 'like', notSymbol: 'is not like' };
const anyCase: Relation = { ...equal, relation: 'equal but for case to', note: 'in any case' };
const within: Relation = { relation: 'in', not: 'not in', symbol: 'in', notSymbol: 'is not in' };
const instant: Relation = { ...equal, relation: 'the same instant as', not: 'not the same instant as' };

function order(symbol: string, opposite: string, relation: string, not: string): Relation {
  return { relation, not, symbol, notSymbol: `is not ${symbol}`, opposite };
}

const relations = {
  StringEquals: equal,
  StringNotEquals: equal,
  StringEqualsIgnoreCase: anyCase,
  StringNotEqualsIgnoreCase: anyCase,
  StringLike: like,
  StringNotLike: like,
  NumericEquals: equal,
  NumericNotEquals: equal,
  NumericLessThan: order('<', '>=', 'less than', 'not less than'),
  NumericLessThanEquals: order('<=', '>', 'at most', 'more than'),
  NumericGreaterThan: order('>', '<=', 'more than', 'not more than'),
  NumericGreaterThanEquals: order('>=', '<', 'at least', 'less than'),
  DateEquals: instant,
  DateNotEquals: instant,
  DateLessThan: order('<', '>=', 'before', 'not before'),
  DateLessThanEquals: order('<=', '>', 'not after', 'after'),
  DateGreaterThan: order('>', '<=', 'after', 'not after'),
  DateGreaterThanEquals: order('>=', '<', 'not before', 'before'),
  Bool: equal,
  BinaryEquals: equal,
  IpAddress: within,
  NotIpAddress: within,
  ArnEquals: like,
  ArnNotEquals: like,
  ArnLike: like,
  ArnNotLike: like,
  Null: equal,
} as const satisfies Record<OperatorName, Relation>;

export function relationOf(condition: Condition): Relation {
  return relations[condition.operator.base];
}

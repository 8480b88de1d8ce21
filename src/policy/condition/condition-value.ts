import { IamxError } from '../../core/error.ts';
import type { Glob, Piece } from '../../core/glob.ts';
import { compileGlob } from '../../core/glob.ts';
import type { LookUp } from '../context-value.ts';
import type { Value, Version } from '../policy.ts';
import type { Template } from '../variables.ts';
import { parseTemplate, resolveTemplate, variableKeys } from '../variables.ts';
import type { OperatorTest, PolicyValue } from './operators.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';
import type { ThreeValued } from './three-valued.ts';

/** One value of a condition, as the policy has it. */
export interface ConditionValue {
  readonly value: Value;
  readonly template: Template;
  /** In lower case. */
  readonly keys: readonly string[];
  /** The test of a value without variables; undefined also where it is not of the operator's type (R306). */
  readonly constant: PolicyValue | undefined;
  /** Whether the value surely has no value in this request (R505). */
  readonly hasNoValue: (lookUp: LookUp) => boolean;
  /** The test for resolved variables: the one of the last request is kept. */
  readonly compileResolved: (pieces: readonly Piece[]) => PolicyValue | undefined;
  /** Every text that matches whatever the variables are, and maybe more: what it refuses never matches. */
  readonly couldMatch: (actual: string) => boolean;
}

export function compileValue(value: Value, test: OperatorTest, version: Version): ConditionValue {
  // Where variables have no place, `${` is ordinary text; no number or date looks like that (R502).
  const template = parseTemplate(value.text, test.variables ? version : '2008-10-17');
  if (template.problem) {
    // Such a document is invalid, it is not one whose condition is false (R504, R123).
    const { message, hint } = template.problem;
    throw new IamxError('invalid-policy', `in the condition value \`${value.text}\` ${message}`, { hint });
  }
  const keys = variableKeys(template);
  const { constant } = template;
  return {
    value,
    template,
    keys,
    constant: constant && test.compile(constant),
    hasNoValue: (lookUp) => constant === undefined && resolveTemplate(template, lookUp).kind === 'no-value',
    compileResolved: compileLast(test),
    couldMatch: shapeOf(template, test),
  };
}

export function constantTests(values: readonly ConditionValue[]): readonly (readonly Piece[])[] {
  return values.flatMap(({ template }) => (template.constant ? [template.constant] : []));
}

/** A value with variables against one request value. */
export function matchVariableValue(
  value: ConditionValue,
  test: OperatorTest,
  actual: string,
  lookUp: LookUp,
): ThreeValued {
  if (!test.canRead(actual) || !value.couldMatch(actual)) return false;
  const resolution = resolveTemplate(value.template, lookUp);
  switch (resolution.kind) {
    case 'no-value':
      return false;
    case 'unknown':
      return 'unknown';
    case 'resolved':
      return value.compileResolved(resolution.pieces)?.matches(actual) ?? false;
  }
}

function compileLast(test: OperatorTest): ConditionValue['compileResolved'] {
  let lastPieces: readonly Piece[] = [];
  let last: PolicyValue | undefined;
  return (pieces) => {
    if (!sameTexts(pieces, lastPieces)) {
      last = test.compile(pieces);
      lastPieces = pieces;
    }
    return last;
  };
}

/** Two results of one template differ in their texts alone. */
function sameTexts(left: readonly Piece[], right: readonly Piece[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at]?.text !== right[at]?.text) return false;
  return true;
}

/** The value with `*` for each variable. A text that an Arn operator matches part by part matches it too. */
function shapeOf(template: Template, test: OperatorTest): (actual: string) => boolean {
  if (template.constant !== undefined || (test.type !== 'string' && test.type !== 'arn')) return () => true;
  let shape: Glob | undefined;
  return (actual) => {
    shape ??= compileGlob(
      template.pieces.map((piece) =>
        piece.kind === 'variable'
          ? { text: '*', literal: false }
          : { text: simpleLowerCase(piece.text), literal: piece.kind === 'literal' || !test.wildcards },
      ),
    );
    return shape.matches(simpleLowerCase(actual));
  };
}

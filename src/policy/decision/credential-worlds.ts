import { late } from '../../core/late.ts';
import { and, atom, isAbout, or, type Truth } from '../../core/truth.ts';
import { compileCondition, type Condition } from '../condition/condition.ts';
import type { LookUp } from '../context-value.ts';
import { keysOf, type Unknown } from '../match/unknown.ts';
import type { Case } from '../question.ts';
import { temporaryKeys, type Request } from '../request.ts';
import type { Formulas } from './owner.ts';
import { regimeOf } from './regimes.ts';

export type Contexts = (request: Request) => LookUp;

const sign = 'aws:MultiFactorAuthPresent';

/**
 * The formulas of a case whose caller may call with temporary credentials or without: where IAM and STS treat them
 * otherwise, whatever the policies say (R653), each reading is decided, and the key that tells them apart is a part of
 * the formula.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function inWorlds(
  of: Case,
  found: Formulas,
  contexts: Contexts,
  formulasOf: (of: Case, contexts: Contexts) => Formulas,
): Formulas {
  const { request } = of;
  if (request.principal.kind !== 'user' && request.principal.kind !== 'root') return found;
  if (!isAbout(found.denied, isOfCredentials) && !isAbout(found.allowed, isOfCredentials)) return found;
  if (temporaryKeys.some((key) => request.context.has(key))) return found;
  const withMfa = withValue(of, 'true');
  const without = withValue(of, 'false');
  if (withMfa === undefined || without === undefined) return found;
  const own = regimeOf(request);
  if ([withMfa, without].every((other) => regimeOf(other.request) === own)) return found;
  const longTerm: Contexts = (each) => {
    const lookUp = contexts(each);
    return (key) => (temporaryKeys.includes(key) ? undefined : lookUp(key));
  };
  return either([
    [isAbsent(), formulasOf(of, longTerm)],
    [isTrue(), formulasOf(withMfa, contexts)],
    [isFalse(), formulasOf(without, contexts)],
  ]);
}

function either(worlds: readonly (readonly [Truth<Unknown>, Formulas])[]): Formulas {
  const over = (part: keyof Formulas) =>
    worlds.map(([is, formulas]) => and(is, formulas[part])).reduce(or<Unknown>);
  return { denied: over('denied'), allowed: over('allowed') };
}

function withValue(of: Case, value: string): Case | undefined {
  return of.again(new Map([[sign.toLowerCase(), { name: sign, value }]]));
}

function isOfCredentials(of: Unknown): boolean {
  return keysOf(of).some((key) => temporaryKeys.includes(key));
}

const isAbsent = late(() => testOf('Null', 'true'));
const isTrue = late(() => testOf('Bool', 'true'));
const isFalse = late(() => testOf('Bool', 'false'));

function testOf(operator: string, text: string): Truth<Unknown> {
  const nowhere = { start: 0, end: 0 };
  const value = (text: string) => ({ text, ...nowhere });
  const condition: Condition = compileCondition(
    { ...nowhere, operator: value(operator), key: value(sign), values: [value(text)] },
    '2012-10-17',
    'Allow',
  );
  return atom<Unknown>({ kind: 'condition', condition });
}

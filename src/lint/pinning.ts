import type { StatementParts } from '../policy/policy.ts';
import { isNegated, testsOf, type Test } from './subject.ts';

/** Keys whose value says who calls, or from where, in a way that a stranger cannot choose. */
const pinningKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:userid',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceip',
  'kms:calleraccount',
  'lambda:dataaccesspointaccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/** A positive test without IfExists or ForAllValues, on such a key, of which no value begins with a wildcard. */
export function pinsCaller(test: Test): boolean {
  const { parsed, key, values } = test;
  const name = key.text.toLowerCase();
  if (parsed === undefined || parsed.base === 'Null' || isNegated(test)) return false;
  if (parsed.ifExists || parsed.quantifier === 'ForAllValues' || values.length === 0) return false;
  if (!pinningKeys.has(name)) return false;
  if (name === 'aws:sourceip') return values.every(({ text }) => !/\/0$/.test(text) && text !== '*');
  if (name === 'aws:principalarn' || name === 'aws:sourcearn')
    return values.every(({ text }) => namesAccount(text));
  return values.every(({ text }) => !/^[*?]/.test(text));
}

/** An ARN that names its account, or a resource without one by its whole name. */
function namesAccount(text: string): boolean {
  const [prefix, , , , account = '', ...rest] = text.split(':');
  if (prefix !== 'arn') return false;
  return account === '' ? rest.length > 0 && !/^[*?]/.test(rest.join(':')) : !/[*?]/.test(account);
}

/** Whether some test of the statement says who calls, or from where. */
export function isPinned(statement: StatementParts): boolean {
  return testsOf(statement).some(pinsCaller);
}

/** Whether the statement is about everybody: `*` bare, or under AWS. */
export function isForEverybody({ principal }: StatementParts): boolean {
  return (
    principal?.values.some(({ kind, text }) => (kind === '*' || kind === 'AWS') && text === '*') === true
  );
}

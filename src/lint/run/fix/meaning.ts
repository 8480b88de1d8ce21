import type { StatementParts, Value } from '../../../policy/policy.ts';
import { networkOf } from '../../network.ts';
import { testsOf, type Subject } from '../../subject.ts';
import { needless } from './repairs.ts';

/**
 * What a policy decides, as a text: policies of which it is equal decide every request alike. The names of statements, the
 * order, and values that others of their list cover are left out of it.
 */
export function meaningOf({ statements, version }: Subject): string {
  const texts = [...new Set(statements.map(meaningOfStatement))].sort();
  const hasVariables = texts.some((text) => text.includes('${'));
  return JSON.stringify([hasVariables ? version : '', texts]);
}

function meaningOfStatement(statement: StatementParts): string {
  const { effect, principal, action, resource } = statement;
  return JSON.stringify([
    effect,
    principal === undefined
      ? null
      : [principal.negated, sorted(principal.values.map(({ kind, text }) => `${kind} ${text}`))],
    action === undefined ? null : [action.negated, listOf(action.values, 'action')],
    resource === undefined ? null : [resource.negated, listOf(resource.values, 'resource')],
    sorted(
      testsOf(statement).map(({ operator, parsed, key, values }) =>
        JSON.stringify([
          parsed?.canonical ?? operator.text,
          key.text.toLowerCase(),
          sorted(
            values.map(({ text }) =>
              /IpAddress/.test(parsed?.base ?? '') ? (networkOf(text) ?? text) : text,
            ),
          ),
        ]),
      ),
    ),
  ]);
}

function listOf(values: readonly Value[], element: 'action' | 'resource'): readonly string[] {
  const covered = new Set(needless(values, element));
  return sorted(
    values
      .filter((value) => !covered.has(value))
      .map(({ text }) => (element === 'action' ? text.toLowerCase() : text)),
  );
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

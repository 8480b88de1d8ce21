import { findAction } from '../data/actions.ts';
import type { StatementParts } from '../policy/policy.ts';

/** Literal actions that are known. */
export function literalActions({ action }: StatementParts): readonly string[] {
  if (action === undefined || action.negated) return [];
  return action.values.flatMap(({ text }) => (/[*?$]/.test(text) ? [] : (findAction(text)?.name ?? [])));
}

/** Actions with wildcards are among them. */
export function hasPatterns({ action }: StatementParts): boolean {
  return action?.values.some(({ text }) => /[*?]/.test(text)) === true;
}

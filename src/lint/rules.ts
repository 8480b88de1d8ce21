import type { Rule } from './rule.ts';
import { actionRules } from './rules/action.ts';
import { documentRules } from './rules/document.ts';

/** Every rule, by subject. The ids are those of docs/lint.md. */
export const rules: readonly Rule[] = [...documentRules, ...actionRules];

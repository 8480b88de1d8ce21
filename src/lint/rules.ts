import type { Rule } from './rule.ts';
import { actionRules } from './rules/action.ts';
import { documentRules } from './rules/document.ts';
import { fileRules } from './rules/file.ts';

/** Every rule, by subject. The ids are those of docs/lint.md. */
export const rules: readonly Rule[] = [...fileRules, ...documentRules, ...actionRules];

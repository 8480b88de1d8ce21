import { inFile, textInString, type InnerText } from '../../../formats/inner-text.ts';
import { readJson } from '../../../formats/json.ts';
import type { Problem } from '../../../formats/problem.ts';
import type { Node } from '../../../formats/tree.ts';
import { findPolicies, isBarePolicy } from './forms.ts';

export interface EveryPolicy {
  /** The policies, with the file's ranges. */
  readonly policies: readonly Node[];
  /** Of texts that should have held one. */
  readonly problems: readonly Problem[];
}

/** Every policy that a document holds, in any form of R114; none where it is another kind of document. */
export function everyPolicy(text: InnerText, node: Node): EveryPolicy {
  if (node.kind === 'string') return policiesInText(textInString(text, node));
  if (node.kind !== 'object') return { policies: [], problems: [] };
  if (isBarePolicy(node)) return { policies: [inFile(text, node)], problems: [] };
  const found = findPolicies(node).map((form) => everyPolicy(text, form.node));
  return {
    policies: found.flatMap(({ policies }) => policies),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** The same of a text that is JSON. */
export function policiesInText(inner: InnerText): EveryPolicy {
  if (inner.text.trim() === '') return { policies: [], problems: [] };
  const { root, problems } = readJson(inner.text, String);
  if (root === undefined || problems.length > 0)
    return { policies: [], problems: problems.map((one) => ({ ...one, range: inner.map(one.range) })) };
  return everyPolicy(inner, root);
}

import { source as sourceOf } from '../core/source.ts';
import { wholeText } from '../formats/inner-text.ts';
import { parseJson } from '../formats/json.ts';
import { diagnosticOf } from '../formats/problem.ts';
import { toDocument } from '../lint/answer/document.ts';
import { byPlace, type Finding } from '../lint/finding.ts';
import { subjectOf } from '../lint/read/subject-of.ts';
import { findingOfFile } from '../lint/run/file-finding.ts';
import { lintPolicy } from '../lint/run/lint-policy.ts';
import { everyPolicy } from '../policy/document.ts';
import { told, withShut } from './lint-subject.ts';
import type { LintDocument, LintOptions } from './types.ts';
import { isPlain, kindOf, misused, printed } from './values.ts';

/**
 * What is wrong or dangerous in a policy: its document, or its JSON text in any form in which AWS's commands print it.
 * Broken JSON is a finding. Throws `IamxError`: `not-a-policy`, and `usage` where an option is none of its kind.
 */
export function lint(document: string | object, options?: LintOptions): LintDocument {
  const given: unknown = document;
  if (typeof given !== 'string' && !isPlain(given)) {
    const hint = 'A policy is its document, or its JSON text.';
    throw misused('not-a-policy', 'document', `\`document\` is ${kindOf(given)}, not a policy`, hint);
  }
  const name = 'policy';
  const source =
    typeof given === 'string' ? sourceOf(name, given) : printed(given, name, 'not-a-policy').source;
  const { root, problems } = parseJson(source);
  const read =
    root === undefined || problems.length > 0 ? undefined : everyPolicy(wholeText(source.text), root);
  const inside = (read?.problems ?? []).map((problem) => diagnosticOf(source, problem));
  const broken = [...problems, ...inside].map(findingOfFile);
  if (read?.policies.length === 0 && inside.length === 0) {
    const hint = 'A policy has `Version` and `Statement`.';
    throw misused('not-a-policy', 'document', '`document` holds no policy', hint);
  }
  const { ignore, ...asked } = told(options);
  const subjects = (read?.policies ?? []).map((node) => withShut(subjectOf(source, node, name, asked)));
  const all: readonly Finding[] = [...broken, ...subjects.flatMap((subject) => lintPolicy(subject))];
  const findings = all.filter(({ code }) => !ignore.includes(code)).sort(byPlace);
  return toDocument({
    findings,
    files: 1,
    policies: subjects.length,
    unknown: 0,
    resources: 0,
    others: 0,
    skipped: [],
    ignored: all.length - findings.length,
    diagnostics: [],
    sources: new Map([[name, source]]),
    own: [],
    nameOf: (file) => file,
  });
}

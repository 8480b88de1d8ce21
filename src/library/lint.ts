import { source as sourceOf } from '../core/source.ts';
import { wholeText } from '../formats/inner-text.ts';
import { parseJson } from '../formats/json.ts';
import { diagnosticOf } from '../formats/problem.ts';
import { toDocument } from '../lint/answer/document.ts';
import { byPlace, type Finding } from '../lint/finding.ts';
import { shutStatements } from '../lint/openness.ts';
import { isForEverybody, isPinned } from '../lint/pinning.ts';
import { subjectOf, type Told } from '../lint/read/subject-of.ts';
import { findingOfFile } from '../lint/run/file-finding.ts';
import { lintPolicy } from '../lint/run/lint-policy.ts';
import type { Subject } from '../lint/subject.ts';
import { everyPolicy } from '../policy/document.ts';
import { readLintOptions } from './lint-options.ts';
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

/** What the options say of a policy, and the codes that are not told. Throws `usage`. */
export function told(options: unknown): Told & { readonly ignore: readonly string[] } {
  const { type, resourceType, account, strict = false, ignore = [] } = readLintOptions(options);
  return {
    isStrict: strict,
    ignore,
    ...(type === undefined ? {} : { type }),
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(account === undefined ? {} : { account }),
  };
}

/** As the command has it: what the Deny statements shut is open to nobody. */
export function withShut(subject: Subject): Subject {
  const { type, isWhole, statements } = subject;
  const isOpen = statements.some(
    (statement) => statement.effect === 'Allow' && isForEverybody(statement) && !isPinned(statement),
  );
  return type === 'resource' && isWhole && isOpen ? { ...subject, shut: shutStatements(subject) } : subject;
}

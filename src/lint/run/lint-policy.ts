import type { Diagnostic, Severity, Span } from '../../core/evaluation.ts';
import { spanOf, type Range } from '../../core/source.ts';
import { withoutSecretValues } from '../../output/without-secrets.ts';
import { byFile, byPlace, type Finding, type NodePath } from '../finding.ts';
import { pathTo } from '../path-to.ts';
import type { PolicyType } from '../../policy/policy.ts';
import type { Found, Rule } from '../rule.ts';
import { rulesAbout } from '../rules.ts';
import { statementNumbered, testsOf, type Subject } from '../subject.ts';

/**
 * What the rules find in one policy, by place. Every rule looks at whatever could be read: a broken element hides no
 * other mistake.
 */
export function lintPolicy(subject: Subject, own: readonly Rule[] = []): readonly Finding[] {
  return lintTogether([subject], own);
}

/** As `lintPolicy`, for policies that one principal has: what they give together is found too. */
export function lintTogether(subjects: readonly Subject[], own: readonly Rule[] = []): readonly Finding[] {
  const byTypes = new Map<Rule['types'], readonly Subject[]>();
  const together = rulesFor(subjects).flatMap((rule) => {
    if (rule.look.at !== 'policies') return [];
    const meant = byTypes.get(rule.types) ?? subjects.filter(({ type }) => rule.types.includes(type));
    byTypes.set(rule.types, meant);
    return [...rule.look.find(meant)].map((found) => findingOf(rule, found, found.subject));
  });
  const byName = byFile(together);
  return subjects
    .flatMap((subject) => lintOne(subject, byName.get(subject.source.file) ?? [], own))
    .sort(byPlace);
}

/** The rules that are asked at all. */
function rulesFor(subjects: readonly Subject[]): readonly Rule[] {
  const rules = rulesAbout([...new Set(subjects.map(({ type }) => type))]);
  return subjects[0]?.isStrict === true ? rules : rules.filter(({ onlyStrict }) => onlyStrict !== true);
}

const ofTypes = new Map<string, readonly Rule[]>();

/** Those of them that look at a policy of its type alone. */
function rulesForOne(subject: Subject): readonly Rule[] {
  const key = `${subject.type} ${subject.isStrict}`;
  let found = ofTypes.get(key);
  if (found === undefined) {
    const isAlone = ({ look }: Rule) =>
      look.at !== 'file' && look.at !== 'policies' && look.at !== 'terraform';
    found = rulesFor([subject]).filter((rule) => isAlone(rule) && rule.types.includes(subject.type));
    ofTypes.set(key, found);
  }
  return found;
}

/** `together`: what was found in the policy's file by rules that look at several. */
function lintOne(subject: Subject, together: readonly Finding[], own: readonly Rule[]): readonly Finding[] {
  const alone: Finding[] = [];
  for (const rule of rulesForOne(subject)) for (const found of lookWith(rule, subject)) alone.push(found);
  for (const rule of own)
    if (rule.types.includes(subject.type)) for (const found of lookWith(rule, subject)) alone.push(found);
  const found = [...alone, ...together.filter(({ span }) => isWithin(span, subject))];
  return withoutSecretValues(subject.source, withoutLesser(withoutEscalation(found, subject), subject));
}

/** Several policies may stand in one file. */
function isWithin(span: Span, subject: Subject): boolean {
  const { start, end } = rangeOf(span, subject);
  return subject.node.start <= start && end <= subject.node.end;
}

function* lookWith(rule: Rule, subject: Subject): Iterable<Finding> {
  const { look } = rule;
  switch (look.at) {
    case 'file':
    case 'policies':
    case 'terraform':
      return;
    case 'reading':
      for (const problem of subject.problems) {
        if (!look.codes.includes(problem.code.replace(/^policy\//, ''))) continue;
        if (look.when?.(problem, subject) === false) continue;
        yield* findingOfProblem(rule, problem, subject);
      }
      return;
    case 'policy':
      for (const found of look.find(subject)) yield findingOf(rule, found, subject);
      return;
    case 'statement':
      for (const statement of subject.statements)
        for (const found of look.find(statement, subject)) yield findingOf(rule, found, subject);
      return;
    case 'test':
      for (const statement of subject.statements)
        for (const test of testsOf(statement))
          for (const found of look.find(test, statement, subject)) yield findingOf(rule, found, subject);
  }
}

function* findingOfProblem(rule: Rule, problem: Diagnostic, subject: Subject): Iterable<Finding> {
  const { message, hint, span, docs } = problem;
  if (span === undefined) return;
  yield {
    ...common(rule, rule.severity, subject),
    message,
    ...(hint === undefined ? {} : { hint }),
    ...docsOf(docs ?? rule.docs),
    span,
    ...placeIn(subject, pathTo(subject.node, rangeOf(span, subject))),
  };
}

function findingOf(rule: Rule, { at, message, hint, severity, related }: Found, subject: Subject): Finding {
  return {
    ...common(rule, severity ?? rule.severity, subject),
    message,
    hint: hint ?? rule.repair,
    ...docsOf(rule.docs),
    span: spanOf(subject.source, at),
    ...placeIn(subject, pathTo(subject.node, at)),
    ...(related === undefined || related.length === 0
      ? {}
      : { related: related.map((range) => spanOf(subject.source, range)) }),
  };
}

/** The path, and the names of the policy and the statement on it. */
function placeIn(subject: Subject, path: NodePath) {
  const { name, source } = subject;
  const sid = statementNumbered(subject, path[1])?.sid?.text;
  return {
    path,
    ...(name === source.file ? {} : { policy: name }),
    ...(sid === undefined || sid === '' ? {} : { sid }),
  };
}

function docsOf(docs: string | undefined): { readonly docs?: string } {
  return docs === undefined ? {} : { docs };
}

function common({ id, category, awsCode }: Rule, severity: Severity, { type }: Subject) {
  return { code: id, severity, category, policyType: type, ...(awsCode === undefined ? {} : { awsCode }) };
}

/** The offsets of a place. */
function rangeOf({ line, column, endLine, endColumn }: Span, { source }: Subject): Range {
  const starts = source.lineStarts();
  const offset = (at: number, column_: number) => (starts[at - 1] ?? source.text.length) + column_ - 1;
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}

const insteadOf = new Map<PolicyType, ReadonlyMap<string, readonly string[]>>();

/** The codes that are not told beside a code, of every rule about the policy. */
function insteadFor({ type }: Subject): ReadonlyMap<string, readonly string[]> {
  let found = insteadOf.get(type);
  if (found === undefined) {
    found = new Map(rulesAbout([type]).map(({ id, insteadOf: lesser = [] }) => [id, lesser]));
    insteadOf.set(type, found);
  }
  return found;
}

/** One cause is told once, by the rule that says more of it. */
function withoutLesser(findings: readonly Finding[], subject: Subject): readonly Finding[] {
  if (findings.length < 2) return findings;
  const instead = insteadFor(subject);
  const keyOf = (code: string, { path }: Finding) => `${code} ${path.join(' ')}`;
  const hidden = new Set(
    findings.flatMap((finding) => (instead.get(finding.code) ?? []).map((code) => keyOf(code, finding))),
  );
  return findings.filter((finding) => !hidden.has(keyOf(finding.code, finding)));
}

/** Beside full access no way to more of it says anything new, nor what its statement opens otherwise. */
function withoutEscalation(findings: readonly Finding[], subject: Subject): readonly Finding[] {
  const full = new Set(findings.filter(({ code }) => code === 'full-admin').map(({ path }) => path[1]));
  if (full.size === 0) return findings;
  const isSaid = ({ code, category, awsCode, path }: Finding) =>
    category === 'escalation' ||
    (category === 'security' &&
      awsCode === undefined &&
      code !== 'full-admin' &&
      // A rule of one's own is told whatever else is.
      insteadFor(subject).has(code) &&
      full.has(path[1]));
  return findings.filter((finding) => !isSaid(finding));
}

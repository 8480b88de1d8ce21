import { isWithin, type Finding } from '../finding.ts';
import { allRules } from '../rules.ts';
import type { Entry, ReadOptions } from './entry.ts';
import { lintPolicy, lintTogether } from './lint-policy.ts';

/** Each alone, or all as those of one principal. */
export function lintEntries(
  entries: readonly Entry[],
  together: boolean,
  { config }: Pick<ReadOptions, 'config'>,
): readonly Finding[] {
  const subjects = entries.map(({ subject }) => subject);
  const own = config?.own.map(({ rule }) => rule);
  const found = together
    ? lintTogether(subjects, own)
    : subjects.flatMap((subject) => lintPolicy(subject, own));
  const byPolicy = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = policyKey(entry.subject.source.file, entry.subject.name);
    const known = byPolicy.get(key);
    if (known === undefined) byPolicy.set(key, [entry]);
    else known.push(entry);
  }
  return found.filter((finding) => {
    const { file } = finding.span;
    const of = byPolicy.get(policyKey(file, finding.policy ?? file)) ?? [];
    return of.every((entry) => isTold(finding, entry));
  });
}

function policyKey(file: string, name: string): string {
  return `${file}\0${name}`;
}

/** Whether a rule misses something in a policy, which may stand in what is not known. */
function needsWhole(code: string): boolean {
  return allRules().some((rule) => rule.id === code && rule.needsWhole === true);
}

/** Whether what was found is about what the text tells, and not set aside by the resource. */
function isTold({ code, span }: Finding, { subject, unknowns, untold, toldElsewhere }: Entry): boolean {
  if (toldElsewhere.includes(code)) return false;
  if (unknowns.length === 0) return true;
  if (needsWhole(code)) return false;
  return ![...unknowns, ...untold].some((range) => isWithin(span, range, subject.source));
}

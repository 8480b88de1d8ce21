import { shutStatements } from '../lint/openness.ts';
import { hasToShut } from '../lint/read/shut.ts';
import type { Told } from '../lint/read/subject-of.ts';
import type { Subject } from '../lint/subject.ts';
import { readLintOptions } from './lint-options.ts';

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
  return hasToShut(subject) ? { ...subject, shut: shutStatements(subject) } : subject;
}

import { compileGlob, type Glob } from '../core/glob.ts';
import type { StatementParts, Value } from '../policy/policy.ts';
import type { Subject } from './subject.ts';

/** One statement that allows an action. */
export interface Grant {
  readonly subject: Subject;
  readonly statement: StatementParts;
  /** The pattern that covers the action; of NotAction the first value. */
  readonly at: Value;
  /** Whether a condition may take it back. */
  readonly isConditional: boolean;
  /** Whether a resource is `*`, or everything but some. */
  readonly isOpen: boolean;
  /** Whether every resource is written out, without a wildcard. */
  readonly isLiteral: boolean;
}

const globs = new Map<string, Glob>();

function globOf(text: string): Glob {
  let glob = globs.get(text);
  if (glob === undefined) globs.set(text, (glob = compileGlob(text)));
  return glob;
}

/** The value of the statement's Action that covers the action, or NotAction's first that does not; undefined otherwise. */
export function coverOf({ action }: StatementParts, name: string): Value | undefined {
  if (action === undefined) return undefined;
  const lower = name.toLowerCase();
  const covers = ({ text }: Value) => globOf(text.toLowerCase()).matches(lower);
  if (!action.negated) return action.values.find(covers);
  return action.values.some(covers) ? undefined : action.values[0];
}

/** The statements that allow the action and that no Deny without a condition takes back (docs/lint.md). */
export function grantsOf(subjects: readonly Subject[], name: string): readonly Grant[] {
  const all = subjects.flatMap((subject) => subject.statements.map((statement) => ({ subject, statement })));
  const denies = all
    .map(({ statement }) => statement)
    .filter((statement) => statement.effect === 'Deny' && statement.conditions.length === 0)
    .filter((statement) => coverOf(statement, name) !== undefined);
  return all.flatMap(({ subject, statement }) => {
    if (statement.effect !== 'Allow') return [];
    const at = coverOf(statement, name);
    if (at === undefined || denies.some((deny) => takesBack(deny, statement))) return [];
    return [
      {
        subject,
        statement,
        at,
        isConditional: statement.conditions.length > 0,
        isOpen: isOpen(statement),
        isLiteral: isLiteral(statement),
      },
    ];
  });
}

/** Whether a statement is about every resource, or every one but some. */
export function isOpen({ resource }: StatementParts): boolean {
  return (
    resource !== undefined && (resource.negated || resource.values.some(({ text }) => /^\*+$/.test(text)))
  );
}

function isLiteral({ resource }: StatementParts): boolean {
  return (
    resource !== undefined &&
    !resource.negated &&
    resource.values.every(({ text }) => !/[*?]|\$\{/.test(text))
  );
}

/** Whether a Deny reaches every resource of an Allow. */
function takesBack(deny: StatementParts, allow: StatementParts): boolean {
  if (deny.resource === undefined || deny.resource.negated) return false;
  const patterns = deny.resource.values.map(({ text }) => globOf(text));
  if (deny.resource.values.some(({ text }) => /^\*+$/.test(text))) return true;
  const { resource } = allow;
  if (resource === undefined || resource.negated) return false;
  return resource.values.every(({ text }) => patterns.some((pattern) => pattern.matches(text)));
}

import type { Condition } from '../condition/condition.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Statements } from './actions.ts';
import type { Side } from './side.ts';

/** What a statement says beside its actions, in words that are the same where the same is said. */
interface Written {
  readonly principal: string;
  /** `-` in front of those of NotResource. */
  readonly resources: ReadonlySet<string>;
  readonly tests: ReadonlySet<string>;
}

const written = new WeakMap<CompiledStatement, Written>();

function writtenOf(compiled: CompiledStatement): Written {
  let words = written.get(compiled);
  if (words === undefined) {
    const { statement, policy, resource, conditions } = compiled;
    const { principal } = statement;
    const sign = resource?.negated === true ? '-' : '+';
    words = {
      principal: JSON.stringify(
        principal && [principal.negated, principal.values.map(({ kind, text }) => `${kind} ${text}`).sort()],
      ),
      resources: new Set(
        resource?.patterns.map(({ template }) => `${sign}${policy.version} ${template.text}`) ?? ['none'],
      ),
      tests: new Set(conditions.map(wordsOf)),
    };
    written.set(compiled, words);
  }
  return words;
}

function wordsOf({ operator, key, values, effect, element }: Condition): string {
  const texts = values.length > 0 ? values.map(({ template }) => JSON.stringify(template.pieces)) : [];
  const plain = element.values.map(({ text }) => text);
  return JSON.stringify([operator.canonical, key, effect, (texts.length > 0 ? texts : plain).sort()]);
}

/**
 * Statements that both policies have, word by word, and that therefore allow no more: every Deny of the older policy stands in
 * the newer one. Of policies that only deny, each that is still there.
 */
export function keptStatements(
  newer: Side,
  older: Side,
  grants: 'itself' | 'others',
): (compiled: CompiledStatement) => boolean {
  const wholeOf = (compiled: CompiledStatement) => {
    const { action, version } = { action: compiled.statement.action, version: compiled.policy.version };
    const names = action.values.map(({ text }) => text.toLowerCase()).sort();
    return JSON.stringify([version, action.negated, names, textOf(compiled)]);
  };
  const denies = new Set(newer.denies.map(wholeOf));
  if (grants === 'others') return (deny) => denies.has(wholeOf(deny));
  if (!older.denies.every((deny) => denies.has(wholeOf(deny)))) return () => false;
  const allows = new Set(older.allows.map(wholeOf));
  return (allow) => allows.has(wholeOf(allow));
}

/**
 * Whether it can be read off that one statement allows no more than an older one: the same callers, a pattern of resources that
 * the older one has too, no test less; and every Deny of the older policy stands in the newer one. Most statements of two
 * versions are so, and the long way is not gone for them.
 */
export function isCoveredAsWritten(
  statement: CompiledStatement,
  pattern: string | undefined,
  statements: Statements,
): boolean {
  const own = writtenOf(statement);
  const resource = pattern === undefined ? undefined : `+${statement.policy.version} ${pattern}`;
  const isCovered = statements.older.allows.some((other) => {
    const theirs = writtenOf(other);
    const hasResource =
      resource === undefined ? isSame(own.resources, theirs.resources) : theirs.resources.has(resource);
    return theirs.principal === own.principal && hasResource && isWithin(theirs.tests, own.tests);
  });
  return isCovered && keepsDenies(statements);
}

const keeping = new WeakMap<Statements, boolean>();

/** Each part of a policy asks about the statements of its actions, which most parts share. */
function keepsDenies(statements: Statements): boolean {
  let keeps = keeping.get(statements);
  if (keeps === undefined) {
    const denies = new Set(statements.newer.denies.map(textOf));
    keeps = statements.older.denies.every((deny) => denies.has(textOf(deny)));
    keeping.set(statements, keeps);
  }
  return keeps;
}

/** What a statement says beside its actions, as one text. */
function textOf(compiled: CompiledStatement): string {
  const { principal, resources, tests } = writtenOf(compiled);
  return JSON.stringify([principal, [...resources].sort(), [...tests].sort()]);
}

function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  for (const one of inner) if (!outer.has(one)) return false;
  return true;
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isWithin(one, other);
}

import type { Condition } from '../condition/condition.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Statements } from './actions.ts';

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
 * Whether it can be read off that one statement allows no more than an older one: the same callers, a pattern of resources that
 * the older one has too, no test less; and every Deny of the older policy stands in the newer one. Most statements of two
 * versions are so, and the long way is not gone for them.
 */
export function isCoveredAsWritten(
  statement: CompiledStatement,
  pattern: string | undefined,
  { newer, older }: Statements,
): boolean {
  const own = writtenOf(statement);
  const resource = pattern === undefined ? undefined : `+${statement.policy.version} ${pattern}`;
  const isCovered = older.allows.some((other) => {
    const theirs = writtenOf(other);
    const hasResource =
      resource === undefined ? isSame(own.resources, theirs.resources) : theirs.resources.has(resource);
    return theirs.principal === own.principal && hasResource && isWithin(theirs.tests, own.tests);
  });
  return isCovered && older.denies.every((deny) => newer.denies.some((other) => saysTheSame(deny, other)));
}

function saysTheSame(one: CompiledStatement, other: CompiledStatement): boolean {
  const [own, theirs] = [writtenOf(one), writtenOf(other)];
  return (
    own.principal === theirs.principal &&
    isSame(own.resources, theirs.resources) &&
    isSame(own.tests, theirs.tests)
  );
}

function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  for (const one of inner) if (!outer.has(one)) return false;
  return true;
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isWithin(one, other);
}

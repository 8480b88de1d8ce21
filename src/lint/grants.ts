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

interface Pattern {
  readonly value: Value;
  readonly glob: Glob;
  /** `s3:` in small letters; empty where any service may be meant. */
  readonly prefix: string;
}

const patterns = new WeakMap<StatementParts, readonly Pattern[]>();

/** The patterns of a statement's Action or NotAction, compiled once. */
function patternsOf(statement: StatementParts): readonly Pattern[] {
  let found = patterns.get(statement);
  if (found === undefined) {
    found = (statement.action?.values ?? []).map((value) => {
      const text = value.text.toLowerCase();
      return { value, glob: compileGlob(text), prefix: /^[^*?:]*:/.exec(text)?.[0] ?? '' };
    });
    patterns.set(statement, found);
  }
  return found;
}

/** The value of the statement's Action that covers the action, or NotAction's first that does not; undefined otherwise. */
export function coverOf(statement: StatementParts, name: string): Value | undefined {
  const { action } = statement;
  if (action === undefined) return undefined;
  const lower = name.toLowerCase();
  const covering = patternsOf(statement).find(
    ({ glob, prefix }) => (prefix === '' || lower.startsWith(prefix)) && glob.matches(lower),
  )?.value;
  if (!action.negated) return covering;
  return covering === undefined ? action.values[0] : undefined;
}

const reached = new WeakMap<readonly Subject[], ReadonlySet<string> | 'any'>();

/** The services of which some action may be allowed; most policies name a few of them. */
export function servicesOf(subjects: readonly Subject[]): ReadonlySet<string> | 'any' {
  let services = reached.get(subjects);
  if (services === undefined) reached.set(subjects, (services = findServices(subjects)));
  return services;
}

function findServices(subjects: readonly Subject[]): ReadonlySet<string> | 'any' {
  const found = new Set<string>();
  for (const { statements } of subjects) {
    for (const { effect, action } of statements) {
      if (effect !== 'Allow' || action === undefined) continue;
      if (action.negated) return 'any';
      for (const { text } of action.values) {
        const prefix = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
        if (prefix === '' || /[*?]/.test(prefix)) return 'any';
        found.add(prefix);
      }
    }
  }
  return found;
}

/** The statements that allow the action and that no Deny without a condition takes back (docs/lint.md). */
export function grantsOf(subjects: readonly Subject[], name: string): readonly Grant[] {
  const services = servicesOf(subjects);
  if (services !== 'any' && !services.has(name.slice(0, name.indexOf(':')).toLowerCase())) return [];
  const { allows, denies } = partsOf(subjects);
  let covering: ((allow: StatementParts) => readonly StatementParts[]) | undefined;
  return allows.flatMap(({ subject, statement }) => {
    const at = coverOf(statement, name);
    if (at === undefined) return [];
    covering ??= byResource(denies.filter((deny) => coverOf(deny, name) !== undefined));
    if (covering(statement).some((deny) => takesBack(deny, statement))) return [];
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

interface Parts {
  readonly allows: readonly { readonly subject: Subject; readonly statement: StatementParts }[];
  /** Those without a condition. */
  readonly denies: readonly StatementParts[];
}

const parts = new WeakMap<readonly Subject[], Parts>();

function partsOf(subjects: readonly Subject[]): Parts {
  let found = parts.get(subjects);
  if (found === undefined) {
    const all = subjects.flatMap((subject) =>
      subject.statements.map((statement) => ({ subject, statement })),
    );
    found = {
      allows: all.filter(({ statement }) => statement.effect === 'Allow'),
      denies: all
        .map(({ statement }) => statement)
        .filter(({ effect, conditions }) => effect === 'Deny' && conditions.length === 0),
    };
    parts.set(subjects, found);
  }
  return found;
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

/** The Deny statements that may reach every resource of an Allow: those that name its first one, or have wildcards. */
function byResource(denies: readonly StatementParts[]): (allow: StatementParts) => readonly StatementParts[] {
  const naming = new Map<string, StatementParts[]>();
  const open: StatementParts[] = [];
  for (const deny of denies) {
    const { texts, patterns: withWildcards } = deniedBy(deny.resource ?? { values: [] });
    if (withWildcards.length > 0) open.push(deny);
    for (const text of texts) {
      const list = naming.get(text);
      if (list === undefined) naming.set(text, [deny]);
      else list.push(deny);
    }
  }
  return ({ resource }) => [...open, ...(naming.get(resource?.values[0]?.text ?? '') ?? [])];
}

/** Whether a Deny reaches every resource of an Allow. */
function takesBack(deny: StatementParts, allow: StatementParts): boolean {
  if (deny.resource === undefined || deny.resource.negated) return false;
  if (deny.resource.values.some(({ text }) => /^\*+$/.test(text))) return true;
  const { resource } = allow;
  if (resource === undefined || resource.negated) return false;
  const { texts, patterns: denied } = deniedBy(deny.resource);
  return resource.values.every(({ text }) => texts.has(text) || denied.some((glob) => glob.matches(text)));
}

interface Denied {
  readonly texts: ReadonlySet<string>;
  /** Those with wildcards. */
  readonly patterns: readonly Glob[];
}

const deniedResources = new WeakMap<object, Denied>();

/** The resources of a Deny, compiled once. */
function deniedBy(resource: { readonly values: readonly Value[] }): Denied {
  let found = deniedResources.get(resource);
  if (found === undefined) {
    const texts = resource.values.map(({ text }) => text);
    const patterns = texts.filter((text) => /[*?]/.test(text)).map(compileGlob);
    deniedResources.set(resource, (found = { texts: new Set(texts), patterns }));
  }
  return found;
}

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
  readonly index: number;
  readonly glob: Glob;
  /** `s3:` in small letters; empty where any service may be meant. */
  readonly prefix: string;
}

interface Covering {
  /** Values without a wildcard, in small letters, each with its place in the list. */
  readonly names: ReadonlyMap<string, number>;
  readonly patterns: readonly Pattern[];
}

const coverings = new WeakMap<StatementParts, Covering>();

/** What a statement's Action or NotAction names, taken apart once: hundreds of actions are looked for in each. */
function coveringOf(statement: StatementParts): Covering {
  let found = coverings.get(statement);
  if (found === undefined) coverings.set(statement, (found = takeApart(statement)));
  return found;
}

function takeApart({ action }: StatementParts): Covering {
  const names = new Map<string, number>();
  const patterns: Pattern[] = [];
  for (const [index, value] of (action?.values ?? []).entries()) {
    const text = value.text.toLowerCase();
    if (/[*?]/.test(text))
      patterns.push({ value, index, glob: compileGlob(text), prefix: /^[^*?:]*:/.exec(text)?.[0] ?? '' });
    else if (!names.has(text)) names.set(text, index);
  }
  return { names, patterns };
}

/** The first value of the statement's Action or NotAction that is meant and names the action in any case. */
export function firstCovering(
  statement: StatementParts,
  name: string,
  which: 'any' | 'literal' | 'pattern' = 'any',
): Value | undefined {
  const lower = name.toLowerCase();
  const { names, patterns } = coveringOf(statement);
  const literal = which === 'pattern' ? undefined : names.get(lower);
  const pattern =
    which === 'literal'
      ? undefined
      : patterns.find(
          ({ glob, prefix }) => (prefix === '' || lower.startsWith(prefix)) && glob.matches(lower),
        );
  if (literal === undefined) return pattern?.value;
  return pattern !== undefined && pattern.index < literal ? pattern.value : statement.action?.values[literal];
}

/** The value of the statement's Action that covers the action, or NotAction's first that does not; undefined otherwise. */
export function coverOf(statement: StatementParts, name: string): Value | undefined {
  const { action } = statement;
  if (action === undefined) return undefined;
  const covering = firstCovering(statement, name);
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
    for (const statement of statements) {
      if (statement.effect !== 'Allow') continue;
      const named = servicesNamed(statement);
      if (named === 'any') return 'any';
      for (const service of named) found.add(service);
    }
  }
  return found;
}

/** The services of the actions that one statement names. */
function servicesNamed({ action }: StatementParts): ReadonlySet<string> | 'any' {
  if (action?.negated === true) return 'any';
  const found = new Set<string>();
  for (const { text } of action?.values ?? []) {
    const prefix = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
    if (prefix === '' || /[*?]/.test(prefix)) return 'any';
    found.add(prefix);
  }
  return found;
}

/** The statements that allow the action and that no Deny without a condition takes back (docs/lint.md). */
export function grantsOf(subjects: readonly Subject[], name: string): readonly Grant[] {
  const service = name.slice(0, name.indexOf(':')).toLowerCase();
  const services = servicesOf(subjects);
  if (services !== 'any' && !services.has(service)) return [];
  const { allowsOf, denies } = partsOf(subjects);
  let covering: ((allow: StatementParts) => readonly StatementParts[]) | undefined;
  return allowsOf(service).flatMap(({ subject, statement }) => {
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

interface Allowing {
  readonly subject: Subject;
  readonly statement: StatementParts;
}

interface Parts {
  /** Those that may allow something of a service. */
  readonly allowsOf: (service: string) => readonly Allowing[];
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
    const allows = all
      .filter(({ statement }) => statement.effect === 'Allow')
      .map((allowing) => ({ allowing, services: servicesNamed(allowing.statement) }));
    const byService = new Map<string, readonly Allowing[]>();
    found = {
      allowsOf(service) {
        let meant = byService.get(service);
        if (meant === undefined) {
          meant = allows
            .filter(({ services }) => services === 'any' || services.has(service))
            .map(({ allowing }) => allowing);
          byService.set(service, meant);
        }
        return meant;
      },
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

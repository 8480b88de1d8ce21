import { source } from '../../../src/core/source.ts';
import { compilePolicies, type Policies, type PolicySet } from '../../../src/policy/decision/compile.ts';
import type {
  ConditionElement,
  Effect,
  PatternElement,
  Policy,
  PolicyType,
  PrincipalElement,
  PrincipalKind,
  Statement,
  Value,
  Version,
} from '../../../src/policy/policy.ts';

/**
 * Policies as plain values, for tests that make many: what `load` reads from a text, without a text. Spans are
 * empty; the documents are taken to be valid.
 */
export type Texts = string | readonly string[];

export interface Sentence {
  readonly Sid?: string;
  readonly Effect: Effect;
  readonly Principal?: '*' | Partial<Record<PrincipalKind, Texts>>;
  readonly NotPrincipal?: '*' | Partial<Record<PrincipalKind, Texts>>;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
}

export interface Document {
  readonly Version?: Version;
  readonly Statement: Sentence | readonly Sentence[];
}

const range = { start: 0, end: 0 };

function textsOf(texts: Texts): readonly string[] {
  return typeof texts === 'string' ? [texts] : texts;
}

function valuesOf(texts: Texts): readonly Value[] {
  return textsOf(texts).map((text) => ({ text, ...range }));
}

export function policyOf(document: Document, type: PolicyType, name: string = type): Policy {
  const sentences = 'Effect' in document.Statement ? [document.Statement] : document.Statement;
  return {
    source: source(`${name}.json`, JSON.stringify(document)),
    version: document.Version ?? '2008-10-17',
    type,
    name,
    statements: sentences.map(statementOf),
  };
}

function statementOf(sentence: Sentence, index: number): Statement {
  const { Sid, Effect: effect, Condition } = sentence;
  return {
    ...range,
    index,
    sid: Sid === undefined ? undefined : { text: Sid, ...range },
    effect,
    effectRange: range,
    principal: principalOf(sentence),
    action: patterns(sentence.Action, sentence.NotAction) ?? { ...range, negated: false, values: [] },
    resource: patterns(sentence.Resource, sentence.NotResource),
    conditions: Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): ConditionElement => ({
        ...range,
        operator: { text: operator, ...range },
        key: { text: key, ...range },
        values: valuesOf(values),
      })),
    ),
  };
}

function patterns(positive: Texts | undefined, negated: Texts | undefined): PatternElement | undefined {
  const texts = positive ?? negated;
  if (texts === undefined) return undefined;
  return { ...range, negated: positive === undefined, values: valuesOf(texts) };
}

function principalOf({ Principal, NotPrincipal }: Sentence): PrincipalElement | undefined {
  const principal = Principal ?? NotPrincipal;
  if (principal === undefined) return undefined;
  const kinds: Partial<Record<PrincipalKind, Texts>> = principal === '*' ? { '*': '*' } : principal;
  const all: readonly PrincipalKind[] = ['AWS', 'Service', 'Federated', 'CanonicalUser', '*'];
  return {
    ...range,
    negated: Principal === undefined,
    values: all.flatMap((kind) => valuesOf(kinds[kind] ?? []).map((value) => ({ ...value, kind }))),
  };
}

/** The policies around a request: lists of statements stand for documents of Version 2012-10-17. */
export interface Around {
  readonly identity?: readonly Sentence[] | Document;
  readonly boundary?: readonly Sentence[] | Document;
  readonly session?: readonly Sentence[] | Document;
  readonly resource?: readonly Sentence[] | Document;
  readonly endpoint?: readonly Sentence[] | Document;
  /** One document a level. */
  readonly scp?: readonly (readonly Sentence[] | Document)[];
  readonly rcp?: readonly (readonly Sentence[] | Document)[];
}

function documentOf(given: readonly Sentence[] | Document): Document {
  return 'Statement' in given ? given : { Version: '2012-10-17', Statement: given };
}

export function policiesOf(around: Around): Policies {
  const list = (type: PolicyType, given: readonly Sentence[] | Document | undefined) =>
    given === undefined ? {} : { [type]: [policyOf(documentOf(given), type)] };
  const levels = (type: 'scp' | 'rcp') => {
    const given = around[type];
    return given === undefined
      ? {}
      : {
          [type]: given.map((level) =>
            // A level without statements is one without policies: it allows nothing (R605).
            'length' in level && level.length === 0 ? [] : [policyOf(documentOf(level), type)],
          ),
        };
  };
  return {
    ...list('identity', around.identity),
    ...list('boundary', around.boundary),
    ...list('session', around.session),
    ...list('endpoint', around.endpoint),
    ...levels('scp'),
    ...levels('rcp'),
    ...(around.resource && { resource: policyOf(documentOf(around.resource), 'resource') }),
  };
}

/** Each policy changed, wherever it stands. */
export function mapPolicies(of: Policies, change: (policy: Policy) => Policy): Policies {
  const list = (policies: readonly Policy[]) => policies.map(change);
  return {
    ...(of.identity && { identity: list(of.identity) }),
    ...(of.boundary && { boundary: list(of.boundary) }),
    ...(of.session && { session: list(of.session) }),
    ...(of.endpoint && { endpoint: list(of.endpoint) }),
    ...(of.resource && { resource: change(of.resource) }),
    ...(of.scp && { scp: of.scp.map(list) }),
    ...(of.rcp && { rcp: of.rcp.map(list) }),
  };
}

export function setOf(around: Around): PolicySet {
  return compilePolicies(policiesOf(around));
}

import { spanOf, type Range, type Source } from '../../core/source.ts';
import type { CoverageDocument, CoveredStatement, Share } from '../../documents/test.ts';
import { explain, type LayerTrace, type StatementTrace } from '../../policy/answer/explain.ts';
import type { DecisionWord } from '../../policy/decision/decide.ts';
import type { Simulated } from '../../policy/decision/simulate.ts';
import { foldKey } from '../../policy/keys.ts';
import type { PatternElement, Policy, PrincipalElement, Statement } from '../../policy/policy.ts';
import type { Request } from '../../policy/request.ts';

/**
 * Which statements the decisions of the tests rest on (docs/testing.md). A statement decided where it is a Deny that
 * matched a denied request, or an Allow that matched an allowed one. An element decided where it alone kept its statement
 * from matching and the statement decides another test: a condition that was never false is one that nobody tests.
 */
export type Coverage = CoverageDocument;

export interface Collector {
  /** Counts what a decided test rests on. */
  readonly add: (simulated: Simulated) => void;
  /** A policy that is there and that no test may name. */
  readonly know: (policy: Policy) => void;
  readonly coverage: () => Coverage;
}

interface Counted {
  readonly source: Source;
  readonly statement: Statement;
  decided: number;
  readonly elements: readonly { readonly of: Element; decided: number }[];
}

interface Element extends Range {
  readonly name: string;
  readonly key?: string;
}

export function newCollector(): Collector {
  const counted = new Map<string, Counted>();
  const countOf = (source: Source, statement: Statement): Counted => {
    const id = `${source.file}\0${statement.start}`;
    const known = counted.get(id);
    if (known !== undefined) return known;
    const elements = elementsOf(statement).map((of) => ({ of, decided: 0 }));
    const added = { source, statement, decided: 0, elements };
    counted.set(id, added);
    return added;
  };
  const addRequest = (request: Request, decision: DecisionWord, simulated: Simulated) => {
    for (const layer of explain(request, simulated.set).layers) {
      for (const { statements } of layer.levels) {
        for (const trace of statements) {
          const { policy, statement } = trace.compiled;
          const count = countOf(policy.source, statement);
          if (rests(trace, layer, decision)) count.decided++;
          const alone = aloneMissing(trace);
          for (const element of count.elements) if (element.of.start === alone?.start) element.decided++;
        }
      }
      // A layer that has no say is there all the same.
      if (layer.levels.length === 0)
        for (const { policies } of simulated.set[layer.id] ?? []) for (const policy of policies) know(policy);
    }
  };
  const know = (policy: Policy) => {
    for (const statement of policy.statements) countOf(policy.source, statement);
  };
  return {
    add: (simulated) => {
      const { case: asked, own, companions, decision } = simulated;
      addRequest(asked.request, companions.length === 0 ? decision : own.decision, simulated);
      for (const each of companions) addRequest(each.request, each.decision.decision, simulated);
    },
    know,
    coverage: () => coverageOf([...counted.values()]),
  };
}

/** Whether the decision rests on the statement. */
function rests(
  { compiled, matches }: StatementTrace,
  { state }: LayerTrace,
  decision: DecisionWord,
): boolean {
  if (state !== 'given' || matches !== true) return false;
  return compiled.effect === 'Deny' ? decision === 'explicitDeny' : decision === 'allowed';
}

/** The element that alone does not match. */
function aloneMissing({
  compiled,
  misses,
  action,
  principal,
  resource,
  conditions,
}: StatementTrace): Range | undefined {
  if (misses !== 1) return undefined;
  const { statement } = compiled;
  if (!action) return statement.action;
  if (principal?.reached === false) return statement.principal;
  if (resource === false) return statement.resource;
  return conditions.find(({ result }) => result === false)?.condition.element;
}

function elementsOf({ action, resource, principal, conditions }: Statement): readonly Element[] {
  const named = (name: string, element: PatternElement | PrincipalElement | undefined): readonly Element[] =>
    element === undefined || isEverything(element)
      ? []
      : [{ name: element.negated ? `Not${name}` : name, start: element.start, end: element.end }];
  return [
    ...named('Principal', principal),
    ...named('Action', action),
    ...named('Resource', resource),
    ...conditions.map(({ operator, key, start, end }) => ({
      name: `${operator.text} ${key.text}`,
      key: key.text,
      start,
      end,
    })),
  ];
}

/** `*` lets everything pass: no test can show its limit. */
function isEverything({ negated, values }: PatternElement | PrincipalElement): boolean {
  return !negated && values.some(({ text }) => text === '*');
}

function coverageOf(all: readonly Counted[]): Coverage {
  const byFile = new Map<string, CoveredStatement[]>();
  const keys = new Map<string, boolean>();
  for (const { source, statement, decided, elements } of all) {
    const list = byFile.get(source.file) ?? [];
    byFile.set(source.file, list);
    list.push({
      name: nameOf(statement),
      span: spanOf(source, statement),
      decided,
      elements: elements.map(({ of, decided: count }) => ({
        name: of.name,
        ...(of.key === undefined ? {} : { key: of.key }),
        span: spanOf(source, of),
        decided: decided > 0 ? count : 0,
      })),
    });
    for (const { of, decided: count } of elements)
      if (of.key !== undefined) {
        const folded = foldKey(of.key);
        keys.set(folded, (keys.get(folded) ?? false) || (decided > 0 && count > 0));
      }
  }
  const files = [...byFile]
    .map(([file, statements]) => ({ file, statements: statements.sort(byPlace) }))
    .sort((left, right) => (left.file < right.file ? -1 : 1));
  const statements = files.flatMap((file) => file.statements);
  const elements = statements.flatMap((statement) => statement.elements);
  return {
    statements: shareOf(statements.map(({ decided }) => decided > 0)),
    elements: shareOf(elements.map(({ decided }) => decided > 0)),
    keys: shareOf([...keys.values()]),
    never: statements.filter(({ decided }) => decided === 0).map(({ span }) => span),
    files,
  };
}

function byPlace(left: CoveredStatement, right: CoveredStatement): number {
  return left.span.line - right.span.line || left.span.column - right.span.column;
}

function nameOf({ sid, index }: Statement): string {
  return sid === undefined || sid.text === '' ? `statement ${index + 1}` : `"${sid.text}"`;
}

function shareOf(decided: readonly boolean[]): Share {
  return { total: decided.length, decided: decided.filter((one) => one).length };
}

/** Of a hundred, rounded down; of nothing it is 0: what is not there was not tested. */
export function percentOf({ total, decided }: Share): number {
  return total === 0 ? 0 : Math.floor((decided * 100) / total);
}

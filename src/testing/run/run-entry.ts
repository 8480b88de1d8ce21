import { IamxError, problemsOf } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { nameOfFile } from '../../core/place.ts';
import { spanOf } from '../../core/source.ts';
import { statementEvidence, statementName } from '../../policy/answer/describe.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import { layers } from '../../policy/decision/layers.ts';
import { dependencesOf, type Simulated } from '../../policy/decision/simulate.ts';
import { remarkOnKey, type PrepareOptions } from '../../policy/prepare.ts';
import { addedTo } from '../../policy/scenario/added-policies.ts';
import {
  decisionNames,
  describeExpectation,
  missesOf,
  type Expectation,
} from '../../policy/scenario/expectations.ts';
import type { FileEntry } from '../../policy/scenario/files.ts';
import type { Invariant } from '../../policy/scenario/invariant.ts';
import type { Library } from '../../policy/scenario/library.ts';
import type { PolicyRefs } from '../../policy/scenario/policies.ts';
import { runQuestion, type Ran } from '../../policy/scenario/run.ts';
import type { Scenario } from '../../policy/scenario/scenario.ts';
import type { TestResult } from '../test.ts';
import { decideInvariant, type InvariantResult } from './invariants.ts';
import { witnessScenario } from './witness-scenario.ts';

/** How a test is asked. */
export interface AskOptions extends Pick<PrepareOptions, 'now' | 'region' | 'strict'> {
  /** Only tests whose names hold this, in whatever case. */
  readonly name?: string | undefined;
  /** Policies that every scenario has besides its own. */
  readonly added?: PolicyRefs | undefined;
  /** Sees every test that was decided: what measures coverage, or keeps the question. */
  readonly decided?: (test: Decided) => void;
}

/** A test that was decided. */
export interface Decided {
  readonly scenario: Scenario;
  readonly expect: Expectation;
  readonly simulated: Simulated;
  readonly isMissed: boolean;
}

/** Whether an entry of a file is a test; a scenario that expects nothing is none. */
export function isTest(entry: FileEntry): boolean {
  return entry.kind !== 'scenario' || entry.scenario.expect !== undefined;
}

/** What came of a test: of a scenario one for each request. What cannot be read is a test that failed. */
export async function runEntry(
  host: Host,
  entry: FileEntry,
  library: Library,
  options: AskOptions,
): Promise<readonly TestResult[]> {
  switch (entry.kind) {
    case 'invariant':
      return [await runInvariant(host, entry.invariant, library, options)];
    case 'unread': {
      const { span, name, diagnostics } = entry;
      if (name === undefined || isWanted(name, options))
        return [unread(name ?? nameOfFile(span.file), span, diagnostics)];
      return [skipped(name, span, 'a scenario')];
    }
    case 'scenario': {
      const { scenario } = entry;
      const { expect } = scenario;
      return expect === undefined ? [] : runScenario(host, { ...scenario, expect }, library, options);
    }
  }
}

/** A test that cannot be asked, and why. */
export function unread(name: string, span: Span, diagnostics: readonly Diagnostic[]): TestResult {
  return {
    name,
    span,
    outcome: 'error',
    expected: 'a scenario',
    because: diagnostics[0]?.message ?? 'it cannot be read',
    spans: [span],
    ms: 0,
    misses: [],
    diagnostics,
  };
}

function isWanted(name: string, { name: wanted }: AskOptions): boolean {
  return wanted === undefined || name.toLowerCase().includes(wanted.toLowerCase());
}

function skipped(name: string, span: Span, expected: string): TestResult {
  const because = 'its name is another one';
  const nothing = { spans: [], misses: [], diagnostics: [], ms: 0 };
  return { name, span, outcome: 'skipped', expected, because, ...nothing };
}

async function runInvariant(
  host: Host,
  invariant: Invariant,
  library: Library,
  options: AskOptions,
): Promise<TestResult> {
  const { kind, source, range, policies } = invariant;
  const span = spanOf(source, range);
  const expected = kind === 'never' ? 'never allowed' : 'always allowed';
  const of = nameOf(invariant.actions, invariant.resources);
  const name = invariant.name ?? `${kind}: ${of}`;
  if (!isWanted(name, options)) return skipped(name, span, expected);
  const started = host.now();
  const told = { name, span, expected, misses: [], diagnostics: [] };
  try {
    const all = options.added === undefined ? policies : addedTo(invariant, options.added, host);
    const result = await decideInvariant(invariant, all, library, options.now ?? host.now());
    const ms = host.now() - started;
    if (result.outcome === 'holds') {
      const holds = { kind, outcome: 'holds' } as const;
      const because = 'proved: every way past the statements is closed';
      return { ...told, ms, outcome: 'passed', actual: 'holds', because, spans: [], invariant: holds };
    }
    if (result.outcome === 'fails') return { ...told, ms, ...broken(host, invariant, all, result, span) };
    const { because } = result;
    const doubt = {
      code: 'test/cannot-tell',
      severity: 'warning',
      message: `cannot tell: ${because}`,
      span,
    } as const;
    const outcome = options.strict === true ? 'failed' : 'passed';
    const cannot = { kind, outcome: 'cannot-tell' } as const;
    return {
      ...told,
      ms,
      outcome,
      actual: 'cannot tell',
      because,
      spans: [span],
      invariant: cannot,
      diagnostics: [doubt],
    };
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    return { ...unread(name, span, problemsOf(error)), expected };
  }
}

/** What breaks an invariant is an answer like that of any other test. */
function broken(
  host: Host,
  { kind, source, range }: Invariant,
  policies: PolicyRefs,
  { request, simulated }: Extract<InvariantResult, { readonly outcome: 'fails' }>,
  span: Span,
): Pick<TestResult, 'outcome' | 'actual' | 'because' | 'spans' | 'misses' | 'invariant' | 'failure'> {
  const { statement, layer } = simulated;
  const place =
    statement === undefined ? [] : [statementEvidence(statement).span].flatMap((one) => one ?? []);
  const expect: Expectation = { range, decision: kind === 'never' ? 'implicitDeny' : 'allowed' };
  const expected = kind === 'never' ? 'never to be allowed' : 'always to be allowed';
  const got = `${decisionNames[simulated.decision]} for ${request.principal}`;
  return {
    outcome: 'failed',
    actual: decisionNames[simulated.decision],
    because: `${layer}${statement === undefined ? '' : `, ${statement.effect} ${statementName(statement)}`}`,
    spans: [...place, span],
    misses: [{ field: 'decision', expected, got }],
    invariant: { kind, outcome: 'fails', witness: witnessScenario(host, source, request, policies, expect) },
    failure: { named: { name: undefined, simulated }, expect },
  };
}

type Tested = Scenario & { readonly expect: Expectation };

async function runScenario(
  host: Host,
  scenario: Tested,
  library: Library,
  options: AskOptions,
): Promise<readonly TestResult[]> {
  const { source, expect, question } = scenario;
  const span = spanOf(source, scenario.range);
  const expected = describeExpectation(expect);
  const own = scenario.name ?? nameOf(question.action, question.resource, question.principal);
  if (!isWanted(own, options)) return [skipped(own, span, expected)];
  const started = host.now();
  let ran: Ran;
  try {
    const policies = options.added === undefined ? scenario.policies : addedTo(scenario, options.added, host);
    const { now, region, strict } = options;
    ran = await runQuestion({ question, policies, source }, library, {
      now,
      region,
      strict,
      place: scenario.place,
    });
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const diagnostics = problemsOf(error);
    const places = diagnostics.flatMap(({ span: place }) => place ?? []);
    const because = error.message;
    const spans = places.length === 0 ? [span] : places;
    return [
      {
        name: own,
        span,
        outcome: 'error',
        expected,
        because,
        spans,
        ms: host.now() - started,
        misses: [],
        diagnostics,
      },
    ];
  }
  const ms = (host.now() - started) / Math.max(1, ran.answers.length);
  const asked = [...ran.warnings, ...ran.notices, ...keyNotices(scenario)].filter(isWarning);
  return ran.answers.map((simulated) => {
    const { action, resource } = simulated.case.request;
    const name = ran.answers.length > 1 ? `${own} › ${nameOf([action], [resource])}` : own;
    const compared = compare(scenario, simulated, asked);
    options.decided?.({ scenario, expect, simulated, isMissed: compared.misses.length > 0 });
    const { matrix } = scenario;
    const cell =
      matrix === undefined
        ? {}
        : {
            cell: {
              matrix: spanOf(source, matrix),
              name: scenario.name ?? 'matrix',
              principal: question.principal,
              action,
              resource,
            },
          };
    return { ...compared, ...cell, name, span, expected, ms };
  });
}

function nameOf(actions: readonly string[], resources: readonly string[], principal?: string): string {
  const on = resources.every((resource) => resource === '*') ? '' : ` on ${resources.join(', ')}`;
  return `${actions.join(', ')}${on}${principal === undefined ? '' : ` as ${principal}`}`;
}

/** What was decided beside what was expected. */
function compare(
  scenario: Tested,
  simulated: Simulated,
  asked: readonly Diagnostic[],
): Pick<TestResult, 'outcome' | 'actual' | 'because' | 'spans' | 'misses' | 'diagnostics' | 'failure'> {
  const { expect, source } = scenario;
  const misses = missesOf(expect, { ...simulated, keys: () => dependencesOf(simulated).keys });
  const { statement, decision, layer } = simulated;
  const place =
    statement === undefined ? [] : [statementEvidence(statement).span].flatMap((one) => one ?? []);
  const by = statement === undefined ? '' : `, ${statement.effect} ${statementName(statement)}`;
  const isMissed = misses.length > 0;
  return {
    outcome: isMissed ? 'failed' : 'passed',
    actual: decisionNames[decision],
    because: `${layer}${by}`,
    spans: isMissed ? [...place, spanOf(source, expect.range)] : place,
    misses,
    diagnostics: [
      ...asked,
      ...simulated.case.notices.filter(isWarning),
      ...emptyNotices(simulated, spanOf(source, scenario.range)),
    ],
    ...(isMissed ? { failure: { named: { name: scenario.name, simulated }, expect } } : {}),
  };
}

/** A key that is none is one on which nothing depends. */
function keyNotices({ expect, source }: Tested): readonly Diagnostic[] {
  const span = spanOf(source, expect.range);
  return (expect.notDependsOn ?? []).flatMap((name): readonly Diagnostic[] => {
    const remark = remarkOnKey(name);
    if (remark === undefined) return [];
    return [
      { code: 'test/unknown-key', severity: 'warning', message: remark.message, hint: remark.hint, span },
    ];
  });
}

function isWarning({ severity }: Diagnostic): boolean {
  return severity === 'warning';
}

/** What denies is not the policies: an empty file lets a test pass that expects a denial, and so does a forgotten one. */
function emptyNotices({ decision, layer, set }: Simulated, span: Span): readonly Diagnostic[] {
  if (decision === 'allowed') return [];
  const isEmpty = (id: keyof PolicySet) =>
    set[id]?.every(({ statements }) => statements.length === 0) ?? true;
  if (layerIds.every(isEmpty)) {
    const message = 'the policies of this test hold no statement: whatever denies is not tested';
    const hint = 'Name a policy that says something.';
    return [{ code: 'test/no-statement', severity: 'warning', message, hint, span }];
  }
  if (decision !== 'implicitDeny' || layer !== 'identity' || !isEmpty('identity') || !isEmpty('resource'))
    return [];
  const message =
    'no identity policy is given, and so every request is denied: the other policies are not tested';
  const hint = 'Give one that allows the request, or expect the layer that is to deny it.';
  return [{ code: 'test/no-identity-policy', severity: 'warning', message, hint, span }];
}

const layerIds = layers.map(({ id }) => id);

import type { Diagnostic, Step } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import type { DiffDocument, DiffEntry, DiffPlace, OpenEntry } from '../../documents/policies.ts';
import { dataVersions } from '../../data/versions.ts';
import { requirementsOf, type Unproven, type Widening } from '../../policy/compare.ts';
import type { Compared, Parts } from '../run/compare-versions.ts';
import { nameOfStatement } from '../run/gates.ts';

const mostNames = 50;

export function diffDocument(compared: Compared, old: string, next: string): DiffDocument {
  const { verdict, newlyAllowed, newlyDenied, unproven } = compared;
  return {
    schema: 'iamx.diff/1',
    verdict,
    summary: summaryOf(compared, old, next),
    old,
    new: next,
    newlyAllowed: newlyAllowed.flatMap(entriesOf),
    newlyDenied: newlyDenied.flatMap(entriesOf),
    unproven: [
      ...unproven.allowed.flatMap((one) => openOf(one, 'allowed')),
      ...unproven.denied.flatMap((one) => openOf(one, 'denied')),
    ],
    dataDate: dataVersions().iam.date,
    steps: [stepOf('allowed', newlyAllowed), stepOf('denied', newlyDenied)],
    diagnostics: diagnosticsOf(compared),
  };
}

/** `new.json allows more than old.json: 2 parts of 1 statement`. */
export function summaryOf({ verdict, hasUnknown }: Compared, old: string, next: string): string {
  switch (verdict) {
    case 'same':
      return `${next} allows the same as ${old}`;
    case 'wider':
      return `${next} allows more than ${old}`;
    case 'narrower':
      return `${next} allows less than ${old}`;
    case 'mixed':
      return `${next} allows some things that ${old} does not, and denies others`;
    case 'unknown':
      return hasUnknown
        ? `parts of the policies are known after the deployment alone`
        : `${next} could not be shown to allow no more, or no less, than ${old}`;
  }
}

function placeOf({ subject }: Parts<unknown>, part: Widening | Unproven): DiffPlace {
  const { statement, of, action, resource } = part;
  const { sid, index, effectRange } = statement;
  return {
    ...(subject.name === subject.source.file ? {} : { policy: subject.name }),
    statementIndex: index,
    ...(sid === undefined ? {} : { statementId: sid.text }),
    span: spanOf(of.source, effectRange),
    action,
    resource,
  };
}

function entriesOf(own: Parts<Widening>): readonly DiffEntry[] {
  return own.parts.map((part) => {
    const { actions, witness } = part;
    const when = part.statement.effect === 'Allow' ? requirementsOf(part) : [];
    return {
      ...placeOf(own, part),
      actions: { count: actions.length, names: actions.slice(0, mostNames) },
      ...(when.length === 0 ? {} : { when }),
      witness: witness.request,
      ...(witness.policies === undefined ? {} : { policies: witness.policies }),
      deniedBy: witness.older === 'explicitDeny' ? 'explicitDeny' : 'implicitDeny',
    };
  });
}

function openOf(own: Parts<Unproven>, of: OpenEntry['of']): readonly OpenEntry[] {
  return own.parts.map((part) => ({ ...placeOf(own, part), of, because: part.because }));
}

function stepOf(id: 'allowed' | 'denied', found: readonly Parts<Widening>[]): Step {
  const parts = found.flatMap((own) => own.parts);
  return {
    id,
    title: id === 'allowed' ? 'What is newly allowed' : 'What is newly denied',
    outcome: parts.length === 0 ? 'nothing' : 'found',
    because: parts.length === 1 ? '1 part of a statement' : `${parts.length} parts of statements`,
    evidence: parts.map(({ statement, of, action, resource }) => ({
      kind: 'statement',
      name: nameOfStatement(statement),
      value: `${action} on ${resource}`,
      span: spanOf(of.source, statement.effectRange),
    })),
  };
}

/** What the verdict does not say. */
export function diagnosticsOf(compared: Compared): readonly Diagnostic[] {
  const { unproven, verdict, lostDenies } = compared;
  const open = (parts: readonly Parts<Unproven>[], code: string, what: string): readonly Diagnostic[] =>
    parts.flatMap((own) =>
      own.parts.map((part) => ({
        code,
        severity: 'warning' as const,
        message: `${nameOfStatement(part.statement)} with ${part.action} on ${part.resource} could not be shown to ${what}`,
        hint: 'Compare the statement by hand, or ask `simulate` about the requests that matter.',
        span: spanOf(part.of.source, part.statement.effectRange),
      })),
    );
  const lost = lostDenies.flatMap((own) =>
    own.parts.map((part): Diagnostic => ({
      code: 'diff/deny-gone',
      severity: 'warning',
      message: `${nameOfStatement(part.statement)} took back more: ${part.action} on ${part.resource} is no longer denied where another policy allows it`,
      hint: 'Keep the Deny if other policies of the same caller rely on it.',
      span: spanOf(part.of.source, part.statement.effectRange),
    })),
  );
  return [
    ...open(unproven.allowed, 'diff/perhaps-wider', 'allow no more'),
    ...(verdict === 'wider' || verdict === 'unknown' || verdict === 'mixed'
      ? open(unproven.denied, 'diff/perhaps-narrower', 'be still allowed')
      : []),
    ...lost,
  ];
}

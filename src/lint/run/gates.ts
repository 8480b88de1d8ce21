import type { Diagnostic } from '../../core/evaluation.ts';
import { IamxError } from '../../core/error.ts';
import { append } from '../../core/lists.ts';
import { spanOf } from '../../core/source.ts';
import type { AwsAnswer, Gate } from '../../documents/policies.ts';
import { findWidenings, type Unproven, type Widening, type Widenings } from '../../policy/compare.ts';
import type { Policy, PolicyType, Statement } from '../../policy/policy.ts';
import { openToStrangers } from '../openness.ts';
import type { Subject } from '../subject.ts';

/** A question with a yes or a no about each policy. */
export type Asked =
  | { readonly kind: 'no-public' }
  | {
      readonly kind: 'not-granted';
      /** As the user wrote it. */
      readonly text: string;
      readonly actions: readonly string[];
      readonly resources: readonly string[];
    }
  | {
      readonly kind: 'no-new-access';
      readonly text: string;
      /** The policy that one is held against; undefined where there was none. Throws what reading it throws. */
      readonly baseOf: (subject: Subject, index: number) => Promise<Base>;
    };

export interface Base {
  /** Absent where the policy is new: everything that it allows is new access. */
  readonly policy: Policy | undefined;
  readonly name: string;
  /** Why nothing can be held against it. */
  readonly problem?: string;
}

/** A policy that gates are asked about. */
export interface Gated {
  readonly subject: Subject;
  /** Place in its file, where that holds several policies. */
  readonly index: number;
  /** Whether parts of it are known after the deployment alone. */
  readonly hasUnknown: boolean;
}

/** Whether a gate is about policies of a type: control policies grant nothing, and an identity's are open to nobody. */
function isAbout(kind: Asked['kind'], type: PolicyType): boolean {
  if (kind === 'no-public') return type === 'resource' || type === 'trust';
  return kind === 'no-new-access' || (type !== 'scp' && type !== 'rcp');
}

/** Every question about every policy that it is about, and an open answer for each file that could not be read. */
export async function askGates(
  asked: readonly Asked[],
  policies: readonly Gated[],
  unread: readonly Diagnostic[],
  now: number,
): Promise<readonly Gate[]> {
  const gates: Gate[] = [];
  for (const one of asked) {
    const own: Gate[] = [];
    for (const gated of policies) {
      if (!isAbout(one.kind, gated.subject.type)) continue;
      own.push(await askGate(one, gated, now));
    }
    append(
      own,
      unread.map((problem) => unreadGate(one, problem)),
    );
    append(gates, own.length === 0 ? [nothingAsked(one)] : own);
  }
  return gates;
}

async function askGate(asked: Asked, gated: Gated, now: number): Promise<Gate> {
  const { subject } = gated;
  const base = asked.kind === 'no-new-access' ? await asked.baseOf(subject, gated.index) : undefined;
  if (base?.problem !== undefined) return openGate(asked, gated, base.problem);
  try {
    return gateOf(asked, gated, widenings(asked, subject, base?.policy, now), base);
  } catch (error) {
    // An operator that does not exist, in a policy that has mistakes: nothing can be decided about it.
    if (!(error instanceof IamxError) || error.code !== 'invalid-policy') throw error;
    return openGate(asked, gated, error.message);
  }
}

function widenings(asked: Asked, subject: Subject, base: Policy | undefined, now: number): Widenings {
  const { readable, account } = subject;
  switch (asked.kind) {
    case 'no-public':
      return openToStrangers(subject);
    case 'not-granted':
      return findWidenings(readable, undefined, { now, account, only: asked, isFirstEnough: true });
    case 'no-new-access':
      return findWidenings(readable, base, { now, account, isFirstEnough: true });
  }
}

function gateOf(asked: Asked, gated: Gated, { found, unproven }: Widenings, base: Base | undefined): Gate {
  const { subject, hasUnknown } = gated;
  const [first] = found;
  if (first !== undefined && !hasUnknown) {
    return {
      ...headOf(asked, subject),
      answer: 'no',
      because: describeFound(asked, first, found.length, base),
      span: spanOf(first.of.source, first.statement.effectRange),
      action: first.action,
      resource: first.resource,
      witness: first.witness.request,
      ...(first.witness.policies === undefined ? {} : { policies: first.witness.policies }),
      aws: awsAnswer(asked.kind, [...found, ...unproven]),
    };
  }
  if (hasUnknown) return openGate(asked, gated, 'parts of it are known after the deployment alone');
  if (!subject.isWhole) return openGate(asked, gated, 'it has mistakes, and what they hide is not known');
  const [open] = unproven;
  if (open !== undefined) return unprovenGate(asked, gated, open, unproven);
  return {
    ...headOf(asked, subject),
    answer: 'yes',
    because: yes[asked.kind](base?.name ?? ''),
    aws: awsAnswer(asked.kind, []),
  };
}

function headOf(asked: Asked, { name, type }: Subject): Pick<Gate, 'gate' | 'asked' | 'policy' | 'type'> {
  return { gate: asked.kind, ...('text' in asked ? { asked: asked.text } : {}), policy: name, type };
}

const yes = {
  'no-public': () => 'nothing is open to callers who are not named',
  'not-granted': () => 'nothing of it is granted',
  'no-new-access': (base: string) => `nothing is allowed that ${base} does not allow`,
} as const satisfies Record<Asked['kind'], (base: string) => string>;

/** A statement by its Sid, or by its place. */
export function nameOfStatement({ effect, sid, index }: Pick<Statement, 'effect' | 'sid' | 'index'>): string {
  return sid === undefined || sid.text === '' ? `${effect} number ${index + 1}` : `${effect} "${sid.text}"`;
}

function describeFound(asked: Asked, first: Widening, count: number, base: Base | undefined): string {
  const { statement, witness, action, resource } = first;
  const what = `${action} on ${resource}`;
  const name = nameOfStatement(statement);
  const more = count > 1 ? `; ${count - 1} more ${count === 2 ? 'part' : 'parts'} likewise` : '';
  switch (asked.kind) {
    case 'no-public':
      return `${name} lets callers who are not named do ${what}${more}`;
    case 'not-granted':
      return `${name} grants ${witness.request.action} on ${witness.request.resource}${more}`;
    case 'no-new-access':
      if (base?.policy === undefined)
        return `${name} allows ${what}, and there was no such policy before${more}`;
      return statement.effect === 'Deny'
        ? `${name} of ${base.name} no longer denies ${what}${more}`
        : `${name} allows ${what} beyond ${base.name}${more}`;
  }
}

const openReasons: Readonly<Record<Unproven['because'], string>> = {
  'no-request': 'no request could be made that would show it',
  'too-many': 'there are more cases than are looked at',
};

function unprovenGate(asked: Asked, gated: Gated, open: Unproven, all: readonly Unproven[]): Gate {
  const what = `${nameOfStatement(open.statement)} with ${open.action} on ${open.resource}`;
  return {
    ...openGate(asked, gated, `${what} could not be shown to be harmless: ${openReasons[open.because]}`),
    span: spanOf(open.of.source, open.statement.effectRange),
    action: open.action,
    resource: open.resource,
    aws: awsAnswer(asked.kind, all),
  };
}

function openGate(asked: Asked, { subject }: Gated, because: string): Gate {
  return {
    ...headOf(asked, subject),
    answer: 'unknown',
    because,
    span: spanOf(subject.source, { start: subject.node.start, end: subject.node.start }),
    aws: { result: 'FAIL', message: messages[asked.kind].FAIL, reasons: [] },
  };
}

function unreadGate(asked: Asked, { message, span }: Diagnostic): Gate {
  return {
    gate: asked.kind,
    ...('text' in asked ? { asked: asked.text } : {}),
    answer: 'unknown',
    because: `the file cannot be read: ${message}`,
    ...(span === undefined ? {} : { span }),
    aws: { result: 'FAIL', message: messages[asked.kind].FAIL, reasons: [] },
  };
}

/** None of the policies is of a type that the question is about. */
function nothingAsked(asked: Asked): Gate {
  return {
    gate: asked.kind,
    ...('text' in asked ? { asked: asked.text } : {}),
    answer: 'yes',
    because: 'none of the policies is of a type that could',
    aws: { result: 'PASS', message: messages[asked.kind].PASS, reasons: [] },
  };
}

/**
 * The answers of AWS's own checks, in their words, so that scripts can read both:
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html and its like.
 */
const messages = {
  'no-public': {
    PASS: 'The resource policy does not grant public access for the given resource type.',
    FAIL: 'The resource policy grants public access for the given resource type.',
  },
  'not-granted': {
    PASS: 'The policy document does not grant access to perform one or more of the listed actions or resources.',
    FAIL: 'The policy document grants access to perform one or more of the listed actions or resources.',
  },
  'no-new-access': {
    PASS: 'The modified permissions do not grant new access compared to your existing policy.',
    FAIL: 'The modified permissions grant new access compared to your existing policy.',
  },
} as const;

const descriptions = {
  'no-public': 'Public access granted',
  'not-granted': 'One or more of the listed actions or resources',
  'no-new-access': 'New access',
} as const satisfies Record<Asked['kind'], string>;

function awsAnswer(kind: Asked['kind'], parts: readonly { readonly statement: Statement }[]): AwsAnswer {
  const statements = new Map(parts.map(({ statement }) => [statement.index, statement]));
  const reasons = [...statements.values()].map(({ index, sid }) => {
    const named = sid === undefined || sid.text === '' ? '' : `sid: ${sid.text}, `;
    return {
      statementIndex: index,
      ...(named === '' || sid === undefined ? {} : { statementId: sid.text }),
      description: `${descriptions[kind]} in the statement with ${named}index: ${index}.`,
    };
  });
  const result = parts.length === 0 ? 'PASS' : 'FAIL';
  return { result, message: messages[kind][result], reasons };
}

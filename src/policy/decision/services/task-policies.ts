import { source } from '../../../core/source.ts';
import { managedPolicy } from '../../../data/managed-policies.ts';
import type { StatementGroup } from '../compile.ts';
import { policyFromText } from '../../document.ts';
import type { PatternElement, Policy } from '../../policy.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html: what TaskPolicyArn may be. */
export const taskPolicyNames: readonly string[] = [
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
];

let known: ReadonlySet<string> | undefined;

/** What the task policies say, however a copy is written. */
function taskPolicies(): ReadonlySet<string> {
  return (known ??= new Set(
    taskPolicyNames.flatMap((name) => {
      const managed = managedPolicy(name);
      if (managed === undefined) return [];
      return [meaningOf(policyFromText(source(name, managed.text), 'session', name).policy)];
    }),
  ));
}

function meaningOf({ statements }: Policy): string {
  const elementOf = ({ negated, values }: PatternElement) => [negated, ...values.map(({ text }) => text)];
  return JSON.stringify(
    statements.map(({ effect, action, resource, conditions }) => [
      effect,
      elementOf(action),
      resource && elementOf(resource),
      conditions.map(({ operator, key, values }) => [
        operator.text,
        key.text,
        values.map(({ text }) => text),
      ]),
    ]),
  );
}

const answers = new WeakMap<readonly StatementGroup[], boolean>();

/** Is every policy of the layer one of AWS's task policies for sessions of sts:AssumeRoot? */
export function areTaskPolicies(levels: readonly StatementGroup[]): boolean {
  const answer =
    answers.get(levels) ??
    levels.every(({ policies }) => policies.every((policy) => taskPolicies().has(meaningOf(policy))));
  answers.set(levels, answer);
  return answer;
}

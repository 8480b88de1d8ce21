import { command, given, hinted, word, type Word } from '../../core/command.ts';
import { describeTime } from '../../core/describe-time.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Asker } from '../asker.ts';
import type { Found } from './blockers.ts';
import type { Target } from './target.ts';

/** What does not block the deletion, and is worth knowing before it. */
export function noticesOf(
  target: Target,
  asker: Asker,
  found: readonly Found[],
  { lastUsedAt, arn }: { readonly lastUsedAt?: number; readonly arn?: string },
): readonly Diagnostic[] {
  const { caller, now, words } = asker;
  const blocks = (id: string) => found.some(({ step }) => step.id === id && step.outcome === 'no');
  const notices: Diagnostic[] = [];
  if (target.kind === 'user' && isSameEntity(caller.arn, 'user', target.name))
    notices.push({
      code: 'check/yourself',
      severity: 'warning',
      message:
        'you are this user: without its access keys or its MFA device the commands behind are refused to you',
      hint: 'Run them as somebody else: --profile NAME',
    });
  if (target.kind === 'role' && sessionRole(caller.arn) === target.name)
    notices.push({
      code: 'check/yourself',
      severity: 'warning',
      message: 'you act as this role: without its policies the commands behind are refused to you',
      hint: 'Run them as somebody else: --profile NAME',
    });
  if (target.kind === 'role' && lastUsedAt !== undefined)
    notices.push({
      code: 'check/used',
      severity: 'info',
      message: `the role was last used ${describeTime(lastUsedAt, now)}`,
    });
  if (target.kind === 'policy' && blocks('boundaries'))
    notices.push({
      code: 'check/boundary-removed',
      severity: 'warning',
      message: 'whoever loses a permissions boundary may do all that the other policies allow',
      hint: 'Set another boundary in its place: put-user-permissions-boundary, put-role-permissions-boundary.',
    });
  if (target.kind === 'instance-profile')
    notices.push({
      code: 'check/instances',
      severity: 'info',
      message: 'an instance that has the profile is not in the way: it loses its credentials',
      ...hinted('To find them: ', command`aws ec2 describe-instances --filters ${filterOf(arn)} ${words}`),
    });
  return notices;
}

function isSameEntity(arn: string, kind: string, name: string): boolean {
  const resource = arn.split(':').slice(5).join(':');
  return resource.startsWith(`${kind}/`) && resource.split('/').at(-1)?.toLowerCase() === name.toLowerCase();
}

function sessionRole(arn: string): string | undefined {
  return /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}

function filterOf(arn: string | undefined): Word | undefined {
  const plain = arn === undefined ? undefined : given(arn);
  return word`Name=iam-instance-profile.arn,Values=${plain}`;
}

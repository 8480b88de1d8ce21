import type { Unread } from '../aws/account.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { listed } from '../core/listed.ts';
import type { CheckStep } from './check.ts';

/** What could not be read is unknown, with the permission to ask for. */
export function unreadStep(id: string, title: string, { permission, isDenied, error }: Unread): CheckStep {
  return {
    id,
    title,
    outcome: 'unknown',
    because: isDenied ? `you may not ask: ${permission} is refused` : error.message,
    evidence: [{ kind: 'endpoint', name: permission, value: isDenied ? 'refused' : 'failed' }],
    ...(isDenied ? {} : { isFailure: true }),
  };
}

/** What to do about all that could not be read, said once. */
export function unreadNotices(all: readonly Unread[]): readonly Diagnostic[] {
  const denied = [...new Set(all.filter(({ isDenied }) => isDenied).map(({ permission }) => permission))];
  const failed = all.find(({ isDenied }) => !isDenied);
  return [
    ...(denied.length === 0
      ? []
      : [
          {
            code: 'check/not-permitted',
            severity: 'warning' as const,
            message: `without ${listed(denied)} it is not known whether that is in the way`,
            hint: 'Ask for these permissions, or ask as somebody else: --profile NAME',
          },
        ]),
    ...(failed?.error.advice === undefined
      ? []
      : [
          {
            code: 'check/failed',
            severity: 'warning' as const,
            message: `${failed.permission} got no answer`,
            hint: failed.error.advice,
          },
        ]),
  ];
}

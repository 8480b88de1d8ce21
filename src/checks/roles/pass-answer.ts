import { command, given } from '../../core/command.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import { printArn } from '../../printers/addresses.ts';
import { option } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { verdictOf, type Checked, type CheckStep, type Remedy } from '../check.ts';
import type { Reason } from '../deciding/reason.ts';
import { unreadNotices } from '../unread.ts';
import { describeCaller } from './caller.ts';
import type { PassRole } from './pass-question.ts';
import { nearestService } from './services.ts';
import { trustRemedies } from './trust-remedies.ts';

export function concludePass(
  asked: PassRole,
  steps: readonly CheckStep[],
  missed: Reason['missed'],
): Checked {
  const { role, service, caller } = asked;
  const verdict = verdictOf(steps);
  const who = describeCaller(caller);
  const what = `role ${printArn(new Raw(role.text))} to ${service.principal}`;
  const titles = (outcome: 'no' | 'unknown') =>
    listed(
      steps.filter((one) => one.outcome === outcome).map(({ title }) => title),
      4,
    );
  const isUseless = isTrustAlone(steps);
  const { word: first, summary } = {
    yes: { word: 'yes', summary: `${who} can pass ${what}, and the service can use it` },
    no: {
      word: 'no',
      summary: isUseless
        ? `passing ${what} will work, and using it will not: ${titles('no')}`
        : `${who} cannot pass ${what}: ${titles('no')}`,
    },
    unknown: {
      word: 'unknown',
      summary: `cannot tell whether ${who} can pass ${what}: ${titles('unknown')}`,
    },
  }[verdict];
  return {
    check: 'pass-role',
    verdict,
    word: first,
    summary,
    steps,
    remedies: remediesOf(asked, steps),
    diagnostics: [...advice(asked, steps, missed), ...unreadNotices(unreadOf(asked))],
  };
}

/** Whether the caller's side is surely right, and the role's is not. */
function isTrustAlone(steps: readonly CheckStep[]): boolean {
  const wrong = steps.filter(({ outcome }) => outcome === 'no' || outcome === 'unknown');
  return wrong.length > 0 && wrong.every(({ id }) => /^(?:trust|tag-session)/.test(id));
}

function unreadOf({ caller, known, profiles }: PassRole) {
  return [
    ...caller.unread,
    ...(known?.kind === 'unread' ? [known] : []),
    ...(profiles?.kind === 'unread' ? [profiles] : []),
  ];
}

function remediesOf({ role, asker }: PassRole, steps: readonly CheckStep[]): readonly Remedy[] {
  const words = asker?.words ?? [];
  const isNo = (id: RegExp) => steps.some((one) => one.outcome === 'no' && id.test(one.id));
  const roleName = given(role.roleName);
  if (roleName === undefined || isNo(/^(?:account|role|kind)$/)) return [];
  const trust: readonly Remedy[] = isNo(/^(?:trust|tag-session)/) ? trustRemedies(roleName, words) : [];
  const profile = option(flags.instanceProfileName, role.roleName);
  if (!isNo(/^instance-profile$/) || profile === undefined) return trust;
  return [
    ...trust,
    {
      why: 'makes an instance profile',
      command: command`aws iam create-instance-profile ${profile} ${words}`,
    },
    {
      why: 'puts the role into it',
      command: command`aws iam add-role-to-instance-profile ${profile} --role-name ${roleName} ${words}`,
    },
  ];
}

/** A role or trust policy is everywhere some time after it was made. */
const freshMs = 2 * 60_000;

function advice(
  asked: PassRole,
  steps: readonly CheckStep[],
  missed: Reason['missed'],
): readonly Diagnostic[] {
  const { role, service, known, now } = asked;
  const outcomeOf = (id: string) => steps.find((one) => one.id === id)?.outcome;
  const notices: Diagnostic[] = [];
  if (service.known === undefined) {
    const near = nearestService(service.principal);
    notices.push({
      code: 'check/service-not-listed',
      severity: 'warning',
      message: `${service.principal} is no service that is known to take roles`,
      ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
    });
  }
  if (service.known?.note !== undefined && outcomeOf('trust') !== 'yes')
    notices.push({ code: 'check/service-note', severity: 'info', message: service.known.note });
  if (missed.some(({ key }) => key.toLowerCase() === 'iam:passedtoservice'))
    notices.push({
      code: 'check/passed-to-service',
      severity: 'warning',
      message: `the policy lets the role go to ${listed(
        missed.flatMap(({ values }) => values),
        3,
        'or',
      )} alone`,
      hint: `Add "${service.principal}" to the values of iam:PassedToService.`,
    });
  else if (outcomeOf('identity') === 'no' || outcomeOf('identity') === 'unknown')
    notices.push({
      code: 'check/identity-allow',
      severity: 'info',
      message: 'a policy of the caller has to allow it',
      hint: `As a statement: { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "${printArn(new Raw(role.text))}", "Condition": { "StringEquals": { "iam:PassedToService": "${service.principal}" } } }`,
    });
  if (outcomeOf('trust') === 'no')
    notices.push({
      code: 'check/trust-allow',
      severity: 'info',
      message: 'the trust policy has to let the service in',
      hint: `As a statement: { "Effect": "Allow", "Principal": { "Service": "${service.principal}" }, "Action": ${service.known?.tags === true ? '["sts:AssumeRole", "sts:TagSession"]' : '"sts:AssumeRole"'} }`,
    });
  const created = known?.kind === 'found' ? known.value.createdAt : undefined;
  if (created !== undefined && now - created < freshMs)
    notices.push({
      code: 'check/fresh',
      severity: 'info',
      message: 'the role is less than two minutes old: services may not know it yet',
      hint: 'Where a call says that the role cannot be assumed, repeat it in a minute.',
    });
  return notices;
}

import type { Read, RoleFacts } from '../../aws/account.ts';
import { Raw } from '../../core/raw.ts';
import { listed } from '../../core/listed.ts';
import type { RolePrincipal } from '../../identifiers/principal.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import { printArn } from '../../printers/addresses.ts';
import { step, type Checked, type CheckStep } from '../check.ts';
import { contextOf, judge, type Request } from '../deciding/judge.ts';
import { reasonOf, type Reason } from '../deciding/reason.ts';
import { allowAll, groupOf, setOf } from '../deciding/sets.ts';
import { judgedStep, limitSteps } from '../deciding/sides.ts';
import { shownName } from '../shown-name.ts';
import { unreadStep } from '../unread.ts';
import { mfaReadings } from './mfa-readings.ts';
import { concludePass } from './pass-answer.ts';
import type { PassRole } from './pass-question.ts';
import type { AskedService } from './services.ts';

/** All steps are looked at, so that one answer names all that is missing. Throws `invalid-request`. */
export function checkPassRole(asked: PassRole): Checked {
  const set = setFor(asked);
  const { steps: passing, missed } = passingSteps(asked, set);
  const steps = [
    ...roleSteps(asked),
    ...passing,
    ...trustSteps(asked, set),
    ...profileSteps(asked),
    ...callSteps(asked, set),
  ];
  return concludePass(asked, steps, missed);
}

function setFor({ given, caller, known }: PassRole): PolicySet {
  const read = known?.kind === 'found' ? known.value : undefined;
  return {
    ...given,
    identity: given.identity ?? caller.layers.identity,
    boundary: given.boundary ?? caller.layers.boundary,
    resource:
      given.resource ??
      (read === undefined
        ? undefined
        : [groupOf([{ title: `trust policy of ${read.name}`, text: read.trust }], 'trust')]),
  };
}

/** A role is passed within its account alone: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function roleSteps({ role, caller, known, service }: PassRole): readonly CheckStep[] {
  const { principal } = caller;
  const steps: CheckStep[] = [];
  const own = 'account' in principal ? principal.account : undefined;
  steps.push(
    own === role.account
      ? step('account', 'account', 'yes', `the role and the caller are in account ${role.account}`)
      : step(
          'account',
          'account',
          own === undefined ? 'unknown' : 'no',
          own === undefined
            ? 'the caller belongs to no account'
            : `the role is in account ${role.account}, the caller in ${own}: no role is passed across accounts`,
        ),
  );
  if (known !== undefined) steps.push(existsStep(role, known));
  return [...steps, kindStep(role, service)];
}

function existsStep(role: RolePrincipal, known: Read<RoleFacts>): CheckStep {
  switch (known.kind) {
    case 'unread':
      return unreadStep('role', 'role', known);
    case 'absent':
      return step('role', 'role', 'no', 'there is no role of that name in the account');
    case 'found':
      return known.value.arn === role.text
        ? step('role', 'role', 'yes', printArn(new Raw(role.text)))
        : step(
            'role',
            'role',
            'no',
            `the role is ${printArn(new Raw(known.value.arn))}: a role is passed by its whole ARN`,
          );
  }
}

function kindStep({ path }: RolePrincipal, { principal }: AskedService): CheckStep {
  const title = 'kind of role';
  if (path.startsWith('/aws-reserved/'))
    return step('kind', title, 'no', 'a role that AWS reserves: no service takes it');
  if (!path.startsWith('/aws-service-role/')) return step('kind', title, 'yes', 'a role of the account');
  const owner = path.split('/')[2] ?? '';
  return owner === principal
    ? step(
        'kind',
        title,
        'unknown',
        'a service-linked role: the service makes it itself, and a few of its calls alone take it',
      )
    : step('kind', title, 'no', `a service-linked role of ${shownName(owner)}: no other service takes it`);
}

/** Keys that a call of a person has not: absent. */
const notSent =
  /^(?:aws:(?:viaawsservice|calledvia(?:first|last)?|principalisawsservice|assumedroot|source(?:account|arn|orgid|orgpaths)|multifactorauth(?:present|age))|sts:.+)$/;

function requestOf(asked: PassRole): Request {
  const { role, service, caller, resource, values, hasMfa, now } = asked;
  const own = contextOf(values);
  const context = new Map<string, string | readonly string[]>([
    ['iam:PassedToService', service.principal],
    ...(resource === undefined ? [] : [['iam:AssociatedResourceArn', resource] as const]),
    ...own,
  ]);
  return {
    values: { ...caller.values, ...values, action: ['iam:PassRole'], resource: [role.text], context },
    isKnown: (key) =>
      notSent.test(key) ||
      (caller.hasAllTags && key.startsWith('aws:principaltag/')) ||
      (key === 'aws:sourceidentity' && caller.principal.kind === 'user'),
    readings: mfaReadings(caller, hasMfa, own),
    now,
  };
}

interface Passing {
  readonly steps: readonly CheckStep[];
  readonly missed: Reason['missed'];
}

/** The caller's own side: the trust policy has no say in it. */
function passingSteps(asked: PassRole, set: PolicySet): Passing {
  const { caller } = asked;
  const request = requestOf(asked);
  const title = 'iam:PassRole of the caller';
  const everything = allowAll();
  const missing = caller.missing.filter(({ layer }) => layer !== 'rcp');
  const limits = limitSteps(
    request,
    { ...set, resource: undefined, rcp: undefined },
    { identity: everything },
    missing,
  );
  if (set.identity === undefined) {
    if (caller.principal.kind === 'root')
      return { steps: [judgedStep('identity', title, judge(request, setOf({}))), ...limits], missed: [] };
    const unknown = missing.find(({ layer }) => layer === 'identity');
    const because = unknown?.because ?? 'one has to allow it, and none was given: add --policy FILE';
    return { steps: [step('identity', title, 'unknown', because), ...limits], missed: [] };
  }
  const judged = judge(request, setOf({ identity: set.identity }));
  const isDenied = judged.simulated.decision === 'explicitDeny';
  const reason = reasonOf(judged, 'identity');
  const identity =
    caller.unread.length > 0 && !(judged.outcome === 'no' && isDenied)
      ? step('identity', title, 'unknown', 'not all policies of the caller could be read', reason.evidence)
      : step('identity', title, judged.outcome, reason.because, reason.evidence);
  return { steps: [identity, ...limits], missed: judged.outcome === 'no' ? reasonOf(judged).missed : [] };
}

/** Passing works without it; the service then cannot use the role. */
function trustSteps(asked: PassRole, set: PolicySet): readonly CheckStep[] {
  const { service, known } = asked;
  const title = `trust policy for ${service.principal}`;
  if (set.resource === undefined) {
    if (known?.kind === 'unread') return [unreadStep('trust', title, known)];
    return [step('trust', title, 'unknown', 'it was not given: add --trust-policy FILE')];
  }
  const names = [service.principal, ...(service.known?.also ?? [])];
  const trusted = setOf({ resource: set.resource, rcp: set.rcp });
  return names.flatMap((name, index) => {
    const ask = (action: string) => judge(serviceRequest(asked, name, action), trusted);
    const first = judgedStep(
      index === 0 ? 'trust' : `trust-${index + 1}`,
      `trust policy for ${name}`,
      ask('sts:AssumeRole'),
    );
    if (index > 0 || service.known?.tags !== true) return [first];
    return [first, judgedStep('tag-session', `session tags of ${name}`, ask('sts:TagSession'))];
  });
}

/** A service says for whom it acts, some always: where that is not known, both readings count. */
function serviceRequest(
  { role, service, resource, values, now }: PassRole,
  name: string,
  action: string,
): Request {
  const own = contextOf(values);
  const source = new Map([['aws:SourceAccount', role.account]]);
  const none = new Map<string, string>();
  const isSaid = [...own.keys()].some((key) => key.toLowerCase() === 'aws:sourceaccount');
  const sends = service.known?.sendsSource === true;
  const context = new Map([
    ...(resource === undefined || !sends ? [] : [['aws:SourceArn', resource] as const]),
    ...own,
  ]);
  return {
    values: {
      principal: name,
      action: [action],
      resource: [role.text],
      ...(context.size > 0 ? { context } : {}),
    },
    isKnown: (key) =>
      key === 'aws:sourceaccount' ||
      /^sts:(?:externalid|sourceidentity)$/.test(key) ||
      /^aws:multifactorauth/.test(key),
    readings: isSaid ? [none] : sends ? [source] : [none, source],
    now,
  };
}

function profileSteps({ service, profiles, profile }: PassRole): readonly CheckStep[] {
  if (service.known?.throughProfile !== true) return [];
  const title = 'instance profile';
  const say = (outcome: CheckStep['outcome'], because: string) => [
    step('instance-profile', title, outcome, because),
  ];
  if (profiles === undefined)
    return profile === undefined
      ? say(
          'unknown',
          'EC2 takes the role out of an instance profile: add --instance-profile NAME where there is one',
        )
      : say('yes', `${shownName(profile)}, as --instance-profile says`);
  if (profiles.kind === 'unread') return [unreadStep('instance-profile', title, profiles)];
  const names = profiles.kind === 'found' ? profiles.value.map(({ name }) => name) : [];
  if (names.length === 0)
    return say('no', 'no instance profile holds the role, and EC2 takes roles out of one alone');
  if (profile !== undefined && !names.includes(profile))
    return say(
      'no',
      `${shownName(profile)} does not hold the role; ${listed(names.map(shownName), 3)} ${names.length === 1 ? 'does' : 'do'}`,
    );
  return say('yes', listed(names.map(shownName), 3));
}

/** The call itself is a permission of its own. */
function callSteps(asked: PassRole, set: PolicySet): readonly CheckStep[] {
  const { call, resource, service, caller } = asked;
  const title = 'the call itself';
  if (call === undefined) {
    const calls = service.known?.calls ?? [];
    if (calls.length === 0) return [];
    return [step('call', title, 'skip', `not asked: add --call, as in ${listed(calls, 3, 'or')}`)];
  }
  if (set.identity === undefined) return [step('call', title, 'unknown', 'no policy of the caller is known')];
  const base = requestOf(asked);
  const own = contextOf(asked.values);
  const request: Request = {
    ...base,
    values: {
      ...caller.values,
      ...asked.values,
      action: [call],
      resource: [resource ?? '*'],
      ...(own.size > 0 ? { context: own } : {}),
    },
  };
  const judged = judge(request, { ...set, resource: undefined, rcp: undefined });
  const made = judgedStep('call', `${title}: ${call}`, judged);
  const isOpen =
    caller.unread.length > 0 && !(judged.outcome === 'no' && judged.simulated.decision === 'explicitDeny');
  if (isOpen)
    return [{ ...made, outcome: 'unknown', because: 'not all policies of the caller could be read' }];
  if (judged.outcome !== 'no' || resource !== undefined || judged.simulated.decision === 'explicitDeny')
    return [made];
  return [
    {
      ...made,
      outcome: 'unknown',
      because: `not on every resource: add --associated-resource ARN (${made.because})`,
    },
  ];
}

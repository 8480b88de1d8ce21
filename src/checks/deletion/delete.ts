import type { Read } from '../../aws/account.ts';
import { command, type Command } from '../../core/command.ts';

import type { Diagnostic } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { printArn } from '../../printers/addresses.ts';
import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { step, verdictOf, type Checked, type CheckStep, type Remedy } from '../check.ts';
import { unreadNotices, unreadStep } from '../unread.ts';
import { find, remediesOf, withoutCommand, type Found, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';
import { groupKinds } from './group.ts';
import { instanceProfileKinds } from './instance-profile.ts';
import { managedPolicyKinds } from './policy.ts';
import { noticesOf } from './notices.ts';
import { roleKinds, specialRole, type SpecialRole } from './role.ts';
import { titles, type Target } from './target.ts';
import { userKinds } from './user.ts';

/** What is known of the thing itself. */
interface Itself {
  readonly arn: string;
  readonly special?: SpecialRole;
  /** Milliseconds since the epoch. */
  readonly lastUsedAt?: number;
}

/** Would the deletion work, and what has to go before it? Everything at once, where AWS names one thing at a time. */
export async function checkDeletion(target: Target, asker: Asker): Promise<Checked> {
  const elsewhere = otherAccount(target, asker);
  if (elsewhere !== undefined) return answer(target, asker, { steps: [elsewhere] });
  if (target.kind === 'policy') return checkPolicy(target, asker);
  const [itself, found] = await Promise.all([itselfOf(target, asker), findAll(kindsOf(target, asker))]);
  return conclude(target, asker, itself, found);
}

async function checkPolicy(target: Target, asker: Asker): Promise<Checked> {
  const arn = target.arn?.text ?? `arn:${asker.partition}:iam::${asker.caller.account}:policy/${target.name}`;
  let itself: Read<Itself> = await asker.reader.policy(arn);
  // A name does not tell its path.
  if (target.arn === undefined && itself.kind !== 'found') {
    const named = await asker.reader.policyNamed(target.name);
    if (named.kind !== 'absent' || itself.kind === 'absent') itself = named;
  }
  const known = itself.kind === 'found' ? itself.value.arn : target.arn?.text;
  const found = known === undefined ? [] : await findAll(managedPolicyKinds(known, asker));
  return conclude(target, asker, itself, found, known);
}

function kindsOf({ kind, name }: Target, asker: Asker): readonly Kind[] {
  switch (kind) {
    case 'user':
      return userKinds(name, asker);
    case 'role':
      return roleKinds(name, asker);
    case 'group':
      return groupKinds(name, asker);
    case 'instance-profile':
      return instanceProfileKinds(name, asker);
    case 'policy':
      return [];
  }
}

async function itselfOf({ kind, name }: Target, asker: Asker): Promise<Read<Itself>> {
  const { reader } = asker;
  switch (kind) {
    case 'user':
      return reader.user(name);
    case 'group':
      return reader.group(name);
    case 'instance-profile':
      return reader.instanceProfile(name);
    case 'role': {
      const role = await reader.role(name);
      if (role.kind !== 'found') return role;
      const special = specialRole(role.value, asker);
      return { kind: 'found', value: special === undefined ? role.value : { ...role.value, special } };
    }
    case 'policy':
      return { kind: 'absent' };
  }
}

function findAll(kinds: readonly Kind[]): Promise<readonly Found[]> {
  return Promise.all(kinds.map(find));
}

function otherAccount({ kind, arn }: Target, { caller, partition }: Asker): CheckStep | undefined {
  if (arn === undefined || (arn.account === caller.account && arn.partition === partition)) return undefined;
  const title = 'account';
  if (arn.account === 'aws')
    return step(
      'account',
      title,
      'no',
      'an AWS managed policy: nobody but AWS can delete it; it costs nothing to leave it',
    );
  return step(
    'account',
    title,
    'no',
    `the ${titles[kind]} is in account ${arn.account}${arn.partition === partition ? '' : ` of partition ${arn.partition}`}, your credentials are in ${caller.account}`,
  );
}

function conclude(
  target: Target,
  asker: Asker,
  itself: Read<Itself>,
  found: readonly Found[],
  policyArn?: string,
): Checked {
  const title = `the ${titles[target.kind]} itself`;
  const isAbsent =
    itself.kind === 'absent' || (itself.kind === 'unread' && found.some((each) => each.isAbsent === true));
  if (isAbsent) {
    const because = `there is no ${titles[target.kind]} of that name in account ${asker.caller.account}`;
    return answer(target, asker, { steps: [step(target.kind, title, 'no', because)], isAbsent: true });
  }
  const { special } = itself.kind === 'found' ? itself.value : {};
  const first =
    itself.kind === 'unread'
      ? unreadStep(target.kind, title, itself)
      : step(target.kind, title, 'yes', printArn(new Raw(itself.value.arn)));
  const steps = [first, ...(special === undefined ? [] : [special.step]), ...found.map((each) => each.step)];
  return answer(target, asker, {
    steps,
    remedies:
      special === undefined
        ? [...remediesOf(found), ...lastRemedy(target, asker, policyArn)]
        : special.remedies,
    diagnostics: [
      ...noticesOf(target, asker, found, itself.kind === 'found' ? itself.value : {}),
      ...unreadNotices([
        ...(itself.kind === 'unread' ? [itself] : []),
        ...found.flatMap(({ unread }) => (unread === undefined ? [] : [unread])),
      ]),
      ...noCommandNotices(found),
    ],
  });
}

function noCommandNotices(found: readonly Found[]): readonly Diagnostic[] {
  return withoutCommand(found).map(({ shown, how }) => ({
    code: 'check/no-command',
    severity: 'warning',
    message: `no command of IAM removes ${shown}`,
    hint: how,
  }));
}

function lastRemedy(target: Target, asker: Asker, policyArn: string | undefined): readonly Remedy[] {
  const made = deleteCommand(target, asker, policyArn);
  return made === undefined ? [] : [{ why: `deletes the ${titles[target.kind]}`, command: made }];
}

function deleteCommand(
  { kind, name }: Target,
  { words }: Asker,
  policyArn: string | undefined,
): Command | undefined {
  switch (kind) {
    case 'user':
      return command`aws iam delete-user ${option(flags.userName, name)} ${words}`;
    case 'role':
      return command`aws iam delete-role ${option(flags.roleName, name)} ${words}`;
    case 'group':
      return command`aws iam delete-group ${option(flags.groupName, name)} ${words}`;
    case 'instance-profile':
      return command`aws iam delete-instance-profile ${option(flags.instanceProfileName, name)} ${words}`;
    case 'policy':
      return policyArn === undefined
        ? undefined
        : command`aws iam delete-policy ${option(flags.policyArn, policyArn)} ${words}`;
  }
}

interface Parts {
  readonly steps: readonly CheckStep[];
  readonly remedies?: readonly Remedy[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly isAbsent?: true;
}

function answer(target: Target, { caller }: Asker, parts: Parts): Checked {
  const { steps, remedies = [], diagnostics = [], isAbsent } = parts;
  const verdict = verdictOf(steps);
  const what = `${titles[target.kind]} ${shownName(target.name)}`;
  const blocking = steps.filter(({ outcome }) => outcome === 'no');
  const count = blocking.reduce((sum, { evidence }) => sum + evidence.length, 0);
  const open = steps.filter(({ outcome }) => outcome === 'unknown').length;
  const refused = blocking.find(({ id }) => id === 'account' || id === 'kind');
  const { word: first, summary } = {
    yes: {
      word: 'ready',
      summary: `${what} in account ${caller.account} can be deleted: nothing is in the way`,
    },
    no:
      isAbsent === true
        ? { word: 'missing', summary: `there is no ${what} in account ${caller.account}` }
        : {
            word: 'blocked',
            summary:
              refused === undefined
                ? `${what} in account ${caller.account} cannot be deleted yet: ${count} ${count === 1 ? 'thing has' : 'things have'} to go first`
                : `${what} cannot be deleted: ${refused.because}`,
          },
    unknown: {
      word: 'unknown',
      summary: `cannot tell whether ${what} can be deleted: ${open} of ${steps.length} questions got no answer`,
    },
  }[verdict];
  return { check: `delete-${target.kind}`, verdict, word: first, summary, steps, remedies, diagnostics };
}

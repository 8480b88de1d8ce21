import type { RoleFacts } from '../../aws/account.ts';
import { command, type Command } from '../../core/command.ts';

import { parsePermissionSet } from '../../identifiers/session-role.ts';
import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { step, type CheckStep, type Remedy } from '../check.ts';
import { mapRead, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';
import { policyKinds } from './policies.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html; access first. */
export function roleKinds(name: string, asker: Asker): readonly Kind[] {
  const { reader, words } = asker;
  return [
    {
      id: 'instance-profiles',
      title: 'instance profiles with it',
      permission: 'iam:ListInstanceProfilesForRole',
      read: async () =>
        mapRead(await reader.instanceProfilesOf(name), (profiles) =>
          profiles.map((profile) => ({
            shown: shownName(profile.name),
            removed: [
              {
                why: 'takes the role out of the instance profile',
                command: command`aws iam remove-role-from-instance-profile ${option(flags.instanceProfileName, profile.name)} ${option(flags.roleName, name)} ${words}`,
              },
            ],
          })),
        ),
    },
    ...policyKinds({ kind: 'role', name }, asker),
  ];
}

/** A role that IAM lets nobody delete as others are deleted. */
export interface SpecialRole {
  readonly step: CheckStep;
  readonly remedies: readonly Remedy[];
}

/**
 * Roles of services and of Identity Center: DeleteRole answers UnmodifiableEntity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function specialRole({ path, name }: RoleFacts, { words, caller }: Asker): SpecialRole | undefined {
  const title = 'kind of role';
  if (path.startsWith('/aws-service-role/')) {
    const service = path.split('/')[2] ?? '';
    return {
      step: step(
        'kind',
        title,
        'no',
        `a service-linked role of ${shownName(service)}: DeleteRole is refused, DeleteServiceLinkedRole deletes it once the service has nothing left that uses it`,
      ),
      remedies: remedies([
        'begins the deletion, and prints the id of its task',
        command`aws iam delete-service-linked-role ${option(flags.roleName, name)} ${words}`,
      ]),
    };
  }
  if (!path.startsWith('/aws-reserved/')) return undefined;
  const set = parsePermissionSet(name);
  if (set === undefined)
    return {
      step: step(
        'kind',
        title,
        'no',
        'a role that AWS reserves: only the service that made it may delete it',
      ),
      remedies: [],
    };
  return {
    step: step(
      'kind',
      title,
      'no',
      `the role of permission set ${shownName(set.name)}: Identity Center alone deletes it, with the last assignment of the set in account ${caller.account}`,
    ),
    remedies: remedies(
      [
        'finds the instance of Identity Center, as its administrator',
        command`aws sso-admin list-instances ${words}`,
      ],
      [
        'finds who the permission set is assigned to; delete-account-assignment takes it away',
        command`aws sso-admin list-account-assignments --instance-arn INSTANCE_ARN ${option(flags.accountId, caller.account)} --permission-set-arn PERMISSION_SET_ARN ${words}`,
      ],
    ),
  };
}

function remedies(...all: readonly (readonly [string, Command | undefined])[]): readonly Remedy[] {
  return all.flatMap(([why, made]) => (made === undefined ? [] : [{ why, command: made }]));
}

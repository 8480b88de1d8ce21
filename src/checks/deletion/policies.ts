import type { Entity } from '../../aws/account.ts';
import { command, type Command } from '../../core/command.ts';

import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { mapRead, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';

/** The two kinds of policies that users, groups and roles have alike. */
export function policyKinds(of: Entity, asker: Asker): readonly Kind[] {
  const { reader } = asker;
  const capital = { user: 'User', group: 'Group', role: 'Role' }[of.kind];
  return [
    {
      id: 'inline-policies',
      title: 'inline policies',
      permission: `iam:List${capital}Policies`,
      read: async () =>
        mapRead(await reader.inlinePolicies(of), (names) =>
          names.map((name) => ({
            shown: shownName(name),
            removed: [{ why: 'deletes the inline policy', command: deleteInline(of, name, asker) }],
          })),
        ),
    },
    {
      id: 'attached-policies',
      title: 'attached policies',
      permission: `iam:ListAttached${capital}Policies`,
      read: async () =>
        mapRead(await reader.attachedPolicies(of), (policies) =>
          policies.map(({ name, arn }) => ({
            shown: shownName(name),
            removed: [{ why: 'detaches the managed policy', command: detach(of, arn, asker) }],
          })),
        ),
    },
  ];
}

function deleteInline({ kind, name }: Entity, policy: string, { words }: Asker): Command | undefined {
  const named = option(flags.policyName, policy);
  switch (kind) {
    case 'user':
      return command`aws iam delete-user-policy ${option(flags.userName, name)} ${named} ${words}`;
    case 'group':
      return command`aws iam delete-group-policy ${option(flags.groupName, name)} ${named} ${words}`;
    case 'role':
      return command`aws iam delete-role-policy ${option(flags.roleName, name)} ${named} ${words}`;
  }
}

/** Takes a managed policy away from whoever has it. */
export function detach({ kind, name }: Entity, policyArn: string, { words }: Asker): Command | undefined {
  const policy = option(flags.policyArn, policyArn);
  switch (kind) {
    case 'user':
      return command`aws iam detach-user-policy ${option(flags.userName, name)} ${policy} ${words}`;
    case 'group':
      return command`aws iam detach-group-policy ${option(flags.groupName, name)} ${policy} ${words}`;
    case 'role':
      return command`aws iam detach-role-policy ${option(flags.roleName, name)} ${policy} ${words}`;
  }
}

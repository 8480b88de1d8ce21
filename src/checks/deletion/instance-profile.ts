import { command } from '../../core/command.ts';

import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { mapRead, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export function instanceProfileKinds(name: string, { reader, words }: Asker): readonly Kind[] {
  return [
    {
      id: 'roles',
      title: 'role in it',
      permission: 'iam:GetInstanceProfile',
      read: async () =>
        mapRead(await reader.instanceProfile(name), ({ roles }) =>
          roles.map((role) => ({
            shown: shownName(role),
            removed: [
              {
                why: 'takes the role out of the instance profile',
                command: command`aws iam remove-role-from-instance-profile ${option(flags.instanceProfileName, name)} ${option(flags.roleName, role)} ${words}`,
              },
            ],
          })),
        ),
    },
  ];
}

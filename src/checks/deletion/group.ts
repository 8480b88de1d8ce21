import { command } from '../../core/command.ts';

import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { mapRead, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';
import { policyKinds } from './policies.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export function groupKinds(name: string, asker: Asker): readonly Kind[] {
  const { reader, words } = asker;
  return [
    {
      id: 'members',
      title: 'members',
      permission: 'iam:GetGroup',
      read: async () =>
        mapRead(await reader.group(name), ({ members }) =>
          members.map((member) => ({
            shown: shownName(member),
            removed: [
              {
                why: 'takes the user out of the group',
                command: command`aws iam remove-user-from-group ${option(flags.userName, member)} ${option(flags.groupName, name)} ${words}`,
              },
            ],
          })),
        ),
    },
    ...policyKinds({ kind: 'group', name }, asker),
  ];
}

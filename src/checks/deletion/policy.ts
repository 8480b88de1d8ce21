import type { Entity, PolicyUses, Read } from '../../aws/account.ts';
import { command, type Command } from '../../core/command.ts';

import { parsePermissionSet } from '../../identifiers/session-role.ts';
import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { mapRead, type Blocker, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';
import { detach } from './policies.ts';

/**
 * Attachments, uses as a permissions boundary, and all versions but the default one:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
 */
export function managedPolicyKinds(arn: string, asker: Asker): readonly Kind[] {
  const { reader, words } = asker;
  let asked: Promise<Read<PolicyUses>> | undefined;
  const uses = () => (asked ??= reader.policyUses(arn));
  const permission = 'iam:ListEntitiesForPolicy';
  return [
    {
      id: 'attachments',
      title: 'users, groups and roles with it',
      permission,
      read: async () =>
        mapRead(await uses(), ({ entities }) =>
          entities.map((entity) => ({
            shown: `${entity.kind} ${shownName(entity.name)}`,
            ...(isProtected(entity)
              ? {
                  removed: [],
                  elsewhere: 'Identity Center owns the role: take the policy out of its permission set.',
                }
              : {
                  removed: [
                    { why: `detaches it from the ${entity.kind}`, command: detach(entity, arn, asker) },
                  ],
                }),
          })),
        ),
    },
    {
      id: 'boundaries',
      title: 'whose permissions boundary it is',
      permission,
      read: async () =>
        mapRead(await uses(), ({ bounded }) =>
          bounded.map((entity) => ({
            shown: `${entity.kind} ${shownName(entity.name)}`,
            removed: [
              {
                why: `takes the boundary away: the ${entity.kind} may do more then`,
                command: unbind(entity, asker),
              },
            ],
          })),
        ),
    },
    {
      id: 'versions',
      title: 'versions beside the default one',
      permission: 'iam:ListPolicyVersions',
      read: async () =>
        mapRead(await reader.policyVersions(arn), (versions) =>
          versions
            .filter(({ isDefault }) => !isDefault)
            .map(({ id }) => id)
            .sort((left, right) => numberOf(left) - numberOf(right))
            .map((id): Blocker => ({
              shown: shownName(id),
              removed: [
                {
                  why: 'deletes the version',
                  command: command`aws iam delete-policy-version ${option(flags.policyArn, arn)} ${option(flags.versionId, id)} ${words}`,
                },
              ],
            })),
        ),
    },
  ];
}

function numberOf(version: string): number {
  return Number(version.slice(1));
}

/** Identity Center puts back what is taken from its roles, and IAM refuses to take it. */
function isProtected({ kind, name }: Entity): boolean {
  return kind === 'role' && parsePermissionSet(name) !== undefined;
}

function unbind({ kind, name }: Entity, { words }: Asker): Command | undefined {
  switch (kind) {
    case 'user':
      return command`aws iam delete-user-permissions-boundary ${option(flags.userName, name)} ${words}`;
    case 'role':
      return command`aws iam delete-role-permissions-boundary ${option(flags.roleName, name)} ${words}`;
    case 'group':
      return undefined;
  }
}

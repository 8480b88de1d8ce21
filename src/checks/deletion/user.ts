import type { AccessKeyFacts, Read } from '../../aws/account.ts';
import { command } from '../../core/command.ts';

import { describeTime } from '../../core/describe-time.ts';
import { Raw } from '../../core/raw.ts';
import { printArn } from '../../printers/addresses.ts';
import { printKeyId, printName } from '../../printers/names.ts';
import { option, type Asker } from '../asker.ts';
import { flags } from '../aws-flags.ts';
import { mapRead, type Blocker, type Kind } from './blockers.ts';
import { shownName } from '../shown-name.ts';
import { policyKinds } from './policies.ts';

/**
 * What IAM wants removed before a user, access first, so that the person is locked out even where a later command
 * fails: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export function userKinds(name: string, asker: Asker): readonly Kind[] {
  const { reader, words } = asker;
  const user = option(flags.userName, name);
  const list = <T>(
    id: string,
    title: string,
    permission: string,
    read: () => Promise<Read<readonly T[]>>,
    blockerOf: (value: T) => Blocker,
  ): Kind => ({
    id,
    title,
    permission,
    read: async () => mapRead(await read(), (values) => values.map(blockerOf)),
  });
  return [
    {
      id: 'login-profile',
      title: 'console password',
      permission: 'iam:GetLoginProfile',
      read: async () => {
        const found = await reader.loginProfile(name);
        // IAM has one answer for a user without a password and for no user: the other lists tell.
        if (found.kind === 'absent') return { kind: 'found', value: [] };
        return mapRead(found, () => [
          {
            shown: 'there is one',
            removed: [
              {
                why: 'takes the password of the console away',
                command: command`aws iam delete-login-profile ${user} ${words}`,
              },
            ],
          },
        ]);
      },
    },
    {
      id: 'access-keys',
      title: 'access keys',
      permission: 'iam:ListAccessKeys',
      read: async () => {
        const found = await reader.accessKeys(name);
        if (found.kind !== 'found') return found;
        const value = await Promise.all(found.value.map((key) => keyBlocker(key, name, asker)));
        return { kind: 'found', value };
      },
    },
    list(
      'mfa-devices',
      'MFA devices',
      'iam:ListMFADevices',
      () => reader.mfaDevices(name),
      (serial) => ({
        shown: serial.startsWith('arn:') ? printArn(new Raw(serial)) : printName(new Raw(serial)),
        removed: [
          {
            why: 'takes the MFA device from the user',
            command: command`aws iam deactivate-mfa-device ${user} ${option(flags.serialNumber, serial)} ${words}`,
          },
          ...(isVirtual(serial)
            ? [
                {
                  why: 'deletes the virtual MFA device, whose name would stay taken',
                  command: command`aws iam delete-virtual-mfa-device ${option(flags.serialNumber, serial)} ${words}`,
                },
              ]
            : []),
        ],
      }),
    ),
    list(
      'signing-certificates',
      'signing certificates',
      'iam:ListSigningCertificates',
      () => reader.signingCertificates(name),
      (id) => ({
        shown: printKeyId(new Raw(id)),
        removed: [
          {
            why: 'deletes the signing certificate',
            command: command`aws iam delete-signing-certificate ${user} ${option(flags.certificateId, id)} ${words}`,
          },
        ],
      }),
    ),
    list(
      'ssh-public-keys',
      'SSH public keys',
      'iam:ListSSHPublicKeys',
      () => reader.sshPublicKeys(name),
      (id) => ({
        shown: printKeyId(new Raw(id)),
        removed: [
          {
            why: 'deletes the SSH key',
            command: command`aws iam delete-ssh-public-key ${user} ${option(flags.sshPublicKeyId, id)} ${words}`,
          },
        ],
      }),
    ),
    list(
      'service-specific-credentials',
      'service-specific credentials',
      'iam:ListServiceSpecificCredentials',
      () => reader.serviceCredentials(name),
      ({ id, service }) => ({
        shown:
          service === '' ? printKeyId(new Raw(id)) : `${printKeyId(new Raw(id))} (${shownName(service)})`,
        removed: [
          {
            why: 'deletes the credential of one service',
            command: command`aws iam delete-service-specific-credential ${user} ${option(flags.serviceSpecificCredentialId, id)} ${words}`,
          },
        ],
      }),
    ),
    list(
      'groups',
      'group memberships',
      'iam:ListGroupsForUser',
      () => reader.groupsOf(name),
      (group) => ({
        shown: shownName(group),
        removed: [
          {
            why: 'takes the user out of the group',
            command: command`aws iam remove-user-from-group ${user} ${option(flags.groupName, group)} ${words}`,
          },
        ],
      }),
    ),
    ...policyKinds({ kind: 'user', name }, asker),
  ];
}

/** Hardware devices and passkeys are no things of IAM's own: there is nothing to delete. */
function isVirtual(serial: string): boolean {
  return /^arn:[^:]*:iam::\d*:mfa\//.test(serial);
}

/** The id stands masked in the answer, and as it is in the command, which does nothing without it. */
async function keyBlocker({ id, isActive }: AccessKeyFacts, user: string, asker: Asker): Promise<Blocker> {
  const { reader, words, now } = asker;
  const use = await reader.accessKeyUse(id);
  const state = isActive ? 'active' : 'inactive';
  return {
    shown: `${printKeyId(new Raw(id))} (${state}${use.kind === 'found' ? `, ${describeUse(use.value, now)}` : ''})`,
    removed: [
      {
        why: `deletes the ${state} access key`,
        command: command`aws iam delete-access-key ${option(flags.userName, user)} ${option(flags.accessKeyId, id)} ${words}`,
      },
    ],
  };
}

function describeUse(
  { at, service, region }: { readonly at?: number; readonly service?: string; readonly region?: string },
  now: number,
): string {
  if (at === undefined) return 'never used';
  const where = [
    ...(service === undefined ? [] : [` for ${shownName(service)}`]),
    ...(region === undefined ? [] : [` in ${shownName(region)}`]),
  ].join('');
  return `used ${describeTime(at, now)}${where}`;
}

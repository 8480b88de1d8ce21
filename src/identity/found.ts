import type { Diagnostic } from '../core/evaluation.ts';
import type { GivenKeys } from '../aws/keys.ts';
import type { Caller } from './caller.ts';
import type { ProviderId, Selected } from '../credentials/chain/chain.ts';
import { findEndpoint } from '../credentials/chain/endpoint-url.ts';
import type { Origin } from '../credentials/retrieve/retrieval.ts';
import {
  accountOf,
  isSet,
  maskedKeyOf,
  settingOf,
  shownOf,
  type Setting,
} from '../credentials/places/settings.ts';
import { checkCaller } from '../identifiers/caller-identity.ts';
import { findSessionLimits } from '../identifiers/session-limits.ts';
import { findSessionSource, type SessionSource } from '../identifiers/session-source.ts';
import type { Identity } from './identity.ts';

/** Everything that the answer says; nothing in it is a secret. */
export interface Found {
  readonly caller: Caller;
  readonly selected: Selected;
  readonly identity: Identity;
  /** Masked; absent where the id has no form that could be masked. */
  readonly accessKeyId: string;
  readonly isTemporary: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** The name of the profile that gave the credentials; absent where none did. */
  readonly profile?: string;
  readonly roleArn?: string;
  readonly session?: SessionSource;
  /** In place of the service's own address. */
  readonly endpoint?: Setting;
  /** What does not fit together, what these credentials cannot do. */
  readonly notes: readonly Diagnostic[];
}

const profileProviders: readonly ProviderId[] = [
  'assume-role',
  'sso',
  'login',
  'process',
  'shared-credentials-file',
  'config-file',
];

export function found(
  caller: Caller,
  selected: Selected,
  identity: Identity,
  keys: GivenKeys,
  origin: Origin,
): Found {
  const { resolution, context } = caller;
  const { named } = identity;
  const id = maskedKeyOf(settingOf('derived', 'access_key_id', keys.accessKeyId));
  const isTemporary = keys.sessionToken !== undefined;
  const expiresAt = keys.expiresAt ?? selected.expiresAt;
  const roleArn = identity.role?.arn ?? roleOfChain(selected, identity);
  const endpoint = findEndpoint(context, 'STS').endpoint;
  const functionName = context.world.host.env['AWS_LAMBDA_FUNCTION_NAME'];
  const session =
    named.sessionName === undefined
      ? undefined
      : findSessionSource(
          named.sessionName,
          named.roleName ?? '',
          functionName === undefined ? {} : { functionName },
        );
  const isOfProfile =
    profileProviders.includes(selected.provider) ||
    (selected.recipe.kind === 'web-identity' && selected.recipe.tokenFile.evidence.kind === 'file');
  return {
    caller,
    selected,
    identity,
    accessKeyId: id === undefined ? '*'.repeat(16) : id,
    isTemporary,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(isOfProfile ? { profile: resolution.profile.shownName } : {}),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(session === undefined ? {} : { session }),
    ...(endpoint.value === undefined ? {} : { endpoint }),
    notes: [
      ...checkCaller(identity, {
        accessKeyId: keys.accessKeyId,
        ...(isSet(resolution.region) ? { region: shownOf(resolution.region) } : {}),
        ...profileAccount(caller),
      }),
      ...clockNotes(identity.clockSkewSeconds),
      ...findSessionLimits(named, { isTemporary, mfa: identity.mfa, isChained: origin.isChained }),
    ],
  };
}

/** The ARN that AssumeRole was given is the role's own: with another path it would not have been found. */
export function roleOfChain(
  { roleArn, provider }: Selected,
  { named, account }: Pick<Identity, 'named' | 'account'>,
): string | undefined {
  if (roleArn === undefined || (provider !== 'assume-role' && provider !== 'web-identity')) return undefined;
  const isIt = roleArn.includes(`:${account}:role/`) && roleArn.endsWith(`/${named.roleName ?? ''}`);
  return isIt ? roleArn : undefined;
}

function profileAccount({ context }: Caller): { readonly profileAccount?: string } {
  const { profile } = context;
  const role = /^arn:[\w-]+:iam::(\d{12}):role\/./.exec(shownOf(profile.get('role_arn')))?.[1];
  const { accountId = role } = accountOf(profile.get('sso_account_id'));
  return accountId === undefined ? {} : { profileAccount: accountId };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html: five minutes. */
const toleratedSeconds = 300;

function clockNotes(skew: number): readonly Diagnostic[] {
  const seconds = Math.abs(skew);
  if (seconds < toleratedSeconds / 5) return [];
  const how = skew > 0 ? 'fast' : 'slow';
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const effect =
    seconds < toleratedSeconds
      ? 'AWS refuses requests that are signed five minutes off'
      : 'AWS refuses requests signed with it; only tools that correct it themselves still work';
  return [
    {
      code: 'identity/clock-skew',
      severity: 'warning',
      message: `the clock of this machine is ${amount} ${how}: ${effect}`,
      hint: 'Set the clock: sudo timedatectl set-ntp true',
    },
  ];
}

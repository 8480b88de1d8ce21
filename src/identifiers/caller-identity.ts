import { command } from '../core/command.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { parseArn } from './arn.ts';
import { accountOfId } from './id-account.ts';
import { partitionOfRegion } from './partition.ts';
import { parsePrincipal } from './principal.ts';
import { parsePermissionSet } from './session-role.ts';

/** The three fields of GetCallerIdentity, read together: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export interface Caller {
  readonly type: 'user' | 'assumed-role' | 'federated-user' | 'root' | 'unknown';
  readonly name: string;
  readonly path?: string;
  readonly roleName?: string;
  readonly sessionName?: string;
  readonly permissionSet?: string;
  /** Why the type is not certain. */
  readonly because?: string;
  /** What `aws:userid` conditions test for this caller, any session of it. */
  readonly userIdPattern: string;
}

/** Who AWS says is calling. */
export function readCaller({ arn, userId }: CallerIdentity): Caller {
  const principal = parsePrincipal(arn);
  switch (principal.kind) {
    case 'root':
      return { type: 'root', name: 'root', userIdPattern: userId };
    case 'user':
      return { type: 'user', name: principal.name, path: principal.path, userIdPattern: userId };
    case 'federated-user':
      return { type: 'federated-user', name: principal.name, userIdPattern: userId };
    case 'session': {
      const { roleName, sessionName } = principal;
      const set = parsePermissionSet(roleName);
      return {
        type: 'assumed-role',
        name: set?.name ?? roleName,
        roleName,
        sessionName,
        ...(set === undefined ? {} : { permissionSet: set.name }),
        userIdPattern: userId.startsWith('AROA') ? `${userId.split(':', 1)[0] ?? ''}:*` : userId,
      };
    }
    case 'role':
    case 'provider':
    case 'service':
    case 'anonymous':
    case 'invalid':
      return readOddCaller(arn, userId);
  }
}

/** AssumeRoot's sessions; AWS documents no form of their ARN. */
function readOddCaller(arn: string, userId: string): Caller {
  const { service, resource } = parseArn(arn) ?? {};
  if (service === 'sts' && resource !== undefined && /^(assumed-root(\/.*)?|root)$/.test(resource)) {
    return {
      type: 'root',
      name: 'root',
      because: 'a session of AssumeRoot, by its ARN: AWS does not document the form',
      userIdPattern: userId,
    };
  }
  return {
    type: 'unknown',
    name: resource ?? arn,
    because: 'the ARN has no known form',
    userIdPattern: userId,
  };
}

export interface CallerExpectations {
  readonly accessKeyId?: string;
  readonly region?: string;
  /** Account that the profile names, in `sso_account_id` or `role_arn`. */
  readonly profileAccount?: string;
}

/** What does not fit together in an answer of GetCallerIdentity; empty where all is well. */
export function checkCaller(
  { account, arn, userId }: CallerIdentity,
  { accessKeyId, region, profileAccount }: CallerExpectations = {},
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const parsed = parseArn(arn);
  const emulator = 'A proxy or an emulator may have answered: see AWS_ENDPOINT_URL.';
  if (parsed !== undefined && parsed.account !== account) {
    found.push(mismatch(`the ARN has account ${parsed.account}, the answer says ${account}`, emulator));
  }
  const fromKey = accessKeyId === undefined ? undefined : accountOfId(accessKeyId);
  if (fromKey?.kind === 'account' && fromKey.account !== account) {
    found.push(
      mismatch(`the access key is of account ${fromKey.account}, the answer says ${account}`, emulator),
    );
  }
  const fromUser = /^A[A-Z0-9]{3}[A-Z2-7]{12,}/.test(userId) ? accountOfId(userId) : undefined;
  if (fromUser?.kind === 'account' && fromUser.account !== account) {
    found.push(
      mismatch(`the user id is of account ${fromUser.account}, the answer says ${account}`, emulator),
    );
  }
  const home = region === undefined ? undefined : partitionOfRegion(region);
  if (home !== undefined && parsed !== undefined && parsed.partition !== home.id) {
    found.push({
      code: 'identity/partition-mismatch',
      severity: 'warning',
      message: `the caller is in partition \`${parsed.partition}\`, the region \`${region ?? ''}\` in \`${home.id}\``,
      hint: 'Credentials never work in another partition: choose a region of their own.',
    });
  }
  if (profileAccount !== undefined && profileAccount !== account) {
    found.push({
      code: 'identity/other-credential',
      severity: 'warning',
      message: `the profile names account ${profileAccount}, the caller is in ${account}`,
      hint: ['Another credential won: ', command`iamx explain-chain`],
    });
  }
  return found;
}

function mismatch(message: string, hint: string): Diagnostic {
  return { code: 'identity/account-mismatch', severity: 'warning', message, hint };
}

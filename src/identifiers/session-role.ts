import type { Arn } from './arn.ts';

/** What a session's ARN tells about its role: STS drops the role's path. */
export interface SessionRole {
  /** A pattern for policies, never a fact; absent where no role of the account is behind the session. */
  readonly roleArnPattern?: string;
  readonly note?: string;
  readonly permissionSet?: string;
  readonly permissionSetHash?: string;
}

export interface PermissionSet {
  /** As in the role's name, where it is cut at 32 characters. */
  readonly name: string;
  readonly hash: string;
}

/** The permission set behind a role's name; undefined for another role. */
export function parsePermissionSet(roleName: string): PermissionSet | undefined {
  const match = /^AWSReservedSSO_(.+)_([0-9a-f]{16})$/.exec(roleName);
  return match?.[1] !== undefined && match[2] !== undefined ? { name: match[1], hash: match[2] } : undefined;
}

export function describeSessionRole({ partition, account }: Arn, roleName: string): SessionRole {
  const role = `arn:${partition}:iam::${account}:role`;
  if (roleName.startsWith('aws:')) {
    return {
      note:
        roleName === 'aws:ec2-infrastructure'
          ? 'EC2 acting for EBS: there is no role of the account behind it'
          : "the EC2 instance's own identity: there is no role of the account behind it",
    };
  }
  const permissionSet = parsePermissionSet(roleName);
  if (permissionSet !== undefined) {
    return {
      permissionSet: permissionSet.name,
      permissionSetHash: permissionSet.hash,
      roleArnPattern: `${role}/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_${permissionSet.name}_*`,
      note: 'the region in the path is not known (there is none, and no `*/`, for Identity Center in us-east-1); the hash changes when the set is assigned anew',
    };
  }
  if (roleName.startsWith('AWSServiceRoleFor')) {
    return {
      roleArnPattern: `${role}/aws-service-role/*/${roleName}`,
      note: 'a service-linked role: the service in its path is not in the session ARN',
    };
  }
  return {
    roleArnPattern: `${role}/${roleName}`,
    note: 'if the role has a path, put it before the name: a session ARN never holds it',
  };
}

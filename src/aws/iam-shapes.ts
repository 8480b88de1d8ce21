import type {
  AttachedPolicy as SdkAttachedPolicy,
  InstanceProfile,
  ListEntitiesForPolicyResponse,
  Role,
  Tag,
  User,
} from '@aws-sdk/client-iam';
import type { AttachedPolicy, Entity, InstanceProfileFacts, RoleFacts, Tags, UserFacts } from './account.ts';
import { IncompleteAnswer, needed } from './pages.ts';

/** What IAM answers, as the facts that are asked for. */

export function userOf({ Arn, Path, UserName, PermissionsBoundary, Tags }: User): UserFacts {
  return {
    arn: needed(Arn),
    path: needed(Path),
    name: needed(UserName),
    ...given('boundary', PermissionsBoundary?.PermissionsBoundaryArn),
    tags: tagsOf(Tags),
  };
}

export function roleOf(role: Role): RoleFacts {
  const { Arn, Path, RoleName, RoleId, AssumeRolePolicyDocument, MaxSessionDuration, PermissionsBoundary } =
    role;
  const createdAt = role.CreateDate?.getTime();
  const lastUsedAt = role.RoleLastUsed?.LastUsedDate?.getTime();
  return {
    arn: needed(Arn),
    path: needed(Path),
    name: needed(RoleName),
    id: needed(RoleId),
    trust: documentOf(AssumeRolePolicyDocument),
    // An hour where nobody said more.
    maxSessionSeconds: MaxSessionDuration ?? 3600,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...given('boundary', PermissionsBoundary?.PermissionsBoundaryArn),
    tags: tagsOf(role.Tags),
  };
}

function tagsOf(tags: readonly Tag[] = []): Tags {
  return new Map(tags.map(({ Key, Value }) => [needed(Key), Value ?? '']));
}

/** IAM encodes policies as URLs do. */
export function documentOf(text: string | undefined): string {
  try {
    return decodeURIComponent(needed(text));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new IncompleteAnswer('the policy is not encoded', { cause: error });
  }
}

export function attachedOf({ PolicyName, PolicyArn }: SdkAttachedPolicy): AttachedPolicy {
  return { name: needed(PolicyName), arn: needed(PolicyArn) };
}

export function instanceProfileOf({
  Arn,
  InstanceProfileName,
  Roles = [],
}: InstanceProfile): InstanceProfileFacts {
  return {
    arn: needed(Arn),
    name: needed(InstanceProfileName),
    roles: Roles.map(({ RoleName }) => needed(RoleName)),
  };
}

export function entitiesOf({
  PolicyUsers,
  PolicyGroups,
  PolicyRoles,
}: ListEntitiesForPolicyResponse): readonly Entity[] {
  needed<unknown>(PolicyUsers ?? PolicyGroups ?? PolicyRoles);
  return [
    ...(PolicyUsers ?? []).map(({ UserName }) => ({ kind: 'user', name: needed(UserName) }) as const),
    ...(PolicyGroups ?? []).map(({ GroupName }) => ({ kind: 'group', name: needed(GroupName) }) as const),
    ...(PolicyRoles ?? []).map(({ RoleName }) => ({ kind: 'role', name: needed(RoleName) }) as const),
  ];
}

export function given<Name extends string>(
  name: Name,
  value: string | undefined,
): Partial<Record<Name, string>> {
  // IAM writes `N/A` where it knows none.
  if (value === undefined || value === '' || value === 'N/A') return {};
  const fields: Partial<Record<Name, string>> = {};
  fields[name] = value;
  return fields;
}

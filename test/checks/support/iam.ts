import type { XmlValue } from '../../support/loopback/query-protocol.ts';
import type { Account, Attached, User } from './account.ts';

/** IAM itself: its read calls, and its deletions with all that it wants removed before, in its own words. */

export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

export type Parameters = Readonly<Record<string, string>>;
type Answer = Refusal | { readonly result: Readonly<Record<string, XmlValue>>; readonly list?: string };
type Action = (of: Account, parameters: Parameters) => Answer;

const refuse = (status: number, code: string, message: string): Refusal => ({ code, status, message });
const conflict = (message: string) => refuse(409, 'DeleteConflict', message);
const missing = (what: string, name: string) =>
  refuse(404, 'NoSuchEntity', `The ${what} with name ${name} cannot be found.`);
const done: Answer = { result: {} };
const listOf = (
  list: string,
  items: readonly XmlValue[],
  more: Readonly<Record<string, XmlValue>> = {},
): Answer => ({
  result: { ...more, [list]: items },
  list,
});

const time = '2026-01-01T00:00:00Z';
const nameOf = (arn: string) => arn.split('/').at(-1) ?? '';

function pathOf(path: string, name: string, kind: string, account: string): Readonly<Record<string, string>> {
  return { Path: path, Arn: `arn:aws:iam::${account}:${kind}${path}${name}`, CreateDate: time };
}

function tagsOf(tags: Readonly<Record<string, string>>): XmlValue {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The call with the user, role, group or profile that it names. */
function withUser(ask: (user: User, name: string, of: Account, parameters: Parameters) => Answer): Action {
  return (of, parameters) => {
    const name = parameters['UserName'] ?? '';
    const user = of.users.get(name);
    return user === undefined ? missing('user', name) : ask(user, name, of, parameters);
  };
}

type Held = 'users' | 'groups' | 'roles';
const words = {
  users: ['user', 'UserName'],
  groups: ['group', 'GroupName'],
  roles: ['role', 'RoleName'],
} as const;

function withHolder(kind: Held, ask: (holder: Attached, parameters: Parameters) => Answer): Action {
  const [word, field] = words[kind];
  return (of, parameters) => {
    const name = parameters[field] ?? '';
    const holder = of[kind].get(name);
    return holder === undefined ? missing(word, name) : ask(holder, parameters);
  };
}

function policyActions(kind: Held, capital: string): Readonly<Record<string, Action>> {
  return {
    [`List${capital}Policies`]: withHolder(kind, ({ inline }) => listOf('PolicyNames', [...inline.keys()])),
    [`ListAttached${capital}Policies`]: withHolder(kind, ({ attached }) =>
      listOf(
        'AttachedPolicies',
        [...attached].map((PolicyArn) => ({ PolicyName: nameOf(PolicyArn), PolicyArn })),
      ),
    ),
    [`Get${capital}Policy`]: withHolder(kind, ({ inline }, { PolicyName = '' }) => {
      const text = inline.get(PolicyName);
      if (text === undefined) return missing('policy', PolicyName);
      return { result: { PolicyName, PolicyDocument: encodeURIComponent(text) } };
    }),
    [`Delete${capital}Policy`]: withHolder(kind, ({ inline }, { PolicyName = '' }) =>
      inline.delete(PolicyName) ? done : missing('policy', PolicyName),
    ),
    [`Detach${capital}Policy`]: withHolder(kind, ({ attached }, { PolicyArn = '' }) =>
      attached.delete(PolicyArn) ? done : missing('policy', PolicyArn),
    ),
  };
}

const actions: Readonly<Record<string, Action>> = {
  ...policyActions('users', 'User'),
  ...policyActions('groups', 'Group'),
  ...policyActions('roles', 'Role'),
  GetUser: withUser(({ path, boundary, tags }, name, { id }) => ({
    result: {
      User: {
        UserName: name,
        UserId: 'AIDAEXAMPLEEXAMPLE234',
        ...pathOf(path, name, 'user', id),
        ...(boundary === undefined
          ? {}
          : {
              PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
            }),
        Tags: tagsOf(tags),
      },
    },
  })),
  GetLoginProfile: withUser(({ password }, UserName) =>
    password
      ? { result: { LoginProfile: { UserName, CreateDate: time } } }
      : refuse(404, 'NoSuchEntity', `Login Profile for User ${UserName} cannot be found.`),
  ),
  DeleteLoginProfile: withUser((user, name) => {
    if (!user.password) return missing('login profile', name);
    user.password = false;
    return done;
  }),
  ListAccessKeys: withUser(({ keys }, UserName) =>
    listOf(
      'AccessKeyMetadata',
      [...keys].map(([AccessKeyId, isActive]) => ({
        UserName,
        AccessKeyId,
        Status: isActive ? 'Active' : 'Inactive',
        CreateDate: time,
      })),
    ),
  ),
  GetAccessKeyLastUsed: (of, { AccessKeyId = '' }) => {
    const isActive = [...of.users.values()].find(({ keys }) => keys.has(AccessKeyId))?.keys.get(AccessKeyId);
    const used = isActive === true ? { LastUsedDate: time, ServiceName: 's3', Region: 'eu-west-1' } : {};
    return { result: { AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A', ...used } } };
  },
  DeleteAccessKey: withUser(({ keys }, _, __, { AccessKeyId = '' }) =>
    keys.delete(AccessKeyId) ? done : missing('Access Key', AccessKeyId),
  ),
  ListMFADevices: withUser(({ mfa }, UserName) =>
    listOf(
      'MFADevices',
      [...mfa].map((SerialNumber) => ({ UserName, SerialNumber, EnableDate: time })),
    ),
  ),
  DeactivateMFADevice: withUser(({ mfa }, _, __, { SerialNumber = '' }) =>
    mfa.delete(SerialNumber) ? done : missing('MFA Device', SerialNumber),
  ),
  DeleteVirtualMFADevice: (of, { SerialNumber = '' }) => {
    if ([...of.users.values()].some(({ mfa }) => mfa.has(SerialNumber)))
      return conflict('MFA VirtualDevice in use. Must deactivate first.');
    return of.virtualMfa.delete(SerialNumber) ? done : missing('VirtualMFADevice', SerialNumber);
  },
  ListSigningCertificates: withUser(({ certificates }, UserName) =>
    listOf(
      'Certificates',
      [...certificates].map((CertificateId) => ({
        UserName,
        CertificateId,
        CertificateBody: 'none',
        Status: 'Active',
      })),
    ),
  ),
  DeleteSigningCertificate: withUser(({ certificates }, _, __, { CertificateId = '' }) =>
    certificates.delete(CertificateId) ? done : missing('Certificate', CertificateId),
  ),
  ListSSHPublicKeys: withUser(({ ssh }, UserName) =>
    listOf(
      'SSHPublicKeys',
      [...ssh].map((SSHPublicKeyId) => ({ UserName, SSHPublicKeyId, Status: 'Active', UploadDate: time })),
    ),
  ),
  DeleteSSHPublicKey: withUser(({ ssh }, _, __, { SSHPublicKeyId = '' }) =>
    ssh.delete(SSHPublicKeyId) ? done : missing('SSH key', SSHPublicKeyId),
  ),
  ListServiceSpecificCredentials: withUser(({ services }, UserName) =>
    listOf(
      'ServiceSpecificCredentials',
      [...services].map(([ServiceSpecificCredentialId, ServiceName]) => ({
        UserName,
        ServiceSpecificCredentialId,
        ServiceName,
        Status: 'Active',
        CreateDate: time,
      })),
    ),
  ),
  DeleteServiceSpecificCredential: withUser(({ services }, _, __, { ServiceSpecificCredentialId = '' }) =>
    services.delete(ServiceSpecificCredentialId)
      ? done
      : missing('service-specific credential', ServiceSpecificCredentialId),
  ),
  ListGroupsForUser: withUser(({ groups }, _, { id }) =>
    listOf(
      'Groups',
      [...groups].map((GroupName) => ({
        GroupName,
        GroupId: 'AGPAEXAMPLEEXAMPLE234',
        ...pathOf('/', GroupName, 'group', id),
      })),
    ),
  ),
  RemoveUserFromGroup: withUser(({ groups }, _, __, { GroupName = '' }) =>
    groups.delete(GroupName) ? done : missing('group', GroupName),
  ),
  DeleteUserPermissionsBoundary: withUser((user, name) => {
    if (user.boundary === undefined) return missing('boundary', name);
    user.boundary = undefined;
    return done;
  }),
  DeleteUser: withUser((user, name, of) => {
    const left = 'Cannot delete entity, must';
    if (user.groups.size > 0) return conflict(`${left} remove users from group first.`);
    if (user.certificates.size > 0) return conflict(`${left} delete certificates first.`);
    if (user.keys.size > 0) return conflict(`${left} delete access keys first.`);
    if (user.mfa.size > 0) return conflict(`${left} delete MFA device first.`);
    if (user.password) return conflict(`${left} delete login profile first.`);
    if (user.ssh.size + user.services.size > 0) return conflict(`${left} remove referenced objects first.`);
    if (user.attached.size > 0) return conflict(`${left} detach all policies first.`);
    if (user.inline.size > 0) return conflict(`${left} delete policies first.`);
    of.users.delete(name);
    return done;
  }),
  GetGroup: (of, { GroupName = '' }) => {
    if (!of.groups.has(GroupName)) return missing('group', GroupName);
    const members = [...of.users].filter(([, { groups }]) => groups.has(GroupName));
    return listOf(
      'Users',
      members.map(([UserName, { path }]) => ({
        UserName,
        UserId: 'AIDAEXAMPLEEXAMPLE234',
        ...pathOf(path, UserName, 'user', of.id),
      })),
      {
        Group: { GroupName, GroupId: 'AGPAEXAMPLEEXAMPLE234', ...pathOf('/', GroupName, 'group', of.id) },
      },
    );
  },
  DeleteGroup: (of, { GroupName = '' }) => {
    const group = of.groups.get(GroupName);
    if (group === undefined) return missing('group', GroupName);
    if ([...of.users.values()].some(({ groups }) => groups.has(GroupName)))
      return conflict('Cannot delete entity, must remove users from group first.');
    if (group.attached.size > 0) return conflict('Cannot delete entity, must detach all policies first.');
    if (group.inline.size > 0) return conflict('Cannot delete entity, must delete policies first.');
    of.groups.delete(GroupName);
    return done;
  },
  GetRole: (of, { RoleName = '' }) => {
    const role = of.roles.get(RoleName);
    if (role === undefined) return missing('role', RoleName);
    return {
      result: {
        Role: {
          RoleName,
          RoleId: 'AROAEXAMPLEEXAMPLE234',
          ...pathOf(role.path, RoleName, 'role', of.id),
          AssumeRolePolicyDocument: encodeURIComponent(role.trust),
          MaxSessionDuration: String(role.maxSeconds),
          ...(role.boundary === undefined
            ? {}
            : {
                PermissionsBoundary: {
                  PermissionsBoundaryType: 'Policy',
                  PermissionsBoundaryArn: role.boundary,
                },
              }),
          Tags: tagsOf(role.tags),
          RoleLastUsed: { LastUsedDate: time, Region: 'eu-west-1' },
        },
      },
    };
  },
  ListInstanceProfilesForRole: (of, { RoleName = '' }) => {
    if (!of.roles.has(RoleName)) return missing('role', RoleName);
    return listOf(
      'InstanceProfiles',
      [...of.profiles].filter(([, roles]) => roles.has(RoleName)).map(([name]) => profileOf(of, name)),
    );
  },
  DeleteRolePermissionsBoundary: (of, { RoleName = '' }) => {
    const role = of.roles.get(RoleName);
    if (role?.boundary === undefined) return missing('role', RoleName);
    role.boundary = undefined;
    return done;
  },
  DeleteRole: (of, { RoleName = '' }) => {
    const role = of.roles.get(RoleName);
    if (role === undefined) return missing('role', RoleName);
    if ([...of.profiles.values()].some((roles) => roles.has(RoleName)))
      return conflict('Cannot delete entity, must remove roles from instance profile first.');
    if (role.attached.size > 0) return conflict('Cannot delete entity, must detach all policies first.');
    if (role.inline.size > 0) return conflict('Cannot delete entity, must delete policies first.');
    of.roles.delete(RoleName);
    return done;
  },
  GetInstanceProfile: (of, { InstanceProfileName = '' }) =>
    of.profiles.has(InstanceProfileName)
      ? { result: { InstanceProfile: profileOf(of, InstanceProfileName) } }
      : missing('Instance Profile', InstanceProfileName),
  RemoveRoleFromInstanceProfile: (of, { InstanceProfileName = '', RoleName = '' }) =>
    of.profiles.get(InstanceProfileName)?.delete(RoleName) === true ? done : missing('role', RoleName),
  DeleteInstanceProfile: (of, { InstanceProfileName = '' }) => {
    const roles = of.profiles.get(InstanceProfileName);
    if (roles === undefined) return missing('Instance Profile', InstanceProfileName);
    if (roles.size > 0)
      return conflict('Cannot delete entity, must remove roles from instance profile first.');
    of.profiles.delete(InstanceProfileName);
    return done;
  },
  GetOpenIDConnectProvider: (of, { OpenIDConnectProviderArn = '' }) => {
    const clients = of.oidc.get(OpenIDConnectProviderArn);
    if (clients === undefined) return missing('OpenIDConnect Provider', OpenIDConnectProviderArn);
    const [, Url = ''] = OpenIDConnectProviderArn.split(':oidc-provider/');
    return { result: { Url, ClientIDList: clients, CreateDate: time } };
  },
  GetSAMLProvider: (of, { SAMLProviderArn = '' }) => {
    const ValidUntil = of.saml.get(SAMLProviderArn);
    if (ValidUntil === undefined) return missing('SAML Provider', SAMLProviderArn);
    return { result: { SAMLMetadataDocument: '<EntityDescriptor/>', ValidUntil, CreateDate: time } };
  },
  GetPolicy: (of, { PolicyArn = '' }) => {
    const policy = of.policies.get(PolicyArn);
    if (policy === undefined) return missing('policy', PolicyArn);
    return {
      result: {
        Policy: { PolicyName: nameOf(PolicyArn), Arn: PolicyArn, DefaultVersionId: policy.standard },
      },
    };
  },
  ListPolicies: (of) =>
    listOf(
      'Policies',
      [...of.policies].map(([Arn, { standard }]) => ({
        PolicyName: nameOf(Arn),
        Arn,
        DefaultVersionId: standard,
      })),
    ),
  ListPolicyVersions: (of, { PolicyArn = '' }) => {
    const policy = of.policies.get(PolicyArn);
    if (policy === undefined) return missing('policy', PolicyArn);
    return listOf(
      'Versions',
      [...policy.versions.keys()].map((VersionId) => ({
        VersionId,
        IsDefaultVersion: String(VersionId === policy.standard),
      })),
    );
  },
  GetPolicyVersion: (of, { PolicyArn = '', VersionId = '' }) => {
    const text = of.policies.get(PolicyArn)?.versions.get(VersionId);
    if (text === undefined) return missing('policy', PolicyArn);
    return { result: { PolicyVersion: { VersionId, Document: encodeURIComponent(text) } } };
  },
  ListEntitiesForPolicy: (of, { PolicyArn = '', PolicyUsageFilter = 'PermissionsPolicy' }) => {
    const has = ([, holder]: readonly [string, Attached & { readonly boundary?: string | undefined }]) =>
      PolicyUsageFilter === 'PermissionsBoundary'
        ? holder.boundary === PolicyArn
        : holder.attached.has(PolicyArn);
    return {
      result: {
        PolicyUsers: [...of.users].filter(has).map(([UserName]) => ({ UserName, UserId: 'AIDAX' })),
        PolicyGroups: [...of.groups].filter(has).map(([GroupName]) => ({ GroupName, GroupId: 'AGPAX' })),
        PolicyRoles: [...of.roles].filter(has).map(([RoleName]) => ({ RoleName, RoleId: 'AROAX' })),
        IsTruncated: 'false',
      },
    };
  },
  DeletePolicyVersion: (of, { PolicyArn = '', VersionId = '' }) => {
    const policy = of.policies.get(PolicyArn);
    if (policy?.standard === VersionId) return conflict('Cannot delete the default version of a policy.');
    return policy?.versions.delete(VersionId) === true ? done : missing('policy version', VersionId);
  },
  DeletePolicy: (of, { PolicyArn = '' }) => {
    const policy = of.policies.get(PolicyArn);
    if (policy === undefined) return missing('policy', PolicyArn);
    const holders: readonly (Attached & { readonly boundary?: string | undefined })[] = [
      ...of.users.values(),
      ...of.groups.values(),
      ...of.roles.values(),
    ];
    if (holders.some(({ attached, boundary }) => attached.has(PolicyArn) || boundary === PolicyArn))
      return conflict('Cannot delete a policy attached to entities.');
    if (policy.versions.size > 1)
      return conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    of.policies.delete(PolicyArn);
    return done;
  },
};

function profileOf(of: Account, name: string): XmlValue {
  return {
    InstanceProfileName: name,
    InstanceProfileId: 'AIPAEXAMPLEEXAMPLE234',
    ...pathOf('/', name, 'instance-profile', of.id),
    Roles: [...(of.profiles.get(name) ?? [])].map((RoleName) => ({
      RoleName,
      RoleId: 'AROAX',
      ...pathOf('/', RoleName, 'role', of.id),
    })),
  };
}

/** The call as IAM answers it. A list comes in pages of this many things. */
export function callIam(of: Account, action: string, parameters: Parameters, pageSize = Infinity): Answer {
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (act === undefined) return refuse(400, 'InvalidAction', 'Could not find operation for this version');
  const answer = act(of, parameters);
  if ('code' in answer || answer.list === undefined) return answer;
  const all = answer.result[answer.list];
  if (!Array.isArray(all)) return answer;
  const items: readonly XmlValue[] = all;
  const start = Number(parameters['Marker'] ?? '0');
  const end = start + pageSize;
  const isTruncated = end < items.length;
  return {
    result: {
      ...answer.result,
      [answer.list]: items.slice(start, end),
      IsTruncated: String(isTruncated),
      ...(isTruncated ? { Marker: String(end) } : {}),
    },
  };
}

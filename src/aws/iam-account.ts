import {
  GetAccessKeyLastUsedCommand,
  GetGroupPolicyCommand,
  GetInstanceProfileCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetSAMLProviderCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListServiceSpecificCredentialsCommand,
  paginateGetGroup,
  paginateListAccessKeys,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListEntitiesForPolicy,
  paginateListGroupPolicies,
  paginateListGroupsForUser,
  paginateListInstanceProfilesForRole,
  paginateListMFADevices,
  paginateListPolicies,
  paginateListPolicyVersions,
  paginateListRolePolicies,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  paginateListUserPolicies,
  type AttachedPolicy as SdkAttachedPolicy,
  type ListServiceSpecificCredentialsResponse,
} from '@aws-sdk/client-iam';
import type { AccountReader, Read } from './account.ts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import {
  attachedOf,
  documentOf,
  entitiesOf,
  given,
  instanceProfileOf,
  roleOf,
  userOf,
} from './iam-shapes.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';
import { allOf, IncompleteAnswer, needed, type Truncated } from './pages.ts';

/** IAM asks those who ask much to wait: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxAttempts = 6;

/** An account as IAM tells of it to whoever has the keys, by read calls alone. */
export function iamAccount(keys: AwsKeys, place: Place, network: Network): AccountReader {
  const client = new IAMClient({
    ...clientConfig(place, network, { maxAttempts }),
    credentials: { ...keys },
  });
  const paging = { client };

  /** Every failure is told; absence is none. */
  const read = async <T>(permission: string, ask: () => Promise<T>): Promise<Read<T>> => {
    try {
      return { kind: 'found', value: await ask() };
    } catch (thrown) {
      const error =
        thrown instanceof IncompleteAnswer
          ? describeForeignAnswer(permission, undefined)
          : describeAwsFailure(permission, thrown, secretsOf(keys));
      const code = error.failure?.awsCode ?? '';
      if (/^NoSuchEntity(?:Exception)?$/.test(code)) return { kind: 'absent' };
      return { kind: 'unread', permission, isDenied: denials.has(code), error };
    }
  };
  const list = <Page extends Truncated, T>(
    permission: string,
    pages: () => AsyncIterable<Page>,
    itemsOf: (page: Page) => readonly T[] | undefined,
  ) => read(permission, () => allOf(pages(), itemsOf));

  return {
    user: (name) =>
      read('iam:GetUser', async () => {
        const { User } = await client.send(new GetUserCommand({ UserName: name }));
        return userOf(needed(User));
      }),
    loginProfile: (name) =>
      read('iam:GetLoginProfile', async () => {
        needed((await client.send(new GetLoginProfileCommand({ UserName: name }))).LoginProfile);
        return true as const;
      }),
    accessKeys: (name) =>
      list(
        'iam:ListAccessKeys',
        () => paginateListAccessKeys(paging, { UserName: name }),
        (page) =>
          page.AccessKeyMetadata?.map(({ AccessKeyId, Status }) => ({
            id: needed(AccessKeyId),
            isActive: Status === 'Active',
          })),
      ),
    accessKeyUse: (id) =>
      read('iam:GetAccessKeyLastUsed', async () => {
        const { AccessKeyLastUsed } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
        const { LastUsedDate, ServiceName, Region } = needed(AccessKeyLastUsed);
        if (LastUsedDate === undefined) return {};
        return { at: LastUsedDate.getTime(), ...given('service', ServiceName), ...given('region', Region) };
      }),
    mfaDevices: (name) =>
      list(
        'iam:ListMFADevices',
        () => paginateListMFADevices(paging, { UserName: name }),
        (page) => page.MFADevices?.map(({ SerialNumber }) => needed(SerialNumber)),
      ),
    signingCertificates: (name) =>
      list(
        'iam:ListSigningCertificates',
        () => paginateListSigningCertificates(paging, { UserName: name }),
        (page) => page.Certificates?.map(({ CertificateId }) => needed(CertificateId)),
      ),
    sshPublicKeys: (name) =>
      list(
        'iam:ListSSHPublicKeys',
        () => paginateListSSHPublicKeys(paging, { UserName: name }),
        (page) => page.SSHPublicKeys?.map(({ SSHPublicKeyId }) => needed(SSHPublicKeyId)),
      ),
    serviceCredentials: (name) =>
      list(
        'iam:ListServiceSpecificCredentials',
        () => serviceCredentialPages(client, name),
        (page) =>
          page.ServiceSpecificCredentials?.map(({ ServiceSpecificCredentialId, ServiceName }) => ({
            id: needed(ServiceSpecificCredentialId),
            service: ServiceName ?? '',
          })),
      ),
    groupsOf: (name) =>
      list(
        'iam:ListGroupsForUser',
        () => paginateListGroupsForUser(paging, { UserName: name }),
        (page) => page.Groups?.map(({ GroupName }) => needed(GroupName)),
      ),
    group: (name) =>
      read('iam:GetGroup', async () => {
        let arn: string | undefined;
        let own: string | undefined;
        const members = await allOf(paginateGetGroup(paging, { GroupName: name }), (page) => {
          arn ??= page.Group?.Arn;
          own ??= page.Group?.GroupName;
          return page.Users?.map(({ UserName }) => needed(UserName));
        });
        return { arn: needed(arn), name: own ?? name, members };
      }),
    role: (name) =>
      read('iam:GetRole', async () =>
        roleOf(needed((await client.send(new GetRoleCommand({ RoleName: name }))).Role)),
      ),
    instanceProfilesOf: (name) =>
      list(
        'iam:ListInstanceProfilesForRole',
        () => paginateListInstanceProfilesForRole(paging, { RoleName: name }),
        (page) => page.InstanceProfiles?.map(instanceProfileOf),
      ),
    instanceProfile: (name) =>
      read('iam:GetInstanceProfile', async () => {
        const answer = await client.send(new GetInstanceProfileCommand({ InstanceProfileName: name }));
        return instanceProfileOf(needed(answer.InstanceProfile));
      }),
    inlinePolicies: (of) => {
      const names = (page: { readonly PolicyNames?: readonly string[] | undefined }) => page.PolicyNames;
      switch (of.kind) {
        case 'user':
          return list(
            'iam:ListUserPolicies',
            () => paginateListUserPolicies(paging, { UserName: of.name }),
            names,
          );
        case 'group':
          return list(
            'iam:ListGroupPolicies',
            () => paginateListGroupPolicies(paging, { GroupName: of.name }),
            names,
          );
        case 'role':
          return list(
            'iam:ListRolePolicies',
            () => paginateListRolePolicies(paging, { RoleName: of.name }),
            names,
          );
      }
    },
    inlinePolicy: ({ kind, name }, PolicyName) => {
      switch (kind) {
        case 'user':
          return read('iam:GetUserPolicy', async () =>
            documentOf(
              (await client.send(new GetUserPolicyCommand({ UserName: name, PolicyName }))).PolicyDocument,
            ),
          );
        case 'group':
          return read('iam:GetGroupPolicy', async () =>
            documentOf(
              (await client.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }))).PolicyDocument,
            ),
          );
        case 'role':
          return read('iam:GetRolePolicy', async () =>
            documentOf(
              (await client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }))).PolicyDocument,
            ),
          );
      }
    },
    attachedPolicies: ({ kind, name }) => {
      const policies = (page: { readonly AttachedPolicies?: readonly SdkAttachedPolicy[] | undefined }) =>
        page.AttachedPolicies?.map(attachedOf);
      switch (kind) {
        case 'user':
          return list(
            'iam:ListAttachedUserPolicies',
            () => paginateListAttachedUserPolicies(paging, { UserName: name }),
            policies,
          );
        case 'group':
          return list(
            'iam:ListAttachedGroupPolicies',
            () => paginateListAttachedGroupPolicies(paging, { GroupName: name }),
            policies,
          );
        case 'role':
          return list(
            'iam:ListAttachedRolePolicies',
            () => paginateListAttachedRolePolicies(paging, { RoleName: name }),
            policies,
          );
      }
    },
    policy: (arn) =>
      read('iam:GetPolicy', async () => {
        const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn: arn }));
        const { Arn, PolicyName, DefaultVersionId } = needed(Policy);
        return { arn: needed(Arn), name: needed(PolicyName), defaultVersion: needed(DefaultVersionId) };
      }),
    policyNamed: async (name) => {
      const found = await list(
        'iam:ListPolicies',
        () => paginateListPolicies(paging, { Scope: 'Local' }),
        (page) =>
          page.Policies?.filter(({ PolicyName }) => PolicyName?.toLowerCase() === name.toLowerCase()).map(
            ({ PolicyName, Arn }) => ({ name: needed(PolicyName), arn: needed(Arn) }),
          ),
      );
      if (found.kind !== 'found') return found;
      const [first] = found.value;
      return first === undefined ? { kind: 'absent' } : { kind: 'found', value: first };
    },
    policyVersions: (arn) =>
      list(
        'iam:ListPolicyVersions',
        () => paginateListPolicyVersions(paging, { PolicyArn: arn }),
        (page) =>
          page.Versions?.map(({ VersionId, IsDefaultVersion }) => ({
            id: needed(VersionId),
            isDefault: IsDefaultVersion === true,
          })),
      ),
    policyVersion: (arn, version) =>
      read('iam:GetPolicyVersion', async () => {
        const { PolicyVersion } = await client.send(
          new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }),
        );
        return documentOf(PolicyVersion?.Document);
      }),
    policyUses: (arn) =>
      read('iam:ListEntitiesForPolicy', async () => {
        const uses = (usage: 'PermissionsPolicy' | 'PermissionsBoundary') =>
          allOf(
            paginateListEntitiesForPolicy(paging, { PolicyArn: arn, PolicyUsageFilter: usage }),
            entitiesOf,
          );
        const [entities, bounded] = await Promise.all([
          uses('PermissionsPolicy'),
          uses('PermissionsBoundary'),
        ]);
        return { entities, bounded };
      }),
    oidcProvider: (arn) =>
      read('iam:GetOpenIDConnectProvider', async () => {
        const ask = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
        const { Url, ClientIDList } = await client.send(ask);
        needed(Url);
        return { audiences: ClientIDList ?? [] };
      }),
    samlProvider: (arn) =>
      read('iam:GetSAMLProvider', async () => {
        const answer = await client.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn }));
        needed(answer.SAMLMetadataDocument);
        return answer.ValidUntil === undefined ? {} : { validUntil: answer.ValidUntil.getTime() };
      }),
  };
}

/** What AWS calls a refusal for want of a permission. */
const denials: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);

/** The SDK has no paginator for it. */
async function* serviceCredentialPages(
  client: IAMClient,
  name: string,
): AsyncGenerator<ListServiceSpecificCredentialsResponse> {
  let marker: string | undefined;
  do {
    const page = await client.send(
      new ListServiceSpecificCredentialsCommand({
        UserName: name,
        ...(marker === undefined ? {} : { Marker: marker }),
      }),
    );
    yield page;
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
}

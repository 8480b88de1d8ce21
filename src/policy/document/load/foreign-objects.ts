import { command, type Hint } from '../../../core/command.ts';
import { memberOf } from '../../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../../formats/tree.ts';

/** A kind of JSON or YAML document that people give by mistake for a policy. */
export interface ForeignObject {
  readonly id: string;
  /** Completes "it looks like". */
  readonly looksLike: string;
  readonly hint: Hint;
  readonly matches: (object: ObjectNode) => boolean;
  readonly example: string;
}

const policyHint = 'A policy is an object with `Version` and `Statement`.';

function has(object: ObjectNode, ...names: readonly string[]): boolean {
  return names.every((name) => memberOf(object, name) !== undefined);
}

function hasAny(object: ObjectNode, ...names: readonly string[]): boolean {
  return names.some((name) => memberOf(object, name) !== undefined);
}

function valueOf(object: ObjectNode, name: string): Node | undefined {
  return memberOf(object, name)?.value;
}

function objectOf(object: ObjectNode, name: string): ObjectNode | undefined {
  const value = valueOf(object, name);
  return value?.kind === 'object' ? value : undefined;
}

/** Whether the member `name` is an object with any of the keys. */
function hasInside(object: ObjectNode, name: string, ...keys: readonly string[]): boolean {
  const inside = objectOf(object, name);
  return inside !== undefined && hasAny(inside, ...keys);
}

function textOf(object: ObjectNode | undefined, name: string): string {
  const value = object === undefined ? undefined : valueOf(object, name);
  return value?.kind === 'string' ? value.value : '';
}

/** `Resources` with members that have a `Type` of AWS. */
function isTemplate(object: ObjectNode): boolean {
  if (has(object, 'AWSTemplateFormatVersion')) return true;
  const resources = objectOf(object, 'Resources')?.members ?? [];
  return resources.some(
    ({ value }) => value.kind === 'object' && /^(?:AWS|Custom)::/.test(textOf(value, 'Type')),
  );
}

/** The first row that matches counts. */
export const foreignObjects: readonly ForeignObject[] = [
  {
    id: 'statement',
    looksLike: 'one statement of a policy',
    hint: 'Put it into a policy: `{ "Version": "2012-10-17", "Statement": [ … ] }`.',
    matches: (object) =>
      has(object, 'Effect') && hasAny(object, 'Action', 'NotAction', 'Resource', 'Principal'),
    example: '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}',
  },
  {
    id: 'answer',
    looksLike: 'an answer of iamx',
    hint: 'Name the policy that was asked about.',
    matches: (object) => /^iamx\.(?!snapshot\/)/.test(textOf(object, 'schema')),
    example: '{"schema":"iamx.simulate/1","verdict":"allowed"}',
  },
  {
    id: 'account',
    looksLike: 'a whole account’s IAM, as `aws iam get-account-authorization-details` prints it',
    hint: 'Save each policy that the principal has into a file of its own, and give those.',
    matches: (object) =>
      hasAny(object, 'UserDetailList', 'RoleDetailList', 'GroupDetailList') ||
      has(object, 'authorizationDetails') ||
      textOf(object, 'schema').startsWith('iamx.snapshot/'),
    example: '{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}',
  },
  {
    id: 'account-member',
    looksLike:
      'one user, group or role of `aws iam get-account-authorization-details`, with several policies',
    hint: 'Save the policy you mean in a file of its own.',
    matches: (object) =>
      hasAny(object, 'UserPolicyList', 'RolePolicyList', 'GroupPolicyList', 'PolicyVersionList'),
    example: '{"UserName":"ana","UserPolicyList":[]}',
  },
  {
    id: 'terraform-plan',
    looksLike: 'a Terraform plan',
    hint: 'Save the policy’s own JSON in a file of its own.',
    matches: (object) =>
      has(object, 'format_version') && hasAny(object, 'planned_values', 'resource_changes'),
    example: '{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{},"resource_changes":[]}',
  },
  {
    id: 'terraform-state',
    looksLike: 'a Terraform state',
    hint: 'Save the policy’s own JSON out of it; a state may hold secrets.',
    matches: (object) =>
      has(object, 'terraform_version') && hasAny(object, 'lineage', 'serial', 'resources', 'values'),
    example: '{"version":4,"terraform_version":"1.9.0","serial":7,"lineage":"x","resources":[]}',
  },
  {
    id: 'terraform-json',
    looksLike: 'a Terraform file in JSON',
    hint: 'Save the JSON that Terraform makes of the policy in a file of its own.',
    matches: (object) => objectOf(object, 'resource') !== undefined || objectOf(object, 'data') !== undefined,
    example: '{"resource":{"aws_iam_policy":{"read":{"name":"read"}}}}',
  },
  {
    id: 'cloudformation',
    looksLike: 'a CloudFormation template',
    hint: 'Save the policy’s own document in a file of its own.',
    matches: isTemplate,
    example: '{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{}}}}',
  },
  {
    id: 'cloudformation-resource',
    looksLike: 'one resource of a CloudFormation template',
    hint: 'Save the policy’s own document in a file.',
    matches: (object) => /^(?:AWS|Custom)::/.test(textOf(object, 'Type')),
    example: '{"Type":"AWS::IAM::ManagedPolicy","Properties":{}}',
  },
  {
    id: 'scenario',
    looksLike: 'a scenario of iamx',
    hint: ['Give it as a scenario: ', command`iamx simulate --scenario FILE`],
    matches: (object) =>
      valueOf(object, 'scenarios')?.kind === 'array' ||
      (has(object, 'request') && hasAny(object, 'policies', 'expect')) ||
      hasInside(object, 'request', 'action', 'principal'),
    example: '{"request":{"action":"s3:GetObject"},"policies":{"identity":[]}}',
  },
  {
    id: 'cloudtrail',
    looksLike: 'an event of CloudTrail',
    hint: 'It tells the question: give its caller, action and resource as `--principal`, `--action` and `--resource`.',
    matches: (object) => has(object, 'eventSource', 'eventName') || hasRecords(object),
    example:
      '{"eventVersion":"1.09","eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied"}',
  },
  {
    id: 'aws-error',
    looksLike: 'an error of AWS',
    hint: 'It tells the question: give its caller, action and resource as `--principal`, `--action` and `--resource`.',
    matches: (object) =>
      has(object, '__type') ||
      textOf(objectOf(object, 'Error'), 'Code') !== '' ||
      (hasAny(object, 'message', 'Message') &&
        /AccessDenied|not authorized|explicit deny/i.test(
          textOf(object, 'message') + textOf(object, 'Message'),
        )),
    example: '{"__type":"AccessDeniedException","Message":"denied"}',
  },
  {
    id: 'credentials',
    looksLike: 'AWS credentials',
    hint: 'Name a policy, and keep this file secret.',
    matches: (object) =>
      hasAny(object, 'SecretAccessKey', 'secretAccessKey', 'aws_secret_access_key') ||
      hasInside(object, 'Credentials', 'AccessKeyId') ||
      has(object, 'accessToken', 'expiresAt'),
    example: '{"Credentials":{"AccessKeyId":"ASIAEXAMPLE","Expiration":"2026-01-31T00:00:00Z"}}',
  },
  {
    id: 'caller-identity',
    looksLike: 'the answer of `aws sts get-caller-identity`',
    hint: ['What its `UserId` or `Arn` says: ', command`iamx decode -`],
    matches: (object) => has(object, 'UserId', 'Account', 'Arn'),
    example: '{"UserId":"AIDAEXAMPLE","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ana"}',
  },
  {
    id: 'policy-metadata',
    looksLike: 'the answer of `aws iam get-policy`, which has no document',
    hint: 'Type `aws iam get-policy-version --policy-arn ARN --version-id ID` with its `Arn` and `DefaultVersionId`.',
    matches: (object) =>
      hasAny(object, 'DefaultVersionId', 'AttachmentCount') ||
      hasInside(object, 'Policy', 'DefaultVersionId', 'AttachmentCount') ||
      hasInside(object, 'PolicyVersion', 'VersionId'),
    example:
      '{"Policy":{"PolicyName":"read","Arn":"arn:aws:iam::111122223333:policy/read","DefaultVersionId":"v1"}}',
  },
  {
    id: 'policy-list',
    looksLike: 'a list of policies without their documents',
    hint: 'Type `aws iam get-policy-version`, or `aws iam get-role-policy` for an inline policy, and save what it prints.',
    matches: (object) => hasAny(object, 'AttachedPolicies', 'PolicyNames', 'Policies', 'Versions'),
    example:
      '{"AttachedPolicies":[{"PolicyName":"read","PolicyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}]}',
  },
  {
    id: 'role-list',
    looksLike: 'a list of roles',
    hint: 'Save one role’s: `aws iam get-role --role-name NAME`.',
    matches: (object) => valueOf(object, 'Roles')?.kind === 'array',
    example: '{"Roles":[{"RoleName":"app","AssumeRolePolicyDocument":{"Statement":[]}}]}',
  },
  {
    id: 'simulation',
    looksLike: 'the answer of `aws iam simulate-principal-policy`',
    hint: 'Name the policy that was asked about.',
    matches: (object) => has(object, 'EvaluationResults'),
    example: '{"EvaluationResults":[]}',
  },
  {
    id: 'google-policy',
    looksLike: 'a policy of Google Cloud',
    hint: policyHint,
    matches: (object) => valueOf(object, 'bindings')?.kind === 'array',
    example: '{"bindings":[{"role":"roles/viewer","members":[]}],"etag":"x"}',
  },
  {
    id: 'azure-role',
    looksLike: 'a role definition of Azure',
    hint: policyHint,
    matches: (object) => hasAny(object, 'AssignableScopes', 'assignableScopes'),
    example: '{"Name":"Reader","Actions":["*/read"],"AssignableScopes":["/"]}',
  },
  {
    id: 'kubernetes',
    looksLike: 'a manifest of Kubernetes',
    hint: policyHint,
    matches: (object) => has(object, 'apiVersion', 'kind'),
    example: '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role"}',
  },
  {
    id: 'package',
    looksLike: 'a `package.json` or its lock file',
    hint: policyHint,
    matches: (object) =>
      has(object, 'name') && hasAny(object, 'dependencies', 'devDependencies', 'scripts', 'lockfileVersion'),
    example: '{"name":"app","version":"1.0.0","scripts":{"test":"vitest"}}',
  },
  {
    id: 'json-schema',
    looksLike: 'a JSON schema',
    hint: policyHint,
    matches: (object) => has(object, '$schema'),
    example: '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}',
  },
];

function hasRecords(object: ObjectNode): boolean {
  const records = valueOf(object, 'Records');
  const first = records?.kind === 'array' ? records.items[0] : undefined;
  return first?.kind === 'object' && has(first, 'eventSource', 'eventName');
}

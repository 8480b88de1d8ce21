import { duplicateKeys } from '../../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../../formats/tree.ts';

/** A shape in which AWS or its tools hand out a policy (R114). */
export interface PolicyForm {
  readonly id: string;
  /** What prints it, for people. */
  readonly title: string;
  /** The keys that lead to the policy, or to a text that holds it. */
  readonly path: readonly string[];
  readonly example: string;
}

const statement = '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}';
const document = `{"Version":"2012-10-17","Statement":[${statement}]}`;
const text = JSON.stringify(document);

/** Everything but the bare document, which is known by its `Statement`. */
export const policyForms: readonly PolicyForm[] = [
  {
    id: 'policy-document',
    title: 'aws iam get-role-policy, get-user-policy, get-group-policy',
    path: ['PolicyDocument'],
    example: `{"RoleName":"app","PolicyName":"read","PolicyDocument":${document}}`,
  },
  {
    id: 'policy-version',
    title: 'aws iam get-policy-version',
    path: ['PolicyVersion', 'Document'],
    example: `{"PolicyVersion":{"Document":${document},"VersionId":"v3","IsDefaultVersion":true}}`,
  },
  {
    id: 'version-document',
    title: 'one version of aws iam get-account-authorization-details',
    path: ['Document'],
    example: `{"Document":${document},"VersionId":"v3","IsDefaultVersion":true}`,
  },
  {
    id: 'policy',
    title: 'aws s3api get-bucket-policy, aws kms get-key-policy, aws lambda get-policy',
    path: ['Policy'],
    example: `{"Policy":${text},"RevisionId":"1"}`,
  },
  {
    id: 'organization-policy',
    title: 'aws organizations describe-policy',
    path: ['Policy', 'Content'],
    example: `{"Policy":{"PolicySummary":{"Name":"guard","Type":"SERVICE_CONTROL_POLICY"},"Content":${text}}}`,
  },
  {
    id: 'role',
    title: 'aws iam get-role, create-role',
    path: ['Role', 'AssumeRolePolicyDocument'],
    example: `{"Role":{"RoleName":"app","AssumeRolePolicyDocument":${document}}}`,
  },
  {
    id: 'listed-role',
    title: 'one role of aws iam list-roles',
    path: ['AssumeRolePolicyDocument'],
    example: `{"RoleName":"app","AssumeRolePolicyDocument":${text}}`,
  },
  {
    id: 'attributes',
    title: 'aws sqs get-queue-attributes, aws sns get-topic-attributes',
    path: ['Attributes', 'Policy'],
    example: `{"Attributes":{"Policy":${text}}}`,
  },
  {
    id: 'resource-policy',
    title: 'aws secretsmanager get-resource-policy',
    path: ['ResourcePolicy'],
    example: `{"Name":"db","ResourcePolicy":${text}}`,
  },
  {
    id: 'policy-text',
    title: 'aws ecr get-repository-policy',
    path: ['policyText'],
    example: `{"repositoryName":"app","policyText":${text}}`,
  },
  {
    id: 'inline-policy',
    title: 'aws sso-admin get-inline-policy-for-permission-set',
    path: ['InlinePolicy'],
    example: `{"InlinePolicy":${text}}`,
  },
];

/** Whether the object means to be a policy itself: the reader of policies says what is wrong with it. */
export function isBarePolicy({ members }: ObjectNode): boolean {
  const keys = members.map(({ key }) => key.value.toLowerCase());
  return keys.includes('statement') || (keys.length === 1 && keys[0] === 'version');
}

export interface FoundPolicy {
  readonly form: PolicyForm;
  readonly node: Node;
  /** A second member of one name on the way: which of them AWS meant cannot be told (R102). */
  readonly duplicate: Member | undefined;
}

/** The policies in an object, each under a form of its own; a form that leads to nothing usable is no match. */
export function findPolicies(root: ObjectNode): readonly FoundPolicy[] {
  const found: FoundPolicy[] = [];
  for (const form of policyForms) {
    const walked = walk(root, form.path);
    if (walked === undefined) continue;
    const { node } = walked;
    if (node.kind === 'string' || (node.kind === 'object' && isBarePolicy(node))) {
      found.push({ form, ...walked });
    }
  }
  return found;
}

function walk(
  root: ObjectNode,
  path: readonly string[],
): { readonly node: Node; readonly duplicate: Member | undefined } | undefined {
  let node: Node = root;
  let duplicate: Member | undefined;
  for (const name of path) {
    if (node.kind !== 'object') return undefined;
    const member: Member | undefined = node.members.find(({ key }) => key.value === name);
    if (member === undefined) return undefined;
    duplicate ??= duplicateKeys(node).find(({ again }) => again.key.value === name)?.again;
    node = member.value;
  }
  return { node, duplicate };
}

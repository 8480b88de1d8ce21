import { IamxError } from '../../core/error.ts';
import { source } from '../../core/source.ts';
import { policyFromText, type LoadedPolicy } from '../document.ts';
import type { PolicyType } from '../policy.ts';

/** A policy that AWS attaches to an organization itself. */
interface OrganizationPolicy {
  readonly layer: 'scp' | 'rcp';
  /** In AWS Organizations' ARNs. */
  readonly kind: string;
  readonly text: string;
}

const all = '"Effect": "Allow", "Action": "*", "Resource": "*"';

/**
 * By name. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html and
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const organizationPolicies: Readonly<Record<string, OrganizationPolicy>> = {
  FullAWSAccess: {
    layer: 'scp',
    kind: 'service_control_policy',
    text: `{ "Version": "2012-10-17", "Statement": [{ ${all} }] }`,
  },
  RCPFullAWSAccess: {
    layer: 'rcp',
    kind: 'resource_control_policy',
    text: `{ "Version": "2012-10-17", "Statement": [{ ${all}, "Principal": "*" }] }`,
  },
};

/** `FullAWSAccess`, `p-FullAWSAccess` or its ARN. */
function find(nameOrArn: string): readonly [string, OrganizationPolicy] | undefined {
  return Object.entries(organizationPolicies).find(([name, { kind }]) =>
    [name, `p-${name}`, `arn:aws:organizations::aws:policy/${kind}/p-${name}`].includes(nameOrArn),
  );
}

/** Whether the word is such a policy's name: files go by other names. */
export function isOrganizationPolicy(word: string): boolean {
  return find(word) !== undefined;
}

/** The policy of this name, if there is one. Throws `unknown-managed-policy` where it is one of another layer. */
export function organizationPolicy(nameOrArn: string, type: PolicyType): LoadedPolicy | undefined {
  const found = find(nameOrArn);
  if (found === undefined) return undefined;
  const [name, policy] = found;
  if (policy.layer === type) return policyFromText(source(name, policy.text), type, name);
  throw new IamxError(
    'unknown-managed-policy',
    `\`${name}\` belongs among the ${policy.layer.toUpperCase()}s`,
    {
      hint: `Give it with \`--${policy.layer}\`, or under \`${policy.layer}\` in a scenario.`,
    },
  );
}

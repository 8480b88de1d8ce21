import type { KnownShape } from './shape.ts';

/**
 * Ids of what stands in a VPC: a prefix, a hyphen, and 17 hex digits, 8 in the old form.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html; the ARNs are those of the service authorization
 * reference, https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
interface Row {
  readonly prefix: string;
  readonly title: string;
  /** The resource of its ARN in front of the id. */
  readonly arn: string;
  /** AWS's own, as an image: the ARN has no account. */
  readonly isShared?: true;
  readonly service?: string;
  /** A global condition key that holds it. */
  readonly key?: string;
}

const rows: readonly Row[] = [
  { prefix: 'acl', title: 'network ACL', arn: 'network-acl' },
  { prefix: 'ami', title: 'machine image', arn: 'image', isShared: true },
  { prefix: 'cgw', title: 'customer gateway', arn: 'customer-gateway' },
  { prefix: 'cr', title: 'capacity reservation', arn: 'capacity-reservation' },
  { prefix: 'cvpn-endpoint', title: 'client VPN endpoint', arn: 'client-vpn-endpoint' },
  { prefix: 'dopt', title: 'DHCP options', arn: 'dhcp-options' },
  { prefix: 'eice', title: 'instance connect endpoint', arn: 'instance-connect-endpoint' },
  { prefix: 'eigw', title: 'egress-only internet gateway', arn: 'egress-only-internet-gateway' },
  { prefix: 'eipalloc', title: 'elastic IP', arn: 'elastic-ip' },
  { prefix: 'eni', title: 'network interface', arn: 'network-interface' },
  { prefix: 'fl', title: 'flow log', arn: 'vpc-flow-log' },
  { prefix: 'fs', title: 'EFS file system', arn: 'file-system', service: 'elasticfilesystem' },
  { prefix: 'fsap', title: 'EFS access point', arn: 'access-point', service: 'elasticfilesystem' },
  { prefix: 'h', title: 'dedicated host', arn: 'dedicated-host' },
  { prefix: 'i', title: 'EC2 instance', arn: 'instance' },
  { prefix: 'igw', title: 'internet gateway', arn: 'internet-gateway' },
  { prefix: 'lt', title: 'launch template', arn: 'launch-template' },
  { prefix: 'nat', title: 'NAT gateway', arn: 'natgateway' },
  { prefix: 'pcx', title: 'VPC peering connection', arn: 'vpc-peering-connection' },
  { prefix: 'pl', title: 'prefix list', arn: 'prefix-list' },
  { prefix: 'rtb', title: 'route table', arn: 'route-table' },
  { prefix: 'sg', title: 'security group', arn: 'security-group' },
  { prefix: 'sgr', title: 'security group rule', arn: 'security-group-rule' },
  { prefix: 'snap', title: 'EBS snapshot', arn: 'snapshot', isShared: true },
  { prefix: 'subnet', title: 'subnet', arn: 'subnet' },
  { prefix: 'tgw', title: 'transit gateway', arn: 'transit-gateway' },
  { prefix: 'tgw-attach', title: 'transit gateway attachment', arn: 'transit-gateway-attachment' },
  { prefix: 'tgw-rtb', title: 'transit gateway route table', arn: 'transit-gateway-route-table' },
  { prefix: 'vgw', title: 'VPN gateway', arn: 'vpn-gateway' },
  { prefix: 'vol', title: 'EBS volume', arn: 'volume' },
  { prefix: 'vpc', title: 'VPC', arn: 'vpc', key: 'aws:SourceVpc' },
  { prefix: 'vpce', title: 'VPC endpoint', arn: 'vpc-endpoint', key: 'aws:SourceVpce' },
  { prefix: 'vpce-svc', title: 'VPC endpoint service', arn: 'vpc-endpoint-service' },
  { prefix: 'vpn', title: 'VPN connection', arn: 'vpn-connection' },
];

const hex = /^(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

const notes: Readonly<Record<string, string>> = {
  i: 'as the name of a role session: the instance whose profile made the session',
  vpce: 'a request that comes through it has `aws:SourceVpce` and `aws:SourceVpc`',
};

export const resourceIds: readonly KnownShape[] = rows.map((row) => ({
  resourceType: row.prefix === 'i' ? 'ec2-instance' : row.arn,
  title: row.title,
  form: { test: (text) => text.startsWith(`${row.prefix}-`) && hex.test(text.slice(row.prefix.length + 1)) },
  says: notes[row.prefix] ?? 'the id does not tell its account',
  example: `${row.prefix}-0a1b2c3d`,
  inPolicies: (id) => (row.key === undefined ? arnOf(row, id) : `"${row.key}": "${id}"`),
  isFoundInTexts: true,
}));

function arnOf({ service = 'ec2', arn, isShared }: Row, id: string): string {
  return `arn:aws:${service}:REGION:${isShared === true ? '' : 'ACCOUNT'}:${arn}/${id}`;
}

export interface Partition {
  readonly id: string;
  readonly name: string;
  /** The regions whose names match belong to the partition. */
  readonly regions: RegExp;
  /** What host names and service principals of the partition end in. */
  readonly dnsSuffix: string;
  /** The same for addresses that are reached by IPv6 too. */
  readonly dualStackSuffix: string;
}

/** The partitions of botocore's `partitions.json`. */
export const partitions: readonly Partition[] = [
  {
    id: 'aws',
    name: 'AWS',
    regions: /^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
  },
  {
    id: 'aws-cn',
    name: 'AWS China',
    regions: /^cn-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
  },
  {
    id: 'aws-us-gov',
    name: 'AWS GovCloud (US)',
    regions: /^us-gov-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
  },
  {
    id: 'aws-iso',
    name: 'AWS ISO (US)',
    regions: /^us-iso-[a-z]+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
  },
  {
    id: 'aws-iso-b',
    name: 'AWS ISOB (US)',
    regions: /^us-isob-[a-z]+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
  },
  {
    id: 'aws-iso-e',
    name: 'AWS ISOE (Europe)',
    regions: /^eu-isoe-[a-z]+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    name: 'AWS ISOF',
    regions: /^us-isof-[a-z]+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
  },
  {
    id: 'aws-eusc',
    name: 'AWS European Sovereign Cloud',
    regions: /^eusc-[a-z]{2}-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
];

const byId: ReadonlyMap<string, Partition> = new Map(partitions.map((row) => [row.id, row]));

export function findPartition(id: string): Partition | undefined {
  return byId.get(id);
}

/** The partition that a region's name belongs to; undefined for a name of no known form. */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find(({ regions }) => regions.test(region));
}

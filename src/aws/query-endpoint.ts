import { findPartition, partitionOfRegion, type Partition } from '../identifiers/partition.ts';
import type { Place } from './keys.ts';

/** The services that are asked in the query protocol without a client of the SDK. */
export type QueryService = 'STS' | 'IAM';

export interface QueryEndpoint {
  readonly url: URL;
  /** What the signature is for. */
  readonly region: string;
}

/**
 * Where the SDK's client of the service would send a request, by its rules (`endpoint/bdd.js` of client-sts 3.1173 and
 * client-iam 3.1169). Undefined where these make a case of their own of it, or refuse.
 */
export function findQueryEndpoint(service: QueryService, place: Place): QueryEndpoint | undefined {
  const { region, endpoint, fips, dualStack } = place;
  // No part of a host name, or a name of old for FIPS.
  if (!/^(?!-)[a-z\d-]{1,63}(?<!-)$/i.test(region) || /^fips-|-fips$/.test(region)) return undefined;
  if (endpoint !== undefined) {
    if (fips || dualStack || !URL.canParse(endpoint)) return undefined;
    return { url: bareUrl(endpoint), region };
  }
  const isGlobal = region === 'aws-global';
  const partition = isGlobal ? findPartition('aws') : partitionOfRegion(region);
  if (partition === undefined) return undefined;
  if (service === 'IAM') return iamEndpoint(partition, place);
  if (!isGlobal) return { url: new URL(`https://${stsHost(partition, place)}`), region };
  return fips || dualStack ? undefined : { url: new URL('https://sts.amazonaws.com'), region: 'us-east-1' };
}

/** Without a query, a user or a fragment, and with a slash at the end. */
function bareUrl(endpoint: string): URL {
  const { protocol, host, pathname } = new URL(endpoint);
  return new URL(`${protocol}//${host}${pathname.replace(/\/?$/, '/')}`);
}

function stsHost({ id, dnsSuffix, dualStackSuffix }: Partition, { region, fips, dualStack }: Place): string {
  // All addresses of GovCloud are FIPS ones.
  const name = fips && (id !== 'aws-us-gov' || dualStack) ? 'sts-fips' : 'sts';
  return `${name}.${region}.${dualStack ? dualStackSuffix : dnsSuffix}`;
}

/** IAM has one address in each partition. */
interface IamHosts {
  readonly region: string;
  readonly plain: string;
  readonly fips: string;
  readonly dualStack: string;
  readonly both: string;
}

const iamHosts: Readonly<Record<string, IamHosts>> = {
  aws: {
    region: 'us-east-1',
    plain: 'iam.amazonaws.com',
    fips: 'iam-fips.amazonaws.com',
    dualStack: 'iam.global.api.aws',
    both: 'iam-fips.global.api.aws',
  },
  'aws-cn': {
    region: 'cn-north-1',
    plain: 'iam.cn-north-1.amazonaws.com.cn',
    fips: 'iam-fips.amazonaws.com.cn',
    dualStack: 'iam.global.api.amazonwebservices.com.cn',
    both: 'iam-fips.api.amazonwebservices.com.cn',
  },
  'aws-us-gov': {
    region: 'us-gov-west-1',
    plain: 'iam.us-gov.amazonaws.com',
    fips: 'iam.us-gov.amazonaws.com',
    dualStack: 'iam.us-gov.api.aws',
    both: 'iam.us-gov.api.aws',
  },
  'aws-iso': {
    region: 'us-iso-east-1',
    plain: 'iam.us-iso-east-1.c2s.ic.gov',
    fips: 'iam-fips.us-iso-east-1.c2s.ic.gov',
    dualStack: 'iam.api.aws.ic.gov',
    both: 'iam-fips.api.aws.ic.gov',
  },
  'aws-iso-b': {
    region: 'us-isob-east-1',
    plain: 'iam.us-isob-east-1.sc2s.sgov.gov',
    fips: 'iam-fips.us-isob-east-1.sc2s.sgov.gov',
    dualStack: 'iam.api.aws.scloud',
    both: 'iam-fips.api.aws.scloud',
  },
  'aws-iso-e': {
    region: 'eu-isoe-west-1',
    plain: 'iam.eu-isoe-west-1.cloud.adc-e.uk',
    fips: 'iam-fips.cloud.adc-e.uk',
    dualStack: 'iam.api.cloud-aws.adc-e.uk',
    both: 'iam-fips.api.cloud-aws.adc-e.uk',
  },
  'aws-iso-f': {
    region: 'us-isof-south-1',
    plain: 'iam.us-isof-south-1.csp.hci.ic.gov',
    fips: 'iam-fips.csp.hci.ic.gov',
    dualStack: 'iam.api.aws.hci.ic.gov',
    both: 'iam-fips.api.aws.hci.ic.gov',
  },
  'aws-eusc': {
    region: 'eusc-de-east-1',
    plain: 'iam.eusc-de-east-1.amazonaws.eu',
    fips: 'iam-fips.amazonaws.eu',
    dualStack: 'iam.global.api.amazonwebservices.eu',
    both: 'iam-fips.api.amazonwebservices.eu',
  },
};

/** All addresses of IAM. */
export function iamHostNames(): readonly string[] {
  return Object.values(iamHosts).flatMap(({ plain, fips, dualStack, both }) => [
    plain,
    fips,
    dualStack,
    both,
  ]);
}

function iamEndpoint({ id }: Partition, { fips, dualStack }: Place): QueryEndpoint | undefined {
  const hosts = iamHosts[id];
  if (hosts === undefined) return undefined;
  const kind = fips ? (dualStack ? 'both' : 'fips') : dualStack ? 'dualStack' : 'plain';
  return { url: new URL(`https://${hosts[kind]}`), region: hosts.region };
}

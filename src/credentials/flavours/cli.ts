import type { Flavour } from '../chain/flavour.ts';
import { imdsRegion, profileRegion, regionOption, regionVariable } from '../chain/region.ts';
import {
  botocoreChain,
  botocoreChecks,
  botocoreClient,
  botocoreEndpoints,
  botocoreFiles,
  botocoreImds,
  botocoreRetrieval,
  botocoreSources,
} from './botocore.ts';

/** AWS CLI v2, `awscli/botocore` of its branch: what differs from botocore itself. */
export const cli: Flavour = {
  id: 'cli',
  title: 'AWS CLI v2',
  library: 'aws-cli 2.36.7',
  profile: { variables: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'], emptyVariable: 'name' },
  files: botocoreFiles,
  checks: botocoreChecks,
  chain: botocoreChain({ roleCache: 'cli', ssoCache: 'cli' }),
  exhausted: 'Unable to locate credentials. You can configure credentials by running "aws configure".',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'blocks'),
    regionVariable('AWS_DEFAULT_REGION', 'blocks'),
    profileRegion(['credentials', 'config'], 'blocks'),
    imdsRegion({
      client: botocoreImds,
      path: '/latest/meta-data/placement/availability-zone/',
      read: (zone) => zone.trim().slice(0, -1),
    }),
  ],
  noRegion: 'You must specify a region. You can also configure your region by running "aws configure".',
  endpoints: botocoreEndpoints,
  client: botocoreClient,
  retrieval: botocoreRetrieval,
  sources: {
    ...botocoreSources,
    sso: `${botocoreSources.sso ?? ''}, awscli/customizations/sso`,
    region: 'awscli/botocore/configprovider.py, awscli/botocore/utils.py InstanceMetadataRegionFetcher',
  },
};

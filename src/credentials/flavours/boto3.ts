import type { Flavour } from '../chain/flavour.ts';
import { profileRegion, regionOption, regionVariable } from '../chain/region.ts';
import {
  botocoreChain,
  botocoreChecks,
  botocoreEndpoints,
  botocoreFiles,
  botocoreRetrieval,
  botocoreSources,
  pythonClient,
} from './botocore.ts';

/** boto3 on botocore 1.43. */
export const boto3: Flavour = {
  id: 'boto3',
  title: 'boto3 (Python)',
  library: 'botocore 1.43.11',
  profile: { variables: ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'], emptyVariable: 'name' },
  files: botocoreFiles,
  checks: botocoreChecks,
  chain: botocoreChain({ roleCache: 'none', ssoCache: 'none', loginNeeds: 'botocore[crt]' }),
  exhausted: 'NoCredentialsError: Unable to locate credentials',
  region: [
    regionOption,
    regionVariable('AWS_DEFAULT_REGION', 'blocks'),
    profileRegion(['credentials', 'config'], 'blocks'),
  ],
  noRegion: 'NoRegionError: You must specify a region.',
  endpoints: botocoreEndpoints,
  client: pythonClient,
  retrieval: botocoreRetrieval,
  sources: botocoreSources,
};

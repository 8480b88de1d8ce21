import type { Flavour } from '../chain/flavour.ts';
import { boto3 } from './boto3.ts';
import { botocoreChain, botocoreSources } from './botocore.ts';

/** AWS CLI v1 on botocore 1.43: as boto3, with a cache of role sessions on disk (`awscli/customizations/assumerole.py`). */
export const cliV1: Flavour = {
  ...boto3,
  id: 'cli-v1',
  title: 'AWS CLI v1',
  library: 'awscli 1.45.11, botocore 1.43.11',
  sources: {
    ...botocoreSources,
    'assume-role': `${botocoreSources['assume-role'] ?? ''}, awscli/customizations/assumerole.py`,
  },
  chain: botocoreChain({ roleCache: 'cli', ssoCache: 'none', loginNeeds: 'botocore[crt]' }),
};

import { rawText } from '../../support/raw-text.ts';
import { expect, test } from 'vitest';
import { java } from '../../../src/credentials/flavours/java.ts';
import {
  answered,
  config,
  container,
  fullUri,
  imdsUrl,
  outcomeOf,
  relative,
  resolveIn,
  type Row,
  type Situation,
} from './outcome.ts';

/** Containers and instances. */
const endpoints: readonly Row[] = [
  [
    'container: relative before full',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
    },
    'container http://169.254.170.2/v2/task',
  ],
  [
    'variables: AWS_CONTAINER_SERVICE_ENDPOINT',
    {
      env: {
        AWS_CONTAINER_SERVICE_ENDPOINT: 'http://127.0.0.1:8080',
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/creds',
      },
      http: container,
    },
    `container ${fullUri}`,
  ],
  [
    'container: a container that fails falls to the instance',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: { [`GET ${fullUri}`]: answered(500) } },
    'imds',
  ],
  [
    'container: a host that is not allowed',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'imds',
  ],
  ['imds: disabled', { env: { AWS_EC2_METADATA_DISABLED: 'true' } }, 'none'],
  ['imds: disabled by a property', { env: { JAVA_TOOL_OPTIONS: '-Daws.disableEc2Metadata=true' } }, 'none'],
  ['imds: token 403: v1', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) } }, 'imds'],
  ['imds: token 400', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } }, 'none'],
  [
    'imds: v1 disabled',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: 'true' },
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'none',
  ],
  [
    'imds: the endpoint of a source profile counts',
    {
      config: config(
        'default: role A, source b; b: role B, from Ec2InstanceMetadata, ec2_metadata_service_endpoint = http://127.0.0.1:9',
      ),
    },
    'imds',
  ],
];

test.each(endpoints)('Java, %s', async (_, situation, expected) => {
  expect(await outcomeOf(java, situation)).toBe(expected);
});

/** The region. */
test.each<[string, Situation, string | undefined]>([
  ['aws.region', { env: { JAVA_TOOL_OPTIONS: '-Daws.region=r1', AWS_REGION: 'r2' } }, 'r1'],
  ['AWS_REGION', { env: { AWS_REGION: 'r2' }, config: config('default: region = r3') }, 'r2'],
  [
    'not AWS_DEFAULT_REGION',
    { env: { AWS_DEFAULT_REGION: 'r2' }, config: config('default: region = r3') },
    'r3',
  ],
  [
    'IMDS',
    {
      http: {
        [`GET ${imdsUrl}/latest/dynamic/instance-identity/document`]: answered(200, '{"region":"r4"}'),
      },
    },
    'r4',
  ],
])('Java, 8: region from %s', async (_, situation, expected) => {
  const { region } = await resolveIn(java, situation);
  expect(rawText(region)).toBe(expected);
});

import { expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import {
  config,
  container,
  credentials,
  envKeys,
  fullUri,
  identity,
  keyId,
  outcomeOf,
  relative,
  role,
  type Row,
  secret,
} from './outcome.ts';

/** Credential-chain.md section 3.3. */
const roles: readonly Row[] = [
  [
    '3.3 no region: the call has no address',
    { env: { AWS_REGION: '' }, config: config('default: role A, keys B') },
    'fail no-region',
  ],
  [
    '3.3 the region of a source profile does not count',
    { env: { AWS_REGION: '' }, config: config('default: role A, source b; b: region = r, keys B') },
    'fail no-region',
  ],
  [
    '3.3 self reference with keys',
    {
      config: config('default: role TOP, source default'),
      credentials: credentials('default: keys B'),
    },
    'B > TOP',
  ],
  [
    '3.3 self reference without keys',
    { config: config('default: role TOP, source default') },
    'fail source-without-credentials',
  ],
  [
    '3.3 self reference with a process',
    { config: config('default: role TOP, source default, process /bin/p') },
    'fail conflicting-credential-styles',
  ],
  [
    '3.3 cycle, a has keys',
    {
      config: config('default: role A, source b, keys K; b: role B, source default'),
    },
    'K > B > A',
  ],
  [
    '3.3 cycle, b has keys',
    {
      config: config('default: role A, source b; b: role B, source default, keys K'),
    },
    'K > B > A',
  ],
  [
    '3.3 cycle, nobody has keys',
    {
      config: config('default: role A, source b; b: role B, source default'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 cycle below a',
    {
      config: config('default: role A, source b; b: role B, source c; c: role C, source b'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    '3.3 source of type process',
    {
      config: config('default: role A, source b; b: process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    '3.3 source of type web identity',
    {
      config: config('default: role A, source b; b: role B, web /var/run/token'),
      files: identity.files,
    },
    'web-identity > B > A',
  ],
  [
    '3.3 credential_source in another case',
    { config: config('default: role A, from ec2instancemetadata') },
    'fail unknown-credential-source',
  ],
  [
    '3.3 only while the profile is taken',
    { env: envKeys('E'), config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n` },
    'E',
  ],
  [
    '3.3 blanks around credential_source',
    { config: config('default: role A, credential_source =   Ec2InstanceMetadata  ') },
    'imds > A',
  ],
  [
    '3.3 source Environment with half a pair',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A') },
      config: config('default: role A, from Environment'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 source Environment by the alternative names',
    {
      env: { AWS_ACCESS_KEY: keyId('E'), AWS_SECRET_KEY: secret },
      options: { profile: 'default' },
      config: config('default: role A, from Environment'),
    },
    'E > A',
  ],
  [
    '3.3 source Ec2InstanceMetadata, disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'TRUE' },
      config: config('default: role A, from Ec2InstanceMetadata'),
    },
    'fail imds-disabled',
  ],
  [
    '3.3 source EcsContainer: relative only',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role A, from EcsContainer'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 source EcsContainer',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
      config: config('default: role A, from EcsContainer'),
    },
    'container http://169.254.170.2/v2/task > A',
  ],
  [
    '3.3 mfa_serial',
    {
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'fail mfa-required',
  ],
  [
    '3.3 mfa_serial of a role below',
    {
      config: config('default: role A, source b; b: role B, mfa, source c; c: keys C'),
    },
    'fail mfa-required',
  ],
  [
    '3.3 mfa_serial only while the profile is taken',
    {
      env: envKeys('E'),
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'E',
  ],
  [
    '3.3 mfa_serial beside web identity is ignored',
    {
      config: config('default: role A, mfa, web /var/run/token'),
      files: identity.files,
    },
    'web-identity > A',
  ],
];

test.each(roles)('Go, %s', async (_, situation, expected) => {
  expect(await outcomeOf(go, situation)).toBe(expected);
});

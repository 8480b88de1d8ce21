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

/** Roles and their sources. */
const roles: readonly Row[] = [
  [
    'roles: no region: the call has no address',
    { env: { AWS_REGION: '' }, config: config('default: role A, keys B') },
    'fail no-region',
  ],
  [
    'roles: the region of a source profile does not count',
    { env: { AWS_REGION: '' }, config: config('default: role A, source b; b: region = r, keys B') },
    'fail no-region',
  ],
  [
    'roles: self reference with keys',
    {
      config: config('default: role TOP, source default'),
      credentials: credentials('default: keys B'),
    },
    'B > TOP',
  ],
  [
    'roles: self reference without keys',
    { config: config('default: role TOP, source default') },
    'fail source-without-credentials',
  ],
  [
    'roles: self reference with a process',
    { config: config('default: role TOP, source default, process /bin/p') },
    'fail conflicting-credential-styles',
  ],
  [
    'roles: cycle, a has keys',
    {
      config: config('default: role A, source b, keys K; b: role B, source default'),
    },
    'K > B > A',
  ],
  [
    'roles: cycle, b has keys',
    {
      config: config('default: role A, source b; b: role B, source default, keys K'),
    },
    'K > B > A',
  ],
  [
    'roles: cycle, nobody has keys',
    {
      config: config('default: role A, source b; b: role B, source default'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: cycle below a',
    {
      config: config('default: role A, source b; b: role B, source c; c: role C, source b'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    'roles: source of type process',
    {
      config: config('default: role A, source b; b: process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    'roles: source of type web identity',
    {
      config: config('default: role A, source b; b: role B, web /var/run/token'),
      files: identity.files,
    },
    'web-identity > B > A',
  ],
  [
    'roles: credential_source in another case',
    { config: config('default: role A, from ec2instancemetadata') },
    'fail unknown-credential-source',
  ],
  [
    'roles: only while the profile is taken',
    { env: envKeys('E'), config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n` },
    'E',
  ],
  [
    'roles: blanks around credential_source',
    { config: config('default: role A, credential_source =   Ec2InstanceMetadata  ') },
    'imds > A',
  ],
  [
    'roles: source Environment with half a pair',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A') },
      config: config('default: role A, from Environment'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: source Environment by the alternative names',
    {
      env: { AWS_ACCESS_KEY: keyId('E'), AWS_SECRET_KEY: secret },
      options: { profile: 'default' },
      config: config('default: role A, from Environment'),
    },
    'E > A',
  ],
  [
    'roles: source Ec2InstanceMetadata, disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'TRUE' },
      config: config('default: role A, from Ec2InstanceMetadata'),
    },
    'fail imds-disabled',
  ],
  [
    'roles: source EcsContainer: relative only',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role A, from EcsContainer'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: source EcsContainer',
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
    'roles: mfa_serial',
    {
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'fail mfa-required',
  ],
  [
    'roles: mfa_serial of a role below',
    {
      config: config('default: role A, source b; b: role B, mfa, source c; c: keys C'),
    },
    'fail mfa-required',
  ],
  [
    'roles: mfa_serial only while the profile is taken',
    {
      env: envKeys('E'),
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'E',
  ],
  [
    'roles: mfa_serial beside web identity is ignored',
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

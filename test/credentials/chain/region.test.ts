import { rawText } from '../../support/raw-text.ts';
import { expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { answered, config, credentials, imdsUrl, resolveIn, type Situation } from '../flavours/outcome.ts';

const both = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'd' };
const inFiles = {
  config: config('default: region = c; p: output = text'),
  credentials: credentials('default: region = k'),
};
const onInstance = {
  http: {
    [`GET ${imdsUrl}/latest/meta-data/placement/availability-zone/`]: answered(200, 'eu-west-1b'),
    [`GET ${imdsUrl}/latest/meta-data/placement/region`]: answered(200, 'eu-west-1'),
  },
};

/** Which region, from where. */
test.each<[FlavourId, string, Situation, string | undefined]>([
  ['cli-v1', 'the option', { options: { region: 'o' }, env: both }, 'o'],
  ['cli-v1', 'AWS_DEFAULT_REGION only', { env: both }, 'd'],
  ['boto3', 'AWS_REGION is ignored', { env: { AWS_REGION: 'r' } }, undefined],
  ['boto3', 'the profile, credentials file first', inFiles, 'k'],
  ['boto3', 'not of [default] for another profile', { ...inFiles, env: { AWS_PROFILE: 'p' } }, undefined],
  ['boto3', 'an empty variable ends the search', { ...inFiles, env: { AWS_DEFAULT_REGION: '' } }, ''],
  ['boto3', 'no instance', onInstance, undefined],
  ['cli', 'AWS_REGION first', { env: both }, 'eu-west-1'],
  ['cli', 'then AWS_DEFAULT_REGION', { env: { AWS_DEFAULT_REGION: 'd' } }, 'd'],
  ['cli', 'then the profile', inFiles, 'k'],
  ['cli', 'then the zone of the instance', onInstance, 'eu-west-1'],
  [
    'cli',
    'not where the metadata is disabled',
    { ...onInstance, env: { AWS_EC2_METADATA_DISABLED: 'true' } },
    undefined,
  ],
  ['cli', 'not offline', { ...onInstance, mode: 'offline' }, undefined],
  ['js', 'AWS_REGION', { env: both }, 'eu-west-1'],
  ['js', 'AWS_DEFAULT_REGION is ignored', { env: { AWS_DEFAULT_REGION: 'd' } }, undefined],
  ['js', 'the profile, credentials file first', inFiles, 'k'],
  ['js', 'an empty variable ends the search', { ...inFiles, env: { AWS_REGION: '' } }, ''],
  ['js', 'then the instance', onInstance, 'eu-west-1'],
  [
    'js',
    'not where the switch is set at all',
    { ...onInstance, env: { AWS_EC2_METADATA_DISABLED: 'false' } },
    undefined,
  ],
])('%s: %s', async (id, _, situation, expected) => {
  const { region } = await resolveIn(flavours[id], situation);
  expect(rawText(region)).toBe(expected);
});

test('every place is told: the winner, what lost, what is not set', async () => {
  const { regionSteps, region } = await resolveIn(flavours.cli, { ...inFiles, env: both });
  expect(region.evidence).toEqual({ kind: 'env', name: 'AWS_REGION', value: 'eu-west-1' });
  expect(regionSteps.map(({ title, outcome }) => [title, outcome])).toEqual([
    ['--region', 'pass'],
    ['AWS_REGION', 'win'],
    ['AWS_DEFAULT_REGION', 'shadowed'],
    ['region of the profile', 'shadowed'],
    ['the instance metadata', 'shadowed'],
  ]);
  expect(regionSteps.find(({ id }) => id === 'profile')?.evidence[0]?.span).toMatchObject({
    file: '~/.aws/credentials',
    line: 2,
  });
});

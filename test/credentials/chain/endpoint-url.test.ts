import { describe, expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { findEndpoint, type ServiceId } from '../../../src/credentials/chain/endpoint-url.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openContext } from '../../../src/credentials/chain/resolve.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { rawText } from '../../support/raw-text.ts';
import { memoryHost } from '../../../src/host/memory.ts';

async function find(
  flavour: FlavourId,
  service: ServiceId,
  config: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const host = memoryHost({ env, files: { '/home/user/.aws/config': config } });
  const found = findEndpoint(await openContext(openWorld(host, 'offline'), flavours[flavour]), service);
  return found.error?.code ?? rawText(found.endpoint);
}

const config = `[default]
services = local
endpoint_url = http://profile

[services local]
sts =
  endpoint_url = http://sts-section
`;

describe('the address of a service', () => {
  test.each<[ServiceId, Readonly<Record<string, string>>, string | undefined]>([
    ['STS', { AWS_ENDPOINT_URL_STS: 'http://one', AWS_ENDPOINT_URL: 'http://all' }, 'http://one'],
    ['IAM', { AWS_ENDPOINT_URL_STS: 'http://one', AWS_ENDPOINT_URL: 'http://all' }, 'http://all'],
    ['STS', { AWS_ENDPOINT_URL_STS: '' }, 'http://sts-section'],
    ['IAM', {}, 'http://profile'],
    ['STS', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True', AWS_ENDPOINT_URL: 'http://all' }, undefined],
    ['STS', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'no' }, 'http://sts-section'],
  ])('%s with %j is %s', async (service, env, wanted) => {
    for (const flavour of ['cli', 'js'] as const)
      expect(await find(flavour, service, config, env)).toBe(wanted);
  });

  test.each(['cli', 'js', 'go', 'java', 'rust'] as const)(
    '%s reads a nested key its own way',
    async (flavour) => {
      expect(await find(flavour, 'STS', config)).toBe('http://sts-section');
    },
  );

  test('a section that is missing stops botocore, and nobody else', async () => {
    const missing = '[default]\nservices = gone\n';
    expect(await find('boto3', 'STS', missing)).toBe('services-missing');
    expect(await find('js', 'STS', `${missing}endpoint_url = http://127.0.0.1:1\n`)).toBeUndefined();
    expect(await find('rust', 'STS', missing)).toBeUndefined();
  });
});

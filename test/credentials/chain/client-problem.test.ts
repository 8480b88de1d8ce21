import { expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'NotASecret' };

async function stopsWith(id: FlavourId, env: MemoryWorld['env'], config = ''): Promise<string> {
  const host = memoryHost({
    env: { AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-1', ...keys, ...env },
    files: { '/home/user/.aws/config': `[default]\n${config}` },
  });
  const { verdict, error, selected, steps } = await resolveChain(openWorld(host, 'offline'), flavours[id]);
  if (error === undefined) return verdict;
  expect(selected?.provider).toBe('env');
  expect(steps.at(-1)).toMatchObject({ id: 'client', outcome: 'fail' });
  return error.code;
}

const both = (value: string) => ({ AWS_REGION: value, AWS_DEFAULT_REGION: value });
const url = (value: string) => ({ AWS_ENDPOINT_URL: value });

/** botocore 1.43 and the JavaScript SDK, run; Go inside Terraform, run. */
test.each([
  ['a region in capitals', both('US_EAST_1'), ['region-refused', 'region-refused', 'selected']],
  ['quotes round a region', both('"eu-west-1"'), ['region-refused', 'region-refused', 'selected']],
  ['a blank behind a region', both('eu-west-1 '), ['region-refused', 'region-refused', 'region-refused']],
  ['a zone', both('us-east-1a'), ['selected', 'selected', 'selected']],
  ['a region of digits', both('12'), ['region-refused', 'selected', 'selected']],
  ['a region that is set to nothing', both(''), ['empty-region', 'empty-region', 'selected']],
  [
    'an address without a scheme',
    url('localhost:4566'),
    ['endpoint-refused', 'endpoint-refused', 'endpoint-refused'],
  ],
  [
    'an address in quotes',
    url('"http://127.0.0.1:1"'),
    ['endpoint-refused', 'endpoint-refused', 'endpoint-refused'],
  ],
  ['another scheme', url('ftp://127.0.0.1'), ['selected', 'endpoint-refused', 'selected']],
  ['an address', url('http://127.0.0.1:4566'), ['selected', 'selected', 'selected']],
  [
    'an address that is switched off',
    { ...url('localhost:4566'), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    ['selected', 'selected', 'selected'],
  ],
] as const)('%s', async (_, env, [boto3, js, go]) => {
  expect([await stopsWith('boto3', env), await stopsWith('js', env), await stopsWith('go', env)]).toEqual([
    boto3,
    js,
    go,
  ]);
});

test.each([
  ['services that are not there', 'services = gone\n', ['services-missing', 'selected', 'selected']],
  [
    'an address of its own beside them',
    'services = gone\n',
    ['selected', 'selected', 'selected'],
    url('http://x'),
  ],
  [
    'a service without anything indented',
    'services = s\n[services s]\nsts =\nendpoint_url = http://127.0.0.1:1\n',
    ['endpoint-not-indented', 'selected', 'selected'],
  ],
  [
    'an sso_session without a region, and keys in the environment',
    'sso_session = s\n[sso-session s]\nsso_start_url = https://x\n',
    ['sso-session-not-found', 'selected', 'selected'],
  ],
] as const)('%s', async (_, config, [boto3, js, go], env: MemoryWorld['env'] = {}) => {
  const told = [
    await stopsWith('boto3', env, config),
    await stopsWith('js', env, config),
    await stopsWith('go', env, config),
  ];
  expect(told).toEqual([boto3, js, go]);
});

/** botocore 1.43, run; the AWS CLI v2 no longer reads the last of these variables. */
test.each([
  ['attempts that are no number', { AWS_MAX_ATTEMPTS: 'many' }, 'invalid-value', 'invalid-value'],
  ['no attempts', { AWS_MAX_ATTEMPTS: '0' }, 'invalid-value', 'invalid-value'],
  ['attempts as Python writes them', { AWS_MAX_ATTEMPTS: ' +1_0' }, 'selected', 'selected'],
  ['a capital in the retry mode', { AWS_RETRY_MODE: 'Standard' }, 'invalid-value', 'invalid-value'],
  ['a retry mode that is set to nothing', { AWS_RETRY_MODE: '' }, 'invalid-value', 'invalid-value'],
  ['a defaults mode', { AWS_DEFAULTS_MODE: 'Cross-Region' }, 'selected', 'selected'],
  ['a defaults mode that is none', { AWS_DEFAULTS_MODE: 'fast' }, 'invalid-value', 'invalid-value'],
  ['checksums never', { AWS_REQUEST_CHECKSUM_CALCULATION: 'never' }, 'invalid-value', 'invalid-value'],
  ['no size', { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '' }, 'invalid-value', 'invalid-value'],
  ['the least size', { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: ' +1 ' }, 'selected', 'selected'],
  ['the most', { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '1_048_576' }, 'selected', 'selected'],
  ['more', { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '1048577' }, 'invalid-value', 'invalid-value'],
  ['nothing at all', { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '0' }, 'invalid-value', 'invalid-value'],
  [
    'S3 Express, which no other client asks',
    { AWS_S3_DISABLE_EXPRESS_SESSION_AUTH: '1' },
    'invalid-value',
    'invalid-value',
  ],
  ['S3 Express in capitals', { AWS_S3_DISABLE_EXPRESS_SESSION_AUTH: 'TRUE' }, 'selected', 'selected'],
  ['any scheme', { AWS_AUTH_SCHEME_PREFERENCE: 'mine' }, 'selected', 'selected'],
  ['no word for endpoints of STS', { AWS_STS_REGIONAL_ENDPOINTS: '' }, 'selected', 'selected'],
  ['global endpoints of STS', { AWS_STS_REGIONAL_ENDPOINTS: 'global' }, 'invalid-value', 'selected'],
] as const)('%s, for Python', async (_, env, boto3, cli) => {
  expect([await stopsWith('boto3', env), await stopsWith('cli', env)]).toEqual([boto3, cli]);
});

test.each([
  ['a mode that is none', { AWS_DEFAULTS_MODE: 'fast' }, '', 'invalid-value'],
  ['a mode that is set to nothing', { AWS_DEFAULTS_MODE: '' }, '', 'invalid-value'],
  ['a mode of the profile', {}, 'defaults_mode = fast\n', 'invalid-value'],
  ['a mode of the profile without a value', {}, 'defaults_mode =\n', 'selected'],
  ['a mode in capitals', { AWS_DEFAULTS_MODE: 'STANDARD' }, '', 'selected'],
  ['a retry mode', { AWS_RETRY_MODE: 'fast' }, '', 'selected'],
  ['attempts', { AWS_MAX_ATTEMPTS: 'many' }, '', 'selected'],
] as const)('defaults alone stop a client of JavaScript: %s', async (_, env, config, js) => {
  expect(await stopsWith('js', env, config)).toBe(js);
});

test('a retry mode of the profile is written anew by its command', async () => {
  expect(await stopsWith('boto3', {}, 'retry_mode = fast\n')).toBe('invalid-value');
  expect(await stopsWith('boto3', { AWS_RETRY_MODE: 'standard' }, 'retry_mode = fast\n')).toBe('selected');
});

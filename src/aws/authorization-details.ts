import { jsonValue } from '../core/json-value.ts';
import { findPartition, partitionOfRegion } from '../identifiers/partition.ts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';
import { send, type Incoming } from './send.ts';
import { signRequest } from './sign-request.ts';
import { userAgent } from './query.ts';

/**
 * What AWS keeps of a refused request: two reads of IAM Toolbox, which has no client of its own here.
 * https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export interface DetailsReader {
  /** One page; undefined where AWS has nothing of the id. Throws `aws-failed`, `network-failed`. */
  readonly page: (id: string, nextToken: string | undefined) => Promise<unknown>;
  /** The policy as it was then; undefined where AWS has none of that name. Throws as `page`. */
  readonly policy: (id: string, uri: string) => Promise<unknown>;
}

const operations = {
  details: 'iam:GetRequestAuthorizationDetails',
  policy: 'iam:GetRequestAuthorizationPolicy',
} as const;

const maxAttempts = 3;

export function detailsReader(
  keys: AwsKeys,
  place: Place,
  network: Network,
  wait: (milliseconds: number) => Promise<void>,
): DetailsReader {
  const get = async (operation: string, path: string, query: Readonly<Record<string, string>>) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask(operation, path, query, { keys, place, network });
      const mayHelp = answer.statusCode >= 500 || answer.statusCode === 429;
      if (!mayHelp || attempt === maxAttempts) return read(operation, answer, keys);
      await wait(attempt * 500);
    }
  };
  return {
    page: (id, nextToken) =>
      get(
        operations.details,
        `authorization-details/${encodeURIComponent(id)}`,
        nextToken === undefined ? {} : { nextToken },
      ),
    policy: (id, uri) =>
      get(operations.policy, `authorization-details/${encodeURIComponent(id)}/policy`, { policyUri: uri }),
  };
}

interface Way {
  readonly keys: AwsKeys;
  readonly place: Place;
  readonly network: Network;
}

async function ask(
  operation: string,
  path: string,
  query: Readonly<Record<string, string>>,
  { keys, place, network }: Way,
): Promise<Incoming> {
  const url = new URL(path, baseOf(place));
  // As it is signed: a blank is %20, never a plus sign.
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const headers = signRequest(
    {
      method: 'GET',
      url,
      headers: { host: url.host, 'user-agent': userAgent },
      body: '',
    },
    keys,
    { service: 'iam', region: place.region, at: new Date() },
  );
  try {
    return await send(url, { method: 'GET', headers }, network);
  } catch (error) {
    throw describeAwsFailure(operation, error, secretsOf(keys));
  }
}

function baseOf({ region, endpoint, fips, dualStack }: Place): URL {
  if (endpoint !== undefined) {
    const { protocol, host, pathname } = new URL(endpoint);
    return new URL(`${protocol}//${host}${pathname.replace(/\/?$/, '/')}`);
  }
  const partition = partitionOfRegion(region) ?? findPartition('aws');
  const suffix = dualStack ? partition?.dualStackSuffix : partition?.dnsSuffix;
  return new URL(`https://iam-toolbox${fips ? '-fips' : ''}.${region}.${suffix ?? 'amazonaws.com'}/`);
}

function read(operation: string, answer: Incoming, keys: AwsKeys): unknown {
  const { statusCode: status, headers, body } = answer;
  const value = parsed(Buffer.from(body).toString('utf8'));
  if (status === 200 && isFields(value)) return value;
  const told = headers['x-amzn-errortype'] ?? textOf(value, '__type') ?? textOf(value, 'code') ?? '';
  const code = told.split(':', 1)[0]?.split('#').at(-1) ?? '';
  if (status === 404 && (code === '' || code === 'ResourceNotFoundException') && value !== undefined)
    return undefined;
  if (status === 200 || value === undefined)
    throw describeForeignAnswer(operation, { status, contentType: headers['content-type'] });
  const error = Object.assign(new Error(textOf(value, 'message') ?? textOf(value, 'Message') ?? code), {
    name: code === '' ? 'Error' : code,
    $metadata: { httpStatusCode: status },
  });
  throw describeAwsFailure(operation, error, secretsOf(keys));
}

function parsed(text: string): unknown {
  return jsonValue(text);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown, name: string): string | undefined {
  const text = isFields(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}

import { randomUUID } from 'node:crypto';
import { readXmlTexts, type XmlTexts } from '../formats/xml.ts';
import type { AwsKeys, Place } from './keys.ts';
import { isNetworkFailure, type Network } from './network.ts';
import { findQueryEndpoint, type QueryService } from './query-endpoint.ts';
import { sendObserved, type Attempt, type Incoming, type Observer } from './send.ts';
import { signRequest, type Signable } from './sign-request.ts';

/** Who asks, as every request says it. */
export const userAgent = `iamx lang/js md/nodejs#${process.versions.node} app/iamx`;

/** A call of the query protocol: https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html */
export interface QueryCall {
  readonly service: QueryService;
  readonly action: string;
  /** Beside the action and the version of its service. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Of the whole call, whose first one this is. */
  readonly maxAttempts: number;
}

const versions = { STS: '2011-06-15', IAM: '2010-05-08' } as const satisfies Record<QueryService, string>;

/** The signed request, as the first attempt of a client of the SDK; undefined where only the client knows where to. */
export function queryRequest(
  { service, action, parameters = {}, maxAttempts }: QueryCall,
  keys: AwsKeys,
  place: Place,
): Signable | undefined {
  const endpoint = findQueryEndpoint(service, place);
  if (endpoint === undefined) return undefined;
  const { url, region } = endpoint;
  const body = new URLSearchParams({ Action: action, Version: versions[service], ...parameters }).toString();
  const headers = {
    host: url.host,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': userAgent,
    'amz-sdk-invocation-id': randomUUID(),
    'amz-sdk-request': `attempt=1; max=${maxAttempts}`,
  };
  const request = { method: 'POST', url, headers, body };
  const scope = { service: service.toLowerCase(), region, at: new Date() };
  return { ...request, headers: signRequest(request, keys, scope) };
}

/** The first attempt of the call; undefined where only a client of the SDK knows where to send it. */
export async function sendQuery(
  call: QueryCall,
  keys: AwsKeys,
  place: Place,
  network: Network,
  observer: Observer = {},
): Promise<Attempt | undefined> {
  const request = queryRequest(call, keys, place);
  if (request === undefined) return undefined;
  try {
    return { kind: 'answered', answer: await sendObserved(request.url, request, network, observer) };
  } catch (error) {
    if (isNetworkFailure(error)) return { kind: 'failed', failure: error };
    throw error;
  }
}

/** Answers to what is asked here have some kilobytes: the policy of a role is the longest thing in them. */
const mostBytes = 256 * 1024;

/** A field of a result by its name: `Account`, `Role/Arn`. Undefined where it is not there once, as nothing but text. */
export type Result = (name: string) => string | undefined;

/** The result of a good answer; undefined for an answer that is none of the service's. */
export function readResult({ body }: Incoming, action: string): Result | undefined {
  const texts = readTexts(body);
  const path = `${action}Response/${action}Result`;
  return texts?.has(path) === true ? (name) => onlyOf(texts.get(`${path}/${name}`)) : undefined;
}

/** The service's name of an error: `AccessDenied`. Undefined where it is none of the service's. */
export function readErrorCode({ body }: Incoming): string | undefined {
  return onlyOf(readTexts(body)?.get('ErrorResponse/Error/Code'));
}

function onlyOf(texts: readonly (string | undefined)[] = []): string | undefined {
  return texts.length === 1 ? texts[0] : undefined;
}

function readTexts(body: Uint8Array): XmlTexts | undefined {
  return body.length > mostBytes ? undefined : readXmlTexts(Buffer.from(body).toString('utf8'));
}

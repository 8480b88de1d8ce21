import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { jsonValue } from '../core/json-value.ts';
import { findPartition, partitionOfRegion } from '../identifiers/partition.ts';
import { describeAwsFailure } from './aws-failure.ts';
import type { Place } from './keys.ts';
import { send } from './send.ts';
import type { Network } from './network.ts';

export interface SsoRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export interface SsoToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken?: string;
}

const operation = 'sso-oidc:CreateToken';

/**
 * A new token of the access portal for the refresh token of an old one. The SDK's own provider reads profile and
 * token by the JavaScript SDK's rules and writes below the process's home; this does neither.
 * https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
 * Throws `aws-failed`, `network-failed`.
 */
export async function refreshSsoToken(
  { clientId, clientSecret, refreshToken }: SsoRegistration,
  place: Place,
  network: Network,
): Promise<SsoToken> {
  const secrets = [clientSecret, refreshToken];
  const body = JSON.stringify({ clientId, clientSecret, grantType: 'refresh_token', refreshToken });
  const url = new URL(`${(place.endpoint ?? ownEndpoint(place)).replace(/\/$/, '')}/token`);
  let answer: Awaited<ReturnType<typeof send>>;
  try {
    const headers = {
      host: url.host,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    };
    answer = await send(url, { method: 'POST', headers, body }, network);
  } catch (error) {
    throw describeAwsFailure(operation, error, secrets);
  }
  const fields = fieldsOf(answer.body);
  const accessToken = fields.get('accessToken');
  const expiresIn = fields.get('expiresIn');
  if (answer.statusCode === 200 && typeof accessToken === 'string' && isDuration(expiresIn)) {
    const next = fields.get('refreshToken');
    return {
      accessToken,
      expiresInSeconds: expiresIn,
      ...(typeof next === 'string' ? { refreshToken: next } : {}),
    };
  }
  const reason = fields.get('error');
  const words = typeof reason === 'string' && errorCode.test(reason) ? ` (${reason})` : '';
  throw new IamxError(
    'aws-failed',
    `${operation} refused to renew the token: status ${answer.statusCode}${words}`,
    {
      hint: ['Sign in again: ', command`aws sso login`],
      failure: { operation, httpStatus: answer.statusCode },
    },
  );
}

/** As OAuth words them, `invalid_grant`: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2 */
const errorCode = /^[A-Za-z_.]{1,64}$/;

/** Seconds, of which no more are counted than a date can hold. */
function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < 1e10;
}

function ownEndpoint({ region, fips, dualStack }: Place): string {
  // A name that is none would make another host of it.
  if (!/^(?!-)[a-z\d-]{1,63}(?<!-)$/.test(region)) {
    throw new IamxError('usage', 'the region of the access portal is not the name of a region', {
      hint: 'Mend sso_region: it is the region in which IAM Identity Center was set up.',
    });
  }
  const partition = partitionOfRegion(region) ?? findPartition('aws');
  const suffix = dualStack ? partition?.dualStackSuffix : partition?.dnsSuffix;
  return `https://oidc${fips ? '-fips' : ''}.${region}.${suffix ?? 'amazonaws.com'}`;
}

function fieldsOf(body: unknown): ReadonlyMap<string, unknown> {
  const value = body instanceof Uint8Array ? jsonValue(Buffer.from(body).toString('utf8')) : undefined;
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value))
    : new Map();
}

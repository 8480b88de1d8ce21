import { createHash, createHmac } from 'node:crypto';
import type { AwsKeys } from './keys.ts';

/** A request with what it asks in its body or in the query of its URL. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly at: Date;
}

/** Proxies and Node change these on the way. */
const unsigned: ReadonlySet<string> = new Set(['user-agent']);

/**
 * The headers with those that sign the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  { method, url, headers, body }: Signable,
  { accessKeyId, secretAccessKey, sessionToken = '' }: AwsKeys,
  { service, region, at }: SigningScope,
): Readonly<Record<string, string>> {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const bodyHash = sha256(body);
  const all: Readonly<Record<string, string>> = {
    ...headers,
    'x-amz-date': time,
    ...(sessionToken === '' ? {} : { 'x-amz-security-token': sessionToken }),
    'x-amz-content-sha256': bodyHash,
  };
  const names = Object.keys(all)
    .filter((name) => !unsigned.has(name))
    .sort();
  const lines = names.map((name) => `${name}:${(all[name] ?? '').trim().replace(/\s+/g, ' ')}\n`);
  const canonical = [
    method,
    canonicalPath(url),
    canonicalQuery(url),
    lines.join(''),
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (last, word) => hmac(last, word),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n'));
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`,
  };
}

/** Every segment encoded once more, empty ones left out. */
function canonicalPath({ pathname }: URL): string {
  return encoded(pathname.replace(/\/{2,}/g, '/')).replaceAll('%2F', '/');
}

/** By name, then by value, each encoded. */
function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

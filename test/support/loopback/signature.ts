import { createHash, createHmac } from 'node:crypto';
import type { Received } from './exchange.ts';

export interface Signed {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
  readonly matches: (secret: string) => boolean;
}

/** The signature of a request, version 4 in its header; undefined where there is none. */
export function readSignature(request: Received): Signed | undefined {
  const text = request.headers['authorization'] ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]*)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      text,
    );
  const [, accessKeyId, day, region, service, names, signature] = match ?? [];
  const date = request.headers['x-amz-date'] ?? '';
  if (
    accessKeyId === undefined ||
    day === undefined ||
    region === undefined ||
    service === undefined ||
    names === undefined
  ) {
    return undefined;
  }
  const [, year, month, dayOf, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)?.map(Number) ?? [];
  const signedAt = Date.UTC(year ?? 0, (month ?? 1) - 1, dayOf, hour, minute, second);
  const matches = (secret: string) => {
    const canonical = [
      request.method,
      request.path,
      [...request.query]
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .sort()
        .join('&'),
      ...names.split(';').map((name) => `${name}:${signedHeader(request, name)}`),
      '',
      names,
      request.headers['x-amz-content-sha256'] ?? sha256(request.body),
    ].join('\n');
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
    const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
      (last, word) => hmac(last, word),
      Buffer.from(`AWS4${secret}`),
    );
    return hmac(key, text).toString('hex') === signature;
  };
  return { accessKeyId, region, service, signedAt, matches };
}

function signedHeader(request: Received, name: string): string {
  const value = name === 'host' ? request.host : (request.headers[name] ?? '');
  return value.trim().replace(/ +/g, ' ');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

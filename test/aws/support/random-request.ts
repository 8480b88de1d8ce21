import fc from 'fast-check';
import type { AwsKeys } from '../../../src/aws/keys.ts';
import type { Signable, SigningScope } from '../../../src/aws/sign-request.ts';
import { anyCharacter } from '../../support/text.ts';

/** A request to sign, and with what. */
export interface Signing {
  readonly request: Signable;
  readonly keys: AwsKeys;
  readonly scope: SigningScope;
}

const textOf = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });

const letters = 'abcdefghijklmnopqrstuvwxyz';
const capitals = letters.toUpperCase();
const digits = '0123456789';
const base64 = `${letters}${capitals}${digits}+/=`;

const region = fc.oneof(
  fc.constantFrom('us-east-1', 'eu-isoe-west-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'),
  textOf(`${letters}${capitals}${digits}-`, 1, 20),
);
const host = fc.oneof(
  fc.constantFrom('sts.amazonaws.com', '127.0.0.1', '[::1]', 'localhost'),
  textOf(`${letters}${digits}`, 1, 12).map((name) => `h${name}.example`),
);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
/** As they stand in a URL: with escapes, double slashes and what others would escape. */
const path = fc
  .array(textOf(`${letters}${digits}-._~!$&'()*+,;=:@é `, 0, 8), { maxLength: 4 })
  .map((segments) => segments.join('/'));
const form = fc.dictionary(textOf(letters, 1, 12), fc.string({ unit: anyCharacter, maxLength: 30 }), {
  maxKeys: 4,
});
const headerValue = textOf(`${letters}${digits} \t;=/`, 1, 20).filter((text) => text.trim() !== '');
const extraHeaders = fc.dictionary(
  textOf(letters, 3, 10).map((name) => `x-amz-${name}`),
  headerValue,
  { maxKeys: 3 },
);
const token = fc.option(textOf(base64, 0, 400), { nil: undefined });
/** Seconds of the years 2000 to 2100. */
const time = fc.integer({ min: 946_684_800, max: 4_102_444_799 }).map((seconds) => new Date(seconds * 1000));

export const signing: fc.Arbitrary<Signing> = fc
  .record({
    region,
    host,
    port,
    path,
    form,
    extraHeaders,
    token,
    time,
    isTls: fc.boolean(),
    keyId: textOf(`${capitals}${digits}`, 16, 20),
    secret: fc.oneof(textOf(base64, 40, 40), fc.string({ unit: anyCharacter, minLength: 1, maxLength: 60 })),
    service: fc.constantFrom('sts', 'iam'),
  })
  .map((drawn) => {
    const address = drawn.port === undefined ? drawn.host : `${drawn.host}:${drawn.port}`;
    const url = new URL(`${drawn.isTls ? 'https' : 'http'}://${address}/${drawn.path}`);
    const body = new URLSearchParams({ Action: 'GetCallerIdentity', ...drawn.form }).toString();
    const headers = {
      host: url.host,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'iamx',
      ...drawn.extraHeaders,
    };
    return {
      request: { method: 'POST', url, headers, body },
      keys: {
        accessKeyId: drawn.keyId,
        secretAccessKey: drawn.secret,
        ...(drawn.token === undefined ? {} : { sessionToken: drawn.token }),
      },
      scope: { service: drawn.service, region: drawn.region, at: drawn.time },
    };
  });

/** The same thousand every time. */
export const thousand = { numRuns: 1000, seed: 20_150_830 } as const;

import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@smithy/core/checksum';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signRequest } from '../../src/aws/sign-request.ts';
import { signing, thousand, type Signing } from './support/random-request.ts';

async function signedBySdk({ request, keys, scope }: Signing): Promise<Readonly<Record<string, string>>> {
  const { method, url, headers, body } = request;
  const { service, region, at } = scope;
  const signer = new SignatureV4({ service, region, credentials: keys, sha256: Sha256 });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers,
      body,
    },
    { signingDate: at },
  );
  return signed.headers;
}

test('a thousand requests are signed as the SDK signs them', async () => {
  await fc.assert(
    fc.asyncProperty(signing, async (one) => {
      expect(signRequest(one.request, one.keys, one.scope)).toEqual(await signedBySdk(one));
    }),
    thousand,
  );
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html has the steps. */
test('what is signed is signed as a whole: any change gives another signature', () => {
  const signatureOf = ({ request, keys, scope }: Signing) =>
    /Signature=(\w{64})$/.exec(signRequest(request, keys, scope)['authorization'] ?? '')?.[1];
  const request = {
    method: 'POST',
    url: new URL('https://sts.amazonaws.com/'),
    headers: { host: 'sts.amazonaws.com' },
    body: 'Action=GetCallerIdentity',
  };
  const keys = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'NotASecret',
    sessionToken: 'NotAToken',
  };
  const scope = { service: 'sts', region: 'us-east-1', at: new Date(0) };
  const one: Signing = { request, keys, scope };
  const others: readonly Signing[] = [
    { ...one, request: { ...request, method: 'GET' } },
    { ...one, request: { ...request, url: new URL('https://sts.amazonaws.com/a') } },
    { ...one, request: { ...request, headers: { host: 'example.com' } } },
    { ...one, request: { ...request, body: 'Action=GetSessionToken' } },
    { ...one, keys: { ...keys, secretAccessKey: 'NotASecret2' } },
    { ...one, keys: { ...keys, sessionToken: 'NotAToken2' } },
    { ...one, scope: { ...scope, region: 'us-east-2' } },
    { ...one, scope: { ...scope, service: 'iam' } },
    { ...one, scope: { ...scope, at: new Date(1000) } },
  ];
  const signatures = [one, ...others].map(signatureOf);
  expect(signatures).not.toContain(undefined);
  expect(new Set(signatures).size).toBe(signatures.length);
  // A proxy may write its own name there.
  const renamed = { ...one, request: { ...request, headers: { ...request.headers, 'user-agent': 'x' } } };
  expect(signatureOf(renamed)).toBe(signatureOf(one));
});

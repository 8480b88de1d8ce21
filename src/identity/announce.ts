import { isAwsUrl } from '../aws/aws-host.ts';
import type { Route } from '../aws/network.ts';
import type { Announce } from '../core/answer.ts';
import type { Evidence } from '../core/evaluation.ts';
import { Raw } from '../core/raw.ts';
import { findEndpoint, serviceIds } from '../credentials/chain/endpoint-url.ts';
import type { Context } from '../credentials/chain/provider.ts';
import { maskAccessKeyId } from '../output/secret.ts';
import { printUrl } from '../printers/addresses.ts';

const trust = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** Tells of each host that is not AWS's before something is sent there, and of what makes it so. */
export function announcer(context: Context, announce: Announce): NonNullable<Route['beforeSend']> {
  const told = new Set<string>();
  let isTrustTold = false;
  return async (url, headers) => {
    if (url.protocol === 'https:' && context.world.host.env[trust] === '0' && !isTrustTold) {
      isTrustTold = true;
      await announce({
        code: 'sent/certificates-checked',
        severity: 'warning',
        message: `${trust}=0 is not obeyed: certificates are checked, else whoever is on the way could take the credentials`,
      });
    }
    if (isAwsUrl(url)) return;
    const proof = proofIn(headers);
    if (told.has(`${url.host} ${proof}`)) return;
    told.add(`${url.host} ${proof}`);
    const { because, span } = whyThere(context, url);
    await announce({
      code: 'sent/not-aws',
      severity: 'warning',
      message: `sending to ${printUrl(new Raw(url.href))}, which is not AWS's, ${proof}: ${because}`,
      ...(span === undefined ? {} : { span }),
    });
  };
}

/** What the receiver learns or gets, as far as it may be named. */
function proofIn(headers: Readonly<Record<string, string>>): string {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const [, keyId] = /\bCredential=([^/,\s]{4,128})\//.exec(authorization ?? '') ?? [];
  return keyId === undefined ? 'with a token that signs in' : `signed with key ${maskAccessKeyId(keyId)}`;
}

function whyThere(
  context: Context,
  { host }: URL,
): { readonly because: string; readonly span?: Evidence['span'] } {
  const given = serviceIds
    .map((service) => findEndpoint(context, service).endpoint)
    .find(({ value }) => value?.passes((text) => URL.canParse(text) && new URL(text).host === host) === true);
  if (given === undefined) return { because: 'the region leads there' };
  const { name, span } = given.evidence;
  return { because: `${name} says so`, ...(span === undefined ? {} : { span }) };
}

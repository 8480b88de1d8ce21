import { given, setVariable } from '../core/command.ts';
import { isLoopback } from '../aws/aws-host.ts';
import type { Place } from '../aws/keys.ts';
import { parseProxy } from '../aws/proxy.ts';
import { IamxError } from '../core/error.ts';
import { findEndpoint, type ServiceId } from '../credentials/chain/endpoint-url.ts';
import type { Context } from '../credentials/chain/provider.ts';
import { isSet, shownOf, type Setting } from '../credentials/places/settings.ts';
import { findProxy } from '../credentials/places/proxy.ts';
import { textIn } from '../credentials/retrieve/retrieval.ts';
import { partitionOfRegion } from '../identifiers/partition.ts';
import { Raw } from '../core/raw.ts';
import { printUrl } from '../printers/addresses.ts';
import { printRegion } from '../printers/region.ts';

/** Where no region is known: the answer does not depend on it, only whether it can be asked at all. */
const standardRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Where a service is asked, as the flavour's settings have it. Throws `usage` for an address that must not be asked. */
export function findPlace(
  context: Context,
  service: ServiceId,
  region: string | undefined,
  allowHttp: boolean,
): Place {
  checkRegion(region);
  const { endpoint, error } = findEndpoint(context, service);
  if (error !== undefined) {
    const { message, hint, span } = error;
    throw new IamxError('usage', message, {
      ...(hint === undefined ? {} : { hint }),
      ...(span === undefined ? {} : { span }),
    });
  }
  checkEndpoint(context, endpoint, allowHttp);
  return {
    region: region ?? standardRegions[partitionOfProfile(context)] ?? 'us-east-1',
    ...(endpoint.value === undefined ? {} : { endpoint: textIn(endpoint) }),
    fips: isOn(context, 'AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint'),
    dualStack: isOn(context, 'AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'),
  };
}

/** It becomes a part of a host's name and of what is signed: the SDKs refuse what cannot be one, too. */
function checkRegion(region: string | undefined): void {
  if (region === undefined || /^[A-Za-z0-9-]{1,63}$/.test(region)) return;
  const shown = printRegion(new Raw(region));
  throw new IamxError('usage', `the region cannot be a part of an address: it is \`${shown}\``, {
    hint: 'Give another one: --region us-east-1',
  });
}

function checkEndpoint(context: Context, endpoint: Setting, allowHttp: boolean): void {
  if (endpoint.value === undefined) return;
  const value = textIn(endpoint);
  const { span, name } = endpoint.evidence;
  const place = span === undefined ? {} : { span };
  if (!/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value)) {
    throw new IamxError('usage', `${name} is no URL with http or https`, {
      hint: `Write it whole, as https://host:port, or unset it.`,
      ...place,
    });
  }
  const url = new URL(value);
  if (url.protocol === 'https:' || allowHttp) return;
  const shown = printUrl(endpoint.value);
  if (!isLoopback(url.hostname)) {
    const message = `${name} names ${shown}: over plain http everybody on the way could read and use what is sent`;
    throw new IamxError('usage', message, {
      hint: 'Write https, or send it all the same: --allow-http',
      ...place,
    });
  }
  const variable = foreignProxy(context, url);
  if (variable === undefined) return;
  const except = setVariable('NO_PROXY', given(url.hostname));
  const message = `${variable} sends what is for ${shown} to another machine, over plain http`;
  throw new IamxError('usage', message, {
    hint:
      except === undefined
        ? 'Send it all the same: --allow-http'
        : ['Leave it out: ', except, '; or send it all the same: --allow-http'],
    ...place,
  });
}

/** The variable that leads a request off this machine though it is for this machine. */
function foreignProxy({ world, flavour }: Context, url: URL): string | undefined {
  const proxy = findProxy(url, world.host.env, flavour.retrieval.network.proxies);
  return proxy === undefined || isLoopbackProxy(proxy.url) ? undefined : proxy.variable;
}

function isLoopbackProxy(text: string): boolean {
  try {
    return isLoopback(parseProxy(text).host);
  } catch {
    // It names no proxy: nothing is sent, and the call says so.
    return true;
  }
}

function partitionOfProfile({ profile }: Context): string {
  const [, partition] = /^arn:(aws[\w-]*):/.exec(shownOf(profile.get('role_arn'))) ?? [];
  return partition ?? partitionOfRegion(shownOf(profile.get('sso_region')))?.id ?? 'aws';
}

function isOn({ env, profile }: Context, variable: string, key: string): boolean {
  const setting = [env(variable), profile.get(key)].find(isSet);
  return setting?.value?.fits(/^\s*true\s*$/i) === true;
}

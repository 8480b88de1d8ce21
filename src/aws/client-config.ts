import type { HttpHandler } from '@smithy/core/protocols';
import { httpHandler } from './http-handler.ts';
import type { Place } from './keys.ts';
import type { Network } from './network.ts';
import type { Attempt, Observer } from './send.ts';

interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly ignoreConfiguredEndpointUrls: boolean;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly defaultsMode: 'standard';
  readonly retryMode: string;
  readonly maxAttempts: number;
  readonly userAgentAppId: string;
  readonly authSchemePreference: string[];
  readonly requestHandler: HttpHandler;
}

/**
 * All that a client of the SDK would look up by itself, so that it reads no file and no variable: what is read is
 * the business of the chosen flavour's rules.
 */
export function clientConfig(
  { region, endpoint, fips, dualStack }: Place,
  network: Network,
  options: {
    readonly maxAttempts?: number;
    readonly observer?: Observer;
    /** Made already, and taken for the client's own. */
    readonly first?: Attempt | undefined;
  } = {},
): ClientConfig {
  // The SDK warns of old Node versions on standard error, which belongs to the answer.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: fips,
    useDualstackEndpoint: dualStack,
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: options.maxAttempts ?? 3,
    userAgentAppId: 'iamx',
    authSchemePreference: [],
    requestHandler: httpHandler(network, options),
  };
}

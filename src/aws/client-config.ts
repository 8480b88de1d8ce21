import type { HttpHandler } from '@smithy/core/protocols';
import { httpHandler } from './http-handler.ts';
import type { Network } from './network.ts';
import type { Observer } from './send.ts';

/** Keys that sign requests. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What no message about a call may hold; an access key id is only shown masked. */
export function secretsOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: AwsKeys): readonly (string | undefined)[] {
  return [secretAccessKey, sessionToken, accessKeyId];
}

/** Keys that AWS gave, with what it told about them. */
export interface GivenKeys extends AwsKeys {
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  readonly accountId?: string;
}

/** Where a service is asked. */
export interface Place {
  readonly region: string;
  /** In place of the service's own address. */
  readonly endpoint?: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

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
  options: { readonly maxAttempts?: number; readonly observer?: Observer } = {},
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
    requestHandler: httpHandler(network, options.observer),
  };
}

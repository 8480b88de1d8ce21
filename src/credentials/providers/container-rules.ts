import type { Context } from '../chain/provider.ts';
import type { ProxyRules } from '../places/proxy.ts';
import type { Setting } from '../places/settings.ts';

/** What leads to the endpoint of a container. */
export const containerUris = {
  relative: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  full: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
} as const;
export type ContainerUri = keyof typeof containerUris;

/** The endpoint of ECS and of EKS Pod Identity: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
export interface ContainerRules {
  /** The variables that are read; the first that is there decides. */
  readonly uris: readonly ContainerUri[];
  /** A variable without a value: there, or not set. */
  readonly emptyUri: 'entered' | 'unset';
  /** The host in front of a relative URI. */
  readonly base: string | ((context: Context) => Setting);
  /** A URI without a scheme or host. */
  readonly badUri: 'fail' | 'pass';
  /** Whether plain HTTP to this host is allowed; HTTPS always is. */
  readonly isAllowed: (host: string) => boolean;
  /** Another host without HTTPS. */
  readonly badHost: 'fail' | 'pass';
  /** `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, which beats the variable that holds the token itself. */
  readonly tokenFile: 'read' | 'ignored';
  /** `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` without a value: a file of no name, or not set. */
  readonly emptyTokenFile: 'entered' | 'unset';
  /** The token file cannot be read. */
  readonly missingTokenFile: 'fail' | 'pass';
  /** What no token may hold. */
  readonly badToken: RegExp;
  /** Every other problem. */
  readonly problem: 'fail' | 'pass';
  /** The fields without which an answer is of no use. */
  readonly required: readonly string[];
  /** By which variables a proxy is asked in its place. */
  readonly proxies: ProxyRules;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  /** After a failure the same is asked once more, without the token file, where the host is one of these. */
  readonly secondTry?: readonly string[];
}

const containerHosts = ['169.254.170.2', '169.254.170.23', 'fd00:ec2::23', 'localhost'];

/** A loopback address, `localhost`, or one of the endpoints of ECS and EKS. */
export function isContainerHost(host: string): boolean {
  return containerHosts.includes(host) || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

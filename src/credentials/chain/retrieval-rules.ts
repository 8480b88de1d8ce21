import type { FlavourId } from './chain.ts';

/** How a flavour carries out what its chain chose: credential-chain.md sections 3.3, 5 and 6.1. */
export interface RetrievalRules {
  /** `RoleSessionName` of AssumeRole where the profile gives none. */
  readonly sessionName: (now: number) => string;
  /** The same for AssumeRoleWithWebIdentity. */
  readonly webSessionName: (now: number) => string;
  /** An SSO token with less time left is renewed where it can be. Milliseconds. */
  readonly renewSsoBefore: number;
  /** Network settings beside the endpoint. */
  readonly network: NetworkRules;
}

export interface NetworkRules {
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxies: 'python' | 'go' | 'ignored';
  /** Which variable names the authorities that are trusted; Node itself reads NODE_EXTRA_CA_CERTS. */
  readonly caBundle: 'AWS_CA_BUNDLE' | undefined;
  /** How to make it trust one more authority. */
  readonly trust: string;
}

const minutes = 60_000;
const bundle = 'export AWS_CA_BUNDLE=/path/to/ca.pem';
const seconds = (now: number) => Math.trunc(now / 1000);

const botocore: RetrievalRules = {
  sessionName: (now) => `botocore-session-${seconds(now)}`,
  webSessionName: (now) => `botocore-session-${seconds(now)}`,
  renewSsoBefore: 15 * minutes,
  network: { proxies: 'python', caBundle: 'AWS_CA_BUNDLE', trust: bundle },
};

export const retrievalRules: Readonly<Record<FlavourId, RetrievalRules>> = {
  cli: botocore,
  'cli-v1': botocore,
  boto3: botocore,
  js: {
    sessionName: (now) => `aws-sdk-js-${now}`,
    webSessionName: (now) => `aws-sdk-js-session-${now}`,
    renewSsoBefore: 5 * minutes,
    // Section 5: `- UNV` for proxies, AWS_CA_BUNDLE is not read.
    network: {
      proxies: 'ignored',
      caBundle: undefined,
      trust: 'export NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
    },
  },
  go: {
    sessionName: (now) => `aws-go-sdk-${now}000000`,
    webSessionName: (now) => `${now}000000`,
    renewSsoBefore: 0,
    // Proxies: UNV; net/http's ProxyFromEnvironment.
    network: { proxies: 'go', caBundle: 'AWS_CA_BUNDLE', trust: bundle },
  },
  java: {
    // UNV.
    sessionName: (now) => `aws-sdk-java-${now}`,
    webSessionName: (now) => `aws-sdk-java-${now}`,
    renewSsoBefore: 5 * minutes,
    // UNV: newer releases read the variables, as curl does.
    network: {
      proxies: 'python',
      caBundle: undefined,
      trust: 'keytool -importcert, into the truststore of the JVM',
    },
  },
  rust: {
    sessionName: (now) => `assume-role-from-profile-${now}`,
    // UNV.
    webSessionName: (now) => `web-identity-token-${now}`,
    renewSsoBefore: 5 * minutes,
    // UNV: the variables are read by newer releases.
    network: { proxies: 'python', caBundle: undefined, trust: 'add it to the authorities of the system' },
  },
};

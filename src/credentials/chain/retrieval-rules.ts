import type { ProxyRules } from '../places/proxy.ts';

import { setVariable, word, type Hint } from '../../core/command.ts';

/** How a flavour carries out what its chain chose: docs/chain.md, "Calls". */
export interface RetrievalRules {
  /** `RoleSessionName` of AssumeRole where the profile gives none. */
  readonly sessionName: (now: number) => string;
  /** The same for AssumeRoleWithWebIdentity. */
  readonly webSessionName: (now: number) => string;
  /** An SSO token with less time left, in milliseconds, is renewed where it can be. */
  readonly renewSsoBefore: number;
  /** Network settings beside the endpoint. */
  readonly network: NetworkRules;
}

/** Where a flavour looks for the file of the authorities that it trusts; the first that is set counts. */
type CaBundleSource = 'AWS_CA_BUNDLE' | 'ca_bundle' | 'REQUESTS_CA_BUNDLE';

export interface NetworkRules {
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxies: ProxyRules;
  /** What names the authorities that are trusted, in its order; nothing where the flavour takes the system's. */
  readonly caBundle: readonly CaBundleSource[];
  /** How to make it trust one more authority. */
  readonly trust: Hint;
}

/** How to trust one more authority where `AWS_CA_BUNDLE` is read. */
export const trustInBundle: Hint = setVariable('AWS_CA_BUNDLE', word`/path/to/ca.pem`) ?? '';

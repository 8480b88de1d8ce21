import type { TakenValues } from './taken-value.ts';

/** What a flavour looks at when it makes its first client, whatever the credentials are. */
export interface ClientRules {
  /** Every client looks at the `sso_session` of the run's profile, whatever it is for. */
  readonly brokenSession: 'fail' | 'ignored';
  /** An `endpoint_url` that is not indented below its service. */
  readonly flatService: 'fail' | 'ignored';
  /** Whether this address can be taken; any if not given. */
  readonly isEndpoint?: (text: string) => boolean;
  /** The names of regions that are taken; any if not given. */
  readonly region?: RegExp;
  /** A region that is set to nothing. */
  readonly emptyRegion: 'fail' | 'used';
  /** Settings that may hold nothing else; none if not given. */
  readonly values?: readonly ClientValue[];
}

/** A setting that every client of a flavour looks at: the variable, else the key of the run's profile. */
export interface ClientValue extends TakenValues {
  readonly variable: string;
  readonly key: string;
  /** What it takes, in words. */
  readonly takes: string;
  /** What is nearest to what most people want, to be written in the place of a wrong one. */
  readonly usual: string;
}

/** botocore 1.43 `args.py` `_resolve_defaults_mode`; @smithy/core 3.41 `resolveDefaultsModeConfig`. */
export const defaultsMode: ClientValue = {
  variable: 'AWS_DEFAULTS_MODE',
  key: 'defaults_mode',
  accepts: /^(?:legacy|auto|standard|in-region|cross-region|mobile)$/i,
  takes: 'legacy, auto, standard, in-region, cross-region or mobile',
  usual: 'standard',
};

/** botocore 1.43 `utils.is_valid_endpoint_url`: a host of labels, behind any scheme. */
export function isPythonEndpoint(text: string): boolean {
  const host = /^\s*[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(text)?.[1] ?? '';
  if (host === '' || host.length > 255) return false;
  return (
    host.startsWith('[') || /^(?:(?!-)[A-Za-z\d-]{1,63}(?<!-)\.)*(?!-)[A-Za-z\d-]{1,63}(?<!-)\.?$/.test(host)
  );
}

/** What `new URL` and a request take: `localhost:4566` has the scheme `localhost`. */
export function isWebEndpoint(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** aws-sdk-go-v2 `Custom endpoint … was not a valid URI`. */
export function isGoEndpoint(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s"'/]+/.test(text);
}

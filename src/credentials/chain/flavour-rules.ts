import type { PlaceRules } from '../places/place-rules.ts';
import type { FileRole } from '../places/section-names.ts';
import type { FlavourId } from './chain.ts';
import type { ClientRules } from './client-rules.ts';
import type { RetrievalRules } from './retrieval-rules.ts';
import type { RegionSource } from './region.ts';

/** Addresses in place of AWS's own: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export interface EndpointRules {
  /** A profile that names a `[services …]` section which is not there. */
  readonly missingServices: 'fail' | 'ignored' | 'hides-endpoint';
  /** The files in which `services` and `endpoint_url` are looked for. */
  readonly merge: (key: string) => readonly FileRole[];
  /** `AWS_ENDPOINT_URL_STS` and its like, then `AWS_ENDPOINT_URL`. */
  readonly variables: 'read' | 'ignored';
}

/** What the links of a flavour's chain may ask about it: everything but the chain. */
export interface FlavourRules extends PlaceRules {
  readonly id: FlavourId;
  /** As users call it. */
  readonly title: string;
  /** The library whose rules these are, with its version. */
  readonly library: string;
  readonly region: readonly RegionSource[];
  /** What the flavour does without a region. */
  readonly noRegion: string;
  readonly endpoints: EndpointRules;
  readonly client: ClientRules;
  readonly retrieval: RetrievalRules;
}

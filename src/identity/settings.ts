import type { FlavourId } from '../credentials/chain/chain.ts';

/** What a call of whoami was asked to do. */
export interface WhoamiSettings {
  readonly flavour: FlavourId;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly allProfiles: boolean;
  readonly live: boolean;
  readonly mfaCode: string | undefined;
  readonly timeoutMs: number;
  readonly allowHttp: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

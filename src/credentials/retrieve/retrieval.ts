import { type Hint } from '../../core/command.ts';
import type { AwsKeys, GivenKeys, Place } from '../../aws/keys.ts';
import type { Network } from '../../aws/network.ts';
import type { Announce } from '../../core/answer.ts';
import type { Failure, IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { ServiceId } from '../chain/endpoint-url.ts';
import type { RetrievalRules } from '../chain/retrieval-rules.ts';
import { reveal } from '../../core/raw.ts';
import type { Setting } from '../places/settings.ts';
import type { World } from '../places/world.ts';

/** What carrying out a recipe needs beside it. */
export interface Retrieval {
  readonly world: World;
  readonly rules: RetrievalRules;
  readonly network: Network;
  /** Where a service is asked: in this region, else in that of the run, at the address that the settings give. */
  readonly place: (service: ServiceId, region?: string) => Promise<Place>;
  /** The code of an MFA device. Throws `usage` where nobody can be asked. */
  readonly askMfa: (serial: string) => Promise<string>;
  /** For what the user has to know before the answer. */
  readonly announce: Announce;
}

/** What came of a recipe. Keys are for the next call alone: never kept, shown or put in an error. */
export type Retrieved =
  | { readonly kind: 'keys'; readonly keys: GivenKeys; readonly origin: Origin }
  | {
      readonly kind: 'failed';
      readonly error: Diagnostic;
      /** What is known of it beside its words. */
      readonly failure?: Failure;
      /** What a call threw; absent for problems of this machine. */
      readonly thrown?: IamxError;
    };

/** What is known of keys that were got with other keys. */
export interface Origin {
  /** The session was made with the keys of another session: AWS then gives an hour at most. */
  readonly isChained: boolean;
}

/** The setting's text, as it is sent, opened or run. */
export function textIn(setting: Setting | undefined): string {
  return setting?.value === undefined ? '' : reveal(setting.value);
}

export function keys(given: GivenKeys, source?: AwsKeys): Retrieved {
  return { kind: 'keys', keys: given, origin: { isChained: source?.sessionToken !== undefined } };
}

export function failed(
  code: string,
  message: string,
  hint: Hint,
  { span, failure }: { readonly span?: Span | undefined; readonly failure?: Failure | undefined } = {},
): Retrieved {
  const place = span === undefined ? {} : { span };
  const error: Diagnostic = { code, severity: 'error', message, hint, ...place };
  return { kind: 'failed', error, ...(failure === undefined ? {} : { failure }) };
}

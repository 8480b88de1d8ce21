import type { Diagnostic } from '../core/evaluation.ts';
import type { Item } from '../documents/decode.ts';
import type { RefusedCall } from '../messages/denial.ts';

/** A value with what is said about it. */
export interface Decoded {
  readonly item: Item;
  /** What else to know, most important first; no final stops. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** How often it stands in what was given, where that is more than once. */
  readonly times?: number;
  /** The calls that AWS refused, by the text that the value was found in. */
  readonly refused?: readonly RefusedCall[];
  /** It was found in an error of AWS, or is one, that no refused call was read out of. */
  readonly isError?: true;
  /** The code of the diagnostic that says what the item's `because` says: who shows the one need not show the other. */
  readonly told?: string;
  /** The encoded message as AWS wants it, for `--live`. Never printed. */
  readonly encodedMessage?: string;
}

import type { Denial } from './denial.ts';

/** An error as it stands in a text, taken apart; nothing of it may be shown before a printer saw it. */
export interface FoundError {
  readonly code?: string;
  readonly operation?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  readonly profile?: string;
  readonly region?: string;
  /** What the service said. */
  readonly message: string;
  /** The message with what stands around it: what the wordings are looked for in. */
  readonly text: string;
  readonly denial: Denial;
  readonly hasEncodedMessage: boolean;
}

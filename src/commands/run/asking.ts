import type { Announce } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import type { GlobalOptions } from '../command.ts';

export type Options = GlobalOptions & Readonly<Record<string, unknown>>;

/** Who asked, and how. */
export interface Asking {
  readonly host: Host;
  readonly options: Options;
  readonly announce: Announce;
}

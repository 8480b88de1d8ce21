import type { Range } from '../core/source.ts';
import type { Subject } from './subject.ts';

/** A change of a document. `at` is the range of a key, of an item of a list, or of a text. */
export type Change =
  /** The text or the name there becomes another. */
  | { readonly kind: 'write'; readonly at: Range; readonly text: string }
  /** The member with this key, or the item, goes; an item only where it is a text that is written so. */
  | { readonly kind: 'remove'; readonly at: Range; readonly text?: string }
  /** The object there gets a first member. */
  | { readonly kind: 'add'; readonly at: Range; readonly name: string; readonly text: string };

/** How a finding is mended where no thought is needed. */
export interface Repair {
  /**
   * What the policy decided before: the same as after it, or nothing, since AWS refuses to save it. A repair of a policy that
   * AWS takes changes no decision.
   */
  readonly before: 'same' | 'refused';
  /** Nothing where this one needs thought after all. */
  readonly changes: (at: Range, subject: Subject) => readonly Change[];
}

/** A text that takes the place of another. */
export interface Edit extends Range {
  readonly text: string;
}

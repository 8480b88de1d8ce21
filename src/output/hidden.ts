/** A piece of a text that is not shown, in UTF-16 units; the end is exclusive. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
}

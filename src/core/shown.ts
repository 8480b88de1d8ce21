declare const shown: unique symbol;

/** A text of others that may be shown, or what is said in its place: made by a printer (`printers/`) alone. */
export type Shown = string & { readonly [shown]: true };

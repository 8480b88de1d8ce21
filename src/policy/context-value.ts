/** Nothing is known about the key: it may be absent (R801). */
export const unknown = Symbol('unknown');
/** The key is in the request, its value is not known: `aws:SourceIp` of a call that uses no endpoint. */
export const presentUnknown = Symbol('present, value unknown');

/**
 * What the request says for one condition key: one value, several, nothing (`undefined`: absent), or unknown.
 * Keys are looked up in lower case (R302).
 */
export type ContextValue = string | readonly string[] | undefined | typeof unknown | typeof presentUnknown;

/** Looks a condition key up; the key in lower case. */
export type LookUp = (key: string) => ContextValue;

/**
 * What `make` gives, made when it is first asked for and kept: a table that the usual question does not need takes
 * nothing of its start.
 */
export function late<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

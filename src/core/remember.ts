/**
 * The function with its answers kept. A stream of requests asks the same few names again and again; one of ever
 * new names must not fill the memory, so that beyond `limit` answers it starts anew.
 */
export function remember<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const computed = compute(text);
    if (known.size >= limit) known.clear();
    known.set(text, computed);
    return computed;
  };
}

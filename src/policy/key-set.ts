import { foldKey } from './keys.ts';

/** Condition keys by name, and whole families: `aws:RequestTag/`, whatever stands behind the slash. */
export interface KeySet {
  /** The key in lower case. */
  readonly has: (key: string) => boolean;
}

/** Of names as the data writes them: `aws:RequestTag/${TagKey}` is a family. */
export function keySet(names: readonly string[]): KeySet {
  const exact = new Set<string>();
  const families: string[] = [];
  for (const name of names) {
    const variable = name.indexOf('${');
    if (variable < 0) exact.add(foldKey(name));
    else families.push(foldKey(name.slice(0, variable)));
  }
  return {
    has: (key) =>
      exact.has(key) || families.some((family) => key.startsWith(family) && key.length > family.length),
  };
}

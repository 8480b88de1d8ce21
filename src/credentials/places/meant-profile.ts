import { nearest } from '../../core/nearest.ts';

/**
 * The profile that was meant by a name that there is none of: what stands around it in a header does not belong to it,
 * nor do quotes; else the nearest one.
 */
export function meantProfile(name: string, names: readonly string[]): string | undefined {
  const bare = name
    .trim()
    .replace(/^\[|\]$/g, '')
    .trim()
    .replace(/^profile\s+/, '')
    .replace(/^(["'])([^"']*)\1$/, '$2')
    .trim();
  return bare !== name && names.includes(bare) ? bare : nearest(name, names);
}

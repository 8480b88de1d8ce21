import { reveal, type Raw } from '../../src/core/raw.ts';

/** The text of a setting, for a test that compares it: undefined where there is none, `a map` where one is in its place. */
export function rawText(
  setting: { readonly value: Raw | undefined; readonly isMap?: true } | undefined,
): string | undefined {
  if (setting?.isMap) return 'a map';
  return setting?.value === undefined ? undefined : reveal(setting.value);
}

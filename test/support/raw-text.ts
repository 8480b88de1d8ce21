import { reveal, type Raw } from '../../src/core/raw.ts';

/** The text of a setting, for a test that compares it: undefined where there is none. */
export function rawText(setting: { readonly value: Raw | undefined } | undefined): string | undefined {
  return setting?.value === undefined ? undefined : reveal(setting.value);
}

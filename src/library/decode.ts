import { decodeTexts } from '../decode/decode.ts';
import { toItem } from '../decode/document.ts';
import type { DecodeItem } from '../documents/decode.ts';
import { kindOf, misused } from './values.ts';

/**
 * What an ID, an access key, an ARN, an account or an encoded message says. A value that nothing is known about has the
 * kind `unknown`, and so has a secret, which is not given back. Throws `IamxError` where it is no text (`usage`).
 */
export function decode(value: string): DecodeItem {
  const given: unknown = value;
  if (typeof given !== 'string') {
    throw misused(
      'usage',
      'value',
      `\`value\` is ${kindOf(given)}, not a text`,
      'Hand in one ID, ARN or message.',
    );
  }
  const [first, another] = decodeTexts([given]);
  if (first !== undefined && another === undefined) return toItem(first);
  const because = 'it holds several identifiers, and one is decoded here';
  return { kind: 'unknown', input: null, because };
}

import { isSet } from '../places/settings.ts';
import type { Gotcha, Situation } from './gotcha.ts';
import { findHalfPair } from './other-half.ts';

/** One half of a pair of keys in a file, and where the other half went. */
export const halfPairGotchas: readonly Gotcha[] = [
  {
    code: 'half-pair-in-file',
    says: 'A file holds one half of a key pair: the other half stands on the same line, or nowhere; some tools pass over it without a word.',
    find: (situation) => (isHalf(situation) ? findHalfPair(situation) : []),
  },
];

function isHalf({ context: { profile } }: Situation): boolean {
  return isSet(profile.get('aws_access_key_id')) !== isSet(profile.get('aws_secret_access_key'));
}

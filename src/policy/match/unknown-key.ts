import { atom, not, or, type Truth } from '../../core/truth.ts';
import { arnGlobsMeet } from './arn-globs-meet.ts';
import type { LookUp } from '../context-value.ts';
import { matchPattern, type ResourceMatcher } from './resource.ts';
import type { Unknown } from './unknown.ts';

/** Ids that have nothing in common: what matches all of them matches any. */
const someIds = [
  '12345678-90ab-cdef-1234-567890abcdef',
  'fedcba98-7654-3210-fedc-ba9876543210',
  'mrk-0123456789abcdef0123456789abcdef',
];

/** Whether the resource element matches a key of which only the beginning of its ARN is known (R664). */
export function matchUnknownKey(
  { negated, patterns }: ResourceMatcher,
  prefix: string,
  lookUp: LookUp,
): Truth<Unknown> {
  let listed: Truth<Unknown> = false;
  for (const pattern of patterns) {
    if (pattern.glob?.matchesAll === true) listed = true;
    else if (someIds.every((id) => matchPattern(pattern, prefix + id, lookUp) === true)) listed = true;
    else {
      const text = pattern.template.pieces
        .map((piece) => (piece.kind === 'variable' ? '*' : piece.text))
        .join('');
      const may = arnGlobsMeet(text, `${prefix}*`);
      listed = or(listed, may && atom<Unknown>({ kind: 'resource', pattern, resource: `${prefix}…` }));
    }
    if (listed === true) break;
  }
  return negated ? not(listed) : listed;
}

import type { Piece } from '../../core/glob.ts';
import { compileGlob } from '../../core/glob.ts';

/** The six parts of an ARN; the sixth takes the rest, colons included. Undefined where it is no ARN. */
export function splitArn(text: string): readonly string[] | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (let part = 0; part < 5; part++) {
    const colon = text.indexOf(':', from);
    if (colon < 0) return undefined;
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

export interface ArnTest {
  readonly matches: (parts: readonly string[]) => boolean;
  /** The only ARN that matches, where the pattern has no wildcard. */
  readonly literal: string | undefined;
  /** True for a pattern of nothing but `*`. */
  readonly anyArn: boolean;
}

/**
 * The pattern of an Arn operator: part by part, no wildcard crosses a colon of the first five parts, not even a
 * trailing `*` (R320, R321). Undefined where the pattern has fewer than six parts; a lone `*` is any ARN [U].
 */
export function compileArnTest(pieces: readonly Piece[]): ArnTest | undefined {
  const whole = compileGlob(pieces);
  if (whole.matchesAll) return { matches: () => true, literal: undefined, anyArn: true };
  const parts = splitPieces(pieces);
  if (!parts) return undefined;
  // Account and resource differ most between ARNs: what does not match is mostly known after one look.
  const tests = [4, 5, 2, 3, 1, 0].flatMap((part) => {
    const glob = compileGlob(parts[part] ?? []);
    return glob.matchesAll ? [] : [{ part, glob }];
  });
  const matches = (actual: readonly string[]) => {
    for (const { part, glob } of tests) if (!glob.matches(actual[part] ?? '')) return false;
    return true;
  };
  return { matches, literal: whole.literal, anyArn: false };
}

/** Values are put in first and the parts are told apart then: a colon from a variable counts like any other. */
function splitPieces(pieces: readonly Piece[]): readonly (readonly Piece[])[] | undefined {
  const parts: Piece[][] = [[]];
  for (const { text, literal } of pieces) {
    let from = 0;
    while (parts.length < 6) {
      const colon = text.indexOf(':', from);
      if (colon < 0) break;
      parts.at(-1)?.push({ text: text.slice(from, colon), literal });
      parts.push([]);
      from = colon + 1;
    }
    parts.at(-1)?.push({ text: text.slice(from), literal });
  }
  return parts.length === 6 ? parts : undefined;
}

import { Raw, reveal } from './raw.ts';

/**
 * The candidate that `name` was most likely meant to be, or undefined where none is near. Case alone is never a
 * difference; a swap of two neighbours counts once. Of equally near candidates the first wins.
 */
export function nearest(name: string | Raw, candidates: Iterable<string>): string | undefined {
  const wanted = (name instanceof Raw ? reveal(name) : name).toLowerCase();
  let limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  // Longer than any name of AWS: a comparison would take long and say nothing.
  if (wanted.length === 0 || wanted.length > 256) return undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance === 0) return best;
    limit = distance - 1;
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts; `limit + 1` means more than `limit`. */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  const width = right.length;
  if (limit <= 0 || Math.abs(left.length - width) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: width + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= width; column++) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1)
      ) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[width] ?? 0, limit + 1);
}

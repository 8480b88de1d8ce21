/** How two patterns are read together, part by part. */
interface Reading<Part> {
  /** Stands for any number of characters, none too. */
  readonly isRun: (part: Part) => boolean;
  /** Whether one character, or whatever a part that is no run stands for, fits both. */
  readonly agree: (left: Part, right: Part) => boolean;
}

/** Whether some text fits both patterns: at most one look at each pair of their places. */
export function bothFit<Part>(
  left: ArrayLike<Part>,
  right: ArrayLike<Part>,
  { isRun, agree }: Reading<Part>,
): boolean {
  const width = right.length + 1;
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [l, r] = next;
    if (l === left.length && r === right.length) return true;
    const place = l * width + r;
    if (seen.has(place)) continue;
    seen.add(place);
    const [a, b] = [left[l], right[r]];
    if (a !== undefined && isRun(a)) open.push([l + 1, r]);
    if (b !== undefined && isRun(b)) open.push([l, r + 1]);
    if (a === undefined || b === undefined || !agree(a, b)) continue;
    // A run takes the character and stays where it is.
    open.push([isRun(a) ? l : l + 1, isRun(b) ? r : r + 1]);
  }
  return false;
}

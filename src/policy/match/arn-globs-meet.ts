/** Whether some text matches both patterns of `*` and `?`. A `*` crosses every character. */
function textsMeet(left: string, right: string): boolean {
  const width = right.length + 1;
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [l, r] = next;
    if (l === left.length && r === right.length) return true;
    const id = l * width + r;
    if (seen.has(id)) continue;
    seen.add(id);
    const a = left[l];
    const b = right[r];
    if (a === '*') open.push([l + 1, r]);
    if (b === '*') open.push([l, r + 1]);
    if (a === undefined || b === undefined) continue;
    // One character that both take: a star stays where it is.
    if (a === '*' || b === '*' || a === '?' || b === '?' || a === b) {
      open.push([a === '*' ? l : l + 1, b === '*' ? r : r + 1]);
    }
  }
  return false;
}

/** Whether some ARN matches both patterns, part by part where both have all six. */
export function arnGlobsMeet(left: string, right: string): boolean {
  const [own, other] = [partsOf(left), partsOf(right)];
  if (own.length < 6 || other.length < 6) return textsMeet(left, right);
  return own.every((part, index) => textsMeet(part, other[index] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

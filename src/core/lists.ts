/**
 * Lists of any length: the engine takes only some hundred thousand arguments for one call, so that `push(...more)` and
 * `Math.max(...numbers)` fail where a file has more of something than that.
 */

/** Puts all of `more` behind what is in the list. */
export function append<Item>(list: Item[], more: Iterable<Item>): void {
  for (const one of more) list.push(one);
}

/** Puts it behind what a map has for the key. */
export function addTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, ...items: readonly Item[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...items]);
  else append(list, items);
}

/** The largest of the numbers, and not less than `least`. */
export function largest(numbers: Iterable<number>, least = -Infinity): number {
  let most = least;
  for (const one of numbers) most = Math.max(most, one);
  return most;
}

/** The smallest of the numbers; `Infinity` where there is none. */
export function smallest(numbers: Iterable<number>): number {
  let least = Infinity;
  for (const one of numbers) least = Math.min(least, one);
  return least;
}

import { append } from '../core/lists.ts';
/** The pages of a list of IAM, read to the last one. */

/** The answer lacks what every answer of IAM has: something else answered. */
export class IncompleteAnswer extends Error {}

export function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new IncompleteAnswer('the answer is incomplete');
  return value;
}

/** Pages of one list; no account has so many of anything. */
const mostPages = 1000;

export interface Truncated {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** A page without its list is no answer of IAM's, nor is one that has a next page and does not say how to ask for it. */
export async function allOf<Page extends Truncated, T>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const items: T[] = [];
  let count = 0;
  for await (const page of pages) {
    append(items, needed(itemsOf(page)));
    if (page.IsTruncated === true) needed(page.Marker);
    if (++count >= mostPages) throw new IncompleteAnswer('the list does not end');
  }
  return items;
}

/** `a`, `a and b`, `a, b and c`; of more than `most` the first ones and how many are left: `a, b and 4 more`. */
export function listed(texts: readonly string[], most = Infinity, word: 'and' | 'or' = 'and'): string {
  const left = texts.length - most;
  const shown = left > 0 ? [...texts.slice(0, most), `${left} more`] : texts;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1) ?? ''}`;
}

/** `1 more note`, `3 more notes`. */
export function countMore(count: number, noun: string): string {
  return `${count} more ${noun}${count === 1 ? '' : 's'}`;
}

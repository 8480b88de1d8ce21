import type { Raw } from '../../core/raw.ts';

/** What a setting may hold. */
export interface TakenValues {
  readonly accepts: RegExp;
  /** Of a number: the least and the most. */
  readonly range?: readonly [least: number, most: number];
}

export function isTaken(
  value: Raw,
  { accepts, range: [least, most] = [-Infinity, Infinity] }: TakenValues,
): boolean {
  const isBetween = (text: string) => {
    const number = Number(text.replaceAll('_', ''));
    return Number.isNaN(number) || (number >= least && number <= most);
  };
  return value.fits(accepts) && value.passes(isBetween);
}

import { serviceRows } from './catalogue/services.ts';
import type { MessageRow } from './message-row.ts';
import { usualGroups, usualRows } from './usual-rows.ts';

export const groups = [
  ...usualGroups,
  ['Services in their own words', serviceRows],
] as const satisfies readonly (readonly [string, readonly MessageRow[]])[];

/** Every known error of AWS and its tools. */
export const catalogue: readonly MessageRow[] = [...usualRows, ...serviceRows];

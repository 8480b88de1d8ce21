import { moreServiceRows } from './catalogue/more-services.ts';
import { serviceRows } from './catalogue/services.ts';
import { usualGroups, usualRows as usual } from './catalogue/usual.ts';
import type { MessageRow } from './message-row.ts';

/** What most errors are. */
export function usualRows(): readonly MessageRow[] {
  return usual;
}

/** What services say in their own words: read where it is needed. */
export function rowsOfServices(): readonly MessageRow[] {
  return [...serviceRows, ...moreServiceRows];
}

/** Every known error of AWS and its tools. */
export function allRows(): readonly MessageRow[] {
  return [...usual, ...rowsOfServices()];
}

/** All rows by subject, for their page. */
export function allGroups(): readonly (readonly [title: string, rows: readonly MessageRow[]])[] {
  return [...usualGroups, ['Services in their own words', rowsOfServices()]];
}

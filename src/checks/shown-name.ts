import { Raw } from '../core/raw.ts';
import { printName } from '../printers/names.ts';

/** A name that AWS or a person gave, as it may be shown. */
export function shownName(name: string): string {
  return printName(new Raw(name));
}

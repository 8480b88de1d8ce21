import type { Page } from '../core/page.ts';
import type { SimulateDocument } from './types.ts';

/** An answer in both forms: for programs, and for people. */
export interface PagedAnswer {
  readonly document: () => SimulateDocument;
  readonly page: () => Page;
}

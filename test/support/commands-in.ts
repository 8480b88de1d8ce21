import { Command } from '../../src/core/command.ts';
import type { Page } from '../../src/core/page.ts';

/** Every command of a page or a document, wherever it stands. */
export function commandsIn(data: unknown): readonly Command[] {
  if (data instanceof Command) return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(commandsIn);
}

/** The same of a page, its elastic parts at their longest. */
export function commandsOfPage(page: Page): readonly Command[] {
  return page.flatMap((group) =>
    commandsIn('kind' in group && group.kind === 'elastic' ? group.blocks(group.most) : group),
  );
}

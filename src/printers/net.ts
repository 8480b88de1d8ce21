import { Command } from '../core/command.ts';
import type { Block, Page } from '../core/page.ts';
import type { Secrets } from '../core/secrets.ts';
import { posixShell, writeCommand } from '../core/write-command.ts';
import { lineText } from '../core/source.ts';
import { hidden, SecretRuns } from './secret-runs.ts';

/**
 * What everything that is written passes through: a run of eight letters and digits of a secret of this run is replaced,
 * in whatever case, torn by whatever signs. The printers let none come so far; `acted` says where one did.
 */
export interface Net {
  readonly acted: () => boolean;
  readonly overPage: (page: Page) => Page;
  /** Plain data: a document, an error, notices. */
  readonly overData: <T>(data: T) => T;
  /** JSON as a text: a piece of a long document, lines of a stream. */
  readonly overJson: (text: string) => string;
}

/** What is read later is looked for from then on. */
export function netOf(secrets: Secrets): Net {
  const runs = new SecretRuns(secrets);
  let acted = false;
  const cut = (text: string): string => {
    const safe = runs.hideIn(text);
    if (safe !== text) acted = true;
    return safe;
  };
  const overData = <T>(data: T): T => mapTexts(data, cut) as T;
  return {
    acted: () => acted,
    overData,
    overPage: (page) => overPage(page, overData),
    // Nearly nothing has one: the texts of it are told apart only where the whole may hold one.
    overJson: (text) =>
      runs.hideIn(text) === text ? text : text.replace(jsonText, (one) => overText(one, cut)),
  };
}

/** Of a document that is JSON: a text that nothing ends would be tried anew from each of its quotes. */
const jsonText = /"[^"\\]*(?:\\.[^"\\]*)*"?/g;

function overText(written: string, cut: (text: string) => string): string {
  const text = JSON.parse(written) as string;
  const safe = cut(text);
  return safe === text ? written : JSON.stringify(safe);
}

/** A command line with a hole in it is none: it is left out whole. */
function overPage(page: Page, overData: <T>(data: T) => T): Page {
  const overBlock = (block: Block): readonly Block[] => {
    if (block.kind === 'excerpt') return [overExcerpt(block, overData)];
    const safe = overData(block);
    if (safe === block) return [block];
    if (safe.kind === 'command') return [];
    if (safe.kind !== 'next') return [safe];
    return [{ ...safe, items: safe.items.filter((item) => !JSON.stringify(item).includes(hidden)) }];
  };
  return page.flatMap((group): Page => {
    if (!('kind' in group)) return [group.flatMap(overBlock)];
    if (group.kind !== 'elastic') return overBlock(group);
    return [{ ...group, blocks: (count) => group.blocks(count).flatMap(overBlock) }];
  });
}

/** An excerpt begins there, so far above its span. */
const linesBefore = 2;

/** The lines of a file stand as they are, or not at all: then the reason alone is left. */
function overExcerpt(block: Extract<Block, { kind: 'excerpt' }>, overData: Net['overData']): Block {
  const note = overData(block.note);
  const title = block.title === undefined ? {} : { title: overData(block.title) };
  const { line, endLine } = block.span;
  const first = Math.max(1, line - linesBefore);
  const lines = Array.from({ length: endLine - first + 1 }, (_, at) => lineText(block.source, first + at));
  return overData(lines) === lines ? { ...block, ...title, note } : { kind: 'text', text: note };
}

/** The same data where no text was changed. */
function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (typeof data !== 'object' || data === null) return data;
  // Nothing is replaced in a command: it stands as it is, or not at all.
  if (data instanceof Command) {
    const line = writeCommand(data, posixShell);
    return change(line) === line ? data : hidden;
  }
  if (Array.isArray(data)) {
    const items: readonly unknown[] = data;
    const mapped = items.map((item) => mapTexts(item, change));
    return mapped.every((item, at) => item === items[at]) ? data : mapped;
  }
  const entries = Object.entries(data);
  const mapped = entries.map(([name, value]) => [change(name), mapTexts(value, change)] as const);
  return mapped.every(([name, value], at) => name === entries[at]?.[0] && value === entries[at][1])
    ? data
    : Object.fromEntries(mapped);
}

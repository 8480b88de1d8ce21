import { readTable, textOf, unreadable } from './source.ts';

export interface DataVersion {
  /** The package that the tables were made from. */
  readonly source: string;
  readonly version: string;
  /** `2026-09-26`: what AWS published later is not in the tables. */
  readonly date: string;
  /** How many of each: `{ services: 456, actions: 22091, … }`. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface DataVersions {
  /** Services, actions, resource types, condition keys. */
  readonly iam: DataVersion;
  readonly managed: DataVersion;
}

let versions: DataVersions | undefined;

/** How old the tables are and what they hold. Throws `data-unreadable`. */
export function dataVersions(): DataVersions {
  return (versions ??= parseVersions(textOf(readTable('meta.json'))));
}

/** Throws `data-unreadable`. */
export function parseVersions(text: string): DataVersions {
  let meta: unknown;
  try {
    meta = JSON.parse(text);
  } catch (cause) {
    throw unreadable('meta.json', 'is damaged', cause);
  }
  return { iam: versionOf(meta, 'iam'), managed: versionOf(meta, 'managed') };
}

function versionOf(meta: unknown, name: string): DataVersion {
  const part = member(meta, name);
  const counts: Record<string, number> = {};
  for (const [key, count] of Object.entries(members(member(part, 'counts')))) {
    if (typeof count !== 'number') throw unreadable('meta.json', 'is damaged');
    counts[key] = count;
  }
  return { source: text(part, 'source'), version: text(part, 'version'), date: text(part, 'date'), counts };
}

function text(value: unknown, name: string): string {
  const found = member(value, name);
  if (typeof found !== 'string') throw unreadable('meta.json', 'is damaged');
  return found;
}

function member(value: unknown, name: string): unknown {
  return members(value)[name];
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw unreadable('meta.json', 'is damaged');
  return Object.fromEntries(Object.entries(value));
}

import { source, spanOf, type Range, type Source } from '../core/source.ts';
import { parseIni, type IniEntry, type IniFile, type IniSection } from '../formats/ini.ts';
import type { IniDialect } from '../formats/ini-dialects.ts';
import type { FileRules } from './flavour.ts';
import type { FileRole } from './section-names.ts';
import { settingOf, type Setting } from './settings.ts';
import type { FileText, World } from './world.ts';

/** A profile, sso-session or services section of one file. */
export interface Section {
  readonly name: string;
  readonly role: FileRole;
  /** The headers that make it, in the file's order. */
  readonly headers: readonly IniSection[];
  readonly source: Source;
  /** Its keys as the flavour sees them, those that leak in from `[DEFAULT]` included. */
  readonly entries: ReadonlyMap<string, IniEntry>;
}

/** The sections of one profile in the two files. */
export interface ProfileSections {
  readonly config: Section | undefined;
  readonly credentials: Section | undefined;
}

/** A header that names nothing, or whose section another one replaced. */
export interface DroppedSection {
  readonly section: IniSection;
  readonly because: string;
}

/** One of the two files as a flavour sees it. */
export interface SharedFile {
  readonly role: FileRole;
  /** As the flavour opens it; empty where a variable points at nothing. */
  readonly path: string;
  /** The variable that names it, or the default. */
  readonly from: Setting;
  readonly text: FileText;
  /** Absent where there is no file. */
  readonly ini?: IniFile;
  /** The flavour rejects the whole file. */
  readonly isRejected: boolean;
  readonly profiles: ReadonlyMap<string, Section>;
  readonly sessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  readonly dropped: readonly DroppedSection[];
}

export interface FilePlace {
  readonly role: FileRole;
  readonly path: string;
  readonly from: Setting;
}

const parsed = new WeakMap<FileText, Map<IniDialect, IniFile>>();
const mapped = {
  config: new WeakMap<IniFile, Map<FileRules, Sections>>(),
  credentials: new WeakMap<IniFile, Map<FileRules, Sections>>(),
} as const;

/** Reads the file once for all flavours, parses it once for each dialect. */
export async function readSharedFile(world: World, rules: FileRules, place: FilePlace): Promise<SharedFile> {
  const text = await world.read(place.path);
  const base = { ...place, text };
  const empty = { profiles: new Map(), sessions: new Map(), services: new Map(), dropped: [] };
  if (text.kind === 'failed') return { ...base, ...empty, isRejected: false };
  const file = parseOnce(text, world.show(place.path), rules.dialect);
  const isBadText = !text.isUtf8 && rules.notUtf8 !== 'read';
  if (isBadText) return { ...base, ...empty, ini: file, isRejected: rules.notUtf8 === 'rejected' };
  const isRejected = file.error !== undefined;
  return { ...base, ...mapOnce(file, place.role, rules), ini: file, isRejected };
}

function parseOnce(text: FileText & { readonly kind: 'text' }, name: string, dialect: IniDialect): IniFile {
  const byDialect = parsed.get(text) ?? new Map<IniDialect, IniFile>();
  parsed.set(text, byDialect);
  const old = byDialect.get(dialect);
  if (old !== undefined) return old;
  const file = parseIni(source(name, text.text), dialect, text.hasByteOrderMark);
  byDialect.set(dialect, file);
  return file;
}

type Sections = Pick<SharedFile, 'profiles' | 'sessions' | 'services' | 'dropped'>;

function mapOnce(file: IniFile, role: FileRole, rules: FileRules): Sections {
  const byRules = mapped[role].get(file) ?? new Map<FileRules, Sections>();
  mapped[role].set(file, byRules);
  const old = byRules.get(rules);
  if (old !== undefined) return old;
  const sections = mapSections(file, role, rules);
  byRules.set(rules, sections);
  return sections;
}

interface Building {
  readonly hasPrefix: boolean;
  readonly headers: IniSection[];
}

function mapSections(file: IniFile, role: FileRole, rules: FileRules): Sections {
  const building = { profile: new Map<string, Building>(), 'sso-session': new Map(), services: new Map() };
  const dropped: DroppedSection[] = [];
  for (const section of file.sections) {
    if (section.isDefault) continue;
    const named = rules.sectionNames(section.header, role);
    if (named.kind === 'dropped') {
      dropped.push({ section, because: named.because });
      continue;
    }
    if (rules.emptySection === 'nothing' && section.entries.size === 0) continue;
    const hasPrefix = named.kind === 'profile' && named.hasPrefix;
    add(building[named.kind], named.name, { hasPrefix, headers: [section] }, rules, dropped);
  }
  const finish = (found: ReadonlyMap<string, Building>) => finishSections(file, role, found);
  return {
    profiles: finish(building.profile),
    sessions: finish(building['sso-session']),
    services: finish(building.services),
    dropped,
  };
}

function add(
  found: Map<string, Building>,
  name: string,
  next: Building,
  rules: FileRules,
  dropped: DroppedSection[],
): void {
  const old = found.get(name);
  if (old === undefined) {
    found.set(name, next);
    return;
  }
  const drop = (lost: Building, because: string) =>
    dropped.push(...lost.headers.map((section) => ({ section, because })));
  if (old.hasPrefix !== next.hasPrefix && rules.twoDefaults === 'prefixed') {
    const [winner, loser] = next.hasPrefix ? [next, old] : [old, next];
    found.set(name, winner);
    drop(loser, '`[profile default]` in the same file takes its place');
  } else if (rules.sameName === 'later') {
    found.set(name, next);
    drop(old, 'a later section of the same name takes its place');
  } else old.headers.push(...next.headers);
}

function finishSections(
  file: IniFile,
  role: FileRole,
  found: ReadonlyMap<string, Building>,
): ReadonlyMap<string, Section> {
  const leaking = file.sections.filter(({ isDefault }) => isDefault);
  const finished = new Map<string, Section>();
  for (const [name, { headers }] of found) {
    const [only] = headers;
    let entries = leaking.length === 0 && headers.length === 1 ? only?.entries : undefined;
    finished.set(name, {
      name,
      role,
      headers,
      source: file.source,
      get entries() {
        return (entries ??= new Map([...leaking, ...headers].flatMap((part) => [...part.entries])));
      },
    });
  }
  return finished;
}

/** A key of the section with its place; a setting without a value where it has none. */
export function settingIn(section: Section | undefined, key: string): Setting {
  const entry = section?.entries.get(key);
  if (section === undefined || entry === undefined) return settingOf('file', key, undefined);
  return settingOf('file', key, entry.value, spanOf(section.source, entryRange(entry)));
}

function entryRange({ keyRange, valueRange }: IniEntry): Range {
  return { start: keyRange.start, end: Math.max(keyRange.end, valueRange.end) };
}

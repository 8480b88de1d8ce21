import { append } from '../../core/lists.ts';
import { Raw } from '../../core/raw.ts';
import type { Secrets } from '../../core/secrets.ts';
import { noteLines } from './note-secrets.ts';
import { printKey } from '../../printers/names.ts';
import { source, spanOf, type Range, type Source } from '../../core/source.ts';
import { parseIni } from '../../formats/ini.ts';
import type { IniEntry, IniFile, IniSection } from '../../formats/ini-file.ts';
import type { IniDialect } from '../../formats/ini-dialects.ts';
import type { FileRules } from './place-rules.ts';
import type { DroppedSection, Section } from './section.ts';
import type { FileRole } from './section-names.ts';
import { mapSetting, settingOf, type Setting } from './settings.ts';
import type { FileText, World } from './world.ts';

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
  return { ...base, ...mapOnce(world.host.secrets, file, place.role, rules), ini: file, isRejected };
}

function parseOnce(text: FileText & { readonly kind: 'text' }, name: string, dialect: IniDialect): IniFile {
  const byDialect = parsed.get(text) ?? new Map<IniDialect, IniFile>();
  parsed.set(text, byDialect);
  const old = byDialect.get(dialect);
  if (old !== undefined) return old;
  const [other] = byDialect.values();
  const from = other?.source ?? source(name, text.text);
  const file = parseIni(from, dialect, text.hasByteOrderMark);
  byDialect.set(dialect, file);
  return file;
}

type Sections = Pick<SharedFile, 'profiles' | 'sessions' | 'services' | 'dropped'>;

function mapOnce(secrets: Secrets, file: IniFile, role: FileRole, rules: FileRules): Sections {
  const byRules = mapped[role].get(file) ?? new Map<FileRules, Sections>();
  mapped[role].set(file, byRules);
  const old = byRules.get(rules);
  if (old !== undefined) return old;
  const sections = mapSections(secrets, file, role, rules);
  byRules.set(rules, sections);
  return sections;
}

interface Origin {
  readonly role: FileRole;
  readonly source: Source;
  /** Called with the sections that are read. */
  readonly note: (sections: readonly IniSection[]) => void;
  /** The sections whose keys every other one gets too. */
  readonly leaking: readonly IniSection[];
}

/** A class, since an accessor of an object literal is made anew for each of thousands of sections. */
class NamedSection implements Section {
  readonly name: string;
  readonly hasPrefix: boolean;
  readonly headers: IniSection[];
  private readonly origin: Origin;
  private made: ReadonlyMap<string, IniEntry> | undefined;

  constructor(name: string, hasPrefix: boolean, section: IniSection, origin: Origin) {
    this.name = name;
    this.hasPrefix = hasPrefix;
    this.headers = [section];
    this.origin = origin;
  }

  get role(): FileRole {
    return this.origin.role;
  }

  get source(): Source {
    return this.origin.source;
  }

  get entries(): ReadonlyMap<string, IniEntry> {
    if (this.made !== undefined) return this.made;
    const sections = [...this.origin.leaking, ...this.headers];
    this.origin.note(sections);
    return (this.made = joinEntries(sections));
  }
}

/** The keys of all the sections, the later one's before the earlier one's. */
function joinEntries(sections: readonly IniSection[]): ReadonlyMap<string, IniEntry> {
  const [only] = sections;
  if (only !== undefined && sections.length === 1) return only.entries;
  return new Map(sections.flatMap(({ entries }) => [...entries]));
}

const noted = new WeakMap<Source, Set<number>>();

/** What stands in the lines of a section is noted when the section is first read, once for all who read it. */
function noteOnce(secrets: Secrets, { source, sections }: IniFile): Origin['note'] {
  const seen = noted.get(source) ?? new Set();
  noted.set(source, seen);
  let ends: ReadonlyMap<number, number | undefined> | undefined;
  return (read) => {
    for (const { range } of read.filter(({ range: { start } }) => !seen.has(start))) {
      seen.add(range.start);
      ends ??= new Map(sections.map((one, at) => [one.range.start, sections[at + 1]?.range.start]));
      noteLines(secrets, source.text.slice(range.end, ends.get(range.start) ?? source.text.length));
    }
  };
}

function mapSections(secrets: Secrets, file: IniFile, role: FileRole, rules: FileRules): Sections {
  const found = {
    profile: new Map<string, NamedSection>(),
    'sso-session': new Map<string, NamedSection>(),
    services: new Map<string, NamedSection>(),
  };
  const dropped: DroppedSection[] = [];
  const leaking = file.sections.filter(({ isDefault }) => isDefault);
  const origin: Origin = { role, source: file.source, leaking, note: noteOnce(secrets, file) };
  for (const section of file.sections) {
    if (section.isDefault) continue;
    const named = rules.sectionNames(section.header, role);
    if (named.kind === 'dropped') {
      dropped.push({ section, because: named.because });
      continue;
    }
    if (rules.emptySection === 'nothing' && section.isEmpty) continue;
    const hasPrefix = named.kind === 'profile' && named.hasPrefix;
    add(found[named.kind], new NamedSection(named.name, hasPrefix, section, origin), rules, dropped);
  }
  return { profiles: found.profile, sessions: found['sso-session'], services: found.services, dropped };
}

function add(
  found: Map<string, NamedSection>,
  next: NamedSection,
  rules: FileRules,
  dropped: DroppedSection[],
): void {
  const { name } = next;
  const old = found.get(name);
  if (old === undefined) {
    found.set(name, next);
    return;
  }
  const drop = (lost: NamedSection, because: string) =>
    append(
      dropped,
      lost.headers.map((section) => ({ section, because })),
    );
  if (old.hasPrefix !== next.hasPrefix && rules.twoDefaults === 'prefixed') {
    const [winner, loser] = next.hasPrefix ? [next, old] : [old, next];
    found.set(name, winner);
    drop(loser, '`[profile default]` in the same file takes its place');
  } else if (rules.sameName === 'later') {
    found.set(name, next);
    drop(old, 'a later section of the same name takes its place');
  } else append(old.headers, next.headers);
}

/** A key of the section with its place; a setting without a value where it has none. */
export function settingIn(section: Section | undefined, key: string): Setting {
  const entry = section?.entries.get(key);
  if (section === undefined || entry === undefined) return settingOf('file', key, undefined);
  const name = printKey(new Raw(key)) ?? 'a key';
  const span = spanOf(section.source, entryRange(entry));
  return entry.isMap ? mapSetting(name, entry.value, span) : settingOf('file', name, entry.value, span);
}

/** The entry's key as it may be named: in backticks where it is known, else by its line. */
export function keyLabel(file: Source, { key, keyRange }: IniEntry): string {
  const known = printKey(new Raw(key));
  return known === undefined ? `the key in line ${spanOf(file, keyRange).line}` : `\`${known}\``;
}

function entryRange({ keyRange, valueRange }: IniEntry): Range {
  return { start: keyRange.start, end: Math.max(keyRange.end, valueRange.end) };
}

import type { Source } from '../../core/source.ts';
import type { IniEntry, IniSection } from '../../formats/ini-file.ts';
import type { FileRole } from './section-names.ts';

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

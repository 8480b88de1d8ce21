import type { IniDialect } from '../../formats/ini-dialects.ts';
import type { ProfileSections } from './section.ts';
import type { FileRole, ReadSectionName } from './section-names.ts';
import type { World } from './world.ts';

/** Which profile a run is about. */
export interface ProfileRules {
  /** The variables that name the profile, the strongest first. */
  readonly variables: readonly string[];
  /** A variable that is set to nothing: names the profile `""`, or counts as not set. */
  readonly emptyVariable: 'name' | 'unset';
}

/** Where the shared files are, and what is read in them: docs/chain.md, "Profile and files". */
export interface FileRules {
  readonly dialect: IniDialect;
  readonly sectionNames: ReadSectionName;
  /** The user's home folder as the flavour finds it. */
  readonly home: (world: World) => string;
  /** The path that `AWS_CONFIG_FILE` or `AWS_SHARED_CREDENTIALS_FILE` means. */
  readonly expandPath: (path: string, world: World, home: string) => string;
  /** `AWS_CONFIG_FILE` or `AWS_SHARED_CREDENTIALS_FILE` set to nothing: no file, or the usual one. */
  readonly emptyPath: 'absent' | 'default';
  /** A file that is not UTF-8. */
  readonly notUtf8: 'rejected' | 'empty' | 'read';
  /** `[default]` and `[profile default]` in one file. */
  readonly twoDefaults: 'later' | 'prefixed';
  /** Two headers of one name in one file. */
  readonly sameName: 'later' | 'merged';
  /** A section without a key. */
  readonly emptySection: 'profile' | 'nothing';
  /** Where `[sso-session …]` is looked for: the config file, or the one that its unexpanded path means. */
  readonly sessions: 'config' | 'config-unexpanded';
  /** The files in which a key of a profile is looked for; the first that has it decides. */
  readonly merge: (key: string, sections: ProfileSections) => readonly FileRole[];
}

/** Where a flavour looks for its settings, and how it reads what it finds there. */
export interface PlaceRules {
  /** The variables as the flavour reads them, where that is not as they are. */
  readonly environment?: (world: World) => World['env'];
  readonly profile: ProfileRules;
  readonly files: FileRules;
}

import type { Diagnostic } from '../../core/evaluation.ts';
import type { IniDialect } from '../../formats/ini-dialects.ts';
import type { FlavourId } from './chain.ts';
import type { Context, Link } from './provider.ts';
import type { RegionSource } from './region.ts';
import type { FileRole, ReadSectionName } from '../places/section-names.ts';
import type { ProfileSections } from '../places/shared-file.ts';
import type { World } from '../places/world.ts';

/** credential-chain.md section 2. */
export interface ProfileRules {
  /** The variables that name the profile, the strongest first. */
  readonly variables: readonly string[];
  /** A variable that is set to nothing: names the profile `""`, or counts as not set. */
  readonly emptyVariable: 'name' | 'unset';
}

/** credential-chain.md sections 3.1 and 4. */
export interface FileRules {
  readonly dialect: IniDialect;
  readonly sectionNames: ReadSectionName;
  /** The user's home folder as the flavour finds it. */
  readonly home: (world: World) => string;
  /** The path that `AWS_CONFIG_FILE` or `AWS_SHARED_CREDENTIALS_FILE` means. */
  readonly expandPath: (path: string, world: World, home: string) => string;
  /** One of these variables set to nothing: no file, or the usual one. */
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

/** credential-chain.md section 5, below its table. */
export interface EndpointRules {
  /** A profile that names a `[services …]` section which is not there. */
  readonly missingServices: 'fail' | 'ignored';
  /** The files in which `services` and `endpoint_url` are looked for. */
  readonly merge: (key: string) => readonly FileRole[];
  readonly variables: 'read' | 'ignored';
}

/** Something that is wrong before the first provider is asked: the flavour stops with it. */
export type Check = (context: Context) => Diagnostic | undefined | Promise<Diagnostic | undefined>;

/** One SDK or tool: a table that can be held against its source. Nothing else asks which flavour it is. */
export interface Flavour {
  readonly id: FlavourId;
  /** As users call it. */
  readonly title: string;
  /** The library whose rules these are, with its version. */
  readonly library: string;
  /** The variables as the flavour reads them, where that is not as they are. */
  readonly environment?: (world: World) => World['env'];
  readonly profile: ProfileRules;
  readonly files: FileRules;
  /** Run in this order before the chain. */
  readonly checks: readonly Check[];
  readonly chain: readonly Link[];
  /** What the flavour says when its chain is exhausted. */
  readonly exhausted: string;
  readonly region: readonly RegionSource[];
  /** What the flavour does without a region. */
  readonly noRegion: string;
  readonly endpoints: EndpointRules;
}

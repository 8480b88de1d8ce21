import type { Range, Source } from '../../core/source.ts';
import { fitsFile } from '../file-name.ts';
import type { PolicyPlace } from '../read/place.ts';
import { subjectOf, type Told } from '../read/subject-of.ts';
import { noSettings, type AttachKind, type Settings } from '../settings.ts';
import type { Subject } from '../subject.ts';
import type { Config } from './config.ts';

export interface ReadOptions extends Told {
  readonly config?: Config;
  /** A named file without a policy is counted like one of a folder. */
  readonly skipsOthers?: boolean;
  /** Objects that everybody may read are meant so. */
  readonly isPublicOk?: boolean;
  readonly attach?: AttachKind;
}

/** A policy to look at. */
export interface Entry {
  readonly subject: Subject;
  /** Places that only the deployment knows. */
  readonly unknowns: readonly Range[];
  /** Statements that are too little known. */
  readonly untold: readonly Range[];
  /** Codes that another rule tells of its place. */
  readonly toldElsewhere: readonly string[];
}

/** A policy of a file with what is known of it. */
export function entryOf(source: Source, place: PolicyPlace, options: ReadOptions): Entry {
  const { node, name = source.file, unknowns = [], untold = [], type, resourceType } = place;
  const { toldElsewhere = [] } = place;
  const { config } = options;
  const configured = config?.types.find(([pattern]) => fitsFile(pattern, config.nameOf(source.file)))?.[1];
  const said = type ?? configured;
  const told = {
    ...(said === undefined ? {} : { type: said }),
    ...(resourceType === undefined ? {} : { resourceType }),
    ...options,
    settings: settingsOf(options),
  };
  return { subject: subjectOf(source, node, name, told), unknowns, untold, toldElsewhere };
}

function settingsOf({ config, isPublicOk = false, attach }: ReadOptions): Settings {
  const { sensitive, trustedAccounts } = config ?? noSettings;
  return { sensitive, trustedAccounts, isPublicOk, ...(attach === undefined ? {} : { attach }) };
}

/** How many values in them only the deployment knows. */
export function countOfUnknown(entries: readonly Entry[]): number {
  return entries.reduce((sum, { unknowns }) => sum + unknowns.length, 0);
}

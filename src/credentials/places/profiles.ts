import { spanOf } from '../../core/source.ts';
import type { Evidence } from '../../core/evaluation.ts';
import { Raw, reveal } from '../../core/raw.ts';
import type { Shown } from '../../core/shown.ts';
import { printHeader, printName } from '../../printers/names.ts';
import type { FileRules, PlaceRules } from './place-rules.ts';
import { readSharedFile, settingIn, type SharedFile } from './shared-file.ts';
import type { Section } from './section.ts';
import type { FileRole } from './section-names.ts';
import { settingOf, type Setting } from './settings.ts';
import type { World } from './world.ts';

/** The profile of a run, and how it was chosen. */
export interface ProfileChoice {
  readonly name: string;
  /** As it may be shown. */
  readonly shownName: Shown;
  readonly from: Setting;
  /** Given as an option, as in code: some SDKs treat that otherwise than a variable. */
  readonly isExplicit: boolean;
  /** Named by somebody; `default` for want of a name otherwise. */
  readonly isNamed: boolean;
  /** Set, but weaker. */
  readonly losers: readonly Setting[];
}

/** The variables as the flavour reads them. */
export function environmentOf(world: World, { environment }: PlaceRules): World['env'] {
  return environment?.(world) ?? world.env;
}

/** The option, then the variables in the flavour's order. */
export function chooseProfile(world: World, rules: PlaceRules): ProfileChoice {
  const option = settingOf('option', '--profile', world.options.profile);
  const variables = rules.profile.variables.map(environmentOf(world, rules));
  const named = [option, ...variables].filter(
    ({ value }) => value !== undefined && (!value.isEmpty || rules.profile.emptyVariable === 'name'),
  );
  const [winner, ...losers] = named;
  if (winner?.value === undefined) {
    const from = settingOf('default', 'profile', 'default');
    return {
      name: 'default',
      shownName: printName(new Raw('default')),
      from,
      isExplicit: false,
      isNamed: false,
      losers: [],
    };
  }
  return {
    name: reveal(winner.value),
    shownName: printName(winner.value),
    from: winner,
    isExplicit: winner === option,
    isNamed: true,
    losers,
  };
}

/** A profile as the flavour merges it from the two files. */
export interface ProfileView {
  readonly name: string;
  /** The name in brackets, and alone, as they may be shown. */
  readonly label: Shown;
  readonly shownName: Shown;
  readonly exists: boolean;
  readonly config: Section | undefined;
  readonly credentials: Section | undefined;
  /** By the flavour's merge rule. */
  readonly get: (key: string) => Setting;
  /** From one file alone. */
  readonly getFrom: (role: FileRole, key: string) => Setting;
  /** The headers of its sections. */
  readonly headers: readonly Evidence[];
}

/** The two files as one flavour sees them. */
export interface SharedFiles {
  readonly config: SharedFile;
  readonly credentials: SharedFile;
  readonly profile: (name: string | Raw) => ProfileView;
  /** In the files' order, the config file first. */
  readonly names: () => readonly string[];
  /** The `[sso-session …]` of that name, with the section's keys. */
  readonly session: (name: string | Raw) => Section | undefined;
  readonly services: (name: string | Raw) => Section | undefined;
}

const opened = new WeakMap<World['read'], Map<FileRules, Promise<SharedFiles>>>();

/** Throws nothing: a file that cannot be read or is rejected says so in its view. */
export function openFiles(world: World, places: PlaceRules): Promise<SharedFiles> {
  const { files: rules } = places;
  const byRules = opened.get(world.read) ?? new Map<FileRules, Promise<SharedFiles>>();
  opened.set(world.read, byRules);
  const old = byRules.get(rules);
  if (old !== undefined) return old;
  const files = open({ ...world, env: environmentOf(world, places) }, rules);
  byRules.set(rules, files);
  return files;
}

async function open(world: World, rules: FileRules): Promise<SharedFiles> {
  const config = await readSharedFile(world, rules, placeOf(world, rules, 'config'));
  const credentials = await readSharedFile(world, rules, placeOf(world, rules, 'credentials'));
  const sessions =
    rules.sessions === 'config-unexpanded'
      ? await readSharedFile(world, rules, placeOf(world, { ...rules, expandPath: (path) => path }, 'config'))
      : config;
  const views = new Map<string, ProfileView>();
  return {
    config,
    credentials,
    profile: (read) => {
      const name = nameOf(read);
      const view = views.get(name) ?? viewOf(name, config, credentials, rules);
      views.set(name, view);
      return view;
    },
    names: () => [...new Set([...config.profiles.keys(), ...credentials.profiles.keys()])],
    session: (name) => sessions.sessions.get(nameOf(name)) ?? credentials.sessions.get(nameOf(name)),
    services: (name) => config.services.get(nameOf(name)) ?? credentials.services.get(nameOf(name)),
  };
}

function nameOf(read: string | Raw): string {
  return typeof read === 'string' ? read : reveal(read);
}

const variableOf = { config: 'AWS_CONFIG_FILE', credentials: 'AWS_SHARED_CREDENTIALS_FILE' } as const;

function placeOf(world: World, rules: FileRules, role: FileRole) {
  const from = world.env(variableOf[role]);
  const home = rules.home(world);
  if (from.value === undefined || (from.value.isEmpty && rules.emptyPath === 'default')) {
    const path = world.join(home, '.aws', role);
    return { role, path, from: settingOf('default', variableOf[role], world.show(path)) };
  }
  return { role, path: rules.expandPath(reveal(from.value), world, home), from };
}

function viewOf(name: string, config: SharedFile, credentials: SharedFile, rules: FileRules): ProfileView {
  const sections = { config: config.profiles.get(name), credentials: credentials.profiles.get(name) };
  const getFrom = (role: FileRole, key: string) => settingIn(sections[role], key);
  return {
    name,
    shownName: printName(new Raw(name)),
    label: printHeader(new Raw(name)),
    exists: sections.config !== undefined || sections.credentials !== undefined,
    config: sections.config,
    credentials: sections.credentials,
    get: (key) => {
      const role = rules.merge(key, sections).find((one) => sections[one]?.entries.has(key) === true);
      return role === undefined ? settingOf('file', key, undefined) : getFrom(role, key);
    },
    getFrom,
    get headers() {
      return [sections.config, sections.credentials].flatMap((section) =>
        section === undefined ? [] : headersOf(section),
      );
    },
  };
}

function headersOf({ headers, source }: Section): readonly Evidence[] {
  return headers.map(({ header, range }) => ({
    kind: 'file',
    name: printHeader(new Raw(header)),
    span: spanOf(source, range),
  }));
}

/** The names of all profiles as the flavour sees them, in the files' order. */
export async function profileNames(world: World, rules: PlaceRules): Promise<readonly string[]> {
  return (await openFiles(world, rules)).names();
}

/** Everything that one flavour can look at in a run: its variables, its files, its profile. */
export interface Places {
  readonly world: World;
  readonly files: SharedFiles;
  /** The profile of the run and how it was chosen. */
  readonly choice: ProfileChoice;
  /** The profile looked at: the chosen one, or a source profile on the way. */
  readonly profile: ProfileView;
  readonly env: (name: string) => Setting;
}

/** The places of the flavour with its profile chosen. */
export async function openPlaces(world: World, rules: PlaceRules): Promise<Places> {
  const files = await openFiles(world, rules);
  const choice = chooseProfile(world, rules);
  return { world, files, choice, profile: files.profile(choice.name), env: environmentOf(world, rules) };
}

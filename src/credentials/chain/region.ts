import type { Step } from '../../core/evaluation.ts';
import { printRegion } from '../../printers/region.ts';
import { askImds, imdsEndpoint, imdsSwitch, type ImdsClientRules } from './imds-client.ts';
import type { Places } from '../places/profiles.ts';
import type { FileRole } from '../places/section-names.ts';
import { isWord, settingOf, shownOf, type Setting } from '../places/settings.ts';

/** One place where a flavour looks for the region. */
export interface RegionSource {
  readonly id: string;
  readonly title: string;
  /** Set to nothing: the region is then the empty text, or the next place is looked at. */
  readonly emptyValue: 'blocks' | 'next';
  readonly find: (places: Places) => Setting | Promise<Setting>;
}

export const regionOption: RegionSource = {
  id: 'option',
  title: '--region',
  emptyValue: 'next',
  find: ({ world }) => settingOf('option', '--region', world.options.region),
};

export function regionVariable(name: string, emptyValue: RegionSource['emptyValue']): RegionSource {
  return { id: 'env', title: name, emptyValue, find: ({ env }) => env(name) };
}

/** `region` of the chosen profile, from the first of the files that has it. */
export function profileRegion(
  files: readonly FileRole[],
  emptyValue: RegionSource['emptyValue'],
): RegionSource {
  return {
    id: 'profile',
    title: 'region of the profile',
    emptyValue,
    find: ({ profile, files: { config, credentials } }) => {
      // What stands above the place where a reader gave up does not count.
      const isRejected = config.isRejected || credentials.isRejected;
      const found = isRejected ? [] : files.map((role) => profile.getFrom(role, 'region'));
      return found.find(({ value }) => value !== undefined) ?? settingOf('file', 'region', undefined);
    },
  };
}

/**
 * `region` of the chosen profile or of the first profile that has one on the way of its `source_profile`s (smithy-rs
 * `profile/region.rs`); none where the reader rejects a file.
 */
export function linkedProfileRegion(files: readonly FileRole[]): RegionSource {
  const { find } = profileRegion(files, 'next');
  return {
    id: 'profile',
    title: 'region of the profile or its source',
    emptyValue: 'next',
    find: async (places) => {
      const seen = new Set<string>();
      let { profile } = places;
      while (profile.exists && !seen.has(profile.name)) {
        seen.add(profile.name);
        const region = await find({ ...places, profile });
        if (region.value !== undefined) return region;
        profile = places.files.profile(profile.get('source_profile').value ?? '');
      }
      return settingOf('file', 'region', undefined);
    },
  };
}

export interface ImdsRegionRules {
  readonly client: ImdsClientRules;
  readonly path: string;
  /** The region in what the path answers; empty where there is none. */
  readonly read: (body: string) => string;
}

/** The region of the instance, asked only where no place before it has one. */
export function imdsRegion({ client, path, read }: ImdsRegionRules): RegionSource {
  return {
    id: 'imds',
    title: 'the instance metadata',
    emptyValue: 'next',
    find: async (places) => {
      const off = imdsSwitch(places, client);
      if (off !== undefined) return settingOf('env', off.evidence.name, undefined);
      const { shown } = imdsEndpoint(places, client);
      const reply = await askImds(places, client, path);
      const region = reply.kind === 'answered' ? read(reply.body) : undefined;
      return settingOf('endpoint', shown + path, region, undefined, printRegion);
    },
  };
}

/** The places of a flavour, and in which of them it looks for the region. */
export interface RegionPlaces extends Places {
  readonly flavour: { readonly region: readonly RegionSource[] };
}

export interface FoundRegion {
  readonly region: Setting;
  /** Every place in the flavour's order: the winner, those without a value, those that lost. */
  readonly steps: readonly Step[];
}

/** Places that need the network are asked only where nothing before them has a region. */
export async function resolveRegion(places: RegionPlaces): Promise<FoundRegion> {
  const steps: Step[] = [];
  let region: Setting | undefined;
  for (const place of places.flavour.region) {
    const { id, title } = place;
    if (region !== undefined && id === 'imds') {
      steps.push({ id, title, outcome: 'shadowed', because: 'a region was found before', evidence: [] });
      continue;
    }
    const setting = await place.find(places);
    const { value } = setting;
    const isFound = value !== undefined && (!value.isEmpty || place.emptyValue === 'blocks');
    const step = { id, title, evidence: value === undefined ? [] : [setting.evidence] };
    if (!isFound) {
      const because = isWord(setting, '') ? `${title} is empty` : `${title} is not set`;
      steps.push({ ...step, outcome: 'pass', because });
    } else if (region === undefined) {
      region = setting;
      const because = value.isEmpty
        ? `${title} is empty and ends the search`
        : `${title} is ${shownOf(setting)}`;
      steps.push({ ...step, outcome: 'win', because });
    } else {
      steps.push({
        ...step,
        outcome: 'shadowed',
        because: `${title} is ${shownOf(setting)}, a stronger place won`,
      });
    }
  }
  return { region: region ?? settingOf('default', 'region', undefined), steps };
}

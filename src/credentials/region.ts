import type { Step } from '../core/evaluation.ts';
import type { Context } from './provider.ts';
import type { FileRole } from './section-names.ts';
import { settingOf, type Setting } from './settings.ts';

/** One place where a flavour looks for the region. */
export interface RegionSource {
  readonly id: string;
  readonly title: string;
  /** Set to nothing: the region is then the empty text, or the next place is looked at. */
  readonly emptyValue: 'blocks' | 'next';
  readonly find: (context: Context) => Setting | Promise<Setting>;
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
    find: ({ profile }) =>
      files.map((role) => profile.getFrom(role, 'region')).find(({ value }) => value !== undefined) ??
      settingOf('file', 'region', undefined),
  };
}

export interface FoundRegion {
  readonly region: Setting;
  /** Every place in the flavour's order: the winner, those without a value, those that lost. */
  readonly steps: readonly Step[];
}

/** credential-chain.md section 8. Places that need the network are asked only where nothing before them has a region. */
export async function resolveRegion(context: Context): Promise<FoundRegion> {
  const steps: Step[] = [];
  let region: Setting | undefined;
  for (const place of context.flavour.region) {
    const { id, title } = place;
    if (region !== undefined && id === 'imds') {
      steps.push({ id, title, outcome: 'shadowed', because: 'a region was found before', evidence: [] });
      continue;
    }
    const setting = await place.find(context);
    const { value } = setting;
    const isFound = value !== undefined && (value !== '' || place.emptyValue === 'blocks');
    const step = { id, title, evidence: value === undefined ? [] : [setting.evidence] };
    if (!isFound) {
      const because = value === '' ? `${title} is empty` : `${title} is not set`;
      steps.push({ ...step, outcome: 'pass', because });
    } else if (region === undefined) {
      region = setting;
      const because = value === '' ? `${title} is empty and ends the search` : `${title} is ${value}`;
      steps.push({ ...step, outcome: 'win', because });
    } else {
      steps.push({ ...step, outcome: 'shadowed', because: `${title} is ${value}, a stronger place won` });
    }
  }
  return { region: region ?? settingOf('default', 'region', undefined), steps };
}

import { command, given } from '../../core/command.ts';
import type { Page } from '../../core/page.ts';
import { Raw } from '../../core/raw.ts';
import type { Shown } from '../../core/shown.ts';
import { printName } from '../../printers/names.ts';
import { openContext } from '../chain/resolve.ts';
import type { Flavour } from '../chain/flavour.ts';
import type { World } from '../places/world.ts';
import { sdkOption } from './page.ts';

const most = 3;

/** Headers of the config file that look like a profile's and are none for the flavour, as `[staging]`: no list has them. */
export async function headersWithoutProfile(world: World, flavour: Flavour): Promise<readonly Shown[]> {
  const { files } = await openContext(world, flavour);
  const known = new Set(files.names());
  const names = files.config.dropped.map(({ section }) => section.header);
  const lost = names.filter((name) => /^[\w@+.%:/-]+$/.test(name) && !known.has(name));
  return [...new Set(lost)].slice(0, most).map((name) => printName(new Raw(name)));
}

type Next = Extract<Page[number], { readonly kind: 'next' }>;

/** What tells why, for the last lines of a list of profiles. */
export function whyNoProfile(names: readonly Shown[], flavour: Flavour): Next['items'] {
  return names.flatMap((name) => {
    const text = command`iamx explain-chain ${sdkOption(flavour.id)} --profile ${given(name)}`;
    return text === undefined ? [] : [{ label: `No profile, for its header: [${name}]`, text }];
  });
}

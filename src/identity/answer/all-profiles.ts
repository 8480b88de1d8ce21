import type { Announce, LongAnswer } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { flavours } from '../../credentials/flavours.ts';
import { askProfiles } from '../profiles.ts';
import type { WhoamiSettings } from '../settings.ts';
import { describeRows, documentOf, tellRow, type Told } from './all-profiles-page.ts';

/** Who AWS says the credentials of every profile are, side by side. */
export async function answerAll(
  host: Host,
  settings: WhoamiSettings,
  announce: Announce,
): Promise<LongAnswer> {
  const { rows, lost } = await askProfiles(host, settings, announce, (row) =>
    tellRow(row, settings.json, host.now()),
  );
  return {
    kind: 'long',
    pieces: () => documentOf(rows),
    page: () => describeRows(rows, lost, flavours[settings.flavour]),
    notices: [],
    exitStatus: exitStatusOf(rows),
  };
}

/** 0 where every profile that was asked about can be used; 3 where none can and AWS or the network is to blame. */
function exitStatusOf(rows: readonly Told[]): 0 | 1 | 3 {
  const failed = rows.flatMap(({ kind, exitStatus }) => (kind === 'failed' ? [exitStatus] : []));
  if (failed.length === 0) return rows.length === 0 ? 1 : 0;
  const isNoneFound = rows.every(({ kind }) => kind !== 'found');
  return isNoneFound && failed.includes(3) ? 3 : 1;
}

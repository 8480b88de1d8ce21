import type { CommandEntry } from '../../src/commands.ts';
import type { Diagnostic } from '../../src/core/evaluation.ts';
import { memoryHost } from '../../src/host/memory.ts';
import type { MemoryHost, MemoryWorld } from '../../src/host/memory.ts';
import { main } from '../../src/main.ts';
import { notAsDescribed } from './as-described.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly host: MemoryHost;
}

/** For a command that sends nothing: what it would announce fails the test. */
export const nothingIsSent = (notice: Diagnostic): Promise<void> =>
  Promise.reject(new Error(`nothing was to be sent: ${notice.message}`));

/**
 * Runs the program in a world of plain data, on UTF-8 pipes unless the world says otherwise. Whatever JSON the program's own
 * commands write has to be as the schemas of the package describe it.
 */
export async function run(
  words: readonly string[],
  world: MemoryWorld = {},
  commands?: readonly CommandEntry[],
): Promise<Ran> {
  const host = memoryHost({ ...world, env: { LANG: 'C.UTF-8', IAMX_NET: 'strict', ...world.env } });
  let out = '';
  let err = '';
  const streams = {
    writeOut: (text: string) => Promise.resolve((out += text) !== ''),
    writeErr: (text: string) => Promise.resolve((err += text) !== ''),
  };
  const status = await main(words, host, streams, commands);
  const strange = commands === undefined ? notAsDescribed(words, { out, err }) : [];
  if (strange.length > 0) throw new Error(`not as schemas/ describes it: ${strange.join('; ')}`);
  return { status, out, err, host };
}

import { expect, test } from 'vitest';
import { flavourIds, type FlavourId } from '../../src/credentials/chain/chain.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { gotchaRows } from '../credentials/gotchas/rows.ts';
import { worldOf } from '../credentials/gotchas/situation.ts';
import { runs } from '../support/budget.ts';
import { placeCase, worldOfCase } from '../support/chain-case.ts';
import { foundMachines, worldOfFound } from '../support/found-machine.ts';
import { readCases } from '../support/read-case.ts';
import { run } from '../support/run.ts';

/** One state of a machine has one shape, one reason and one repair, whichever command is asked about it. */

interface Document {
  readonly verdict: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly failure?: object;
}

const fixIn = (text: string) => /^fix: +(.*)$/m.exec(text)?.[1];
const flat = (text: string) => text.replace(/\s+/g, ' ');

const machines: readonly { readonly name: string; readonly world: MemoryWorld }[] = [
  ...gotchaRows.map((row) => ({ name: `${row.code}: ${row.name}`, world: worldOf(row) })),
  ...foundMachines().map((one) => ({ name: `found/${one.name}`, world: worldOfFound(one, '/home/user') })),
  ...readCases().map((one) => ({
    name: `cases/${one.name}`,
    world: worldOfCase(placeCase(one, '/home/user')).world,
  })),
];

/** In a plain run each machine is asked about for one tool, the next one for the next. */
const several = runs(1) > 1;
const asked = machines.flatMap(({ name, world }, index) =>
  flavourIds
    .filter((_, at) => several || at === index % flavourIds.length)
    .map((id): [string, FlavourId, MemoryWorld] => [name, id, world]),
);

let compared = 0;

test.each(asked)('%s, for %s', async (_, id, world) => {
  const isTerminal = { isTerminal: true, columns: 400, env: { ...world.env, NO_COLOR: '1' } };
  const ask = (...words: readonly string[]) => run([...words, '--sdk', id], { ...world, ...isTerminal });
  const all = await ask('explain-chain', '--all-profiles');
  const { profiles } = JSON.parse((await ask('explain-chain', '--all-profiles', '--json')).out) as {
    readonly profiles: readonly (Document & { readonly profile: { readonly name: string } })[];
  };
  const lines = all.out.split('\n').filter((line) => /^ {2}[✓✗·] /.test(line));
  expect(lines).toHaveLength(profiles.length);
  for (const [index, { profile, verdict, error }] of profiles.entries()) {
    if (/[^\w-]/.test(profile.name) || verdict === 'selected') continue;
    compared++;
    const one = await ask('explain-chain', '--profile', profile.name);
    const who = await ask('whoami', '--profile', profile.name);
    const fix = fixIn(one.out);
    expect(one.status).toBe(1);
    expect([1, 3]).toContain(who.status);
    if (error !== undefined) {
      expect(flat(one.out)).toContain(flat(error.message));
      expect(flat(who.out + who.err)).toContain(flat(error.message));
    }
    expect(fixIn(who.out + who.err), one.out + who.out + who.err).toBe(fix);
    const line = lines[index] ?? '';
    expect(line).toContain(profile.name);
    if (fix !== undefined) expect(line.endsWith(`  ${fix}`), `${line}\n${one.out}`).toBe(true);
  }
});

test('most machines have a profile that is of no use', () => {
  expect(compared).toBeGreaterThan(machines.length / 5);
});

import { expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import { java } from '../../../src/credentials/flavours/java.ts';
import { rust } from '../../../src/credentials/flavours/rust.ts';
import { config, keys, outcomeOf, role } from './outcome.ts';

/** `count` profiles, each with a role and the next as its source; the last has keys. */
function chainOf(count: number): string {
  const profiles = Array.from(
    { length: count },
    (_, at) =>
      `[${at === 0 ? 'default' : `profile p${at}`}]\nrole_arn = ${role(`R${at}`)}\nsource_profile = p${at + 1}\n`,
  );
  return `${profiles.join('')}[profile p${count}]\n${keys('K')}`;
}

test.each([
  ['Go', go],
  ['Java', java],
  ['Rust', rust],
])('%s: many roles, one behind the other', async (_, flavour) => {
  for (const count of [20, 150]) {
    const hops = (await outcomeOf(flavour, { config: chainOf(count) })).split(' > ');
    expect([hops.length, hops[0], hops.at(-1)]).toEqual([count + 1, 'K', 'R0']);
  }
});

test.each([
  ['Go', go, 'fail source-profiles-not-followed'],
  ['Java', java, 'imds'],
  ['Rust', rust, 'fail source-profiles-not-followed'],
])('%s: thousands are no way to anything, and no crash', async (_, flavour, expected) => {
  expect(await outcomeOf(flavour, { config: chainOf(5000) })).toBe(expected);
});

test.each([
  ['Go', go, 'fail source-without-credentials'],
  ['Java', java, 'imds'],
  ['Rust', rust, 'fail source-profile-cycle'],
])('%s: a circle of three', async (_, flavour, expected) => {
  const circle = 'default: role A, source b; b: role B, source c; c: role C, source default';
  expect(await outcomeOf(flavour, { config: config(circle) })).toBe(expected);
});

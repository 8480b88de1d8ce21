import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { go } from '../../src/credentials/flavours/go.ts';
import type { PlacedCase } from '../support/chain-case.ts';
import { agree, describeCase, ourVerdict, sdkVerdict, type Verdict } from './agreement.ts';
import { anyCase } from './generate.ts';
import type { Oracle } from './oracle.ts';
import { go as sdk } from './sdks.ts';
import { numRuns, seed } from './runs.ts';

/** What changed after 1.17, which Debian has. Where none of these is, both agree. */
interface Newer {
  readonly name: string;
  readonly explains: (ours: Verdict, theirs: Verdict, placed: PlacedCase) => boolean;
}

const says = ({ verdict, because = '' }: Verdict, pattern: RegExp) =>
  verdict === 'error' && pattern.test(because);
const textOf = ({ files }: PlacedCase) =>
  Object.entries(files)
    .filter(([path]) => /^\.aws\/(?:config|credentials)$/.test(path))
    .map(([, text]) => text)
    .join('\n');

const newer: readonly Newer[] = [
  {
    name: '2: a profile that is not there is an error',
    explains: (ours) =>
      says(ours, /^profile .* does not exist, and (?:AWS_PROFILE|the option --profile) names it$/),
  },
  {
    name: '7.1: hosts of containers beyond loopback',
    explains: (_, theirs) => says(theirs, /only loopback hosts are allowed|failed to resolve host/),
  },
  {
    name: '7.2: requests without a token can be forbidden',
    explains: (ours, _, { env }) =>
      env['AWS_EC2_METADATA_V1_DISABLED'] === 'true' && says(ours, /AWS_EC2_METADATA_V1_DISABLED/),
  },
  {
    name: '6.1: an sso-session is a source, and is complete only where it is used',
    explains: (ours, theirs, placed) =>
      /^sso_session = /m.test(textOf(placed)) &&
      (says(theirs, /SSO session|required configuration: sso_/) ||
        says(ours, /SSO token/) ||
        ours.keys?.includes('sso(') === true),
  },
];

/** The case as 1.17 reads it: no keys without a value, no file of the authorization token. */
function asOld(placed: PlacedCase): PlacedCase {
  const files = Object.entries(placed.files).map(([path, text]): readonly [string, string] =>
    path.startsWith('.aws/') ? [path, text.replaceAll(/^\w+ =\n/gm, '')] : [path, text],
  );
  const env = { ...placed.env, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '' };
  return { ...placed, env, files: Object.fromEntries(files) };
}

describe.skipIf(sdk.missing !== undefined)(`${sdk.name}, ${numRuns} generated cases, seed ${seed}`, () => {
  let oracle: Oracle | undefined;
  beforeAll(async () => {
    oracle = await sdk.start();
  });
  afterAll(() => oracle?.close());

  test('chooses the same credentials, but for what is newer', async () => {
    let agreed = 0;
    const property = fc.asyncProperty(anyCase, async (chainCase) => {
      const told = await oracle?.ask(chainCase);
      if (told === undefined) throw new Error('the oracle did not start');
      const theirs = sdkVerdict(told);
      const placed = asOld(told.placed);
      const ours = await ourVerdict(placed, go);
      if (agree(ours, theirs)) agreed++;
      else if (!newer.some(({ explains }) => explains(ours, theirs, placed))) {
        expect(ours, describeCase(placed)).toEqual(theirs);
      }
    });
    await fc.assert(property, { numRuns, seed, endOnFailure: false });
    expect(agreed).toBeGreaterThan(numRuns * 0.75);
  });
});

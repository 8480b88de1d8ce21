import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Flavour } from '../../src/credentials/chain/flavour.ts';
import { boto3 } from '../../src/credentials/flavours/boto3.ts';
import { cliV1 } from '../../src/credentials/flavours/cli-v1.ts';
import { js } from '../../src/credentials/flavours/js.ts';
import { agree, describeCase, ourVerdict, sdkVerdict } from './agreement.ts';
import { anyFileCase } from './generate-files.ts';
import { anyCase } from './generate.ts';
import type { Oracle } from './oracle.ts';
import { botocore, javascript, type Sdk } from './sdks.ts';
import { numRuns, seed } from './runs.ts';

const sdks: readonly { readonly sdk: Sdk; readonly asked: readonly Flavour[] }[] = [
  { sdk: javascript, asked: [js] },
  { sdk: botocore, asked: [boto3, cliV1] },
];

describe.each(sdks)('$sdk.name', ({ sdk, asked }) => {
  describe.skipIf(sdk.missing !== undefined)(`${numRuns} generated cases, seed ${seed}`, () => {
    let oracle: Oracle | undefined;
    beforeAll(async () => {
      oracle = await sdk.start();
    });
    afterAll(() => oracle?.close());

    test.each([
      { about: 'situations', cases: anyCase },
      { about: 'shared files', cases: anyFileCase },
    ])('choose the same credentials: $about', async ({ cases }) => {
      const property = fc.asyncProperty(cases, async (chainCase) => {
        const told = await oracle?.ask(chainCase);
        if (told === undefined) throw new Error('the oracle did not start');
        const theirs = sdkVerdict(told);
        for (const flavour of asked) {
          const ours = await ourVerdict(told.placed, flavour);
          // A call that STS refuses stops the chain; what it does to the source's own failure is another rule.
          if (/'durationSeconds' failed/.test(theirs.because ?? '')) continue;
          if (!agree(ours, theirs)) expect(ours, describeCase(told.placed)).toEqual(theirs);
        }
      });
      await fc.assert(property, { numRuns, seed, endOnFailure: false });
    });
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { go } from '../../src/credentials/flavours/go.ts';
import { goProfileValues, goVariables } from '../../src/credentials/flavours/go-values.ts';
import { describeCase, ourVerdict, sdkVerdict, type Verdict } from './agreement.ts';
import { anyFileCase } from './generate-files.ts';
import type { Oracle } from './oracle.ts';
import { numRuns as most, seed } from './runs.ts';
import { terraform } from './terraform.ts';

/** Each starts Terraform anew. */
const numRuns = Math.ceil(most / 4);

/** What each of them takes, and what is near to it. */
const settings = [
  ...['', 'maybe', 'true', 'TRUE', '0', '-1', '+5', '10485760', '10485761', '1_0', '0x10', '1.5'],
  ...['standard', 'Standard', 'auto', 'ipv6', 'preferred', 'Preferred', 'when_required', 'WHEN_REQUIRED'],
];

/** No request reaches the bucket. */
const unsent = { verdict: 'error', keys: undefined, token: undefined };

/**
 * Of a verdict what a signature shows; the token where it stands in a file. What holds a line break is chosen, and never
 * sent: Go's HTTP refuses the header that would hold it.
 */
function told({ verdict, keys, token }: Verdict): object {
  if ([keys, token].some((text) => text?.includes('\n') === true)) return unsent;
  const isStatic = keys?.startsWith('static(') === true;
  return { verdict: verdict === 'selected' ? verdict : 'error', keys, token: isStatic ? token : undefined };
}

const { missing, name, start } = terraform;

describe.skipIf(missing !== undefined)(`${name}, ${numRuns} generated files, seed ${seed}`, () => {
  let oracle: Oracle | undefined;
  beforeAll(async () => {
    oracle = await start();
  });
  afterAll(() => oracle?.close());

  test.each([...goVariables, ...goProfileValues].map(({ name }) => name))(
    'takes and refuses the same: %s',
    async (name) => {
      const isVariable = name === name.toUpperCase();
      const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
      for (const value of settings) {
        const answer = await oracle?.ask({
          env: isVariable ? { [name]: value } : {},
          files: { '.aws/config': `[default]\n${keys}${isVariable ? '' : `${name} = ${value}\n`}` },
          options: {},
          http: {},
        });
        if (answer === undefined) throw new Error('the oracle did not start');
        const { verdict } = await ourVerdict(answer.placed, go);
        expect(verdict, `${name} = ${value}`).toBe(sdkVerdict(answer).verdict);
      }
    },
  );

  test('reads every line alike', async () => {
    const property = fc.asyncProperty(anyFileCase, async (chainCase) => {
      const answer = await oracle?.ask(chainCase);
      if (answer === undefined) throw new Error('the oracle did not start');
      const ours = await ourVerdict(answer.placed, go);
      const theirs = sdkVerdict(answer);
      expect(told(ours), describeCase(answer.placed)).toEqual(told(theirs));
    });
    await fc.assert(property, { numRuns, seed, endOnFailure: false });
  });
});

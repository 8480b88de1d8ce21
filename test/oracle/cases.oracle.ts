import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FlavourId } from '../../src/credentials/chain/chain.ts';
import { readCases, type Expected, type FolderCase } from '../support/read-case.ts';
import type { Oracle, Told } from './oracle.ts';
import { botocore, go, javascript, type Sdk } from './sdks.ts';
import { terraform } from './terraform.ts';

/** What is new since 1.17, and what the reader of files of that time made of some lines. */
const newerThanGo117 = {
  'container-both-uris': 'the full URI came first',
  'container-full-uri': 'only loopback hosts were allowed',
  'container-token-file': 'only loopback hosts were allowed',
  'header-with-profile-word': 'a selected profile that is missing was ignored',
  'header-without-profile-word': 'a selected profile that is missing was ignored',
  'imds-v1-only-disabled': 'the switch was not known',
  'indented-key': 'both keys were set',
  'sso-session': 'the session was for bearer tokens only',
  'syntax-error-and-env-keys': 'the reader of that time had syntax errors',
  'unknown-profile-falls-to-imds': 'a selected profile that is missing was ignored',
  'unknown-profile-with-env-keys': 'a selected profile that is missing was ignored',
};

/** What Terraform does itself, before or behind the SDK. */
const ofTerraform = {
  'credentials-file-tilde': 'it expands the path itself',
};

/** The case folders hold what the real SDKs do: each expectation is held against the SDK itself. */
const sdks: readonly {
  readonly sdk: Sdk;
  readonly flavour: FlavourId;
  /** Cases in which this release differs from the one that the flavour describes, and why. */
  readonly differs: Readonly<Record<string, string>>;
}[] = [
  { sdk: javascript, flavour: 'js', differs: {} },
  { sdk: botocore, flavour: 'boto3', differs: {} },
  { sdk: go, flavour: 'go', differs: newerThanGo117 },
  { sdk: terraform, flavour: 'go', differs: ofTerraform },
];

const cases = readCases();

describe.each(sdks)('$sdk.name', ({ sdk, flavour, differs }) => {
  describe.skipIf(sdk.missing !== undefined)('cases', () => {
    let oracle: Oracle | undefined;
    beforeAll(async () => {
      oracle = await sdk.start();
    });
    afterAll(() => oracle?.close());

    const hold = async (chainCase: FolderCase) => {
      const told = await oracle?.ask(chainCase);
      if (told === undefined) throw new Error('the oracle did not start');
      expect(summary(told)).toMatchObject(wanted(chainCase.expect[flavour]));
    };
    const isOld = ({ name }: FolderCase) => Object.hasOwn(differs, name);
    const asked = cases.filter((one) => sdk.canBeAsked?.(one) ?? true);
    test.each(asked.filter((one) => !isOld(one)))('$name', hold);
    test.fails.each(asked.filter(isOld))('$name differs', hold);
  });
});

function summary({ answer, provenance }: Told): unknown {
  if (answer.kind !== 'keys') return { ...answer, verdict: answer.kind };
  return { verdict: 'selected', keys: provenance, token: answer.sessionToken ?? null };
}

function wanted(expected: Expected): object {
  if (expected === 'unverified') return {};
  if (expected.verdict !== 'selected') return expected;
  const { verdict, keys, token } = expected;
  // The fake did not give the keys of a process, so to it they are keys like others.
  const same = keys.replace('process(', 'static(');
  return { verdict, keys: same, ...(token === undefined ? {} : { token }) };
}

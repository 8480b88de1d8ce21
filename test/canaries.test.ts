import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flavourIds } from '../src/credentials/chain/chain.ts';
import { inTurn, runs } from './support/budget.ts';
import { nameLike, pieceIn, spellings } from './support/canary.ts';
import { places, type Place } from './support/canary-places.ts';
import { signInPlaces } from './support/canary-sign-in.ts';
import { shaped } from './support/canary-ways.ts';
import type { Scenario } from './support/loopback/scenario.ts';
import { startLoopback, type Loopback } from './support/loopback/server.ts';
import { run } from './support/run.ts';

/**
 * A canary in every place that is read, in every spelling, for every command that reads it: eight characters of it in a
 * row in any output fail it, and so does a net that had to act.
 */
const commands: readonly (readonly string[])[] = [
  ...flavourIds.flatMap((id) => [
    ['explain-chain', '--sdk', id],
    ['explain-chain', '--sdk', id, '--live'],
    ['explain-chain', '--sdk', id, '--offline'],
    ['whoami', '--sdk', id],
  ]),
  ['explain-chain', '--compare'],
  ['explain-chain', '--all-profiles'],
  ['whoami', '--all-profiles'],
  ['whoami', '--all-profiles', '--live'],
];
const forms: readonly (readonly string[])[] = [[], ['--json'], ['--verbose']];
const denied =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject because no identity-based policy allows the s3:GetObject action';
const encoded = `You are not authorized to perform this operation. Encoded authorization failure message: ${'aB3_x-'.repeat(40)}`;
const late =
  'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired';
const role = 'arn:aws:iam::111122223333:role/App';
/** The same places, read to say why something failed, to sign, and for a program that is run. */
const readers: readonly (readonly string[])[] = [
  ...[late, denied, 'Unable to locate credentials', 'The config profile (x) could not be found'].map(
    (text) => ['explain-error', text],
  ),
  ...flavourIds.map((id) => ['explain-error', '--sdk', id, late]),
  ['explain-error', '--live', '--save', 'e.yaml', '--suggest', 'e.json', denied],
  ['explain-error', '--live', encoded],
  ['decode', '--live', 'AKIAJMIKAMIKAMIKA2F3'],
  ['decode', '--live', encoded],
  ['check', 'delete-user', 'mika'],
  ['check', 'pass-role', role, '--service', 'lambda.amazonaws.com'],
  ['check', 'assume-role', role],
];
const programs: readonly (readonly string[])[] = [
  ...['aws', 'terraform', 'node', 'sh'].map((program) => ['--', program, 's3', 'ls']),
  ['--', 'env', '-i', 'AWS_PROFILE=default', 'aws', 's3', 'ls'],
  ['--save', 's.yaml', '--', 'aws', 's3', 'ls'],
  ['--live', '--', 'aws', 's3', 'ls'],
  ...flavourIds.map((id) => ['--sdk', id, '--', 'make']),
];
const ways = [
  ...[...commands, ...readers].flatMap((command) => forms.map((form) => [...command, ...form])),
  ...programs.flatMap((command) =>
    [[], ['--json', 'r.json'], ['--verbose']].map((form) => ['run', ...form, ...command]),
  ),
];
const signing = ['whoami', 'explain-error', 'decode', 'check'];
/** Nothing answers there: what AWS says has tests of its own. */
const nobody = 'http://127.0.0.1:1';

/** What a program says that failed for want of credentials, or of a permission. */
const failures = [late, denied, encoded].map((text) => new TextEncoder().encode(`${text}\n`));

interface Case {
  readonly place: Place;
  readonly spelling: string;
  readonly words: readonly string[];
  readonly seed: string;
}

async function leakOf({ place, spelling, words, seed }: Case): Promise<string | undefined> {
  const text = spellings[spelling]?.(seed) ?? '';
  const world = place.plant(text);
  const env = { AWS_ENDPOINT_URL: nobody, ...world.env };
  const { out, err, host } = await run(
    [...words, ...(signing.includes(words[0] ?? '') ? ['--timeout', '2'] : [])],
    {
      foreground: () => ({ kind: 'ended', status: 254, written: failures, isCut: false }),
      ...world,
      env,
    },
  );
  const all = [out, err, ...host.written.values()].join('\n');
  const piece = pieceIn(all, text, seed);
  if (piece !== undefined) return `${piece} in ${all}`;
  return /bug in iamx/.test(err) ? err : undefined;
}

function spellingsFor(place: Place): readonly string[] {
  return Object.keys(spellings).filter((name) => place.isName !== true || !nameLike.includes(name));
}

test('there are places, and each has a name of its own', () => {
  expect(places.length).toBeGreaterThan(300);
  expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
});

test('a name of a session that blanks tear apart is not mended', async () => {
  const place = places.find(({ name }) => name === 'role_session_name of the config file');
  if (place === undefined) throw new Error('no such place');
  const words = ['explain-chain', '--sdk', 'go', '--offline', '--verbose'];
  expect(await leakOf({ place, words, seed: '11', spelling: 'torn by blanks' })).toBeUndefined();
});

describe('in every place, in some spelling, for some command', () => {
  const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;
  test.each(places.map((place, index) => ({ place, index, name: place.name })))(
    '$name',
    async ({ place, index }) => {
      for (let round = 0; round < runs(1); round++) {
        const one = {
          place,
          spelling: at(spellingsFor(place), index + 5 * round),
          words: at(ways, 7 * index + 11 * round),
          seed: `${index} ${round}`,
        };
        expect([one.spelling, one.words.join(' '), await leakOf(one)]).toEqual([
          one.spelling,
          one.words.join(' '),
          undefined,
        ]);
      }
    },
  );
});

test('wherever, however, whatever is asked', async () => {
  const cases = fc
    .record({
      place: fc.constantFrom(...places),
      words: fc.constantFrom(...ways),
      seed: fc.nat().map(String),
    })
    .chain(({ place, words, seed }) =>
      fc.constantFrom(...spellingsFor(place)).map((spelling): Case => ({ place, words, seed, spelling })),
    );
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { place, spelling, words } = one;
      expect([place.name, spelling, words.join(' '), await leakOf(one)]).toEqual([
        place.name,
        spelling,
        words.join(' '),
        undefined,
      ]);
    }),
    { numRuns: runs(60) },
  );
});

const answers: Readonly<Record<string, (text: string) => Scenario>> = {
  'an error code of STS': (text) => ({
    sts: { trouble: { GetCallerIdentity: { kind: 'error', status: 403, code: text, message: 'x' } } },
  }),
  'an error message of STS': (text) => ({
    sts: {
      trouble: {
        GetCallerIdentity: {
          kind: 'error',
          status: 403,
          code: 'InvalidClientTokenId',
          message: `key ${text} is not known`,
        },
      },
    },
  }),
  'an answer of STS that is none': (text) => ({
    sts: { trouble: { GetCallerIdentity: { kind: 'raw', status: 200, body: text } } },
  }),
  ...Object.fromEntries(
    ['Account', 'Arn', 'UserId'].map((field) => [
      `${field} of STS`,
      (text: string): Scenario => ({
        sts: { trouble: { GetCallerIdentity: { kind: 'raw', status: 200, body: callerXml(field, text) } } },
      }),
    ]),
  ),
  'an alias of IAM': (text) => ({ iam: { aliases: [text] } }),
  'an answer of IAM that is none': (text) => ({
    iam: { trouble: { ListAccountAliases: { kind: 'raw', status: 200, body: text } } },
  }),
};

function callerXml(field: string, text: string): string {
  const caller = {
    Arn: 'arn:aws:iam::111122223333:user/me',
    UserId: 'AIDAY24FZKAOABCDEFGH',
    Account: '111122223333',
    [field]: text.replace(/[<&]/g, ''),
  };
  const fields = Object.entries(caller).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${fields.join('')}</GetCallerIdentityResult><ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
}

describe('what answers in the place of AWS', () => {
  let loopback: Loopback;
  beforeAll(async () => {
    loopback = await startLoopback();
  });
  afterAll(() => loopback.close());

  test.each(Object.entries(answers).map(([name, scenario], turn) => ({ name, scenario, turn })))(
    '$name',
    async ({ scenario, turn }) => {
      const env = {
        HOME: '/home/user',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: loopback.url,
        AWS_MAX_ATTEMPTS: '1',
        AWS_ACCESS_KEY_ID: 'AKIAY24FZKAOABCDEFGH',
      };
      for (const [at, [spelling, spell]] of Object.entries(spellings).entries()) {
        if (nameLike.includes(spelling)) continue;
        const text = spell(spelling);
        loopback.play(scenario(text));
        for (const form of inTurn(forms, turn + at)) {
          // What AWS says may be said again, but for what was read here.
          const { out, err } = await run(['whoami', ...form], {
            env: { ...env, IAMX_NET: '', AWS_SECRET_ACCESS_KEY: text },
          });
          expect([spelling, form, pieceIn(out + err, text, spelling)]).toEqual([spelling, form, undefined]);
        }
      }
    },
  );

  const all = Object.keys(spellings);
  const notNames = all.filter((name) => !nameLike.includes(name));
  const live = [
    ...flavourIds.flatMap((id) => [
      ['explain-chain', '--live', '--sdk', id],
      ['whoami', '--sdk', id],
    ]),
    ['explain-chain', '--live', '--compare'],
    ['whoami', '--all-profiles', '--live'],
    ['decode', '--live', 'AKIAJMIKAMIKAMIKA2F3'],
  ];
  test.each(signInPlaces.map((place, turn) => ({ place, turn, name: place.name })))(
    '$name',
    async ({ place: { isName, isEvidence, world, scenario }, turn }) => {
      const found: unknown[] = [];
      const isAsked = (name: string) => (isEvidence ? shaped : isName ? notNames : all).includes(name);
      const texts = Object.entries(spellings).filter(([name]) => isAsked(name));
      for (const [at, [spelling, spell]] of inTurn([...texts.entries()], turn, 6)) {
        const seed = `${spelling} ${turn}`;
        const text = spell(seed);
        loopback.play(scenario(text));
        const words = [
          ...(live[(turn + at) % live.length] ?? []),
          ...(forms[(turn + at) % forms.length] ?? []),
        ];
        const env = { ...world.env, AWS_ENDPOINT_URL: loopback.url };
        // A token that was renewed is kept where its tool keeps it.
        const { out, err } = await run(words, { ...world, env });
        const piece = pieceIn(out + err, text, seed);
        if (piece !== undefined || /bug in iamx|NaN/.test(out + err))
          found.push([spelling, words.join(' '), piece, out, err]);
      }
      expect(found).toEqual([]);
    },
  );
});

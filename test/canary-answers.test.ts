import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startFakeAws, type FakeAws } from './checks/support/server.ts';
import { inTurn } from './support/budget.ts';
import { nameLike, pieceIn, spellings } from './support/canary.ts';
import {
  accountPlaces,
  accountWays,
  answerPlaces,
  failures,
  keyId,
  type AnswerPlace,
} from './support/canary-answers.ts';
import { shaped } from './support/canary-ways.ts';
import { startLoopback, type Loopback } from './support/loopback/server.ts';
import { run, type Ran } from './support/run.ts';

/**
 * A canary in each place of what AWS answers to the calls of `decode`, `explain-error`, `check` and `run`: eight
 * characters of it in a row in any output or file fail it. What AWS says is evidence, and is hidden by its shape, but
 * for what was read here: the secret key that signed, said again by whoever answers.
 */
const forms: readonly (readonly string[])[] = [[], ['--json'], ['--verbose']];
const ownKey = 'NotASecretKeyButSecretAsOne/abcdefgh1234';

let loopback: Loopback;
let aws: FakeAws;
beforeAll(async () => {
  [loopback, aws] = await Promise.all([startLoopback(), startFakeAws()]);
});
afterAll(() => Promise.all([loopback.close(), aws.close()]));

function leakIn({ out, err, host }: Ran, text: string, seed: string): string | undefined {
  const all = [out, err, ...host.written.values()].join('\n');
  const piece = pieceIn(all, text, seed);
  if (piece !== undefined) return `${piece} of ${text} in ${all}`;
  return /bug in iamx/.test(err) ? err : undefined;
}

/** The words of `run` that are its own stand in front of the program's. */
function withForm(words: readonly string[], form: readonly string[]): readonly string[] {
  const [name = '', ...rest] = words;
  if (name !== 'run') return [...words, ...form];
  return [name, ...(form[0] === '--json' ? ['--json', 'r.json'] : form), ...rest];
}

function ask(words: readonly string[], secretKey: string, net: string): Promise<Ran> {
  const written = Object.values(failures).map((text) => new TextEncoder().encode(`${text}\n`));
  return run(words, {
    foreground: () => ({ kind: 'ended', status: 254, written, isCut: false }),
    env: {
      HOME: '/home/user',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: loopback.url,
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: keyId,
      AWS_SECRET_ACCESS_KEY: secretKey,
      IAMX_NET: net,
    },
  });
}

/** By its place or its shape, and as what was read here. */
const kinds = [
  {
    kind: 'by what it is',
    spellingsFor: (isSecret: boolean) => (isSecret ? Object.keys(spellings) : shaped),
    net: 'strict',
    isOwn: false,
  },
  {
    kind: 'as the key that signed',
    spellingsFor: () => Object.keys(spellings).filter((name) => !nameLike.includes(name)),
    net: '',
    isOwn: true,
  },
];

describe.each(kinds)('$kind', ({ spellingsFor, net, isOwn }) => {
  const each = (isSecret: boolean, turn: number) =>
    inTurn(spellingsFor(isSecret), turn, 4).map((spelling) => {
      const seed = `${inject('budget').seed} ${spelling}`;
      return { spelling, seed, text: spellings[spelling]?.(seed) ?? '' };
    });
  /** Two of the ways, over the spellings each of them. */
  const some = <Way>(ways: readonly Way[], turn: number) =>
    [2 * turn, 2 * turn + 1].slice(0, ways.length).flatMap((at) => ways[at % ways.length] ?? []);

  test.each(answerPlaces.map((place, index) => ({ place, index, name: place.name })))(
    '$name',
    async ({ place, index }: { readonly place: AnswerPlace; readonly index: number }) => {
      const found: unknown[] = [];
      for (const [turn, { spelling, seed, text }] of each(place.isSecret, index).entries()) {
        for (const [at, way] of some(place.ways, turn + index).entries()) {
          loopback.play(place.scenario(text));
          const words = withForm(way, forms[(turn + at + index) % forms.length] ?? []);
          const leak = leakIn(await ask(words, isOwn ? text : ownKey, net), text, seed);
          if (leak !== undefined) found.push([spelling, words.join(' '), leak]);
        }
      }
      expect(found).toEqual([]);
    },
  );

  test.each(accountPlaces.map((place, index) => ({ place, index, name: place.name })))(
    '$name',
    async ({ place, index }) => {
      const found: unknown[] = [];
      for (const [turn, { spelling, seed, text }] of each(place.isSecret, index).entries()) {
        for (const [at, way] of some(accountWays, turn + index).entries()) {
          aws.play(place.play(text));
          const words = [...way, ...(forms[(turn + at + index) % forms.length] ?? [])];
          const env = {
            IAMX_NET: net,
            AWS_MAX_ATTEMPTS: '1',
            ...(isOwn ? { AWS_SECRET_ACCESS_KEY: text } : {}),
          };
          const leak = leakIn(await aws.check(words, { env }), text, seed);
          if (leak !== undefined) found.push([spelling, words.join(' '), leak]);
        }
      }
      expect(found).toEqual([]);
    },
  );
});

test('the places are asked for: each answer changes what is said', async () => {
  const decoded = answerPlaces.find(({ name }) => name === 'a decoded message: the statement’s id');
  const details = answerPlaces.find(({ name }) => name === 'authorization details: a Sid');
  for (const place of [decoded, details]) {
    loopback.play(place?.scenario('KeepMeHere') ?? {});
    expect((await ask(place?.ways[0] ?? [], ownKey, 'strict')).out).toContain('KeepMeHere');
  }
  const [names] = accountPlaces;
  if (names !== undefined) aws.play(names.play('KeepMeHere'));
  expect((await aws.check(['delete-user', 'mika'])).out).toContain('KeepMeHere');
});

import type { LongAnswer } from '../../core/answer.ts';
import type { Shown } from '../../core/shown.ts';
import { renderItem, renderLong } from '../../output/json.ts';
import { sdkOption } from './page.ts';
import { command, given, type Command } from '../../core/command.ts';
import { fixOfBroken, mostRepairs } from './broken-profile.ts';
import { headersWithoutProfile, whyNoProfile } from './nameless-headers.ts';
import { shortReason } from './short-reason.ts';
import type { MarkedRow, Page } from '../../core/page.ts';
import type { FlavourId, Resolution } from '../chain/chain.ts';
import { toDocument } from './document.ts';
import type { ChainsDocument } from '../../documents/credentials.ts';
import { describeIdentity, providerWords } from '../chain/describe.ts';
import { flavours } from '../flavours.ts';
import { profileNames } from '../places/profiles.ts';
import { resolveChain } from '../chain/resolve.ts';
import type { World } from '../places/world.ts';
import { describeTime } from '../../core/describe-time.ts';

/** What is kept of a profile's answer: all of a hundred thousand answers would fill the memory. */
interface Told {
  readonly isUsable: boolean;
  readonly shownName: Shown;
  readonly row: MarkedRow;
}

/**
 * The answer for every profile of the files, as if each were given with --profile. The document is written profile by
 * profile, and what was found out of each is found out once more then.
 */
export async function explainProfiles(world: World, id: FlavourId): Promise<LongAnswer> {
  const told = await tellAll(world, id);
  const lost = await headersWithoutProfile(world, flavours[id]);
  const items = async function* (): AsyncGenerator<string> {
    for await (const resolution of resolveAll(world, id)) {
      yield renderItem(toDocument(resolution, resolution.diagnostics));
    }
  };
  return {
    kind: 'long',
    pieces: () => renderLong(documentOf(told, id), 'profiles', items()),
    page: () => pageOf(told, lost, id),
    notices: [],
    exitStatus: exitStatusOf(told),
  };
}

async function* resolveAll(world: World, id: FlavourId): AsyncGenerator<Resolution> {
  const flavour = flavours[id];
  for (const profile of await profileNames(world, flavour)) {
    yield await resolveChain({ ...world, options: { ...world.options, profile } }, flavour);
  }
}

async function tellAll(world: World, id: FlavourId): Promise<readonly Told[]> {
  const told: Told[] = [];
  let broken = 0;
  const now = world.host.now();
  for await (const resolution of resolveAll(world, id)) {
    const { verdict, profile } = resolution;
    const isUsable = verdict === 'selected';
    const of = { ...world, options: { ...world.options, profile: profile.name } };
    if (!isUsable) broken++;
    const fix = isUsable || broken > mostRepairs ? undefined : await fixOfBroken(of, resolution);
    told.push({ isUsable, shownName: profile.shownName, row: rowOf(resolution, fix, now) });
  }
  return told;
}

function usableOf(told: readonly Told[]): number {
  return told.filter(({ isUsable }) => isUsable).length;
}

function summarize(told: readonly Told[]): string {
  return `${usableOf(told)} of ${told.length} profiles give credentials`;
}

function exitStatusOf(told: readonly Told[]): 0 | 1 {
  const usable = usableOf(told);
  return usable > 0 && usable === told.length ? 0 : 1;
}

function verdictOf(told: readonly Told[]): ChainsDocument['verdict'] {
  const usable = usableOf(told);
  return usable > 0 && usable === told.length ? 'selected' : usable > 0 ? 'mixed' : 'none';
}

/** Its list of profiles is empty: they are written one by one. */
function documentOf(told: readonly Told[], id: FlavourId): ChainsDocument {
  return {
    schema: 'iamx.explain-chain/1',
    sdk: id,
    verdict: verdictOf(told),
    summary: summarize(told),
    profiles: [],
    steps: [],
    diagnostics: [],
  };
}

function pageOf(told: readonly Told[], lost: readonly Shown[], id: FlavourId): Page {
  const broken = told.find(({ isUsable }) => !isUsable) ?? told[0];
  const isGood = exitStatusOf(told) === 0;
  return [
    {
      kind: 'verdict',
      tone: isGood ? 'good' : 'warn',
      word: verdictOf(told),
      text: `${flavours[id].title}: ${summarize(told)}`,
    },
    { kind: 'marked', rows: told.map(({ row }) => row) },
    {
      kind: 'next',
      items: [
        ...whyNoProfile(lost, flavours[id]),
        broken === undefined
          ? { label: 'Write a profile', text: command`aws configure` }
          : {
              label: 'Details',
              text:
                command`iamx explain-chain ${sdkOption(id)} --profile ${given(broken.shownName)}` ??
                'ask for it by its name, with --profile',
            },
      ],
    },
  ];
}

/** A profile is one line: why it is of no use in short, and what repairs it. */
function rowOf(
  { profile, verdict, selected, error }: Resolution,
  fix: Command | undefined,
  now: number,
): MarkedRow {
  const name = profile.shownName;
  if (verdict !== 'selected' || selected === undefined) {
    const reason = shortReason(error ?? { code: 'no-credentials' });
    return { mark: 'no', cells: [name, reason, ...(fix === undefined ? [] : [fix])] };
  }
  const { expiresAt, deferred } = selected;
  const end = expiresAt === undefined ? '' : describeTime(expiresAt, now);
  return {
    mark: deferred ? 'none' : 'yes',
    cells: [
      name,
      providerWords[selected.provider],
      describeIdentity(selected).join('  '),
      [{ text: end, tone: 'dim' }],
    ],
  };
}

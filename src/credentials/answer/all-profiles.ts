import type { Answer } from '../../core/answer.ts';
import type { Evaluation } from '../../core/evaluation.ts';
import type { MarkedRow, Page } from '../../core/page.ts';
import type { FlavourId, Resolution } from '../chain/chain.ts';
import { toDocument, type ExplainDocument } from './document.ts';
import { describeIdentity, providerWords } from '../chain/describe.ts';
import { flavours } from '../flavours.ts';
import { profileNames } from '../places/profiles.ts';
import { resolveChain } from '../chain/resolve.ts';
import type { World } from '../places/world.ts';
import { describeTime } from '../../core/describe-time.ts';
import { shellOption } from '../../output/shell.ts';

/** The JSON of `--all-profiles`. */
interface AllProfilesDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly sdk: FlavourId;
  readonly verdict: 'selected' | 'mixed' | 'none';
  readonly profiles: readonly ExplainDocument[];
}

/** The answer for every profile of the files, as if each were given with --profile. */
export async function explainProfiles(world: World, id: FlavourId): Promise<Answer> {
  const flavour = flavours[id];
  const names = await profileNames(world, flavour);
  const resolutions: Resolution[] = [];
  for (const profile of names) {
    resolutions.push(await resolveChain({ ...world, options: { ...world.options, profile } }, flavour));
  }
  const usable = resolutions.filter(({ verdict }) => verdict === 'selected').length;
  const summary = `${usable} of ${resolutions.length} profiles give credentials`;
  return {
    kind: 'document',
    document: (): AllProfilesDocument => ({
      schema: 'iamx.explain-chain/1',
      sdk: id,
      verdict: usable > 0 && usable === resolutions.length ? 'selected' : usable > 0 ? 'mixed' : 'none',
      summary,
      profiles: resolutions.map((resolution) => toDocument(resolution, resolution.diagnostics)),
      steps: [],
      diagnostics: [],
    }),
    page: () => pageOf(resolutions, summary, id, world.host.now()),
    exitStatus: usable > 0 && usable === resolutions.length ? 0 : 1,
  };
}

function pageOf(resolutions: readonly Resolution[], summary: string, id: FlavourId, now: number): Page {
  const broken = resolutions.find(({ verdict }) => verdict !== 'selected') ?? resolutions[0];
  const sdk = id === 'cli' ? '' : ` --sdk ${id}`;
  const isGood = resolutions.length > 0 && resolutions.every(({ verdict }) => verdict === 'selected');
  return [
    {
      kind: 'verdict',
      tone: isGood ? 'good' : 'warn',
      word: isGood ? 'selected' : 'mixed',
      text: `${flavours[id].title}: ${summary}`,
    },
    { kind: 'marked', rows: resolutions.map((resolution) => rowOf(resolution, now)) },
    {
      kind: 'next',
      items: [
        broken === undefined
          ? { label: 'Write a profile', text: 'aws configure' }
          : {
              label: 'Details',
              text: `iamx explain-chain${sdk} ${shellOption('--profile', broken.profile.shownName)}`,
            },
      ],
    },
  ];
}

function rowOf({ profile, verdict, selected, error }: Resolution, now: number): MarkedRow {
  const name = profile.shownName;
  if (verdict === 'error') return { mark: 'no', cells: [name, 'error', error?.message ?? ''] };
  if (selected === undefined) return { mark: 'no', cells: [name, 'none', 'no credentials'] };
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

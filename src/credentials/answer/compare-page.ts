import { command } from '../../core/command.ts';
import type { Diagnostic, Evaluation } from '../../core/evaluation.ts';
import type { Block, MarkedRow, Page, Text } from '../../core/page.ts';
import type { Resolution } from '../chain/chain.ts';
import type { Comparison, Group } from './compare.ts';
import { toDocument, type ExplainDocument } from './document.ts';
import { describeIdentity, providerWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import { optionsOf } from './page.ts';
import { isSameValue, isSet, shownOf } from '../places/settings.ts';

interface CompareDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly verdict: 'agree' | 'disagree';
  readonly comparison: readonly ExplainDocument[];
  readonly agree: boolean;
}

/** The JSON of `--compare`. */
export function toCompareDocument(
  comparison: Comparison,
  diagnosticsOf: (resolution: Resolution) => readonly Diagnostic[],
): CompareDocument {
  const { resolutions, agree, differences } = comparison;
  return {
    schema: 'iamx.explain-chain/1',
    verdict: agree ? 'agree' : 'disagree',
    summary: summarizeComparison(comparison),
    comparison: resolutions.map((resolution) => toDocument(resolution, diagnosticsOf(resolution))),
    agree,
    steps: [],
    diagnostics: differences.map(({ diagnostic }) => diagnostic),
  };
}

export function summarizeComparison({ resolutions, groups, agree }: Comparison): string {
  const tools = `${resolutions.length} ${resolutions.length === 1 ? 'tool' : 'tools'}`;
  if (!agree) return `${tools}, ${groups.length} answers`;
  const [first] = groups;
  if (first === undefined) return tools;
  const { verdict, selected } = first.resolution;
  if (verdict === 'error' && groups.length === 1) return `${tools} stop with an error`;
  return selected === undefined ? `${tools} find no credentials` : `${tools} use the same credentials`;
}

/** One table of all tools, and the rule behind each disagreement. */
export function describeComparison(comparison: Comparison): Page {
  const { resolutions, agree, differences, groups } = comparison;
  const about = (agree ? groups[0] : groups[1])?.resolution ?? resolutions[0];
  return [
    {
      kind: 'verdict',
      tone: agree ? 'good' : 'bad',
      word: agree ? 'agree' : 'disagree',
      text: summarizeComparison(comparison),
      details: [{ text: circumstances(resolutions) }],
    },
    tableOf(resolutions),
    {
      kind: 'diagnostics',
      diagnostics: differences.map(({ diagnostic }) => diagnostic),
    },
    {
      kind: 'next',
      items: [
        {
          label: 'One of them, place by place',
          text:
            command`iamx explain-chain ${about === undefined ? [] : optionsOf(about)}` ??
            'explain-chain with its name, without --compare',
        },
      ],
    },
  ];
}

/** The profile and the region, where all have the same. */
function circumstances(resolutions: readonly Resolution[]): string {
  const [first, ...others] = resolutions;
  if (first === undefined) return '';
  const { profile } = first;
  const parts = [
    ...(others.every((other) => other.profile.name === profile.name)
      ? [`profile "${profile.shownName}"`]
      : []),
    ...(others.every(({ region }) => isSameValue(region, first.region)) ? [regionOf(first)] : []),
  ];
  return parts.join(' · ');
}

function tableOf(resolutions: readonly Resolution[]): Block {
  const [first] = resolutions;
  const same = {
    profile: resolutions.every(({ profile }) => profile.name === first?.profile.name),
    region: resolutions.every(({ region }) => isSameValue(region, first?.region)),
  };
  return { kind: 'marked', rows: resolutions.map((one) => rowOf(one, same)) };
}

/** What is the same for all stands above the table. */
function rowOf(
  resolution: Resolution,
  same: { readonly profile: boolean; readonly region: boolean },
): MarkedRow {
  const { flavour, verdict, profile } = resolution;
  return {
    mark: verdict === 'selected' ? 'yes' : 'no',
    cells: [
      flavourTitle(flavour),
      ...(same.profile ? [] : [profile.shownName]),
      ...answerCells(resolution),
      ...(same.region ? [] : [[{ text: regionOf(resolution), tone: 'dim' } as const]]),
    ],
  };
}

function regionOf({ region }: Resolution): string {
  return isSet(region) ? `region ${shownOf(region)}` : 'no region';
}

function answerCells({ verdict, selected, error }: Resolution): readonly Text[] {
  if (verdict === 'error') return ['error', error?.code ?? ''];
  if (selected === undefined) return ['none', 'no credentials'];
  return [providerWords[selected.provider], ...describeIdentity(selected)];
}

/** The tools by their answers, for the page of one of them. */
export function describeGroups(groups: readonly Group[]): readonly Block[] {
  if (groups.length < 2) return [];
  const rows = groups.map(({ members, resolution }): MarkedRow => ({
    mark: resolution.verdict === 'selected' ? 'arrow' : 'no',
    cells: [members.join(', '), ...answerCells(resolution)],
  }));
  return [{ kind: 'marked', rows }];
}

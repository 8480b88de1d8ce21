import { command } from '../../core/command.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { countMore } from '../../core/listed.ts';
import type { Block, Elastic, MarkedRow, Page } from '../../core/page.ts';
import type { Resolution } from '../chain/chain.ts';
import type { Comparison } from './compare.ts';
import { answerCells } from './groups-page.ts';
import { toDocument } from './document.ts';
import type { CompareChainsDocument } from '../../documents/credentials.ts';
import { flavourTitle } from '../flavours.ts';
import { optionsOf } from './page.ts';
import { isSet, shownOf } from '../places/settings.ts';

/** The JSON of `--compare`. */
export function toCompareDocument(
  comparison: Comparison,
  diagnosticsOf: (resolution: Resolution) => readonly Diagnostic[],
): CompareChainsDocument {
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
      details: circumstances(resolutions),
    },
    tableOf(resolutions),
    differencesPart(differences.map(({ diagnostic }) => diagnostic)),
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

/** Why they differ; the first reason is the last to go from a screen that is full. */
function differencesPart(diagnostics: readonly Diagnostic[]): Elastic {
  return {
    kind: 'elastic',
    most: diagnostics.length,
    gives: [{ turn: 1, to: Math.min(1, diagnostics.length) }],
    blocks: (count) => {
      const left = diagnostics.length - count;
      return [
        { kind: 'diagnostics', diagnostics: diagnostics.slice(0, count) },
        ...(left > 0 ? [{ kind: 'text', text: `${countMore(left, 'reason')}: add --verbose` } as const] : []),
      ];
    },
  };
}

/** The profile and the region, each with its tools where they differ: as columns they would not fit. */
function circumstances(resolutions: readonly Resolution[]): readonly { readonly text: string }[] {
  const profiles = byWords(resolutions, profileOf);
  const regions = byWords(resolutions, regionOf);
  const parts = [profiles, regions];
  const same = parts.filter((one) => one.length === 1).map(([one]) => one?.words ?? '');
  const differing = parts
    .filter((one) => one.length > 1)
    .map((one) => one.map(({ words, tools }) => `${words}: ${tools.join(', ')}`).join(' · '));
  return [...(same.length === 0 ? [] : [same.join(' · ')]), ...differing].map((text) => ({ text }));
}

function byWords(
  resolutions: readonly Resolution[],
  wordsOf: (resolution: Resolution) => string,
): readonly { readonly words: string; readonly tools: readonly string[] }[] {
  const all = [...new Set(resolutions.map(wordsOf))];
  return all.map((words) => ({
    words,
    tools: resolutions.filter((one) => wordsOf(one) === words).map(({ flavour }) => flavour),
  }));
}

function profileOf({ profile }: Resolution): string {
  return profile.shownName === '' ? 'a profile without a name' : `profile "${profile.shownName}"`;
}

function tableOf(resolutions: readonly Resolution[]): Block {
  return { kind: 'marked', rows: resolutions.map(rowOf) };
}

/** The profile and the region stand above the table. */
function rowOf(resolution: Resolution): MarkedRow {
  const { flavour, verdict } = resolution;
  return {
    mark: verdict === 'selected' ? 'yes' : 'no',
    cells: [flavourTitle(flavour), ...answerCells(resolution)],
  };
}

function regionOf({ region }: Resolution): string {
  return isSet(region) ? `region ${shownOf(region)}` : 'no region';
}

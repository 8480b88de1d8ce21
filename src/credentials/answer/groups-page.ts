import type { Block, MarkedRow, Text } from '../../core/page.ts';
import type { Resolution } from '../chain/chain.ts';
import { describeIdentity, providerWords } from '../chain/describe.ts';
import type { Group } from './groups.ts';

/** The tools by their answers, for the page of one of them. */
export function describeGroups(groups: readonly Group[]): readonly Block[] {
  if (groups.length < 2) return [];
  const rows = groups.map(({ members, resolution }): MarkedRow => ({
    mark: resolution.verdict === 'selected' ? 'arrow' : 'no',
    cells: [members.join(', '), ...answerCells(resolution)],
  }));
  return [{ kind: 'marked', rows }];
}

/** What a tool does and as whom, or why not. */
export function answerCells({ verdict, selected, error }: Resolution): readonly Text[] {
  if (verdict === 'error') return ['error', error?.code ?? ''];
  if (selected === undefined) return ['none', 'no credentials'];
  return [providerWords[selected.provider], ...describeIdentity(selected)];
}

import type { Block, Page, Text } from '../core/page.ts';
import type { ErrorAnswer, Explained } from './answer.ts';
import { factsPart } from './page-facts.ts';
import { askPart, causesPart, foundPart, pastePart } from './page-parts.ts';
import { policyPart } from './page-policy.ts';
import { sentenceOf, summaryOf } from './sentences.ts';

const mostInFull = 3;

/** What a person reads: what AWS said, whose layer decides, why, then what to paste, what to ask for, the policy. */
export function pageOf(
  explained: Explained,
  verbose: boolean,
  requestBy: Text = 'add --request markdown',
): Page {
  const { answers, diagnostics, total } = explained;
  const page: Page[number][][] = [];
  if (diagnostics.length > 0) page.push([{ kind: 'diagnostics', diagnostics }]);
  if (answers.length > 1) page.push([tableOf(explained)]);
  const full = verbose ? answers : answers.slice(0, mostInFull);
  for (const answer of full) page.push([...fullAnswer(answer, total, requestBy, verbose)]);
  const left = answers.length - full.length;
  if (left > 0)
    page.push([{ kind: 'text', text: `${left} more in the table; add --verbose for each in full.` }]);
  return page.flat();
}

function tableOf({ answers, total }: Explained): Block {
  const errors = answers.map(({ error }) => error);
  return {
    kind: 'marked',
    title: summaryOf(errors, total).split(':', 1)[0] ?? '',
    rows: errors.map((error) => ({
      mark: 'no',
      cells: [`${error.count} ×`, error.rows[0]?.row.id ?? '?', sentenceOf(error)],
    })),
  };
}

function fullAnswer(answer: ErrorAnswer, total: number, requestBy: Text, verbose: boolean): Page {
  const { error } = answer;
  const isKnown = error.rows.length > 0;
  const verdict: Block = {
    kind: 'verdict',
    tone: isKnown ? 'bad' : 'warn',
    word: error.fields.action === undefined ? (isKnown ? 'error' : 'unknown') : 'refused',
    text: sentenceOf(error),
    ...(error.count > 1 && total > 1 ? { right: `${error.count} times` } : {}),
  };
  return [
    verdict,
    factsPart(answer),
    ...foundPart(answer),
    ...causesPart(answer, verbose),
    ...pastePart(answer),
    ...askPart(answer, requestBy),
    ...(answer.suggestion?.kind === 'policy' ? policyPart(answer.suggestion) : []),
  ];
}

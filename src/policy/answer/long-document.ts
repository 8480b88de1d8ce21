import type { LongAnswer } from '../../core/answer.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { renderItem, renderLong } from '../../output/json.ts';
import { allNotesOf, documentOf, exitStatusOf, outcomeOf, type Outcome } from './document.ts';
import { explained, type Named } from './explained.ts';
import { withoutRepetition } from './notes.ts';
import { resultOf } from './result.ts';

/** An answer told: its result as it stands in the document. What it was made of, some ten times as much, is let go. */
export interface ToldAnswer extends Pick<Named, 'notices'> {
  readonly outcome: Outcome;
  /** In UTF-8, outside the heap. */
  readonly result: Uint8Array;
  readonly notes: readonly Diagnostic[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function tellAnswer(named: Named): ToldAnswer {
  const answer = explained(named);
  const result = resultOf(answer, { steps: true });
  return {
    ...(named.notices && { notices: named.notices }),
    outcome: outcomeOf(result),
    result: encoder.encode(renderItem(result)),
    notes: allNotesOf(answer),
  };
}

/** The document that `answerOf` makes of the same answers, in pieces: ten thousand results are 50 MB. */
export function longAnswerOf(told: {
  readonly answers: readonly ToldAnswer[];
  readonly notices: readonly Diagnostic[];
  readonly failures: readonly Diagnostic[];
}): LongAnswer {
  const { answers, notices, failures } = told;
  const notes = withoutRepetition([...notices, ...answers.flatMap((answer) => answer.notes)]);
  const document = documentOf(
    answers.map(({ outcome }) => outcome),
    [...failures, ...notes],
  );
  return {
    kind: 'long',
    pieces: () => renderLong(document, 'results', resultsOf(answers)),
    notices: failures,
    exitStatus: exitStatusOf(document.verdict, answers, failures),
  };
}

function* resultsOf(answers: readonly ToldAnswer[]): Generator<string> {
  for (const { result } of answers) yield decoder.decode(result);
}

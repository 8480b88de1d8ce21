import type { Answer } from '../../core/answer.ts';
import { hideDocument, hidePage } from '../../output/hide-answer.ts';

/** The answer without a secret that stood where a name or a path belongs. */
export function safeAnswer(answer: Answer): Answer {
  return {
    ...answer,
    document: () => hideDocument(answer.document()),
    page: () => hidePage(answer.page()),
  };
}

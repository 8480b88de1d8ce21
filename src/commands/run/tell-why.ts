import type { ChildAnswer } from '../../core/answer.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { ForegroundResult } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import type { Page } from '../../core/page.ts';
import { describeError } from '../describe-error.ts';
import type { Asking } from './asking.ts';
import { explainWritten } from './explain-written.ts';
import { notStarted } from './not-started.ts';

/** What there is to tell about a program that did not start, or failed; whatever goes wrong here, the status is its own. */
export async function tellWhy(
  result: ForegroundResult,
  words: readonly string[],
  asking: Asking,
): Promise<ChildAnswer> {
  const started =
    result.kind === 'ended' ? result : await notStarted(words[0] ?? '', result.failure, asking.host);
  const { status } = started;
  const notices: Diagnostic[] = [...('notices' in started ? started.notices : [])];
  let page: Page | undefined;
  try {
    const told = await explainWritten(
      'written' in started ? started : { status, written: [], isCut: false },
      words,
      asking,
    );
    page = told.page;
    append(notices, told.notices);
  } catch (error) {
    const { code, message, hint } = describeError(error);
    notices.push({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) });
  }
  const shown = page;
  return {
    kind: 'child',
    ...(shown === undefined || shown.length === 0 ? {} : { page: () => shown }),
    notices,
    exitStatus: status,
  };
}

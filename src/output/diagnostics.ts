import type { Severity } from '../core/evaluation.ts';
import type { Mark } from '../core/page.ts';
import { hanging, lineWidth, piecesOf, wrap } from './line.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';
import { describePlace } from '../core/place.ts';
import type { SafeDiagnostic } from './safe-page.ts';
import { markPiece } from './steps.ts';

const markOf = { error: 'no', warning: 'warn', info: 'none' } as const satisfies Record<Severity, Mark>;

/** Mark, message and place on a line; the hint, of one line or several, and the page to read below it. */
export function renderDiagnostics(diagnostics: readonly SafeDiagnostic[], look: Look): readonly Line[] {
  return diagnostics.flatMap(({ severity, message, hint, span, docs }) => {
    const mark = markPiece(markOf[severity], look);
    const room = look.width - lineWidth(mark);
    const place = span === undefined ? '' : ` (${describePlace(span)})`;
    return hanging(mark, [
      ...wrap([...piecesOf(message), ...piecesOf(place, 'dim')], room),
      ...hint.flatMap((line) => wrap(piecesOf(line), room)),
      ...(docs === undefined ? [] : wrap(piecesOf(`see ${docs}`, 'dim'), room)),
    ]);
  });
}

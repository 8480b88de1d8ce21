import type { ErrorDetails } from '../core/error.ts';
import { hanging, lineWidth, piecesOf, wrap } from './line.ts';
import { renderJsonLine } from './json.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';
import { describePlace } from './place.ts';
import { linesToText, renderPage } from './text.ts';

/** What went wrong, as `main` shows it: an `IamxError`, or what stands for a mistake of the program. */
export interface ShownError extends Pick<ErrorDetails, 'hint' | 'span' | 'diagnostics'> {
  readonly code: string;
  readonly message: string;
}

/** The error on standard error with `--json`: one line (contract, section 4). */
export function renderErrorJson({ code, message, hint, span }: ShownError): string {
  return renderJsonLine({ schema: 'iamx.error/1', code, message, hint, span });
}

/** The error for people: the message with its place, what to do, and all the problems where there are more. */
export function renderErrorText(error: ShownError, look: Look): string {
  const { message, hint, span, diagnostics = [] } = error;
  const place = span === undefined ? '' : ` (${describePlace(span)})`;
  const lines = [
    ...labelled([{ text: 'error: ', tone: 'bad' }], [...piecesOf(message), ...piecesOf(place, 'dim')], look),
    ...(hint === undefined ? [] : labelled([{ text: 'hint:  ', tone: 'dim' }], piecesOf(hint), look)),
  ];
  return (
    linesToText(lines, look) +
    renderPage(diagnostics.length > 1 ? [{ kind: 'diagnostics', diagnostics }] : [], look)
  );
}

function labelled(label: Line, text: Line, look: Look): readonly Line[] {
  return hanging(label, wrap(text, look.width - lineWidth(label)));
}

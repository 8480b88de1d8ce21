import type { Evidence, Step } from '../core/evaluation.ts';
import type { Mark, Tone } from '../core/page.ts';
import { describePlace } from '../core/place.ts';
import { hanging, indented, piecesOf, spaces, wrap } from './line.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';

/** The words of every command's steps (docs/output.md); any other word gets the mark `none`. */
const markOfOutcome: Readonly<Record<string, Mark>> = {
  // Policy layers, statements, elements and conditions.
  allow: 'yes',
  allowed: 'yes',
  match: 'yes',
  deny: 'no',
  denied: 'no',
  explicitDeny: 'no',
  implicitDeny: 'no',
  'no-match': 'none',
  'not-present': 'none',
  'not-applicable': 'none',
  none: 'none',
  unknown: 'warn',
  conditional: 'warn',
  // The credential chain.
  win: 'yes',
  fail: 'no',
  'passed-over': 'warn',
  shadowed: 'warn',
  pass: 'none',
  unreached: 'none',
  // Checks and tests.
  yes: 'yes',
  no: 'no',
  skip: 'none',
  passed: 'yes',
  failed: 'no',
};

export const toneOfMark = {
  yes: 'good',
  no: 'bad',
  none: 'dim',
  warn: 'warn',
  arrow: 'plain',
} as const satisfies Record<Mark, Tone>;

export function markPiece(mark: Mark, { glyphs }: Look): Line {
  return [{ text: glyphs.marks[mark], tone: toneOfMark[mark] }, ...spaces(1)];
}

/** The tree of steps: mark, title, outcome and reason on a line; evidence and inner steps indented below. */
export function renderSteps(steps: readonly Step[], look: Look, depth = 1): readonly Line[] {
  const indent = Math.min(2 * depth, Math.floor(look.width / 3));
  return steps.flatMap((step) => {
    const mark = markOfOutcome[step.outcome] ?? 'none';
    const reason = reasonOf(step);
    const first = [...spaces(indent), ...markPiece(mark, look)];
    const line: Line = [
      ...piecesOf(step.title),
      ...spaces(2),
      ...piecesOf(reason, mark === 'none' ? 'dim' : 'plain'),
    ];
    const start = indent + look.glyphs.marks.yes.length + 1;
    return [
      ...hanging(first, wrap(line, look.width - start)),
      ...step.evidence.flatMap((evidence) =>
        indented(start + 2, wrap(evidencePieces(evidence), look.width - start - 2)),
      ),
      ...renderSteps(step.steps ?? [], look, depth + 1),
    ];
  });
}

/** Outcomes that their reason says in words. */
const saidByReason: ReadonlySet<string> = new Set(['info', 'not-present']);

/** The outcome as words, `no match` and `explicit deny`, and why. */
function reasonOf({ outcome, because }: Step): string {
  if (because !== '' && saidByReason.has(outcome)) return because;
  const words = outcome.replaceAll('-', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return because === '' ? words : `${words}: ${because}`;
}

/** What stands between the name and the value: a rule's value is the page that says it, a statement's its policy. */
const signOf: Readonly<Record<string, string>> = { rule: ': ', statement: ' of ' };

function evidencePieces({ kind, name, value, span }: Evidence): Line {
  // The place names the file.
  const isSaid = kind === 'statement' && value === span?.file;
  const text = value === undefined || isSaid ? name : `${name}${signOf[kind] ?? ' = '}${value}`;
  return [
    ...piecesOf(`${kind} `, 'dim'),
    ...piecesOf(text),
    ...(span === undefined ? [] : [...spaces(2), ...piecesOf(describePlace(span), 'dim')]),
  ];
}

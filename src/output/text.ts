import { unreachable } from '../core/error.ts';
import type { Block, Text, Tone } from '../core/page.ts';
import { alignCells } from './columns.ts';
import { renderDiagnostics } from './diagnostics.ts';
import { escapeForLogs } from './escape.ts';
import { renderExcerpt } from './excerpt.ts';
import { renderFields } from './fields.ts';
import { hanging, indented, lineWidth, piecesOf, spaces, wrap } from './line.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';
import type { SafeBlock, SafePage } from './safe-page.ts';
import { markPiece, renderSteps } from './steps.ts';
import { widthOf } from './width.ts';

/** The page as text for this look, each line ended. */
export function renderPage(page: SafePage, look: Look): string {
  const groups = page
    .map((group) => ('kind' in group ? [group] : group).flatMap((block) => renderBlock(block, look)))
    .filter((lines) => lines.length > 0)
    .map((lines) => linesToText(lines, look));
  return groups.join('\n');
}

/** The lines painted, each ended, without blanks at their ends. */
export function linesToText(lines: readonly Line[], look: Look): string {
  return lines.map((line) => `${paintLine(line, look)}\n`).join('');
}

/** Neighbours of one tone are painted together. */
function paintLine(line: Line, { glyphs, paint }: Look): string {
  const runs: { text: string; readonly tone: Tone; readonly whole: boolean }[] = [];
  for (const { text, tone, whole = false } of line) {
    const last = runs.at(-1);
    if (last?.tone === tone && last.whole === whole) last.text += text;
    else runs.push({ text, tone, whole });
  }
  while ((runs.at(-1)?.text ?? 'x').trim() === '') runs.pop();
  const last = runs.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  const plain = runs.map(({ text }) => text).join('');
  const escaped = escapeForLogs(plain);
  if (escaped !== plain) return paint('plain', glyphs.spell(escaped));
  return runs.map(({ text, tone, whole }) => paint(tone, whole ? text : glyphs.spell(text))).join('');
}

function renderBlock(block: SafeBlock, look: Look): readonly Line[] {
  const { width } = look;
  switch (block.kind) {
    case 'verdict':
      return renderVerdict(block, width);
    case 'heading':
      return wrap(piecesOf(block.text, 'strong'), width);
    case 'text':
      return wrap(piecesOf(block.text), width);
    case 'fields':
      return renderFields(block.rows, width);
    case 'marked':
      return [...titleOf(block.title, width), ...renderMarked(block, look)];
    case 'excerpt':
      return renderExcerpt(block, look);
    case 'steps':
      return [...titleOf(block.title, width), ...renderSteps(block.steps, look)];
    case 'diagnostics':
      return renderDiagnostics(block.diagnostics, look);
    case 'table':
      return indented(2, renderTable(block, width - 2));
    case 'command':
      return block.lines.flatMap((words) => renderCommand(words, block.continuation, width));
    case 'verbatim':
      return block.text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => [{ text: line, tone: 'plain' }]);
    case 'next':
      return renderNext(block, width);
    default:
      return unreachable(block);
  }
}

function titleOf(title: Text | undefined, width: number): readonly Line[] {
  return title === undefined ? [] : wrap(piecesOf(title), width);
}

function renderVerdict(
  { word, tone, text, right, details }: Extract<Block, { kind: 'verdict' }>,
  width: number,
): readonly Line[] {
  const first: Line = [...piecesOf(word, tone), ...spaces(2)];
  const room = Math.max(width - lineWidth(first), Math.floor(width / 2));
  const lines = [{ text, right }, ...(details ?? [])].flatMap((row) => atEdge(row.text, row.right, room));
  return lineWidth(first) > width / 2
    ? [
        first,
        ...indented(
          2,
          lines.flatMap((line) => wrap(line, width - 2)),
        ),
      ]
    : hanging(first, lines);
}

/** Text, and something at the right edge where both fit on the text's last line, else on a line of its own. */
function atEdge(text: Text, right: Text | undefined, room: number): readonly Line[] {
  const lines = wrap(piecesOf(text), room);
  if (right === undefined) return lines;
  const edge = piecesOf(right, 'dim');
  const last = lines.at(-1) ?? [];
  const blank = room - lineWidth(last) - lineWidth(edge);
  if (blank < 2) return [...lines, ...wrap(edge, room)];
  return [...lines.slice(0, -1), [...last, ...spaces(blank), ...edge]];
}

function renderMarked({ header, rows }: Extract<Block, { kind: 'marked' }>, look: Look): readonly Line[] {
  const indent = 2 + look.glyphs.marks.yes.length + 1;
  const head = header === undefined ? [] : [header.map((name) => piecesOf(name, 'dim'))];
  const cells = rows.map((row) => row.cells.map((cell) => piecesOf(cell)));
  const aligned = alignCells([...head, ...cells], look.width - indent);
  return [
    ...head.flatMap((_, index) => hanging(spaces(indent), aligned[index] ?? [])),
    ...rows.flatMap(({ mark }, index) =>
      hanging([...spaces(2), ...markPiece(mark, look)], aligned[index + head.length] ?? []),
    ),
  ];
}

function renderTable({ header, rows }: Extract<Block, { kind: 'table' }>, width: number): readonly Line[] {
  const head = header.map((name) => piecesOf(name, 'dim'));
  return alignCells([head, ...rows.map((row) => row.map((cell) => piecesOf(cell)))], width).flat();
}

/** Broken where a shell allows it, so that the lines can be pasted as they are. */
function renderCommand(words: readonly string[], continuation: string, width: number): readonly Line[] {
  const lines: string[] = [];
  for (const word of withTheirValues(words)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    const indent = lines.length > 1 ? 4 : 2;
    if (last !== undefined && indent + widthOf(longer) + 2 > width) lines.push(word);
    else lines.splice(-1, 1, longer);
  }
  return lines.map((text, index) => {
    const start: Line = index === 0 ? [{ text: '$', tone: 'dim' }, ...spaces(1)] : spaces(4);
    const end: Line = index < lines.length - 1 ? [{ text: continuation, tone: 'dim', whole: true }] : [];
    return [...start, { text, tone: 'strong', whole: true }, ...end];
  });
}

/** An option stays on the line of its value. */
function withTheirValues(words: readonly string[]): readonly string[] {
  return words.reduce<readonly string[]>((units, word) => {
    const last = units.at(-1);
    const isValue = last !== undefined && /^--?[^\s=]+$/.test(last) && !word.startsWith('-');
    // At the start of a line a build server would obey it.
    const belongs = isValue || word.startsWith('::');
    return belongs ? [...units.slice(0, -1), `${last} ${word}`] : [...units, word];
  }, []);
}

/** What to type next: side by side where it fits. */
function renderNext({ items }: Extract<Block, { kind: 'next' }>, width: number): readonly Line[] {
  const lines = items.map(({ label, text }): Line => [
    ...(label === undefined ? [] : piecesOf(`${label}: `, 'dim')),
    ...piecesOf(text),
  ]);
  const beside = lines.flatMap((line, index) => (index === 0 ? line : [...spaces(6), ...line]));
  if (lineWidth(beside) <= width) return beside.length === 0 ? [] : [beside];
  return lines.flatMap((line) => (line.at(-1)?.whole ? [line] : hangAfterFirst(line, width)));
}

function hangAfterFirst(line: Line, width: number): readonly Line[] {
  const [first = [], ...rest] = wrap(line, width);
  return [first, ...indented(2, rest)];
}

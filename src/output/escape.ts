import { lateExpression } from '../core/late-expression.ts';

/**
 * What could move a cursor, hide or reorder text, or is not seen at all: controls, format characters, line and paragraph
 * separators, lone surrogates, and what Unicode lets a reader ignore, assigned or not
 * (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point). The one list of the program; of its characters
 * text may have tabs and line feeds.
 */
const unsafe = lateExpression(
  String.raw`(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`,
  'gu',
);
/** Nearly always there is none, and one range of characters is looked through faster than many. */
const notPlain = /[^\n -~]/;
/** None of these is unsafe: tabs, Latin letters, and the signs of our own texts. */
const notOurs = /[^\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2713\u2717]/;

/**
 * What a build server obeys wherever in a line of its log it stands: `##[error]`, `##vso[task.…]`, `##teamcity[…]`
 * (https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands), and at the start of a line, blanks
 * aside, `::error::…` (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
 */
const obeyed = /##(?=\w{0,20}\[)/g;
const obeyedAtStart = /^([^\S\n]*):(?=:[A-Za-z][^\n]*::)/gm;

/** False for nearly every text, and then surely. */
export function mayHoldUnsafe(text: string): boolean {
  return (notPlain.test(text) && notOurs.test(text)) || text.includes('##');
}

/** Lines as they may stand in the log of a build: none of them is a command to who keeps it. */
export function escapeForLogs(text: string): string {
  const lines = text.includes('::') ? text.replace(obeyedAtStart, '$1\\u{3a}') : text;
  return lines.includes('##') ? lines.replace(obeyed, '#\\u{23}') : lines;
}

/** The text with every character that could move the cursor, hide or reorder text written as `\u{…}`. */
export function escapeControls(text: string): string {
  if (!mayHoldUnsafe(text)) return text;
  return text.replace(unsafe(), (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** As `escapeControls`, for text that must stay on one line: tab and line feed are escaped too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));
}

/** JSON text with what a terminal should not see written as `\u…`: it stands in strings alone. */
export function escapeJson(json: string): string {
  if (!mayHoldUnsafe(json)) return json;
  return json
    .replace(obeyed, '#\\u0023')
    .replace(unsafe(), (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
    );
}

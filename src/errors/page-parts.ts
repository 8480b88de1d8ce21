import { Command, command, given, word } from '../core/command.ts';
import type { Block, Elastic, Field, Page, Text } from '../core/page.ts';
import { leadsAway, remediesFor } from '../messages/message-row.ts';
import type { ErrorAnswer } from './answer.ts';
import { namesIn } from './names.ts';
import { turns } from './page-turns.ts';
import { causesOf } from './signs.ts';

const mostCauses = 4;

function withLeft(title: string, left: number): string {
  return left === 0 ? title : `${title} (${left} more: add --verbose)`;
}

export function foundPart({ here }: ErrorAnswer): Page {
  const problems = here?.problems ?? [];
  if (problems.length === 0) return [];
  return [
    {
      kind: 'elastic',
      most: problems.length,
      gives: [{ turn: turns.found, to: 1 }],
      blocks: (count) => [
        { kind: 'heading', text: withLeft('Found on this machine', problems.length - count) },
        { kind: 'diagnostics', diagnostics: problems.slice(0, count) },
      ],
    },
  ];
}

/** Those for which something speaks before the others. */
export function causesPart({ error, here }: ErrorAnswer, verbose: boolean): Page {
  const [first] = error.rows;
  const problems = here?.problems ?? [];
  // A named layer is the cause.
  const isSaid = error.fields.layer !== undefined && first?.row.id === 'AD';
  const all = isSaid || first === undefined ? [] : causesOf(first.row, error.fields, here);
  const likely = all.filter(({ because }) => because !== undefined);
  const isTold = problems.length + likely.length > 0;
  const others = all.filter(({ because }) => because === undefined);
  const most = verbose ? others.length : Math.min(others.length, isTold ? 2 : mostCauses);
  const texts = likely.map(({ text, because = '', finding }) =>
    finding !== undefined && problems.includes(finding) ? text : `${text} (${because})`,
  );
  const title = isTold ? 'Other causes' : 'Causes, the most frequent first';
  return [
    ...causeList('Likely the cause', 'yes', texts),
    ...(most === 0
      ? []
      : [
          otherCauses(
            title,
            others.map(({ text }) => text),
            most,
            isTold,
          ),
        ]),
  ];
}

/** Where nothing speaks for any of them one has to stay. */
function otherCauses(title: string, texts: readonly string[], most: number, isTold: boolean): Elastic {
  return {
    kind: 'elastic',
    most,
    gives: [
      { turn: turns.causes, to: Math.min(most, 2) },
      { turn: turns.lastCauses, to: isTold ? 0 : 1 },
    ],
    blocks: (count) => causeList(withLeft(title, texts.length - count), 'none', texts.slice(0, count)),
  };
}

function causeList(title: string, mark: 'yes' | 'none', texts: readonly string[]): readonly Block[] {
  if (texts.length === 0) return [];
  return [{ kind: 'marked', title, rows: texts.map((text) => ({ mark, cells: [text] })) }];
}

/** What only the user knows stands in capitals. */
function simulateFor({ error: { fields }, permission }: ErrorAnswer): Command {
  const { action = permission, operation } = fields;
  const name = action === undefined ? undefined : given(action);
  const called = operation === undefined ? undefined : given(operation);
  const asked = name ?? (called === undefined ? word`SERVICE:ACTION` : word`SERVICE:${called}`);
  return command`iamx simulate --principal CALLER --action ${asked} --resource ARN --policy policy.json`;
}

/** Commands that work as they stand; names in capitals are to be filled in. */
function pasteRows(answer: ErrorAnswer): readonly Field[] {
  const { error, here, decides, basis = 'text' } = answer;
  const rows: Field[] = [];
  if (here?.fix !== undefined) rows.push({ name: 'repair', value: here.fix });
  const [first] = error.rows;
  const names = namesIn(error);
  for (const { why, command: make } of first === undefined
    ? []
    : remediesFor(first.row, error.fields.operation)) {
    const made = make?.(names);
    if (made === undefined && decides !== undefined && first?.row.next === 'simulate') continue;
    if (made === undefined && decides === undefined && first?.row.next === 'simulate')
      rows.push({ name: 'decide', value: simulateFor(answer), note: why });
    else if (made === undefined) rows.push({ name: 'do', value: why });
    else rows.push({ name: 'paste', value: made, note: why });
  }
  if (error.fields.authorizationId !== undefined && basis === 'text')
    rows.push({
      name: 'ask AWS',
      value: command`iamx explain-error --live - < error.txt`,
      note: 'which statement decided: AWS keeps it for a day; with iam:GetRequestAuthorizationDetails and …Policy',
    });
  if (decides !== undefined && (first === undefined || !leadsAway(first.row)))
    rows.push({ name: 'decide', value: decides, note: 'with the policies saved in these files' });
  return rows;
}

export function pastePart(answer: ErrorAnswer): Page {
  const rows = pasteRows(answer);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'elastic',
      most: rows.length,
      gives: [{ turn: turns.paste, to: 1 }],
      blocks: (count) => [
        { kind: 'heading', text: withLeft('To paste', rows.length - count) },
        { kind: 'fields', rows: rows.slice(0, count) },
      ],
    },
  ];
}

/** Whom to ask for what, and how to get it as a text; in one line where the facts name the owner. */
export function askPart({ error, askFor }: ErrorAnswer, requestBy: Text): Page {
  if (askFor === undefined) return [];
  const { owner, what } = askFor;
  const rows: readonly Field[] = [
    { name: 'whom', value: owner },
    { name: 'what', value: what },
    { name: 'as a text', value: requestBy },
  ];
  const by = typeof requestBy === 'string' || requestBy instanceof Command ? [requestBy] : requestBy;
  const short = error.fields.layer === undefined ? `Ask ${owner}: ${what}.` : `Ask the owner for ${what}.`;
  return [
    {
      kind: 'elastic',
      most: 1,
      gives: [{ turn: turns.asked, to: 0 }],
      blocks: (count) =>
        count > 0
          ? [
              { kind: 'heading', text: 'To ask for' },
              { kind: 'fields', rows },
            ]
          : [{ kind: 'text', text: [`${short} As a text: `, ...by] }],
    },
  ];
}

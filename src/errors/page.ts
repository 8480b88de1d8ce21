import { command, given, word, type Command } from '../core/command.ts';
import type { Block, Field, Page, Text } from '../core/page.ts';
import { remediesFor } from '../messages/message-row.ts';
import type { ErrorAnswer, Explained } from './answer.ts';
import type { Basis, ExplainedError } from './explained-error.ts';
import { namesIn } from './names.ts';
import { causesOf } from './signs.ts';
import { callerRole, layerFacts } from './layer-facts.ts';
import { saidByAws, sentenceOf, summaryOf } from './sentences.ts';

const mostInFull = 3;
const mostCauses = 4;

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
  for (const answer of full) page.push([...fullAnswer(answer, total, requestBy)]);
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

function fullAnswer(answer: ErrorAnswer, total: number, requestBy: Text): Page {
  const { error } = answer;
  const isKnown = error.rows.length > 0;
  return [
    {
      kind: 'verdict',
      tone: isKnown ? 'bad' : 'warn',
      word: error.fields.action === undefined ? (isKnown ? 'error' : 'unknown') : 'refused',
      text: sentenceOf(error),
      ...(error.count > 1 && total > 1 ? { right: `${error.count} times` } : {}),
    },
    { kind: 'fields', rows: factsOf(answer) },
    ...causesPage(answer),
    ...pasteOf(answer),
    ...askOf(answer, requestBy),
    ...policyOf(answer),
  ];
}

const basisWords: Readonly<Record<Basis, string>> = {
  'authorization-details': 'AWS’s own authorization details',
  'encoded-message': 'the message that AWS decoded',
  text: 'the text of the error',
  none: 'nothing',
};

function factsOf({ error, here, suggestion, basis = 'text' }: ErrorAnswer): readonly Field[] {
  const { fields } = error;
  const { layer, policyArn, caller, resource, operation } = fields;
  const rows: Field[] = [];
  const add = (name: string, value: Text | undefined, note?: string): void => {
    if (value !== undefined) rows.push({ name, value, ...(note === undefined ? {} : { note }) });
  };
  add('said by AWS', saidByAws(fields));
  if (fields.action === undefined && error.rows.length === 0) add('message', fields.message);
  add('call', operation);
  const others = error.callers.size - 1;
  add('who', caller, others > 0 ? `and ${others} other${others === 1 ? '' : 's'} for the same` : undefined);
  const role = callerRole(fields);
  add('edited is', role, 'a session has no policies of its own; a path before the name is not told');
  add('resource', resource);
  add('policy', policyArn);
  if (layer !== undefined) {
    add('whose', layerFacts[layer].owner(fields));
    add('not the cause', layerFacts[layer].notTheCause);
  }
  if (error.isCut) add('not shown', 'what the text names is not shown whole: it may hold a secret');
  if (fields.authorizationId !== undefined && basis === 'text')
    add(
      'kept by AWS',
      `authorization id ${fields.authorizationId}`,
      `for a day${inRegion(fields.authorizationRegion)}`,
    );
  if (here !== undefined) add('used here', here.used, here.note);
  if (suggestion?.kind === 'none' && fields.action !== undefined) add('no policy', suggestion.because);
  add('rests on', error.rows.length === 0 ? undefined : basisWords[basis]);
  return rows;
}

function inRegion(region: string | undefined): string {
  return region === undefined ? '' : ` in ${region}`;
}

/** What was found on this machine first, then the catalogue's: those for which something speaks before the others. */
function causesPage({ error, here }: ErrorAnswer): Page {
  const [first] = error.rows;
  const problems = here?.problems ?? [];
  // A named layer is the cause.
  const isSaid = error.fields.layer !== undefined && first?.row.id === 'AD';
  const all = isSaid || first === undefined ? [] : causesOf(first.row, error.fields, here);
  const likely = all.filter(({ because }) => because !== undefined);
  const others = all
    .filter(({ because }) => because === undefined)
    .slice(0, problems.length + likely.length > 0 ? 2 : mostCauses);
  return [
    ...(problems.length === 0
      ? []
      : [
          { kind: 'heading', text: 'Found on this machine' } as const,
          { kind: 'diagnostics', diagnostics: problems } as const,
        ]),
    ...causeList(
      'Likely the cause',
      'yes',
      likely.map(({ text, because = '', finding }) =>
        finding !== undefined && problems.includes(finding) ? text : `${text} (${because})`,
      ),
    ),
    ...causeList(
      problems.length + likely.length > 0 ? 'Other causes' : 'Causes, the most frequent first',
      'none',
      others.map(({ text }) => text),
    ),
  ];
}

function causeList(title: string, mark: 'yes' | 'none', texts: readonly string[]): readonly Block[] {
  if (texts.length === 0) return [];
  return [{ kind: 'marked', title, rows: texts.map((text) => ({ mark, cells: [text] })) }];
}

/** What only the user knows stands in capitals. */
function simulateFor({ fields: { action, operation } }: ExplainedError): Command {
  const name = action === undefined ? undefined : given(action);
  const called = operation === undefined ? undefined : given(operation);
  const asked = name ?? (called === undefined ? word`SERVICE:ACTION` : word`SERVICE:${called}`);
  return command`iamx simulate --principal CALLER --action ${asked} --resource ARN --policy policy.json`;
}

/** Commands that work as they stand; names in capitals are to be filled in. */
function pasteOf({ error, here, decides, basis = 'text' }: ErrorAnswer): Page {
  const rows: Field[] = [];
  if (here?.fix !== undefined) rows.push({ name: 'repair', value: here.fix });
  const [first] = error.rows;
  const names = namesIn(error.fields);
  for (const { why, command: make } of first === undefined
    ? []
    : remediesFor(first.row, error.fields.operation)) {
    const made = make?.(names);
    if (made === undefined && decides !== undefined && first?.row.next === 'simulate') continue;
    if (made === undefined && decides === undefined && first?.row.next === 'simulate')
      rows.push({ name: 'decide', value: simulateFor(error), note: why });
    else if (made === undefined) rows.push({ name: 'do', value: why });
    else rows.push({ name: 'paste', value: made, note: why });
  }
  if (error.fields.authorizationId !== undefined && basis === 'text')
    rows.push({
      name: 'ask AWS',
      value: command`iamx explain-error --live - < error.txt`,
      note: 'which statement decided: AWS keeps it for a day; with iam:GetRequestAuthorizationDetails and …Policy',
    });
  if (decides !== undefined)
    rows.push({ name: 'decide', value: decides, note: 'with the policies saved in these files' });
  return rows.length === 0
    ? []
    : [
        { kind: 'heading', text: 'To paste' },
        { kind: 'fields', rows },
      ];
}

function askOf({ askFor }: ErrorAnswer, requestBy: Text): Page {
  if (askFor === undefined) return [];
  return [
    { kind: 'heading', text: 'To ask for' },
    {
      kind: 'fields',
      rows: [
        { name: 'whom', value: askFor.owner },
        { name: 'what', value: askFor.what },
        { name: 'as a text', value: requestBy },
      ],
    },
  ];
}

function policyOf({ suggestion }: ErrorAnswer): Page {
  if (suggestion?.kind !== 'policy') return [];
  return [
    { kind: 'heading', text: 'The smallest policy: the simulation allows the call with it' },
    { kind: 'verbatim', text: JSON.stringify(suggestion.document, undefined, 2) },
    ...suggestion.notes.map((text): Block => ({ kind: 'text', text })),
  ];
}

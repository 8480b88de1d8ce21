import type { Block, MarkedRow, Page, Text } from '../../core/page.ts';
import { statementName } from './describe.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { isLayer, type DecidingLayer, type OtherDecider } from '../decision/gates.ts';
import { namesOf } from '../decision/layers.ts';
import type { Named } from './explained.ts';
import { place } from './place.ts';
import type { Request } from '../request.ts';
import type { Simulated } from '../decision/simulate.ts';

/** A screen has room for so many reasons, and so many questions under them all; the rest is counted. */
const mostGroups = 4;
const mostRows = 8;

/** Questions that the same statement or the same layer decided alike: the reason is said once. */
interface Group {
  readonly title: Text;
  readonly answers: readonly Named[];
}

/** The answers by their reasons. `all` leaves nothing out. */
export function groupsPage(answers: readonly Named[], all: boolean): Page {
  const { shown, left } = all ? { shown: groupsOf(answers), left: 0 } : fitting(groupsOf(answers));
  const cellsOf = cellsFor(answers);
  let rows = all ? answers.length : mostRows;
  const blocks = shown.map(({ title, answers: own }, index): Block => {
    const room = Math.max(1, Math.floor(rows / (shown.length - index)));
    // One more row takes no more room than to say that there is one more.
    const count = own.length <= room + 1 ? own.length : room;
    rows -= count;
    const rest = own.length - count;
    return {
      kind: 'marked',
      title,
      rows: [
        ...own.slice(0, count).map((answer) => rowOf(answer, cellsOf)),
        ...(rest > 0 ? [{ mark: 'none', cells: [`${rest} more: --verbose shows all`] } as const] : []),
      ],
    };
  });
  const more: Text = `and ${left} more questions with other reasons: --verbose shows all`;
  return [[...blocks, ...(left > 0 ? [{ kind: 'text', text: more } as const] : [])]];
}

/** Where not all have room the small groups come first: what is decided as few others are would be missed most. */
function fitting(groups: readonly Group[]): { readonly shown: readonly Group[]; readonly left: number } {
  const total = groups.reduce((sum, { answers }) => sum + answers.length, 0);
  if (groups.length <= mostGroups && total <= mostRows) return { shown: groups, left: 0 };
  const sorted = [...groups].sort((a, b) => a.answers.length - b.answers.length);
  // The largest group is what a reader expects, so it stays too.
  const shown = [...sorted.slice(0, mostGroups - 1), ...sorted.slice(mostGroups - 1).slice(-1)];
  const left = total - shown.reduce((sum, { answers }) => sum + answers.length, 0);
  return { shown, left };
}

function groupsOf(answers: readonly Named[]): readonly Group[] {
  const found = new Map<string, { readonly title: Text; readonly answers: Named[] }>();
  for (const answer of answers) {
    const title = reasonOf(answer.simulated);
    const group = found.get(title);
    if (group === undefined) found.set(title, { title, answers: [answer] });
    else group.answers.push(answer);
  }
  return [...found.values()];
}

const words = {
  allowed: 'allowed',
  explicitDeny: 'explicit deny',
  implicitDeny: 'implicit deny',
  conditional: 'it depends',
} as const;

function reasonOf({ decision, layer, statement, decidedFor, case: asked }: Simulated): string {
  const reason = `${words[decision]}: ${decider(decision, layer, decidedFor)}`;
  const by =
    statement === undefined
      ? ''
      : `, ${statement.effect} ${statementName(statement)} (${place(statement.policy.source, statement.statement)})`;
  return `${reason}${by}${decidedFor === asked.request ? '' : `, for ${decidedFor.action}`}`;
}

function decider(decision: DecisionWord, layer: DecidingLayer, request: Request): string {
  if (!isLayer(layer)) return rules[layer];
  const { title } = namesOf(layer, request);
  return decision === 'implicitDeny' ? `no Allow in the ${title}` : title;
}

const rules = {
  root: 'the root user',
  special: 'the service’s own rule',
  default: 'no policy was given',
} as const satisfies Record<OtherDecider, string>;

const marks = { allowed: 'yes', explicitDeny: 'no', implicitDeny: 'no', conditional: 'warn' } as const;

function rowOf(answer: Named, cellsOf: (answer: Named) => readonly string[]): MarkedRow {
  return { mark: marks[answer.simulated.decision], cells: cellsOf(answer) };
}

/** What tells one answer from the others: its name where no other has it, else also what was asked. */
function cellsFor(answers: readonly Named[]): (answer: Named) => readonly string[] {
  const names = answers.map(({ name }) => name);
  const resource = sharedBy(answers, ({ simulated }) => simulated.case.request.resource);
  return ({ name, simulated }) => {
    if (name !== undefined && names.indexOf(name) === names.lastIndexOf(name)) return [name];
    const { request } = simulated.case;
    const asked = [request.action, ...(resource === undefined ? [request.resource] : [])];
    return name === undefined ? asked : [name, ...asked];
  };
}

/** What all answers have in common is said once. */
export function sharedBy(answers: readonly Named[], of: (answer: Named) => string): string | undefined {
  const [first, ...rest] = answers.map(of);
  return rest.every((other) => other === first) ? first : undefined;
}

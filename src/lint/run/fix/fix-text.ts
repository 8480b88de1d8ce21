import type { Range, Source } from '../../../core/source.ts';
import { source as sourceOf } from '../../../core/source.ts';
import type { Span } from '../../../core/evaluation.ts';
import { parseJson } from '../../../formats/json.ts';
import type { TextFile } from '../../../formats/text.ts';
import { parseHcl } from '../../../formats/hcl.ts';
import type { Node, Parsed } from '../../../formats/tree.ts';
import { parseYaml } from '../../../formats/yaml.ts';
import type { Finding } from '../../finding.ts';
import { isYaml } from '../../read/document.ts';
import type { Change } from '../../repair.ts';
import type { Subject } from '../../subject.ts';
import { lookAt, type LintOptions, type Look } from '../lint-files.ts';
import { applyEdits, editsOf, outcomeOf, planOf, type Form } from './document-edits.ts';
import { treeOfHcl } from './hcl-places.ts';
import { meaningOf } from './meaning.ts';
import { repairs } from './repairs.ts';

/** A text with its mechanical repairs. */
export interface Fixed {
  readonly text: string;
  /** Codes of what was mended, one for each finding. */
  readonly codes: readonly string[];
}

/** Rounds of a file: a repair can make room for another, a chain of so many is none. */
const mostRounds = 50;

/** A finding with the changes that mend it. */
interface Unit {
  readonly code: string;
  readonly subject: Subject;
  readonly changes: readonly Change[];
}

interface State {
  readonly source: Source;
  readonly root: Node;
  readonly look: Look;
}

/**
 * Mends what can be mended without thought, until nothing is left of it. Every step is read and looked at again: what it
 * mends is gone, no error is new, and a policy that AWS takes decides as it did. A kind of repair that fails one of these
 * is left out. Undefined where nothing was mended.
 */
export async function fixText(
  file: TextFile,
  options: LintOptions,
  now: number,
  beside: readonly Source[] = [],
): Promise<Fixed | undefined> {
  const form = formOf(file.source);
  const first = await stateOf(file.source, await lookAt(file, options, now, beside), form);
  if (first === undefined) return undefined;
  const codes: string[] = [];
  let state = first;
  let refused = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const units = unitsOf(state, form).filter(({ code }) => !refused.has(code));
    if (units.length === 0) break;
    const step = async (some: readonly Unit[]) => stepWith(state, some, { form, options, now, beside });
    const next = (await step(units)) ?? (await firstStep(units, step, refused));
    if (next === undefined) break;
    for (const code of next.codes) codes.push(code);
    state = next.state;
    refused = new Set();
  }
  return codes.length === 0 ? undefined : { text: state.source.text, codes };
}

interface Step {
  readonly state: State;
  readonly codes: readonly string[];
}

/** Where the repairs do not go together: those of one code, the first for which it works. */
async function firstStep(
  units: readonly Unit[],
  step: (units: readonly Unit[]) => Promise<Step | undefined>,
  refused: Set<string>,
): Promise<Step | undefined> {
  for (const code of new Set(units.map((unit) => unit.code))) {
    const next = await step(units.filter((unit) => unit.code === code));
    if (next !== undefined) return next;
    refused.add(code);
  }
  return undefined;
}

function formOf(source: Source): Form {
  if (/\.tf$/i.test(source.file)) return 'hcl';
  return isYaml(source) ? 'yaml' : 'json';
}

async function parsedAs(form: Form, source: Source): Promise<Pick<Parsed, 'root' | 'problems'>> {
  switch (form) {
    case 'json':
      return parseJson(source);
    case 'yaml':
      return parseYaml(source);
    case 'hcl': {
      const { body, problems } = parseHcl(source);
      return { root: treeOfHcl(source, body), problems };
    }
  }
}

async function stateOf(source: Source, look: Look, form: Form): Promise<State | undefined> {
  const { root, problems } = await parsedAs(form, source);
  return root === undefined || problems.length > 0 ? undefined : { source, root, look };
}

/** What can be mended of what is told, as far as it can be written into this text. */
function unitsOf({ source, root, look }: State, form: Form): readonly Unit[] {
  // Findings of one list share their changes.
  const writable = new Map<readonly Change[], boolean>();
  const canBeWritten = (changes: readonly Change[]): boolean => {
    let known = writable.get(changes);
    if (known === undefined) {
      const plan = planOf(root, changes);
      known = plan !== undefined && editsOf(source.text, plan, form) !== undefined;
      writable.set(changes, known);
    }
    return known;
  };
  const subjectAt = subjectsByName(look.subjects);
  return look.told.flatMap((finding): readonly Unit[] => {
    const repair = Object.hasOwn(repairs, finding.code) ? repairs[finding.code] : undefined;
    if (repair === undefined) return [];
    const at = rangeOf(finding.span, source);
    const subject = subjectAt(finding.policy ?? source.file, at);
    const changes = subject === undefined ? [] : repair.changes(at, subject);
    if (subject === undefined || changes.length === 0) return [];
    return canBeWritten(changes) ? [{ code: finding.code, subject, changes }] : [];
  });
}

/** Policies of a file, by their names and then by their places. */
function subjectsByName(subjects: readonly Subject[]): (name: string, at: Range) => Subject | undefined {
  const byName = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const list = byName.get(subject.name);
    if (list === undefined) byName.set(subject.name, [subject]);
    else list.push(subject);
  }
  return (name, at) => byName.get(name)?.find(({ node }) => node.start <= at.start && at.end <= node.end);
}

function rangeOf({ line, column, endLine, endColumn }: Span, source: Source): Range {
  const starts = source.lineStarts();
  const offset = (at: number, column_: number) => (starts[at - 1] ?? source.text.length) + column_ - 1;
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}

/** How a text is looked at again. */
interface Looking {
  readonly form: Form;
  readonly options: LintOptions;
  readonly now: number;
  /** The other files of its module. */
  readonly beside: readonly Source[];
}

/** The text with these repairs, where it holds what they promise. */
async function stepWith(
  { source, root, look }: State,
  units: readonly Unit[],
  { form, options, now, beside }: Looking,
): Promise<Step | undefined> {
  const plan = planOf(root, [...new Set(units.map(({ changes }) => changes))].flat());
  const edits = plan === undefined ? undefined : editsOf(source.text, plan, form);
  if (plan === undefined || edits === undefined) return undefined;
  const changed = sourceOf(source.file, applyEdits(source.text, edits));
  const after = await lookAt({ source: changed, notices: [] }, options, now, beside);
  const state = await stateOf(changed, after, form);
  if (state === undefined || outcomeOf(state.root) !== outcomeOf(root, plan)) return undefined;
  const codes = units.map(({ code }) => code);
  if (!isMended(look.findings, after.findings, codes)) return undefined;
  return keepsDecisions(look.subjects, after.subjects, units) ? { state, codes } : undefined;
}

/** As many fewer of each code as were mended, and no error that was not there. */
function isMended(before: readonly Finding[], after: readonly Finding[], codes: readonly string[]): boolean {
  const count = (findings: readonly Finding[]) => {
    const counts = new Map<string, number>();
    for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
    return counts;
  };
  const [were, are] = [count(before), count(after)];
  const mended = new Map<string, number>();
  for (const code of codes) mended.set(code, (mended.get(code) ?? 0) + 1);
  const areGone = [...mended].every(([code, fewer]) => (are.get(code) ?? 0) <= (were.get(code) ?? 0) - fewer);
  const errors = new Set(after.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  return areGone && [...errors].every((code) => (are.get(code) ?? 0) <= (were.get(code) ?? 0));
}

/** A policy of which AWS takes every word that is mended decides as it did. */
function keepsDecisions(
  before: readonly Subject[],
  after: readonly Subject[],
  units: readonly Unit[],
): boolean {
  const refused = new Set(
    units.filter(({ code }) => repairs[code]?.before === 'refused').map(({ subject }) => subject),
  );
  return (
    before.length === after.length &&
    before.every((subject, index) => {
      const now = after[index];
      return now !== undefined && (refused.has(subject) || meaningOf(subject) === meaningOf(now));
    })
  );
}

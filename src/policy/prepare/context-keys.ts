import type { Diagnostic } from '../../core/evaluation.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import { lowerCase } from '../../data/lower-case.ts';
import { suggestConditionKey } from '../../data/suggest-condition-key.ts';
import { quoted } from '../../formats/problem.ts';
import type { Question } from '../question.ts';
import type { GivenKey } from '../request.ts';
import { diagnostic, named, report, type Problems, type Remark } from './findings.ts';
import { remember } from './memo.ts';

export type Context = ReadonlyMap<string, GivenKey>;

export interface AskedContext {
  /** By key in lower case. */
  readonly context: Context;
  /** With what only `sts:AssumeRole*` takes: session tags and the source identity. The same where there are none. */
  readonly assumeContext: Context;
  readonly unknownKeys: true | ReadonlySet<string>;
}

/** Shorthands of tags, and the key that each stands for. */
const tagFields = [
  ['principalTags', 'aws:PrincipalTag/'],
  ['resourceTags', 'aws:ResourceTag/'],
  ['requestTags', 'aws:RequestTag/'],
] as const;

const none: ReadonlySet<string> = new Set();

/** The keys that a question gives, whichever way it gives them. */
export function readContext(question: Question, problems: Problems, notices: Diagnostic[]): AskedContext {
  const context = new Map<string, GivenKey>();
  for (const [name, value] of question.context ?? []) {
    const field = `context/${name}`;
    if (isKey(name, field, problems)) add(context, { name, value }, field, problems);
    noticeKey(name, field, problems, notices);
  }
  for (const [field, prefix] of tagFields) addTags(context, question, field, prefix, problems);
  return {
    context,
    assumeContext: addSession(context, question, problems),
    unknownKeys: readUnknown(question.unknown, context, problems, notices),
  };
}

/** The context of `sts:AssumeRole*` and of the actions decided beside it (R648). */
function addSession(context: Context, question: Question, problems: Problems): Context {
  const { sessionTags, sourceIdentity } = question;
  if (sourceIdentity === undefined && (sessionTags === undefined || sessionTags.size === 0)) return context;
  const extended = new Map(context);
  addTags(extended, question, 'sessionTags', 'aws:RequestTag/', problems);
  if (sourceIdentity !== undefined) {
    if (sourceIdentity === '') {
      report(problems, 'sourceIdentity', `${named(problems, 'sourceIdentity')} is empty`, 'Leave it out.');
    }
    add(extended, { name: 'sts:SourceIdentity', value: sourceIdentity }, 'sourceIdentity', problems);
  }
  return extended;
}

function addTags(
  context: Map<string, GivenKey>,
  question: Question,
  field: 'principalTags' | 'resourceTags' | 'requestTags' | 'sessionTags',
  prefix: string,
  problems: Problems,
): void {
  for (const [tag, value] of question[field] ?? []) {
    if (tag === '')
      report(problems, field, `${named(problems, field)} has a tag without a key`, 'Write `KEY=VALUE`.');
    else add(context, { name: prefix + tag, value }, `${field}/${tag}`, problems);
  }
}

/** R302: which of two keys that differ only in case a policy reads is not predictable. */
function add(context: Map<string, GivenKey>, given: GivenKey, field: string, problems: Problems): void {
  const key = lowerCase(given.name);
  const other = context.get(key);
  if (other === undefined) {
    context.set(key, given);
    return;
  }
  const message =
    other.name === given.name
      ? `${quoted(given.name)} is given twice`
      : `${quoted(other.name)} and ${quoted(given.name)} are the same key: case does not count`;
  report(problems, field, message, 'Keep one of them.');
}

function isKey(name: string, field: string, problems: Problems): boolean {
  if (name.trim() !== '' && name === name.trim()) return true;
  const hint = name.trim() === '' ? 'Write a key such as `aws:SourceIp`.' : `Write \`${name.trim()}\`.`;
  report(problems, field, 'a context key is empty or has white space around it', hint);
  return false;
}

/** Keys that nobody documents count all the same (R420): a remark at most. */
const remarkOn: (name: string) => Remark | 'known' = remember(4096, (name) => {
  const near = suggestConditionKey(name);
  if (near === undefined && (knownConditionKey(name) !== undefined || name.includes(':'))) return 'known';
  return {
    code: 'unknown-key',
    message: `${quoted(name)} is not a known condition key`,
    hint:
      near === undefined
        ? 'Keys have the form `service:Name`, as in `aws:SourceIp`; it counts as written.'
        : `Did you mean \`${near}\`? It counts as written.`,
  };
});

function noticeKey(name: string, field: string, problems: Problems, notices: Diagnostic[]): void {
  const remark = remarkOn(name);
  if (remark !== 'known') notices.push(diagnostic(problems.fields, field, 'warning', remark));
}

function readUnknown(
  unknown: Question['unknown'],
  context: Context,
  problems: Problems,
  notices: Diagnostic[],
): true | ReadonlySet<string> {
  if (unknown === undefined) return none;
  if (unknown === true) return true;
  const keys = new Set<string>();
  for (const [index, name] of unknown.entries()) {
    const field = `unknown/${index}`;
    if (!isKey(name, field, problems)) continue;
    noticeKey(name, field, problems, notices);
    const key = lowerCase(name);
    keys.add(key);
    if (context.has(key)) {
      report(problems, field, `${quoted(name)} is unknown and has a value`, 'Take one of the two away.');
    }
  }
  return keys;
}

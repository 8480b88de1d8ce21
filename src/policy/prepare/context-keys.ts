import type { Diagnostic } from '../../core/evaluation.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import { suggestConditionKey } from '../../data/suggest-condition-key.ts';
import { quoted } from '../../formats/problem.ts';
import { kindOfKey, unreadableValue } from '../condition/key-values.ts';
import { foldKey } from '../keys.ts';
import type { Question } from '../question.ts';
import type { GivenKey } from '../request.ts';
import { diagnostic, named, report, type Problems, type Remark } from './findings.ts';
import type { Shorthand } from './carried-keys.ts';
import { remember } from '../../core/remember.ts';

export type Context = ReadonlyMap<string, GivenKey>;

export interface AskedContext {
  /** By key in lower case. */
  readonly context: Context;
  /** With what only `sts:AssumeRole*` takes: session tags and the source identity. The same where there are none. */
  readonly assumeContext: Context;
  readonly unknownKeys: true | ReadonlySet<string>;
  /** The tags of the request and of the resource that were given by their shorthand. */
  readonly shorthands: ReadonlySet<Shorthand>;
  /** A tag is among the keys. */
  readonly hasTags: boolean;
}

/** Shorthands of tags, and the key that each stands for. */
const tagKeys = {
  principalTags: 'aws:PrincipalTag/',
  resourceTags: 'aws:ResourceTag/',
  requestTags: 'aws:RequestTag/',
  sessionTags: 'aws:RequestTag/',
} as const;

const none: ReadonlySet<string> = new Set();

const noTags: ReadonlySet<Shorthand> = new Set();

function hasTag(context: Context): boolean {
  for (const key of context.keys()) if (key.includes('/')) return true;
  return false;
}

/** The keys that a question gives, whichever way it gives them. */
export function readContext(question: Question, problems: Problems, notices: Diagnostic[]): AskedContext {
  const context = new Map<string, GivenKey>();
  if (question.context !== undefined) {
    for (const [name, value] of question.context) {
      const { key, remark, isKey, kind } = nameFacts(name);
      if (!isKey) reportKey(name, `context/${name}`, problems);
      else if (context.has(key)) reportTwice(context, key, name, `context/${name}`, problems);
      else context.set(key, { name, value });
      if (remark !== undefined)
        notices.push(diagnostic(problems.fields, `context/${name}`, 'warning', remark));
      const odd = unreadableValue(name, kind, value);
      if (odd !== undefined)
        notices.push(
          diagnostic(problems.fields, `context/${name}`, 'warning', { code: 'unreadable-value', ...odd }),
        );
    }
  }
  const { principalTags, resourceTags, requestTags } = question;
  if (principalTags !== undefined) addTags(context, principalTags, 'principalTags', problems);
  if (resourceTags !== undefined) addTags(context, resourceTags, 'resourceTags', problems);
  if (requestTags !== undefined) addTags(context, requestTags, 'requestTags', problems);
  const given: readonly Shorthand[] = ['requestTags', 'resourceTags'];
  return {
    context,
    shorthands:
      (requestTags ?? resourceTags)
        ? new Set(given.filter((name) => (question[name]?.size ?? 0) > 0))
        : noTags,
    hasTags: context.size > 0 && hasTag(context),
    assumeContext: addSession(context, question, problems),
    unknownKeys: readUnknown(question.unknown, context, problems, notices),
  };
}

/** The same with other values of these keys, by their names in lower case; undefined is: without it. */
export function askedWith(
  asked: AskedContext,
  keys: ReadonlyMap<string, GivenKey | undefined>,
): AskedContext {
  const changed = (before: Context): Context => {
    const after = new Map(before);
    for (const [key, given] of keys) {
      if (given === undefined) after.delete(key);
      else after.set(key, given);
    }
    return after;
  };
  const context = changed(asked.context);
  const isShared = asked.assumeContext === asked.context;
  return {
    ...asked,
    context,
    assumeContext: isShared ? context : changed(asked.assumeContext),
    hasTags: hasTag(context),
  };
}

/** The context of `sts:AssumeRole*` and of the actions decided beside it (R648). */
function addSession(context: Context, question: Question, problems: Problems): Context {
  const { sessionTags, sourceIdentity } = question;
  if (sourceIdentity === undefined && (sessionTags === undefined || sessionTags.size === 0)) return context;
  const extended = new Map(context);
  if (sessionTags !== undefined) addTags(extended, sessionTags, 'sessionTags', problems);
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
  tags: ReadonlyMap<string, string>,
  field: keyof typeof tagKeys,
  problems: Problems,
): void {
  for (const [tag, value] of tags) {
    if (tag === '') {
      report(problems, field, `${named(problems, field)} has a tag without a key`, 'Write `KEY=VALUE`.');
    } else add(context, { name: tagKeys[field] + tag, value }, `${field}/${tag}`, problems);
  }
}

function add(context: Map<string, GivenKey>, given: GivenKey, field: string, problems: Problems): void {
  const key = foldKey(given.name);
  if (context.has(key)) reportTwice(context, key, given.name, field, problems);
  else context.set(key, given);
}

/** R302: which of two keys that differ only in case a policy reads is not predictable. */
function reportTwice(context: Context, key: string, name: string, field: string, problems: Problems): void {
  const other = context.get(key)?.name ?? name;
  const message =
    other === name
      ? `${quoted(name)} is given twice`
      : `${quoted(other)} and ${quoted(name)} are the same key: case does not count`;
  report(problems, field, message, 'Keep one of them.');
}

function reportKey(name: string, field: string, problems: Problems): void {
  const hint = name.trim() === '' ? 'Write a key such as `aws:SourceIp`.' : `Write \`${name.trim()}\`.`;
  report(problems, field, 'a context key is empty or has white space around it', hint);
}

interface NameFacts {
  /** In lower case. */
  readonly key: string;
  readonly isKey: boolean;
  /** Keys that nobody documents count all the same (R420): a remark at most. */
  readonly remark: Remark | undefined;
  /** What its values are. */
  readonly kind: ReturnType<typeof kindOfKey>;
}

const nameFacts: (name: string) => NameFacts = remember(4096, (name) => {
  const isKey = name.trim() !== '' && name === name.trim();
  return { key: foldKey(name), isKey, remark: isKey ? remarkOn(name) : undefined, kind: kindOfKey(name) };
});

/** What is odd about the name of a condition key. */
export function remarkOnKey(name: string): Remark | undefined {
  return nameFacts(name).remark;
}

function remarkOn(name: string): Remark | undefined {
  const near = suggestConditionKey(name);
  if (near === undefined && knownConditionKey(name) !== undefined) return undefined;
  return {
    code: 'unknown-key',
    message: `${quoted(name)} is not a known condition key`,
    hint:
      near === undefined
        ? `${name.includes(':') ? 'The data list no such key' : 'Keys have the form `service:Name`, as in `aws:SourceIp`'}; it counts as written.`
        : `Did you mean \`${near}\`? It counts as written.`,
  };
}

const forwarded = ['aws:viaawsservice', 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];

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
    const { key, isKey, remark } = nameFacts(name);
    if (!isKey) {
      reportKey(name, field, problems);
      continue;
    }
    if (remark !== undefined) notices.push(diagnostic(problems.fields, field, 'warning', remark));
    keys.add(key);
    // Of a forwarded call these come together (R427).
    if (forwarded.includes(key)) for (const each of forwarded) if (!context.has(each)) keys.add(each);
    if (context.has(key)) {
      report(problems, field, `${quoted(name)} is unknown and has a value`, 'Take one of the two away.');
    }
  }
  return keys;
}

import { policiesCompiled, type Compiled } from '../library/compile.ts';
import { diff } from '../library/diff.ts';
import { lint } from '../library/lint.ts';
import { lintTemplate } from '../library/lint-template.ts';
import type {
  DecisionWord,
  DiffDocument,
  Finding,
  LintOptions,
  Policies,
  PolicyInput,
  SimulateDocument,
  SimulateResult,
} from '../library/types.ts';
import { itemsOf, looking, misused } from '../library/values.ts';
import { escapeJson } from '../output/escape.ts';
import { layersAsNamed } from '../policy/decision/layers.ts';
import { remarkOnKey } from '../policy/prepare.ts';
import {
  readAskOptions,
  readDenyOptions,
  readLintCleanOptions,
  readNames,
  readRole,
  readText,
} from './arguments.ts';
import { ask, type Asked } from './ask.ts';
import type {
  AskOptions,
  Context,
  DenyOptions,
  LintCleanOptions,
  Matched,
  Names,
  PolicyMatchers,
} from './options.ts';
import { namedIn, namesIn } from './made-up-readings.ts';
import { checkRole, documentsOf, isCompiled, readSubject, type Read } from './subject.ts';

/**
 * For `expect.extend` of vitest or jest. An answer that nobody can be sure of fails an expectation and its opposite
 * alike.
 */
export const matchers: PolicyMatchers = {
  toAllow,
  toDeny,
  toDependOn,
  toGrantNoMoreThan,
  toLintClean,
};

/** Every one of the requests is allowed; with `not` each of them is surely denied. */
function toAllow(
  this: Context,
  subject: unknown,
  action: Names,
  resource?: Names,
  options?: AskOptions,
): Matched {
  const asked = askAbout(subject, action, resource, readAskOptions(options));
  const isNot = this.isNot === true;
  const holds = all(asked, ({ decision }) => (isNot ? isDenied(decision) : decision === 'allowed'));
  return matched(holds, isNot, asked, `expected ${named(action)} ${isNot ? 'not ' : ''}to be allowed`);
}

/** Every one of the requests is denied, by this layer and this statement where they are named. */
function toDeny(
  this: Context,
  subject: unknown,
  action: Names,
  resource?: Names,
  options?: DenyOptions,
): Matched {
  const { by, sid, ...others } = readDenyOptions(options);
  const asked = askAbout(subject, action, resource, others);
  const isNot = this.isNot === true;
  const isSo = ({ decision, decidedBy }: SimulateResult) =>
    isDenied(decision) &&
    (by === undefined || decidedBy.layer === by) &&
    (sid === undefined || decidedBy.statement?.name === sid);
  const holds = all(asked, (result) =>
    isNot ? result.decision !== 'conditional' && !isSo(result) : isSo(result),
  );
  const how = `${by === undefined ? '' : ` by ${by}`}${sid === undefined ? '' : ` by ${sid}`}`;
  return matched(holds, isNot, asked, `expected ${named(action)} ${isNot ? 'not ' : ''}to be denied${how}`);
}

/** The decision of the request hangs on a condition key; the decision itself where that is what is expected of. */
function toDependOn(
  this: Context,
  subject: unknown,
  key: string,
  action?: Names,
  resource?: Names,
  options?: AskOptions,
): Matched {
  const isNot = this.isNot === true;
  const wanted = readText(key, 'key').toLowerCase();
  if (wanted.trim() === '') throw misused('usage', 'key', '`key` is empty');
  const odd = remarkOnKey(key);
  if (odd !== undefined) throw misused('usage', 'key', odd.message, odd.hint);
  const message = `expected the decision ${isNot ? 'not ' : ''}to depend on ${key}`;
  const isSo = ({ missingContext }: Pick<SimulateResult, 'missingContext'>) =>
    missingContext.some((one) => one.toLowerCase() === wanted);
  const results = resultsIn(subject);
  if (results !== undefined) {
    if (results.length === 0) throw misused('usage', 'subject', '`subject` holds no decision');
    const pass = results.some(isSo);
    const keys = results.flatMap(({ missingContext }) => missingContext).join(', ');
    return {
      pass,
      message: () => `${message}: ${keys === '' ? 'it depends on nothing' : `it depends on ${keys}`}`,
    };
  }
  if (action === undefined)
    throw misused('usage', 'action', 'say of which request: `toDependOn(key, action, resource)`');
  const asked = askAbout(subject, action, resource, readAskOptions(options));
  return matched(
    all(asked, (result) => isSo(result) !== isNot),
    isNot,
    asked,
    message,
  );
}

/** Nothing is allowed that the other does not allow: shown for every request, or it fails. */
function toGrantNoMoreThan(
  this: Context,
  subject: unknown,
  other: unknown,
  options?: Pick<AskOptions, 'role'>,
): Matched {
  const isNot = this.isNot === true;
  const role = readRole(options);
  const [before, after] = [policiesOf(other, role), policiesOf(subject, role)];
  checkRole(role, before, after);
  const named = [before, after].filter(({ template }) => template !== undefined);
  const names = namesIn(namedIn(named.map(({ readings }) => readings)), after.principal, true);
  const documents = before.readings.flatMap((old) =>
    after.readings.flatMap((next) => {
      const most = [names.in(old, 'least'), names.in(next, 'most')] as const;
      const least = [names.in(old, 'most'), names.in(next, 'least')] as const;
      return names.unknown.size === 0 ? [diff(...most)] : [diff(...most), diff(...least)];
    }),
  );
  const isWider = ({ newlyAllowed }: DiffDocument) => newlyAllowed.length > 0;
  const isShown = ({ unproven, verdict }: DiffDocument) =>
    verdict !== 'unknown' && unproven.every((part) => part.of !== 'allowed');
  const holds = isNot
    ? documents.every(isWider)
    : documents.every((document) => !isWider(document) && isShown(document));
  const [first] = documents.flatMap(({ newlyAllowed }) => newlyAllowed);
  const example =
    first === undefined
      ? 'cannot tell: no request was found, and nothing shows that there is none'
      : `it allows ${first.witness.action} on ${first.witness.resource} as ${first.witness.principal}, by ${first.span.file}:${first.span.line}`;
  const found = isNot && first === undefined ? 'it grants no more' : example;
  const isSplit = names.unknown.size > 0 && new Set(documents.map(isWider)).size > 1;
  const doubt = isSplit ? `\n${cannotTell([...names.unknown])}` : '';
  return {
    pass: holds !== isNot,
    message: () => `expected ${isNot ? 'more' : 'no more'} to be granted${doubt}\n\n${found}`,
  };
}

/** Nothing is wrong with any of the policies, at this severity or a graver one. */
function toLintClean(this: Context, subject: unknown, options?: LintCleanOptions): Matched {
  const isNot = this.isNot === true;
  const { grave, lintOptions } = readLintCleanOptions(options);
  const lines = policiesToLint(subject).flatMap((one) => foundIn(one, lintOptions, grave));
  const expected = `expected ${isNot ? 'something' : 'nothing'} to be wrong`;
  const told = lines.length === 0 ? 'nothing is' : lines.join('\n');
  return { pass: lines.length === 0, message: () => `${expected}\n\n${told}` };
}

/** A policy, where it was given if there are several, and its type where that tells it. */
interface ToLint {
  readonly policy: PolicyInput;
  readonly place?: string;
  readonly type?: LintOptions['type'];
}

/** Throws `usage` where there is none: of nothing nothing is wrong. */
function policiesToLint(subject: unknown): readonly ToLint[] {
  if (isCompiled(subject)) {
    const found = layerTypes.flatMap(([layer, type]) =>
      placedIn(policiesIn(subject)[layer], layer).map((one): ToLint =>
        type === undefined ? one : { ...one, type },
      ),
    );
    if (found.length > 0) return found;
    throw misused('usage', 'subject', 'what `compile` made holds no policy but those of AWS');
  }
  const policies = documentsOf(subject);
  if (policies.length === 1) return policies.map((policy) => ({ policy }));
  return policies.map((policy, at) => ({ policy, place: `subject[${at}]` }));
}

/** A resource's policy is that of a role, or another: it tells itself. */
const layerTypes = layersAsNamed.map(
  ({ id, policyType }) => [id, id === 'resource' ? undefined : policyType(false)] as const,
);

/** Without those of AWS, which nobody can mend. */
function placedIn(given: Policies[keyof Policies], place: string): readonly Required<Omit<ToLint, 'type'>>[] {
  if (given === undefined) return [];
  if (Array.isArray(given))
    return given.flatMap((one, at) => placedIn(one as PolicyInput, `${place}[${at}]`));
  const policy = given;
  return typeof policy === 'object' && 'managed' in policy ? [] : [{ policy, place }];
}

/** What is wrong in a policy or a template, each on a line with its place. */
function foundIn(
  { policy, place, type }: ToLint,
  options: object,
  grave: readonly string[],
): readonly string[] {
  const isGrave = ({ severity }: Finding) => grave.includes(severity);
  const inTemplate = lintTemplate(policy, options, Date.now());
  if (inTemplate !== undefined)
    return inTemplate
      .filter(isGrave)
      .map((found) => `${placeText(found.place)} ${found.code}: ${found.message}`);
  const asked = type === undefined ? options : { type, ...options };
  return lint(policy, asked)
    .findings.filter(isGrave)
    .map(
      ({ code, message, span }) => `${place ?? span.file}:${span.line}:${span.column} ${code}: ${message}`,
    );
}

/** `Reader.Properties.PolicyDocument.Statement[0].Action`: the logical id, and the path in what it names. */
function placeText(place: Finding['path']): string {
  const parts = place.map((step, at) =>
    typeof step === 'string' && /^[\w:-]+$/.test(step)
      ? `${at === 0 ? '' : '.'}${step}`
      : `[${escapeJson(JSON.stringify(step))}]`,
  );
  return parts.join('');
}

/** The readings of policies, without a request. */
function policiesOf(subject: unknown, role: string | undefined): Extract<Read, { kind: 'policies' }> {
  const read = readSubject(subject, role);
  if (read.kind === 'policies') return read;
  const policies = policiesIn(read.compiled);
  if (Object.keys(policies).length > 0) return { kind: 'policies', readings: [policies], unknown: [] };
  throw misused('usage', 'subject', 'what `compile` made holds no policy');
}

function policiesIn(compiled: Compiled): Policies {
  const policies = policiesCompiled(compiled);
  if (policies !== undefined) return policies;
  throw misused('usage', 'subject', 'this looks compiled, and `compile` of this package did not make it');
}

function isDenied(decision: DecisionWord): boolean {
  return decision === 'explicitDeny' || decision === 'implicitDeny';
}

/** In every reading of what is expected of. */
function all({ readings }: Asked, test: (result: SimulateResult) => boolean): boolean {
  return readings.flat().every(({ results }) => results.length > 0 && results.every(test));
}

function askAbout(subject: unknown, action: unknown, resource: unknown, options: AskOptions): Asked {
  const on = resource === undefined ? undefined : readNames(resource, 'resource');
  const read = readSubject(subject, options.role);
  checkRole(options.role, read);
  return ask(read, readNames(action, 'action'), on, options);
}

/** What holds with `not` is, for who runs the tests, that the expectation itself does not. */
function matched(holds: boolean, isNot: boolean, asked: Asked, expected: string): Matched {
  const { unknown, text, readings, mistake } = asked;
  if (mistake !== undefined)
    return { pass: isNot, message: () => `${expected}\nthis is no question: ${mistake}\n\n${text}` };
  const isSplit = readings.some((documents) => new Set(documents.map(decisionsOf)).size > 1);
  const doubt = isSplit ? `\n${cannotTell(unknown)}` : '';
  return { pass: holds !== isNot, message: () => `${expected}${doubt}\n\n${text}` };
}

function cannotTell(unknown: readonly string[]): string {
  return `cannot tell: ${unknown.join(', ')} is known after the deployment alone`;
}

function decisionsOf({ results }: SimulateDocument): string {
  return results.map(({ decision }) => decision).join();
}

function named(action: Names): string {
  return typeof action === 'string' ? action : action.join(', ');
}

/** The answers of `simulate`, `decide` and `explain`. Throws `usage` where one only looks like it. */
function resultsIn(subject: unknown): readonly Pick<SimulateResult, 'missingContext'>[] | undefined {
  return looking('subject', 'usage', () => {
    if (typeof subject !== 'object' || subject === null) return undefined;
    if (!('results' in subject && 'schema' in subject))
      return 'missingContext' in subject ? [keysOf(subject, 'subject')] : undefined;
    const results = itemsOf(subject.results, 'subject.results', 'usage');
    if (results === undefined) throw misused('usage', 'subject', '`subject` is no answer of `simulate`');
    return results.map((result, at) => keysOf(result, `subject.results[${at}]`));
  });
}

function keysOf(result: unknown, place: string): Pick<SimulateResult, 'missingContext'> {
  const keys =
    typeof result === 'object' && result !== null && 'missingContext' in result
      ? itemsOf(result.missingContext, place, 'usage')
      : undefined;
  if (keys === undefined) throw misused('usage', place, `\`${place}\` is no decision`);
  return { missingContext: keys.map((key) => readText(key, place)) };
}

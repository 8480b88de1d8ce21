import { errorOfProblems } from '../core/error.ts';
import type { Diagnostic, Span } from '../core/evaluation.ts';
import { append } from '../core/lists.ts';
import { quoted } from '../formats/problem.ts';
import { parseMoment } from '../core/instant.ts';
import { accountOf, readAccount, remarkOnArnAccount, remarkOnOtherAccount } from './prepare/accounts.ts';
import { readAction, type Asked } from './prepare/actions.ts';
import { readCaller, type Caller } from './prepare/caller.ts';
import { askedWith, readContext, type AskedContext } from './prepare/context-keys.ts';
import { findContradictions } from './prepare/contradictions.ts';
import {
  diagnostic,
  named,
  report,
  reportValue,
  type Remark,
  type Fields,
  type Problems,
} from './prepare/findings.ts';
import { pairsOf, type Pair, type Resource } from './prepare/pairs.ts';
import { companionsOf, needsSessionTags, podIdentity } from './prepare/companions.ts';
import { remarkOnRequired, requiredTypes } from './prepare/required-types.ts';
import { keysOf, noticesOfKeys } from './prepare/keys-of-case.ts';
import { readRegion } from './prepare/region.ts';
import { onOf } from './prepare/resource-of-case.ts';
import { readResource } from './prepare/resources.ts';
import type { Case, Question } from './question.ts';
import type { Request } from './request.ts';

export { readAction, type Asked } from './prepare/actions.ts';
export { kindOfKey, unreadableValue } from './condition/key-values.ts';
export { remarkOnKey } from './prepare/context-keys.ts';
export { formsOf } from './prepare/shape.ts';

export interface PrepareOptions {
  /** The instant of requests that name none, milliseconds since the epoch; where it is undefined nobody knows theirs. */
  readonly now: number | undefined;
  /** The region of requests that name none. */
  readonly region?: string | undefined;
  /** An endpoint policy is among the policies: the request then passes through the endpoint unless it says no. */
  readonly hasEndpointPolicy?: boolean;
  /** What would be assumed is unknown instead. */
  readonly strict?: boolean | undefined;
  /** Where a field stands: see `Fields`. */
  readonly place?: ((field: string) => Span | undefined) | undefined;
  /** A field as the user typed it. */
  readonly nameOf?: ((field: string) => string) | undefined;
}

export interface Prepared {
  /** One for each action on each resource, in the order of the actions. */
  readonly cases: readonly Case[];
  /** What was assumed or looks mistaken about the question as a whole. */
  readonly notices: readonly Diagnostic[];
}

const nowhere = () => undefined;
const itself = (field: string) => field.split('/', 1)[0] ?? field;

/**
 * The question as requests that can be decided. Throws `invalid-request` with all its problems at once, each with
 * the nearest right form.
 */
export function prepare(question: Question, options: PrepareOptions): Prepared {
  const { place = nowhere, nameOf = itself } = options;
  const fields: Fields = { place, nameOf };
  const problems: Problems = { fields, found: [] };
  const notices: Diagnostic[] = [];

  const caller = readCaller(question, problems);
  const actions = readActions(question, problems, notices);
  const resources = readResources(question, problems, notices);
  const resourceAccount = readAccount(question.resourceAccount, 'resourceAccount', problems);
  const managementAccount = readAccount(question.managementAccount, 'managementAccount', problems);
  const asked = readContext(question, problems, notices);
  const region = readRegion(question.region ?? options.region, problems);
  const now = readNow(question.now, options.now, problems);
  checkSession(question, actions, problems);
  if (caller === undefined || problems.found.length > 0)
    throw errorOfProblems('invalid-request', problems.found);

  const { pairs, remarks, problems: refused } = pairsOf(actions, resources, caller.principal);
  for (const { field, message, hint } of refused) report(problems, field, message, hint);
  if (problems.found.length > 0) throw errorOfProblems('invalid-request', problems.found);
  for (const remark of remarks) notices.push(diagnostic(fields, 'action', 'info', remark));

  if (question.viaEndpoint === false && hasEndpointKey(asked.context)) {
    report(
      problems,
      'viaEndpoint',
      `${named(problems, 'viaEndpoint')} is false, and a key is given that only a request through an endpoint has`,
      'Leave one of the two out.',
    );
    throw errorOfProblems('invalid-request', problems.found);
  }
  const common: Common = {
    caller,
    asked,
    resourceAccount,
    managementAccount,
    delegatedAdministrator: question.delegatedAdministrator ?? false,
    asWritten: question.asWritten ?? false,
    region,
    passesEndpoint: (context) =>
      question.viaEndpoint ?? (options.hasEndpointPolicy === true || hasEndpointKey(context)),
    now,
    strict: options.strict ?? false,
  };
  const cases = pairs.map((pair) => caseOf(pair, pairs, common, question, fields));
  const [first] = cases;
  if (first !== undefined && first.request.context.size > 0) {
    append(notices, findContradictions(first.request, fields));
  }
  return { cases, notices };
}

interface Common {
  readonly caller: Caller;
  readonly asked: AskedContext;
  readonly resourceAccount: string | undefined;
  readonly managementAccount: string | undefined;
  readonly delegatedAdministrator: boolean;
  readonly asWritten: boolean;
  readonly region: string | undefined;
  readonly passesEndpoint: (context: AskedContext['context']) => boolean;
  readonly now: number | undefined;
  readonly strict: boolean;
}

function caseOf(
  pair: Pair,
  pairs: readonly Pair[],
  common: Common,
  question: Question,
  fields: Fields,
): Case {
  const { resource } = pair;
  const { asked } = common;
  const notices: Diagnostic[] = [];
  if (pair.remark !== undefined) notices.push(diagnostic(fields, 'resource', 'warning', pair.remark));
  const request = requestOf(pair, common);
  if (request.askedOn !== resource.text) noticeWildcards(resource, fields, notices);
  const required = requiredTypes(pair, pairs);
  if (required.length > 0)
    notices.push(diagnostic(fields, 'resource', 'warning', remarkOnRequired(pair, required)));
  if (needsSessionTags(question, request)) notices.push(diagnostic(fields, 'action', 'warning', podIdentity));
  append(notices, noticesOfKeys(pair, request, asked, fields));
  return {
    request,
    companions: companionsOf(pair, request, asked),
    required,
    nameOf: fields.nameOf,
    notices,
    again: (keys) => {
      const other = askedWith(asked, keys);
      if (question.viaEndpoint === false && hasEndpointKey(other.context)) return undefined;
      return caseOf(pair, pairs, { ...common, asked: other }, question, fields);
    },
  };
}

function requestOf(pair: Pair, common: Common): Request {
  const { action, resource } = pair;
  const { caller, asked, managementAccount, region, passesEndpoint, now, strict } = common;
  const context = action.assumesRole ? asked.assumeContext : asked.context;
  const { account, origin } = accountOf(
    common.resourceAccount ?? textOf(context.get('aws:resourceaccount')?.value, resource),
    resource.arn,
    caller.principal,
  );
  const { grantedOn, deniedOn, askedOn, isUnfitting, keyPrefix } = onOf(
    pair,
    caller.principal,
    region,
    common.asWritten,
  );
  const { lacking, listed, doubtful } = keysOf(pair, asked);
  return {
    principal: caller.principal,
    principalId: caller.principalId,
    sessionIssuer: caller.sessionIssuer,
    action: action.name,
    actionKey: action.key,
    resource: resource.text,
    grantedOn,
    deniedOn,
    askedOn,
    isUnfitting,
    keyPrefix,
    arn: resource.arn,
    resourceAccount: account,
    resourceAccountOrigin: origin,
    managementAccount,
    delegatedAdministrator: common.delegatedAdministrator,
    region,
    context,
    viaEndpoint: passesEndpoint(asked.context),
    lacking,
    listed,
    doubtful,
    unknownKeys: asked.unknownKeys,
    strict,
    now,
  };
}

const endpointKeys = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'];

/** Keys that come with an endpoint alone. */
function hasEndpointKey(context: AskedContext['context']): boolean {
  return context.size > 0 && endpointKeys.some((key) => context.has(key));
}

/** A given `aws:ResourceAccount` says whose the resource is where its ARN does not. */
function textOf(value: string | readonly string[] | undefined, { arn }: Resource): string | undefined {
  if (typeof value !== 'string' || !/^\d{12}$/.test(value)) return undefined;
  return arn !== undefined && /^\d{12}$/.test(arn.account) ? undefined : value;
}

function readActions(
  { action: actions, asWritten }: Question,
  problems: Problems,
  notices: Diagnostic[],
): readonly Asked[] {
  const asked: Asked[] = [];
  const seen = new Set<string>();
  let index = 0;
  for (const text of actions) {
    const field = actions.length === 1 ? 'action/0' : `action/${index++}`;
    const read = readAction(text);
    if (read.kind === 'problem') {
      reportValue(problems, field, read);
      continue;
    }
    if (read.remark !== undefined) {
      notices.push(diagnostic(problems.fields, field, 'warning', read.remark));
    }
    if (read.unknown !== undefined) putAsWritten(read.unknown, field, asWritten === true, problems, notices);
    if (actions.length === 1) return read.asked;
    for (const each of read.asked) {
      if (seen.has(each.action.key)) continue;
      seen.add(each.action.key);
      asked.push(each);
    }
  }
  if (actions.length === 0) {
    report(problems, 'action', `${named(problems, 'action')} is missing`, 'Name one, as in `s3:GetObject`.');
  }
  return asked;
}

/** What AWS could not be asked is an error; where the user wants it put as it stands, a warning. */
function putAsWritten(
  remark: Remark,
  field: string,
  asWritten: boolean,
  problems: Problems,
  notices: Diagnostic[],
): void {
  const { message, hint } = remark;
  const start = /[.?]$/.test(hint) ? hint : `${hint};`;
  if (asWritten) {
    const told = { ...remark, hint: `${hint}${/[.?]$/.test(hint) ? '' : '.'} It was decided as written.` };
    notices.push(diagnostic(problems.fields, field, 'warning', told));
    return;
  }
  report(
    problems,
    field,
    message,
    `${start} ${quoted(problems.fields.nameOf('asWritten'))} asks it as it stands.`,
  );
}

function readResources(
  { resource: resources, resourceAccount, asWritten }: Question,
  problems: Problems,
  notices: Diagnostic[],
): readonly Resource[] {
  const asked: Resource[] = [];
  const seen = resources.length > 1 ? new Set<string>() : undefined;
  let index = 0;
  for (const text of resources) {
    const read = readResource(text);
    if (read.kind === 'problem') reportValue(problems, `resource/${index}`, read);
    else if (seen?.has(read.text) !== true) {
      asked.push(read);
      const remark =
        remarkOnArnAccount(read.arn) ??
        remarkOnOtherAccount(resourceAccount, read.arn, problems.fields.nameOf);
      if (remark !== undefined) {
        putAsWritten(remark, `resource/${index}`, asWritten === true, problems, notices);
      }
    }
    seen?.add(text);
    index++;
  }
  if (resources.length === 0) {
    const hint = 'Give an ARN, or `*` where the action names no resource.';
    report(problems, 'resource', `${named(problems, 'resource')} is missing`, hint);
  }
  return asked;
}

function readNow(
  text: string | undefined,
  standard: number | undefined,
  problems: Problems,
): number | undefined {
  if (text === undefined) return standard;
  const moment = parseMoment(text);
  if (moment !== undefined) return moment;
  const message = `${named(problems, 'now')} is not a date: ${quoted(text)}`;
  report(problems, 'now', message, 'Write it as in `2026-01-31T00:00:00Z`.');
  return standard;
}

/** Session tags and a source identity belong to the calls that make a role session. */
function checkSession(
  { sessionTags, sourceIdentity }: Question,
  actions: readonly Asked[],
  problems: Problems,
): void {
  const gives = sourceIdentity !== undefined || (sessionTags !== undefined && sessionTags.size > 0);
  if (!gives || actions.length === 0 || actions.some(({ action }) => action.assumesRole)) return;
  for (const [field, value, instead] of [
    ['sessionTags', sessionTags, 'requestTags'],
    ['sourceIdentity', sourceIdentity, 'context'],
  ] as const) {
    if (value === undefined) continue;
    const hint =
      instead === 'requestTags'
        ? `For the tags of another call use \`${problems.fields.nameOf(instead)}\`, for those of the caller \`${problems.fields.nameOf('principalTags')}\`.`
        : 'For the source identity of the caller’s session give the context key `aws:SourceIdentity`.';
    report(problems, field, `${named(problems, field)} belongs to \`sts:AssumeRole\` and its like`, hint);
  }
}

/** An object's key may hold `*`: no pattern is meant in a request, whatever the user thinks. */
function noticeWildcards({ text, arn }: Resource, fields: Fields, notices: Diagnostic[]): void {
  if (arn === undefined || (!text.includes('*') && !text.includes('?'))) return;
  const inName = !/[*?]/.test(text.slice(0, text.length - arn.resource.length));
  notices.push(
    diagnostic(fields, 'resource', inName ? 'info' : 'warning', {
      code: 'wildcard-is-literal',
      message: `\`${/[*]/.test(text) ? '*' : '?'}\` in the resource ${quoted(text)} is that character, not a pattern`,
      hint: 'A request is about one resource: write the name of one.',
    }),
  );
}

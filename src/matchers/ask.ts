import { posixShell } from '../core/write-command.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { findAction } from '../data/actions.ts';
import { answerCompiled, policiesCompiled, type Compiled } from '../library/compile.ts';
import { answerScenario } from '../library/simulate.ts';
import type { Policies, PolicyInput, Request, SimulateDocument } from '../library/types.ts';
import { unicodeGlyphs, unpainted, type Look } from '../output/look.ts';
import { renderPage } from '../output/text.ts';
import { safePage } from '../output/safe-page.ts';
import type { Page } from '../core/page.ts';
import { isPlain, itemsOf, kindOf, membersOf, misused } from '../library/values.ts';
import type { AskOptions, Names } from './options.ts';
import type { Read } from './subject.ts';
import { madeUpIn } from './made-up-names.ts';
import { namesIn } from './made-up-readings.ts';
import { standardAccount } from './template-names.ts';
import { resourcePolicyOf } from './template-resource-policies.ts';
import { resolver, substituted } from './template-resolve.ts';

/** What was decided, part by part, each in every reading of what is expected of. */
export interface Asked {
  readonly readings: readonly (readonly SimulateDocument[])[];
  /** What `iamx simulate` prints. */
  readonly text: string;
  /** What only a deployment tells. */
  readonly unknown: readonly string[];
  /** Why no answer to this question says anything; undefined where it is a question. */
  readonly mistake: string | undefined;
}

/** Throws what the library throws where it is no question. */
export function ask(read: Read, action: Names, given: Names | undefined, options: AskOptions): Asked {
  const { policies } = options;
  const resource = resourcesOf(read, given);
  const request = requestIn(options);
  if (read.kind === 'compiled') {
    if (policies !== undefined)
      throw misused('usage', 'options.policies', 'what `compile` made has its policies: give none beside it');
    const asked = {
      ...withStandards(request, undefined, resource),
      action,
      ...(resource === undefined ? {} : { resource }),
    };
    const answer = answerCompiled(read.compiled, asked);
    if (answer === undefined)
      throw misused('usage', 'subject', 'this looks compiled, and `compile` of this package did not make it');
    const document = answer.document();
    return {
      readings: [[document]],
      text: textOf(answer.page()),
      unknown: [],
      mistake: mistakeIn([document], options) ?? withoutGrants(document, read.compiled),
    };
  }
  const more = policiesIn(policies);
  const asked = partsOf(read, resource, more).map(({ on, readings, unknown }) => {
    const who = asRole(request, read);
    const around = readings.map((own) => together(own, more));
    // Whom a test names has a name.
    const named = byNames(around, on, who.principal === undefined ? read.principal : undefined);
    const answers = named.readings.map((all) =>
      answerScenario({
        request: {
          ...withStandards(who, read.principal, on),
          action,
          ...(on === undefined ? {} : { resource: on }),
        },
        policies: all,
      }),
    );
    return { answers, unknown: [...unknown, ...named.unknown] };
  });
  const readings = asked.map(({ answers }) => answers.map((answer) => answer.document()));
  return {
    readings,
    mistake: mistakeIn(readings.flat(), options),
    text: asked.flatMap(({ answers }) => answers.map((answer) => textOf(answer.page()))).join('\n'),
    unknown: [...new Set(asked.flatMap(({ unknown }) => unknown))],
  };
}

/** What `simulate` warns of: such a question is denied, or allowed, for what is wrong with it. */
const mistakes: readonly string[] = [
  'account-contradiction',
  'actions-unfitting',
  'contradiction',
  'resource-unfitting',
  'unknown-key',
  'unreadable-value',
].map((code) => `request/${code}`);

/** In a sentence, with what to write instead. */
function mistakeIn(documents: readonly SimulateDocument[], { asWritten }: AskOptions): string | undefined {
  if (asWritten === true) return undefined;
  const results = documents.flatMap((document) => document.results);
  const odd = [...documents, ...results]
    .flatMap(({ diagnostics = [] }) => diagnostics)
    .find(({ code }) => mistakes.includes(code));
  if (odd !== undefined) return `${odd.message}. ${hintText(odd.hint)}`;
  // A Deny that holds where no resource is named holds for each.
  const open = results.find(
    ({ action, resource, decision }) =>
      resource === '*' && decision !== 'explicitDeny' && (findAction(action)?.resourceTypes.length ?? 0) > 0,
  );
  return open && `\`${open.action}\` is about a resource, and the test names none. Name one.`;
}

function hintText(hint: Diagnostic['hint']): string {
  return typeof hint === 'string' ? hint : '';
}

/** Whatever is asked of policies that grant nothing is denied. */
function withoutGrants({ results }: SimulateDocument, compiled: Compiled): string | undefined {
  const { identity, resource } = policiesCompiled(compiled) ?? {};
  const isEmpty = identity === undefined && resource === undefined;
  return isEmpty && results.some(({ decision }) => decision === 'implicitDeny')
    ? 'neither an identity policy nor one of the resource is among the policies: they allow nobody anything'
    : undefined;
}

/** The readings once more where policies name what a deployment calls otherwise. */
function byNames(
  readings: readonly Policies[],
  on: Names | undefined,
  principal: string | undefined,
): { readonly readings: readonly Policies[]; readonly unknown: readonly string[] } {
  const names = namesIn([on ?? []].flat(), principal);
  const [least = {}, most = least] = readings;
  const both = [names.in(least, 'least'), names.in(most, 'most')];
  return {
    readings: names.unknown.size === 0 ? both.slice(0, readings.length) : both,
    unknown: [...names.unknown],
  };
}

interface Part {
  readonly on: Names | undefined;
  readonly readings: readonly Policies[];
  readonly unknown: readonly string[];
}

/** All resources at once; each alone where a template gives one a policy, or leaves its name to the deployment. */
function partsOf(
  { template, readings, unknown }: Extract<Read, { kind: 'policies' }>,
  resource: Names | undefined,
  around: Policies | undefined,
): readonly Part[] {
  const whole = [{ on: resource, readings, unknown }];
  if (template === undefined || resource === undefined) return whole;
  const parts = [resource].flat().map((on): Part & { readonly isOwn: boolean } => {
    // What the test gives stands in place of it.
    const policy = around?.resource === undefined ? resourcePolicyOf(template, on) : undefined;
    if (policy === undefined) return { on, readings, unknown, isOwn: madeUpIn(on).length > 0 };
    const open = [...unknown, ...policy.unknown];
    const [least = {}, most = least] = readings;
    const both = [
      { ...least, ...ownPolicy(policy.in('least')) },
      { ...most, ...ownPolicy(policy.in('most')) },
    ];
    return { on, readings: open.length === 0 ? both.slice(0, 1) : both, unknown: open, isOwn: true };
  });
  return parts.some(({ isOwn }) => isOwn) ? parts : whole;
}

function ownPolicy(resource: object | undefined): Pick<Policies, 'resource'> {
  return resource === undefined ? {} : { resource };
}

function requestIn(options: AskOptions): Partial<Request> {
  const others = ['role', 'policies'];
  return Object.fromEntries(Object.entries(options).filter(([name]) => !others.includes(name)));
}

/** Where the test does not say who asks, it is the role of the template, as far as that tells who it is. */
function asRole(
  request: Partial<Request>,
  { tags = {}, openKeys = [] }: Extract<Read, { kind: 'policies' }>,
): Partial<Request> {
  if (request.principal !== undefined) return request;
  const { unknown = [], principalTags } = request;
  const keys: unknown = itemsOf(unknown, 'options.unknown', 'usage') ?? unknown;
  const named = typeof keys === 'boolean' || openKeys.length === 0 ? keys : [keys, openKeys].flat();
  return {
    ...request,
    ...(principalTags !== undefined || Object.keys(tags).length === 0 ? {} : { principalTags: tags }),
    ...(named === false || (Array.isArray(named) && named.length === 0)
      ? {}
      : { unknown: named as Request['unknown'] }),
  };
}

/** Somebody of the resource's account, where the test does not say who. */
function withStandards(
  request: Partial<Request>,
  principal: string | undefined,
  resource: Names | undefined,
): Partial<Request> & Pick<Request, 'principal'> {
  const [first = ''] = typeof resource === 'string' ? [resource] : (resource ?? []);
  // What is no text is told by the reader of requests.
  const given: unknown = request.resourceAccount;
  const told = typeof given === 'string' ? given : undefined;
  const account = told ?? /^arn:[\w-]+:[\w-]*:[\w-]*:(\d{12}):/.exec(first)?.[1] ?? standardAccount;
  const who: unknown = request.principal ?? principal ?? `arn:aws:iam::${account}:user/anybody`;
  // Where nobody says whose a bucket is, it is the caller's.
  const own = (typeof who === 'string' ? /^arn:[\w-]+:\w+::(\d{12}):/.exec(who)?.[1] : undefined) ?? account;
  return {
    resourceAccount: /^arn:[\w-]+:s3:::/.test(first) ? own : account,
    ...request,
    principal: who as string,
  };
}

/** The policies of the options, each member read once. Throws `usage`. */
function policiesIn(given: unknown): Policies | undefined {
  if (given === undefined) return undefined;
  if (!isPlain(given))
    throw misused('usage', 'options.policies', `\`policies\` is ${kindOf(given)}, not an object of policies`);
  return { ...membersOf(given, 'options.policies', 'usage') };
}

/** The policies that are expected of, and those around them. Throws `usage`. */
function together(own: Policies, more: Policies | undefined): Policies {
  if (more === undefined) return own;
  if (own.resource !== undefined && more.resource !== undefined)
    throw misused(
      'usage',
      'options.policies',
      'a resource has one policy, and `expect` was given one already',
    );
  const identity = [...listOf(own.identity), ...listOf(more.identity)];
  return { ...more, ...own, ...(identity.length === 0 ? {} : { identity }) };
}

function listOf(value: Policies['identity']): readonly PolicyInput[] {
  if (value === undefined) return [];
  const items = itemsOf(value, 'identity', 'usage');
  return items === undefined ? [value] : (items as readonly PolicyInput[]);
}

/** As a pipe of 80 columns would show it. */
const look: Look = { shell: posixShell, width: 80, glyphs: unicodeGlyphs, paint: unpainted };

function textOf(page: Page): string {
  return renderPage(safePage(page, look.shell), look);
}

/** Resources of a template are named as `Fn::Sub` names them: `${Bucket.Arn}/x`. */
function resourcesOf(read: Read, resource: Names | undefined): Names | undefined {
  if (resource === undefined || read.kind === 'compiled' || read.template === undefined) return resource;
  const resolve = resolver(read.template, []);
  const named = (one: string) => substituted(one, {}, resolve);
  return typeof resource === 'string' ? named(resource) : resource.map(named);
}

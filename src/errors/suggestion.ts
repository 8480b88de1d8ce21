import type { Diagnostic } from '../core/evaluation.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { spanOf, source as sourceOf } from '../core/source.ts';
import { findAction, isWildcardOnly } from '../data/actions.ts';
import { requiredBeside, resourceTypesOf } from '../data/resource-types.ts';
import type { Action } from '../data/service-table.ts';
import { parseJson } from '../formats/json.ts';
import { parseArn } from '../identifiers/arn.ts';
import { parsePrincipal } from '../identifiers/principal.ts';
import type { DecidingLayer } from '../policy/decision/gates.ts';
import type { DecisionWord } from '../policy/decision/decide.ts';
import { newLibrary } from '../policy/scenario/library.ts';
import { noPolicies, type PolicyRefs } from '../policy/scenario/policies.ts';
import { runQuestion } from '../policy/scenario/run.ts';
import { toQuestion, type RequiredType } from '../policy/question.ts';
import { lintOf, noteFor, type PolicyDocument } from './suggestion-advice.ts';
import type { ShownFields } from './shown-fields.ts';

/** The smallest policy that would allow what was refused, or why there is none. */
export type Suggestion =
  | {
      readonly kind: 'policy';
      readonly document: PolicyDocument;
      /** Errors, and what is dangerous, as `lint` says it. */
      readonly findings: readonly Diagnostic[];
      readonly note?: string;
    }
  | { readonly kind: 'none'; readonly because: string };

/** A policy to be tried: decided, and looked through. */
export interface Offer {
  readonly kind: 'offer';
  /** With the name of the action as AWS writes it. */
  readonly asked: ShownFields & { readonly action: string };
  readonly document: PolicyDocument;
  /** What the call needs beside the resource that AWS named. */
  readonly others: readonly RequiredType[];
}

/**
 * Offered only where an Allow can help: no identity policy allows the call, and with this one, alone, the simulation
 * allows it. A Deny, and the policies of others, are opened by their owners alone.
 */
export async function suggest(fields: ShownFields, host: Host, given?: PolicyRefs): Promise<Suggestion> {
  const offer = offerFor(fields);
  if (offer.kind !== 'offer') return offer;
  const tried = await decideWith(offer, host, given ?? noPolicies).catch(refusedQuestion);
  const refused = refusalOf(tried);
  return refused === undefined ? suggestionOf(offer, await lintOf(offer.document)) : none(refused);
}

const none = (because: string): Suggestion => ({ kind: 'none', because });

/** The smallest policy that may help, or why there is none. */
export function offerFor(fields: ShownFields): Offer | Suggestion {
  const { caller, action, layer, explicit } = fields;
  if (action === undefined || caller === undefined || parsePrincipal(caller).kind === 'invalid')
    return none('the text does not say who was refused what');
  if (explicit === true) return none('no Allow helps against an explicit deny');
  if (layer === undefined) return none('AWS does not say which policy is missing the permission');
  if (layer !== 'identity') return none('no policy of the caller helps: another layer decides');
  const known = findAction(action);
  if (known === undefined) return none(`\`${action}\` is no action of the service tables of this version`);
  const resource = resourceFor(fields, known.name);
  if (resource === undefined) return none(`the text names no resource that \`${known.name}\` takes`);
  const others = othersBeside(known, resource);
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: known.name,
        Resource: others.length === 0 ? resource : [resource, ...others.map(({ arn }) => arn)],
      },
    ],
  };
  return { kind: 'offer', asked: { ...fields, action: known.name }, document, others };
}

/** Of a call that is about several resources AWS names the one that it refused first. */
function othersBeside(action: Action, resource: string): readonly RequiredType[] {
  const arn = parseArn(resource);
  const own = resourceTypesOf(resource, action.name);
  if (arn === undefined || !own.some(({ required }) => required)) return [];
  return requiredBeside(action, new Set(own.map(({ name }) => name)), arn);
}

/** Why a policy that was tried does not help; undefined where it does. */
export function refusalOf(tried: Decided | IamxError): string | undefined {
  if (tried instanceof IamxError) return `the simulation does not take it: ${tried.message}`;
  const { decision, layer } = tried;
  return decision === 'allowed' ? undefined : describeNext(decision, layer);
}

/** A policy that helps, unless something is wrong with it. */
export function suggestionOf(
  { asked, document, others }: Offer,
  findings: readonly Diagnostic[],
): Suggestion {
  const [mistake] = findings.filter(({ severity }) => severity === 'error');
  if (mistake !== undefined) return none(`it would not be a good one: ${mistake.message}`);
  const names = others.map(({ name }) => name);
  return { kind: 'policy', document, findings, ...noteFor(asked, asked.action, names) };
}

function resourceFor({ resource }: ShownFields, action: string): string | undefined {
  if (isWildcardOnly(action)) return '*';
  if (resource === undefined || resource === '*' || resource.includes('$') || isWider(resource))
    return undefined;
  return resourceTypesOf(resource, action).length > 0 ? resource : undefined;
}

/**
 * Of what does not exist yet AWS names any: `instance/*`. Elsewhere a star is a letter of a name, as of an object's key,
 * and would stand for many in a policy.
 */
function isWider(resource: string): boolean {
  return /^arn:[\w-]+:s3:/.test(resource) ? /[*?]/.test(resource) : /\?|\*.|[^/:]\*$/.test(resource);
}

/** A name that no policy may hold, a question that cannot be. */
export function refusedQuestion(error: unknown): IamxError {
  if (error instanceof IamxError && ['invalid-policy', 'invalid-request'].includes(error.code)) return error;
  throw error;
}

/** What a policy that was tried comes to. */
interface Decided {
  readonly decision: DecisionWord;
  readonly layer: DecidingLayer;
}

async function decideWith(offer: Offer, host: Host, given: PolicyRefs): Promise<Decided> {
  const source = sourceOf('', JSON.stringify(offer.document));
  const { root } = parseJson(source);
  if (root === undefined) throw new Error('a policy of our own is no JSON');
  const question = questionOf(offer);
  if (question === undefined) throw new Error('the question misses what it needs');
  const [first = []] = given.identity;
  const policy = { kind: 'inline', node: root, range: root } as const;
  const policies = { ...given, identity: [[...first, policy]] };
  const place = () => spanOf(source, { start: 0, end: 0 });
  const { answers } = await runQuestion({ question, policies, source }, newLibrary(host), {
    now: host.now(),
    place,
  });
  return onlyOf(answers);
}

/** The refused request: of a call that is about several resources the others are asked about with it (R241). */
export function questionOf({ asked: { caller = '', action, resource = '*' } }: Offer) {
  return toQuestion({ principal: caller, action: [action], resource: [resource] });
}

/** Several answers are readings of one request. */
export function onlyOf(answers: readonly Decided[]): Decided {
  const [only] = answers;
  if (only === undefined || answers.length > 1) return { decision: 'conditional', layer: 'default' };
  return { decision: only.decision, layer: only.layer };
}

function describeNext(decision: DecisionWord, layer: DecidingLayer): string {
  if (decision === 'conditional') return 'an Allow alone may not be enough: what else decides is not known';
  const next =
    layer === 'resource'
      ? 'the policy of the resource must allow it, too'
      : `it would be refused next by ${layer}`;
  return `an Allow alone is not enough: ${next}`;
}

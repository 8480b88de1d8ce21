import type { Diagnostic } from '../core/evaluation.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { spanOf, source as sourceOf } from '../core/source.ts';
import { findAction, isWildcardOnly } from '../data/actions.ts';
import { resourceTypesOf } from '../data/resource-types.ts';
import { parseJson } from '../formats/json.ts';
import { parsePrincipal } from '../identifiers/principal.ts';
import type { DecidingLayer } from '../policy/decision/gates.ts';
import type { DecisionWord } from '../policy/decision/decide.ts';
import { newLibrary } from '../policy/scenario/library.ts';
import { noPolicies, type PolicyRefs } from '../policy/scenario/policies.ts';
import { runQuestion } from '../policy/scenario/run.ts';
import { toQuestion } from '../policy/question.ts';
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
interface Offer {
  readonly kind: 'offer';
  /** With the name of the action as AWS writes it. */
  readonly asked: ShownFields & { readonly action: string };
  readonly document: PolicyDocument;
}

/**
 * Offered only where an Allow can help: no identity policy allows the call, and with this one, alone, the simulation
 * allows it. A Deny, and the policies of others, are opened by their owners alone.
 */
export async function suggest(fields: ShownFields, host: Host, given?: PolicyRefs): Promise<Suggestion> {
  const offer = offerFor(fields);
  if (offer.kind !== 'offer') return offer;
  const tried = await decideWith(offer.asked, offer.document, host, given ?? noPolicies).catch(
    refusedQuestion,
  );
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
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: known.name, Resource: resource }],
  };
  return { kind: 'offer', asked: { ...fields, action: known.name }, document };
}

/** Why a policy that was tried does not help; undefined where it does. */
export function refusalOf(tried: Decided | IamxError): string | undefined {
  if (tried instanceof IamxError) return `the simulation does not take it: ${tried.message}`;
  const { decision, layer } = tried;
  return decision === 'allowed' ? undefined : describeNext(decision, layer);
}

/** A policy that helps, unless something is wrong with it. */
export function suggestionOf({ asked, document }: Offer, findings: readonly Diagnostic[]): Suggestion {
  const [mistake] = findings.filter(({ severity }) => severity === 'error');
  if (mistake !== undefined) return none(`it would not be a good one: ${mistake.message}`);
  return { kind: 'policy', document, findings, ...noteFor(asked, asked.action) };
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

async function decideWith(
  { caller = '', action = '', resource = '*' }: ShownFields,
  document: PolicyDocument,
  host: Host,
  given: PolicyRefs,
): Promise<Decided> {
  const source = sourceOf('', JSON.stringify(document));
  const { root } = parseJson(source);
  if (root === undefined) throw new Error('a policy of our own is no JSON');
  const question = toQuestion({ principal: caller, action: [action], resource: [resource] });
  if (question === undefined) throw new Error('the question misses what it needs');
  const policy = { kind: 'inline', node: root, range: root } as const;
  const [first = []] = given.identity;
  const policies = { ...given, identity: [[...first, policy]] };
  const place = () => spanOf(source, { start: 0, end: 0 });
  const { answers } = await runQuestion({ question, policies, source }, newLibrary(host), {
    now: host.now(),
    place,
  });
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

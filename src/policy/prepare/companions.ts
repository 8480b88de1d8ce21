import { findAction } from '../../data/actions.ts';
import type { Question } from '../question.ts';
import type { GivenKey, Request } from '../request.ts';
import { actionOf } from './actions.ts';
import type { AskedContext } from './context-keys.ts';
import type { Remark } from './findings.ts';
import { keysOf } from './keys-of-case.ts';
import type { Pair } from './pairs.ts';
import { typesOf } from './shape.ts';
import { isPassedTag } from '../tag-families.ts';
import { takesTagsFor, taggingOf } from './tagging-actions.ts';

const nothing: readonly Request[] = [];

/** The further permissions that the call needs (R695): each is decided by the whole algorithm, and all must be allowed. */
export function companionsOf(pair: Pair, request: Request, asked: AskedContext): readonly Request[] {
  const { actionKey } = request;
  if (pair.action.assumesRole) return sessionCompanions(request);
  const others = othersOf[actionKey]?.(request) ?? nothing;
  const tagging =
    asked.hasTags || asked.context.has('aws:tagkeys') || asked.context.has('s3:requestobjecttagkeys')
      ? taggingCompanion(pair, request, asked)
      : nothing;
  const all = tagging.length === 0 ? others : [...others, ...tagging];
  return all.map((companion) => ({ ...companion, ...keysOfCompanion(companion, pair, asked) }));
}

function keysOfCompanion(companion: Request, pair: Pair, asked: AskedContext) {
  const known = findAction(companion.action);
  return {
    ...keysOf({ ...pair, action: actionOf(companion.action, known) }, asked),
    grantedOn: known?.resourceTypes.length === 0 ? '*' : companion.resource,
    deniedOn: undefined,
    askedOn: undefined,
    isUnfitting: false,
  };
}

function as(request: Request, action: string, keys: readonly GivenKey[] = []): Request {
  const context = new Map(request.context);
  for (const key of keys) context.set(key.name.toLowerCase(), key);
  return { ...request, action, actionKey: action.toLowerCase(), context };
}

/**
 * R648: the whole call fails unless these are allowed too. A session hands its source identity on to the role that it
 * assumes: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html. IAM Roles
 * Anywhere always passes both: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
function sessionCompanions(request: Request): readonly Request[] {
  const { principal, context } = request;
  const isAnywhere = principal.kind === 'service' && principal.name === 'rolesanywhere.amazonaws.com';
  const companions: Request[] = [];
  if (isAnywhere || passesTags(context)) {
    companions.push({ ...request, action: 'sts:TagSession', actionKey: 'sts:tagsession' });
  }
  if (isAnywhere || context.has('sts:sourceidentity') || context.has('aws:sourceidentity')) {
    companions.push({ ...request, action: 'sts:SetSourceIdentity', actionKey: 'sts:setsourceidentity' });
  }
  return companions;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const podIdentity: Remark = {
  code: 'session-tags-wanted',
  message: 'EKS Pod Identity always passes session tags: the trust policy must allow sts:TagSession too',
  hint: 'Give the session tags to have it decided with them.',
};

export function needsSessionTags({ sessionTags }: Question, { principal, actionKey }: Request): boolean {
  return (
    actionKey === 'sts:assumerole' &&
    principal.kind === 'service' &&
    principal.name === 'pods.eks.amazonaws.com' &&
    (sessionTags?.size ?? 0) === 0
  );
}

/** R697: calls that AWS asks for as more than one action, by the action in lower case. */
const othersOf: Readonly<Record<string, (request: Request) => readonly Request[]>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html: since October 2025.
  'lambda:invokefunctionurl': (request) => [
    as(request, 'lambda:InvokeFunction', [{ name: 'lambda:InvokedViaFunctionUrl', value: 'true' }]),
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
  's3:getobjectattributes': (request) => [as(request, 's3:GetObject')],
  's3:getobjectversionattributes': (request) => [as(request, 's3:GetObjectVersion')],
};

/** R696: tags at creation. Not asked without tags. */
function taggingCompanion(
  { action: { known }, resource }: Pair,
  request: Request,
  { context }: AskedContext,
): readonly Request[] {
  if (known === undefined || !passesTags(context)) return nothing;
  const types = resource.arn === undefined ? [] : typesOf(known, resource.text);
  if (!takesTagsFor(known, types)) return nothing;
  const tagging = taggingOf(known);
  if (tagging === undefined) return nothing;
  const call = known.name.slice(known.name.indexOf(':') + 1);
  const keys = tagging.key === undefined ? [] : [{ name: tagging.key, value: call }];
  const made = tagging.made === undefined ? request : whatIsMade(request, tagging.made);
  const companion: Request = {
    ...as(made, tagging.action, keys),
    ...(tagging.guessed === true ? { isGuessed: true } : {}),
  };
  return tagging.or === undefined ? [companion] : [{ ...companion, insteadOf: as(made, tagging.or, keys) }];
}

/** Tags are set on what the call makes, which has none before: those of the resource asked are another's. */
function whatIsMade(request: Request, madeOf: (resource: string) => string): Request {
  const { arn } = request;
  if (arn === undefined) return request;
  const resource = madeOf(arn.resource);
  const text = arn.text.slice(0, arn.text.length - arn.resource.length) + resource;
  const context = new Map([...request.context].filter(([key]) => !/^[a-z0-9-]+:resourcetag\//.test(key)));
  return { ...request, resource: text, grantedOn: text, arn: { ...arn, resource, text }, context };
}

function passesTags(context: AskedContext['context']): boolean {
  for (const key of context.keys()) if (isPassedTag(key)) return true;
  return false;
}

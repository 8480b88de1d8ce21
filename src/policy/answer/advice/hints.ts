import { actionOfOperation } from '../../../data/api-names.ts';
import { findAction } from '../../../data/actions.ts';
import { suggestAction } from '../../../data/suggest-action.ts';
import { compileArnGlob } from '../../../core/glob.ts';
import { parseArn } from '../../../identifiers/arn.ts';
import type { Request } from '../../request.ts';

/** What people get wrong about one service's ARNs, and what to write instead (R730). */
export interface Hint {
  readonly text: string;
  /** The pattern that would match; undefined where nothing but the hint is to be said. */
  readonly pattern?: string;
  /** The sentence says what the resource is, and what the pattern is. */
  readonly isWhole?: true;
}

type HintOf = (pattern: string, request: Request) => Hint | undefined;

/** In this order: the first that knows the slip says it. */
const rows: readonly HintOf[] = [
  bucketForObject,
  prefixForBucket,
  secretSuffix,
  logGroup,
  aliasOfKey,
  functionQualifier,
  inOtherCase,
];

/** What a resource pattern most likely meant, where it is near the resource of the request. */
export function resourceHint(pattern: string, request: Request): Hint | undefined {
  for (const row of rows) {
    const hint = row(pattern, request);
    if (hint !== undefined) return hint;
  }
  return undefined;
}

/** R681: an object is not its bucket. */
function bucketForObject(pattern: string, { resource }: Request): Hint | undefined {
  if (!pattern.startsWith('arn:') || !resource.startsWith(`${pattern}/`) || !isS3(resource)) return undefined;
  return {
    text: `${pattern} is the bucket, the request is for the object ${resource}`,
    pattern: `${pattern}/*`,
    isWhole: true,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html: a prefix is a condition. */
function prefixForBucket(pattern: string, { resource }: Request): Hint | undefined {
  if (!isS3(resource) || resource.includes('/') || !pattern.startsWith(`${resource}/`)) return undefined;
  const prefix = pattern.slice(resource.length + 1);
  const asks = prefix === '*' ? '' : ': the prefix goes into s3:prefix in a condition';
  const text = `${pattern} matches the objects, the request is for the bucket ${resource}${asks}`;
  return { text, pattern: resource, isWhole: true };
}

function isS3(arn: string): boolean {
  return parseArn(arn)?.service === 's3';
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html */
function secretSuffix(pattern: string, { resource }: Request): Hint | undefined {
  const arn = parseArn(resource);
  if (arn?.service !== 'secretsmanager' || !/-[A-Za-z0-9]{6}$/.test(resource)) return undefined;
  if (resource.slice(0, -7) !== pattern) return undefined;
  return {
    text: 'the ARN of a secret ends in a hyphen and six characters of AWS’s own',
    pattern: `${pattern}-??????`,
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
function logGroup(pattern: string, { resource }: Request): Hint | undefined {
  const arn = parseArn(resource);
  if (arn?.service !== 'logs') return undefined;
  if (resource.startsWith(`${pattern}:`)) {
    return { text: 'the ARNs of a log group’s streams go on behind its name', pattern: `${pattern}:*` };
  }
  if (pattern === `${resource}:*`) {
    return {
      text: 'with `:*` the pattern is for the group’s streams, not for the group itself',
      pattern: resource,
    };
  }
  return undefined;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html */
function aliasOfKey(pattern: string, { resource }: Request): Hint | undefined {
  if (parseArn(pattern)?.service !== 'kms' || parseArn(resource)?.service !== 'kms') return undefined;
  if (!(parseArn(pattern)?.resource.startsWith('alias/') ?? false) || resource.includes(':alias/'))
    return undefined;
  return {
    text: 'an alias does not stand for its key: name the key, or ask for kms:ResourceAliases in a condition',
    pattern: resource,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function functionQualifier(pattern: string, { resource }: Request): Hint | undefined {
  if (parseArn(resource)?.service !== 'lambda') return undefined;
  if (resource.startsWith(`${pattern}:`)) {
    return {
      text: 'a permission on the function does not cover its versions and aliases',
      pattern: `${pattern}:*`,
    };
  }
  if (pattern.startsWith(`${resource}:`)) {
    return {
      text: 'a permission on versions and aliases does not cover the function itself',
      pattern: resource,
    };
  }
  return undefined;
}

/** R722: names of resources are compared with their case (R211). */
function inOtherCase(pattern: string, { resource }: Request): Hint | undefined {
  if (!pattern.startsWith('arn:') || pattern.includes('${')) return undefined;
  const glob = compileArnGlob(pattern.toLowerCase());
  if (!glob.matches(resource.toLowerCase())) return undefined;
  const text = 'the names differ in upper and lower case alone';
  const spelled = inCaseOf(pattern, resource);
  return compileArnGlob(spelled).matches(resource) ? { text, pattern: spelled } : { text };
}

/** The pattern in the spelling of the text, as far as its beginning is the same but for case. */
export function inCaseOf(pattern: string, actual: string): string {
  const wild = pattern.search(/[*?]/);
  const fixed = wild < 0 ? pattern : pattern.slice(0, wild);
  const spelled = actual.slice(0, fixed.length);
  return spelled.toLowerCase() === fixed.toLowerCase() ? spelled + pattern.slice(fixed.length) : pattern;
}

/** What an action of a policy was meant to be, where no service has it. */
export function actionHint(written: string): Hint | undefined {
  if (/[*?]/.test(written) || findAction(written) !== undefined) return undefined;
  const [service = '', name = ''] = written.split(':');
  for (const [operation, action] of actionOfOperation) {
    if (operation.toLowerCase() !== written.toLowerCase()) continue;
    return {
      text: `${written} is a call of the API, not an action: it is allowed as ${action}`,
      pattern: action,
    };
  }
  const near = suggestAction(written);
  if (name === '' || near?.toLowerCase().startsWith(`${service.toLowerCase()}:`) !== true) {
    return { text: `there is no action ${written}` };
  }
  return { text: `there is no action ${written}: did you mean ${near}?`, pattern: near };
}

import { jsonValue } from '../core/json-value.ts';
import { hideSecrets } from '../output/secret.ts';
import type { WordedLayer } from '../messages/layer-wordings.ts';

/**
 * What AWS keeps of a refused request for a day, every field optional:
 * https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export interface AuthorizationDetails {
  /** Of all actions that AWS asked about, as a call may need several. */
  readonly evaluations: readonly Evaluated[];
  readonly policies: readonly EvaluatedPolicy[];
}

export interface Evaluated {
  readonly action?: string;
  readonly resource?: string;
  readonly effect?: Effect;
  /** Keys of the request and of this evaluation, by the names that AWS gives them. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** Keys whose value cannot be kept. */
  readonly left: readonly string[];
  readonly matched: readonly MatchedPolicy[];
}

export type Effect = 'allowed' | 'explicitDeny' | 'implicitDeny';

interface MatchedPolicy {
  readonly uri: string;
  readonly statements: readonly { readonly sid: string; readonly isDeny: boolean }[];
}

export interface EvaluatedPolicy {
  readonly layer?: Exclude<WordedLayer, 'trust'>;
  /** Opaque: shown where it is an ARN. */
  readonly uri: string;
  /** As it was at the time; undefined where it could not be got or kept. */
  readonly document?: unknown;
}

const effects: Readonly<Record<string, Effect>> = {
  ALLOW: 'allowed',
  EXPLICIT_DENY: 'explicitDeny',
  IMPLICIT_DENY: 'implicitDeny',
};

const layers: Readonly<Record<string, EvaluatedPolicy['layer']>> = {
  IDENTITY_BASED_POLICY: 'identity',
  RESOURCE_BASED_POLICY: 'resource',
  PERMISSIONS_BOUNDARY: 'boundary',
  SESSION_POLICY: 'session',
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
  VPC_ENDPOINT_POLICY: 'endpoint',
};

type Fields = Readonly<Record<string, unknown>>;

/** The pages of an answer as one. */
export function readDetails(pages: readonly unknown[]): AuthorizationDetails {
  const all = pages.filter(isFields);
  const shared = Object.fromEntries(all.flatMap((page) => Object.entries(fieldsOf(page['requestContext']))));
  const policies = all.flatMap((page) => listOf(page['policies'])).flatMap(policyOf);
  return {
    evaluations: all.flatMap((page) => listOf(page['evaluations'])).map((each) => evaluatedOf(each, shared)),
    policies: [...new Map(policies.map((policy) => [policy.uri, policy])).values()],
  };
}

/** The refused one decides: of several the one that the text names. */
export function refusedIn(
  { evaluations }: AuthorizationDetails,
  action: string | undefined,
): Evaluated | undefined {
  const refused = evaluations.filter(({ effect }) => effect !== 'allowed');
  const isNamed = (each: Evaluated) => each.action?.toLowerCase() === action?.toLowerCase();
  return refused.find(isNamed) ?? refused[0];
}

function evaluatedOf(value: Fields, shared: Fields): Evaluated {
  const context: Record<string, readonly string[]> = {};
  const left: string[] = [];
  for (const [key, given] of Object.entries({ ...shared, ...fieldsOf(value['context']) })) {
    if (!/^[\w:/.@+=-]{1,200}$/.test(key) || hideSecrets(key) !== key) continue;
    const values = valuesOf(given);
    if (values.every((text) => mayBeKept(key, text))) context[key] = values;
    else left.push(key);
  }
  const [action, resource] = [textOf(value, 'action'), textOf(value, 'resource')];
  const effect = effects[textOf(value, 'evaluatedEffect') ?? ''];
  return {
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(effect === undefined ? {} : { effect }),
    context,
    left,
    matched: listOf(value['matchedPolicies']).map((policy) => ({
      uri: textOf(policy, 'uri') ?? '',
      statements: listOf(policy['matchedStatements']).map((statement) => ({
        sid: textOf(statement, 'sid') ?? '',
        isDeny: textOf(statement, 'evaluatedEffect') === 'DENY',
      })),
    })),
  };
}

/** AWS writes several values as `[a, b]`, and an address as a range of one. */
function valuesOf(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.flatMap(valuesOf);
  const text = typeof given === 'string' ? given : given === null ? '' : JSON.stringify(given);
  const inner = /^\[(?<inner>[^[\]]{0,20000})\]$/.exec(text)?.groups?.['inner'];
  if (inner !== undefined)
    return inner
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return [text.replace(/^(?<address>[\d.]{7,15})\/32$|^(?<address6>[\da-f:]{2,39})\/128$/i, '$1$2')];
}

const isTime = /^\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:\d\d)$/;

function mayBeKept(key: string, text: string): boolean {
  if (isTime.test(text)) return true;
  if (/token|secret|password|credential|signature/i.test(key)) return false;
  return text.length <= 2000 && !/[\u0000-\u001f\u007f-\u009f]/.test(text) && hideSecrets(text) === text;
}

function policyOf(value: Fields): readonly EvaluatedPolicy[] {
  const uri = textOf(value, 'uri');
  if (uri === undefined) return [];
  const layer = layers[textOf(value, 'type') ?? ''];
  return [{ uri, ...(layer === undefined ? {} : { layer }) }];
}

const deepest = 4;

/** The policy in an answer, however it is wrapped; undefined where there is none, or one that cannot be kept. */
export function documentIn(value: unknown, depth = 0): unknown {
  if (depth > deepest) return undefined;
  if (typeof value === 'string') return documentIn(parsed(value) ?? parsed(unescaped(value)), depth + 1);
  if (!isFields(value)) return undefined;
  if ('Statement' in value) {
    const text = JSON.stringify(value);
    return hideSecrets(text) === text ? value : undefined;
  }
  for (const inner of Object.values(value)) {
    const found = documentIn(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function parsed(text: string): unknown {
  if (!/^\s{0,100}\{/.test(text)) return undefined;
  return jsonValue(text);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function textOf(value: Fields, name: string): string | undefined {
  const text = value[name];
  return typeof text === 'string' && text !== '' && text.length <= 4096 ? text : undefined;
}

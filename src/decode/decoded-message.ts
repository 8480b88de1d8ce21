import { jsonValue } from '../core/json-value.ts';
import type { ContextEntry, DecodedMessage, MatchedStatement } from '../documents/decode.ts';
import type { Plain } from '../formats/yaml-write.ts';
import { parseArn } from '../identifiers/arn.ts';
import { hideSecrets } from '../output/secret.ts';

const pseudoKeys: ReadonlySet<string> = new Set([
  'aws:region',
  'aws:service',
  'aws:resource',
  'aws:account',
  'aws:type',
  'aws:arn',
]);
const knownFields: ReadonlySet<string> = new Set([
  'allowed',
  'explicitDeny',
  'matchedStatements',
  'failures',
  'context',
]);

/** From the JSON text, or from the whole answer of the AWS CLI; undefined for any other JSON. */
export function parseDecodedMessage(text: string): DecodedMessage | undefined {
  const value = jsonValue(text);
  return value === undefined ? undefined : readDecodedMessage(value);
}

function readDecodedMessage(value: unknown): DecodedMessage | undefined {
  if (!isObject(value)) return undefined;
  const inner = value['DecodedMessage'];
  if (typeof inner === 'string') return parseDecodedMessage(inner);
  if (isObject(inner)) return readDecodedMessage(inner);
  if (
    !('context' in value) ||
    !('allowed' in value || 'explicitDeny' in value || 'matchedStatements' in value)
  ) {
    return undefined;
  }
  return readFields(value);
}

function readFields(value: Fields): DecodedMessage {
  const statements = itemsOf(value['matchedStatements']).filter(isObject).map(readStatement);
  const context = isObject(value['context']) ? value['context'] : {};
  const principal = isObject(context['principal']) ? readPrincipal(context['principal']) : undefined;
  const resource = textOf(context['resource']);
  const action = textOf(context['action']);
  return {
    ...(typeof value['allowed'] === 'boolean' ? { allowed: value['allowed'] } : {}),
    ...(typeof value['explicitDeny'] === 'boolean' ? { explicitDeny: value['explicitDeny'] } : {}),
    statements,
    ...(principal === undefined ? {} : { principal }),
    ...(action === undefined ? {} : { action: withService(action, resource, statements) }),
    ...(resource === undefined ? {} : { resource }),
    conditions: sortEntries(entriesOf(context['conditions']), statements),
    raw: hideIn(Object.fromEntries(Object.entries(value).filter(([key]) => !knownFields.has(key)))),
  };
}

function readStatement(value: Fields): MatchedStatement {
  return {
    sid: textOf(value['statementId']) ?? '',
    effect: textOf(value['effect']) ?? '',
    principals: valuesOf(value['principals']),
    actions: valuesOf(value['actions']),
    resources: valuesOf(value['resources']),
    conditions: entriesOf(value['conditions']),
  };
}

function readPrincipal(value: Fields): NonNullable<DecodedMessage['principal']> {
  const id = textOf(value['id']);
  const arn = textOf(value['arn']);
  const name = textOf(value['name']);
  return {
    ...(id === undefined ? {} : { id }),
    ...(arn === undefined ? {} : { arn }),
    ...(name === undefined ? {} : { name }),
  };
}

/** `RunInstances` is sometimes written without its service: the resource or the statement names it. */
function withService(
  action: string,
  resource: string | undefined,
  statements: readonly MatchedStatement[],
): string {
  if (action.includes(':')) return action;
  const arn = resource === undefined ? undefined : parseArn(resource);
  if (arn !== undefined && arn.service !== '') return `${arn.service}:${action}`;
  const services = statements.flatMap(({ actions }) => actions).map((name) => name.split(':', 1)[0] ?? '');
  const [service = ''] = services.filter((name) => /^[a-z][a-z0-9-]*$/.test(name));
  return service === '' ? action : `${service}:${action}`;
}

function sortEntries(
  entries: readonly ContextEntry[],
  statements: readonly MatchedStatement[],
): readonly ContextEntry[] {
  const tested = new Set(
    statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase())),
  );
  const rank = ({ key, values }: ContextEntry): number => {
    if (values.every((value) => value === '')) return 3;
    if (tested.has(key.toLowerCase())) return 0;
    return key.startsWith('aws:') ? 1 : 2;
  };
  return [...entries].sort((left, right) => rank(left) - rank(right) || (left.key < right.key ? -1 : 1));
}

function entriesOf(value: unknown): readonly ContextEntry[] {
  return itemsOf(value)
    .filter(isObject)
    .map((entry) => {
      const key = hideSecrets(textOf(entry['key']) ?? '');
      const values = itemsOf(entry['values']).map((item) =>
        isObject(item) ? rawText(item['value']) : rawText(item),
      );
      const isHidden =
        /token|secret|password|credential|signature/i.test(key) ||
        values.some((text) => hideSecrets(text) !== text);
      return {
        key,
        values: isHidden ? ['[hidden]'] : values,
        isPseudo: pseudoKeys.has(key.toLowerCase()),
        isHidden,
      };
    });
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value['items']) ? value['items'] : [];
}

function valuesOf(value: unknown): readonly string[] {
  return itemsOf(value).map((item) => hideSecrets(isObject(item) ? rawText(item['value']) : rawText(item)));
}

function rawText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? hideSecrets(value) : undefined;
}

function hideIn(value: Fields): Fields {
  const hidden = jsonValue(hideSecrets(JSON.stringify(value)));
  return isObject(hidden) ? hidden : {};
}

/** The failed request as a scenario: `iamx simulate` then says what would have to change (docs/scenarios.md). */
export function toScenario({
  explicitDeny,
  principal,
  action,
  resource,
  conditions,
}: DecodedMessage): Readonly<Record<string, Plain>> {
  const context = conditions.filter(
    ({ isPseudo, isHidden, values }) => !isPseudo && !isHidden && values.some((value) => value !== ''),
  );
  return {
    name: `denied: ${action ?? 'unknown action'}`,
    request: {
      principal: principal?.arn ?? 'anonymous',
      ...(principal?.id === undefined ? {} : { principalId: principal.id }),
      action: action ?? '*',
      resource: resource ?? '*',
      context: Object.fromEntries(
        context.map(({ key, values }) => [key, values.length === 1 ? values[0] : values]),
      ),
    },
    policies: {},
    expect: explicitDeny === true ? 'explicitDeny' : 'implicitDeny',
  };
}

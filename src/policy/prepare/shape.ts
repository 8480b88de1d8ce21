import { listed } from '../../core/listed.ts';
import type { Arn } from '../../identifiers/arn.ts';
import { serviceTable, type Action, type ActionResourceType } from '../../data/service-table.ts';

interface Shape {
  readonly shape: RegExp;
  /** Of types that the action does not have: `table/T/stream/S` is a stream, though a table's form takes it. */
  readonly narrower: readonly RegExp[];
}

/**
 * Does the ARN fit one of the action's resource types, and no narrower type of the service that the action does not
 * have? Here the ARN is of a request, so that `*` in it is that character and one expression for each form is enough:
 * this runs for every line of a stream.
 */
export function fitsAction(action: Action, arn: string): boolean {
  // Several variables in one form take the square of the length, and no service takes an ARN of so many characters.
  if (arn.length > longestArn) return true;
  let shapes = shapesOf.get(action);
  if (shapes === undefined) {
    shapes = plainestFirst(action).map((format) => ({
      shape: compileShape(format),
      narrower: narrowerThan(format, action).map(compileShape),
    }));
    shapesOf.set(action, shapes);
  }
  for (const { shape, narrower } of shapes) {
    if (shape.test(arn) && !narrower.some((other) => other.test(arn))) return true;
  }
  return false;
}

/**
 * Services whose lists do not tell an inner resource from the outer one. CloudWatch Logs asks about a stream where the
 * reference has the group alone (refusals of CreateLogStream and DescribeLogStreams name it: awslabs/aws-crr-monitor#8),
 * and the actions of API Gateway are the methods of HTTP, not of a type.
 */
const undivided: ReadonlySet<string> = new Set(['logs', 'apigateway']);

/** Names that hold neither a slash nor a colon: what stands behind one is another resource. By the ARN's service. */
const plainNames: ReadonlySet<string> = new Set([
  'dynamodb ${TableName}',
  'ecs ${ClusterName}',
  'kinesis ${StreamName}',
  'kms ${KeyId}',
  'sqs ${QueueName}',
]);

/** The reference has no type for subscriptions; actions that may name one do not require a topic. */
const subscription = 'arn:${Partition}:sns:${Region}:${Account}:${TopicName}:${SubscriptionId}';

/**
 * Forms of other types of the service that say more in words than this one, so that an ARN which fits both is of them:
 * the most specific type that fits decides. Qualifiers add no word (`function:F:ALIAS`), and what the reference writes
 * with `*` takes all below it.
 */
function narrowerThan(format: string, { name, resourceTypes }: Action): readonly string[] {
  const service = name.slice(0, name.indexOf(':'));
  if (undivided.has(service) || format.includes('*')) return [];
  const head = headOf(format);
  const words = wordsOf(format);
  if (
    resourceTypes.some(
      ({ required, arnFormat }) => required && `${arnFormat}:\${SubscriptionId}` === subscription,
    )
  )
    return [subscription];
  return (serviceTable(service)?.resourceTypes ?? [])
    .map(({ arnFormat }) => arnFormat)
    .filter(
      (other) =>
        headOf(other) === head &&
        wordsOf(other) > words &&
        mayBegin(other, format) &&
        !resourceTypes.some(({ arnFormat }) => arnFormat === other),
    );
}

/** The parts before the resource, each variable as one sign. */
function headOf(format: string): string {
  return format
    .split(':', 5)
    .join(':')
    .replace(/\$\{[^{}]*\}/g, '$');
}

function resourceOf(format: string): string {
  return format.split(':').slice(5).join(':');
}

/** How many letters of the resource are the form's own. */
function wordsOf(format: string): number {
  return resourceOf(format).replace(/\$\{[^{}]*\}|[^A-Za-z]/g, '').length;
}

/** Most forms of a service begin with another word, and need no look. */
function mayBegin(one: string, other: string): boolean {
  const [left = ''] = resourceOf(one).split('$', 1);
  const [right = ''] = resourceOf(other).split('$', 1);
  return left.startsWith(right) || right.startsWith(left);
}

const typeShapes = new WeakMap<ActionResourceType, RegExp>();

/** Every type of the action that the ARN fits: `arn:aws:ec2:…:instance/i-1` is an instance. */
export function typesOf(action: Action, arn: string): readonly ActionResourceType[] {
  if (arn.length > longestArn) return [];
  return action.resourceTypes.filter((type) => {
    let shape = typeShapes.get(type);
    if (shape === undefined) typeShapes.set(type, (shape = compileShape(type.arnFormat)));
    return shape.test(arn);
  });
}

const longestArn = 4096;
const shapesOf = new WeakMap<Action, readonly Shape[]>();

/** Of an action's forms the short ones are those that most requests are about: the object before its access point. */
function plainestFirst({ resourceTypes }: Action): readonly string[] {
  const formats = resourceTypes.map(({ arnFormat }) => arnFormat);
  return formats.sort((left, right) => left.length - right.length);
}

/** `arn:aws:s3:::BucketName/ObjectName`: the forms of the action's resources, for people; the plainest first. */
export function formsOf(action: Action, partition = 'aws'): string {
  const forms = plainestFirst(action).map(
    (format) => `\`${format.replace('${Partition}', partition).replace(/\$\{([^}]*)\}/g, '$1')}\``,
  );
  return listed(forms, 3, 'or');
}

/**
 * The plainest of the action's resources, made from an ARN of another kind of the same service: of an object its bucket, of
 * an instance profile the role of that name (R904). Undefined where there is no way from one to the other.
 */
export function madeFrom(action: Action, given: Arn): string | undefined {
  const formats = plainestFirst(action);
  // What a form takes is of a narrower type: of a table's stream the table is meant.
  const outer = formats.find((candidate) => compileShape(candidate).test(given.text));
  const parts = (outer ?? formats[0])?.split(':') ?? [];
  const resource = parts.slice(5).join(':');
  if (parts[2] !== given.service || resource === '') return undefined;
  const ofPart = [given.partition, given.service, given.region, given.account];
  const head = parts.slice(1, 5).map((part, at) => (part.startsWith('${') ? ofPart[at] : part));
  if (head.some((part, at) => part === '' && parts[at + 1] !== '')) return undefined;
  // The name stands behind the kind, where the form has one.
  const from = resource.startsWith('${') ? 0 : given.resource.search(/[/:]/) + 1;
  if (from === 0 && !resource.startsWith('${')) return undefined;
  const whole = given.resource.slice(from);
  const isCut =
    outer !== undefined || plainNames.has(`${given.service} ${variable.exec(resource)?.[0] ?? ''}`);
  const own = isCut ? (whole.split(/[/:]/, 1)[0] ?? '') : whole;
  let isFirst = true;
  const text = resource.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const put = !isFirst ? name : name === 'BucketName' ? (own.split('/')[0] ?? '') : own;
    isFirst = false;
    return put;
  });
  return ['arn', ...head, text].join(':');
}

const variable = /\$\{[^{}]*\}/;
const shapeOf = new Map<string, RegExp>();

/** The types of many actions have the same form. */
function compileShape(arnFormat: string): RegExp {
  let shape = shapeOf.get(arnFormat);
  if (shape === undefined) shapeOf.set(arnFormat, (shape = new RegExp(`^${patternOf(arnFormat)}$`)));
  return shape;
}

/** A variable stays inside its part; a bucket's name has no slash, which tells buckets from objects. */
function patternOf(arnFormat: string): string {
  const [, , service = ''] = arnFormat.split(':', 3);
  let colons = 0;
  return arnFormat.replace(/\$\{[^{}]*\}|[.*:+^${}()|[\]\\?/-]/g, (piece) => {
    if (piece === '${BucketName}') return '[^/]*';
    if (plainNames.has(`${service} ${piece}`)) return '[^/:]*';
    if (piece.length > 1 || piece === '*') return colons < 5 ? '[^:]*' : '[^]*';
    if (piece !== ':') return `\\${piece}`;
    colons++;
    return piece;
  });
}

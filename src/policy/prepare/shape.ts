import { listed } from '../../core/listed.ts';
import type { Arn } from '../../identifiers/arn.ts';
import type { Action, ActionResourceType } from '../../data/service-table.ts';

/**
 * Does the ARN fit one of the action's resource types? Here the ARN is of a request, so that `*` in it is that
 * character and one expression for each form is enough: this runs for every line of a stream.
 */
export function fitsAction(action: Action, arn: string): boolean {
  // Several variables in one form take the square of the length, and no service takes an ARN of so many characters.
  if (arn.length > longestArn) return true;
  let shapes = shapesOf.get(action);
  if (shapes === undefined) {
    shapes = plainestFirst(action).map(compileShape);
    shapesOf.set(action, shapes);
  }
  for (const shape of shapes) if (shape.test(arn)) return true;
  return false;
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
const shapesOf = new WeakMap<Action, readonly RegExp[]>();

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
  const [format] = plainestFirst(action);
  const parts = format?.split(':') ?? [];
  const resource = parts.slice(5).join(':');
  if (parts[2] !== given.service || resource === '') return undefined;
  const ofPart = [given.partition, given.service, given.region, given.account];
  const head = parts.slice(1, 5).map((part, at) => (part.startsWith('${') ? ofPart[at] : part));
  if (head.some((part, at) => part === '' && parts[at + 1] !== '')) return undefined;
  // The name stands behind the kind, where the form has one.
  const from = resource.startsWith('${') ? 0 : given.resource.search(/[/:]/) + 1;
  if (from === 0 && !resource.startsWith('${')) return undefined;
  const own = given.resource.slice(from);
  let isFirst = true;
  const text = resource.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const put = !isFirst ? name : name === 'BucketName' ? (own.split('/')[0] ?? '') : own;
    isFirst = false;
    return put;
  });
  return ['arn', ...head, text].join(':');
}

const shapeOf = new Map<string, RegExp>();

/** The types of many actions have the same form. */
function compileShape(arnFormat: string): RegExp {
  let shape = shapeOf.get(arnFormat);
  if (shape === undefined) shapeOf.set(arnFormat, (shape = new RegExp(`^${patternOf(arnFormat)}$`)));
  return shape;
}

/** A variable stays inside its part; a bucket's name has no slash, which tells buckets from objects. */
function patternOf(arnFormat: string): string {
  let colons = 0;
  return arnFormat.replace(/\$\{[^{}]*\}|[.*:+^${}()|[\]\\?/-]/g, (piece) => {
    if (piece === '${BucketName}') return '[^/]*';
    if (piece.length > 1 || piece === '*') return colons < 5 ? '[^:]*' : '[^]*';
    if (piece !== ':') return `\\${piece}`;
    colons++;
    return piece;
  });
}

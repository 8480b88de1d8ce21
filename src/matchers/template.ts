import type { Policies } from '../library/types.ts';
import { isPlain, misused } from '../library/values.ts';

/** A synthesized template of CloudFormation. */
export interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

/** In place of what only a deployment knows: fits nothing that a test names. */
const unknownText = 'iamx-unknown-until-deployed';
export const standardAccount = '111122223333';
const region = 'us-east-1';

interface RoleRead {
  readonly kind: 'policies';
  readonly readings: readonly Policies[];
  readonly unknown: readonly string[];
  readonly principal: string;
}

/** A role with all policies that the template gives it. Throws `Error` where it is not clear which role is meant. */
export function rolesOf(template: Template, logicalId: string | undefined): RoleRead {
  const ids = Object.keys(template.Resources).filter((id) => typeOf(template, id) === 'AWS::IAM::Role');
  const id = logicalId ?? (ids.length === 1 ? ids[0] : undefined);
  if (id === undefined || !ids.includes(id)) {
    const known = ids.length === 0 ? 'it has none' : `it has ${ids.join(', ')}`;
    throw misused(
      'usage',
      'options.role',
      logicalId === undefined
        ? `say which role of the template is meant, as \`{ role: NAME }\`: ${known}`
        : `the template has no role ${JSON.stringify(logicalId)}: ${known}`,
    );
  }
  const unknown: string[] = [];
  const resolve = resolver(template, unknown);
  const role = propertiesOf(template, id);
  const identity = [...inlineOf(role), ...attachedTo(template, id)].map(resolve);
  const attached = managedOf(role, resolve, unknown);
  const boundary = boundaryOf(template, role, resolve, unknown);
  const principal = String(resolve({ 'Fn::GetAtt': [id, 'Arn'] }));
  const reading = (change: (document: unknown) => unknown, opaque: object): Policies => ({
    identity: [...identity, ...attached].flatMap((one) => {
      const changed = one === undefined ? opaque : change(one);
      return isHollow(changed) ? [] : [changed as object];
    }),
    ...(boundary === none ? {} : { boundary: limitOf(boundary === undefined ? opaque : change(boundary)) }),
  });
  const readings =
    unknown.length === 0
      ? [reading((document) => document, everything('Deny'))]
      : [reading(withLeast, everything('Deny')), reading(withMost, everything('Allow'))];
  return { kind: 'policies', principal, unknown: [...new Set(unknown)], readings };
}

/** A boundary of which nothing is left lets nothing pass. */
function limitOf(boundary: unknown): object {
  return isHollow(boundary) ? everything('Deny') : (boundary as object);
}

function isHollow(document: unknown): boolean {
  return isPlain(document) && 'Statement' in document && listOf(document['Statement']).length === 0;
}

const none = Symbol('none');

/** In place of a policy that the template does not hold. */
function everything(effect: 'Allow' | 'Deny'): object {
  return { Version: '2012-10-17', Statement: { Effect: effect, Action: '*', Resource: '*' } };
}

function typeOf(template: Template, id: string): unknown {
  const resource = template.Resources[id];
  return isPlain(resource) ? resource['Type'] : undefined;
}

function propertiesOf(template: Template, id: string): Readonly<Record<string, unknown>> {
  const resource = template.Resources[id];
  const properties: unknown = isPlain(resource) ? resource['Properties'] : undefined;
  return isPlain(properties) ? properties : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function inlineOf(role: Readonly<Record<string, unknown>>): readonly unknown[] {
  return listOf(role['Policies']).flatMap((policy) => (isPlain(policy) ? [policy['PolicyDocument']] : []));
}

/** Policies of the template that name the role, or that the role names. */
function attachedTo(template: Template, id: string): readonly unknown[] {
  const own = listOf(propertiesOf(template, id)['ManagedPolicyArns']).flatMap((arn) => refIn(arn) ?? []);
  return Object.keys(template.Resources).flatMap((other) => {
    const type = typeOf(template, other);
    const properties = propertiesOf(template, other);
    if (type === 'AWS::IAM::RolePolicy' && refIn(properties['RoleName']) === id)
      return [properties['PolicyDocument']];
    if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') return [];
    const isNamed = listOf(properties['Roles']).some((role) => refIn(role) === id);
    return isNamed || own.includes(other) ? [properties['PolicyDocument']] : [];
  });
}

function refIn(value: unknown): string | undefined {
  return isPlain(value) && typeof value['Ref'] === 'string' ? value['Ref'] : undefined;
}

type Resolve = (value: unknown) => unknown;

/** AWS's policies by their names; undefined stands for one that is elsewhere. What stands in the template is read there. */
function managedOf(
  role: Readonly<Record<string, unknown>>,
  resolve: Resolve,
  unknown: string[],
): readonly ({ readonly managed: string } | undefined)[] {
  return listOf(role['ManagedPolicyArns']).flatMap((arn) =>
    refIn(arn) === undefined ? [managedPolicy(resolve(arn), unknown)] : [],
  );
}

function managedPolicy(arn: unknown, unknown: string[]): { readonly managed: string } | undefined {
  const name = typeof arn === 'string' ? managedName(arn) : undefined;
  if (name !== undefined) return { managed: name };
  unknown.push(typeof arn === 'string' && arn !== unknownText ? arn : 'a managed policy');
  return undefined;
}

/** The boundary; undefined where it is elsewhere, `none` where there is none. */
function boundaryOf(
  template: Template,
  role: Readonly<Record<string, unknown>>,
  resolve: Resolve,
  unknown: string[],
): unknown {
  const given = role['PermissionsBoundary'];
  if (given === undefined) return none;
  const id = refIn(given);
  if (id !== undefined && typeOf(template, id) === 'AWS::IAM::ManagedPolicy')
    return resolve(propertiesOf(template, id)['PolicyDocument']);
  return managedPolicy(resolve(given), unknown);
}

function managedName(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/**
 * Values of a template as far as its text tells them: pseudo parameters of one account, parameters with a standard value,
 * names and ARNs of its resources by their logical ids. The rest is noted in `unknown`.
 */
export function resolver(template: Template, unknown: string[]): (value: unknown) => unknown {
  const giveUp = (what: string): string => {
    unknown.push(what);
    return unknownText;
  };
  const ref = (id: string): unknown => {
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::AccountId': standardAccount,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (Object.hasOwn(pseudo, id)) return pseudo[id];
    if (template.Resources[id] !== undefined) return nameOf(template, id, resolve);
    const parameter = template.Parameters?.[id];
    const standard: unknown = isPlain(parameter) ? parameter['Default'] : undefined;
    return typeof standard === 'string' || typeof standard === 'number' ? String(standard) : giveUp(id);
  };
  const attribute = (id: string, name: string): unknown => {
    const known = template.Resources[id] === undefined ? undefined : arnOf(template, id, resolve);
    return name === 'Arn' && known !== undefined ? known : giveUp(`${id}.${name}`);
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isPlain(value)) return value;
    const [[name, given] = ['', undefined], ...more] = Object.entries(value);
    if (more.length > 0 || !/^(?:Ref|Fn::\w+)$/.test(name))
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
    switch (name) {
      case 'Ref':
        return typeof given === 'string' ? ref(given) : giveUp(name);
      case 'Fn::GetAtt': {
        const [id, attributeName] = typeof given === 'string' ? given.split('.', 2) : listOf(given);
        return typeof id === 'string' && typeof attributeName === 'string'
          ? attribute(id, attributeName)
          : giveUp(name);
      }
      case 'Fn::Join': {
        const [by, parts] = listOf(given);
        const texts = listOf(resolve(parts));
        return typeof by === 'string' && texts.every((text) => typeof text === 'string')
          ? texts.join(by)
          : giveUp(name);
      }
      case 'Fn::Sub': {
        const [text, extra] = listOf(given);
        return typeof text === 'string'
          ? substituted(text, isPlain(extra) ? extra : {}, resolve)
          : giveUp(name);
      }
      default:
        return giveUp(name);
    }
  };
  return resolve;
}

/** `${Bucket.Arn}/x`, as `Fn::Sub` takes it. */
export function substituted(
  text: string,
  extra: Readonly<Record<string, unknown>>,
  resolve: Resolve,
): string {
  return text.replace(/\$\{(!?)([\w:.]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (Object.hasOwn(extra, name)) return String(resolve(extra[name]));
    const dot = name.indexOf('.');
    return String(
      resolve(dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] }),
    );
  });
}

/** The property that names a resource of this type, and the form of its ARN. */
const forms: Readonly<Record<string, readonly [property: string, arn: string]>> = {
  'AWS::S3::Bucket': ['BucketName', 'arn:aws:s3:::NAME'],
  'AWS::DynamoDB::Table': ['TableName', `arn:aws:dynamodb:${region}:${standardAccount}:table/NAME`],
  'AWS::SQS::Queue': ['QueueName', `arn:aws:sqs:${region}:${standardAccount}:NAME`],
  'AWS::SNS::Topic': ['TopicName', `arn:aws:sns:${region}:${standardAccount}:NAME`],
  'AWS::Lambda::Function': ['FunctionName', `arn:aws:lambda:${region}:${standardAccount}:function:NAME`],
  'AWS::IAM::Role': ['RoleName', `arn:aws:iam::${standardAccount}:role/NAME`],
  'AWS::IAM::User': ['UserName', `arn:aws:iam::${standardAccount}:user/NAME`],
  'AWS::KMS::Key': ['', `arn:aws:kms:${region}:${standardAccount}:key/NAME`],
  'AWS::Logs::LogGroup': ['LogGroupName', `arn:aws:logs:${region}:${standardAccount}:log-group:NAME:*`],
  'AWS::SecretsManager::Secret': ['Name', `arn:aws:secretsmanager:${region}:${standardAccount}:secret:NAME`],
  'AWS::StepFunctions::StateMachine': [
    'StateMachineName',
    `arn:aws:states:${region}:${standardAccount}:stateMachine:NAME`,
  ],
  'AWS::Kinesis::Stream': ['Name', `arn:aws:kinesis:${region}:${standardAccount}:stream/NAME`],
  'AWS::ECR::Repository': ['RepositoryName', `arn:aws:ecr:${region}:${standardAccount}:repository/NAME`],
};

/** Of types whose `Ref` is the ARN. */
const refIsArn: ReadonlySet<unknown> = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::IAM::ManagedPolicy',
]);

/** The name that the template gives a resource; else its logical id stands for it. */
function nameIn(template: Template, id: string, resolve: (value: unknown) => unknown): string {
  const [property = ''] = forms[String(typeOf(template, id))] ?? [];
  const given = resolve(propertiesOf(template, id)[property]);
  return typeof given === 'string' && given !== unknownText ? given : id;
}

function nameOf(template: Template, id: string, resolve: (value: unknown) => unknown): string {
  const type = typeOf(template, id);
  return (refIsArn.has(type) ? arnOf(template, id, resolve) : undefined) ?? nameIn(template, id, resolve);
}

function arnOf(template: Template, id: string, resolve: (value: unknown) => unknown): string | undefined {
  const form = forms[String(typeOf(template, id))];
  return form?.[1].replace('NAME', () => nameIn(template, id, resolve));
}

/** What is not known grants nothing, and denies everything. */
function withLeast(document: unknown): unknown {
  return inStatements(document, (statement) =>
    statement['Effect'] === 'Deny' ? opened(statement) : closed(statement),
  );
}

/** What is not known grants everything, and denies nothing. */
function withMost(document: unknown): unknown {
  return inStatements(document, (statement) =>
    statement['Effect'] === 'Deny' ? closed(statement) : opened(statement),
  );
}

type Plain = Readonly<Record<string, unknown>>;

function inStatements(document: unknown, change: (statement: Plain) => Plain | undefined): unknown {
  if (!isPlain(document) || document['Statement'] === undefined) return document;
  const statements = listOf(document['Statement']);
  return {
    ...document,
    Statement: statements.flatMap((one) => (isPlain(one) ? (change(one) ?? []) : [one])),
  };
}

function isOpen(value: unknown): boolean {
  return value !== undefined && JSON.stringify(value).includes(unknownText);
}

/** The statement as if everything that is not known fitted. */
function opened(statement: Plain): Plain {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(statement)) {
    if (!isOpen(value)) changed[name] = value;
    else if (name.startsWith('Not')) {
      // What is left out may be something else.
      const rest = listOf(value).filter((one) => !isOpen(one));
      if (rest.length > 0) changed[name] = rest;
      else changed[name.slice(3)] = '*';
    } else if (name !== 'Condition') changed[name] = listOf(value).map((one) => (isOpen(one) ? '*' : one));
  }
  return changed;
}

/** The statement as if nothing that is not known fitted; undefined where nothing is left of it. */
function closed(statement: Plain): Plain | undefined {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(statement)) {
    if (!isOpen(value)) {
      changed[name] = value;
      continue;
    }
    const rest = listOf(value).filter((one) => !isOpen(one));
    if (name.startsWith('Not') || name === 'Condition' || rest.length === 0) return undefined;
    changed[name] = rest;
  }
  return changed;
}

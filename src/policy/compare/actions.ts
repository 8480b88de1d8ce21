import { actionsMatching, findAction } from '../../data/actions.ts';
import { compileGlob } from '../../core/glob.ts';
import { serviceTable } from '../../data/service-table.ts';
import { findService } from '../../data/services.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Side } from './side.ts';

/** Actions that no statement of either policy tells apart, and that are asked about resources of the same form. */
export interface ActionGroup {
  /** In AWS's spelling where the data knows them. */
  readonly names: readonly string[];
  /** Whether the data knows them. */
  readonly isKnown: boolean;
  /** The form of the ARNs; `*` for actions that name no resource, undefined where it is not known. */
  readonly form: string | undefined;
  /** Which statements have it. */
  readonly statements: Statements;
}

/** The statements of both sides whose action element has an action. */
export interface Statements {
  readonly key: string;
  readonly newer: Applying;
  readonly older: Applying;
}

export interface Applying {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

/** Actions of many services, for statements that name no service: of services that nothing else is said about. */
const ofManyServices = [
  'ec2:DescribeInstances',
  'iam:ListUsers',
  'sqs:DeleteQueue',
  'sns:DeleteTopic',
  's3:DeleteObject',
  's3:DeleteBucket',
  's3:ListAllMyBuckets',
  'dynamodb:DeleteTable',
  'lambda:DeleteFunction',
  'iam:DeleteRole',
  'iam:DeleteUser',
  'kms:DisableKey',
  'secretsmanager:DeleteSecret',
  'logs:DeleteLogGroup',
  'route53:DeleteHostedZone',
  'cloudfront:DeleteDistribution',
  'rds:DeleteDBInstance',
  'ec2:TerminateInstances',
];

/** What a statement's action element is taken apart into: each pattern of `Action`, or the whole of `NotAction`. */
export interface ActionPart {
  readonly text: string;
  readonly groups: readonly ActionGroup[];
}

/** Actions that name no resource, and are asked about one in their own way. */
const isAskedOnOthers = /^(?:s3:ListAllMyBuckets$|s[nq]s:)/;

/** All actions as the statements of two sides tell them apart. */
export interface Actions {
  readonly partsOf: (statement: CompiledStatement) => readonly ActionPart[];
}

/** All actions, or those that match one of the patterns where some are given. */
export function actionsOf(newer: Side, older: Side, only: readonly string[]): Actions {
  const inPlay = new Set([...servicesInPlay([newer, older]), ...only.flatMap(serviceOf)]);
  const wanted = only.map((pattern) => compileGlob(pattern.toLowerCase()).matches);
  const isWanted = (name: string) =>
    wanted.length === 0 || wanted.some((matches) => matches(name.toLowerCase()));
  const unknownWanted = only.flatMap(unknownNames);
  const kept = new Map<string, Statements>();
  const statementsOf = (name: string): Statements => {
    const action = name.toLowerCase();
    let found = kept.get(action);
    if (found === undefined) kept.set(action, (found = applying(action, newer, older)));
    return found;
  };
  const group = (matches: (name: string) => boolean, names: readonly string[], unknown: readonly string[]) =>
    groupsOf(
      names.filter(isWanted),
      [...unknown, ...unknownWanted].filter((name) => isWanted(name) && matches(name.toLowerCase())),
      statementsOf,
    );
  return { partsOf: (statement) => partsOf(statement, inPlay, group) };
}

function serviceOf(action: string): readonly string[] {
  const service = action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
  return service === '' || /[*?]/.test(service) || findService(service) === undefined ? [] : [service];
}

function applying(action: string, newer: Side, older: Side): Statements {
  const of = ({ allows, denies }: Side): Applying => ({
    allows: allows.filter((one) => one.action.matches(action)),
    denies: denies.filter((one) => one.action.matches(action)),
  });
  const [own, other] = [of(newer), of(older)];
  const key = [own.allows, own.denies, other.allows, other.denies]
    .map((list) => list.map(({ statement }) => statement.index).join(','))
    .join(';');
  return { key, newer: own, older: other };
}

/** Services that an action or an ARN of either policy names. */
function servicesInPlay(sides: readonly Side[]): ReadonlySet<string> {
  const services = new Set<string>();
  for (const { policy } of sides) {
    for (const { action, resource } of policy.statements) {
      for (const { text } of action.values) for (const one of serviceOf(text)) services.add(one);
      for (const { text } of resource?.values ?? [])
        for (const one of serviceOf(`${text.split(':', 3)[2] ?? ''}:`)) services.add(one);
    }
  }
  return services;
}

type Group = (
  matches: (name: string) => boolean,
  names: readonly string[],
  unknown: readonly string[],
) => readonly ActionGroup[];

function partsOf(
  { statement, action }: CompiledStatement,
  inPlay: ReadonlySet<string>,
  group: Group,
): readonly ActionPart[] {
  const all = (name: string) => action.matches(name.toLowerCase());
  if (statement.action.negated) {
    const names = everyAction(inPlay).filter(all);
    const text = `everything but ${statement.action.values.map(({ text: one }) => one).join(', ')}`;
    const unknown = [
      'example:ExampleAction',
      ...statement.action.values.flatMap(({ text: one }) => besideIt(one)),
    ];
    return [{ text, groups: group(all, names, unknown) }];
  }
  const taken = new Set<string>();
  return statement.action.values.map(({ text }) => {
    const names = namesOf(text, inPlay).filter((name) => !taken.has(name));
    for (const name of names) taken.add(name);
    return { text, groups: group(compileGlob(text.toLowerCase()).matches, names, unknownNames(text)) };
  });
}

/** A name of the service of a pattern that the data does not know. */
function besideIt(pattern: string): readonly string[] {
  return serviceOf(pattern).map((service) => `${service}:ExampleAction`);
}

function everyAction(inPlay: ReadonlySet<string>): readonly string[] {
  const own = [...inPlay].flatMap((service) => actionsMatching(`${service}:*`));
  return [...own, ...ofManyServices.filter((name) => !inPlay.has(name.split(':', 1)[0] ?? ''))];
}

function namesOf(pattern: string, inPlay: ReadonlySet<string>): readonly string[] {
  const service = pattern.slice(0, Math.max(0, pattern.indexOf(':')));
  return service === '' ? (/^\*+$/.test(pattern) ? everyAction(inPlay) : []) : actionsMatching(pattern);
}

/** Names that the data does not know: of the pattern itself, or what it would let in if AWS made it. */
function unknownNames(pattern: string): readonly string[] {
  if (!/[*?]/.test(pattern)) {
    const isAction = /^[a-z0-9-]+:[a-z0-9-]+$/i.test(pattern);
    return isAction && findAction(pattern) === undefined ? [pattern] : [];
  }
  if (/^\*+$/.test(pattern)) return ['example:ExampleAction'];
  if (!/^[a-z0-9-]+:/i.test(pattern)) return [];
  const name = pattern.replaceAll('*', 'ExampleAction').replaceAll('?', 'X');
  return findAction(name) === undefined ? [name] : [];
}

function groupsOf(
  names: readonly string[],
  unknown: readonly string[],
  statementsOf: (name: string) => Statements,
): readonly ActionGroup[] {
  const groups = new Map<string, { names: string[]; group: Omit<ActionGroup, 'names'> }>();
  const add = (name: string, isKnown: boolean, form: string | undefined) => {
    const statements = statementsOf(name);
    const own = form === '*' && isAskedOnOthers.test(name) ? name : '';
    const key = `${statements.key}|${isKnown}|${form ?? ''}|${own}`;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { names: [name], group: { isKnown, form, statements } });
    else found.names.push(name);
  };
  for (const name of names) {
    const types = findAction(name)?.resourceTypes ?? [];
    if (types.length === 0) add(name, true, '*');
    for (const { arnFormat } of types) add(name, true, arnFormat);
  }
  const known = new Set([...groups.values()].map(({ group }) => group.statements.key));
  // What AWS may add is told apart only where no action that exists stands for it.
  for (const name of unknown) {
    if (known.has(statementsOf(name).key)) continue;
    for (const form of formsOfService(name)) add(name, false, form);
  }
  return [...groups.values()]
    .map(({ names: own, group }) => ({ ...group, names: own }))
    .sort((left, right) => plainness(left) - plainness(right));
}

/** The beginnings that ARNs of an action's service have; any where the service has none. */
function formsOfService(name: string): readonly (string | undefined)[] {
  const types = serviceTable(name.slice(0, name.indexOf(':')))?.resourceTypes ?? [];
  const starts = new Set(types.map(({ arnFormat }) => arnFormat.split(':').slice(0, 5).join(':')));
  return starts.size === 0 ? [undefined] : [...starts].map((start) => `${start}:\${Any}`);
}

/** Objects before access points; then what names no resource, and last what nobody knows. */
function plainness({ form, isKnown }: ActionGroup): number {
  if (!isKnown) return 2000;
  return form === undefined || form === '*' ? 1000 : form.length;
}

/** Actions about such resources before those whose names the pattern matches by its length alone. */
export function likelyFirst(groups: readonly ActionGroup[], pattern: string): readonly ActionGroup[] {
  const kindOf = (arn: string) => /^(?:[^:]*:){5}([\w-]+)/.exec(arn)?.[1] ?? '';
  const kind = kindOf(pattern);
  if (kind === '') return groups;
  const isOther = ({ form = '' }: ActionGroup) => (kindOf(form) === kind ? 0 : 1);
  return groups.toSorted((left, right) => isOther(left) - isOther(right));
}

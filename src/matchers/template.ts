import { append } from '../core/lists.ts';
import type { Policies } from '../library/types.ts';
import { isPlain, misused } from '../library/values.ts';
import { nameOf } from './made-up-names.ts';
import { isNamed, standardAccount } from './template-names.ts';
import { anything, documentIn, everything, type Attached, type Reading } from './template-readings.ts';
import { conditionOf, mentions, resolver, type Resolve } from './template-resolve.ts';
import { isOpen, itemsIn, listOf, member, propertiesOf, typeOf, type Template } from './template-values.ts';

interface RoleRead {
  readonly kind: 'policies';
  readonly readings: readonly Policies[];
  readonly unknown: readonly string[];
  readonly principal: string;
  /** The tags of the role. */
  readonly tags: Readonly<Record<string, string>>;
  /** Condition keys of the role of which only a deployment knows the values. */
  readonly openKeys: readonly string[];
}

/** Of one role, and where what is not known is noted. */
interface Looking {
  readonly template: Template;
  readonly id: string;
  readonly resolve: Resolve;
  readonly unknown: string[];
}

/**
 * A role with all policies that the template gives it: inline, attached and managed. What the template does not tell
 * may be anything, and is never left out. Throws `usage` where it is not clear which role is meant.
 */
export function rolesOf(template: Template, logicalId: string | undefined): RoleRead {
  const id = roleIn(template, logicalId);
  const unknown: string[] = [];
  const looking: Looking = { template, id, unknown, resolve: resolver(template, unknown) };
  const identity = [...inlineOf(looking), ...attachedTo(looking), ...managedOf(looking), ...addedTo(looking)];
  const boundary = boundaryOf(looking);
  const arn = resolver(template, [])({ 'Fn::GetAtt': [id, 'Arn'] });
  const isKnown =
    typeof arn === 'string' && !isOpen([arn, resolver(template, [])(propertiesOf(template, id)['RoleName'])]);
  const principal =
    typeof arn === 'string' && isKnown ? arn : `arn:aws:iam::${standardAccount}:role/${nameOf(id, 'told')}`;
  const { tags, open } = tagsOf(looking);
  const reading = (which: Reading): Policies => ({
    identity: identity.flatMap((one) => documentIn(one, which) ?? []),
    // A boundary of which nothing is left lets nothing pass.
    ...(boundary === undefined ? {} : { boundary: documentIn(boundary, which) ?? everything('Deny') }),
  });
  const readings = unknown.length === 0 ? [reading('least')] : [reading('least'), reading('most')];
  const openKeys = isKnown ? open : [...open, 'aws:PrincipalArn'];
  return { kind: 'policies', principal, tags, openKeys, unknown: [...new Set(unknown)], readings };
}

function roleIn(template: Template, logicalId: string | undefined): string {
  const ids = Object.keys(template.Resources).filter((id) => typeOf(template, id) === 'AWS::IAM::Role');
  const id = logicalId ?? (ids.length === 1 ? ids[0] : undefined);
  if (id !== undefined && ids.includes(id)) return id;
  const known = ids.length === 0 ? 'it has none' : `it has ${ids.join(', ')}`;
  throw misused(
    'usage',
    'options.role',
    logicalId === undefined
      ? `say which role of the template is meant, as \`{ role: NAME }\`: ${known}`
      : `the template has no role ${JSON.stringify(logicalId)}: ${known}`,
  );
}

function inlineOf({ template, id, resolve }: Looking): readonly Attached[] {
  return itemsIn(resolve(propertiesOf(template, id)['Policies'])).map(({ value, isSure }) => ({
    document: isPlain(value) ? value['PolicyDocument'] : anything,
    isSure,
  }));
}

const attachable: readonly unknown[] = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::RolePolicy',
];

/** Policies of the template that name the role. */
function attachedTo(looking: Looking): readonly Attached[] {
  const { template, id, resolve, unknown } = looking;
  const own = ownManaged(looking);
  return Object.keys(template.Resources).flatMap((other) => {
    if (!attachable.includes(typeOf(template, other))) return [];
    const properties = propertiesOf(template, other);
    const document = () => resolve(properties['PolicyDocument']);
    if (own.has(other)) return [{ document: document(), isSure: own.get(other) === true }];
    const given = [...listOf(properties['Roles']), ...listOf(properties['RoleName'])];
    const named = given.map((role) => isRole(looking, role));
    const condition = member(template.Resources[other], 'Condition');
    const holds = typeof condition === 'string' ? conditionOf(template, condition) : condition === undefined;
    if (named.every((one) => one === false) || holds === false) return [];
    const isSure = named.includes(true) && holds === true;
    if (!isSure) unknown.push(`whether ${other} is attached to ${id}`);
    return [{ document: document(), isSure }];
  });
}

/** Whether a value names the role; undefined where only a deployment knows. */
function isRole({ template, id }: Looking, given: unknown): boolean | undefined {
  // Of a role without a name in the template, nobody can write the name down.
  if (typeof given === 'string' && !isNamed(template, id)) return given.includes('{{') ? undefined : false;
  const resolve = resolver(template, []);
  const role = { Ref: id };
  const name = isOpen(resolve(propertiesOf(template, id)['RoleName'])) ? undefined : resolve(role);
  const truths = itemsIn(resolve(given)).map(({ value, isSure }) => {
    if (JSON.stringify(given) === JSON.stringify(role)) return true;
    if (name === undefined || typeof value !== 'string' || isOpen(value)) return undefined;
    return value === name ? isSure || undefined : false;
  });
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

/** Managed policies of the template that the role itself names, and whether it surely does. */
function ownManaged({ template, id }: Looking): ReadonlyMap<string, boolean> {
  const resolve = resolver(template, []);
  const found = new Map<string, boolean>();
  for (const given of listOf(propertiesOf(template, id)['ManagedPolicyArns']))
    for (const { value, isSure } of itemsIn(resolve(given))) {
      const other = managedIn(template, resolve, given, value);
      if (other !== undefined) found.set(other, isSure || found.get(other) === true);
    }
  return found;
}

/** The managed policy of the template that an ARN means. */
function managedIn(template: Template, resolve: Resolve, given: unknown, arn: unknown): string | undefined {
  return Object.keys(template.Resources).find(
    (id) =>
      typeOf(template, id) === 'AWS::IAM::ManagedPolicy' &&
      resolve({ Ref: id }) === arn &&
      (typeof given !== 'string' || isNamed(template, id)),
  );
}

/** AWS's policies by their names; one that is elsewhere may hold anything. What stands in the template is read there. */
function managedOf({ template, id, resolve, unknown }: Looking): readonly Attached[] {
  return listOf(propertiesOf(template, id)['ManagedPolicyArns']).flatMap((given) =>
    itemsIn(resolve(given)).flatMap(({ value, isSure }) =>
      managedIn(template, resolve, given, value) === undefined ? [managedPolicy(value, isSure, unknown)] : [],
    ),
  );
}

function managedPolicy(arn: unknown, isSure: boolean, unknown: string[]): Attached {
  const name = typeof arn === 'string' && !isOpen(arn) ? managedName(arn) : undefined;
  // Whether AWS's policy is there is not known; what it would grant is not looked up for both.
  if (name !== undefined && isSure) return { document: { managed: name }, isSure };
  unknown.push(typeof arn === 'string' && !isOpen(arn) ? arn : 'a managed policy');
  return { document: anything, isSure };
}

function managedName(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** The boundary; undefined where there is none. */
function boundaryOf({ template, id, resolve, unknown }: Looking): Attached | undefined {
  const given = propertiesOf(template, id)['PermissionsBoundary'];
  const arn = resolve(given);
  if (arn === undefined) return undefined;
  const other = managedIn(template, resolve, given, arn);
  if (other === undefined) return managedPolicy(arn, true, unknown);
  return { document: resolve(propertiesOf(template, other)['PolicyDocument']), isSure: true };
}

/** Macros of AWS that give a role of the template no policies. */
const harmless = /^AWS::(?:Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)/;

/** What others may give the role: nested stacks and resources of somebody else's that know it, and macros. */
function addedTo({ template, id, unknown }: Looking): readonly Attached[] {
  const macros = itemsIn(template.Transform).flatMap(({ value }) => {
    const name = typeof value === 'string' ? value : String(member(value, 'Name'));
    return harmless.test(name) ? [] : [`what the macro ${name} makes`];
  });
  const others = Object.keys(template.Resources).flatMap((other) => {
    const type = typeOf(template, other);
    if (typeof type !== 'string') return [`what ${other} makes`];
    const isForeign = !type.startsWith('AWS::') || type.startsWith('AWS::CloudFormation::');
    return isForeign && mentions(template, other, id) ? [`what ${other} gives to ${id}`] : [];
  });
  const all = [...macros, ...others];
  append(unknown, all);
  return all.length === 0 ? [] : [{ document: anything, isSure: true }];
}

/** The tags of the role are those of its sessions' principal. */
function tagsOf({ template, id }: Looking): {
  readonly tags: Readonly<Record<string, string>>;
  readonly open: readonly string[];
} {
  const tags: Record<string, string> = {};
  const open: string[] = [];
  for (const { value, isSure } of itemsIn(resolver(template, [])(propertiesOf(template, id)['Tags']))) {
    const [key, text] = [member(value, 'Key'), member(value, 'Value')];
    if (typeof key !== 'string' || isOpen(key)) continue;
    if (isSure && typeof text === 'string' && !isOpen(text)) tags[key] = text;
    else open.push(`aws:PrincipalTag/${key}`);
  }
  return { tags, open };
}

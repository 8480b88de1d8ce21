import { largest, smallest } from '../../core/lists.ts';
import type { Range } from '../../core/source.ts';
import type { Member, Node, ObjectNode, StringNode } from '../../formats/tree.ts';
import { isUnknownText } from '../unknown-text.ts';

/** A resource that grants one action to one principal, of which the service makes a statement of its policy. */
export interface PermissionKind {
  /** As CloudFormation names what it is about. */
  readonly resourceType?: string;
  /** What every resource of this kind is, where the text does not say which. */
  readonly resource: string;
  /** The argument that names the resource, and how its name stands in an ARN. */
  readonly named?: { readonly argument: string; readonly arnOf: (name: string) => string };
  readonly action: string;
  readonly principal: string;
  /** By argument: the test that the service makes of it. */
  readonly tests: Readonly<Record<string, readonly [operator: string, key: string]>>;
}

const functionArn = (name: string) => `arn:aws:lambda:*:*:function:${name}`;

const onFunction = (names: readonly string[]): PermissionKind => {
  const [named = '', action = '', principal = '', arn = '', account = '', organization = '', url = ''] =
    names;
  return {
    resourceType: 'AWS::Lambda::Function',
    resource: functionArn('*'),
    named: { argument: named, arnOf: functionArn },
    action,
    principal,
    tests: {
      [arn]: ['ArnLike', 'aws:SourceArn'],
      [account]: ['StringEquals', 'aws:SourceAccount'],
      [organization]: ['StringEquals', 'aws:PrincipalOrgID'],
      [url]: ['StringEquals', 'lambda:FunctionUrlAuthType'],
    },
  };
};

const onLayer = (action: string, principal: string, organization: string): PermissionKind => ({
  resource: 'arn:aws:lambda:*:*:layer:*:*',
  action,
  principal,
  tests: { [organization]: ['StringEquals', 'aws:PrincipalOrgID'] },
});

/** By the type of the resource: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export const permissionKinds: Readonly<Record<string, PermissionKind>> = {
  'AWS::Lambda::Permission': onFunction([
    'FunctionName',
    'Action',
    'Principal',
    'SourceArn',
    'SourceAccount',
    'PrincipalOrgID',
    'FunctionUrlAuthType',
  ]),
  'AWS::Lambda::LayerVersionPermission': onLayer('Action', 'Principal', 'OrganizationId'),
  aws_lambda_permission: onFunction([
    'function_name',
    'action',
    'principal',
    'source_arn',
    'source_account',
    'principal_org_id',
    'function_url_auth_type',
  ]),
  aws_lambda_layer_version_permission: onLayer('action', 'principal', 'organization_id'),
};

/**
 * The policy that a permission stands for: its places are those of the arguments, which lie in `at`. Undefined where the
 * action or the principal is not written.
 */
export function policyOfPermission(
  kind: PermissionKind,
  at: Range,
  argument: (name: string) => Member | undefined,
): ObjectNode | undefined {
  const action = argument(kind.action);
  const principal = argument(kind.principal);
  if (action === undefined || principal === undefined) return undefined;
  const tests = new Map<string, Member[]>();
  for (const [name, [operator, key]] of Object.entries(kind.tests)) {
    const found = argument(name);
    if (found === undefined) continue;
    const list = tests.get(operator) ?? [];
    tests.set(operator, list);
    list.push({ key: { ...found.key, value: key }, value: found.value });
  }
  const statement = object(at, [
    ...plain(at, 'Effect', 'Allow'),
    { key: { ...principal.key, value: 'Principal' }, value: principalOf(principal.value) },
    { key: { ...action.key, value: 'Action' }, value: action.value },
    ...resourceOf(kind, at, kind.named === undefined ? undefined : argument(kind.named.argument)),
    ...(tests.size === 0 ? [] : conditionOf(at, tests)),
  ]);
  return object(at, [
    ...plain(at, 'Version', '2012-10-17'),
    { key: textAt(opening(at), 'Statement'), value: statement },
  ]);
}

function object({ start, end }: Range, members: readonly Member[]): ObjectNode {
  return { kind: 'object', members, start, end };
}

function textAt({ start, end }: Range, value: string): StringNode {
  return { kind: 'string', value, start, end };
}

/** The place of what nobody wrote. */
function opening({ start }: Range): Range {
  return { start, end: start };
}

function plain(at: Range, name: string, value: string): readonly Member[] {
  return [{ key: textAt(opening(at), name), value: textAt(opening(at), value) }];
}

function principalOf(value: Node): Node {
  if (value.kind !== 'string' || value.value === '*' || isUnknownText(value.value)) return value;
  const type = /^(?:\d{12}$|arn:)/.test(value.value) ? 'AWS' : 'Service';
  return object(value, [{ key: textAt(opening(value), type), value }]);
}

/** A name that stands for one in every account and region. Where it is not known, any: it decides nothing here. */
function resourceOf(kind: PermissionKind, at: Range, named: Member | undefined): readonly Member[] {
  const text = named?.value.kind === 'string' ? named.value.value : '';
  if (kind.named === undefined || named === undefined) return plain(at, 'Resource', kind.resource);
  const isPlain = /^[A-Za-z0-9_-]+$/.test(text);
  const arn = /^arn:[^*?${}]+$/.test(text) && !isUnknownText(text) ? text : kind.resource;
  return [
    {
      key: { ...named.key, value: 'Resource' },
      value: textAt(named.value, isPlain ? kind.named.arnOf(text) : arn),
    },
  ];
}

function conditionOf(at: Range, tests: ReadonlyMap<string, readonly Member[]>): readonly Member[] {
  const members = [...tests].map(([operator, keys]) => ({
    key: textAt(opening(covering(keys)), operator),
    value: object(covering(keys), keys),
  }));
  return [
    {
      key: textAt(opening(at), 'Condition'),
      value: object(covering(members), members),
    },
  ];
}

function covering(members: readonly Member[]): Range {
  return {
    start: smallest(members.map(({ key }) => key.start)),
    end: largest(members.map(({ value }) => value.end)),
  };
}

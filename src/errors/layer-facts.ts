import { parseArn } from '../identifiers/arn.ts';
import { parsePrincipal } from '../identifiers/principal.ts';
import { parsePermissionSet } from '../identifiers/session-role.ts';
import type { WordedLayer } from '../messages/layer-wordings.ts';
import type { ShownFields } from './shown-fields.ts';

/** Whose the policies of a layer are, and what a refusal by it means. */
interface LayerFact {
  /** `forbids`, `does not allow` or `allows` follow. */
  readonly names: (fields: ShownFields) => string;
  readonly owner: (fields: ShownFields) => string;
  /** What is asked for where it denies, and where it does not allow. */
  readonly exception: string;
  /** What does not help. */
  readonly notTheCause?: string;
}

export const layerFacts: Readonly<Record<WordedLayer, LayerFact>> = {
  identity: {
    names: (fields) => `identity policy of ${callerName(fields)}`,
    owner: (fields) => {
      const set = permissionSetOf(fields);
      return set === undefined
        ? `whoever manages IAM in ${callerAccountOf(fields)}`
        : `whoever manages permission set ${set} in Identity Center`;
    },
    exception: 'an exception in the Deny, for this action and resource',
  },
  boundary: {
    names: (fields) => `permissions boundary of ${callerName(fields)}`,
    owner: (fields) => `whoever sets boundaries in ${callerAccountOf(fields)}`,
    exception: 'room in the boundary for this action',
    notTheCause: 'identity policies: no Allow there goes beyond the boundary',
  },
  session: {
    names: (fields) => `session policy of ${callerName(fields)}`,
    owner: () => 'whoever starts the session: the policy is passed to AssumeRole or GetFederationToken',
    exception: 'a session policy that allows this action, or none',
    notTheCause: 'policies of the role: a session policy only takes away',
  },
  resource: {
    names: (fields) => `policy of ${resourceName(fields)}`,
    owner: (fields) => `the owner of ${resourceName(fields)}${accountWords(fields)}`,
    exception: 'a statement for this caller in the policy of the resource',
  },
  trust: {
    names: (fields) => `trust policy of ${resourceName(fields)}`,
    owner: (fields) => `the owner of ${resourceName(fields)}${accountWords(fields)}`,
    exception: 'the caller as a principal of the trust policy, under its conditions',
  },
  endpoint: {
    names: () => 'policy of the VPC endpoint',
    owner: () => 'whoever manages the VPC endpoint through which the call went',
    exception: 'this action and resource in the endpoint’s policy',
    notTheCause: 'policies of the caller: they do not change what an endpoint lets through',
  },
  scp: {
    names: () => 'service control policy of the organization',
    owner: (fields) => `whoever manages the organization${managementWords(fields)}`,
    exception: 'an exception in the SCP for this account, action or role',
    notTheCause: 'policies in the account: no edit there can fix this',
  },
  rcp: {
    names: () => 'resource control policy of the organization that owns the resource',
    owner: (fields) => `whoever manages that organization${managementWords(fields)}`,
    exception: 'an exception in the RCP for this caller or resource',
    notTheCause: 'policies of the caller and of the resource: no edit there can fix this',
  },
};

/** `user mika`, `role App`. */
export function callerName({ caller }: ShownFields): string {
  if (caller === undefined) return 'the caller';
  if (caller === 'anonymous') return 'an anonymous caller';
  const principal = parsePrincipal(caller);
  if (principal.kind === 'root') return 'the root user';
  if (principal.kind === 'user' || principal.kind === 'role') return `${principal.kind} ${lastOf(caller)}`;
  if (principal.kind !== 'session') return lastOf(caller);
  const set = permissionSetOf({ caller });
  return set === undefined
    ? `role ${parseArn(caller)?.resource.split('/')[1] ?? ''}`
    : `permission set ${set}`;
}

/** The permission set whose role the caller has: nobody edits such a role itself. */
function permissionSetOf({ caller }: ShownFields): string | undefined {
  const [kind, role = ''] = (caller === undefined ? undefined : parseArn(caller))?.resource.split('/') ?? [];
  return kind === 'assumed-role' ? parsePermissionSet(role)?.name : undefined;
}

/** What is edited where a session was refused: its role, or what makes the role. */
export function editedIs(fields: ShownFields): string | undefined {
  const set = permissionSetOf(fields);
  return set === undefined
    ? callerRole(fields)
    : `permission set ${set} of Identity Center, which makes the role`;
}

/** The role behind a session: what is edited is the role. */
export function callerRole({ caller }: ShownFields): string | undefined {
  const arn = caller === undefined ? undefined : parseArn(caller);
  const [kind, role] = arn?.resource.split('/') ?? [];
  if (arn === undefined || kind !== 'assumed-role' || role === undefined) return undefined;
  return `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
}

/** Of services whose ARNs end with a name alone. */
const nouns: Readonly<Record<string, string | undefined>> = { sqs: 'queue', sns: 'topic' };

/** `acme-data`, `role Ops`: short, for a sentence. */
export function resourceName({ resource }: ShownFields): string {
  if (resource === undefined || resource === '*') return 'the resource';
  const arn = parseArn(resource);
  if (arn === undefined) return resource;
  if (arn.service === 's3') return `bucket ${arn.resource.split('/', 1)[0] ?? ''}`;
  if (arn.service === 'execute-api') return `API ${arn.resource.split('/', 1)[0] ?? ''}`;
  const noun = nouns[arn.service];
  if (noun !== undefined && /^[\w.-]+$/.test(arn.resource)) return `${noun} ${arn.resource}`;
  return nameByKind(arn.service, arn.resource);
}

/** What the call was made on, which may stand inside of the thing that has the policy. */
export function targetName(fields: ShownFields): string {
  const arn = fields.resource === undefined ? undefined : parseArn(fields.resource);
  const at = arn?.service === 's3' ? arn.resource.indexOf('/') : -1;
  if (arn === undefined || at <= 0) return resourceName(fields);
  const [bucket, key] = [arn.resource.slice(0, at), arn.resource.slice(at + 1)];
  if (key === '*') return `any object of bucket ${bucket}`;
  return key.length > longestKey || key === '' ? `an object of bucket ${bucket}` : `s3://${bucket}/${key}`;
}

const longestKey = 40;

/** Inside of a table, a log group and their like; its own name stands behind the second kind. */
const parts: Readonly<Record<string, string | undefined>> = {
  index: 'index',
  'log-stream': 'log stream',
  stream: 'stream',
};

/** `role Ops`, whose path is left out; `parameter /app/db`, whose slashes are its name. */
function nameByKind(service: string, text: string): string {
  const [, kind = '', sign = '', rest = ''] = /^([^/:]+)([/:]?)(.*)$/s.exec(text) ?? [];
  const name = rest.replace(/(?<=[^/:])[/:]\*$/, '');
  if (name === '') return kind;
  if (name === '*') return `any ${kind}`;
  if (service === 'iam' || service === 'sts') return `${kind} ${name.split('/').at(-1) ?? name}`;
  const [, whole, part = '', inner = ''] = /^(.+)[/:](index|log-stream|stream)[/:](.+)$/s.exec(name) ?? [];
  const noun = parts[part];
  if (whole !== undefined && noun !== undefined)
    return inner === '*' ? `any ${noun} of ${kind} ${whole}` : `${noun} ${inner} of ${kind} ${whole}`;
  return service === 'ssm' && kind === 'parameter' && sign === '/' && name.includes('/')
    ? `${kind} /${name}`
    : `${kind} ${name}`;
}

function lastOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function callerAccountOf({ caller }: ShownFields): string {
  const account = caller === undefined ? undefined : parseArn(caller)?.account;
  return account === undefined || account === '' ? 'the account of the caller' : `account ${account}`;
}

function accountWords({ resource }: ShownFields): string {
  const account = resource === undefined ? undefined : parseArn(resource)?.account;
  return account === undefined || account === '' ? '' : ` (account ${account})`;
}

/** The account in the ARN of an organization's policy is its management account. */
function managementWords({ policyArn }: ShownFields): string {
  const arn = policyArn === undefined ? undefined : parseArn(policyArn);
  return arn?.service === 'organizations' ? ` (management account ${arn.account})` : '';
}

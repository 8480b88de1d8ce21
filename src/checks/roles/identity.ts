import type { AccountReader, AttachedPolicy, Entity, Read, Unread } from '../../aws/account.ts';
import type { PolicyText } from '../deciding/sets.ts';

/** The identity policies of a user or role, as far as they could be read. */
export interface IdentityPolicies {
  readonly policies: readonly PolicyText[];
  readonly unread: readonly Unread[];
}

/** Its own and those of its groups. A list that may not be read is told, and the others are read all the same. */
export async function readIdentity(reader: AccountReader, of: Entity): Promise<IdentityPolicies> {
  const own = readOwn(reader, of);
  if (of.kind !== 'user') return own;
  const groups = await reader.groupsOf(of.name);
  if (groups.kind === 'unread') return join([await own, { policies: [], unread: [groups] }]);
  const names = groups.kind === 'found' ? groups.value : [];
  return join(await Promise.all([own, ...names.map((name) => readOwn(reader, { kind: 'group', name }))]));
}

async function readOwn(reader: AccountReader, of: Entity): Promise<IdentityPolicies> {
  const [inline, attached] = await Promise.all([reader.inlinePolicies(of), reader.attachedPolicies(of)]);
  const read = await Promise.all([
    ...named(inline, (name) => inlineText(reader, of, name)),
    ...named(attached, (policy) => managedText(reader, policy)),
  ]);
  return join(read);
}

function named<T>(
  list: Read<readonly T[]>,
  ask: (value: T) => Promise<IdentityPolicies>,
): readonly Promise<IdentityPolicies>[] {
  switch (list.kind) {
    case 'found':
      return list.value.map(ask);
    case 'unread':
      return [Promise.resolve({ policies: [], unread: [list] })];
    case 'absent':
      return [];
  }
}

async function inlineText(reader: AccountReader, of: Entity, name: string): Promise<IdentityPolicies> {
  return textOf(await reader.inlinePolicy(of, name), `policy ${name} of ${of.kind} ${of.name}`);
}

async function managedText(reader: AccountReader, policy: AttachedPolicy): Promise<IdentityPolicies> {
  return textOf(await readManaged(reader, policy.arn), `policy ${policy.name}`);
}

/** The default version of a managed policy. */
export async function readManaged(reader: AccountReader, arn: string): Promise<Read<string>> {
  const policy = await reader.policy(arn);
  return policy.kind === 'found' ? reader.policyVersion(arn, policy.value.defaultVersion) : policy;
}

function textOf(read: Read<string>, title: string): IdentityPolicies {
  switch (read.kind) {
    case 'found':
      return { policies: [{ title, text: read.value }], unread: [] };
    case 'unread':
      return { policies: [], unread: [read] };
    case 'absent':
      return { policies: [], unread: [] };
  }
}

function join(all: readonly IdentityPolicies[]): IdentityPolicies {
  return {
    policies: all.flatMap(({ policies }) => policies),
    unread: all.flatMap(({ unread }) => unread),
  };
}

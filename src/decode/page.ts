import { unreachable } from '../core/error.ts';
import { append, largest } from '../core/lists.ts';
import type { Block, Field, Page } from '../core/page.ts';
import { field } from './describe-field.ts';
import {
  describeConditions,
  describeEncoded,
  describeMessage,
  describeVerdict,
  nextFor,
} from './describe-message.ts';
import { describeTime } from '../core/describe-time.ts';
import type {
  AccessKeyItem,
  AccountIdItem,
  ArnItem,
  Item,
  SessionSourceFact,
  UniqueIdItem,
  UnknownItem,
  UserIdItem,
} from '../documents/decode.ts';
import type { Decoded } from './item.ts';
import { findKnownShape, type ShapeMatch } from './known-shapes.ts';
import { idPrefixForAccount } from '../identifiers/id-account.ts';
import { findIdPrefix, isDocumentationId } from '../identifiers/unique-id.ts';

/** What a person reads about decoded values: a heading and a few fields each. */
export function describeDecoded(all: readonly Decoded[], now: number): Page {
  return all.map((decoded) => describeOne(decoded, now));
}

function describeOne(decoded: Decoded, now: number): readonly Block[] {
  const { item, notes, times } = decoded;
  const told = toldByFields(decoded);
  const diagnostics = decoded.diagnostics.filter(({ code }) => !told.has(code));
  const shown = diagnostics.length === 0 ? [] : ([{ kind: 'diagnostics', diagnostics }] as const);
  if (item.kind === 'unknown' && item.input === null) return shown;
  const { title, value } = headingOf(item);
  const fixes = decoded.diagnostics.flatMap(({ code, hint }) =>
    item.kind === 'unknown' && told.has(code) && hint !== undefined ? [field('fix', hint)] : [],
  );
  const fields = [
    ...fieldsOf(item, now),
    ...notes.map((note, index) => field(index === 0 ? 'note' : '', note)),
    ...fixes,
  ];
  const width = largest(
    fields.map(({ name }) => name.length),
    title.length - 2,
  );
  return [
    {
      kind: 'heading',
      text: [
        `${title.padEnd(width + 2)}  `,
        { text: value, tone: 'plain' },
        ...(times === undefined ? [] : [{ text: `  ${times} times`, tone: 'dim' } as const]),
      ],
    },
    { kind: 'fields', rows: fields.map((row) => ({ ...row, name: row.name.padEnd(width) })) },
    ...(item.kind === 'error-message' && item.decoded !== undefined ? describeConditions(item.decoded) : []),
    ...shown,
    ...(item.kind === 'error-message' && item.decoded === undefined ? nextFor() : []),
  ];
}

/** The known shape of what is no identifier of IAM; a masked or shortened ID is none. */
function shapeOf({ input, resourceType }: UnknownItem): ShapeMatch | undefined {
  const shape = findKnownShape((input ?? '').trim());
  return shape?.resourceType === resourceType ? shape : undefined;
}

function describeUnknown(item: UnknownItem): readonly Field[] {
  const shape = shapeOf(item);
  if (shape === undefined) return [field('because', item.because)];
  const inPolicies = shape.inPolicies?.((item.input ?? '').trim());
  return inPolicies === undefined ? [] : [field('in policies', inPolicies)];
}

/** Codes of diagnostics that say what the fields say already: nothing is printed twice. */
function toldByFields({ item, told }: Decoded): ReadonlySet<string> {
  if (isPlaceholder(item)) return new Set(['decode/placeholder', 'decode/alphabet']);
  return new Set(told === undefined ? [] : [told]);
}

function isPlaceholder(item: Item): boolean {
  return 'id' in item && isDocumentationId(item.id);
}

function headingOf(item: Item): { readonly title: string; readonly value: string } {
  switch (item.kind) {
    case 'access-key':
    case 'unique-id':
      return {
        title: findIdPrefix(item.id)?.title ?? (item.kind === 'access-key' ? 'access key' : 'unique id'),
        value: item.id,
      };
    case 'user-id':
      return { title: userIdTitles[item.principalType], value: item.input.trim() };
    case 'account-id':
      return { title: 'account', value: item.accountId };
    case 'arn':
      return { title: item.title, value: bareArn(item.input) };
    case 'error-message':
      return item.decoded === undefined
        ? { title: 'encoded message', value: `${item.length ?? 0} characters, beginning ${item.input}` }
        : { title: 'denied', value: describeVerdict(item.decoded) };
    case 'unknown':
      return { title: shapeOf(item)?.title ?? 'unknown', value: (item.input ?? '').trim() };
    default:
      return unreachable(item);
  }
}

/** Without the name it is assigned to, and the quotes around it. */
function bareArn(input: string): string {
  const at = input.search(/arn:/i);
  return input
    .slice(Math.max(0, at))
    .trim()
    .replace(/["'`][,;]?$/, '');
}

const userIdTitles = {
  'assumed-role': 'role session',
  'federated-user': 'federated user',
  user: 'user',
} as const satisfies Record<UserIdItem['principalType'], string>;

function fieldsOf(item: Item, now: number): readonly Field[] {
  switch (item.kind) {
    case 'access-key':
    case 'unique-id':
      return describeId(item);
    case 'user-id':
      return describeUserId(item, now);
    case 'account-id':
      return describeAccountId(item);
    case 'arn':
      return describeArn(item, now);
    case 'error-message':
      return item.decoded === undefined ? describeEncoded(item) : describeMessage(item.decoded, item);
    case 'unknown':
      return describeUnknown(item);
    default:
      return unreachable(item);
  }
}

const howSure = {
  documented: '',
  inferred: 'decoded from the ID (not documented by AWS)',
  unverified: 'decoded from the ID (not documented by AWS, not verified for this type)',
} as const;

function accountField({
  accountId,
  because = '',
  confidence,
}: AccessKeyItem | UniqueIdItem | UserIdItem): Field {
  return accountId === null
    ? field('account', 'unknown', because)
    : field('account', accountId, howSure[confidence]);
}

function describeId(item: AccessKeyItem | UniqueIdItem): readonly Field[] {
  const row = findIdPrefix(item.id);
  const kind = row === undefined ? item.resourceType : row.signing;
  const foreign = /[0189]/.exec(item.id.slice(4))?.[0];
  const never = foreign === undefined ? '' : `"${foreign}" never occurs in real IDs`;
  if (isPlaceholder(item)) {
    const thing = item.kind === 'access-key' ? 'key' : 'ID';
    return [
      field('kind', `${kind.split(',', 1)[0] ?? kind}, documentation placeholder: not a real ${thing}`),
      field('account', 'none', never),
    ];
  }
  const rows: Field[] = [field('kind', kind), liveField(item)];
  if (row !== undefined && item.kind === 'unique-id') rows.push(field('met in', row.metIn));
  if (foreign !== undefined) return rows;
  const where = item.accountId ?? 'its account';
  if (item.resourceType === 'temporary-access-key') {
    rows.push(
      field('who made it', `CloudTrail in ${where}: AssumeRole* / GetSessionToken events, this key id`),
    );
  } else if (item.resourceType === 'user' || item.resourceType === 'role') {
    rows.push(field('in policies', `"aws:userid": "${item.id}${item.resourceType === 'role' ? ':*' : ''}"`));
  }
  const find = row?.find?.(item.id);
  if (find === undefined) return rows;
  if (item.kind === 'unique-id') return [...rows, field('find it', find)];
  return [...rows, { name: 'owner', value: find, more: [`prints the user's name; run it in ${where}`] }];
}

function liveField(item: AccessKeyItem | UniqueIdItem): Field {
  if (item.kind !== 'access-key' || item.live === undefined) return accountField(item);
  const { accountId, agrees } = item.live;
  return field(
    'account',
    accountId,
    agrees === true ? 'says AWS, and so does the ID' : 'says AWS (sts:GetAccessKeyInfo)',
  );
}

function sourceFields(
  sessionName: string,
  source: SessionSourceFact | undefined,
  now: number,
): readonly Field[] {
  const rows: Field[] = [];
  if (source === undefined) rows.push(field('session', sessionName, 'chosen by whoever assumed the role'));
  else {
    const likeness = source.setByAws ? source.title : `looks like: ${source.title}`;
    rows.push(
      field(
        'session',
        sessionName,
        source.confidence === 'unverified' ? `${likeness} (not verified)` : likeness,
      ),
    );
  }
  if (source?.startedAt !== undefined)
    rows.push(field('started', describeTime(Date.parse(source.startedAt), now), 'from the session name'));
  return rows;
}

function describeUserId(item: UserIdItem, now: number): readonly Field[] {
  const { uniqueId, sessionName, name, sessionSource } = item;
  const isRole = item.resourceType === 'role';
  return [
    ...(uniqueId === undefined
      ? []
      : [field(isRole ? 'role id' : 'user id', uniqueId, 'name unknown: an ID does not contain it')]),
    accountField(item),
    ...(name === undefined ? [] : [field('name', name)]),
    ...(sessionName === undefined ? [] : sourceFields(sessionName, sessionSource, now)),
    field('in policies', `"aws:userid": "${isRole ? `${uniqueId ?? ''}:*` : item.input.trim()}"`),
    ...(uniqueId === undefined ? [] : [field('find it', findIdPrefix(uniqueId)?.find?.(uniqueId) ?? '')]),
  ];
}

function describeAccountId({ accountId }: AccountIdItem): readonly Field[] {
  const { body, ninth } = idPrefixForAccount(accountId);
  const next = ninth.to === '7' ? `${ninth.from} to Z or 2 to 7` : `${ninth.from} to ${ninth.to}`;
  return [
    field('root arn', `arn:aws:iam::${accountId}:root`),
    field('its keys', `begin AKIA${body} or ASIA${body}, then ${next}`, 'not documented by AWS'),
  ];
}

function describeArn(item: ArnItem, now: number): readonly Field[] {
  const {
    service,
    account,
    region,
    path,
    name,
    roleName,
    sessionName,
    roleArnPattern,
    permissionSet,
    parts,
  } = item;
  const rows: Field[] = [];
  const add = (label: string, value: string | undefined, note?: string): void => {
    if (value !== undefined && value !== '') rows.push(field(label, value, note));
  };
  add(
    'type',
    `${service} ${item.resourceType}`,
    item.pattern === true ? 'a pattern: it stands for many' : undefined,
  );
  add('account', account, account === '' && service === 's3' ? 'not in the ARN' : undefined);
  add('region', region);
  if (roleName === undefined) add('name', name);
  add('path', path === '/' ? undefined : path);
  add('role', roleName);
  add('set', permissionSet, 'IAM Identity Center permission set');
  if (sessionName !== undefined) append(rows, sourceFields(sessionName, item.sessionSource, now));
  add('in policies', roleArnPattern);
  for (const [key, value] of Object.entries(parts)) add(wordsOf(key), value);
  return rows;
}

/** `linkedService` → `linked service`. */
function wordsOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

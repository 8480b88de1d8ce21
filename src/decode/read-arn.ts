import type { Diagnostic } from '../core/evaluation.ts';
import { parseArn, type Arn } from '../identifiers/arn.ts';
import { fitsAccount, iamForms, stsForms, type ArnForm } from '../identifiers/arn-forms.ts';
import { genericForms, serviceForms } from '../identifiers/arn-forms-services.ts';
import { describeBrokenArn, findShapeProblems } from '../identifiers/arn-shape.ts';
import type { ArnItem, SessionSourceFact } from '../documents/decode.ts';
import type { Decoded } from './item.ts';
import { findPartition } from '../identifiers/partition.ts';
import { describeSessionRole, parsePermissionSet } from '../identifiers/session-role.ts';
import { findSessionSource, type SessionContext } from '../identifiers/session-source.ts';

export const arnForms: readonly ArnForm[] = [...iamForms, ...stsForms, ...serviceForms, ...genericForms];

type Parts = Readonly<Record<string, string>>;

interface MatchedForm {
  readonly form: ArnForm;
  /** The groups of the form's pattern. */
  readonly parts: Parts;
}

/** The form of an ARN and the parts of its resource; undefined for an empty resource. */
function matchArnForm(arn: Arn): MatchedForm | undefined {
  for (const form of formsOf(arn.service)) {
    if (!fitsAccount(form, arn.account)) continue;
    const match = form.resource.exec(arn.resource);
    if (match !== null) return { form, parts: groupsOf(match) };
  }
  return undefined;
}

function* formsOf(service: string): Generator<ArnForm> {
  if (service === 'iam') yield* iamForms;
  else if (service === 'sts') yield* stsForms;
  else yield* serviceForms.filter((form) => form.service === service);
  yield* genericForms;
}

function groupsOf(match: RegExpExecArray): Parts {
  const parts: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    // A group that took no part in the match is undefined, whatever its type says.
    if (typeof value === 'string') parts[name] = value;
  }
  return parts;
}

const ownParts = new Set(['path', 'name', 'type', 'roleName', 'sessionName']);
const nothing: ArnForm = {
  id: 'none',
  service: '',
  resourceType: 'unknown',
  title: 'ARN',
  resource: /^$/,
  example: '',
};

/** What an ARN says. `input` is what the user wrote, `text` begins with `arn:`. */
export function readArn(input: string, text: string, context: SessionContext = {}): Decoded {
  const arn = parseArn(text);
  if (arn === undefined) return readBrokenArn(input, text);
  const { form, parts } = matchArnForm(arn) ?? { form: nothing, parts: {} };
  const notes = form.note === undefined ? [] : [form.note];
  const session = readSession(arn, parts, context);
  const type = parts['type'] ?? form.resourceType;
  const { name = '', path } = parts;
  const set = readPermissionSet(arn, parts);
  const partition = findPartition(arn.partition);
  if (partition !== undefined && partition.id !== 'aws') {
    notes.push(`the partition is ${partition.name}: credentials and policies of \`aws\` do nothing there`);
  }
  const item: ArnItem = {
    input,
    kind: 'arn',
    partition: arn.partition,
    service: arn.service,
    region: arn.region,
    account: arn.account,
    resourceType: type,
    form: form.id,
    title: form.title === '' ? `${arn.service} ${type}` : form.title,
    ...(path === undefined ? {} : { path: `/${path}` }),
    name: name === '' ? (parts['roleName'] ?? '') : name,
    ...session.fields,
    ...set,
    ...(/[*?]|\$\{/.test(arn.text) ? { pattern: true } : {}),
    parts: Object.fromEntries(Object.entries(parts).filter(([key]) => !ownParts.has(key))),
    confidence: 'documented',
  };
  return {
    item,
    notes: [...session.notes, ...notes, ...describePath(item)],
    diagnostics: findShapeProblems(arn, form, {
      ...parts,
      ...(path === undefined ? {} : { path: `/${path}` }),
    }),
  };
}

function readPermissionSet(
  arn: Arn,
  { name = '' }: Parts,
): { readonly permissionSet?: string; readonly permissionSetHash?: string } {
  if (arn.service !== 'iam') return {};
  const set = parsePermissionSet(name);
  if (set !== undefined) return { permissionSet: set.name, permissionSetHash: set.hash };
  // A policy's pattern: the hash is a star there.
  const pattern = /^AWSReservedSSO_(.+?)_?\*$/.exec(name)?.[1];
  return pattern === undefined ? {} : { permissionSet: pattern };
}

interface SessionParts {
  readonly fields: Partial<
    Pick<
      ArnItem,
      'roleName' | 'sessionName' | 'roleArnPattern' | 'sessionSource' | 'permissionSet' | 'permissionSetHash'
    >
  >;
  readonly notes: readonly string[];
}

function readSession(arn: Arn, { roleName, sessionName }: Parts, context: SessionContext): SessionParts {
  if (roleName === undefined || sessionName === undefined) return { fields: {}, notes: [] };
  const { note, ...role } = describeSessionRole(arn, roleName);
  const source = findSessionSource(sessionName, roleName, context);
  return {
    fields: {
      roleName,
      sessionName,
      ...role,
      ...(source === undefined ? {} : { sessionSource: toFact(source) }),
    },
    notes: note === undefined ? [] : [note],
  };
}

/** A session's source as the JSON shows it. */
export function toFact(source: NonNullable<ReturnType<typeof findSessionSource>>): SessionSourceFact {
  const { kind, title, setByAws, evidence, startedAt } = source;
  return {
    kind,
    title,
    setByAws,
    ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt).toISOString() }),
    confidence:
      evidence === 'documented' ? 'documented' : evidence === 'unverified' ? 'unverified' : 'inferred',
  };
}

/** EKS and AWS disagree about the path of a role: https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html. */
function describePath({
  service,
  resourceType,
  path,
  name,
  partition,
  account,
  pattern,
}: ArnItem): readonly string[] {
  if (service !== 'iam' || resourceType !== 'role' || path === undefined || path === '/' || pattern)
    return [];
  return [
    `trust policies and PassRole want the path; the EKS aws-auth ConfigMap wants \`arn:${partition}:iam::${account}:role/${name}\``,
  ];
}

function readBrokenArn(input: string, text: string): Decoded {
  const { because, hint } = describeBrokenArn(text);
  const diagnostic: Diagnostic = {
    code: 'decode/arn-shape',
    severity: 'error',
    message: `\`${text}\` ${because}`,
    hint,
  };
  return {
    item: { input, kind: 'unknown', because },
    notes: [],
    diagnostics: [diagnostic],
    told: diagnostic.code,
  };
}

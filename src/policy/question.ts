import type { Diagnostic } from '../core/evaluation.ts';
import type { GivenKey, Request } from './request.ts';

/** What the fields of a question hold, by kind. All are texts that nobody has checked yet. */
export interface FieldValues {
  readonly text: string;
  /** Names, which hold no comma: on the command line commas part them. */
  readonly names: readonly string[];
  readonly texts: readonly string[];
  /** Tags: a text for each key. */
  readonly tags: ReadonlyMap<string, string>;
  /** Condition keys: one text or several for each. */
  readonly context: ReadonlyMap<string, string | readonly string[]>;
  readonly flag: boolean;
  /** Names of keys; `true`: every key that was not given. */
  readonly unknown: true | readonly string[];
}

export type FieldKind = keyof FieldValues;
export type FieldValue = FieldValues[FieldKind];

/** An option of the command line that gives a field. */
export interface FieldOption {
  readonly flags: `--${string}`;
  readonly description: string;
}

/**
 * A field of a question, once: the readers of scenarios, of the stream's shortcut and of the command line, `--save`,
 * the defaults of a file, messages and `docs/scenarios.md` are all made from its row.
 */
export interface QuestionField {
  /** As a scenario's `request` calls it. */
  readonly name: string;
  readonly kind: FieldKind;
  /** A value as the first of the options takes it; empty where that takes none. */
  readonly example: string;
  /** The first names the field in messages about the command line. */
  readonly options: readonly [FieldOption, ...FieldOption[]];
  /** Set where no question can do without it. */
  readonly needed?: Needed;
  /** What it is where nobody says it. */
  readonly standard?: FieldValue;
}

interface Needed {
  /** What is wrong with a command line that has not got it, and what to add. */
  readonly message: string;
  readonly hint: string;
}

/** The fields of `request`, in the order in which a scenario is written (docs/scenarios.md). */
export const questionFields = [
  {
    name: 'principal',
    kind: 'text',
    example: 'arn:aws:iam::111122223333:user/mika',
    options: [
      {
        flags: '--principal <arn>',
        description: 'who asks: user, role, session, root or provider ARN, service name, `anonymous`',
      },
    ],
    needed: {
      message: 'no principal: who asks?',
      hint: 'Add `--principal arn:aws:iam::111122223333:user/NAME`, a role, a session, a service name or `anonymous`.',
    },
  },
  {
    name: 'principalId',
    kind: 'text',
    example: 'AIDACKCEVSQ6C2EXAMPLE',
    options: [{ flags: '--principal-id <id>', description: 'the unique id: AIDA…, AROA…:SESSION' }],
  },
  {
    name: 'sessionIssuer',
    kind: 'text',
    example: 'arn:aws:iam::111122223333:role/team/App',
    options: [
      {
        flags: '--session-issuer <arn>',
        description: 'the role with its path, or the user behind a federated user',
      },
    ],
  },
  {
    name: 'action',
    kind: 'names',
    example: 's3:GetObject',
    options: [
      {
        flags: '--action <name>',
        description: 'as in s3:GetObject; several, and wildcards, are several questions',
      },
    ],
    needed: {
      message: 'no action: what is asked for?',
      hint: 'Add `--action s3:GetObject`, or several.',
    },
  },
  {
    name: 'resource',
    kind: 'texts',
    example: 'arn:aws:s3:::acme-data/reports/q1.csv',
    options: [
      {
        flags: '--resource <arn>',
        description: 'an ARN; repeat for several; `*` if the action names none',
      },
    ],
    // A question without a resource is about an action that names none.
    standard: ['*'],
  },
  {
    name: 'resourceAccount',
    kind: 'text',
    example: '111122223333',
    options: [
      {
        flags: '--resource-account <id>',
        description: 'whose the resource is; else from its ARN, else the principal’s',
      },
    ],
  },
  {
    name: 'managementAccount',
    kind: 'text',
    example: '999988887777',
    options: [{ flags: '--management-account <id>', description: 'the organization’s management account' }],
  },
  {
    name: 'delegatedAdministrator',
    kind: 'flag',
    example: '',
    options: [
      {
        flags: '--delegated-administrator',
        description: 'the caller’s account is one for the action’s service (sts:AssumeRoot)',
      },
    ],
  },
  {
    name: 'region',
    kind: 'text',
    example: 'eu-west-1',
    options: [
      {
        flags: '--region <name>',
        description: 'aws:RequestedRegion, where neither the context nor the resource’s ARN tells it',
      },
    ],
  },
  {
    name: 'context',
    kind: 'context',
    example: 'aws:SourceIp=203.0.113.10',
    options: [
      {
        flags: '--context <key=value>',
        description: 'a condition key; commas part the values of a key that holds several',
      },
    ],
  },
  {
    name: 'principalTags',
    kind: 'tags',
    example: 'team=red',
    options: [{ flags: '--principal-tag <key=value>', description: 'aws:PrincipalTag/KEY' }],
  },
  {
    name: 'resourceTags',
    kind: 'tags',
    example: 'team=red',
    options: [{ flags: '--resource-tag <key=value>', description: 'aws:ResourceTag/KEY' }],
  },
  {
    name: 'requestTags',
    kind: 'tags',
    example: 'team=red',
    options: [
      {
        flags: '--request-tag <key=value>',
        description: 'aws:RequestTag/KEY, and KEY in aws:TagKeys',
      },
    ],
  },
  {
    name: 'sessionTags',
    kind: 'tags',
    example: 'project=x',
    options: [
      {
        flags: '--session-tag <key=value>',
        description: 'passed to sts:AssumeRole: sts:TagSession is decided too',
      },
    ],
  },
  {
    name: 'sourceIdentity',
    kind: 'text',
    example: 'mika',
    options: [
      {
        flags: '--source-identity <name>',
        description: 'passed to sts:AssumeRole: sts:SetSourceIdentity is decided too',
      },
    ],
  },
  {
    name: 'viaEndpoint',
    kind: 'flag',
    example: '',
    options: [{ flags: '--via-endpoint', description: 'the request passes through a VPC endpoint' }],
  },
  {
    name: 'unknown',
    kind: 'unknown',
    example: 'aws:SourceVpc',
    options: [
      { flags: '--unknown <key>', description: 'a condition key whose value is not known' },
      { flags: '--unknown-all', description: 'no key is known that was not given' },
    ],
  },
  {
    name: 'now',
    kind: 'text',
    example: '2026-01-31T00:00:00Z',
    options: [
      {
        flags: '--now <time>',
        description: 'the instant of aws:CurrentTime, as in 2026-01-31T00:00:00Z',
      },
    ],
  },
  {
    name: 'asWritten',
    kind: 'flag',
    example: '',
    options: [
      {
        flags: '--as-written',
        description: 'ask as it stands what is impossible, or not known, to iamx',
      },
    ],
  },
] as const satisfies readonly QuestionField[];

type Row = (typeof questionFields)[number];
/** Fields that every question has. */
type Sure = Extract<Row, { readonly needed: Needed } | { readonly standard: FieldValue }>;

/** The name of a field of the question. */
export type FieldName = Row['name'];

/**
 * The `request` of a scenario, as a file or the command line gives it: texts that nobody has checked yet. Several
 * actions and resources are several requests.
 */
export type Question = {
  readonly [Field in Sure as Field['name']]: FieldValues[Field['kind']];
} & {
  readonly [Field in Exclude<Row, Sure> as Field['name']]?: FieldValues[Field['kind']];
};

/** Values by the names of their fields, each of its row's kind. */
export type QuestionValues = { readonly [Name in FieldName]?: FieldValue };

const neededFields = questionFields.flatMap((field) => ('needed' in field ? [field.name] : []));
const standardFields = questionFields.flatMap((field) => ('standard' in field ? [field] : []));

/** The question that the values make; undefined where one is missing that no question can do without. */
export function toQuestion(values: QuestionValues): Question | undefined {
  for (const name of neededFields) if (values[name] === undefined) return undefined;
  let whole = values;
  for (const { name, standard } of standardFields) {
    if (whole[name] === undefined) whole = { ...whole, [name]: standard };
  }
  // The rows that say which fields there are and of which kind are those that the type is made of.
  return whole as Question;
}

/** Kinds that are maps: in them the own keys of a scenario join those of the defaults, whatever their case. */
const mapKinds: readonly FieldKind[] = ['tags', 'context'];

export function isMapField(name: string): boolean {
  return questionFields.some((field) => field.name === name && mapKinds.includes(field.kind));
}

/** A type of resource that a call is asked for. */
export interface RequiredType {
  /** `subnet` */
  readonly name: string;
  /** Every ARN of it: `arn:aws:ec2:*:*:subnet/*`. */
  readonly arn: string;
}

/** One action on one resource, with the actions that are decided beside it. */
export interface Case {
  readonly request: Request;
  /** Further permissions of the same call, `sts:TagSession` of sts:AssumeRole: it fails unless these are allowed too (R695). */
  readonly companions: readonly Request[];
  /** Types of which the call names a resource, and the question none (R241). */
  readonly required: readonly RequiredType[];
  /** A field as the user typed it: `resourceAccount` in a file, `--resource-account` on the command line. */
  readonly nameOf: (field: string) => string;
  /** What was assumed or looks mistaken; it changes no decision. */
  readonly notices: readonly Diagnostic[];
  /**
   * The case with other values of these keys, in lower case, and with all that follows from them: whose the resource is,
   * the companions of tags. Undefined where the question cannot be asked so.
   */
  readonly again: (keys: ReadonlyMap<string, GivenKey | undefined>) => Case | undefined;
}

import { optionKeyOf, type OptionRow } from '../option-row.ts';

/** The command's own options (contract, section 8). Values without commas of their own are parted by `words`. */
export const optionRows = [
  {
    flags: '--principal <arn>',
    again: 'refused',
    description: 'who asks: user, role, session, root or provider ARN, service name, `anonymous`',
  },
  {
    flags: '--action <name>',
    again: 'kept',
    description: 'as in s3:GetObject; several, and wildcards, are several questions',
  },
  {
    flags: '--resource <arn>',
    again: 'kept',
    description: 'an ARN; repeat for several; `*` if the action names none',
  },
  { flags: '--policy <file>', again: 'kept', description: 'an identity policy; repeat for several' },
  { flags: '--managed <name>', again: 'kept', description: 'an AWS managed policy as identity policy' },
  {
    flags: '--resource-policy <file>',
    again: 'refused',
    description: 'bucket policy, key policy, role trust policy …',
  },
  { flags: '--boundary <file>', again: 'kept', description: 'the permissions boundary' },
  { flags: '--session-policy <file>', again: 'kept', description: 'a session policy' },
  {
    flags: '--endpoint-policy <file>',
    again: 'kept',
    description: 'a VPC endpoint policy; implies --via-endpoint',
  },
  {
    flags: '--scp <file,file>',
    again: 'kept',
    description: 'SCPs of one level; repeat for the next, root first',
  },
  { flags: '--rcp <file,file>', again: 'kept', description: 'RCPs of one level, likewise' },
  {
    flags: '--context <key=value>',
    again: 'kept',
    description: 'a condition key; commas part the values of a key that holds several',
  },
  { flags: '--principal-tag <key=value>', again: 'kept', description: 'aws:PrincipalTag/KEY' },
  { flags: '--resource-tag <key=value>', again: 'kept', description: 'aws:ResourceTag/KEY' },
  {
    flags: '--request-tag <key=value>',
    again: 'kept',
    description: 'aws:RequestTag/KEY, and KEY in aws:TagKeys',
  },
  {
    flags: '--session-tag <key=value>',
    again: 'kept',
    description: 'passed to sts:AssumeRole: sts:TagSession is decided too',
  },
  {
    flags: '--source-identity <name>',
    again: 'refused',
    description: 'passed to sts:AssumeRole: sts:SetSourceIdentity is decided too',
  },
  {
    flags: '--resource-account <id>',
    again: 'refused',
    description: 'whose the resource is; else from its ARN, else the principal’s',
  },
  {
    flags: '--management-account <id>',
    again: 'refused',
    description: 'the organization’s management account',
  },
  { flags: '--principal-id <id>', again: 'refused', description: 'the unique id: AIDA…, AROA…:SESSION' },
  {
    flags: '--session-issuer <arn>',
    again: 'refused',
    description: 'the role with its path, or the user behind a federated user',
  },
  { flags: '--via-endpoint', description: 'the request passes through a VPC endpoint' },
  { flags: '--unknown <key>', again: 'kept', description: 'a condition key whose value is not known' },
  { flags: '--unknown-all', description: 'no key is known that was not given' },
  {
    flags: '--now <time>',
    again: 'refused',
    description: 'the instant of aws:CurrentTime, as in 2026-01-31T00:00:00Z',
  },
  { flags: '--scenario <file>', again: 'kept', description: 'questions from a .yaml, .json or .jsonl file' },
  {
    flags: '--save <file>',
    again: 'refused',
    description: 'write the question and its decision as a scenario file',
  },
  { flags: '--force', description: '--save may replace a file' },
  {
    flags: '--jsonl',
    description: 'one result a line, as they come; --scenario - then reads JSON lines',
  },
  { flags: '--steps', description: 'with --jsonl: every comparison too' },
] as const satisfies readonly OptionRow[];

/** `session-tag` of `--session-tag <key=value>`. */
type NameOf<Flags extends string> = Flags extends `--${infer Name} ${string}`
  ? Name
  : Flags extends `--${infer Name}`
    ? Name
    : never;
export type OptionName = NameOf<(typeof optionRows)[number]['flags']>;

export const optionNames: readonly OptionName[] = optionRows.map(({ flags }) => nameOf(flags));

function nameOf<Flags extends string>(flags: Flags): NameOf<Flags> {
  return (/^--([a-z-]+)/.exec(flags)?.[1] ?? flags) as NameOf<Flags>;
}

/** The options as typed by the user, read by name. */
export interface Given {
  readonly text: (name: OptionName) => string | undefined;
  readonly texts: (name: OptionName) => readonly string[];
  /** Each occurrence parted at its commas. */
  readonly words: (name: OptionName) => readonly string[];
  readonly isOn: (name: OptionName) => boolean;
  readonly isGiven: (name: OptionName) => boolean;
}

export function givenOptions(options: Readonly<Record<string, unknown>>): Given {
  const valueOf = (name: OptionName) => options[optionKeyOf(name)];
  const texts = (name: OptionName) => {
    const value = valueOf(name);
    return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
  };
  return {
    text: (name) => {
      const value = valueOf(name);
      return typeof value === 'string' ? value : undefined;
    },
    texts,
    words: (name) => texts(name).flatMap(parts),
    isOn: (name) => valueOf(name) === true,
    isGiven: (name) => valueOf(name) !== undefined,
  };
}

export function parts(text: string): readonly string[] {
  return text.split(',').filter((part) => part !== '');
}

import type { Command } from 'commander';
import { IamxError } from '../../core/error.ts';

/** How often an option may be given, and what one occurrence holds. */
type Kind = 'once' | 'texts' | 'words' | 'levels' | 'switch';

interface OptionRow {
  readonly flags: string;
  readonly kind: Kind;
  readonly description: string;
}

/** The command's own options (contract, section 8). `words` hold no commas, so that commas part them. */
export const optionRows = [
  {
    flags: '--principal <arn>',
    kind: 'once',
    description: 'who asks: user, role, session, root or provider ARN, service name, `anonymous`',
  },
  {
    flags: '--action <name>',
    kind: 'words',
    description: 'as in s3:GetObject; several, and wildcards, are several questions',
  },
  {
    flags: '--resource <arn>',
    kind: 'texts',
    description: 'an ARN; repeat for several; `*` if the action names none',
  },
  { flags: '--policy <file>', kind: 'texts', description: 'an identity policy; repeat for several' },
  { flags: '--managed <name>', kind: 'words', description: 'an AWS managed policy as identity policy' },
  {
    flags: '--resource-policy <file>',
    kind: 'once',
    description: 'bucket policy, key policy, role trust policy …',
  },
  { flags: '--boundary <file>', kind: 'texts', description: 'the permissions boundary' },
  { flags: '--session-policy <file>', kind: 'texts', description: 'a session policy' },
  {
    flags: '--endpoint-policy <file>',
    kind: 'texts',
    description: 'a VPC endpoint policy; implies --via-endpoint',
  },
  {
    flags: '--scp <file,file>',
    kind: 'levels',
    description: 'SCPs of one level; repeat for the next, root first',
  },
  { flags: '--rcp <file,file>', kind: 'levels', description: 'RCPs of one level, likewise' },
  {
    flags: '--context <key=value>',
    kind: 'texts',
    description: 'a condition key; commas part the values of a key that holds several',
  },
  { flags: '--principal-tag <key=value>', kind: 'texts', description: 'aws:PrincipalTag/KEY' },
  { flags: '--resource-tag <key=value>', kind: 'texts', description: 'aws:ResourceTag/KEY' },
  {
    flags: '--request-tag <key=value>',
    kind: 'texts',
    description: 'aws:RequestTag/KEY, and KEY in aws:TagKeys',
  },
  {
    flags: '--session-tag <key=value>',
    kind: 'texts',
    description: 'passed to sts:AssumeRole: sts:TagSession is decided too',
  },
  {
    flags: '--source-identity <name>',
    kind: 'once',
    description: 'passed to sts:AssumeRole: sts:SetSourceIdentity is decided too',
  },
  {
    flags: '--resource-account <id>',
    kind: 'once',
    description: 'whose the resource is; else from its ARN, else the principal’s',
  },
  { flags: '--management-account <id>', kind: 'once', description: 'the organization’s management account' },
  { flags: '--principal-id <id>', kind: 'once', description: 'the unique id: AIDA…, AROA…:SESSION' },
  {
    flags: '--session-issuer <arn>',
    kind: 'once',
    description: 'the role with its path, or the user behind a federated user',
  },
  { flags: '--via-endpoint', kind: 'switch', description: 'the request passes through a VPC endpoint' },
  { flags: '--unknown <key>', kind: 'words', description: 'a condition key whose value is not known' },
  { flags: '--unknown-all', kind: 'switch', description: 'no key is known that was not given' },
  {
    flags: '--now <time>',
    kind: 'once',
    description: 'the instant of aws:CurrentTime, as in 2026-01-31T00:00:00Z',
  },
  { flags: '--scenario <file>', kind: 'texts', description: 'questions from a .yaml, .json or .jsonl file' },
  {
    flags: '--save <file>',
    kind: 'once',
    description: 'write the question and its decision as a scenario file',
  },
  { flags: '--force', kind: 'switch', description: '--save may replace a file' },
  {
    flags: '--jsonl',
    kind: 'switch',
    description: 'one result a line, as they come; --scenario - then reads JSON lines',
  },
  { flags: '--steps', kind: 'switch', description: 'with --jsonl: every comparison too' },
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

export function addOptions(command: Command): void {
  // A word without an option gets an error of our own, which says what it may be.
  command.allowExcessArguments(true);
  for (const { flags, kind, description } of optionRows) {
    if (kind === 'switch') command.option(flags, description);
    else if (kind === 'once') command.option(flags, description, once(flags));
    else command.option(flags, description, collect);
  }
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** A second value would silently replace the first. */
function once(flags: string) {
  return (value: string, before: string | undefined): string => {
    if (before === undefined) return value;
    const [flag] = flags.split(' ');
    throw new IamxError('usage', `\`${flag ?? flags}\` is given twice`, { hint: 'Keep one of them.' });
  };
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
  const valueOf = (name: OptionName) =>
    options[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
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

import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import type { IniFile, IniSection } from '../../formats/ini-file.ts';
import { printHeader, printKey, printName } from '../../printers/names.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet, shownOf } from '../places/settings.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, renameKey } from '../repairs.ts';

/** Names that are nearly right: docs/gotchas.md, 60 to 62. */
export const nearGotchas: readonly Gotcha[] = [
  {
    id: 60,
    code: 'section-nearly-there',
    says: 'The section that a profile names is there under a header that is nearly right.',
    find: findNearSections,
  },
  {
    id: 61,
    code: 'session-name-quoted',
    says: 'The header of an `[sso-session …]` has quotes or a blank in its name: the AWS CLI and boto3 take it, Node and Go do not.',
    find: findQuotedSession,
  },
  {
    id: 62,
    code: 'key-nearly-right',
    says: 'Keys stand in the profile under names that another tool uses, and no AWS tool reads.',
    find: findForeignKeys,
  },
];

const wanted = [
  { word: 'services', key: 'services', holds: isServices },
  { word: 'sso-session', key: 'sso_session', holds: isSession },
] as const;

function isServices({ entries }: IniSection): boolean {
  return [...entries.values()].some(({ nested, joined }) => nested !== undefined || joined.length > 0);
}

function isSession({ entries }: IniSection): boolean {
  return entries.has('sso_start_url') || entries.has('sso_region');
}

/** The section's place as a tool would want it, the header's words and quotes set aside. */
function nearSection(
  { files }: Situation['context'],
  word: string,
  name: Raw,
  holds: (section: IniSection) => boolean,
): { readonly ini: IniFile; readonly section: IniSection } | undefined {
  for (const { ini } of [files.config, files.credentials]) {
    const section = ini?.sections.find((one) => {
      const last = one.header.trim().replace(/["']/g, '');
      const isNamed = name.passes(
        (text) => last === text || last.endsWith(` ${text}`) || fold(last) === fold(`${word} ${text}`),
      );
      return isNamed && holds(one);
    });
    if (ini !== undefined && section !== undefined) return { ini, section };
  }
  return undefined;
}

function fold(header: string): string {
  return header.toLowerCase().replace(/[_\s]+/g, '-');
}

function findNearSections({ context }: Situation): readonly Found[] {
  const { profile, files, world } = context;
  return wanted.flatMap(({ word, key, holds }): readonly Found[] => {
    const named = profile.get(key);
    const { value } = named;
    if (value === undefined || value.isBlank) return [];
    const there = word === 'services' ? files.services(value) : files.session(value);
    if (there !== undefined) return [];
    const near = nearSection(context, word, value, holds);
    // In quotes the name is another finding's; in the credentials file too.
    if (near === undefined || /["']/.test(near.section.header) || near.ini === files.credentials.ini)
      return [];
    const span = spanOf(near.ini.source, near.section.range);
    return [
      {
        message: `\`${printHeader(new Raw(near.section.header))}\` is nearly the section that \`${profile.shownName}\` names: the header would be [${word} ${shownOf(named)}]`,
        span,
        fix: edit(world, span),
      },
    ];
  });
}

async function findQuotedSession({ context, contextOf, resolution }: Situation): Promise<readonly Found[]> {
  const { profile, files, world } = context;
  const named = profile.get('sso_session');
  const { value } = named;
  if (value === undefined || value.isBlank || files.session(value) !== undefined) return [];
  const there = (await contextOf('boto3')).files.session(value);
  const [header] = there?.headers ?? [];
  if (there === undefined || header === undefined || !/["'\s]/.test(header.header.replace(/^\S+\s/, '')))
    return [];
  const span = spanOf(there.source, header.range);
  const line = named.evidence.span?.line;
  return [
    {
      message: `the session is there, and ${flavourTitle(resolution.flavour)} passes over its header, for the quotes or the blank in its name (the AWS CLI and boto3 take it)`,
      span,
      advice: `Name the session without a blank and without quotes, in line ${span.line}${line === undefined ? '' : ` and in line ${line}`}`,
      fix: edit(world, span),
    },
  ];
}

/** What other tools call the three values. */
const foreign: Readonly<Record<string, string>> = {
  access_key: 'aws_access_key_id',
  aws_access_key: 'aws_access_key_id',
  access_key_id: 'aws_access_key_id',
  awsaccesskeyid: 'aws_access_key_id',
  secret_key: 'aws_secret_access_key',
  aws_secret_key: 'aws_secret_access_key',
  secret_access_key: 'aws_secret_access_key',
  awssecretkey: 'aws_secret_access_key',
  aws_secret_access_key_id: 'aws_secret_access_key',
  aws_secret_key_id: 'aws_secret_access_key',
  session_token: 'aws_session_token',
  token: 'aws_session_token',
  aws_token: 'aws_session_token',
};

function meantBy(key: string): string | undefined {
  const folded = key
    .toLowerCase()
    .replace(/^\$env:/, '')
    .replaceAll('-', '_');
  const meant =
    foreign[folded] ??
    (folded !== key.toLowerCase() && /^aws_(?:access_key_id|secret_access_key|session_token)$/.test(folded)
      ? folded
      : undefined);
  return meant === key ? undefined : meant;
}

function findForeignKeys({ context }: Situation): readonly Found[] {
  return sectionsInUse(context).flatMap((section) => {
    const near = [...section.entries.values()].flatMap((entry) => {
      const right = meantBy(entry.key);
      return right === undefined || section.entries.has(right) ? [] : [{ entry, right }];
    });
    const [first] = near;
    if (first === undefined) return [];
    const span = spanOf(section.source, first.entry.keyRange);
    const told = near.map(({ entry, right }) => {
      const known = printKey(new Raw(entry.key));
      const { line } = spanOf(section.source, entry.keyRange);
      return known === undefined
        ? `line ${line} would be \`${right}\``
        : `\`${known}\` (line ${line}) would be \`${right}\``;
    });
    const key = printKey(new Raw(first.entry.key));
    const isOne = near.length === 1 && key !== undefined && key === first.entry.key;
    return [
      {
        message: `\`${printName(new Raw(section.name))}\` has keys that no AWS tool reads: ${listed(told)}`,
        span,
        fix: isOne ? renameKey(context.world, span, first.entry.key, first.right) : edit(context.world, span),
      },
    ];
  });
}

/** Whether another finding says where the session is. */
export async function isSessionNear(situation: Situation): Promise<boolean> {
  const named = situation.context.profile.get('sso_session');
  if (!isSet(named)) return false;
  return findNearSections(situation).length > 0 || (await findQuotedSession(situation)).length > 0;
}

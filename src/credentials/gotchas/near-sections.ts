import { Raw } from '../../core/raw.ts';
import { nearest } from '../../core/nearest.ts';
import { spanOf } from '../../core/source.ts';
import type { IniFile, IniSection } from '../../formats/ini-file.ts';
import { printHeader, printName } from '../../printers/names.ts';
import { flavourTitle } from '../flavours.ts';
import { bareServices } from '../places/meant-profile.ts';
import type { FileRole } from '../places/section-names.ts';
import { isSet, shownOf } from '../places/settings.ts';
import type { Found, Situation } from './gotcha.ts';
import { foldName, isNearName } from '../places/near-rule.ts';
import { configure, edit, writeHeader } from '../repairs.ts';

/** Sections that another one names, and that are there under a header that is nearly right. */

type Word = 'services' | 'sso-session';

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

interface Near {
  readonly role: FileRole;
  readonly ini: IniFile;
  readonly section: IniSection;
}

/** A header with the right word is right, or names another section: only the name could be wrong then. */
function isOfOtherName(header: string, word: Word): boolean {
  return header.trim().startsWith(`${word} `);
}

function nearSection(
  { files }: Situation['context'],
  word: Word,
  name: Raw,
  holds: (section: IniSection) => boolean,
): Near | undefined {
  for (const role of ['config', 'credentials'] as const) {
    const { ini } = files[role];
    const section = ini?.sections.find((one) => {
      const last = one.header.trim().replace(/["']/g, '');
      if (isOfOtherName(last, word)) return false;
      return name.passes(
        (text) =>
          ((last === text || last.endsWith(` ${text}`)) && holds(one)) ||
          (isNearName(last, `${word} ${text}`) && foldName(last).endsWith(foldName(text))),
      );
    });
    if (ini !== undefined && section !== undefined) return { role, ini, section };
  }
  return undefined;
}

export function findNearSections({ context }: Situation): readonly Found[] {
  const { profile, files, world } = context;
  return wanted.flatMap(({ word, key, holds }): readonly Found[] => {
    const named = profile.get(key);
    const { value } = named;
    if (value === undefined || value.isBlank) return [];
    const there = word === 'services' ? files.services(value) : files.session(value);
    if (there !== undefined) return [];
    const near = nearSection(context, word, value, holds);
    if (near === undefined) return word === 'services' ? nearServices(context) : [];
    // In quotes the name is another finding's; in the credentials file too.
    if (/["']/.test(near.section.header) || near.role === 'credentials') return [];
    const span = spanOf(near.ini.source, near.section.range);
    const isProfileToo = isUsedProfile(context, near);
    return [
      {
        message: `\`${printHeader(new Raw(near.section.header))}\` is nearly the section that \`${profile.shownName}\` names: the header would be [${word} ${shownOf(named)}]`,
        span,
        ...(isProfileToo ? { advice: `Write a section [${word} ${shownOf(named)}] beside the profile` } : {}),
        fix:
          (isProfileToo ? undefined : writeHeader(world, span, [word, shownOf(named)])) ?? edit(world, span),
      },
    ];
  });
}

/** What makes a section a profile that somebody may use. */
const profileKeys = [
  'sso_account_id',
  'sso_role_name',
  'aws_access_key_id',
  'role_arn',
  'credential_process',
  'login_session',
];

function isUsedProfile({ flavour }: Situation['context'], { role, section }: Near): boolean {
  const named = flavour.files.sectionNames(section.header, role);
  return named.kind === 'profile' && profileKeys.some((key) => section.entries.has(key));
}

/** The profile names a services section that is there but for a slip in its name. */
function nearServices({ profile, files }: Situation['context']): readonly Found[] {
  const named = profile.get('services');
  const names = [...files.config.services.keys()];
  const near = bareServices(named.value, names) ?? nearest(named.value ?? '', names);
  if (near === undefined) return [];
  return [
    {
      message: `\`${profile.shownName}\` names [services ${shownOf(named)}]; there is ${printHeader(new Raw(`services ${near}`))}`,
      span: named.evidence.span,
      fix: configure('services', printName(new Raw(near)), profile),
    },
  ];
}

export async function findQuotedSession({
  context,
  contextOf,
  resolution,
}: Situation): Promise<readonly Found[]> {
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
  const isPlain = value.fits(/^[\w.@:+-]+$/);
  const lines = `in line ${span.line}${line === undefined ? '' : ` and in line ${line}`}`;
  return [
    {
      message: `the session is there, and ${flavourTitle(resolution.flavour)} passes over its header, for the quotes or the blank in its name (the AWS CLI and boto3 take it)`,
      span,
      advice: isPlain ? undefined : `Name the session without a blank and without quotes, ${lines}`,
      fix:
        (isPlain ? writeHeader(world, span, ['sso-session', shownOf(named)]) : undefined) ??
        edit(world, span),
    },
  ];
}

/** Whether another finding says where the session is. */
export async function isSessionNear(situation: Situation): Promise<boolean> {
  if (!isSet(situation.context.profile.get('sso_session'))) return false;
  return findNearSections(situation).length > 0 || (await findQuotedSession(situation)).length > 0;
}

import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import type { IniFile, IniSection } from '../../formats/ini-file.ts';
import { printHeader } from '../../printers/names.ts';
import { flavourIds } from '../chain/chain.ts';
import type { FileRole } from '../places/section-names.ts';
import type { Found, Situation } from './gotcha.ts';
import { foldName, isNearName } from '../places/near-rule.ts';
import { edit, writeHeader } from '../repairs.ts';

/** The header of the profile is there, and is nearly right: `[Profile dev]`, `[profile-dev]`, `[ dev ]`. */
export async function findNearHeaders(situation: Situation): Promise<readonly Found[]> {
  const { choice, profile, files, world } = situation.context;
  if (profile.exists) return [];
  for (const role of ['config', 'credentials'] as const) {
    const { ini } = files[role];
    const section = ini?.sections.find((one) => isNearHeader(situation, role, one));
    if (ini === undefined || section === undefined) continue;
    if (await isTakenBySome(situation, role, section)) return [];
    const words =
      role === 'config' && choice.name !== 'default' ? ['profile', choice.shownName] : [choice.shownName];
    const span = spanOf(ini.source, section.range);
    const right = printHeader(new Raw(words.join(' ')));
    return [
      {
        message: `\`${headerAsWritten(ini, section)}\` is nearly the header of profile \`${choice.shownName}\`, which would be ${right}`,
        span,
        fix: writeHeader(world, span, words) ?? edit(world, span),
        isCause: true,
      },
    ];
  }
  return [];
}

/** With the blanks that stand in its brackets, which are what is wrong with some. */
function headerAsWritten({ source }: IniFile, { range, header }: IniSection): string {
  const written = /^\s*\[([^\]\n]*)\]/.exec(source.text.slice(range.start, range.end))?.[1];
  return printHeader(new Raw(written ?? header));
}

function isNearHeader({ context }: Situation, role: FileRole, section: IniSection): boolean {
  const { choice, flavour } = context;
  const { name } = choice;
  const header = section.header.replace(/["'“”„‘’«»]/g, '');
  const read = flavour.files.sectionNames(section.header, role);
  if (section.isDefault || read.kind === 'sso-session' || read.kind === 'services') return false;
  // One that is a profile of its own: the name that was asked for is wrong, and not the header.
  const isOther = read.kind === 'profile' && (role === 'credentials' || read.hasPrefix);
  if (name === 'default') return isNearDefault(header, choice.isNamed);
  if (isOther && foldName(read.name) !== foldName(name) && !/^["'“”„‘’«»\s]|["'“”‘’«»\s]$/.test(read.name))
    return false;
  if (role === 'credentials')
    return section.header !== name && header.trim().replace(/^profile\s+/, '') === name;
  if (isOther) return section.header.trim() !== `profile ${name}` && header.trim().endsWith(` ${name}`);
  const words = header.trim().split(/\s+/);
  const isLast =
    words.length > 1 && words.at(-1) === name && !/^(?:sso-session|services)$/.test(words[0] ?? '');
  return isLast || (header.endsWith(name) && isNearName(header, `profile ${name}`));
}

/** `[Default]`, `[DEFAULT]`, `[defualt]`: where nothing names another profile. */
function isNearDefault(header: string, isNamed: boolean): boolean {
  const bare = header.trim().replace(/^profile\s+/i, '');
  return !isNamed && bare !== 'default' && isNearName(bare, 'default');
}

/** Another tool takes the header for the profile, or a finding names the word that is missing: that is said. */
async function isTakenBySome(
  { context, contextOf }: Situation,
  role: FileRole,
  section: IniSection,
): Promise<boolean> {
  const { name } = context.choice;
  const bare = section.header.trim();
  if (
    role === 'config' ? bare === name : /^profile\s+/.test(bare) && bare.replace(/^profile\s+/, '') === name
  )
    return true;
  for (const id of flavourIds) {
    const { files } = await contextOf(id);
    const headers = files[role].profiles.get(name)?.headers ?? [];
    if (headers.some(({ range }) => Math.abs(range.start - section.range.start) <= 1)) return true;
  }
  return false;
}

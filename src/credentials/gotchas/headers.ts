import type { Span } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import type { Command } from '../../core/command.ts';
import { spanOf } from '../../core/source.ts';
import { printHeader } from '../../printers/names.ts';
import { writeSnippet } from '../../formats/ini-snippet.ts';
import type { IniFile, IniSection } from '../../formats/ini-file.ts';
import { flavourIds, type FlavourId } from '../chain/chain.ts';
import { listed } from '../../core/listed.ts';
import { flavourTitle } from '../flavours.ts';
import type { FileRole } from '../places/section-names.ts';
import { keyLabel, type SharedFile } from '../places/shared-file.ts';
import type { World } from '../places/world.ts';

import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, replaceHeader } from '../repairs.ts';

/** Headers that do not name what they seem to: docs/gotchas.md, 16 to 19. */
export const headerGotchas: readonly Gotcha[] = [
  {
    id: 16,
    code: 'profile-word-missing',
    says: 'A header of the config file lacks the word `profile`, so the section is no profile.',
    find: findMissingWord,
  },
  {
    id: 17,
    code: 'profile-word-in-credentials',
    says: 'A header of the credentials file has the word `profile`, which does not belong there.',
    find: findWordInCredentials,
  },
  {
    id: 18,
    code: 'default-section-leaks',
    says: '`[DEFAULT]` in capitals gives its keys to every section of the file for the AWS CLI and boto3.',
    find: findLeaks,
  },
  {
    id: 19,
    code: 'header-not-accepted',
    says: 'Some tools take a header for the profile and others refuse it: two blanks, quotes, or characters that are not accepted.',
    find: findForeignHeaders,
  },
];

const roles: readonly FileRole[] = ['config', 'credentials'];

/** Both variables, or a link, lead to one file: what one part of it is not, the other is. */
function isOneFile({ config, credentials }: Situation['context']['files']): boolean {
  if (config.path === credentials.path) return true;
  const [first, second] = [config.ini?.source.text, credentials.ini?.source.text];
  return first !== undefined && first === second;
}

async function findMissingWord({ context }: Situation): Promise<readonly Found[]> {
  const { files, choice, world } = context;
  const { config } = files;
  // What begins with the word itself is a name that is no name: its header has the word.
  if (choice.name === 'default' || /^profile\s/.test(choice.name) || config.ini === undefined) return [];
  if (isOneFile(files)) return [];
  const { ini } = config;
  const found = ini.sections.find(({ header }) => header.trim() === choice.name);
  if (found === undefined) return [];
  const span = spanOf(ini.source, found.range);
  return [
    {
      message: `\`${printHeader(new Raw(found.header))}\` is no profile in the config file: a header there needs the word \`profile\``,
      span,
      advice: (await writeSnippet(profileHeader(choice.shownName), {})).join('\n'),
      fix: rename(world, span, writtenIn(ini, found), choice.shownName, true),
    },
  ];
}

function profileHeader(name: string): string {
  return /\s/.test(name) ? `profile "${name}"` : `profile ${name}`;
}

async function findWordInCredentials({ context }: Situation): Promise<readonly Found[]> {
  const { files, choice, world } = context;
  const { ini } = files.credentials;
  if (ini === undefined || isOneFile(files)) return [];
  const found = ini.sections.find(
    ({ header }) => /^profile\s+(.*)$/.exec(header.trim())?.[1] === choice.name,
  );
  if (found === undefined) return [];
  const span = spanOf(ini.source, found.range);
  return [
    {
      message: `\`${printHeader(new Raw(found.header))}\` is not profile \`${choice.shownName}\` in the credentials file: headers there have no word before the name`,
      span,
      advice: (await writeSnippet(choice.shownName, {})).join('\n'),
      fix: rename(world, span, writtenIn(ini, found), choice.shownName, false),
    },
  ];
}

function labelOf({ source }: IniFile, section: IniSection, key: string): readonly string[] {
  const entry = section.entries.get(key);
  return entry === undefined ? [] : [keyLabel(source, entry)];
}

/** The header that the profile should have; where no command can be written, the line to look at. */
function rename(
  world: World,
  span: Span,
  { from, written }: { readonly from: string; readonly written: string | undefined },
  name: string,
  isProfile: boolean,
): Command | undefined {
  // What is wrong stands beside the brackets then.
  const isRight = written === `[${isProfile ? 'profile ' : ''}${name}]`;
  const other = isRight
    ? undefined
    : replaceHeader(world, span, { name, isProfile, ...(isBare(from, written) ? { instead: from } : {}) });
  return other ?? edit(world, span);
}

/** The header stands in its brackets as the reader gives it, without blanks around. */
function isBare(from: string, written: string | undefined): boolean {
  return written === undefined || written === `[${from}]`;
}

function writtenIn(ini: IniFile, section: IniSection) {
  return { from: printHeader(new Raw(section.header)).slice(1, -1), written: bracketsOf(ini, section) };
}

/** The brackets and what is between them. */
function bracketsOf({ source }: IniFile, { range }: IniSection): string | undefined {
  return /\[[^[\]\n]*\]/.exec(source.text.slice(range.start, range.end))?.[0];
}

function findLeaks({ context, resolution }: Situation): readonly Found[] {
  const { files, world, profile } = context;
  return roles.flatMap((role) => {
    const { ini } = files[role];
    // Entries are read when they are asked for: only of the sections that count.
    const leaking = ini?.sections.filter((section) => section.isDefault && section.entries.size > 0) ?? [];
    return leaking.map((section): Found => {
      const span = ini === undefined ? undefined : spanOf(ini.source, section.range);
      const keys = [...section.entries.keys()];
      const own = profile[role]?.headers.flatMap(({ entries }) => [...entries.keys()]) ?? [];
      const leaked =
        profile[role] === undefined || ini === undefined
          ? []
          : keys.filter((key) => !own.includes(key)).flatMap((key) => labelOf(ini, section, key));
      const effect = leaked.length > 0 ? `: \`${profile.shownName}\` gets ${listed(leaked)} from it` : '';
      return {
        severity: leaked.length > 0 ? 'warning' : 'info',
        ...(profile.exists ? {} : { isCause: true }),
        message: `\`[DEFAULT]\` in capitals gives its keys to every section of the file for ${flavourTitle(resolution.flavour)}${effect}`,
        span,
        fix:
          span === undefined
            ? undefined
            : replaceHeader(world, span, { name: 'default', isProfile: false, instead: 'DEFAULT' }),
      };
    });
  });
}

interface Accepted {
  readonly role: FileRole;
  readonly file: SharedFile;
  readonly section: IniSection;
}

/** Headers that this flavour or another one takes for the profile, and the rest does not. */
async function findForeignHeaders(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution, contextOf } = situation;
  const { name } = context.choice;
  const takers = new Map<string, { readonly accepted: Accepted; readonly by: FlavourId[] }>();
  for (const id of flavourIds) {
    const { files } = await contextOf(id);
    for (const accepted of acceptedHeaders(files, name)) {
      const place = `${accepted.role} ${accepted.section.range.start}`;
      const known = takers.get(place) ?? { accepted, by: [] };
      known.by.push(id);
      takers.set(place, known);
    }
  }
  const found: Found[] = [];
  for (const { accepted, by } of takers.values()) {
    const refusing: FlavourId[] = [];
    for (const id of flavourIds) {
      if (!by.includes(id) && refuses(await contextOf(id), accepted, name)) refusing.push(id);
    }
    const concerns = [...by, ...refusing].includes(resolution.flavour) && !isLost(context, accepted);
    if (concerns && refusing.length > 0) found.push(await foreignHeader(situation, accepted, by, refusing));
  }
  return found;
}

/** `section-lost` tells of a header that the reader passed over. */
function isLost({ files }: Situation['context'], { role, section }: Accepted): boolean {
  const lost = files[role].ini?.ignored ?? [];
  return lost.some(({ range }) => Math.abs(range.start - section.range.start) <= 1);
}

function acceptedHeaders(files: Situation['context']['files'], name: string): readonly Accepted[] {
  return roles.flatMap((role) => {
    const file = files[role];
    const headers = file.profiles.get(name)?.headers ?? [];
    return headers.map((section) => ({ role, file, section }));
  });
}

/** The flavour read the header, and by its name alone dropped it or took it for something else. */
function refuses(
  { files, flavour }: Situation['context'],
  { role, section }: Accepted,
  name: string,
): boolean {
  const { ini, isRejected } = files[role];
  if (ini === undefined || isRejected) return false;
  const same = ini.sections.find(({ range }) => Math.abs(range.start - section.range.start) <= 1);
  if (same === undefined) return true;
  if (same.isDefault) return false;
  const read = flavour.files.sectionNames(same.header, role);
  return read.kind === 'dropped' || (read.kind === 'profile' && read.name !== name);
}

async function foreignHeader(
  { context, resolution, contextOf }: Situation,
  { role, file, section }: Accepted,
  by: readonly FlavourId[],
  refusing: readonly FlavourId[],
): Promise<Found> {
  const { name } = context.choice;
  const isRefused = refusing.includes(resolution.flavour);
  const about = isRefused ? resolution.flavour : (refusing[0] ?? resolution.flavour);
  const { files, flavour } = await contextOf(about);
  const own = files[role].ini?.sections.find(({ range }) => range.start === section.range.start);
  const read = own === undefined ? undefined : flavour.files.sectionNames(own.header, role);
  const because = read?.kind === 'dropped' ? `: ${read.because}` : '';
  const titles = (ids: readonly FlavourId[]) => listed(ids.map(flavourTitle));
  const span = file.ini === undefined ? undefined : spanOf(file.ini.source, section.range);
  const isProfile = role === 'config' && name !== 'default';
  const header = isProfile ? profileHeader(name) : name;
  return {
    severity: isRefused ? 'warning' : 'info',
    message: `${titles(by)} ${by.length === 1 ? 'takes' : 'take'} \`${printHeader(new Raw(section.header))}\` for profile \`${context.choice.shownName}\`, ${titles(refusing)} ${refusing.length === 1 ? 'does' : 'do'} not${because}`,
    span,
    ...(/^[\w\-@+.%:/]+$/.test(name) && context.choice.shownName === name
      ? {
          advice: (await writeSnippet(header, {})).join('\n'),
          fix:
            span === undefined || file.ini === undefined
              ? undefined
              : rename(context.world, span, writtenIn(file.ini, section), name, isProfile),
        }
      : { advice: 'Give the profile a name of letters, digits, `-` and `_`' }),
  };
}

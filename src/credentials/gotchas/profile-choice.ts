import { bareName, whichIsMeant } from '../places/meant-profile.ts';
import { flavourIds } from '../chain/chain.ts';
import { listed } from '../../core/listed.ts';
import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import { flavours } from '../flavours.ts';
import { chooseProfile } from '../places/profiles.ts';
import { isSameValue, isSet, shownOf } from '../places/settings.ts';
import { hasEnvKeys } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { findNearHeaders } from './near-headers.ts';
import { Raw } from '../../core/raw.ts';
import type { IniFile } from '../../formats/ini-file.ts';
import { printName } from '../../printers/names.ts';
import { configure, setVariable, unset } from '../repairs.ts';
import { command, given, type Command } from '../../core/command.ts';
import { meantPath, lostOf, missingOf, putRight, whatIsNamed } from '../places/meant-path.ts';

/** Which profile is meant, and whether it is there: docs/gotchas.md, 4 to 6. */
export const profileGotchas: readonly Gotcha[] = [
  {
    id: 4,
    code: 'profile-name-unknown',
    says: 'A variable or the option names a profile that does not exist, or is empty; keys in the environment do not help.',
    find: findUnknown,
  },
  {
    id: 5,
    code: 'missing-profile-passed',
    says: 'A profile does not exist, and the tool goes on without it to what comes next, as the role of the instance.',
    find: findPassed,
  },
  {
    id: 6,
    code: 'profile-variables-differ',
    says: 'AWS_PROFILE and AWS_DEFAULT_PROFILE name two profiles, and tools read them in another order.',
    find: findTwoVariables,
  },
  {
    id: 64,
    code: 'profile-name-decorated',
    says: 'A name holds what stands around it in a header: the word `profile`, or quotes that a file of variables kept.',
    find: findDecorated,
  },
  {
    id: 67,
    code: 'file-variable-leads-nowhere',
    says: 'AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE leads to no file: it is relative, the file is missing, or the tool does not expand `~`.',
    find: findNowhere,
  },
  {
    id: 65,
    code: 'profile-name-of-another',
    says: 'The name that is looked for is that of an `[sso-session …]`, or the beginning of one profile.',
    find: findOtherName,
  },
  {
    code: 'no-profile-named',
    says: 'There is no profile `default`, the files hold others, and nothing names one of them.',
    find: findNoneNamed,
  },
];

function findUnknown({ context, resolution }: Situation): readonly Found[] {
  if (isPassed(resolution) || !isMissing({ context })) return [];
  const { choice } = context;
  const rescue = hasEnvKeys(context) ? '; the keys in the environment do not help' : '';
  const { name } = choice.from.evidence;
  return [
    {
      severity: 'info',
      message: choice.name === '' ? `${name} is set but empty${rescue}` : `${known(context)}${rescue}`,
      // A variable that leads nowhere is wrong, and not the profile.
      fix: lostOf(context.files).length > 0 ? undefined : repair(context),
      isCause: true,
    },
  ];
}

function findPassed({ context, resolution }: Situation): readonly Found[] {
  if (!isPassed(resolution) || !isMissing({ context })) return [];
  const { choice } = context;
  const name = choice.name === '' ? 'a profile without a name' : `profile \`${choice.shownName}\``;
  const by = choice.from.evidence.kind === 'env' ? `, and ${choice.from.evidence.name} names it;` : ', and';
  const end = resolution.verdict === 'error' ? 'finds nothing' : inWords(resolution);
  return [
    {
      message: `${name} does not exist${by} ${flavourTitle(resolution.flavour)} goes on without it and ${end}; ${known(context)}`,
      fix: lostOf(context.files).length > 0 ? undefined : repair(context),
    },
  ];
}

/** The tool went on, be it to the instance, where Go ends with an error if there is none. */
function isPassed({ verdict, error }: Situation['resolution']): boolean {
  return verdict !== 'error' || error?.code.startsWith('imds-') === true;
}

function isMissing({ context: { choice, profile } }: Pick<Situation, 'context'>): boolean {
  return choice.isNamed && !profile.exists;
}

const mostNames = 6;

function known({ files }: Situation['context']): string {
  const names = files.names();
  if (names.length === 0) return 'the files hold no profile';
  const shown = names.map((name) => files.profile(name).shownName);
  return `the files hold ${listed(shown, mostNames)}`;
}

/** The name that was meant in the place where the wrong one stands. */
function repair({ choice, files, world }: Situation['context']): Command | undefined {
  const { kind, name } = choice.from.evidence;
  const meant = whichIsMeant(choice.name, files)?.name;
  if (kind === 'option')
    return meant === undefined
      ? undefined
      : command`iamx explain-chain --profile ${given(printName(new Raw(meant)))}`;
  return meant === undefined ? unset(world, [name]) : setVariable(world, name, printName(new Raw(meant)));
}

function findTwoVariables({ context, resolution }: Situation): readonly Found[] {
  const { choice, env, world } = context;
  const names = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const;
  const [plain, old] = names.map(env);
  if (choice.isExplicit || plain === undefined || old === undefined) return [];
  if (!isSet(plain) || !isSet(old) || isSameValue(plain, old)) return [];
  const takes = (name: string) =>
    flavourIds
      .filter((id) => chooseProfile(world, flavours[id]).from.evidence.name === name)
      .map(flavourTitle);
  const byOld = takes('AWS_DEFAULT_PROFILE');
  return [
    {
      severity: choice.from.evidence.name === 'AWS_DEFAULT_PROFILE' ? 'warning' : 'info',
      message: `${listed(byOld)} ${byOld.length === 1 ? 'takes' : 'take'} AWS_DEFAULT_PROFILE=${shownOf(old)}, the others AWS_PROFILE=${shownOf(plain)}; ${flavourTitle(resolution.flavour)} uses \`${choice.shownName}\``,
      fix: unset(world, ['AWS_DEFAULT_PROFILE']),
    },
  ];
}

/** The variable or the key that names the profile, and what it would be without what stands around it. */
function findDecorated({ context }: Situation): readonly Found[] {
  const { choice, files, profile, world } = context;
  const found: Found[] = [];
  if (isMissing({ context }) && whichIsMeant(choice.name, files)?.by === 'decoration') {
    const { name, kind } = choice.from.evidence;
    const bare = bareName(choice.name);
    found.push({
      message: `${kind === 'env' ? name : 'the option --profile'} holds more than a name: ${aroundOf(choice.name)}; the profile is \`${files.profile(bare).shownName}\``,
      fix: kind === 'env' ? setVariable(world, name, files.profile(bare).shownName) : repair(context),
    });
  }
  const source = profile.get('source_profile');
  const { value } = source;
  if (value === undefined || !isSet(source) || files.profile(value).exists) return found;
  const { name } = files.profile(value);
  const meant = whichIsMeant(name, files);
  if (meant?.by !== 'decoration') return found;
  return [
    ...found,
    {
      message: `source_profile holds more than a name: ${aroundOf(name)}; the profile is \`${files.profile(meant.name).shownName}\``,
      span: source.evidence.span,
      fix: configure('source_profile', files.profile(meant.name).shownName, profile),
    },
  ];
}

function aroundOf(name: string): string {
  const words = [
    ...(/["'“”„‘’«»]/.test(name) ? ['the quotes are a part of it'] : []),
    ...(/(?:^|[["'\s])profile\s/.test(name) ? ['the word `profile` belongs into headers alone'] : []),
  ];
  return words.length === 0 ? 'what stands around it is a part of it' : words.join(', and ');
}

function findOtherName({ context }: Situation): readonly Found[] {
  if (!isMissing({ context })) return [];
  const { choice, files } = context;
  const meant = whichIsMeant(choice.name, files);
  if (meant?.by !== 'session' && meant?.by !== 'beginning') return [];
  const shown = (names: readonly string[]) =>
    listed(
      names.map((name) => `\`${files.profile(name).shownName}\``),
      mostNames,
    );
  const message =
    meant.by === 'session'
      ? `\`${choice.shownName}\` is an [sso-session], and no profile: ${shown(meant.users)} ${meant.users.length === 1 ? 'uses' : 'use'} it`
      : `\`${choice.shownName}\` is the beginning of one profile alone: ${shown([meant.name])}`;
  return [{ message, fix: meant.name === undefined ? undefined : repair(context) }];
}

function hasLostHeader(ini: IniFile | undefined): boolean {
  return ini?.ignored.some(({ range }) => ini.source.text.charCodeAt(range.start) === 91) === true;
}

/** Keys stand in a file, and nobody says which of them. */
async function findNoneNamed(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution } = situation;
  const { choice, profile, files, world, env } = context;
  const names = files.names();
  // A name that this tool does not read, and a header that is nearly right, are other findings'.
  if (isSet(env('AWS_DEFAULT_PROFILE')) || names.some((name) => /^profile\s/.test(name))) return [];
  if ((await findNearHeaders(situation)).length > 0) return [];
  // Where a header was passed over, the profile may be the one below it.
  if ([files.config, files.credentials].some(({ ini }) => hasLostHeader(ini))) return [];
  if (choice.isNamed || profile.exists || resolution.selected !== undefined || names.length === 0) return [];
  const [only] = names;
  return [
    {
      severity: 'info',
      message: `nothing names a profile, and there is none called \`default\`; ${known(context)}`,
      advice: names.length === 1 ? undefined : 'AWS_PROFILE or --profile names one',
      fix:
        names.length === 1 && only !== undefined
          ? setVariable(world, 'AWS_PROFILE', files.profile(only).shownName)
          : undefined,
      isCause: true,
    },
  ];
}

async function findNowhere({ context, resolution }: Situation): Promise<readonly Found[]> {
  if (resolution.selected !== undefined) return [];
  const { world, files, flavour } = context;
  const each = missingOf(files).map(async (file): Promise<Found> => {
    const { name } = file.from.evidence;
    const meant = await meantPath(world, file.from, flavour.title);
    return {
      message: `${name} leads to no file: it names ${whatIsNamed(world, file, meant)}; the ${file.role} file is empty for that`,
      fix: putRight(world, name, meant),
      isCause: true,
    };
  });
  return Promise.all(each);
}

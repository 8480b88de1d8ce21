import { meantProfile } from '../places/meant-profile.ts';
import { flavourIds } from '../chain/chain.ts';
import { listed } from '../../core/listed.ts';
import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import { flavours } from '../flavours.ts';
import { chooseProfile } from '../places/profiles.ts';
import { isSameValue, isSet, shownOf } from '../places/settings.ts';
import { hasEnvKeys } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { setVariable, unset } from '../repairs.ts';
import { command, given, type Command } from '../../core/command.ts';

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
];

function findUnknown({ context, resolution }: Situation): readonly Found[] {
  if (resolution.verdict !== 'error' || !isMissing({ context })) return [];
  const { choice } = context;
  const rescue = hasEnvKeys(context) ? '; the keys in the environment do not help' : '';
  const { name } = choice.from.evidence;
  return [
    {
      severity: 'info',
      message: choice.name === '' ? `${name} is set but empty${rescue}` : `${known(context)}${rescue}`,
      fix: repair(context),
      isCause: true,
    },
  ];
}

function findPassed({ context, resolution }: Situation): readonly Found[] {
  if (resolution.verdict === 'error' || !isMissing({ context })) return [];
  const { choice } = context;
  const name = choice.name === '' ? 'a profile without a name' : `profile \`${choice.shownName}\``;
  return [
    {
      message: `${name} does not exist, and ${flavourTitle(resolution.flavour)} goes on without it and ${inWords(resolution)}; ${known(context)}`,
      fix: repair(context),
    },
  ];
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
  const meant = meantProfile(choice.name, files.names());
  if (kind === 'option')
    return meant === undefined ? undefined : command`iamx explain-chain --profile ${given(meant)}`;
  return meant === undefined ? unset(world, [name]) : setVariable(world, name, meant);
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

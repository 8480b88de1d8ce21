import { flavourTitle } from '../flavours.ts';
import { isSameValue, isSet, shownOf } from '../places/settings.ts';
import { placeOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { hintOf, type Hint } from '../../core/command.ts';
import { configure, setVariable } from '../repairs.ts';
import { settingIn } from '../places/shared-file.ts';
import { judgeRegion } from './shape-of.ts';

/** A region that is missing (docs/gotchas.md, 37), and a variable that only other tools read. */
export const regionGotchas: readonly Gotcha[] = [
  {
    id: 37,
    code: 'region-missing',
    says: "There is no region: nothing sets one, only another tool's variable does, or only `[default]`.",
    find: findMissing,
  },
  {
    code: 'region-variable-ignored',
    says: 'A variable names another region than the one used: this tool does not read it.',
    find: findIgnored,
  },
];

const variables = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** The variable that is set and that this flavour does not read. */
function unreadVariable({ context, resolution }: Situation) {
  const read = resolution.regionSteps.map(({ title }) => title);
  return variables.map(context.env).find((one) => isSet(one) && !read.includes(one.evidence.name));
}

function findMissing(situation: Situation): readonly Found[] {
  const { context, resolution } = situation;
  if (isSet(resolution.region)) return [];
  const { files, choice, world, flavour } = context;
  const unread = unreadVariable(situation);
  const standard = files.profile('default').get('region');
  const isOther = choice.name !== 'default' && isSet(standard);
  const session = context.profile.get('sso_session');
  const ofSso = [
    context.profile.get('sso_region'),
    settingIn(files.session(session.value ?? ''), 'sso_region'),
  ];
  const known = unread ?? (isOther ? standard : ofSso.find(isSet));
  // A placeholder that is pasted would be a region that is none.
  const isGood = known?.value !== undefined && judgeRegion(known.value) === undefined;
  const region = isGood ? shownOf(known) : undefined;
  const reasons = [
    ...(unread === undefined
      ? []
      : [`${unread.evidence.name} is set, but ${flavour.title} does not read it`]),
    ...(isOther
      ? [`that of [default] (${placeOf(standard)}) does not count for \`${choice.shownName}\``]
      : []),
  ];
  // Another error comes first, and without credentials a region is of no use.
  const isNext = resolution.verdict === 'selected' || resolution.error?.code === 'no-region';
  if (!isNext) return [];
  return [
    {
      severity: reasons.length > 0 ? 'warning' : 'info',
      message: `there is no region: ${reasons.length > 0 ? reasons.join('; ') : 'nothing sets one'}`,
      ...(region === undefined
        ? { advice: example(choice) }
        : {
            fix:
              unread !== undefined && isReadName(resolution, unread.evidence.name)
                ? setVariable(world, readName(resolution), region)
                : configure('region', region, choice),
          }),
    },
  ];
}

/** Which region is meant nobody can know: the command is an example, and the last line of no answer. */
function example(choice: Situation['context']['choice']): Hint | undefined {
  return hintOf('Name one, for example: ', configure('region', 'us-east-1', choice));
}

function readName({ regionSteps }: Situation['resolution']): string {
  return variables.find((name) => regionSteps.some(({ title }) => title === name)) ?? 'AWS_REGION';
}

function isReadName(resolution: Situation['resolution'], unread: string): boolean {
  return readName(resolution) !== unread;
}

function findIgnored(situation: Situation): readonly Found[] {
  const { context, resolution } = situation;
  const unread = unreadVariable(situation);
  if (unread === undefined || !isSet(resolution.region) || isSameValue(unread, resolution.region)) return [];
  if (context.world.options.region !== undefined) return [];
  return [
    {
      severity: 'info',
      message: `${flavourTitle(resolution.flavour)} does not read ${unread.evidence.name} (${shownOf(unread)}): the region is ${shownOf(resolution.region)}`,
      fix: setVariable(context.world, readName(resolution), shownOf(unread)),
    },
  ];
}

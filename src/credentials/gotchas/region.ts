import { flavourTitle } from '../flavours.ts';
import { isSameValue, isSet, shownOf } from '../places/settings.ts';
import { placeOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { command, given } from '../../core/command.ts';
import { profileOption, setVariable } from '../repairs.ts';

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
  const region = shownOf(unread ?? (isOther ? standard : undefined)) || 'REGION';
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
      fix:
        unread !== undefined && isReadName(resolution, unread.evidence.name)
          ? setVariable(world, readName(resolution), region)
          : command`aws configure set region ${given(region)} ${profileOption(choice)}`,
    },
  ];
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

import { copyVariables } from '../../core/command.ts';
import { listed } from '../../core/listed.ts';
import { isSet } from '../places/settings.ts';
import type { Found, Situation } from './gotcha.ts';
import { meantVariable } from '../places/meant-variable.ts';

interface Slip {
  readonly name: string;
  readonly from: string;
}

/** Variables whose names are nearly those that a tool reads, where the right one is not set. */
export function findNearVariables({ context, resolution }: Situation): readonly Found[] {
  const { world, env } = context;
  const slips = Object.keys(world.host.env).flatMap((from): readonly Slip[] => {
    const name = meantVariable(from);
    return name === undefined || isSet(env(name)) || !isSet(env(from)) ? [] : [{ name, from }];
  });
  const once = slips.filter(({ name }) => slips.filter((other) => other.name === name).length === 1);
  if (once.length === 0) return [];
  const told = once.map(({ name, from }) => `${from} would be ${name}`);
  return [
    {
      severity: resolution.verdict === 'selected' && !isMissed(once, context) ? 'info' : 'warning',
      message: `the environment has ${once.length === 1 ? 'a name' : 'names'} that no tool reads: ${listed(told)}`,
      fix: copyVariables(once),
      isCause: true,
    },
  ];
}

/** A half of what is sent stands there under a wrong name. */
function isMissed(slips: readonly Slip[], { env }: Situation['context']): boolean {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  return slips.some(({ name }) => keys.includes(name)) && keys.some((name) => isSet(env(name)));
}

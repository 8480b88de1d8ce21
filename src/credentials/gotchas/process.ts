import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { ProcessRecipe, Recipe } from '../chain/recipe.ts';
import { isSet, shownOf } from '../places/settings.ts';
import { stepOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, putBehindEnv } from '../repairs.ts';

/** `credential_process`: docs/gotchas.md, 35 and 36. */
export const processGotchas: readonly Gotcha[] = [
  {
    id: 35,
    code: 'process-needs-shell',
    says: 'credential_process needs a shell (`~`, `$`, `|`): the AWS CLI and boto3 run it without one.',
    find: findShell,
  },
  {
    id: 36,
    code: 'process-failure-hidden',
    says: 'credential_process fails, and the tool goes on without a word to other credentials.',
    find: findHidden,
  },
  {
    id: 66,
    code: 'process-quotes-of-two',
    says: 'credential_process begins and ends with a quote, each of another word: the Go SDK takes the two off, and the shell gets other words.',
    find: findOuterQuotes,
  },
];

function findOuterQuotes({ context, resolution }: Situation): readonly Found[] {
  if (resolution.flavour !== 'go') return [];
  const command = context.profile.get('credential_process');
  // What Go's reader gives has lost the two already: one of the first word is left open.
  const isTorn = command.value?.passes((text) => /^[^"']+"\s.*\s"[^"']*$|^[^"']+'\s.*\s'[^"']*$/s.test(text));
  if (!isSet(command) || isTorn !== true) return [];
  const { span } = command.evidence;
  return [
    {
      message: `${flavourTitle('go')} takes off the first and the last quote of credential_process, though they belong to two words: the shell gets a first word without its quote, and does not find the program`,
      span,
      advice: 'Let the value not begin and end with a quote: put env before the program',
      ...(span === undefined ? {} : { fix: putBehindEnv(context.world, span) }),
    },
  ];
}

/** What a shell makes something of: a home folder, a variable, a pipe, a list, a redirection, a pattern. */
const shellSigns = /(?:^|\s)~|[$|&;<>`*]/;

function findShell(situation: Situation): readonly Found[] {
  const { context, resolution } = situation;
  const command = context.profile.get('credential_process');
  if (!isSet(command) || command.value?.fits(shellSigns) !== true) return [];
  const own = processOf(resolution);
  const isOwn = own?.argv !== undefined || resolution.verdict === 'error';
  const { span } = command.evidence;
  return [
    {
      severity: isOwn ? 'warning' : 'info',
      message: `the AWS CLI and boto3 run credential_process without a shell (${shownOf(command)}): \`~\`, \`$\` and \`|\` mean nothing there; ${flavourTitle('js')} and ${flavourTitle('go')} use one`,
      span,
      advice: "Hand the whole command to a shell: credential_process = sh -c '…'",
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

function processOf({ selected, steps }: Situation['resolution']): ProcessRecipe | undefined {
  const recipes = [selected?.recipe, ...steps.map(({ wouldGive }) => wouldGive?.recipe)];
  return recipes
    .map((recipe) => (recipe === undefined ? undefined : innerProcess(recipe)))
    .find((one) => one !== undefined);
}

function innerProcess(recipe: Recipe): ProcessRecipe | undefined {
  if (recipe.kind === 'process') return recipe;
  return recipe.kind === 'assume-role' ? innerProcess(recipe.source) : undefined;
}

function findHidden({ context, resolution }: Situation): readonly Found[] {
  const command = context.profile.get('credential_process');
  const step = stepOf(resolution, 'process');
  if (!isSet(command) || (step?.outcome !== 'pass' && step?.outcome !== 'passed-over')) return [];
  const { evidence } = command;
  return [
    {
      message: `credential_process came to nothing (${step.because}), and ${flavourTitle(resolution.flavour)} goes on without a word and ${inWords(resolution)}`,
      span: evidence.span,
      advice: 'Run the command yourself to see what it says',
      fix: evidence.span === undefined ? undefined : edit(context.world, evidence.span),
    },
  ];
}

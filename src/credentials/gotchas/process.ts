import { hideSecrets } from '../../output/secret.ts';
import { writeSnippet } from '../../formats/ini-snippet.ts';
import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { ProcessRecipe, Recipe } from '../chain/recipe.ts';
import { splitShellWords } from '../places/section-names.ts';
import { isSet, type Setting } from '../places/settings.ts';
import { stepOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit } from '../repairs.ts';

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
];

/** What a shell makes something of: a home folder, a variable, a pipe, a list, a redirection, a pattern. */
const shellSigns = /(?:^|\s)~|[$|&;<>`*]/;

async function findShell(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution, ask } = situation;
  const command = context.profile.get('credential_process');
  const text = command.value ?? '';
  if (!isSet(command) || !shellSigns.test(text)) return [];
  const own = processOf(resolution);
  const strict = own?.argv === undefined ? processOf(await ask('cli')) : own;
  const isOwn = own?.argv !== undefined || resolution.verdict === 'error';
  const words = strict?.argv ?? splitShellWords(text) ?? [];
  const { span } = command.evidence;
  const argv = words.map((word) => `‹${hideSecrets(word)}›`).join(' ');
  const snippet = await inShell(context.profile.name, text, command);
  return [
    {
      severity: isOwn ? 'warning' : 'info',
      message: `the AWS CLI and boto3 run credential_process without a shell, as ${argv}: \`~\`, \`$\` and \`|\` mean nothing there; ${flavourTitle('js')} and ${flavourTitle('go')} use one`,
      span,
      advice: snippet,
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

/** The command handed to a shell; undefined where its text is not shown. */
async function inShell(profile: string, text: string, { evidence }: Setting): Promise<string | undefined> {
  if (evidence.value !== text || text.includes("'")) return undefined;
  const header = profile === 'default' ? 'default' : `profile ${profile}`;
  return (await writeSnippet(header, { credential_process: `sh -c '${text}'` })).join('\n');
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
  if (!isSet(command) || step?.outcome !== 'pass') return [];
  const { evidence } = command;
  const text = evidence.value ?? '';
  return [
    {
      message: `credential_process came to nothing (${step.because}), and ${flavourTitle(resolution.flavour)} goes on without a word and ${inWords(resolution)}`,
      span: evidence.span,
      advice: 'To see what it says itself:',
      fix: text === command.value ? text : undefined,
    },
  ];
}

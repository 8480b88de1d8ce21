import { spanOf } from '../../core/source.ts';
import type { Span } from '../../core/evaluation.ts';
import { describeLine } from '../../core/place.ts';
import type { Raw } from '../../core/raw.ts';
import {
  flavourIds,
  type ChainStep,
  type FlavourId,
  type ProviderId,
  type Resolution,
  type Selected,
} from '../chain/chain.ts';
import type { Context } from '../chain/provider.ts';
import type { ProfileView } from '../places/profiles.ts';
import type { Recipe, StaticRecipe } from '../chain/recipe.ts';
import { settingIn } from '../places/shared-file.ts';
import type { Section } from '../places/section.ts';
import { isSet, shownOf, type Setting } from '../places/settings.ts';
import type { Situation } from './gotcha.ts';

/** What several gotchas ask for. */

export const keyVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const credentialVariables = [
  ...keyVariables,
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];
const fileProviders: readonly ChainStep['id'][] = [
  'assume-role',
  'web-identity',
  'sso',
  'login',
  'process',
  'shared-credentials-file',
  'config-file',
];

/** Both keys are in the environment. */
export function hasEnvKeys({ env }: Context): boolean {
  return keyVariables.every((name) => isSet(env(name)));
}

/** The variables of keys that are set, to be unset together; the old names among them where they were used. */
export function setKeyVariables({ env }: Context, used?: Selected): readonly string[] {
  const keys = used === undefined ? undefined : baseKeys(used.recipe);
  const settings = keys === undefined ? [] : [keys.accessKeyId, keys.secretAccessKey];
  const names = settings
    .filter(({ evidence }) => evidence.kind === 'env')
    .map(({ evidence }) => evidence.name);
  return [...new Set([...names, ...credentialVariables.filter((name) => env(name).value !== undefined)])];
}

/** The variables of an environment web identity that are set. */
export function setIdentityVariables({ env }: Context): readonly string[] {
  return ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'].filter(
    (name) => env(name).value !== undefined,
  );
}

export function stepOf({ steps }: Resolution, id: ProviderId): ChainStep | undefined {
  return steps.find((step) => step.id === id);
}

/** What the step concluded, or would have. */
export function outcomeOf(step: ChainStep | undefined): string | undefined {
  return step?.otherwise?.outcome ?? step?.outcome;
}

/** What the profile would have given, had nothing before it won. */
export function profileGives({ steps }: Resolution): Selected | undefined {
  return steps.find(({ id, wouldGive }) => wouldGive !== undefined && fileProviders.includes(id))?.wouldGive;
}

/** Whether the choice came out of the profile rather than the environment, a container or an instance. */
export function isFromProfile({ selected }: Resolution): boolean {
  return selected !== undefined && fileProviders.includes(selected.provider);
}

/** The keys at the end of a chain of roles; undefined where there are none. */
export function baseKeys(recipe: Recipe): StaticRecipe | undefined {
  if (recipe.kind === 'static') return recipe;
  return recipe.kind === 'assume-role' ? baseKeys(recipe.source) : undefined;
}

/** The roles in the order in which they are assumed. */
export function hopsOf(recipe: Recipe): readonly string[] {
  if (recipe.kind !== 'assume-role') return recipe.kind === 'web-identity' ? [shownOf(recipe.roleArn)] : [];
  return [...hopsOf(recipe.source), shownOf(recipe.roleArn)];
}

/** The sections of the profile and of those it names as sources, each once. */
export function sectionsInUse({ files, profile }: Context): readonly Section[] {
  return profilesInUse(files.profile, profile).flatMap(sectionsOf);
}

/** The profile, its source, the source of that, until there is none or it comes again. */
export function profilesInUse(
  find: (name: string | Raw) => ProfileView,
  profile: ProfileView,
): readonly ProfileView[] {
  const found: ProfileView[] = [];
  let next: ProfileView | undefined = profile;
  while (next?.exists === true && !found.includes(next)) {
    found.push(next);
    const source: Setting = next.get('source_profile');
    next = source.value !== undefined && isSet(source) ? find(source.value) : undefined;
  }
  return found;
}

export function sectionsOf({ config, credentials }: ProfileView): readonly Section[] {
  return [config, credentials].filter((section) => section !== undefined);
}

export function settingsOf(section: Section): readonly Setting[] {
  return [...section.entries.keys()].map((key) => settingIn(section, key));
}

export function headerSpan({ headers, source }: Section): Span | undefined {
  const [first] = headers;
  return first === undefined ? undefined : spanOf(source, first.range);
}

export function placeOf({ evidence }: Setting): string {
  const { span, name } = evidence;
  return span === undefined ? name : describeLine(span);
}

/** The flavours by what the function says of them: `AWS CLI v2, boto3`. */
export async function groupFlavours(
  { ask }: Situation,
  tell: (resolution: Resolution, id: FlavourId) => string,
): Promise<ReadonlyMap<string, readonly FlavourId[]>> {
  const groups = new Map<string, FlavourId[]>();
  for (const id of flavourIds) {
    const told = tell(await ask(id), id);
    groups.set(told, [...(groups.get(told) ?? []), id]);
  }
  return groups;
}

import { writeSnippet } from '../../formats/ini-snippet.ts';
import type { FlavourId } from '../chain/chain.ts';
import { parseInstant } from '../../core/instant.ts';
import { listed } from '../../core/listed.ts';
import { describeCredentials, inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { ProfileView } from '../places/profiles.ts';
import type { Recipe } from '../chain/recipe.ts';
import { isSet, isWord, shownOf } from '../places/settings.ts';
import { baseKeys, groupFlavours, hopsOf, isFromProfile, placeOf, profilesInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { command, taking, type Command } from '../../core/command.ts';
import { configure, edit, envFormat, profileOption, remove } from '../repairs.ts';

/** Profiles that assume a role: docs/gotchas.md, 24 to 26, 39, 44, 45 and 48. */
export const roleGotchas: readonly Gotcha[] = [
  {
    id: 24,
    code: 'role-cache-outlives-source',
    says: 'The AWS CLI uses the role session in its cache until that ends, though the keys or the source profile have changed.',
    find: findRoleCache,
  },
  {
    id: 25,
    code: 'role-without-source',
    says: 'A profile has role_arn and no source of keys: ignored, an error, or assumed with whatever else is there, depending on the tool.',
    find: findNoSource,
  },
  { id: 26, code: 'source-profile-loop', says: 'source_profile goes in a circle.', find: findLoop },
  {
    id: 39,
    code: 'mfa-code-needed',
    says: 'The role needs an MFA code: only the AWS CLI and boto3 ask for one, others stop or leave it out.',
    find: findMfa,
  },
  {
    id: 44,
    code: 'self-source',
    says: 'A profile is its own source_profile: some tools use its keys, others take it for a circle.',
    find: findSelfSource,
  },
  {
    id: 45,
    code: 'role-not-assumed',
    says: 'The role of the profile is not assumed, since its source is broken: the keys of credential_process are used as they are.',
    find: findRoleNotAssumed,
  },
  {
    id: 48,
    code: 'extra-role',
    says: 'A source profile has both keys and role_arn: the Go SDK assumes that role too, other tools use the keys.',
    find: findExtraRole,
  },
];

async function findRoleCache({ context, resolution }: Situation): Promise<readonly Found[]> {
  const { world } = context;
  const recipe = resolution.selected?.recipe;
  const file = recipe !== undefined && 'cacheFile' in recipe ? recipe.cacheFile : undefined;
  if (
    recipe === undefined ||
    file === undefined ||
    (recipe.kind !== 'assume-role' && recipe.kind !== 'web-identity')
  )
    return [];
  const text = await world.read(file);
  const expiration = text.kind === 'text' ? /"Expiration"\s*:\s*"([^"]*)"/.exec(text.text)?.[1] : undefined;
  const end = expiration === undefined ? undefined : parseInstant(expiration);
  // botocore `CachedCredentialFetcher`: an entry with less than 15 minutes left counts as expired.
  if (end === undefined || end - world.host.now() < 15 * 60_000) return [];
  const minutes = Math.round((end - world.host.now()) / 60_000);
  return [
    {
      severity: 'info',
      message: `a session of this role is in the cache for ${minutes} min: ${flavourTitle(resolution.flavour)} uses it whatever the source is by then, as after a change of keys or source_profile`,
      fix: remove(world, world.show(file)),
    },
  ];
}

/** What each flavour does, in one sentence: `AWS CLI v2 and boto3 stop; …`. */
async function perFlavour(situation: Situation): Promise<string> {
  const groups = await groupFlavours(situation, (resolution) => shortly(resolution));
  const sentence = (told: string, ids: readonly FlavourId[]) => `${listed(ids.map(flavourTitle))}: ${told}`;
  return [...groups].map(([told, ids]) => sentence(told, ids)).join('; ');
}

function shortly({ verdict, selected }: Situation['resolution']): string {
  if (verdict === 'error') return 'error';
  return selected === undefined ? 'nothing' : describeCredentials(selected);
}

/** Where one other profile alone has keys, it is the source. */
function sourceFor({ context }: Situation): Command | undefined {
  const { files, profile } = context;
  const [only, ...others] = files.names().filter((name) => {
    const keys = ['aws_access_key_id', 'aws_secret_access_key'].map(files.profile(name).get);
    return name !== profile.name && keys.every(isSet);
  });
  return only === undefined || others.length > 0
    ? undefined
    : configure('source_profile', files.profile(only).shownName, profile);
}

async function findNoSource(situation: Situation): Promise<readonly Found[]> {
  const { profile } = situation.context;
  const role = profile.get('role_arn');
  const sources = ['source_profile', 'credential_source', 'web_identity_token_file'];
  if (!isSet(role) || sources.some((key) => isSet(profile.get(key)))) return [];
  const { span } = role.evidence;
  const header =
    span?.file === profile.config?.source.file && profile.name !== 'default'
      ? `profile ${profile.shownName}`
      : profile.shownName;
  return [
    {
      message: `role_arn of \`${profile.shownName}\` has neither source_profile nor credential_source: ${await perFlavour(situation)}`,
      span,
      advice: (await writeSnippet(header, { role_arn: shownOf(role), source_profile: 'NAME' })).join('\n'),
      fix: sourceFor(situation) ?? (span === undefined ? undefined : edit(situation.context.world, span)),
    },
  ];
}

interface Loop {
  readonly names: readonly string[];
  readonly places: readonly string[];
  readonly last: ProfileView;
}

/** The names from the profile on until one comes again. */
function loopOf({ files, profile }: Situation['context']): Loop | undefined {
  const way = profilesInUse(files.profile, profile);
  const last = way.at(-1);
  const named = last?.get('source_profile');
  if (last === undefined || !way.some(({ name }) => isWord(named, name))) return undefined;
  const back = shownOf(named);
  const places = way.map((view) => `${view.shownName} (${placeOf(view.get('source_profile'))})`);
  return { names: [...way.map(({ shownName }) => shownName), back], places: [...places, back], last };
}

function findLoop({ context, resolution }: Situation): readonly Found[] {
  const loop = loopOf(context);
  if (loop === undefined) return [];
  const isRole = resolution.selected !== undefined && hopsOf(resolution.selected.recipe).length > 0;
  if (isRole && isFromProfile(resolution)) return [];
  const { span } = loop.last.get('source_profile').evidence;
  return [
    {
      message: `source_profile goes in a circle: ${loop.places.join(' → ')}`,
      span,
      advice: 'Let the last profile name one that has keys of its own',
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

async function findSelfSource(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution } = situation;
  const loop = loopOf(context);
  if (loop?.names.length !== 2) return [];
  const { profile } = context;
  const groups = await groupFlavours(situation, ({ selected }) =>
    selected !== undefined && hopsOf(selected.recipe).length > 0 ? 'assumes' : 'not',
  );
  const refusing = groups.get('not') ?? [];
  if (refusing.length === 0 || groups.get('assumes') === undefined) return [];
  const role = profile.get('role_arn');
  const { span } = profile.get('source_profile').evidence;
  const base = `${profile.shownName}-keys`;
  const snippet = await writeSnippet(
    profile.name === 'default' ? 'default' : `profile ${profile.shownName}`,
    {
      role_arn: shownOf(role),
      source_profile: base,
    },
  );
  return [
    {
      severity: refusing.includes(resolution.flavour) ? 'warning' : 'info',
      message: `\`${profile.shownName}\` names itself as source_profile: ${listed(refusing.map(flavourTitle))} ${refusing.length === 1 ? 'takes' : 'take'} that for a circle; keys in a profile of their own work everywhere`,
      span,
      advice: [...snippet, `and the keys in [${base}] of the credentials file`].join('\n'),
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

function findMfa({ context, resolution }: Situation): readonly Found[] {
  const { profile, flavour } = context;
  const serial = profile.get('mfa_serial');
  if (!isSet(serial) || !isSet(profile.get('role_arn'))) return [];
  const { span } = serial.evidence;
  const { selected } = resolution;
  const title = flavour.title;
  const isSent = selected !== undefined && sendsMfa(selected.recipe);
  const isRole = selected !== undefined && hopsOf(selected.recipe).length > 0;
  if (selected !== undefined && !isFromProfile(resolution)) return [];
  const effect = isSent
    ? `${title} asks for a code on the terminal; ${flavourTitle('js')} and ${flavourTitle('go')} cannot`
    : isRole
      ? `${title} does not read mfa_serial: STS denies the call where the role asks for MFA`
      : `${title} has nobody to ask for the code`;
  return [
    {
      severity: isSent ? 'info' : 'warning',
      message: `the role of \`${profile.shownName}\` needs an MFA code: ${effect}`,
      span,
      fix: taking(
        command`aws configure export-credentials ${profileOption(profile)} --format ${envFormat(context.world)}`,
      ),
    },
  ];
}

function sendsMfa(recipe: Recipe): boolean {
  return (
    recipe.kind === 'assume-role' &&
    ((recipe.mfaSerial !== undefined && isSet(recipe.mfaSerial)) || sendsMfa(recipe.source))
  );
}

function findRoleNotAssumed({ context, resolution }: Situation): readonly Found[] {
  const { profile } = context;
  const { selected, steps } = resolution;
  const role = profile.get('role_arn');
  if (!isSet(role) || selected === undefined || !isFromProfile(resolution)) return [];
  if (hopsOf(selected.recipe).length > 0 || selected.provider !== 'process') return [];
  const passed = steps.find(({ id, outcome }) => id === 'assume-role' && outcome === 'passed-over');
  return [
    {
      message: `role ${shownOf(role)} is not assumed: ${inWords(resolution)} as it is${passed === undefined ? '' : ` (${passed.because})`}`,
      span: role.evidence.span,
      advice: 'Give the role a source that works, or take credential_process out of this profile',
      ...(role.evidence.span === undefined ? {} : { fix: edit(context.world, role.evidence.span) }),
    },
  ];
}

/** The keys and the roles that follow on them; empty where no role does. */
function wayOf(recipe: Recipe): string {
  const hops = hopsOf(recipe).map((arn) => arn.replace(/^.*:role\//, ''));
  const keys = baseKeys(recipe);
  return hops.length === 0
    ? ''
    : [keys === undefined ? 'source' : placeOf(keys.accessKeyId), ...hops].join(' → ');
}

async function findExtraRole(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution } = situation;
  const source = profilesInUse(context.files.profile, context.profile)
    .slice(1)
    .find((view) => isSet(view.get('role_arn')) && isSet(view.get('aws_access_key_id')));
  if (source === undefined) return [];
  const groups = await groupFlavours(situation, ({ selected }) =>
    selected === undefined ? '' : wayOf(selected.recipe),
  );
  const told = [...groups].filter(([hops]) => hops !== '');
  if (told.length < 2) return [];
  const own = [...groups].find(([, ids]) => ids.includes(resolution.flavour))?.[0] ?? '';
  const isLonger = told.every(([hops]) => hops.length <= own.length);
  const { span } = source.get('role_arn').evidence;
  return [
    {
      severity: isLonger ? 'warning' : 'info',
      message: `source profile \`${source.shownName}\` has keys and a role_arn of its own: ${told.map(([hops, ids]) => `${listed(ids.map(flavourTitle))}: ${hops}`).join('; ')}`,
      span,
      advice: 'Keep keys and role_arn in two profiles',
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

import { listed } from '../../core/listed.ts';
import { flavourIds, type FlavourId } from '../chain/chain.ts';
import { findEndpoint } from '../chain/endpoint-url.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet, shownOf } from '../places/settings.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import type { Recipe } from '../chain/recipe.ts';
import { remove } from '../repairs.ts';

/** What stops a tool behind its chain: docs/gotchas.md, 74, 76 and 77. */
export const clientGotchas: readonly Gotcha[] = [
  {
    id: 74,
    code: 'no-client',
    says: 'Credentials are found, and no call can be made with them: a region, an address, a `services` section or an `sso_session` that no client is made with.',
    find: findNoClient,
  },
  {
    id: 76,
    code: 'role-session-not-kept',
    says: 'The AWS CLI keeps the session of a role below HOME, and stops where it cannot write there; the SDKs keep it in memory.',
    find: findNotKept,
  },
  {
    id: 77,
    code: 'role-cache-broken',
    says: 'A file in which the AWS CLI keeps the session of a role holds none: the CLI stops with a bare name.',
    find: findBrokenCache,
  },
  {
    code: 'login-not-kept',
    says: 'A login is renewed before it is used, and the new one cannot be written below HOME: the old one may be spent then, and nobody is logged in any more.',
    find: findLoginNotKept,
  },
];

const clientCodes: readonly (string | undefined)[] = [
  'services-missing',
  'sso-session-not-found',
  'endpoint-not-indented',
  'endpoint-refused',
  'region-refused',
  'empty-region',
  'invalid-value',
];

/** Of the tools that use the same credentials, those that make a client with them. */
async function findNoClient(situation: Situation): Promise<readonly Found[]> {
  const { resolution, context } = situation;
  const isStopped = resolution.steps.some(({ id }) => id === 'client');
  if (!isStopped || !clientCodes.includes(resolution.error?.code)) return hiddenEndpoint(context);
  // Of Java and Rust it is not known which checks they make.
  const others = await flavoursThat(
    situation,
    ({ verdict, flavour }) => verdict === 'selected' && flavour !== 'java' && flavour !== 'rust',
  );
  if (others.length === 0) return [];
  return [
    {
      severity: 'info',
      message: `${listed(others.map(flavourTitle))} ${others.length === 1 ? 'makes' : 'make'} a client all the same`,
    },
  ];
}

/** `services` names a section that is not there, and the profile's own address does not count for want of it. */
function hiddenEndpoint(context: Situation['context']): readonly Found[] {
  const { profile, files, flavour } = context;
  if (flavour.endpoints.missingServices !== 'hides-endpoint') return [];
  const [named, endpoint] = [profile.get('services'), profile.get('endpoint_url')];
  const isMissing = isSet(named) && named.value !== undefined && files.services(named.value) === undefined;
  if (!isMissing || !isSet(endpoint) || findEndpoint(context, 'STS').endpoint.value !== undefined) return [];
  return [
    {
      message: `there is no section [services ${shownOf(named)}]: ${flavour.title} gives up on the settings of the profile, and its endpoint_url (${shownOf(endpoint)}) does not count`,
      span: named.evidence.span,
      advice: 'Write the section, or take `services` out of the profile',
    },
  ];
}

async function flavoursThat(
  { ask }: Situation,
  holds: (resolution: Situation['resolution']) => boolean,
): Promise<readonly FlavourId[]> {
  const found: FlavourId[] = [];
  for (const id of flavourIds) if (holds(await ask(id))) found.push(id);
  return found;
}

function findNotKept({ context, resolution }: Situation): readonly Found[] {
  if (resolution.error?.code !== 'role-cache-unwritable') return [];
  const home = context.env('HOME');
  const where = isSet(home) ? `HOME is ${shownOf(home)}` : 'HOME is not set';
  return [
    {
      severity: 'info',
      message: `${where}: only the AWS CLI writes below it; ${flavourTitle('boto3')} and the SDKs keep the session in memory, and keys without a role need no file`,
    },
  ];
}

function findBrokenCache({ context, resolution }: Situation): readonly Found[] {
  if (resolution.error?.code !== 'role-cache-broken') return [];
  const file = resolution.steps
    .find(({ id }) => id === 'client')
    ?.evidence.find(({ kind }) => kind === 'cache')?.name;
  if (file === undefined) return [];
  return [
    {
      severity: 'info',
      message: 'the file is made again with the next session: nothing is lost with it',
      fix: remove(context.world, file),
      isCause: true,
    },
  ];
}

/** The login that the chosen credentials come of, and the file in which it is kept. */
function loginBehind(recipe: Recipe | undefined) {
  switch (recipe?.kind) {
    case 'assume-role':
      return loginBehind(recipe.source);
    case 'sso':
      return { renewal: recipe.renewal, file: recipe.tokenFile, named: recipe.session ?? recipe.startUrl };
    case 'login':
      return { renewal: recipe.renewal, file: recipe.cacheFile, named: recipe.loginSession };
    case 'static':
    case 'web-identity':
    case 'process':
    case 'container':
    case 'imds':
    case undefined:
      return undefined;
  }
}

/** A tool that this does not stop spends the login for all others. */
async function findLoginNotKept({ context, resolution }: Situation): Promise<readonly Found[]> {
  const { world } = context;
  const login = loginBehind(resolution.selected?.recipe);
  if (login?.renewal?.ifNotKept !== 'goes-on') return [];
  const { canKeep } = await import('../chain/keeping-problem.ts');
  if (await canKeep(world, login.renewal, login.file)) return [];
  const folder = world.show(login.file.replace(/[/\\][^/\\]*$/, ''));
  return [
    {
      message: `${flavourTitle(resolution.flavour)} renews the login first and cannot keep the new one in ${folder}: the old one may be spent then, and no tool is logged in any more`,
      span: login.named.evidence.span,
      advice: `Let this user write in ${folder} before anything is asked`,
    },
  ];
}

import { sha1 } from '../../core/digest.ts';
import { Raw } from '../../core/raw.ts';
import { printUrl } from '../../printers/addresses.ts';
import { printName } from '../../printers/names.ts';
import { isPortalThere } from '../places/portal-address.ts';
import { inTheWay } from '../places/in-the-way.ts';
import { settingIn } from '../places/shared-file.ts';
import { bareSession, nearSession } from '../places/meant-profile.ts';
import { spanOf } from '../../core/source.ts';
import { writeSnippet } from '../../formats/ini-snippet.ts';
import { describeTime } from '../../core/describe-time.ts';
import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import { parseInstant } from '../../core/instant.ts';
import { isSet, shownOf, type Setting } from '../places/settings.ts';
import { digestOf, readCacheFile, textField, type CacheFile } from '../places/tool-caches.ts';
import { isFromProfile, placeOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { isSessionNear } from './near-sections.ts';
import { command, given, givenPath, setVariable, type Command } from '../../core/command.ts';
import { edit, profileOption } from '../repairs.ts';

/** IAM Identity Center: docs/gotchas.md, 20 to 23, and tokens that are over. */
export const ssoGotchas: readonly Gotcha[] = [
  {
    id: 20,
    code: 'sso-session-unresolved',
    says: 'The profile names an `[sso-session …]` that is not there, stands in the credentials file, or in a config file whose path the tool does not expand.',
    find: findSession,
  },
  {
    id: 21,
    code: 'keys-and-sso',
    says: 'A profile has both keys and SSO: some tools use the one, some the other.',
    find: findKeysAndSso,
  },
  {
    id: 22,
    code: 'sso-token-missing',
    says: 'No token of the access portal is in the cache for this session or start URL: never signed in, signed in under another name, or in another home folder.',
    find: findMissingToken,
  },
  {
    id: 79,
    code: 'sso-token-beside-config',
    says: 'The config file lies elsewhere, and a token lies beside it: the cache is always looked for below HOME.',
    find: findBesideConfig,
  },
  {
    code: 'sso-login-not-kept',
    says: 'Nobody is logged in, and where the token of a login is kept this user cannot write: `aws sso login` would fail too.',
    find: findLoginFolder,
  },
  {
    id: 23,
    code: 'sso-token-not-refreshable',
    says: 'The token ends soon and cannot be refreshed: the JavaScript SDK refuses it in its last five minutes, other tools use it to the end.',
    find: findUnrefreshable,
  },
  {
    code: 'sso-token-expired',
    says: 'The token of the access portal has expired and cannot be refreshed.',
    find: findExpired,
  },
  {
    code: 'sso-role-not-assigned',
    says: 'AWS took the token and says that the role of the account is not assigned to this user.',
    find: findNotAssigned,
  },
];

const ssoKeys = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name'] as const;

type Context = Situation['context'];

async function findSession(situation: Situation): Promise<readonly Found[]> {
  const { context, contextOf } = situation;
  const { profile, files, env, flavour } = context;
  const setting = profile.get('sso_session');
  const { value } = setting;
  const name = shownOf(setting);
  if (value === undefined || !isSet(setting) || files.session(value) !== undefined) return [];
  const { span } = setting.evidence;
  const path = env('AWS_CONFIG_FILE');
  const isPathUnexpanded =
    flavour.files.sessions === 'config-unexpanded' && path.value?.fits(/^[~$]/) === true;
  if (isPathUnexpanded && (await contextOf('boto3')).files.session(value) !== undefined) {
    return [
      {
        message: `${flavour.title} looks for [sso-session ${name}] in the file \`${shownOf(path)}\`, which it takes as it is written: the section is there, but \`~\` is not expanded`,
        span,
        fix: setVariable(
          'AWS_CONFIG_FILE',
          givenPath(shownOf(path).replace(/^(?:~|\$HOME|\$\{HOME\})/, '~')),
        ),
      },
    ];
  }
  const credentials = files.credentials.ini;
  const misplaced = credentials?.sections.find(
    ({ header }) => header.startsWith('sso-session ') && value.is(header.slice('sso-session '.length)),
  );
  if (credentials !== undefined && misplaced !== undefined) {
    const place = spanOf(credentials.source, misplaced.range);
    return [
      {
        message: `[sso-session ${name}] stands in the credentials file: ${flavour.title} looks for it in the config file alone`,
        span: place,
        advice: await sessionSnippet(name),
        fix: edit(context.world, place),
      },
    ];
  }
  if (await isSessionNear(situation)) return [];
  const sessions = [...files.config.sessions.keys()];
  const near = bareSession(value, sessions) ?? nearSession(value, sessions);
  return [
    {
      message: `sso_session of \`${profile.shownName}\` names [sso-session ${name}], which does not exist${near === undefined ? '' : `; there is [sso-session ${near}]`}`,
      span,
      advice: near === undefined ? await sessionSnippet(name) : undefined,
      fix:
        near === undefined || span === undefined
          ? command`aws configure sso-session`
          : command`aws configure set sso_session ${given(printName(new Raw(near)))} ${profileOption(profile)}`,
    },
  ];
}

async function sessionSnippet(name: string): Promise<string> {
  const lines = await writeSnippet(`sso-session ${name}`, {
    sso_start_url: 'https://NAME.awsapps.com/start',
    sso_region: 'REGION',
    sso_registration_scopes: 'sso:account:access',
  });
  return lines.join('\n');
}

async function findKeysAndSso({ context, resolution, ask }: Situation): Promise<readonly Found[]> {
  const { profile, world } = context;
  const sso = ssoKeys.map(profile.get).find(isSet);
  const keys = profile.get('aws_access_key_id');
  if (sso === undefined || !isSet(keys)) return [];
  const [cli, js] = [await ask('cli'), await ask('js')];
  if (![cli, js].every(isFromProfile) || cli.selected?.provider === js.selected?.provider) return [];
  const { span } = keys.evidence;
  return [
    {
      severity: resolution.selected?.provider === 'sso' ? 'info' : 'warning',
      message: `\`${profile.shownName}\` has keys and SSO (${placeOf(sso)}): ${flavourTitle('cli')} ${inWords(cli)}; ${flavourTitle('js')} ${inWords(js)}`,
      span,
      advice: 'Delete the keys that are left over',
      ...(span === undefined ? {} : { fix: edit(world, span) }),
    },
  ];
}

interface Token {
  /** The name of the session, or the start URL of the old form. */
  readonly id: Setting;
  readonly path: string;
  readonly file: CacheFile;
  readonly isSession: boolean;
}

/** The token of the profile's SSO, where its profile is one of SSO: botocore 1.43 `SSOTokenLoader`. */
async function tokenOf({ profile, files, world, flavour }: Context): Promise<Token | undefined> {
  const session = profile.get('sso_session');
  // Nobody can sign in to a session that is not there.
  if (isSet(session) && files.session(session.value ?? '') === undefined) return undefined;
  const id = isSet(session) ? session : profile.get('sso_start_url');
  if (!isSet(id) || !isSet(profile.get('sso_role_name'))) return undefined;
  const path = world.join(folderOf({ world, flavour }), `${digestOf(id.value, sha1)}.json`);
  return { id, path, file: await readCacheFile(world, path), isSession: isSet(session) };
}

function folderOf({ world, flavour }: Pick<Context, 'world' | 'flavour'>): string {
  return world.join(flavour.files.home(world), '.aws', 'sso', 'cache');
}

/** The token counts where SSO was chosen, or would have been. */
function meansSso({ steps }: Situation['resolution']): boolean {
  const step = steps.find(({ id }) => id === 'sso');
  return step !== undefined && step.outcome !== 'skip' && step.otherwise?.outcome !== 'skip';
}

async function findMissingToken({ context, resolution }: Situation): Promise<readonly Found[]> {
  const { world, env } = context;
  const token = await tokenOf(context);
  if (token?.file.kind !== 'missing' || !meansSso(resolution)) return [];
  // What else is wrong comes first: signing in would not help.
  if (resolution.error !== undefined && !/^sso-token/.test(resolution.error.code)) return [];
  const folder = folderOf(context);
  const others = (await othersIn(context, folder)).slice(0, 3);
  const there =
    others.length === 0
      ? `${world.show(folder)} holds no token at all`
      : `there are tokens for ${others.join(', ')}`;
  const sudo = env('SUDO_USER');
  const home = isSet(sudo)
    ? `; the home folder is ${world.show(folder.replace(/[/\\]\.aws[/\\].*$/, ''))}, since this runs by sudo of ${sudo.value === undefined ? '' : printName(sudo.value)}`
    : '';
  return [
    {
      message: `no SSO token for ${token.isSession ? 'session' : 'start URL'} ${shownOf(token.id)}: expected ${world.show(token.path)}; ${there}${home}`,
      span: token.id.evidence.span,
      fix: loginCommand(context, token),
      ...(others.length === 0 && home === '' ? isTold(resolution, 'sso-token-missing') : {}),
    },
  ];
}

/** The cache is below the home folder, wherever AWS_CONFIG_FILE leads. */
async function findBesideConfig({ context, resolution }: Situation): Promise<readonly Found[]> {
  const { world, env, files } = context;
  const token = await tokenOf(context);
  if (token?.file.kind !== 'missing' || !meansSso(resolution)) return [];
  const path = env('AWS_CONFIG_FILE');
  const folder = /^(.*)[/\\][^/\\]+$/.exec(files.config.path)?.[1];
  if (!isSet(path) || folder === undefined) return [];
  const name = token.path.replace(/^.*[/\\]/, '');
  const beside = world.join(folder, 'sso', 'cache', name);
  if (beside === token.path || (await readCacheFile(world, beside)).kind !== 'read') return [];
  const home = /^(.+)[/\\]\.aws$/.exec(folder)?.[1];
  return [
    {
      message: `the token lies beside the config file that AWS_CONFIG_FILE names, in ${world.show(beside)}: every tool looks below HOME alone, in ${world.show(token.path)}`,
      span: token.id.evidence.span,
      advice: home === undefined ? 'Mount the folder as .aws in the home folder, or set HOME' : undefined,
      fix: home === undefined ? undefined : setVariable('HOME', givenPath(world.show(home))),
    },
  ];
}

/** Signing in helps where its token can be kept. */
async function findLoginFolder({ context, resolution }: Situation): Promise<readonly Found[]> {
  if (resolution.error?.code.startsWith('sso-token-') !== true) return [];
  const { world } = context;
  const token = await tokenOf(context);
  if (token === undefined || loginCommand(context, token) === undefined) return [];
  const way = await inTheWay(world, token.path);
  if (way === undefined) return [];
  const folder = world.show(folderOf(context));
  return [
    {
      message: `the token of a login is kept in ${folder}, and this user cannot write there${way.because}: \`aws sso login\` fails too`,
      span: token.id.evidence.span,
      advice: `${way.advice}, and sign in then`,
    },
  ];
}

/** Nothing is said twice on a page. */
function isTold({ error }: Situation['resolution'], code: string): Pick<Found, 'isTold'> {
  return error?.code === code ? { isTold: true } : {};
}

function loginCommand({ profile, files }: Context, { id, isSession }: Token): Command | undefined {
  const session = isSession ? files.session(id.value ?? '') : undefined;
  const [url, region] = ['sso_start_url', 'sso_region'].map((key) =>
    isSession ? settingIn(session, key) : profile.get(key),
  );
  if (!isPortalThere(url?.value, region?.value)) return undefined;
  return isSession
    ? command`aws sso login --sso-session ${given(shownOf(id))}`
    : command`aws sso login ${profileOption(profile)}`;
}

async function othersIn({ world }: Context, folder: string): Promise<readonly string[]> {
  const names = (await world.list(folder)).filter((name) => /^[0-9a-f]{40}\.json$/.test(name));
  const urls = await Promise.all(
    names.slice(0, 20).map(async (name) => {
      const file = await readCacheFile(world, world.join(folder, name));
      return file.kind === 'read' ? textField(file.fields, 'startUrl') : undefined;
    }),
  );
  return [...new Set(urls.filter((url) => url !== undefined).map((url) => printUrl(new Raw(url))))];
}

function endOf({ file }: Token): number | undefined {
  return file.kind === 'read' ? parseInstant(textField(file.fields, 'expiresAt') ?? '') : undefined;
}

/** What a refresh needs: botocore 1.43 `SSOTokenProvider`. */
const refreshFields = ['refreshToken', 'clientId', 'clientSecret'] as const;
const jsWindowMs = 5 * 60_000;

async function findUnrefreshable({ context, resolution }: Situation): Promise<readonly Found[]> {
  const token = await tokenOf(context);
  const end = token === undefined ? undefined : endOf(token);
  if (token?.file.kind !== 'read' || end === undefined || !meansSso(resolution) || !token.isSession)
    return [];
  const { fields } = token.file;
  const missing = refreshFields.filter((name) => textField(fields, name) === undefined);
  const left = end - context.world.host.now();
  if (missing.length === 0 || left <= 0 || left > jsWindowMs) return [];
  return [
    {
      severity: resolution.verdict === 'error' ? 'warning' : 'info',
      message: `the SSO token ends ${describeTime(end, context.world.host.now())} and cannot be refreshed (no ${missing.join(', ')}): ${flavourTitle('js')} refuses it in its last 5 minutes, the others use it to its end`,
      span: token.id.evidence.span,
      fix: loginCommand(context, token),
    },
  ];
}

async function findExpired({ context, resolution }: Situation): Promise<readonly Found[]> {
  const token = await tokenOf(context);
  const end = token === undefined ? undefined : endOf(token);
  const now = context.world.host.now();
  if (token?.file.kind !== 'read' || end === undefined || end > now || !meansSso(resolution)) return [];
  const { fields } = token.file;
  const missing = refreshFields.filter((name) => textField(fields, name) === undefined);
  if (token.isSession && missing.length === 0) return [];
  return [
    {
      message: `the SSO token expired ${describeTime(end, now)} (${context.world.show(token.path)})`,
      span: token.id.evidence.span,
      fix: loginCommand(context, token),
      ...isTold(resolution, 'sso-token-expired'),
    },
  ];
}

/** The portal took the token and refused the role. Only a call can tell. */
function findNotAssigned({ context, resolution }: Situation): readonly Found[] {
  const { failure, steps } = resolution;
  const isRefused = steps.some(({ id, outcome }) => id === 'sso' && outcome === 'fail');
  if (!isRefused || failure?.awsCode !== 'ForbiddenException') return [];
  const { profile } = context;
  const role = profile.get('sso_role_name');
  const account = profile.get('sso_account_id');
  return [
    {
      message: `the login is good: AWS took the token, and says that role ${shownOf(role)} in account ${shownOf(account)} is not assigned to this user`,
      span: role.evidence.span,
      advice: 'Ask the administrator of IAM Identity Center for the assignment, or choose another role:',
      fix: command`aws configure sso ${profileOption(profile)}`,
    },
  ];
}

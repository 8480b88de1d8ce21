import type { Severity } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { findEndpoint } from '../chain/endpoint-url.ts';
import type { Recipe } from '../chain/recipe.ts';
import { behindName, isSet, shownOf, type Setting } from '../places/settings.ts';
import { flavourTitle } from '../flavours.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { isAnyWrapped, wrappedLines } from './glued-lines.ts';
import { isPlaceholder, judgeKeyId, judgeSecret, judgeToken } from './shape-of-keys.ts';
import { judgeDuration, judgeMfaSerial, judgeRole, judgeSessionName } from './shape-of-role.ts';
import { judgeAccount, judgePermissionSet } from './shape-of-sso.ts';
import { judgeRegion, type Misshape } from './shape-of.ts';
import { command, given, word } from '../../core/command.ts';
import { wrongStartUrl } from '../places/portal-address.ts';
import { settingIn } from '../places/shared-file.ts';
import { configure, edit, mendLine, profileOption, setVariable, unset, writeValue } from '../repairs.ts';
import { findGlued } from './glued-headers.ts';
import { glued } from './glued-lines.ts';

/** Values that cannot be what they stand for: docs/gotchas.md, 49 to 59. */
export const shapeGotchas: readonly Gotcha[] = [
  {
    id: 49,
    code: 'header-glued',
    says: 'The header of the next section lost its line break: a value ends in it, so one profile sends a wrong value and the other does not exist.',
    find: findGlued,
  },
  {
    id: 50,
    code: 'value-wrapped',
    says: 'A long value is wrapped over two lines: tools take the first line for the value, or none.',
    find: findWrapped,
  },
  {
    id: 51,
    code: 'region-none',
    says: 'The region is none that AWS has: a zone, capitals, quotes, an address, a slip of the hand.',
    find: (situation) => [...findRegion(situation), ...findSsoRegion(situation)],
  },
  {
    code: 'start-url-none',
    says: 'sso_start_url is no address of an access portal: quotes, no https://, the console, a page within.',
    find: findStartUrl,
  },
  {
    id: 52,
    code: 'role-arn-none',
    says: 'role_arn or AWS_ROLE_ARN is not the ARN of a role, so STS refuses it and no credentials will come of it.',
    find: (situation) => ofRoles(situation, findRole),
  },
  {
    id: 53,
    code: 'account-id-none',
    says: 'sso_account_id is no account id of 12 digits.',
    find: (situation) => ofSso(situation, 'accountId', judgeAccount),
  },
  {
    id: 54,
    code: 'permission-set-none',
    says: 'sso_role_name is not the name of a permission set but of its role, or an ARN.',
    find: (situation) => ofSso(situation, 'roleName', judgePermissionSet),
  },
  {
    id: 55,
    code: 'key-id-none',
    says: 'The access key id is none of AWS: a key of an emulator, a placeholder, a masked value, too short or too long.',
    find: (situation) => ofKeys(situation, 'accessKeyId', judgeKeyId),
  },
  {
    id: 56,
    code: 'secret-none',
    says: 'The secret access key has not the 40 characters of one.',
    find: (situation) => ofKeys(situation, 'secretAccessKey', judgeSecret),
  },
  {
    id: 57,
    code: 'session-token-none',
    says: 'The session token is too short for one, or holds blanks.',
    find: (situation) => ofKeys(situation, 'sessionToken', judgeToken),
  },
  {
    id: 58,
    code: 'session-name-none',
    says: 'The name of the role session holds what STS does not take, or is too short or too long.',
    find: (situation) => ofRoles(situation, findSessionName),
  },
  {
    id: 59,
    code: 'duration-none',
    says: 'duration_seconds is less or more than STS gives; an hour is the most where the role is assumed with a session.',
    find: (situation) => ofRoles(situation, findDuration),
  },
  {
    code: 'mfa-serial-none',
    says: 'mfa_serial is no device: the ARN of a user, a code, a name.',
    find: (situation) => ofRoles(situation, findMfaSerial),
  },
];

/** How the setting reads in a sentence: a key of a file, a variable. */
function told(
  { context }: Situation,
  setting: Setting,
  { is, inFile, right, severity = 'warning' }: Misshape,
  more: { readonly effect?: string; readonly isShown?: boolean } = {},
): Found {
  const { name, span, kind } = setting.evidence;
  const value = more.isShown === true ? behindName(setting) : '';
  const meant = right === undefined ? '' : `: ${kind === 'file' ? 'it would be' : 'did you mean'} ${right}`;
  const effect = more.effect === undefined ? '' : `; ${more.effect}`;
  // Of what is only noted no line has to be opened.
  const fix = severity === 'info' && right === undefined ? undefined : repair(context, setting, right);
  return {
    severity,
    message: `${name}${value} ${is}${kind === 'file' ? (inFile ?? '') : ''}${meant}${effect}`,
    span,
    fix,
  };
}

/** `aws configure set` writes into the config file of the profile, and nowhere else. */
function repair(
  { world, choice, profile }: Situation['context'],
  { evidence }: Setting,
  right: string | undefined,
): Found['fix'] {
  const { name, span, kind } = evidence;
  if (span === undefined) {
    if (right === undefined) return undefined;
    if (kind === 'option' && name === '--region')
      return command`iamx explain-chain ${profileOption(choice)} --region ${given(right)}`;
    return kind === 'env' ? setVariable(world, name, right) : undefined;
  }
  const own = profile.getFrom('config', name).evidence.span;
  const isOwn = own?.line === span.line && own.file === span.file;
  if (right === undefined) return edit(world, span);
  // The AWS CLI writes into the config file of the profile, and into no other section.
  return (isOwn ? configure(name, right, choice) : writeValue(world, span, right)) ?? edit(world, span);
}

function findRegion(situation: Situation): readonly Found[] {
  const { region } = situation.resolution;
  if (region.value === undefined || region.evidence.kind === 'endpoint') return [];
  const wrong = judgeRegion(region.value);
  if (wrong === undefined) return [];
  const isRefused = situation.resolution.error?.code === 'region-refused';
  const effect = isRefused ? undefined : 'host names are made of it, and this one does not resolve';
  return [
    told(situation, region, isRefused ? { ...wrong, severity: 'error' } : wrong, {
      isShown: true,
      ...(effect === undefined || wrong.severity === 'info' ? {} : { effect }),
    }),
  ];
}

/** The region of the access portal, where SSO was chosen or meant. */
function findSsoRegion(situation: Situation): readonly Found[] {
  const { profile, files } = situation.context;
  if (!isSsoMeant(situation)) return [];
  const session = files.session(profile.get('sso_session').value ?? '');
  const setting = session === undefined ? profile.get('sso_region') : settingIn(session, 'sso_region');
  const wrong = setting.value === undefined ? undefined : judgeRegion(setting.value);
  if (wrong === undefined) return [];
  return [
    told(situation, setting, wrong, { isShown: true, effect: 'the access portal has no address there' }),
  ];
}

/** What mends the line of an address, without a word of it. */
const addressScripts = {
  scheme: word`s,=[[:blank:]]*,= https://,`,
  tls: word`s/http:/https:/`,
  page: word`s/#.*//`,
  quotes: word`s|[^A-Za-z0-9_=/+.:#?[:blank:]-]||g`,
} as const;

function findStartUrl(situation: Situation): readonly Found[] {
  const { profile, files, world } = situation.context;
  if (!isSsoMeant(situation)) return [];
  const session = files.session(profile.get('sso_session').value ?? '');
  const setting = session === undefined ? profile.get('sso_start_url') : settingIn(session, 'sso_start_url');
  const wrong = setting.value === undefined || setting.isMap ? undefined : wrongStartUrl(setting.value);
  const { span } = setting.evidence;
  if (wrong === undefined || span === undefined) return [];
  const script = wrong.mend === undefined ? undefined : addressScripts[wrong.mend];
  return [
    {
      message: `sso_start_url ${wrong.is}: nobody can sign in there`,
      span,
      advice: 'It is the address of the access portal, as https://NAME.awsapps.com/start',
      fix: (script === undefined ? undefined : mendLine(world, span, script)) ?? edit(world, span),
    },
  ];
}

function isSsoMeant({ resolution }: Situation): boolean {
  return resolution.steps.some(({ id, outcome }) => id === 'sso' && /^(?:win|fail)$/.test(outcome));
}

type RoleRecipe = Extract<Recipe, { kind: 'assume-role' | 'web-identity' }>;

/** The roles that the chain would assume, the last one first. */
function rolesIn(recipe: Recipe | undefined): readonly RoleRecipe[] {
  if (recipe?.kind === 'web-identity') return [recipe];
  return recipe?.kind === 'assume-role' ? [recipe, ...rolesIn(recipe.source)] : [];
}

function ofRoles(
  situation: Situation,
  find: (situation: Situation, role: RoleRecipe) => Found | undefined,
): readonly Found[] {
  const found = rolesIn(situation.resolution.selected?.recipe).map((role) => find(situation, role));
  return found.filter((one) => one !== undefined);
}

function findRole(situation: Situation, { roleArn }: RoleRecipe): Found | undefined {
  const { region } = situation.resolution;
  const wrong = judgeRole(roleArn.value ?? new Raw(''), shownOf(region));
  if (wrong === undefined) return undefined;
  const effect = 'STS refuses it: no credentials will come of it';
  return told(situation, roleArn, severe(situation, wrong), { effect });
}

/** botocore refuses a few values itself, before STS is asked. */
function severe({ context }: Situation, wrong: Misshape): Misshape {
  const isPython = context.flavour.client.flatService === 'fail';
  return wrong.severity === 'error' && !isPython ? { ...wrong, severity: 'warning' } : wrong;
}

function findSessionName(situation: Situation, { sessionName }: RoleRecipe): Found | undefined {
  if (sessionName?.value === undefined) return undefined;
  const wrong = judgeSessionName(sessionName.value);
  return wrong && told(situation, sessionName, severe(situation, wrong), { effect: 'STS refuses it' });
}

function findMfaSerial(situation: Situation, role: RoleRecipe): Found | undefined {
  const serial = role.kind === 'assume-role' ? role.mfaSerial : undefined;
  const wrong = serial?.value === undefined ? undefined : judgeMfaSerial(serial.value);
  return serial && wrong && told(situation, serial, wrong, { effect: 'STS refuses it' });
}

function findDuration(situation: Situation, role: RoleRecipe): Found | undefined {
  const { context } = situation;
  // What the tool sends may be another value than the one that stands there.
  const written = context.profile.get('duration_seconds');
  const setting = isSet(written) ? written : role.durationSeconds;
  if (setting?.value === undefined || setting.evidence.kind === 'default') return undefined;
  const isChained = role.kind === 'assume-role' && !isLongTerm(role.source);
  const wrong = judgeDuration(setting.value, isChained);
  if (wrong === undefined) return undefined;
  const isSent = role.durationSeconds !== undefined && isSet(role.durationSeconds);
  const effect = isSent
    ? 'STS answers ValidationError'
    : `${flavourTitle(situation.resolution.flavour)} does not send it`;
  const severity: Severity = isSent ? 'warning' : 'info';
  return told(situation, setting, { ...wrong, severity }, { effect, isShown: true });
}

/** Keys of a user; those of a session begin with ASIA or have a token. */
function isLongTerm(recipe: Recipe): boolean {
  if (recipe.kind !== 'static') return false;
  const hasToken = recipe.sessionToken !== undefined && isSet(recipe.sessionToken);
  return !hasToken && recipe.accessKeyId.value?.fits(/^\W*ASIA/) !== true;
}

/** Addresses of an emulator take keys and roles of their own. */
function isElsewhere({ context }: Situation): boolean {
  const { endpoint } = findEndpoint(context, 'STS');
  return endpoint.value !== undefined && !endpoint.value.fits(/^https?:\/\/[^/]*amazonaws\.com/i);
}

function ofSso(
  situation: Situation,
  part: 'accountId' | 'roleName',
  judge: (value: Raw) => Misshape | undefined,
): readonly Found[] {
  const { resolution, context } = situation;
  const recipe = resolution.selected?.recipe;
  const key = part === 'accountId' ? 'sso_account_id' : 'sso_role_name';
  const setting = recipe?.kind === 'sso' ? recipe[part] : context.profile.get(key);
  if (
    !isSsoMeant(situation) ||
    setting.value === undefined ||
    (part === 'roleName' && isElsewhere(situation))
  )
    return [];
  const wrong = judge(setting.value);
  return wrong === undefined
    ? []
    : [told(situation, setting, wrong, { effect: 'the access portal refuses it' })];
}

/** What other findings say of the same value: quotes, a comment, a blank, keys that changed places. */
const ofItself = [
  'map',
  'blank',
  'quote',
  'comma',
  'comment',
  'line-break',
  'looks-like-secret',
  'looks-like-key-id',
  'percent-end',
  'invisible',
];

function ofKeys(
  situation: Situation,
  part: 'accessKeyId' | 'secretAccessKey' | 'sessionToken',
  judge: (value: Raw) => Misshape | undefined,
): readonly Found[] {
  const { resolution, context } = situation;
  const keys = staticIn(resolution.selected?.recipe);
  const setting = keys?.[part];
  if (keys === undefined || setting?.value === undefined || isElsewhere(situation)) return [];
  if (setting.flaws.some((flaw) => ofItself.includes(flaw)) && !isPlaceholder(setting.value)) return [];
  if (part === 'sessionToken' && keys.accessKeyId.value?.fits(/^AKIA/) === true) return [];
  if (part !== 'accessKeyId' && (isSaid(keys.accessKeyId) || setting.value.fits(glued))) return [];
  if (part === 'sessionToken' && isAnyWrapped(context)) return [];
  const wrong = judge(setting.value);
  if (wrong === undefined) return [];
  const effect =
    part === 'accessKeyId'
      ? 'without an endpoint of its own it goes to AWS, which answers InvalidClientTokenId'
      : `AWS answers ${part === 'sessionToken' ? 'InvalidClientTokenId' : 'SignatureDoesNotMatch'}`;
  const found = told(situation, setting, wrong, { effect });
  return [setting.evidence.kind === 'env' ? { ...found, fix: unset(context.world, keyNames(keys)) } : found];
}

/** A pair that is a dummy or a placeholder is named once. */
function isSaid(keyId: Setting): boolean {
  const { value } = keyId;
  const isWritten = value?.fits(/^A(?:KIA|SIA)[A-Z0-9]*$/) === true && !isPlaceholder(value);
  return value !== undefined && !isWritten && judgeKeyId(value) !== undefined;
}

type Keys = Extract<Recipe, { kind: 'static' }>;

function keyNames({ accessKeyId, secretAccessKey, sessionToken }: Keys): readonly string[] {
  const all = [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
  return all.filter(({ evidence }) => evidence.kind === 'env').map(({ evidence }) => evidence.name);
}

function staticIn(recipe: Recipe | undefined): Keys | undefined {
  if (recipe?.kind === 'static') return recipe;
  return recipe?.kind === 'assume-role' ? staticIn(recipe.source) : undefined;
}

function findWrapped({ context }: Situation): readonly Found[] {
  return wrappedLines(context).map(({ key, span, next }) => ({
    message: `line ${next} goes on with the value of ${key} in line ${span.line}, and no tool reads it so`,
    span,
    advice: `Join lines ${span.line} and ${next}`,
    fix: edit(context.world, span),
  }));
}

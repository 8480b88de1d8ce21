import type { Selected } from '../chain/chain.ts';
import { sourceOf } from '../chain/describe.ts';
import { accountOf, accountOfKey, describeCredentials, inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import { isSameValue, isSet } from '../places/settings.ts';
import {
  baseKeys,
  hasEnvKeys,
  outcomeOf,
  profileGives,
  setIdentityVariables,
  setKeyVariables,
  stepOf,
} from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, setVariable, unset } from '../repairs.ts';

/** Keys and identities in the environment: docs/gotchas.md, 1 to 3, 10, 11, 27 to 29 and 46. */
export const environmentGotchas: readonly Gotcha[] = [
  {
    id: 1,
    code: 'env-shadows-profile',
    says: 'Keys in the environment win over the profile, also where AWS_PROFILE names it: another account answers than the one that was meant.',
    find: findShadow,
  },
  {
    id: 2,
    code: 'env-keys-dropped',
    says: 'The JavaScript SDK leaves out the keys in the environment where AWS_PROFILE is set, the other tools use them: two identities in one shell.',
    find: findDropped,
  },
  {
    id: 3,
    code: 'profile-option-differs',
    says: '`--profile` takes the keys in the environment out of the search, AWS_PROFILE does not: the two give other credentials.',
    find: findOption,
  },
  {
    id: 10,
    code: 'security-token-first',
    says: 'The old name, AWS_SECURITY_TOKEN or aws_security_token, comes before the session token and differs from it.',
    find: findSecurityToken,
  },
  {
    id: 11,
    code: 'partial-env-keys',
    says: 'Only one half of a key pair is in the environment: the AWS CLI and boto3 stop where it is the id, other tools pass over it.',
    find: findPartial,
  },
  {
    id: 27,
    code: 'env-role-overrides-profile',
    says: "AWS_ROLE_ARN takes the place of the profile's role_arn, while the token file is the profile's (AWS CLI, boto3).",
    find: findRoleOverride,
  },
  {
    id: 28,
    code: 'web-identity-without-role',
    says: 'AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN: some tools go on to the role of the node without a word.',
    find: findHalfIdentity,
  },
  {
    id: 29,
    code: 'keys-and-web-identity',
    says: 'Keys in a file and a web identity in the environment are both there, as in a pod with a mounted file: tools choose differently.',
    find: findKeysAndIdentity,
  },
  {
    id: 46,
    code: 'checked-before-env-keys',
    says: 'The tool checks files and profile before it looks at the keys in the environment, and stops at what is wrong there.',
    find: findCheckedFirst,
  },
];

function findShadow({ context, resolution }: Situation): readonly Found[] {
  const { selected } = resolution;
  const { choice, world } = context;
  if (selected === undefined) return [];
  const isKeys = selected.provider === 'env';
  const isIdentity = selected.provider === 'web-identity' && isEnvIdentity(selected.recipe);
  if (!isKeys && !isIdentity) return [];
  const other = profileGives(resolution);
  const broken = resolution.steps.find(({ otherwise }) => otherwise?.outcome === 'fail');
  if (other === undefined && broken === undefined) return [];
  const what = isKeys ? 'the keys in the environment' : 'the web identity in the environment';
  const source = choice.isNamed
    ? `; ${sourceOf(choice.from.evidence) ?? 'its name'} counts for the region alone`
    : '';
  return [
    {
      severity: choice.isNamed ? 'warning' : 'info',
      message: `${what} ${isKeys ? 'shadow' : 'shadows'} profile \`${choice.shownName}\`${insteadOf(selected, other)}${source}`,
      // Where the profile gives nothing, these are what the tool has.
      fix:
        other === undefined
          ? undefined
          : unset(world, isKeys ? setKeyVariables(context, selected) : setIdentityVariables(context)),
    },
  ];
}

function insteadOf(used: Selected, other: Selected | undefined): string {
  if (other === undefined) return ', which would not give any';
  const [here, there] = [accountOf(used), accountOf(other)];
  return here !== undefined && there !== undefined && here !== there
    ? `: account ${here} instead of ${there}`
    : `, which would give ${describeCredentials(other)}`;
}

function isEnvIdentity(recipe: NonNullable<Situation['resolution']['selected']>['recipe']): boolean {
  return recipe.kind === 'web-identity' && recipe.tokenFile.evidence.kind === 'env';
}

async function findDropped({ context, resolution, ask }: Situation): Promise<readonly Found[]> {
  const variable = context.env('AWS_PROFILE');
  if (!hasEnvKeys(context) || !isSet(variable) || context.choice.isExplicit) return [];
  const keeps = outcomeOf(stepOf(resolution, 'env')) === 'win';
  const other = await ask(keeps ? 'js' : 'cli');
  if ((outcomeOf(stepOf(other, 'env')) === 'win') === keeps) return [];
  const [dropping, keeping] = keeps ? [other, resolution] : [resolution, other];
  return [
    {
      severity: keeps ? 'info' : 'warning',
      message: `${flavourTitle(dropping.flavour)} leaves out the keys in the environment because AWS_PROFILE is set, and ${inWords(dropping)}; ${flavourTitle(keeping.flavour)} ${inWords(keeping)}`,
      fix: unset(context.world, setKeyVariables(context)),
    },
  ];
}

async function findOption(situation: Situation): Promise<readonly Found[]> {
  const { context, resolution, askWithVariable } = situation;
  const { choice, world } = context;
  if (!hasEnvKeys(context) || !choice.isExplicit) return [];
  const named = await askWithVariable();
  if (named.selected?.provider === resolution.selected?.provider && named.verdict === resolution.verdict)
    return [];
  return [
    {
      severity: 'info',
      message: `only the option --profile takes the keys in the environment out of the chain: with AWS_PROFILE=${choice.shownName} ${flavourTitle(resolution.flavour)} ${inWords(named)}`,
      // The profile's role may be assumed with them.
      fix:
        context.profile.get('credential_source').value?.fits(/^\s*environment/i) === true
          ? undefined
          : unset(world, setKeyVariables(context)),
    },
  ];
}

function findSecurityToken({ context, resolution }: Situation): readonly Found[] {
  const keys = resolution.selected === undefined ? undefined : baseKeys(resolution.selected.recipe);
  const token = keys?.sessionToken;
  if (token === undefined || token.evidence.name.toLowerCase() !== 'aws_security_token') return [];
  const isEnv = token.evidence.kind === 'env';
  const other = isEnv ? context.env('AWS_SESSION_TOKEN') : context.profile.get('aws_session_token');
  if (!isSet(other) || isSameValue(token, other)) return [];
  return [
    {
      message: `${token.evidence.name} is used and ${other.evidence.name} is not: the old name comes first, and the two differ`,
      span: token.evidence.span,
      ...(isEnv
        ? { fix: unset(context.world, ['AWS_SECURITY_TOKEN']) }
        : { advice: 'Delete the line with aws_security_token' }),
    },
  ];
}

async function findPartial({ context, resolution, ask }: Situation): Promise<readonly Found[]> {
  const { env, world } = context;
  const [id, secret] = [env('AWS_ACCESS_KEY_ID'), env('AWS_SECRET_ACCESS_KEY')];
  if (isSet(id) === isSet(secret) || outcomeOf(stepOf(resolution, 'env')) === 'win') return [];
  const [there, missing] = isSet(id) ? [id, secret] : [secret, id];
  const state = missing.value === undefined ? 'is not set' : 'is empty';
  const stops = resolution.verdict === 'error' && resolution.error?.code === 'partial-credentials';
  const other = stops ? await ask('js') : resolution;
  return [
    {
      severity: stops ? 'info' : 'warning',
      message: stops
        ? `${missing.evidence.name} ${state}; ${flavourTitle('js')} would pass over the half pair: it ${inWords(other)}`
        : `${there.evidence.name} is set, but ${missing.evidence.name} ${state}: the half pair is passed over`,
      fix: unset(world, setKeyVariables(context)),
      isCause: true,
    },
  ];
}

function findRoleOverride({ context, resolution }: Situation): readonly Found[] {
  const recipe = resolution.selected?.recipe;
  const own = context.profile.get('role_arn');
  if (recipe?.kind !== 'web-identity' || recipe.roleArn.evidence.kind !== 'env') return [];
  if (recipe.tokenFile.evidence.kind !== 'file' || !isSet(own) || isSameValue(own, recipe.roleArn)) return [];
  return [
    {
      message: `AWS_ROLE_ARN takes the place of the role_arn of profile \`${context.choice.shownName}\`, while the token file is the profile's`,
      span: own.evidence.span,
      fix: unset(context.world, ['AWS_ROLE_ARN']),
    },
  ];
}

function findHalfIdentity({ context, resolution }: Situation): readonly Found[] {
  const { env, world } = context;
  if (!isSet(env('AWS_WEB_IDENTITY_TOKEN_FILE')) || isSet(env('AWS_ROLE_ARN'))) return [];
  if (outcomeOf(stepOf(resolution, 'web-identity')) === 'win') return [];
  const goesOn =
    resolution.verdict === 'error'
      ? ''
      : `: ${flavourTitle(resolution.flavour)} passes over it and ${inWords(resolution)}`;
  return [
    {
      message: `AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not${goesOn}`,
      advice:
        'In Kubernetes: annotate the service account with eks.amazonaws.com/role-arn and restart the pod',
      fix: setVariable(world, 'AWS_ROLE_ARN', 'arn:aws:iam::ACCOUNT:role/NAME'),
    },
  ];
}

async function findKeysAndIdentity({ context, resolution, ask }: Situation): Promise<readonly Found[]> {
  const { env, profile, world } = context;
  const keys = profile.get('aws_access_key_id');
  if (![env('AWS_WEB_IDENTITY_TOKEN_FILE'), env('AWS_ROLE_ARN'), keys].every(isSet)) return [];
  const [cli, js] = [await ask('cli'), await ask('js')];
  if (cli.selected?.provider !== 'web-identity' || js.selected?.provider === 'web-identity') return [];
  const { span } = keys.evidence;
  return [
    {
      severity: resolution.selected?.provider === 'web-identity' ? 'info' : 'warning',
      message: `the keys of \`${profile.shownName}\` and the web identity of the environment are both there: ${flavourTitle('js')} ${inWords(js)}, ${flavourTitle('cli')} ${inWords(cli)}`,
      span,
      advice: 'In a pod: do not mount the file with the keys, or delete them from it',
      ...(span === undefined ? {} : { fix: edit(world, span) }),
    },
  ];
}

function findCheckedFirst({ context, resolution }: Situation): readonly Found[] {
  const { error } = resolution;
  const env = stepOf(resolution, 'env');
  if (error === undefined || env?.outcome !== 'unreached' || env.otherwise?.outcome !== 'win') return [];
  if (!hasEnvKeys(context) || error.code === 'profile-not-found') return [];
  const account = accountOfKey(context.env('AWS_ACCESS_KEY_ID'));
  const keys =
    account === undefined
      ? 'the keys in the environment'
      : `the keys in the environment (account ${account})`;
  return [
    {
      message: `${flavourTitle(resolution.flavour)} checks the files and the profile before it looks at ${keys}: they do not help until this is repaired`,
      span: error.span,
      advice: error.hint,
    },
  ];
}

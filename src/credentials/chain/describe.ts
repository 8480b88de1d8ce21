import type { Evidence } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { describeRole } from './imds-client.ts';
import { printUrl } from '../../printers/addresses.ts';
import { describeLine } from '../../core/place.ts';
import { unreachable } from '../../core/error.ts';
import { parseArn } from '../../identifiers/arn.ts';
import { accountOfId } from '../../identifiers/id-account.ts';
import { isDocumentationId } from '../../identifiers/unique-id.ts';
import type { ProviderId, Resolution, Selected } from './chain.ts';
import type { Recipe } from './recipe.ts';
import { isSet, keyIdOf, shownOf, type Setting } from '../places/settings.ts';

export const providerWords = {
  explicit: 'options',
  env: 'environment',
  'assume-role': 'assume role',
  'web-identity': 'web identity',
  sso: 'SSO',
  login: 'login session',
  process: 'credential_process',
  'shared-credentials-file': 'credentials file',
  'config-file': 'config file',
  'ec2-credentials-file': 'AWS_CREDENTIAL_FILE',
  'boto-config': 'boto config',
  container: 'container',
  imds: 'instance metadata',
  'system-properties': 'system properties',
} as const satisfies Record<ProviderId, string>;

/** The words of a step: a provider, or the client. */
export const stepWords = { ...providerWords, client: 'client' } as const;

/** What the credentials are, in a few words: `****************MPLE (account 444455556666, long-term)`. */
export function describeCredentials(selected: Selected): string {
  const { recipe, accessKeyId, roleArn } = selected;
  const what = describeRecipe(recipe, roleArn);
  const account = accountOf(selected);
  const facts = [
    ...(account === undefined || account === accountSaid(selected) ? [] : [`account ${account}`]),
    ...(recipe.kind === 'static' ? lifeOf(recipe) : []),
  ];
  const key = accessKeyId === undefined ? [] : [accessKeyId];
  const parts = recipe.kind === 'static' && key.length > 0 ? key : [what, ...key];
  return facts.length === 0 ? parts.join(', ') : `${parts.join(', ')} (${facts.join(', ')})`;
}

/** The account that the words for the recipe say already. */
function accountSaid({ recipe, roleArn }: Selected): string | undefined {
  if (recipe.kind === 'sso') return shownOf(recipe.accountId);
  if (recipe.kind === 'login') return parseArn(shownOf(recipe.loginSession))?.account;
  if (recipe.kind !== 'assume-role' && recipe.kind !== 'web-identity') return undefined;
  return parseArn(roleArn ?? shownOf(recipe.roleArn))?.account;
}

/** The account, told or decoded from the key's id; undefined where neither is possible. */
export function accountOf({ accountId, recipe }: Selected): string | undefined {
  return accountId ?? (recipe.kind === 'static' ? accountOfKey(recipe.accessKeyId) : undefined);
}

/** The account that the key id holds; undefined for AWS's examples and old keys (docs/identifiers.md). */
export function accountOfKey(setting: Setting): string | undefined {
  const id = keyIdOf(setting);
  if (id === undefined || isDocumentationId(id)) return undefined;
  const found = accountOfId(id);
  return found.kind === 'account' ? found.account : undefined;
}

/** `AKIA` and `ASIA` are documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
function lifeOf(recipe: Recipe & { readonly kind: 'static' }): readonly string[] {
  const id = keyIdOf(recipe.accessKeyId) ?? '';
  if (id.startsWith('AKIA')) return ['long-term'];
  if (id.startsWith('ASIA')) return ['temporary'];
  return recipe.sessionToken !== undefined && isSet(recipe.sessionToken) ? ['temporary'] : [];
}

function describeRecipe(recipe: Recipe, roleArn: string | undefined): string {
  switch (recipe.kind) {
    case 'static':
      return 'a key';
    case 'assume-role':
    case 'web-identity':
      return `role ${roleArn ?? shownOf(recipe.roleArn)}`;
    case 'sso':
      return `role ${shownOf(recipe.roleName)} in account ${shownOf(recipe.accountId)}`;
    case 'login':
      return `session ${shownOf(recipe.loginSession)}`;
    case 'process':
      return `the output of ${shownOf(recipe.command)}`;
    case 'container':
      return `from ${printUrl(new Raw(recipe.url))}${wayOf(recipe)}`;
    case 'imds':
      return recipe.roleName === undefined
        ? `the instance's role, if it has one${wayOf(recipe)}`
        : describeRole(recipe.roleName);
    default:
      return unreachable(recipe);
  }
}

/** Two tools may ask one endpoint by different ways. */
function wayOf({ proxy }: Recipe & { readonly kind: 'container' | 'imds' }): string {
  return proxy === undefined ? '' : ', through a proxy';
}

/** The role in an account, where that is what the credentials are. */
function roleOf({
  recipe,
  roleArn,
}: Selected): { readonly account: string; readonly role: string } | undefined {
  const [, account, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/.exec(roleArn ?? '') ?? [];
  if (account !== undefined && name !== undefined) return { account, role: `role ${name}` };
  if (recipe.kind !== 'sso') return undefined;
  return { account: shownOf(recipe.accountId), role: `role ${shownOf(recipe.roleName)}` };
}

/** The parts that tell two answers apart, for a table: an account and a key, or a role. */
export function describeIdentity(selected: Selected): readonly string[] {
  const { recipe, accessKeyId, roleArn } = selected;
  const found = roleOf(selected);
  if (found !== undefined) return [found.account, found.role];
  if (recipe.kind !== 'static') return [describeRecipe(recipe, roleArn)];
  return [accountOf(selected) ?? 'account not known', accessKeyId ?? 'a key'];
}

/** The answer in a few words, for a sentence: `uses credentials file (account 444455556666)`. */
export function inWords({ verdict, selected, error }: Resolution): string {
  if (verdict === 'error') return `stops (${error?.message ?? 'an error'})`;
  if (selected === undefined) return 'finds nothing';
  return `uses ${providerWords[selected.provider]} (${identityInWords(selected)})`;
}

function identityInWords(selected: Selected): string {
  const found = roleOf(selected);
  if (found !== undefined) return `${found.role} in ${found.account}`;
  if (selected.recipe.kind !== 'static') return describeRecipe(selected.recipe, selected.roleArn);
  const account = accountOf(selected);
  return account === undefined ? 'account not known' : `account ${account}`;
}

/** Where a value came from, as a user would name it. */
export function sourceOf({ kind, name, span }: Evidence): string | undefined {
  if (span !== undefined) return describeLine(span);
  return kind === 'default' || kind === 'file' ? undefined : name;
}

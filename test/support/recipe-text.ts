import type { Recipe } from '../../src/credentials/chain/recipe.ts';
import { revealSecret } from '../../src/credentials/places/settings.ts';

/**
 * How credentials come about, in the words of the loopback fake (`provenanceOf`): `static(AKIA…)`,
 * `assume-role(arn, static(AKIA…))`. A process is named by the key id in
 * its command.
 */
export function recipeText(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'static':
      return `static(${revealSecret(recipe.accessKeyId) ?? ''})`;
    case 'assume-role':
      return `assume-role(${recipe.roleArn.value ?? ''}, ${recipeText(recipe.source)})`;
    case 'web-identity':
      return `web-identity(${recipe.roleArn.value ?? ''})`;
    case 'sso':
      return `sso(${recipe.accountId.value ?? ''}, ${recipe.roleName.value ?? ''})`;
    case 'login':
      return `login(${recipe.loginSession.value ?? ''})`;
    case 'process': {
      const command = recipe.command.value ?? '';
      return `process(${/AKIA\w{16}/.exec(command)?.[0] ?? command})`;
    }
    case 'container': {
      const { pathname, search } = new URL(recipe.url);
      return `container(${pathname}${search})`;
    }
    case 'imds':
      return `imds(${recipe.roleName ?? '?'})`;
  }
}

/** The secret and the token of keys that stand somewhere; undefined for keys that have to be obtained. */
export function staticSecrets(
  recipe: Recipe,
): { readonly secret: string | undefined; readonly token: string | undefined } | undefined {
  if (recipe.kind !== 'static') return undefined;
  const { secretAccessKey, sessionToken } = recipe;
  const token = sessionToken === undefined ? undefined : revealSecret(sessionToken);
  return { secret: revealSecret(secretAccessKey), token: token === '' ? undefined : token };
}

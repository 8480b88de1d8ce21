import type { Recipe } from '../../src/credentials/chain/recipe.ts';
import { reveal } from '../../src/core/raw.ts';
import { rawText } from './raw-text.ts';

/**
 * How credentials come about, in the words of the loopback fake (`provenanceOf`): `static(AKIA…)`,
 * `assume-role(arn, static(AKIA…))`. A process is named by the key id in
 * its command.
 */
export function recipeText(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'static':
      return `static(${rawText(recipe.accessKeyId) ?? ''})`;
    case 'assume-role':
      return `assume-role(${rawText(recipe.roleArn) ?? ''}, ${recipeText(recipe.source)})`;
    case 'web-identity':
      return `web-identity(${rawText(recipe.roleArn) ?? ''})`;
    case 'sso':
      return `sso(${rawText(recipe.accountId) ?? ''}, ${rawText(recipe.roleName) ?? ''})`;
    case 'login':
      return `login(${rawText(recipe.loginSession) ?? ''})`;
    case 'process': {
      const command = rawText(recipe.command) ?? '';
      return `process(${/AKIA\w{16}/.exec(command)?.[0] ?? command})`;
    }
    case 'container': {
      const { pathname, search } = new URL(recipe.url);
      return `container(${pathname}${search})`;
    }
    case 'imds':
      return `imds(${recipe.roleName === undefined ? '?' : reveal(recipe.roleName)})`;
  }
}

/** The secret and the token of keys that stand somewhere; undefined for keys that have to be obtained. */
export function staticSecrets(
  recipe: Recipe,
): { readonly secret: string | undefined; readonly token: string | undefined } | undefined {
  if (recipe.kind !== 'static') return undefined;
  const { secretAccessKey, sessionToken } = recipe;
  const token = sessionToken === undefined ? undefined : rawText(sessionToken);
  return { secret: rawText(secretAccessKey), token: token === '' ? undefined : token };
}

import type { Diagnostic } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import { suggestConditionKey } from '../../data/suggest-condition-key.ts';
import type { StatementGroup } from '../../policy/decision/compile.ts';
import { printName } from '../../printers/names.ts';

/**
 * Keys of the provider's tokens that no claim makes, as far as AWS lists them: a statement that wants one lets nobody in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function unknownClaims(
  trust: readonly StatementGroup[] | undefined,
  provider: string,
): readonly Diagnostic[] {
  const prefix = `${provider.toLowerCase()}:`;
  const keys = (trust ?? [])
    .flatMap(({ statements }) => statements)
    .flatMap(({ statement }) => statement.conditions)
    .map(({ key }) => key.text)
    .filter((key) => key.toLowerCase().startsWith(prefix) && knownConditionKey(key) === undefined);
  return [...new Set(keys)].slice(0, 2).map((key) => {
    const [shown, meant] = [printName(new Raw(key)), suggestConditionKey(key) ?? `${provider}:sub`];
    return {
      code: 'check/unknown-claim',
      severity: 'warning',
      message: `\`${shown}\` is no key that AWS makes of a token: a condition on it is not met`,
      hint: `Did you mean \`${meant}\`?`,
    };
  });
}

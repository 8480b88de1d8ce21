import { errorOfProblems, type IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Source } from '../core/source.ts';
import { maySpellSecret } from '../output/secret.ts';
import { withoutSecrets } from '../output/without-secrets.ts';
import type { Node, Parsed } from './tree.ts';

/** The document's tree. Throws `json-syntax` or `yaml-syntax` with all problems where the text is not one. */
export function rootOf({ source, root, problems }: Parsed): Node {
  if (root === undefined || problems.length > 0) throw syntaxError(source, problems);
  return root;
}

/** All problems of a text that is no JSON or YAML as one error; nothing is quoted where a secret stands near. */
export function syntaxError(source: Source, problems: readonly Diagnostic[]): IamxError {
  const isYaml = problems[0]?.code.startsWith('yaml/') === true;
  const shown = mayBeShown(source) ? { source } : {};
  return errorOfProblems(isYaml ? 'yaml-syntax' : 'json-syntax', withoutSecrets(source, problems), shown);
}

/** Half a document may be of anything: its lines are shown where it has a word of a policy or scenario, and no secret. */
function mayBeShown({ text }: Source): boolean {
  return /["']?\b(?:Statement|request|policies)["']?\s*:/.test(text) && !maySpellSecret(text);
}

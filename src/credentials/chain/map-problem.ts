import { hinted, openAt } from '../../core/command.ts';
import type { Setting } from '../places/settings.ts';
import type { Problem } from './provider.ts';
import type { Recipe } from './recipe.ts';

/** What of the keys a request holds as a text; of a secret that is a map Python signs with the spelling. */
export function signedWith(recipe: Recipe | undefined): readonly (Setting | undefined)[] {
  return recipe?.kind === 'static' ? [recipe.accessKeyId, recipe.sessionToken] : [];
}

/**
 * What stops a tool that needs a text of each of these: one is a map. Python's reader makes them of `key =` with
 * `name = value` below (botocore 1.43 `configloader.py` `_parse_nested`), and nobody behind it expects them
 * (docs/decisions/0147).
 */
export function mapProblem(needed: readonly (Setting | undefined)[]): Problem | undefined {
  const found = needed.find((setting) => setting?.isMap === true);
  if (found === undefined) return undefined;
  const { name, span } = found.evidence;
  return {
    code: 'map-for-text',
    because: `${name} has nothing behind its \`=\`, and Python makes a map of the lines below it, where a text is needed`,
    evidence: [found.evidence],
    ...hinted(`Write the value behind \`${name} =\`: `, span && openAt(span.file, span.line)),
  };
}

import type { Diagnostic } from '../../core/evaluation.ts';
import type { ChainStep, Selected } from './chain.ts';
import type { NotKept } from './keeping-problem.ts';
import { mapProblem, signedWith } from './map-problem.ts';
import { fail, type Context, type Problem } from './provider.ts';
import type { Recipe } from './recipe.ts';
import type { World } from '../places/world.ts';

/** What stops the tool behind its chain. */
export interface Stopped {
  readonly error: Diagnostic;
  readonly step: ChainStep;
}

/** What keeps the tool from using what it found: the client that it makes, the keys that it signs with, the file in which it keeps a session or a login. */
export async function behindChain(
  { world }: Context,
  client: Problem | undefined,
  selected: Selected | undefined,
): Promise<Stopped | undefined> {
  if (client !== undefined) return stoppedAt('Making a client', client);
  const unsigned = mapProblem(signedWith(selected?.recipe));
  if (unsigned !== undefined) return stoppedAt('Signing a request', unsigned);
  const lost = selected === undefined ? undefined : await keepingProblem(world, selected.recipe);
  return lost === undefined ? undefined : stoppedAt(lost.title, lost.problem);
}

/** Read where something is kept on disk: keys that stand in a file are not. */
export async function keepingProblem(world: World, recipe: Recipe): Promise<NotKept | undefined> {
  switch (recipe.kind) {
    case 'assume-role':
    case 'web-identity':
    case 'sso':
    case 'login': {
      const late = await import('./keeping-problem.ts');
      return late.keepingProblem(world, recipe);
    }
    case 'static':
    case 'process':
    case 'container':
    case 'imds':
      return undefined;
  }
}

function stoppedAt(title: string, problem: Problem): Stopped | undefined {
  const attempt = fail(problem);
  if (attempt.outcome !== 'fail') return undefined;
  const { outcome, because, evidence, error } = attempt;
  return {
    error,
    step: { id: 'client', sdkName: 'client', title, outcome, because, evidence, problem: error },
  };
}

import type { Diagnostic } from '../../core/evaluation.ts';
import type { ChainStep, Selected } from './chain.ts';
import { fail, type Context, type Problem } from './provider.ts';
import { roleCacheProblem } from './role-cache-problem.ts';

/** What stops the tool behind its chain. */
export interface Stopped {
  readonly error: Diagnostic;
  readonly step: ChainStep;
}

/** What keeps the tool from using what it found: the client that it makes, the file in which it keeps a session. */
export async function behindChain(
  { world }: Context,
  client: Problem | undefined,
  selected: Selected | undefined,
): Promise<Stopped | undefined> {
  if (client !== undefined) return stoppedAt('Making a client', client);
  const cache = selected === undefined ? undefined : await roleCacheProblem(world, selected.recipe);
  return cache === undefined ? undefined : stoppedAt('Keeping the session of the role', cache);
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

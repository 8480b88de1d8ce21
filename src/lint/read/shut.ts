import { isForEverybody, isPinned } from '../pinning.ts';
import type { Subject } from '../subject.ts';

/** Whether Deny statements may shut what an Allow opens to everybody. */
export function hasToShut({ type, isWhole, statements }: Subject): boolean {
  return (
    type === 'resource' &&
    isWhole &&
    statements.some(({ effect }) => effect === 'Deny') &&
    statements.some(
      (statement) => statement.effect === 'Allow' && isForEverybody(statement) && !isPinned(statement),
    )
  );
}

/** With what the Deny statements shut; who asks the engine is loaded only for a policy that has something to shut. */
export async function withShut(subject: Subject): Promise<Subject> {
  if (!hasToShut(subject)) return subject;
  const { shutStatements } = await import('../openness.ts');
  return { ...subject, shut: shutStatements(subject) };
}

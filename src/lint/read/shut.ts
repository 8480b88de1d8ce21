import { isForEverybody, isPinned } from '../pinning.ts';
import type { Subject } from '../subject.ts';

/** With what the Deny statements shut; who asks the engine is loaded only for a policy that has something to shut. */
export async function withShut(subject: Subject): Promise<Subject> {
  const { type, isWhole, statements } = subject;
  const isOpen = statements.some(
    (statement) => statement.effect === 'Allow' && isForEverybody(statement) && !isPinned(statement),
  );
  const hasDeny = statements.some(({ effect }) => effect === 'Deny');
  if (type !== 'resource' || !isWhole || !isOpen || !hasDeny) return subject;
  const { shutStatements } = await import('../openness.ts');
  return { ...subject, shut: shutStatements(subject) };
}

import type { Host } from '../../core/host.ts';
import type { Page } from '../../core/page.ts';
import { source } from '../../core/source.ts';
import type { ShownFields } from '../../errors/shown-fields.ts';
import { answerOf } from '../../policy/answer/document.ts';
import { toQuestion } from '../../policy/question.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import type { PolicyRefs } from '../../policy/scenario/policies.ts';
import { runQuestion } from '../../policy/scenario/run.ts';

/** The refused request under the policies that were given: which statement decides; undefined where nothing can be asked. */
export async function decideWith(
  { caller, action, resource }: ShownFields,
  policies: PolicyRefs,
  host: Host,
  verbose: boolean,
): Promise<Page | undefined> {
  if (caller === undefined || action === undefined) return undefined;
  const isArn = resource !== undefined && resource.startsWith('arn:');
  const question = toQuestion({
    principal: caller,
    action: [action],
    ...(isArn ? { resource: [resource] } : {}),
  });
  if (question === undefined) return undefined;
  const asked = { question, policies, source: source('', '') };
  const { answers, notices, warnings } = await runQuestion(asked, newLibrary(host), { now: host.now() });
  return answerOf({
    answers: answers.map((simulated) => ({ name: undefined, simulated })),
    notices: [...notices, ...warnings],
    failures: [],
    verbose,
    next: [],
  }).page();
}

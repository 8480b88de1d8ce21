import type { Step } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import type { Attempt, Context, Link } from './provider.ts';

/** The first link that wins or fails, with the steps on the way; undefined where none has credentials. */
export interface FromSource {
  readonly attempt: Attempt | undefined;
  readonly steps: readonly Step[];
}

export async function tryLinks(links: readonly Link[], context: Context): Promise<FromSource> {
  const steps: Step[] = [];
  let passed: string | undefined;
  for (const one of links) {
    if (passed !== undefined && one.group === passed) continue;
    const attempt = await one.attempt(context);
    if (attempt.outcome === 'skip') continue;
    const { outcome, because, evidence, steps: inner } = attempt;
    steps.push({
      id: one.id,
      title: one.title,
      outcome,
      because,
      evidence,
      ...(inner === undefined ? {} : { steps: inner }),
    });
    if (outcome === 'pass') passed = one.group ?? passed;
    else return { attempt, steps };
  }
  return { attempt: undefined, steps };
}

/** The context of a profile that this one names as its source. */
export function sourceContext(context: Context, name: string | Raw): Context {
  return {
    ...context,
    profile: context.files.profile(name),
    visited: [...context.visited, context.profile.name],
  };
}

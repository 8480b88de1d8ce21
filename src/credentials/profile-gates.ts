import { missingProfile, rejectedFile } from './checks.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { pass, type Attempt, type Context, type Gate, type Link } from './provider.ts';

/** What stands in front of the styles of a profile, for flavours that read the files only there. */
export interface ProfileGateRules {
  /** A file that the reader rejects. */
  readonly rejectedFile: 'fail' | 'pass';
  /** A profile that somebody named and that is not there; one that nobody named is passed over. */
  readonly missingProfile: 'fail' | 'pass';
}

export function usableProfile(rules: ProfileGateRules): Gate {
  return (context) => {
    const rejected = rejectedFile(context);
    if (rejected !== undefined) return stop(rejected, rules.rejectedFile, context);
    const missing = missingProfile(context);
    if (missing !== undefined) return stop(missing, rules.missingProfile, context);
    const { profile, choice } = context;
    return profile.exists
      ? undefined
      : pass(`profile ${profile.label} does not exist`, [choice.from.evidence]);
  };
}

/** The gate in front of each link; below a source it has done its work. */
export function behindGate(gate: Gate, links: readonly Link[]): readonly Link[] {
  return links.map((one) => ({
    ...one,
    attempt: async (context) => gate(context) ?? one.attempt(context),
  }));
}

function stop(error: Diagnostic, rule: 'fail' | 'pass', { choice }: Context): Attempt {
  const { span, message } = error;
  const place =
    span === undefined ? choice.from.evidence : ({ kind: 'file', name: span.file, span } as const);
  const looked = { because: message, evidence: [place] };
  return rule === 'fail' ? { outcome: 'fail', error, ...looked } : { outcome: 'pass', ...looked };
}

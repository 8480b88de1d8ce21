import { rejectedFile } from './checks/files.ts';
import { noted, skip, type Attempt, type Context, type Link } from './provider.ts';

/** What a file that the reader rejects does, for flavours that read the files only at their profile's place. */
export interface ProfileGateRules {
  readonly rejectedFile: 'fail' | 'pass';
}

/** The styles of the chosen profile, with what keeps all of them from being looked at in front of each. */
export function stylesOfProfile(rules: ProfileGateRules, links: readonly Link[]): readonly Link[] {
  return links.map((one) =>
    noted(
      one,
      'only where the profile exists',
      async (context) => closedGate(context, rules) ?? one.attempt(context),
    ),
  );
}

function closedGate(context: Context, rules: ProfileGateRules): Attempt | undefined {
  const { profile, choice } = context;
  const error = rejectedFile(context);
  if (error === undefined) {
    if (profile.exists) return undefined;
    return skip(`profile ${profile.label} does not exist`, [choice.from.evidence]);
  }
  const { span, message } = error;
  const place =
    span === undefined ? choice.from.evidence : ({ kind: 'file', name: span.file, span } as const);
  const looked = { because: message, evidence: [place] };
  return rules.rejectedFile === 'fail'
    ? { outcome: 'fail', error, ...looked }
    : { outcome: 'pass', ...looked };
}

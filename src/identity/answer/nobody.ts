import { command } from '../../core/command.ts';
import type { Answer } from '../../core/answer.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { NobodyDocument } from '../../documents/credentials.ts';
import { isSameProblem } from '../../core/place.ts';
import { describeLine } from '../../core/place.ts';
import type { Caller } from '../caller.ts';
import { fixOf, hintWithout, isFix, withoutFix } from '../../credentials/answer/fix.ts';
import { toStep } from '../../credentials/answer/document.ts';
import { isUnnamed } from '../../credentials/answer/page.ts';
import type { Finding } from '../../credentials/gotchas.ts';
import { edit } from '../../credentials/repairs.ts';
import { isSet, shownOf } from '../../credentials/places/settings.ts';

const mostFindings = 3;

/** Nobody can be asked about: the chain chose nothing, or what it chose could not be read on this machine. */
export function nobody(caller: Caller, error: Diagnostic | undefined, findings: readonly Finding[]): Answer {
  const { resolution, context } = caller;
  const { flavour } = context;
  const { profile, region } = resolution;
  const diagnostics = findings
    .map(({ diagnostic }) => diagnostic)
    .filter((diagnostic) => error === undefined || !isSameProblem(diagnostic, error));
  const opens = error?.span === undefined ? undefined : edit(context.world, error.span);
  const verdict = error === undefined ? 'none' : 'error';
  const fix = fixOf({ verdict, ...(error === undefined ? {} : { error }) }, findings, opens);
  const told = error?.hint === undefined ? undefined : hintWithout(error.hint, fix);
  const reason = error?.message ?? `${flavour.title} looked in every place`;
  // With what was found no call can be made.
  const summary = resolution.selected === undefined ? `no credentials: ${reason}` : reason;
  return {
    kind: 'document',
    document: (): NobodyDocument => ({
      schema: 'iamx.whoami/1',
      verdict,
      summary,
      account: null,
      arn: null,
      userId: null,
      credentials: null,
      region: isSet(region) ? shownOf(region) : null,
      ...(error === undefined ? {} : { error }),
      steps: resolution.steps.map(toStep),
      diagnostics,
    }),
    page: () => [
      {
        kind: 'verdict',
        tone: 'bad',
        word: 'nobody',
        text: summary,
        details: [
          ...(error?.span === undefined ? [] : [{ text: describeLine(error.span) }]),
          ...(told === undefined ? [] : [{ text: told }]),
          { text: [{ text: `${flavour.title} · profile "${profile.shownName}"`, tone: 'dim' }] },
        ],
      },
      {
        kind: 'diagnostics',
        diagnostics: findings
          .filter((finding) => !finding.isTold && diagnostics.includes(finding.diagnostic))
          .slice(0, mostFindings)
          .map((finding) => withoutFix(finding, isFix(finding, fix))),
      },
      {
        kind: 'next',
        items:
          fix === undefined
            ? [
                { label: 'Every place that was looked at', text: command`iamx explain-chain` },
                ...(verdict === 'none' ? [nextOf(findings)] : []),
              ]
            : [{ label: 'fix', text: fix }],
      },
    ],
    exitStatus: 1,
  };
}

function nextOf(findings: readonly Finding[]) {
  return isUnnamed(findings)
    ? { label: 'Every profile', text: command`iamx whoami --all-profiles` }
    : { label: 'Get credentials', text: command`aws configure sso` };
}

import { linesOfHint, type Command, type Hint } from '../../core/command.ts';
import type { Diagnostic, Severity, Span } from '../../core/evaluation.ts';
import type { FlavourId, Resolution } from '../chain/chain.ts';
import type { Context } from '../chain/provider.ts';

/** What a gotcha looks at: one flavour's answer, what it read, and other answers where it needs them. */
export interface Situation {
  readonly context: Context;
  readonly resolution: Resolution;
  /** The same question for another flavour; endpoints are not asked for it. */
  readonly ask: (id: FlavourId) => Promise<Resolution>;
  /** What the other flavour reads. */
  readonly contextOf: (id: FlavourId) => Promise<Context>;
  /** The same question with the profile named by AWS_PROFILE instead of by option. */
  readonly askWithVariable: () => Promise<Resolution>;
}

export interface Found {
  readonly severity?: Severity;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly span?: Span | undefined;
  /** What to do in words, or the lines as they should stand. */
  readonly advice?: Hint | undefined;
  /** A command line to paste. */
  readonly fix?: Command | undefined;
  /** What was found explains the verdict, though the verdict says the half of it itself. */
  readonly isCause?: true;
  /** The error itself says as much: it is not told beside it on a page. */
  readonly isTold?: true;
  /** The command repairs nothing: it only spares the wait. */
  readonly isOnlyFaster?: true;
  /** botocore rejects the file, so that the AWS CLI ends before it does anything, `aws configure set` too. */
  readonly stopsAwsCli?: true;
}

/** Something that surprises people about credentials, one row each: docs/gotchas.md lists them. */
export interface Gotcha {
  /** Its number in docs/gotchas.md; absent for those without one. */
  readonly id?: number;
  /** Of the diagnostic. */
  readonly code: string;
  /** What is wrong, in general. */
  readonly says: string;
  readonly find: (situation: Situation) => readonly Found[] | Promise<readonly Found[]>;
}

/** What was found, as the answer shows it. */
export interface Finding extends Pick<
  Found,
  'advice' | 'fix' | 'isCause' | 'isTold' | 'isOnlyFaster' | 'stopsAwsCli'
> {
  readonly diagnostic: Diagnostic;
}

export function toFinding({ code }: Gotcha, found: Found): Finding {
  const { severity = 'warning', message, advice, fix, span } = found;
  const hint = linesOfHint(advice, fix);
  return {
    diagnostic: {
      code,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(span === undefined ? {} : { span }),
    },
    advice,
    fix,
    ...(found.isCause ? { isCause: true } : {}),
    ...(found.isTold ? { isTold: true } : {}),
    ...(found.isOnlyFaster ? { isOnlyFaster: true } : {}),
    ...(found.stopsAwsCli ? { stopsAwsCli: true } : {}),
  };
}

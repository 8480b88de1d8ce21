import { isSameCommand, piecesOfHint, type Command, type Hint } from '../../core/command.ts';
import type { Diagnostic, Severity } from '../../core/evaluation.ts';
import { isSameProblem } from '../../core/place.ts';
import type { Resolution } from '../chain/chain.ts';
import type { Finding } from '../gotchas.ts';

/**
 * The one command at the end of an answer: that of the error, else of what caused it, else of the first finding that
 * explains the verdict; an editor at the line only where no command can be written. What is graver is repaired first.
 */
export function fixOf(
  resolution: Pick<Resolution, 'verdict' | 'error'>,
  findings: readonly Finding[],
  opens: Command | undefined,
): Command | undefined {
  const fix = chosen(resolution, findings, opens);
  // No command of the AWS CLI works where botocore cannot read the files: they are repaired first.
  if (!runsAwsCli(fix)) return fix;
  return findings.find(({ stopsAwsCli }) => stopsAwsCli)?.fix ?? fix;
}

/** Whether the command is the AWS CLI's. */
export function runsAwsCli(fix: Command | undefined): boolean {
  const { deed } = fix ?? {};
  const stages = deed?.kind === 'run' ? deed.stages : deed?.kind === 'take' ? [deed.stage] : [];
  return stages.some(({ program }) => program === 'aws');
}

function chosen(
  resolution: Pick<Resolution, 'verdict' | 'error'>,
  findings: readonly Finding[],
  opens: Command | undefined,
): Command | undefined {
  const own = ownFix(resolution);
  if (own !== undefined) return own;
  const { error, verdict } = resolution;
  const useful = findings.filter(({ fix, isOnlyFaster }) => fix !== undefined && !isOnlyFaster);
  if (verdict === 'error') {
    const explaining = useful.filter((finding) => explains(finding, error)).map(({ fix }) => fix);
    return firstOf([...(error?.hint === undefined ? [] : commandsIn(error.hint)), ...explaining, opens]);
  }
  // What was only noted explains no empty chain.
  const noted = verdict === 'none' ? useful.filter((finding) => explains(finding, undefined)) : useful;
  const grave = severities.map((severity) =>
    noted.filter(({ diagnostic }) => diagnostic.severity === severity).map(({ fix }) => fix),
  );
  return firstOf(grave.find((fixes) => fixes.length > 0) ?? []);
}

/** The command that the error itself carries, which nothing else is put before. */
export function ownFix({ error }: Pick<Resolution, 'error'>): Command | undefined {
  const own = error?.hint === undefined ? [] : commandsIn(error.hint);
  return own.find(({ deed }) => deed.kind !== 'edit');
}

const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

function firstOf(commands: readonly (Command | undefined)[]): Command | undefined {
  const fixes = commands.filter((fix) => fix !== undefined);
  return fixes.find(({ deed }) => deed.kind !== 'edit') ?? fixes[0];
}

function explains({ diagnostic, isCause }: Finding, error: Diagnostic | undefined): boolean {
  if (diagnostic.severity !== 'info' || isCause) return true;
  // Two that stand nowhere are not at one place.
  return error?.span !== undefined && isSameProblem({ ...diagnostic, code: error.code }, error);
}

function commandsIn(hint: Hint): readonly Command[] {
  return piecesOfHint(hint).filter((piece) => typeof piece !== 'string');
}

/** What the hint says beside the command that is the last line of the answer: nothing is told twice. */
export function hintWithout(hint: Hint, fix: Command | undefined): Hint | undefined {
  const isIt = (piece: string | Command) =>
    typeof piece !== 'string' && fix !== undefined && isSameCommand(piece, fix);
  const pieces = piecesOfHint(hint);
  if (!pieces.some(isIt)) return hint;
  const left = pieces
    .filter((piece) => !isIt(piece))
    .map((piece) => (typeof piece === 'string' ? piece.trimEnd().replace(/(?:,? or)?:$/, '') : piece))
    .filter((piece) => piece !== '');
  return left.length === 0 ? undefined : left;
}

/** Whether the finding's command is the last line of the answer. */
export function isFix(finding: Finding, fix: Command | undefined): boolean {
  return finding.fix !== undefined && fix !== undefined && isSameCommand(finding.fix, fix);
}

/** The command of one finding is the page's last line: it is not printed twice. */
export function withoutFix({ diagnostic, advice }: Finding, isLast: boolean): Diagnostic {
  if (!isLast) return diagnostic;
  const { code, severity, message, span } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(advice === undefined ? {} : { hint: advice }),
    ...(span === undefined ? {} : { span }),
  };
}

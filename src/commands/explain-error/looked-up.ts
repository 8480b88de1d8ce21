import { asDiagnostic, IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { DecidedHere } from './decide.ts';
import type { LookedUp } from './live.ts';

export interface LookedUpHere extends LookedUp {
  /** The same decided here; undefined where a policy is missing. */
  readonly decided: DecidedHere | undefined;
  /** Why it could not be. */
  readonly problem?: IamxError;
}

/** The same request decided here, with the policies that AWS keeps. */
export async function decideAgain(told: LookedUp, host: Host, verbose: boolean): Promise<LookedUpHere> {
  const { made } = told;
  if (made === undefined || made.missing.length > 0) return { ...told, decided: undefined };
  const { decideScenario } = await import('./decide.ts');
  try {
    return { ...told, decided: await decideScenario(made.scenario, host, verbose) };
  } catch (thrown) {
    // What AWS tells stands all the same.
    if (!(thrown instanceof IamxError)) throw thrown;
    return { ...told, decided: undefined, problem: thrown };
  }
}

/** AWS is right where the simulation says something else. */
export function differenceOf({ evaluated, made, decided, problem }: LookedUpHere): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (problem !== undefined)
    found.push({ ...asDiagnostic(problem), code: 'explain-error/not-decided', severity: 'warning' });
  const missing = made?.missing ?? [];
  if (missing.length > 0)
    found.push({
      code: 'explain-error/policies-missing',
      severity: 'warning',
      message: `${missing.length} of the policies that AWS evaluated cannot be read: nothing is decided here`,
      hint: 'Reading them takes iam:GetRequestAuthorizationPolicy, in the organization of the refusal.',
    });
  if (decided !== undefined && evaluated.effect !== undefined && decided.decision !== evaluated.effect)
    found.push({
      code: 'explain-error/differs',
      severity: 'warning',
      message: `AWS decided ${evaluated.effect}, the simulation with the same policies says ${decided.decision}: AWS is right`,
      hint:
        made?.isWithoutLevels === true
          ? 'AWS does not say to which level of the organization an SCP or RCP is attached: they are taken for one level.'
          : 'AWS may have left statements of other services out of the policies. Otherwise it is a defect of iamx: please report it.',
    });
  return found;
}

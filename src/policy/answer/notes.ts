import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import type { Condition } from '../condition/condition.ts';
import { possibleForRole } from '../condition/role-path.ts';
import { shortList } from '../condition/wording.ts';
import { warnings } from '../condition/warnings.ts';
import type { Explanation, StatementTrace } from './explain.ts';
import type { Explained } from './explained.ts';
import { serviceNotesOf } from './service-notes.ts';
import { stricterNotes } from './stricter-notes.ts';
import { matchNames } from '../match/principal.ts';
import { supportsRcp } from '../../data/services.ts';
import { rulePages } from '../decision/rules.ts';
import {
  identityCenterArns,
  opensAssumption,
  roleArn,
  roleFamily,
  serviceOf,
  type Request,
} from '../request.ts';
import type { Simulated } from '../decision/simulate.ts';

/**
 * What a reader of the answer should know beside it: what was assumed, what AWS may do otherwise, and what lies
 * outside of policies. Nothing here changes the decision.
 */
export function notesOf({ simulated, explanationOf }: Explained): readonly Diagnostic[] {
  const request = simulated.decidedFor;
  const explanation = explanationOf(request);
  const relevant = relevantStatements(explanation);
  return [
    ...relevant.flatMap((trace) => conditionNotes(trace, explanation)),
    ...relevant.flatMap((trace) => principalNotes(trace, simulated)),
    ...danglingNotes(explanation, request),
    ...assumedPath(relevant, request),
    ...(simulated.decision === 'explicitDeny' ? [] : levelsWithoutAllow(explanation)),
    ...unknownRcpService(simulated),
    ...stricterNotes(simulated),
    ...serviceNotesOf(simulated),
  ];
}

/** Statements that name the action and may reach the caller: only their oddities could have mattered. */
function relevantStatements({ layers }: Explanation): readonly StatementTrace[] {
  return layers
    .flatMap(({ levels }) => levels.flatMap(({ statements }) => statements))
    .filter(
      ({ action, principal, resource }) => action && principal?.reached !== false && resource !== false,
    );
}

function conditionNotes({ compiled }: StatementTrace, { lookUp }: Explanation): readonly Diagnostic[] {
  return compiled.conditions.flatMap((condition) =>
    warnings(condition, lookUp).map(({ code, message, hint, range }): Diagnostic => {
      const span = spanOf(compiled.policy.source, range);
      return { code: `simulate/${code}`, severity: 'warning', message, hint, span };
    }),
  );
}

/** R234: AWS leaves open what happens where a caller is listed without its parents. */
function principalNotes(
  { compiled, principal, matches }: StatementTrace,
  { decision }: Simulated,
): readonly Diagnostic[] {
  const { principal: element } = compiled.statement;
  if (element === undefined || principal?.uncertain === undefined) return [];
  if (matches !== true || decision !== 'explicitDeny') return [];
  return [
    {
      code: 'simulate/not-principal-uncertain',
      severity: 'warning',
      message: `${principal.uncertain}: AWS says that such a request may be denied`,
      hint: 'Use Principal "*" with a condition on aws:PrincipalArn instead of NotPrincipal.',
      span: spanOf(compiled.policy.source, element),
      docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    },
  ];
}

/** R228, R229: unique ids and canonical users match only what the caller told of itself. */
function danglingNotes({ layers }: Explanation, request: Request): readonly Diagnostic[] {
  return layers.flatMap(({ levels }) =>
    levels.flatMap(({ statements }) =>
      statements.flatMap(({ compiled, action }): readonly Diagnostic[] => {
        const { principal } = compiled;
        if (principal === undefined || !action || matchNames(principal, request).strengths !== 0) return [];
        const odd = principal.element.values.find(
          ({ kind, text }) => kind === 'CanonicalUser' || (kind === 'AWS' && principal.ids.has(text)),
        );
        if (odd === undefined) return [];
        const canonical = odd.kind === 'CanonicalUser';
        const isOpen = compiled.effect === 'Deny' || opensAssumption(request, 'principalid');
        const taken = isOpen ? 'it may be the caller' : 'it was taken to match nobody';
        return [
          {
            code: canonical ? 'simulate/canonical-user' : 'simulate/dangling-principal',
            severity: isOpen ? 'warning' : 'info',
            message: canonical
              ? `a canonical user id does not tell its account: ${taken}`
              : `\`${odd.text}\` is the id of a user or role, most likely a deleted one: ${taken}`,
            hint: canonical
              ? 'Name the account instead of the canonical user.'
              : 'If it is the caller’s own id, give it as the principal id.',
            span: spanOf(compiled.policy.source, odd),
          },
        ];
      }),
    ),
  );
}

/** R608: an RCP names a service that the data does not list among those that support RCPs. */
function unknownRcpService({ layer, decision, decidedFor, statement }: Simulated): readonly Diagnostic[] {
  const service = serviceOf(decidedFor);
  if (layer !== 'rcp' || decision !== 'explicitDeny' || supportsRcp(service)) return [];
  return [
    {
      code: 'simulate/stricter-reading',
      severity: 'warning',
      message: `${service} is not on iamx’s list of services that support RCPs, and an RCP names it: the stricter reading was taken, the RCP counts`,
      hint: 'AWS adds services now and then; a newer iamx may know it.',
      ...(statement === undefined
        ? {}
        : { span: spanOf(statement.policy.source, statement.statement.action) }),
      docs: rulePages.R608,
    },
  ];
}

/** R605, R732: AWS attaches FullAWSAccess to every level, and people give the policies that they wrote themselves. */
function levelsWithoutAllow({ layers }: Explanation): readonly Diagnostic[] {
  return layers.flatMap(({ id, levels }): readonly Diagnostic[] => {
    const without = levels.flatMap(({ statements }, index) =>
      statements.some(({ compiled }) => compiled.effect === 'Allow') ? [] : [index + 1],
    );
    if (id !== 'scp' || without.length === 0) return [];
    const at = levels.length === 1 ? '' : ` at level ${shortList(without.map(String), 'and')}`;
    return [
      {
        code: 'simulate/scp-without-allow',
        severity: 'warning',
        message: `no SCP${at} allows anything: AWS attaches FullAWSAccess unless it was removed`,
        hint: 'Give it too: `--scp FullAWSAccess,FILE`.',
      },
    ];
  });
}

/** A session does not tell its role's path, and `aws:PrincipalArn` holds it. */
function assumedPath(relevant: readonly StatementTrace[], request: Request): readonly Diagnostic[] {
  const role = roleArn(request);
  const family = roleFamily(request);
  if (role === undefined || family === undefined || identityCenterArns(request) !== undefined) return [];
  if (opensAssumption(request, 'aws:principalarn')) return [];
  const hangsOnPath = (condition: Condition) => {
    const { holds, fails } = possibleForRole(condition, family);
    return condition.keys.includes('aws:principalarn') && holds && fails;
  };
  if (!relevant.some(({ compiled }) => compiled.conditions.some(hangsOnPath))) return [];
  return [
    {
      code: 'simulate/assumed-role-path',
      severity: 'info',
      message: `aws:PrincipalArn was taken to be ${role.arn}: a session does not tell its role’s path`,
      hint: 'If the role has a path, give the role’s whole ARN as the session issuer.',
    },
  ];
}

/** Every one once: the same assumption is made for each of many actions. */
export function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, span } = diagnostic;
    found.set(JSON.stringify([code, message, span]), diagnostic);
  }
  return [...found.values()];
}

import type { Text } from '../../core/page.ts';
import { describeEdit } from '../../policy/answer/advice/describe-edit.ts';
import { withEdit, type Edit } from '../../policy/answer/advice/edit.ts';
import { statementName } from '../../policy/answer/describe.ts';
import { explain } from '../../policy/answer/explain.ts';
import { place } from '../../policy/answer/place.ts';
import { tellingElements } from '../../policy/answer/telling.ts';
import type { CompiledStatement } from '../../policy/decision/compile.ts';
import { layersAsNamed } from '../../policy/decision/layers.ts';
import { simulate, type Simulated } from '../../policy/decision/simulate.ts';
import { withoutStatement } from '../../policy/decision/what-if.ts';
import type { Expectation } from '../../policy/scenario/expectations.ts';

/** So many statements are taken away, one after the other, before it is no advice any more. */
const mostTaken = 4;

/**
 * What would let a test pass that failed: edits of the policies, each tried before it is told. Where more is to be allowed,
 * the page of the decision says it already.
 */
export function toPass(simulated: Simulated, expect: Expectation): readonly Text[] {
  return [...otherDecision(simulated, expect), ...otherStatement(simulated, expect)];
}

function otherDecision(simulated: Simulated, { decision: expected }: Expectation): readonly Text[] {
  const { decision } = simulated;
  if (expected === undefined || expected === decision) return [];
  if (expected === 'explicitDeny') return [...denied(simulated)];
  if (expected === 'implicitDeny') return lessAllowed(simulated);
  return [];
}

/** A Deny statement of exactly this request. */
function denied({ decidedFor, set, case: asked }: Simulated): readonly Text[] {
  const layer = layersAsNamed.find(({ id }) => set[id] !== undefined && id !== 'scp' && id !== 'rcp');
  if (layer === undefined) return [];
  const { action, resource } = decidedFor;
  const document = {
    Effect: 'Deny',
    ...(layer.policyType(false) === 'resource' ? { Principal: '*' } : {}),
    Action: action,
    Resource: resource,
  };
  const edit: Edit = { kind: 'statement', layer: layer.id, document };
  try {
    const then = simulate(asked, withEdit(set, edit, decidedFor));
    return then.decision === 'explicitDeny'
      ? [`it is an explicit deny if you ${describeEdit(edit, decidedFor)}`]
      : [];
  } catch {
    return [];
  }
}

/** Without the statements that decide, as far as it takes. */
function lessAllowed(simulated: Simulated): readonly Text[] {
  const taken: CompiledStatement[] = [];
  let then = simulated;
  while (then.decision !== 'implicitDeny' && then.statement !== undefined && taken.length < mostTaken) {
    taken.push(then.statement);
    then = simulate(simulated.case, withoutStatement(then.set, then.statement));
  }
  if (then.decision !== 'implicitDeny' || taken.length === 0) return [];
  const names = taken.map(
    (one) => `${one.effect} ${statementName(one)} (${place(one.policy.source, one.statement)})`,
  );
  return [`it is an implicit deny without ${names.join(' and ')}`];
}

/** The statement that was to decide, and what kept it from that. */
function otherStatement(simulated: Simulated, { sid }: Expectation): readonly Text[] {
  const { decidedFor, set, statement } = simulated;
  if (sid === undefined || statement?.statement.sid?.text === sid) return [];
  const explanation = explain(decidedFor, set);
  const trace = explanation.layers
    .flatMap(({ levels }) => levels.flatMap(({ statements }) => statements))
    .find(({ compiled }) => compiled.statement.sid?.text === sid);
  if (trace === undefined) return [`no statement of its policies has the Sid ${JSON.stringify(sid)}`];
  const { compiled } = trace;
  const where = `${compiled.effect} ${statementName(compiled)} (${place(compiled.policy.source, compiled.statement)})`;
  if (trace.matches === true) return [`${where} matches too, and another decides first`];
  const notes = tellingElements(trace, explanation).map(({ note }) => note);
  return [`${where} does not match: ${notes.join(', and ')}`];
}

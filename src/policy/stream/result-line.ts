import type { Diagnostic } from '../../core/evaluation.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Dependences } from '../decision/dependences.ts';
import { assumptionsOf } from '../answer/assumptions.ts';
import { statementEvidence } from '../answer/describe.ts';
import { companionBecause } from '../answer/companion-because.ts';
import { accessDeniedMessage } from '../answer/message.ts';
import type { Simulated } from '../decision/simulate.ts';
import type { Offset } from './diagnostics.ts';

/** As `JSON.stringify`: most texts are plain, and to see that is faster than to write them. */
function text(value: string): string {
  return plain.test(value) ? `"${value}"` : JSON.stringify(value);
}

const plain = /^[ !#-[\]-~]*$/;

/**
 * One line of `--jsonl` without steps: the same JSON as of `resultOf`, put together by hand, since a stream spends
 * most of its time on writing. `name` is the raw JSON of the name.
 */
export function resultLine(
  simulated: Simulated,
  dependences: Dependences,
  name: string | undefined,
  diagnostics: readonly Diagnostic[],
  offset: Offset,
): string {
  const { decision, layer, statement, decidedFor, companions, case: asked } = simulated;
  const { request } = asked;
  const message = accessDeniedMessage(decidedFor, decision, layer);
  let line = name === undefined ? '{' : `{"name":${name},`;
  line += `"principal":${text(request.principal.text)},"action":${text(request.action)},"resource":${text(request.resource)}`;
  line += `,"decision":"${decision}"`;
  if (request.askedOn !== undefined && request.askedOn !== request.resource)
    line += `,"askedOn":${text(request.askedOn)}`;
  line += `,"decidedBy":${decidedBy(layer, statement, offset)}`;
  if (message !== undefined) line += `,"message":${text(message)}`;
  const assumptions = assumptionsOf(simulated, dependences);
  line += assumptions.length === 0 ? ',"assumptions":[]' : `,"assumptions":${JSON.stringify(assumptions)}`;
  const { ways, missing } = textsOf(dependences);
  line += ways;
  if (companions.length > 0) {
    const listed = companions.map(
      ({ request: other, decision: decided }) =>
        `{"principal":${text(other.principal.text)},"action":${text(other.action)},"resource":${text(other.resource)},"because":${text(companionBecause(request, other))},` +
        `"decision":"${decided.decision}","decidedBy":${decidedBy(decided.layer, decided.statement, offset)}}`,
    );
    line += `,"companions":[${listed.join(',')}]`;
  }
  line += missing;
  if (diagnostics.length > 0) line += `,"diagnostics":${JSON.stringify(diagnostics)}`;
  return `${line}}\n`;
}

/** Members of the line, one before the companions and one behind them. */
interface DependenceTexts {
  readonly ways: string;
  readonly missing: string;
}

/** Lines whose decision hangs on the same condition have the same object here. */
const ofDependences = new WeakMap<Dependences, DependenceTexts>();

function textsOf(dependences: Dependences): DependenceTexts {
  let texts = ofDependences.get(dependences);
  if (texts === undefined) {
    const { entries, tooComplex, keys } = dependences;
    const atoms = tooComplex === undefined ? '' : `,"dependsOnAtoms":${tooComplex}`;
    texts = {
      ways: `,"dependsOn":${JSON.stringify(entries)}${atoms}`,
      missing: `,"missingContext":${JSON.stringify(keys)}`,
    };
    ofDependences.set(dependences, texts);
  }
  return texts;
}

function decidedBy(layer: string, statement: CompiledStatement | undefined, offset: Offset): string {
  if (statement === undefined) return `{"layer":"${layer}"}`;
  return `{"layer":"${layer}","statement":${statementText(statement, offset)}}`;
}

/** A statement's evidence; for one of an inline policy the parts between which its place is put. */
interface Evidence {
  readonly head: string;
  readonly whole: string;
  readonly column: number;
  readonly endColumn: number;
}

const known = new WeakMap<CompiledStatement, Evidence>();

function statementText(statement: CompiledStatement, { file, line, columns }: Offset): string {
  let evidence = known.get(statement);
  if (evidence === undefined) {
    evidence = evidenceOf(statement);
    known.set(statement, evidence);
  }
  if (statement.policy.source.file !== file) return evidence.whole;
  // A line of a stream has no line ends: only the columns differ.
  return `${evidence.head}${line},"column":${evidence.column + columns},"endLine":${line},"endColumn":${evidence.endColumn + columns}}}`;
}

function evidenceOf(statement: CompiledStatement): Evidence {
  const { kind, name, value, span } = statementEvidence(statement);
  const head = `{"kind":"${kind}","name":${text(name)},"value":${text(value ?? '')},"span":{"file":${text(span?.file ?? '')},"line":`;
  return {
    head,
    whole: JSON.stringify({ kind, name, value, span }),
    column: span?.column ?? 1,
    endColumn: span?.endColumn ?? 1,
  };
}

import type { KnownLines } from '../../core/answer.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Dependences } from '../decision/dependences.ts';
import { assumptionsOf, type Assumption } from '../answer/assumptions.ts';
import { statementEvidence } from '../answer/describe.ts';
import { companionBecause } from '../answer/companion-because.ts';
import { accessDeniedMessage } from '../answer/message.ts';
import { isSafeJson } from '../../output/safe-document.ts';
import type { Simulated } from '../decision/simulate.ts';
import type { Offset } from './diagnostics.ts';

/** As `JSON.stringify`: most texts are plain, and to see that is faster than to write them. */
function text(value: string): string {
  return plain.test(value) ? `"${value}"` : JSON.stringify(value);
}

const plain = /^[ !#-[\]-~]*$/;

/** Members that many lines share: made once, and looked at once for what must not be shown. */
interface Shared {
  readonly json: string;
  /** What the border has to look at in each line nevertheless: all of it or nothing. */
  readonly fresh: string;
}

function shared(json: string): Shared {
  return { json, fresh: isSafeJson(json) ? '' : json };
}

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
): KnownLines {
  const { decision, layer, statement, decidedFor, case: asked } = simulated;
  const { principal, action, resource, askedOn } = asked.request;
  const message = accessDeniedMessage(decidedFor, decision, layer);
  const by = decidedBy(layer, statement, offset);
  const { ways, missing } = textsOf(dependences);
  const assumed = assumedOf(simulated, dependences);
  const companions = companionsOf(simulated, offset);

  let own = name === undefined ? '{' : `{"name":${name},`;
  own += `"principal":${text(principal.text)},"action":${text(action)},"resource":${text(resource)}`;
  const on = askedOn === undefined || askedOn === resource ? '' : `,"askedOn":${text(askedOn)}`;
  const said = message === undefined ? '' : `,"message":${text(message)}`;
  const told = diagnostics.length === 0 ? '' : `,"diagnostics":${JSON.stringify(diagnostics)}`;
  return {
    text: `${own},"decision":"${decision}"${on}${by.json}${said}${assumed.json}${ways.json}${companions}${missing.json}${told}}\n`,
    fresh: `${own}${on}${by.fresh}${said}${assumed.fresh}${ways.fresh}${companions}${missing.fresh}${told}`,
  };
}

function companionsOf({ companions, case: { request } }: Simulated, offset: Offset): string {
  if (companions.length === 0) return '';
  const listed = companions.map(({ request: other, decision: decided }) => {
    const because = companionBecause(request, other);
    const by = decidedBy(decided.layer, decided.statement, offset).json;
    return (
      `{"principal":${text(other.principal.text)},"action":${text(other.action)},"resource":${text(other.resource)},` +
      `"because":${text(because)},"decision":"${decided.decision}"${by}}`
    );
  });
  return `,"companions":[${listed.join(',')}]`;
}

/** Members of the line, some before the companions and one behind them. */
interface DependenceTexts {
  readonly ways: Shared;
  readonly missing: Shared;
  /** The last that was assumed where so much was open. */
  assumed: readonly Assumption[];
  assumedText: Shared;
}

const nothingAssumed: Shared = { json: ',"assumptions":[]', fresh: '' };

/** Lines whose decision hangs on the same condition have the same object here. */
const ofDependences = new WeakMap<Dependences, DependenceTexts>();

function textsOf(dependences: Dependences): DependenceTexts {
  let texts = ofDependences.get(dependences);
  if (texts === undefined) {
    const { entries, tooComplex, keys } = dependences;
    const atoms = tooComplex === undefined ? '' : `,"dependsOnAtoms":${tooComplex}`;
    texts = {
      ways: shared(`,"dependsOn":${JSON.stringify(entries)}${atoms}`),
      missing: shared(`,"missingContext":${JSON.stringify(keys)}`),
      assumed: [],
      assumedText: nothingAssumed,
    };
    ofDependences.set(dependences, texts);
  }
  return texts;
}

/** Mostly the same is assumed as in the line before. */
function assumedOf(simulated: Simulated, dependences: Dependences): Shared {
  const texts = textsOf(dependences);
  const assumed = assumptionsOf(simulated, dependences);
  const { assumed: before } = texts;
  const isSame = assumed.length === before.length && assumed.every((one, at) => isEqual(one, before[at]));
  if (!isSame) {
    texts.assumed = assumed;
    texts.assumedText = shared(`,"assumptions":${JSON.stringify(assumed)}`);
  }
  return texts.assumedText;
}

/** Why, and what tells it, is the same where the rest is. */
function isEqual({ what, key, value }: Assumption, other: Assumption | undefined): boolean {
  return other !== undefined && what === other.what && key === other.key && value === other.value;
}

function decidedBy(layer: string, statement: CompiledStatement | undefined, offset: Offset): Shared {
  if (statement === undefined) return { json: `,"decidedBy":{"layer":"${layer}"}`, fresh: '' };
  let evidence = known.get(statement);
  if (evidence === undefined) {
    evidence = evidenceOf(statement);
    known.set(statement, evidence);
  }
  const { whole, head, column, endColumn } = evidence;
  const { file, line, columns } = offset;
  const told =
    statement.policy.source.file === file
      ? // A line of a stream has no line ends: only the columns differ.
        `${head}${line},"column":${column + columns},"endLine":${line},"endColumn":${endColumn + columns}}}`
      : whole.json;
  return { json: `,"decidedBy":{"layer":"${layer}","statement":${told}}`, fresh: whole.fresh };
}

/** A statement's evidence; for one of an inline policy the text before its place, which is put behind it. */
interface Evidence {
  readonly whole: Shared;
  readonly head: string;
  readonly column: number;
  readonly endColumn: number;
}

const known = new WeakMap<CompiledStatement, Evidence>();

function evidenceOf(statement: CompiledStatement): Evidence {
  const { kind, name, value, span } = statementEvidence(statement);
  return {
    whole: shared(JSON.stringify({ kind, name, value, span })),
    head: `{"kind":"${kind}","name":${text(name)},"value":${text(value ?? '')},"span":{"file":${text(span?.file ?? '')},"line":`,
    column: span?.column ?? 1,
    endColumn: span?.endColumn ?? 1,
  };
}

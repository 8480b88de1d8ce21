import type { Evidence, Step } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import type { Truth } from '../../core/truth.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { LookUp } from '../context-value.ts';
import { describeElements, type DescribedElement } from './describe-elements.ts';
import type { Explanation, LayerTrace, LevelTrace, StatementTrace } from './explain.ts';
import { layerOf, namesOf } from '../decision/layers.ts';
import { ruleEvidence } from '../decision/rules.ts';
import type { Request } from '../request.ts';
import type { Unknown } from '../match/unknown.ts';

/** The whole explanation as a tree of steps: layers, in each its statements, in each their elements. */
export function describeExplanation({ request, lookUp, regime, layers }: Explanation): readonly Step[] {
  return [
    {
      id: 'regime',
      title: 'How the layers combine',
      outcome: 'info',
      because: regime.because.text,
      evidence: [
        { kind: 'derived', name: 'rules', value: regime.id },
        ...accountEvidence(request),
        ...ruleEvidence(regime.because.rules),
      ],
    },
    ...layers.map((layer) => describeLayer(layer, request, lookUp)),
  ];
}

function accountEvidence({ resourceAccount, resourceAccountOrigin }: Request): readonly Evidence[] {
  if (resourceAccount === undefined) return [];
  const value =
    resourceAccountOrigin === 'assumed' ? `${resourceAccount} (assumed: the caller’s)` : resourceAccount;
  return [{ kind: 'derived', name: 'account of the resource', value }];
}

/** `allow`, `deny`, `none`, `unknown`, or why the layer has no say. */
export function layerOutcome({ state, allow, deny }: LayerTrace): string {
  if (state !== 'given') return state === 'not-given' ? 'not-present' : 'not-applicable';
  return outcomeOf(allow, deny);
}

function outcomeOf(allow: Truth<Unknown>, deny: Truth<Unknown>): string {
  if (deny === true) return 'deny';
  if (deny !== false) return 'unknown';
  if (allow === true) return 'allow';
  return allow === false ? 'none' : 'unknown';
}

function describeLayer(layer: LayerTrace, request: Request, lookUp: LookUp): Step {
  const many = layer.levels.length > 1;
  const steps = many
    ? layer.levels.map((level, index) => describeLevel(level, index, layer.levels.length, request, lookUp))
    : layer.levels.flatMap((level) => describeStatements(level, request, lookUp));
  return {
    id: layer.id,
    title: namesOf(layer.id, request).title,
    outcome: layerOutcome(layer),
    because: layerSentence(layer),
    evidence: ruleEvidence(layer.because?.rules ?? []),
    ...(steps.length > 0 && { steps }),
  };
}

function layerSentence(layer: LayerTrace): string {
  if (layer.state === 'not-given') return 'none given: it does not limit';
  if (layer.because !== undefined) return layer.because.text;
  const { levels } = layer;
  const { implied } = layerOf[layer.id];
  const failed = levels.findIndex(({ allow }) => allow === false);
  switch (layerOutcome(layer)) {
    case 'deny':
      return 'a Deny matches';
    case 'allow':
      if (implied !== undefined) return `${implied} allows at every level, no Deny matches`;
      return levels.length > 1
        ? `allowed by ${levels.length} of ${levels.length} levels`
        : 'an Allow matches';
    case 'none':
      return levels.length > 1
        ? `level ${failed + 1} of ${levels.length} allows nothing`
        : 'no Allow matches';
    default:
      return 'it depends on what is not known';
  }
}

function describeLevel(level: LevelTrace, index: number, of: number, request: Request, lookUp: LookUp): Step {
  const outcome = outcomeOf(level.allow, level.deny);
  return {
    id: `level-${index + 1}`,
    title: `level ${index + 1} of ${of}${index === 0 ? ' (root)' : ''}`,
    outcome,
    because:
      level.statements.length === 0
        ? 'the level has no statement: it denies everything'
        : outcome === 'allow'
          ? 'an Allow matches'
          : outcome === 'deny'
            ? 'a Deny matches'
            : 'no Allow matches',
    evidence: [],
    steps: describeStatements(level, request, lookUp),
  };
}

function describeStatements({ statements }: LevelTrace, request: Request, lookUp: LookUp): readonly Step[] {
  return statements.map((trace) => describeStatement(trace, request, lookUp));
}

function describeStatement(trace: StatementTrace, request: Request, lookUp: LookUp): Step {
  const elements = describeElements(trace, request, lookUp);
  const { compiled, matches } = trace;
  const source = compiled.policy.source;
  const failed = elements.filter(({ result }) => result === 'no-match');
  return {
    id: 'statement',
    title: `${compiled.effect} ${statementName(compiled)}`,
    outcome: matches === true ? 'match' : matches === false ? 'no-match' : 'unknown',
    because:
      failed.length > 0
        ? `${failed.map(({ title }) => title).join(' and ')} ${failed.length > 1 ? 'do' : 'does'} not match`
        : matches === true
          ? 'every element matches'
          : 'it depends on what is not known',
    evidence: [statementEvidence(compiled)],
    steps: elements.map((element) => ({
      id: element.id,
      title: element.title,
      outcome: element.result,
      because: element.because,
      evidence: [placeEvidence(element, source), ...ruleEvidence(element.rules ?? [])],
    })),
  };
}

function placeEvidence(
  { title, range }: DescribedElement,
  source: CompiledStatement['policy']['source'],
): Evidence {
  return { kind: 'statement', name: title, span: spanOf(source, range) };
}

/** `"ReadReports"`, or the statement's number where it has no Sid. */
export function statementName({ statement }: CompiledStatement): string {
  const sid = statement.sid?.text ?? '';
  return sid === '' ? `statement ${statement.index + 1}` : `"${sid}"`;
}

/** The statement with its place: what `decidedBy` names. */
export function statementEvidence({ policy, statement }: CompiledStatement): Evidence {
  const sid = statement.sid?.text ?? '';
  return {
    kind: 'statement',
    name: sid === '' ? `Statement[${statement.index}]` : sid,
    value: policy.name,
    span: spanOf(policy.source, statement),
  };
}

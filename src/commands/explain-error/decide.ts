import type { Diagnostic, Step } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Page } from '../../core/page.ts';
import { source, type Source } from '../../core/source.ts';
import type { ShownFields } from '../../errors/shown-fields.ts';
import { parseJson } from '../../formats/json.ts';
import { savedText } from '../../formats/saved.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { answerOf } from '../../policy/answer/document.ts';
import type { DecisionWord } from '../../policy/decision/decide.ts';
import { layers } from '../../policy/decision/layers.ts';
import { toQuestion, type Question } from '../../policy/question.ts';
import { loadScenarios } from '../../policy/scenario/files.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import { noPolicies, type PolicyRefs } from '../../policy/scenario/policies.ts';
import { runQuestion } from '../../policy/scenario/run.ts';
import { readScenarios, type Scenario } from '../../policy/scenario/scenario.ts';

/** The refused request, decided here: which statement decides. */
export interface DecidedHere {
  readonly decision: DecisionWord;
  readonly page: Page;
  readonly step: Step;
}

interface Around {
  readonly question: Question;
  readonly policies: PolicyRefs;
  readonly source: Source;
  readonly place?: Scenario['place'];
  readonly notices: readonly Diagnostic[];
}

/**
 * The refused request under the policies of the options, and what a scenario tells beside it: its own request stands
 * back where the text tells who was refused what. Undefined where nothing can be asked.
 */
export async function decideGiven(
  fields: ShownFields,
  policies: PolicyRefs,
  file: string | undefined,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const told = toldOf(fields);
  if (file === undefined) {
    const question = toQuestion(told);
    return question && decide({ question, policies, source: source('', ''), notices: [] }, host, verbose);
  }
  const { scenarios, notices } = await loadScenarios(host, file);
  const isAbout = ({ question }: Scenario) =>
    question.action.some((action) => action.toLowerCase() === fields.action?.toLowerCase());
  const scenario = scenarios.find(isAbout) ?? scenarios[0];
  if (scenario === undefined) return undefined;
  const question = toQuestion({ ...scenario.question, ...told });
  const all = merged(scenario.policies, policies);
  if (question === undefined) return undefined;
  // References of the file are relative to it.
  return decide({ ...scenario, question, policies: all, notices }, host, verbose);
}

/** The scenario that AWS's own details make. */
export async function decideScenario(
  scenario: Plain & object,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const text = source('', savedText('scenario.json', scenario));
  const { root } = parseJson(text);
  if (root === undefined) return undefined;
  const [read] = readScenarios(text, root);
  return read && decide({ ...read, notices: [] }, host, verbose);
}

async function decide(
  { notices: told, ...around }: Around,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const { answers, notices, warnings } = await runQuestion(around, newLibrary(host), {
    now: host.now(),
    ...(around.place === undefined ? {} : { place: around.place }),
  });
  const answer = answerOf({
    answers: answers.map((simulated) => ({ name: undefined, simulated })),
    notices: [...told, ...notices, ...warnings],
    failures: [],
    verbose,
    next: [],
  });
  const [result] = answer.document().results;
  if (result === undefined) return undefined;
  const { statement, layer } = result.decidedBy;
  return {
    decision: answers.length === 1 ? result.decision : 'conditional',
    page: answer.page(),
    step: {
      id: 'simulate',
      title: 'decided here with the policies',
      outcome: result.decision,
      because: layer,
      evidence: statement === undefined ? [] : [statement],
      steps: result.steps ?? [],
    },
  };
}

function toldOf({ caller, action, resource }: ShownFields) {
  const isArn = resource !== undefined && resource.startsWith('arn:');
  return {
    ...(caller === undefined ? {} : { principal: caller }),
    ...(action === undefined ? {} : { action: [action] }),
    ...(isArn ? { resource: [resource] } : {}),
  };
}

/** Those of the options beside those of the file, layer by layer. */
function merged(ofFile: PolicyRefs, given: PolicyRefs): PolicyRefs {
  const all = { ...noPolicies };
  for (const { id, shape } of layers) {
    const [first = []] = ofFile[id];
    const [own = []] = given[id];
    const isList = shape === 'list' && first.length > 0 && own.length > 0;
    all[id] = isList ? [[...first, ...own]] : given[id].length > 0 ? given[id] : ofFile[id];
  }
  return all;
}

import { command } from '../../core/command.ts';
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
import { byLayer, layers } from '../../policy/decision/layers.ts';
import { toQuestion, type Question, type QuestionValues } from '../../policy/question.ts';
import { loadScenarios } from '../../policy/scenario/files.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import { pathFrom } from '../../policy/scenario/paths.ts';
import { noPolicies, type PolicyRef, type PolicyRefs } from '../../policy/scenario/policies.ts';
import { runQuestion, type Ran } from '../../policy/scenario/run.ts';
import { savedScenarios } from '../../policy/scenario/save.ts';
import { readScenarios, type Scenario } from '../../policy/scenario/scenario.ts';

/** The refused request, decided here: which statement decides. */
export interface DecidedHere {
  readonly decision: DecisionWord;
  readonly page: Page;
  readonly step: Step;
  /** Where AWS decided something else. */
  readonly notices: readonly Diagnostic[];
}

/** What AWS refused. */
export interface Refused {
  readonly fields: ShownFields;
  /** Where AWS decoded the request: all that it tells. */
  readonly scenario?: Plain & object;
}

interface Around {
  readonly question: Question;
  readonly policies: PolicyRefs;
  readonly source: Source;
  readonly place?: Scenario['place'];
  readonly notices: readonly Diagnostic[];
}

/** What was given beside the text: policies, and the file of a scenario. */
export interface Given {
  readonly policies: PolicyRefs;
  readonly file: string | undefined;
}

/**
 * The refused request under the policies of the options, and what a scenario tells beside it: its own request stands
 * back where the text tells who was refused what. Undefined where nothing can be asked.
 */
export async function decideGiven(
  refused: Refused,
  given: Given,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const around = await aroundOf(refused, given, host);
  const decided = around && (await decide(around, host, verbose));
  return (
    decided && { ...decided, notices: otherPolicies(decided.decision, refused.fields.explicit === true) }
  );
}

/** What AWS refused by a policy that nobody gave. */
function otherPolicies(decision: DecisionWord, isExplicit: boolean): readonly Diagnostic[] {
  const message =
    decision === 'allowed'
      ? 'the policies that were given allow it, and AWS refused it: others decided'
      : decision === 'implicitDeny' && isExplicit
        ? 'AWS found a Deny, and the policies that were given have none about it: others decided'
        : undefined;
  if (message === undefined) return [];
  const hint = ['Each layer has an option: ', command`iamx explain-error --help`];
  return [{ code: 'explain-error/other-policies', severity: 'warning', message, hint }];
}

/** The refused request with what was given as scenarios of `target`: each expects what is decided with that. */
export async function scenariosGiven(
  refused: Refused,
  given: Given,
  host: Host,
  target: string,
): Promise<readonly (Plain & object)[] | undefined> {
  const around = await aroundOf(refused, given, host);
  if (around === undefined) return undefined;
  const { answers } = await answersOf(around, host);
  return savedScenarios(host, target, around, answers);
}

async function aroundOf(
  refused: Refused,
  { policies, file }: Given,
  host: Host,
): Promise<Around | undefined> {
  const told = toldOf(refused);
  if (file === undefined) {
    const question = toQuestion(told);
    return question && { question, policies, source: source('', ''), notices: [] };
  }
  const { scenarios, notices } = await loadScenarios(host, file);
  const isAbout = ({ question }: Scenario) =>
    question.action.some((action) => action.toLowerCase() === refused.fields.action?.toLowerCase());
  const scenario = scenarios.find(isAbout) ?? scenarios[0];
  if (scenario === undefined) return undefined;
  const question = toQuestion({ ...scenario.question, ...told });
  if (question === undefined) return undefined;
  const all = merged(scenario.policies, besideScenario(host, scenario.source.file, policies));
  return { ...scenario, question, policies: all, notices };
}

/** References of the options are relative to where the program runs, those of a scenario to its file. */
function besideScenario(host: Host, file: string, policies: PolicyRefs): PolicyRefs {
  const rebased = (ref: PolicyRef): PolicyRef =>
    ref.kind === 'file' ? { ...ref, path: pathFrom(host, file, ref.path) } : ref;
  return byLayer((layer) => policies[layer.id].map((level) => level.map(rebased)));
}

/** The scenario that AWS's own details make. */
export async function decideScenario(
  scenario: Plain & object,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const text = source('', savedText('scenario.json', scenario));
  const read = readBack(text);
  return read && decide({ ...read, notices: [] }, host, verbose);
}

function readBack(text: Source): Scenario | undefined {
  const { root } = parseJson(text);
  return root === undefined ? undefined : readScenarios(text, root)[0];
}

function answersOf(around: Omit<Around, 'notices'>, host: Host): Promise<Ran> {
  return runQuestion(around, newLibrary(host), {
    now: host.now(),
    ...(around.place === undefined ? {} : { place: around.place }),
  });
}

async function decide(
  { notices: told, ...around }: Around,
  host: Host,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  const { answers, notices, warnings } = await answersOf(around, host);
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
    notices: [],
  };
}

/** What the text tells of the refused request. */
function toldOf({ fields: { caller, action, resource }, scenario }: Refused): QuestionValues {
  const isArn = resource !== undefined && resource.startsWith('arn:');
  const decoded = scenario && readBack(source('', savedText('scenario.json', scenario)));
  // Of what AWS decoded the whole question is known.
  if (decoded !== undefined) return decoded.question;
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

import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import type { Question } from '../question.ts';
import { toValue } from '../../formats/tree-value.ts';
import { besideFile, pathFrom } from './paths.ts';
import { savePolicies, type PolicyRef } from './policies.ts';
import { saveRequest } from './question.ts';
import type { Asked } from './run.ts';
import type { Simulated } from '../decision/simulate.ts';
import { savedText } from '../../formats/saved.ts';
import type { Plain } from '../../formats/yaml-write.ts';

/** Throws `file-unwritable` where the file is there already: a test is not replaced by chance. */
export async function checkTarget(host: Host, file: string, force: boolean): Promise<void> {
  if (file === '-' || !/\.(ya?ml|json)$/i.test(file)) {
    throw new IamxError('usage', `\`--save\` writes a .yaml or .json file`, {
      hint: `Write \`--save ${file === '-' ? 'question' : file}.iamx.yaml\`.`,
    });
  }
  const found = await host.inspect(file);
  if (found === undefined || (force && found.kind === 'file')) return;
  throw new IamxError('file-unwritable', `\`${file}\` exists already`, {
    hint: found.kind === 'file' ? 'Name another file, or add --force to replace it.' : 'Name a file.',
  });
}

/** Writes the question as a scenario that expects the decision; as several where the decisions differ. */
export async function saveQuestion(
  host: Host,
  file: string,
  asked: Asked,
  answers: readonly Simulated[],
): Promise<void> {
  const scenarios = savedScenarios(host, file, asked, answers);
  const [only] = scenarios;
  const text = savedText(file, only !== undefined && scenarios.length === 1 ? only : scenarios);
  try {
    await host.writeFile(file, text);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write \`${file}\`: ${error.code}`, {
      hint: 'Name a file in a folder that you may write to.',
      cause: error,
    });
  }
}

/** The question as scenarios of this file, each expecting what was decided: one where the decisions are the same. */
export function savedScenarios(
  host: Host,
  file: string,
  { question: asked, policies: refs, source }: Asked,
  answers: readonly Simulated[],
): readonly (Plain & object)[] {
  const question = withInstant(asked, answers);
  const policies = savePolicies(refs, (ref) => saveRef(host, file, ref, source));
  const decisions = new Set(answers.map(({ decision }) => decision));
  const [decision] = decisions;
  if (decisions.size === 1 && decision !== undefined) return [scenarioOf(question, policies, decision)];
  return answers.map((answer) => {
    const { action, resource } = answer.case.request;
    return scenarioOf({ ...question, action: [action], resource: [resource] }, policies, answer.decision);
  });
}

/** The instant belongs to the question where a policy asks for it: tomorrow the answer may be another. */
function withInstant(question: Question, answers: readonly Simulated[]): Question {
  const now = answers[0]?.case.request.now;
  if (question.now !== undefined || now === undefined || !answers.some(asksTime)) return question;
  return { ...question, now: new Date(now).toISOString() };
}

const timeKeys = ['aws:currenttime', 'aws:epochtime'];

function asksTime({ set }: Simulated): boolean {
  return Object.values(set).some((levels) =>
    levels?.some(({ statements }) =>
      statements.some(({ conditions, resource }) =>
        [...conditions, ...(resource?.patterns ?? [])].some(({ keys }) =>
          keys.some((key) => timeKeys.includes(key)),
        ),
      ),
    ),
  );
}

function scenarioOf(question: Question, policies: Plain, expect: string): Plain & object {
  return {
    name: `${question.action.join(', ')} ${expect}`,
    request: saveRequest(question),
    policies,
    expect,
  };
}

function saveRef(host: Host, file: string, ref: PolicyRef, source: Asked['source']): Plain {
  switch (ref.kind) {
    case 'managed':
      return { managed: ref.name };
    case 'file':
      return { file: pathFrom(host, file, besideFile(host, source.file, ref.path)) };
    case 'inline':
      return toValue(ref.node) as Plain;
  }
}

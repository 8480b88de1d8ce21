import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import type { Question } from '../question.ts';
import { pathFrom } from './paths.ts';
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
  const question = withInstant(asked.question, answers);
  const policies = savePolicies(asked.policies, (ref) => saveRef(host, file, ref));
  const decisions = new Set(answers.map(({ decision }) => decision));
  const [decision] = decisions;
  const scenarios =
    decisions.size === 1 && decision !== undefined
      ? scenarioOf(question, policies, decision)
      : answers.map((answer) => {
          const { action, resource } = answer.case.request;
          return scenarioOf(
            { ...question, action: [action], resource: [resource] },
            policies,
            answer.decision,
          );
        });
  const text = savedText(file, scenarios);
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

function saveRef(host: Host, file: string, ref: PolicyRef): Plain {
  switch (ref.kind) {
    case 'managed':
      return { managed: ref.name };
    case 'file':
      return { file: pathFrom(host, file, ref.path) };
    case 'inline':
      throw new Error('the command line holds no policies');
  }
}

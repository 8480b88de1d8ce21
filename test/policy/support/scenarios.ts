import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { nodeHost } from '../../../src/host/node.ts';
import { newLibrary } from '../../../src/policy/scenario/library.ts';
import { loadScenarios } from '../../../src/policy/scenario/files.ts';
import { runQuestion } from '../../../src/policy/scenario/run.ts';
import type { Scenario } from '../../../src/policy/scenario/scenario.ts';
import type { Simulated } from '../../../src/policy/decision/simulate.ts';
import { now } from './ask.ts';

const host = nodeHost();
const library = newLibrary(host);

export interface NamedScenario {
  readonly name: string;
  readonly file: string;
  readonly scenario: Scenario;
}

/** Every scenario of a folder beside the test, in the order of the files. */
export async function scenariosOf(folder: URL): Promise<readonly NamedScenario[]> {
  const path = fileURLToPath(folder);
  const files = readdirSync(path)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  const read = await Promise.all(
    files.map(async (file) => {
      const { scenarios } = await loadScenarios(host, `${path}${file}`);
      return scenarios.map((scenario) => ({ name: scenario.name ?? file, file, scenario }));
    }),
  );
  return read.flat();
}

export async function answersOf({ scenario }: NamedScenario): Promise<readonly Simulated[]> {
  const { answers } = await runQuestion(scenario, library, { now, place: scenario.place });
  return answers;
}

/** What is decided is what the scenario expects: the decision, and where it says so the layer and the statement. */
export async function expectAsWritten(named: NamedScenario): Promise<void> {
  const { expect: wanted } = named.scenario;
  if (wanted === undefined) throw new Error(`${named.name} expects nothing`);
  const answers = await answersOf(named);
  expect(answers.length).toBeGreaterThan(0);
  for (const { decision, layer, statement } of answers) {
    expect({ decision, decidedBy: layer, sid: statement?.statement.sid?.text }).toEqual({
      decision: wanted.decision,
      decidedBy: wanted.decidedBy ?? layer,
      sid: wanted.sid ?? statement?.statement.sid?.text,
    });
  }
}

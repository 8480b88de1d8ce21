import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerScenario, simulate } from '../../../src/library/simulate.ts';
import type { Block, Page } from '../../../src/core/page.ts';
import { runs } from '../../support/budget.ts';
import { scenarios, type Scenario } from '../support/naive/random.ts';
import type { Document, Policies, Statement } from '../support/naive/shapes.ts';

/** What the screen says would change a decision is made, as it stands there, and the question is asked again. */

function textsOf({ question, policies }: Scenario): readonly string[] {
  const page: Page = answerScenario({ request: question, policies }).page();
  const blocks = page.flatMap((group): readonly Block[] =>
    'kind' in group ? (group.kind === 'elastic' ? group.blocks(99) : [group]) : group,
  );
  return JSON.stringify(blocks)
    .split(/(?<!\\)"/)
    .map((text) => text.replaceAll('\\"', '"'))
    .filter((text) => text.startsWith('allowed if '));
}

/** The names that the screen has for the layers to which a statement is given. */
const layers: Readonly<Record<string, Exclude<keyof Policies, 'resource' | 'scp' | 'rcp'>>> = {
  'an identity policy': 'identity',
  'the permissions boundary': 'boundary',
  'a session policy': 'session',
  'the VPC endpoint policy': 'endpoint',
};

function given(policies: Policies, whom: string, statement: Statement): Policies {
  const document: Document = { Version: '2012-10-17', Statement: [statement] };
  const layer = layers[whom];
  if (layer === 'identity' || layer === 'session')
    return { ...policies, [layer]: [...(policies[layer] ?? []), document] };
  if (layer !== undefined) {
    const [first] = policies[layer] ?? [];
    return { ...policies, [layer]: [{ ...document, Statement: [...(first?.Statement ?? []), statement] }] };
  }
  const levels = /^an SCP at (?:each level|level (.+))$/.exec(whom);
  if (levels === null) {
    const { Statement: before = [] } = policies.resource ?? {};
    return { ...policies, resource: { ...document, Statement: [...before, statement] } };
  }
  const wanted = levels[1]?.split(' and ').map(Number);
  const scp = policies.scp?.map((level, at) =>
    wanted?.includes(at + 1) === false ? level : [...level, document],
  );
  return scp === undefined ? policies : { ...policies, scp };
}

/** The scenario after the line; undefined where the line is of another form. */
function applied(scenario: Scenario, line: string): Scenario | undefined {
  const { question, policies } = scenario;
  const edit = /^allowed if you give (.+?) this statement: (\{.*\})$/.exec(line);
  if (edit !== null) {
    const [, whom = '', text = ''] = edit;
    return { question, policies: given(policies, whom, JSON.parse(text) as Statement) };
  }
  const value = /^allowed if ([\w:/-]+) = ([^\s"`]+)$/.exec(line);
  if (value === null) return undefined;
  const [, name = '', text = ''] = value;
  const others = Object.entries(question.context).filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { question: { ...question, context: { ...Object.fromEntries(others), [name]: text } }, policies };
}

/** A resource policy whose documents differ in their version cannot be told by one text. */
const isPlain = ({ policies }: Scenario) =>
  [policies.resource, ...(policies.boundary ?? []), ...(policies.endpoint ?? [])].every(
    (document) => document === undefined || document.Version === '2012-10-17',
  );

let tried = 0;

test('R725 R735 what the screen says would allow it does', () => {
  fc.assert(
    fc.property(scenarios.filter(isPlain), (scenario) => {
      const { question, policies } = scenario;
      const [result] = simulate({ request: question, policies }).results;
      if (result?.decision === 'allowed') return;
      for (const line of textsOf(scenario)) {
        const next = applied(scenario, line);
        if (next === undefined) continue;
        tried += 1;
        const [again] = simulate({ request: next.question, policies: next.policies }).results;
        expect(again?.decision, line).toBe('allowed');
      }
    }),
    { numRuns: runs(100) },
  );
  expect(tried).toBeGreaterThan(10);
});

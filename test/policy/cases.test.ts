import { describe, expect, test } from 'vitest';
import { dependencesOf } from '../../src/policy/decision/simulate.ts';
import { explained } from '../../src/policy/answer/explained.ts';
import { notesOf } from '../../src/policy/answer/notes.ts';
import { answersOf, expectAsWritten, scenariosOf } from './support/scenarios.ts';

const scenarios = await scenariosOf(new URL('cases/', import.meta.url));

/** The tricky cases of the specification, each as a file that `iamx simulate --scenario` takes. */
describe('cases', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    await expectAsWritten(scenario);
  });

  test.each(Array.from({ length: 70 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`))(
    '%s has a file, and its scenarios bear its name',
    (id) => {
      const own = scenarios.filter(({ file }) => file === `${id}.yaml`);
      expect(own).not.toEqual([]);
      for (const { name, scenario } of own) {
        expect(name.startsWith(`${id} `)).toBe(true);
        expect(scenario.expect).toBeDefined();
      }
    },
  );
});

async function only(id: string, index = 0) {
  const scenario = scenarios.filter(({ file }) => file === `${id}.yaml`)[index];
  const [answer] = scenario === undefined ? [] : await answersOf(scenario);
  if (answer === undefined) throw new Error(`${id} has no answer`);
  return answer;
}

/** Where the answer is "it depends", on what. */
test.each([
  ['C65', 'allowed', { key: 'aws:PrincipalTag/team', holds: true, text: 'aws:PrincipalTag/team = x' }],
  [
    'C66',
    'allowed',
    { key: 'aws:SecureTransport', holds: false, text: 'aws:SecureTransport is not false (true or absent)' },
  ],
  ['C66', 'explicitDeny', { key: 'aws:SecureTransport', holds: true, text: 'aws:SecureTransport = false' }],
  ['C67', 'allowed', { key: 'aws:username', holds: true, values: ['k'], text: 'aws:username = k' }],
])('%s is %s if', async (id, decision, atom) => {
  const { entries } = dependencesOf(await only(id));
  const entry = entries.filter((each) => each.decision === decision);
  expect(entry).toHaveLength(1);
  expect(entry[0]?.when).toHaveLength(1);
  expect(entry[0]?.when[0]).toMatchObject(atom);
});

test('C58 says that AWS may do otherwise', async () => {
  const codes = notesOf(explained({ name: undefined, simulated: await only('C58') })).map(({ code }) => code);
  expect(codes).toContain('simulate/not-principal-uncertain');
});

test('C69 both requests must be allowed, and one is not', async () => {
  const decisions = [(await only('C69')).decision, (await only('C69', 1)).decision];
  expect(decisions).toEqual(['allowed', 'implicitDeny']);
});

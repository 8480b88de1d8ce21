import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { otherDeciders } from '../../src/policy/decision/gates.ts';
import { layers } from '../../src/policy/decision/layers.ts';
import { questionFields } from '../../src/policy/question.ts';

/** The declarations are written for people; what the library reads comes from the rows. */
const declarations = readFileSync(join(import.meta.dirname, '../../src/library/types.ts'), 'utf8');

const membersOf = (name: string): readonly string[] => {
  const body =
    new RegExp(`interface ${name} (?:extends \\w+ )?\\{([^]*?)\\n\\}`).exec(declarations)?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member = '']) => member);
};

test('a request has the fields of a question', () => {
  const fields = questionFields.map(({ name }) => name).sort();
  expect([...membersOf('Asker'), ...membersOf('Request')].sort()).toEqual(fields);
  expect([...membersOf('Asker'), ...membersOf('ScenarioRequest')].sort()).toEqual(fields);
});

test('policies are given by layer, and a layer decides', () => {
  const ids = layers.map(({ id }) => id).sort();
  expect([...membersOf('Policies')].sort()).toEqual(ids);
  const written = readFileSync(join(import.meta.dirname, '../../src/documents/simulate.ts'), 'utf8');
  const deciders = /type Layer =([^;]*);/.exec(written)?.[1] ?? '';
  const named = [...deciders.matchAll(/'(\w+)'/g)].map(([, id = '']) => id);
  expect(named.sort()).toEqual([...ids, ...otherDeciders].sort());
});

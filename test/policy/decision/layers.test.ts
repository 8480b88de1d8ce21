import { describe, expect, test } from 'vitest';
import { optionKeyOf } from '../../../src/commands/option-row.ts';
import { readPlainOptions } from '../../../src/commands/read-options.ts';
import { simulate as command } from '../../../src/commands/simulate.ts';
import { source } from '../../../src/core/source.ts';
import { parseJson } from '../../../src/formats/json.ts';
import { layers, layersAsNamed, namesOf, type Layer } from '../../../src/policy/decision/layers.ts';
import { typeRules } from '../../../src/policy/document/type-rules.ts';
import { givenOptions, optionNameOf } from '../../../src/policy/scenario/given.ts';
import { flagOf, readAsked, scenarioPlace } from '../../../src/policy/scenario/options.ts';
import { savePolicies, type PolicyRef, type PolicyRefs } from '../../../src/policy/scenario/policies.ts';
import { readScenarios } from '../../../src/policy/scenario/scenario.ts';
import { documentOf, resultOf, simulate } from '../../commands/support/simulate.ts';
import { caseOf } from '../support/ask.ts';

const rows = layers.map((layer) => [layer.id, layer] as const);

const question = [
  ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 's3:GetObject'],
  ...['--resource', 'arn:aws:s3:::acme-data/q1.csv', '--resource-account', '111122223333', '--via-endpoint'],
];
const flag = ({ flags }: { readonly flags: string }) => `--${optionNameOf(flags)}`;

/** A policy of the layer, by the grammar of its type. */
function policy({ policyType }: Layer, effect: 'Allow' | 'Deny', action = 's3:*'): string {
  const { principal } = typeRules[policyType(false)];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Sid: 'One',
      Effect: effect,
      ...(principal === 'required' ? { Principal: '*' } : {}),
      Action: action,
      Resource: '*',
    },
  });
}

/** What the other layers must say for a request to be allowed. */
const allowing = ['--policy', 'all.json'];

function askedWith(words: readonly string[]): PolicyRefs {
  const read = readPlainOptions(command, [...question, ...words]);
  if (read === undefined) throw new Error(`not read: ${words.join(' ')}`);
  return readAsked(givenOptions((name) => read.options[optionKeyOf(name)])).policies;
}

/** As many policies as the shape of a layer has room for: as options take them, and in their levels. */
const several = {
  one: { files: ['a.json'], levels: [['a.json']] },
  list: { files: ['a.json', 'b.json'], levels: [['a.json', 'b.json']] },
  levels: { files: ['a.json,b.json', 'c.json'], levels: [['a.json', 'b.json'], ['c.json']] },
} as const;

const savedRef = (ref: PolicyRef) => (ref.kind === 'file' ? { file: ref.path } : { inline: 'none' });

describe('every layer', () => {
  test.each(rows)('%s: its option gives it, and a scenario has it under its id', (id, layer) => {
    const refs = askedWith([flag(layer.option), 'a.json']);
    expect(refs[id]).toEqual([[{ kind: 'file', path: 'a.json', range: undefined }]]);
    expect(Object.values(refs).flat()).toHaveLength(1);
    expect(scenarioPlace(optionNameOf(layer.option.flags))).toBe(`\`${id}\` under \`policies\``);
  });

  test.each(rows)('%s: a scenario that is saved holds the same policies', (id, layer) => {
    const { files, levels } = several[layer.only === undefined ? layer.shape : 'one'];
    const refs = askedWith(files.flatMap((file) => [flag(layer.option), file]));
    const document = JSON.stringify({
      request: { principal: 'anonymous', action: 's3:GetObject' },
      policies: savePolicies(refs, savedRef),
    });
    const { root } = parseJson(source('q.json', document));
    const [scenario] = root === undefined ? [] : readScenarios(source('q.json', document), root);
    const paths = (of: PolicyRefs | undefined) =>
      of?.[id].map((level) => level.map((ref) => (ref.kind === 'file' ? ref.path : ref.kind)));
    expect(paths(refs)).toEqual(levels);
    expect(paths(scenario?.policies)).toEqual(levels);
  });

  test.each(rows)('%s: its Deny decides, in its words', async (id, layer) => {
    const words = [...question, flag(layer.option), 'deny.json', ...(id === 'identity' ? [] : allowing)];
    const files = { 'deny.json': policy(layer, 'Deny') };
    const ran = await simulate([...words, '--json'], { files });
    const result = resultOf(ran);
    expect(result).toMatchObject({ decision: 'explicitDeny', decidedBy: { layer: id } });
    const names = namesOf(id, caseOf({}).request);
    expect(result.message).toContain(`with an explicit deny in ${names.message.explicit}`);
    expect(result.steps).toContainEqual(expect.objectContaining({ id, title: names.title, outcome: 'deny' }));
    const { out } = await simulate(words, { files });
    expect(out).toContain(`explicit deny · ${names.title}`);
    expect(out).toContain('no Allow helps against this Deny');
  });

  test.each(rows)('%s: a scenario may expect it to decide', (id) => {
    const document = JSON.stringify({
      request: { principal: 'anonymous', action: 's3:GetObject' },
      expect: { decision: 'implicitDeny', decidedBy: id },
    });
    const { root } = parseJson(source('q.json', document));
    const [scenario] = root === undefined ? [] : readScenarios(source('q.json', document), root);
    expect(scenario?.expect?.decidedBy).toBe(id);
  });

  const grants = rows.filter(([, { role }]) => role === 'grant');
  test.each(rows)('%s: it grants alone, or nothing is granted', async (id, layer) => {
    const isGrant = grants.some(([other]) => other === id);
    const files = { 'own.json': policy(layer, layer.implied === undefined ? 'Allow' : 'Deny', 's3:Get*') };
    const own = [...question, flag(layer.option), 'own.json'];
    const ran = await simulate([...own, '--json'], { files });
    expect(resultOf(ran).decision === 'allowed').toBe(isGrant);
  });

  const ceilings = rows.filter(([, { role, implied }]) => role !== 'grant' && implied === undefined);
  test.each(ceilings)('%s: what it does not allow is denied for want of it', async (id, layer) => {
    const words = [...question, flag(layer.option), 'other.json', ...allowing];
    const files = { 'other.json': policy(layer, 'Allow', 'ec2:*') };
    const ran = await simulate([...words, '--json'], { files });
    expect(resultOf(ran)).toMatchObject({ decision: 'implicitDeny', decidedBy: { layer: id } });
    expect(resultOf(ran).message).toContain(`because no ${layer.names.message.implicit} allows`);
    const { out } = await simulate(words, { files });
    const { wanted } = layer.names;
    const edits = [`allowed once ${wanted} allows it`, `allowed if you give ${wanted} this statement`];
    expect(edits.some((edit) => out.replace(/\s+/g, ' ').includes(edit))).toBe(true);
  });
});

test('R604 the kinds of policy that grant are those of identities and resources', () => {
  expect(layers.filter(({ role }) => role === 'grant').map(({ id }) => id)).toEqual(['identity', 'resource']);
});

test('R710 no two layers have one place in the order of naming, nor one name', () => {
  expect(layersAsNamed.map(({ named }) => named)).toEqual(layers.map((_, index) => index + 1));
  for (const nameOf of [
    ({ names }: Layer) => names.title,
    ({ names }: Layer) => names.short,
    ({ names }: Layer) => names.message.explicit,
    ({ option }: Layer) => option.flags,
  ]) {
    expect(new Set(layers.map(nameOf)).size).toBe(layers.length);
  }
});

test('R710 of several layers that deny the first in that order is named', async () => {
  for (const [at, { id }] of layersAsNamed.entries()) {
    const denying = layersAsNamed.slice(at);
    const files = Object.fromEntries(denying.map((layer) => [`${layer.id}.json`, policy(layer, 'Deny')]));
    const words = denying.flatMap((layer) => [flag(layer.option), `${layer.id}.json`]);
    const ran = await simulate([...question, ...words, '--json'], { files });
    expect(documentOf(ran).results[0]?.decidedBy.layer).toBe(id);
  }
});

test('fields of a question are told from layers on the command line', () => {
  expect(layers.filter(({ option }) => flagOf(optionNameOf(option.flags)) !== flag(option))).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../../src/core/source.ts';
import { parseJson } from '../../../src/formats/json.ts';
import { toYaml } from '../../../src/formats/yaml-write.ts';
import { parseYaml } from '../../../src/formats/yaml.ts';
import { optionKeyOf } from '../../../src/commands/option-row.ts';
import { readPlainOptions } from '../../../src/commands/read-options.ts';
import { simulate } from '../../../src/commands/simulate.ts';
import {
  questionFields,
  toQuestion,
  type FieldKind,
  type FieldName,
  type FieldValue,
  type Question,
} from '../../../src/policy/question.ts';
import { givenOptions, optionNameOf } from '../../../src/policy/scenario/given.ts';
import { flagOf, readAsked } from '../../../src/policy/scenario/options.ts';
import { saveRequest } from '../../../src/policy/scenario/question.ts';
import { readScenarios } from '../../../src/policy/scenario/scenario.ts';
import { questionOf } from '../../../src/policy/stream/fast-question.ts';
import { anyCharacter } from '../../support/text.ts';
import { runs } from '../../support/budget.ts';

const rows = questionFields.map((row) => [row.name, row] as const);
type Row = (typeof questionFields)[number];

/** The words of a command line that give the field its example. */
function wordsOf({ options, example }: Row): readonly string[] {
  const flag = `--${optionNameOf(options[0].flags)}`;
  return example === '' ? [flag] : [flag, example];
}

/** The question of a command line that gives the field, and what no question can do without. */
function askedWith(row: Row): Question {
  const needed = questionFields.filter((other) => 'needed' in other && other.name !== row.name);
  const words = [...needed, row].flatMap(wordsOf);
  const read = readPlainOptions(simulate, words);
  if (read === undefined) throw new Error(`not read: ${words.join(' ')}`);
  return readAsked(givenOptions((name) => read.options[optionKeyOf(name)])).question;
}

async function fromYaml(document: string): Promise<Question | undefined> {
  const { root } = await parseYaml(source('q.yaml', document));
  return root && readScenarios(source('q.yaml', document), root)[0]?.question;
}

function fromJson(document: string): Question | undefined {
  const { root } = parseJson(source('q.json', document));
  return root && readScenarios(source('q.json', document), root)[0]?.question;
}

describe('every field of a question', () => {
  test.each(rows)('%s: its option gives it, and messages name it so', (name, row) => {
    expect(askedWith(row)[name]).toBeDefined();
    expect(flagOf(`${name}/0`)).toBe(wordsOf(row)[0]);
  });

  test.each(rows)('%s: what is saved is the same question again', async (name, row) => {
    const question = askedWith(row);
    const request = saveRequest(question);
    expect(Object.keys(request ?? {})).toContain(name);
    expect(await fromYaml(toYaml({ request }))).toEqual(question);
    expect(fromJson(JSON.stringify({ request }))).toEqual(question);
  });

  test.each(rows)('%s: the shortcut of a stream reads it as the law does', (_, row) => {
    const question = askedWith(row);
    expect(questionOf(JSON.stringify(saveRequest(question)))).toEqual(question);
  });

  test.each(rows)('%s: a default of the file stands where the scenario is silent', async (name, row) => {
    const question = askedWith(row);
    const document = toYaml({ defaults: { request: saveRequest(question) }, scenarios: [{ name: 'x' }] });
    const other = toYaml({
      defaults: { request: saveRequest(question) },
      scenarios: [{ request: { [name]: 'null' } }],
    }).replace('"null"', 'null');
    expect(await fromYaml(document)).toEqual(question);
    if ('needed' in row) await expect(fromYaml(other)).rejects.toThrow(`no \`${name}\``);
    else expect((await fromYaml(other))?.[name]).toEqual('standard' in row ? row.standard : undefined);
  });
});

const text = fc.oneof(
  fc.constantFrom('', 'true', 'null', '012', '1e3', '~', 'a: b', '- a', '*', '${x}', '2026-01-31'),
  fc.string({ unit: anyCharacter, maxLength: 6 }),
);
const texts = fc.array(text, { maxLength: 3 });
const mapOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc
    .uniqueArray(fc.tuple(text, value), { maxLength: 3, selector: ([key]) => key })
    .map((entries): ReadonlyMap<string, Value> => new Map(entries));

const values: { readonly [Kind in FieldKind]: fc.Arbitrary<FieldValue> } = {
  text,
  names: texts,
  texts,
  tags: mapOf(text),
  context: mapOf(fc.oneof(text, texts)),
  flag: fc.boolean(),
  unknown: fc.oneof(fc.constant(true as const), texts),
};

/** Any question: each field there or not. */
const questions = fc
  .tuple(...questionFields.map((row) => fc.option(values[row.kind], { nil: undefined })))
  .map((drawn) => {
    const given: { [Name in FieldName]?: FieldValue } = {};
    questionFields.forEach(({ name }, index) => {
      const value = drawn[index];
      if (value !== undefined) given[name] = value;
    });
    return toQuestion({ principal: 'someone', action: ['s3:GetObject'], ...given });
  })
  .filter((question) => question !== undefined);

describe('whatever the texts are', () => {
  test('a question is read from JSON as it was saved, by the law and by the shortcut', () => {
    fc.assert(
      fc.property(questions, fc.constantFrom(undefined, 1, '\t'), (question, indent) => {
        const request = JSON.stringify(saveRequest(question), undefined, indent);
        expect(fromJson(`{"request":${request}}`)).toEqual(question);
        expect(questionOf(request)).toEqual(question);
      }),
      { numRuns: runs(40) },
    );
  });

  test('a question is read from YAML as it was saved', async () => {
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        expect(await fromYaml(toYaml({ request: saveRequest(question) }))).toEqual(question);
      }),
      { numRuns: runs(15) },
    );
  });
});

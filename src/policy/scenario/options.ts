import { command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { source, type Source } from '../../core/source.ts';
import { parseMoment } from '../../core/instant.ts';
import {
  questionFields,
  toQuestion,
  type FieldKind,
  type FieldName,
  type FieldValue,
  type Question,
  type QuestionField,
  type QuestionValues,
} from '../question.ts';
import { byLayer, layers } from '../decision/layers.ts';
import { fieldCodecs } from './field-kinds.ts';
import { optionNameOf, partsOf, type Given } from './given.ts';
import { isOrganizationPolicy } from './organization-policies.ts';
import { policyOptions, type Group, type Option } from './policy-options.ts';
import { inOneLevel, type PolicyRef, type PolicyRefs } from './policies.ts';
import { findAction } from '../../data/actions.ts';
import type { Action } from '../../data/service-table.ts';
import type { Request } from '../request.ts';
import type { Asked } from './run.ts';

const againOf: Readonly<Record<FieldKind, Pick<Option, 'again'>>> = {
  text: { again: 'refused' },
  names: { again: 'kept' },
  texts: { again: 'kept' },
  tags: { again: 'kept' },
  context: { again: 'kept' },
  flag: {},
  unknown: { again: 'kept' },
};

const optionsOf = (fields: readonly QuestionField[], group: Group) =>
  fields.flatMap(({ kind, options, needed }): readonly Option[] =>
    options.map((option, index) => ({
      ...option,
      group,
      ...(needed !== undefined && index === 0 ? { isRequired: true } : {}),
      ...(option.flags.endsWith('>') ? againOf[kind] : {}),
    })),
  );

const isMain = (field: QuestionField) => field.needed !== undefined || field.standard !== undefined;

/**
 * The options that ask one question (docs/scenarios.md): who does what on what, the policies around it, and what
 * else is known.
 */
export const askingOptions: readonly Option[] = [
  ...optionsOf(questionFields.filter(isMain), 'Question'),
  ...policyOptions,
  ...optionsOf(
    questionFields.filter((field) => !isMain(field)),
    'Context',
  ),
];

const ownOptions: readonly Option[] = [
  {
    flags: '--scenario <file>',
    again: 'kept',
    group: 'Question',
    description: 'questions from a .yaml, .json or .jsonl file, in place of all of these',
  },
  {
    flags: '--save <file>',
    again: 'refused',
    group: 'Output',
    description: 'write the question and its decision as a scenario file',
  },
  {
    flags: '--strict',
    group: 'Output',
    description: 'what would be assumed is unknown: a decision that hangs on it is conditional',
  },
  { flags: '--force', group: 'Output', description: '--save may replace a file' },
  {
    flags: '--jsonl',
    group: 'Output',
    description: 'one result a line, as they come; --scenario - then reads JSON lines',
  },
  { flags: '--steps', group: 'Output', description: 'with --jsonl: every comparison too' },
];

/** The options of `simulate`: those that ask a question, and those that say where it is and what becomes of it. */
export const simulateOptions: readonly Option[] = [...askingOptions, ...ownOptions];

/** References on the command line are relative to where the program runs. */
const commandLine: Source = source('', '');

/** What the options ask, with the policies around it. Throws `usage` where an option misses its value or the question its subject. */
export function readAsked(options: Given, whole: WholeNames = noNames): Asked {
  return { question: questionOf(options), policies: policiesOf(options, whole), source: commandLine };
}

/** Texts of options that name one file though they hold a comma. */
export type WholeNames = ReadonlySet<string>;

const noNames: WholeNames = new Set();

/** Of the options that take several files in one text those that are the name of one file. */
export async function wholeNames(host: Host, options: Given): Promise<WholeNames> {
  const texts = layers
    .filter(({ shape }) => shape === 'levels')
    .flatMap(({ option }) => options.texts(optionNameOf(option.flags)))
    .filter((text) => text.includes(','));
  const found = await Promise.all(texts.map((text) => host.inspect(text)));
  return new Set(texts.filter((_, index) => found[index]?.kind === 'file'));
}

function questionOf(options: Given): Question {
  const values: { [Name in FieldName]?: FieldValue } = {};
  for (const { name, kind, options: rows } of questionFields) {
    const value = fieldCodecs[kind].given(
      options,
      rows.map(({ flags }) => optionNameOf(flags)),
    );
    if (value !== undefined) values[name] = value;
  }
  const question = toQuestion(values);
  if (question === undefined) throw incomplete(values);
  return question;
}

function incomplete(values: QuestionValues): IamxError {
  const needed = questionFields.flatMap((field) => ('needed' in field ? [field] : []));
  const missing = needed.filter(({ name }) => values[name] === undefined);
  const [first] = missing;
  if (first !== undefined && missing.length < needed.length) {
    return new IamxError('usage', first.needed.message, { hint: first.needed.hint });
  }
  return new IamxError(
    'usage',
    'there is no question: give `--principal` and `--action`, or `--scenario FILE`',
    {
      hint: command`iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --resource arn:aws:s3:::acme/x --policy policy.json`,
    },
  );
}

/** `--now`: the instant of scenarios that name none, in milliseconds since the epoch. Throws `usage`. */
export function instantOf(options: Given): number | undefined {
  const text = options.text('now');
  if (text === undefined) return undefined;
  const moment = parseMoment(text);
  if (moment !== undefined) return moment;
  throw new IamxError('usage', '`--now` is not a date', { hint: 'Write it as in `2026-01-31T00:00:00Z`.' });
}

/** What was taken for granted where an option is missing: an action that names resources was asked on none. */
export function noticesOf(options: Given, requests: readonly Request[]): readonly Diagnostic[] {
  if (options.isGiven('resource')) return [];
  const one = requests.map(({ actionKey }) => findAction(actionKey)).find((action) => takesResource(action));
  if (one === undefined) return [];
  const code = 'request/no-resource';
  const message = `no \`--resource\` was given: asked on \`*\`, and ${one.name} is about a resource`;
  return [{ code, severity: 'warning', message, hint: 'Add `--resource ARN`.' }];
}

function takesResource(action: Action | undefined): boolean {
  return action !== undefined && action.resourceTypes.length > 0;
}

/** The policies that the options give. */
export function policiesOf(options: Given, whole: WholeNames): PolicyRefs {
  return byLayer(({ shape, option, managedOption }) => {
    const name = optionNameOf(option.flags);
    if (shape === 'levels') {
      const parts = (level: string) => (whole.has(level) ? [level] : partsOf(level));
      return options.texts(name).map((level) => parts(level).map(attachedRef));
    }
    // An option that is given once is a text, another a list.
    const only = options.text(name);
    const files = only === undefined ? options.texts(name) : [only];
    const managed = managedOption === undefined ? [] : options.words(optionNameOf(managedOption.flags));
    return inOneLevel([...files.map(fileRef), ...managed.map(managedRef)]);
  });
}

function fileRef(path: string): PolicyRef {
  return { kind: 'file', path, range: undefined };
}

/** Of an organization's level: AWS's own policies go by their names. */
function attachedRef(word: string): PolicyRef {
  return isOrganizationPolicy(word) ? managedRef(word) : fileRef(word);
}

function managedRef(name: string): PolicyRef {
  return { kind: 'managed', name, range: undefined };
}

/** A field of the question as it is called on the command line. */
export function flagOf(field: string): string {
  const [name = field] = field.split('/', 1);
  const row = questionFields.find((each) => each.name === name);
  return `--${row === undefined ? name : optionNameOf(row.options[0].flags)}`;
}

/** Where a scenario's file holds what an option says. */
export function scenarioPlace(name: string): string {
  const isOf = (option: { readonly flags: string } | undefined) =>
    option !== undefined && optionNameOf(option.flags) === name;
  const layer = layers.find(({ option, managedOption }) => isOf(option) || isOf(managedOption));
  if (layer !== undefined) return `\`${layer.id}\` under \`policies\``;
  const field = questionFields.find(({ options }) => options.some(isOf));
  return `\`${field?.name ?? name}\` under \`request\``;
}

/** How many of the policies are standard input. */
export function stdinPolicies(options: Given): number {
  const refs = Object.values(policiesOf(options, noNames)).flat(2);
  return refs.filter((ref) => ref.kind === 'file' && ref.path === '-').length;
}

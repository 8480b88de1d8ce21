import { toYaml } from '../../src/formats/yaml-write.ts';
import { layers, layersAsNamed, type Layer } from '../../src/policy/decision/layers.ts';
import { questionFields, toQuestion, type FieldKind } from '../../src/policy/question.ts';
import { saveRequest } from '../../src/policy/scenario/question.ts';
import { code as inCode, heading, line } from './markdown.ts';

const holds: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  names: 'a name, or a list of them',
  texts: 'a text, or a list of them',
  tags: 'a map of texts',
  context: 'a map of texts or lists of texts',
  flag: '`true` or `false`',
  unknown: 'a list of names, or `true`',
};

const shapes: Readonly<Record<Layer['shape'], string>> = {
  one: 'one policy',
  list: 'a list of policies',
  levels: 'a list of policies for each level, root first',
};

const roles: Readonly<Record<Layer['role'], string>> = {
  grant: 'can grant',
  limit: 'limits identities',
  guard: 'limits every request that it applies to',
};

/** What a scenario and the command line can say, from the rows that read it. */
export function scenariosPage(): string {
  return [
    ...heading('What a scenario says'),
    'One scenario is one request and the policies around it, and optionally the decision that is expected. A file holds',
    'one, a list of them, or `defaults` and `scenarios`; `iamx simulate --save FILE` writes one. The same can be said with',
    'options on the command line.',
    '',
    '```yaml',
    ...toYaml(example()).trimEnd().split('\n'),
    '```',
    '',
    '## `request`',
    '',
    ...table(['Field', 'Holds', 'Option', 'What it is', 'Example'], questionFields.map(fieldRow)),
    '',
    '## `policies`',
    '',
    'A policy is the document itself, `{ file: PATH }`, relative to the scenario, or `{ managed: NAME }`.',
    '',
    ...table(['Field', 'Holds', 'Option', 'What it is', 'What it does'], layers.map(layerRow)),
    '',
    `Where several deny, one is named: the first of ${layersAsNamed.map(({ id }) => inCode(id)).join(', ')}.`,
    '',
    '## `expect`',
    '',
    'A decision: `allowed`, `implicitDeny`, `explicitDeny` or `conditional`; or a map of `decision`, `decidedBy` (a field',
    'of `policies`, `root`, `special` or `default`), `sid` and others: [testing.md](testing.md).',
    '',
  ].join('\n');
}

function example() {
  const valueOf = (name: string) => questionFields.find((field) => field.name === name)?.example ?? '';
  const question = toQuestion({
    principal: valueOf('principal'),
    action: [valueOf('action')],
    resource: [valueOf('resource')],
  });
  return {
    name: 'analysts may read reports',
    ...(question && { request: saveRequest(question) }),
    policies: {
      identity: [{ file: 'analyst.json' }],
      scp: [[{ file: 'scp/root.json' }], [{ file: 'scp/team.json' }]],
    },
    expect: 'allowed',
  };
}

function table(columns: readonly string[], rows: readonly string[]): readonly string[] {
  return [line(columns), line(columns.map(() => '---')), ...rows];
}

function fieldRow(field: (typeof questionFields)[number]): string {
  const [first, ...others] = field.options;
  return line([
    `${inCode(field.name)}${'needed' in field ? ' (needed)' : ''}`,
    holds[field.kind],
    [first, ...others].map(({ flags }) => inCode(flags)).join('<br>'),
    [first, ...others].map(({ description }) => description).join('; '),
    field.example === '' ? '' : inCode(field.example),
  ]);
}

function layerRow({ id, shape, role, names, option, managedOption }: Layer): string {
  const options = managedOption === undefined ? [option] : [option, managedOption];
  return line([
    inCode(id),
    shapes[shape],
    options.map(({ flags }) => inCode(flags)).join('<br>'),
    names.title,
    roles[role],
  ]);
}

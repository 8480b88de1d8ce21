import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { parseHcl } from '../../src/formats/hcl.ts';
import type { HclBody, HclExpression } from '../../src/formats/hcl-tree.ts';
import { runs } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';

function read(text: string) {
  return parseHcl(source('main.tf', text));
}

/** The expression as plain data: what is not literal is `{ kind }`. */
function plain(expression: HclExpression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.type === 'number'
        ? Number(expression.text)
        : expression.type === 'boolean'
          ? expression.value
          : null;
    case 'template':
      return expression.parts
        .map((part) =>
          part.kind === 'text'
            ? part.value
            : part.kind === 'interpolation'
              ? `<${JSON.stringify(plain(part.expression))}>`
              : `<${part.kind}>`,
        )
        .join('');
    case 'list':
      return expression.items.map(plain);
    case 'object':
      return expression.members.map(({ key, value }) => [plain(key), plain(value)]);
    case 'call':
      return { call: expression.name, args: expression.args.map(plain) };
    case 'traversal':
      return { steps: expression.steps };
    case 'other':
      return { kind: 'other' };
  }
}

function valueOf(text: string): unknown {
  const { body, problems } = read(`x = ${text}\n`);
  expect(problems.map(({ message }) => message)).toEqual([]);
  const value = body.attributes[0]?.value;
  return value === undefined ? undefined : plain(value);
}

describe('a value', () => {
  test.each([
    ['"a"', 'a'],
    ['"a\\n\\"\\\\\\u00e9"', 'a\n"\\é'],
    ['"$${aws:username} %%{ if } $5 100%"', '${aws:username} %{ if } $5 100%'],
    ['"${aws:username}/*"', '<eaten>/*'],
    ['"${ local.a }-${~"b"~}"', '<{"steps":["local","a"]}>-<"b">'],
    ['"%{ if true }a%{ endif }"', '<directive>a<directive>'],
    ['-1.5e3', -1500],
    ['true', true],
    ['null', null],
    ['[1, "b", # c\n  [],\n]', [1, 'b', []]],
    [
      '{ a = 1, "b" : 2\n  (local.c) = 3 // d\n e.f = 4\n}',
      [
        ['a', 1],
        ['b', 2],
        [{ steps: ['local', 'c'] }, 3],
        [{ steps: ['e', 'f'] }, 4],
      ],
    ],
    ['(\n  "a"\n)', 'a'],
    ['f(1, [2], )', { call: 'f', args: [1, [2]] }],
    ['f(x...)', { kind: 'other' }],
    ['provider::aws::arn_parse("a")', { call: 'provider::aws::arn_parse', args: ['a'] }],
    ['aws_iam_role.a.arn', { steps: ['aws_iam_role', 'a', 'arn'] }],
    ['a.b[0].c["d"].0', { steps: ['a', 'b', '[0]', 'c', '["d"]', '[0]'] }],
    ['a[each.key].b', { steps: ['a', '[?]', 'b'] }],
    ['a.b[*].c', { steps: ['a', 'b', '[*]', 'c'] }],
    ['a.b.*.c', { steps: ['a', 'b', '[*]', 'c'] }],
    ['1 + 2', { kind: 'other' }],
    ['!true', { kind: 'other' }],
    ['a ? "b" : c', { kind: 'other' }],
    ['[for x in [1, "]"] : x if x != "["]', { kind: 'other' }],
    ['{ for k, v in m : k => v }', { kind: 'other' }],
    ['f(1).a', { kind: 'other' }],
    ['jsonencode({\n  a = [1]\n})', { call: 'jsonencode', args: [[['a', [1]]]] }],
    ['<<EOF\n{"a": "$${b}"}\n  EOF', '{"a": "${b}"}\n'],
    ['<<-EOF\r\n  a ${local.b}\r\n  EOF', '  a <{"steps":["local","b"]}>\r\n'],
    ['<<A\n\\n "\nA', '\\n "\n'],
  ])('%s', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });
});

const file = `
# a comment
resource "aws_iam_policy" "app" {
  name = "app" /* another */
  policy = <<EOF
{ "Statement": [] }
EOF

  lifecycle {
    ignore_changes = [policy]
  }
}

locals { a = 1 }
`;

/** `type.label.label` with the names of what is in it. */
function outline({ attributes, blocks }: HclBody): unknown {
  return {
    ...Object.fromEntries(
      attributes.flatMap(({ name, value }) =>
        value.kind === 'other' ? [] : [[name.text, plain(value)] as const],
      ),
    ),
    ...Object.fromEntries(
      blocks.map(({ type, labels, body }) => [
        [type, ...labels].map(({ text }) => text).join('.'),
        outline(body),
      ]),
    ),
  };
}

test('blocks, labels and comments', () => {
  const { body, problems } = read(file);
  expect(problems).toEqual([]);
  expect(outline(body)).toEqual({
    'resource.aws_iam_policy.app': {
      name: 'app',
      policy: '{ "Statement": [] }\n',
      lifecycle: { ignore_changes: [{ steps: ['policy'] }] },
    },
    locals: { a: 1 },
  });
});

test('every place slices back to what stands there', () => {
  const { body } = read(file);
  const [resource] = body.blocks;
  const slice = (range: { start: number; end: number } | undefined) => file.slice(range?.start, range?.end);
  expect(slice(resource?.labels[1])).toBe('"app"');
  expect(slice(resource?.body.attributes[0])).toBe('name = "app"');
  expect(slice(resource?.body.attributes[1]?.value)).toBe('<<EOF\n{ "Statement": [] }\nEOF');
});

describe('a mistake', () => {
  test.each([
    ['in a value', 'a = \nb = 2\n', '1:5', { b: 2 }],
    ['in a list', 'a = [\n  1 2,\n]\nb = 2\n', '2:5', { b: 2 }],
    ['in a text', 'a = "x\nb = 2\n', '1:5', { b: 2 }],
    ['in an escape', 'a = "\\d"\nb = 2\n', '1:6', { b: 2 }],
    ['in an interpolation', 'a = "${"\nb = 2\n', '1:8', { b: 2 }],
    ['in a block', 'x "y" {\n  a = [\n  b = 2\n}\nc = 3\n', '3:5', { 'x.y': { b: 2 }, c: 3 }],
    ['behind a value', 'a = 1 1\nb = 2\n', '1:7', { a: 1, b: 2 }],
    ['in a line without a value', 'resource\nb = 2\n', '1:1', { b: 2 }],
    ['in a heredoc without an end', 'b = 2\na = <<EOF\nb = 3\n', '2:5', { b: 2 }],
    ['of a brace too many', '}\nb = 2\n', '1:1', { b: 2 }],
    [
      'of a brace too few',
      'resource "x" "y" {\n  a = 1\n\nresource "x" "z" {\n}\n',
      '1:18',
      { 'resource.x.y': { a: 1 }, 'resource.x.z': {} },
    ],
  ])('%s has a place, and the rest is read', (_, text, place, rest) => {
    const { body, problems } = read(text);
    expect(problems.map(({ span }) => `${span?.line}:${span?.column}`)).toEqual([place]);
    expect(outline(body)).toEqual(rest);
  });

  test('leaves the argument written, with a value that nobody knows', () => {
    const [attribute] = read('a = [\n').body.attributes;
    expect([attribute?.name.text, attribute?.value.kind]).toEqual(['a', 'other']);
  });

  test('that is repeated is not told without end', () => {
    expect(read('= 1\n'.repeat(1000)).problems).toHaveLength(20);
  });
});

test('a `for` at the end of the text ends with it', () => {
  const [attribute] = read('a = [for ').body.attributes;
  expect(attribute?.value).toMatchObject({ kind: 'other', start: 4, end: 9 });
});

test('what stands in each other too deep ends the reading', () => {
  for (const piece of ['[', '{ a = ', 'f(', '"${', '(', '!(', 'a ? ', '[for x in "${'])
    expect(read(`x = ${piece.repeat(10_000)}`).problems.length).toBeGreaterThan(0);
  expect(read('a {\n'.repeat(10_000)).problems.map(({ code }) => code)).toEqual(['hcl/too-deep']);
});

test.each([
  '[',
  '{',
  '"${',
  'a = <<EOF\n',
  'a {\n',
  'a = "${a:',
  '$',
  '%{',
  '/*',
  '-',
  'a ? ',
  'f(',
  'a = 1\n',
  'a = ]\n',
  'a {}\n',
  '[for x in ',
  'a.b',
  '"x" ',
  '#\n',
  'a = "x\n',
  '}\n',
  'a = <<E\n${\nE\n',
  '    ',
  '\n',
  '1, ',
])('%j again and again is read in a time that grows with it', async (piece) => {
  await expectLinear(400_000, (size) => {
    read(`a = ${piece.repeat(Math.ceil(size / piece.length))}`);
    read(piece.repeat(Math.ceil(size / piece.length)));
  });
});

test('no text whatever throws, and every place lies in it', () => {
  const pieces = [
    '"',
    '${',
    '}',
    '{',
    '[',
    ']',
    '(',
    ')',
    '\n',
    ' ',
    '=',
    ',',
    ':',
    'a',
    '.',
    '<<E\n',
    'E\n',
    '\\',
    '%{',
    '$${',
    '?',
    '-',
    '#',
    '/*',
    '*/',
    '1',
    'for ',
    'a = ',
    'b {',
    'é',
    '𝒳',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (list) => {
      const text = list.join('');
      const { body, problems } = read(text);
      for (const { span } of problems) expect(span).toBeDefined();
      const inside = ({ start, end }: { start: number; end: number }) => {
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
      };
      const check = ({ attributes, blocks }: HclBody) => {
        for (const { name, value } of attributes) {
          expect(text.slice(name.start, name.end)).toBe(name.text);
          inside(value);
        }
        for (const block of blocks) {
          inside(block);
          check(block.body);
        }
      };
      check(body);
    }),
    { numRuns: runs(2000) },
  );
});

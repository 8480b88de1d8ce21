import { command, typed } from '../../src/core/command.ts';
import { posixShell } from '../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Page, Text } from '../../src/core/page.ts';
import { source } from '../../src/core/source.ts';
import { paint } from '../../src/output/colour.ts';
import { safePage } from '../../src/output/safe-page.ts';
import { renderPage } from '../../src/output/text.ts';
import { widthOf } from '../../src/output/width.ts';
import { anyCharacter, plainLook } from '../support/text.ts';
import { pages } from './pages.ts';

const looks = [40, 80, 120].flatMap((width) =>
  (['unicode', 'ascii'] as const).map((characters) => ({ width, characters })),
);

describe.each(Object.keys(pages))('%s', (name) => {
  test.each(looks)('at $width columns, $characters', async ({ width, characters }) => {
    const text = renderPage(safePage(pages[name] ?? [], posixShell), plainLook(width, characters));
    await expect(text).toMatchFileSnapshot(`golden/${name}-${width}-${characters}.txt`);
  });

  test('colours add nothing but colours', () => {
    const page = pages[name] ?? [];
    const coloured = renderPage(safePage(page, posixShell), { ...plainLook(), paint });
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderPage(safePage(page, posixShell), plainLook()));
  });

  test('in ASCII the marks are ASCII', () => {
    const ours = /[✓✗→│┃─…·]/;
    expect(renderPage(safePage(pages[name] ?? [], posixShell), plainLook(80, 'ascii'))).not.toMatch(ours);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({
    unit: fc.constantFrom('a', ' ', 'b', '\u001b', '\n', '\t', '漢', 'é', '\u0301', '\u202e', '\ud800', '👩‍👧'),
  }),
);
const text: fc.Arbitrary<Text> = fc.oneof(
  anyText,
  fc.array(fc.oneof(anyText, fc.record({ text: anyText, tone: fc.constantFrom('good', 'dim', 'strong') }))),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('verdict'),
    tone: fc.constant('good'),
    word: anyText,
    text,
    right: text,
    details: fc.array(fc.record({ text, right: text })),
  }),
  fc.record({ kind: fc.constantFrom('text', 'heading'), text }),
  fc.record({
    kind: fc.constant('fields'),
    rows: fc.array(fc.record({ name: anyText, value: text, note: text, more: fc.array(text) })),
  }),
  fc.record({
    kind: fc.constant('marked'),
    title: text,
    rows: fc.array(fc.record({ mark: fc.constantFrom('yes', 'warn'), cells: fc.array(text) })),
  }),
  fc.record({
    kind: fc.constant('table'),
    header: fc.array(anyText),
    rows: fc.array(fc.array(text)),
  }),
  fc.record({ kind: fc.constant('verbatim'), text: anyText }),
  fc.array(anyText).map((words): Block => ({
    kind: 'command',
    commands: [command`iamx decode ${words.flatMap((one) => typed(one) ?? [])}`],
  })),
  fc.record({ kind: fc.constant('next'), items: fc.array(fc.record({ label: anyText, text })) }),
  fc
    .tuple(anyText, anyText, fc.tuple(fc.nat(5), fc.nat(30), fc.nat(5), fc.nat(40)), text)
    .map(([file, content, [line, column, lines, columns], note]): Block => {
      const span = {
        file,
        line: line + 1,
        column: column + 1,
        endLine: line + 1 + lines,
        endColumn: column + 1 + columns,
      };
      return { kind: 'excerpt', source: source(file, content), span, note, tone: 'bad' };
    }),
);
const page: fc.Arbitrary<Page> = fc.array(fc.oneof(block, fc.array(block, { maxLength: 3 })), {
  maxLength: 4,
});
const width = fc.integer({ min: 20, max: 120 });

test('no control character but the line end ever reaches the terminal; every line is ended, none in blanks', () => {
  const control =
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])/;
  fc.assert(
    fc.property(page, width, (any, columns) => {
      const written = renderPage(safePage(any, posixShell), plainLook(columns));
      expect(written).not.toMatch(control);
      expect(written).not.toMatch(/ \n/);
      expect(written === '' || written.endsWith('\n')).toBe(true);
    }),
  );
});

test('no line is wider than the terminal unless a word of it is', () => {
  const wraps = (any: Page) => any.flat().every(({ kind }) => kind !== 'verbatim');
  fc.assert(
    fc.property(page.filter(wraps), width, (any, columns) => {
      for (const line of renderPage(safePage(any, posixShell), plainLook(columns)).split('\n')) {
        if (widthOf(line) <= columns) continue;
        const longest = Math.max(...line.split(' ').map(widthOf));
        // Beside a word that does not fit there is at most what stands before it on the line.
        expect(longest, line).toBeGreaterThan(columns / 2 - 12);
      }
    }),
  );
});

test('a command is broken by its columns, of which some characters take two', () => {
  const page: Page = [
    {
      kind: 'command',
      commands: [command`iamx decode ${['㐀', 'ぁぁ', '㐀'].flatMap((one) => typed(one) ?? [])}`],
    },
  ];
  for (let columns = 20; columns <= 40; columns++) {
    const lines = renderPage(safePage(page, posixShell), plainLook(columns)).split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
  }
});

test('words of one tone are painted together, blanks at the end are not painted', () => {
  const dim = { tone: 'dim', text: 'one two  ' } as const;
  const written = renderPage(
    safePage([{ kind: 'text', text: [dim, { ...dim, text: 'three ' }] }], posixShell),
    {
      ...plainLook(),
      paint,
    },
  );
  expect(written).toBe('\u001b[2mone two  three\u001b[22m\n');
});

test('a step names the rule that it rests on, and the page that says it', () => {
  const evidence = [
    { kind: 'rule', name: 'R423', value: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/a.html' },
    { kind: 'env', name: 'AWS_REGION', value: 'eu-west-1' },
  ] as const;
  const steps = [{ id: 'scp', title: 'SCPs', outcome: 'allow', because: 'exempt', evidence }];
  expect(renderPage(safePage([{ kind: 'steps', steps }], posixShell), plainLook())).toBe(
    `  ✓ SCPs  allow: exempt
      rule R423: https://docs.aws.amazon.com/IAM/latest/UserGuide/a.html
      env AWS_REGION = eu-west-1
`,
  );
});

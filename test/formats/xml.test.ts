import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXmlTexts } from '../../src/formats/xml.ts';
import { runs } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';
import { anyCharacter } from '../support/text.ts';

const read = (xml: string) => {
  const texts = readXmlTexts(xml);
  return texts === undefined ? undefined : Object.fromEntries(texts);
};

test.each<[string, object]>([
  ['<a/>', { a: [''] }],
  ['<a></a>', { a: [''] }],
  ['<a>b</a>', { a: ['b'] }],
  ['<a ><b>c</b\n></a>', { 'a/b': ['c'], a: [undefined] }],
  ['<a><b>1</b><c/><b>2</b></a>', { 'a/b': ['1', '2'], 'a/c': [''], a: [undefined] }],
  ['<a x="1" y=\'"\'>b</a>', { a: [undefined] }],
  ['<a x="1"/>', { a: [undefined] }],
  ['<a>b<c/>d</a>', { 'a/c': [''], a: [undefined] }],
  ['<a> b\r\nc </a>', { a: [' b\nc '] }],
  ['<a>&lt;&gt;&amp;&quot;&apos;&amp;lt;</a>', { a: ['<>&"\'&lt;'] }],
  ['<a>b<!-- <c> -->d<?e f?></a>', { a: ['bd'] }],
  ['<a><![CDATA[<b>&amp;]]>c</a>', { a: ['<b>&amp;c'] }],
  ['<?xml version="1.0"?>\n<!-- b -->\n<a/>\n', { a: [''] }],
  ['<x:a><x:b.c-d>e</x:b.c-d></x:a>', { 'x:a/x:b.c-d': ['e'], 'x:a': [undefined] }],
  ['<__proto__><constructor>a</constructor></__proto__>', { '__proto__/constructor': ['a'] }],
  [
    '<a><b>&#65;</b><b>&c;</b><b>&</b><b>&amp</b></a>',
    { 'a/b': [undefined, undefined, undefined, undefined] },
  ],
])('%s', (xml, expected) => {
  expect(read(xml)).toMatchObject(expected);
});

describe('is no XML', () => {
  test.each([
    ...[
      '',
      ' ',
      'a',
      '<',
      '<a',
      '<a>',
      '<a>b',
      '<a></b>',
      '</a>',
      '<a/><b/>',
      '<a/>b',
      'b<a/>',
      '<a></a x="1">',
    ],
    ...[
      '<a></a/>',
      '<a b></a>',
      '<a b=c></a>',
      '<a b="c></a>',
      '<a b="<"></a>',
      '<a><b></a></b>',
      '<a></a></a>',
    ],
    ...[
      '<!DOCTYPE a><a/>',
      '<!doctype html><html></html>',
      '<a><!DOCTYPE b></a>',
      '<a><!-- b</a>',
      '<a><![CDATA[b</a>',
    ],
    ...[
      '<?xml <a/>',
      '<![CDATA[b]]><a/>',
      '<a/><![CDATA[]]>',
      '\ufeff<a/>',
      '< a/>',
      '<a / >',
      '<1',
      '{"a":1}',
      '\u0000',
    ],
    `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`,
    `<${'a'.repeat(200)}/>`,
  ])('%j', (xml) => {
    expect(readXmlTexts(xml)).toBeUndefined();
  });

  test('thirty-two elements deep it still is', () => {
    expect(readXmlTexts(`${'<a>'.repeat(32)}${'</a>'.repeat(32)}`)?.size).toBe(32);
  });
});

interface Tree {
  readonly name: string;
  readonly content: string | readonly Tree[];
}

const name = fc.constantFrom('a', 'b', 'Arn', 'x:y');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    content: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: anyCharacter, maxLength: 8 }).map((text) => text.replaceAll('\r', ' ')),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    ),
  }),
}));

const escaped = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&apos;',
  );

function write({ name: tag, content }: Tree): string {
  return `<${tag}>${typeof content === 'string' ? escaped(content) : content.map(write).join('\n')}</${tag}>`;
}

function textsOf(
  { name: tag, content }: Tree,
  above = '',
): readonly (readonly [string, string | undefined])[] {
  const path = above + tag;
  if (typeof content === 'string') return [[path, content]];
  return [...content.flatMap((one) => textsOf(one, `${path}/`)), [path, undefined]];
}

test('what was written is read, each element once', () => {
  fc.assert(
    fc.property(tree, (one) => {
      const grouped = new Map<string, (string | undefined)[]>();
      for (const [path, text] of textsOf(one)) grouped.set(path, [...(grouped.get(path) ?? []), text]);
      expect(new Map(readXmlTexts(write(one)) ?? [])).toEqual(grouped);
    }),
    { numRuns: runs(60) },
  );
});

test('a document without its end is none', () => {
  fc.assert(
    fc.property(tree, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (one, part) => {
      const whole = write(one);
      expect(readXmlTexts(whole.slice(0, Math.floor(whole.length * part)))).toBeUndefined();
    }),
    { numRuns: runs(60) },
  );
});

test('any text is read or is none', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      ' ',
      '"',
      "'",
      '=',
      '&',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      'b',
    ),
  );
  fc.assert(
    fc.property(pieces, (words) => {
      const texts = readXmlTexts(words.join(''));
      expect(texts === undefined || texts.size > 0).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});

test.each<[string, (count: number) => string]>([
  ['elements', (count) => `<a>${'<b>c</b>'.repeat(count)}</a>`],
  ['comments', (count) => `<a>${'<!-- b -->'.repeat(count)}</a>`],
  ['comments without an end', (count) => `<a>${'<!--'.repeat(count)}</a>`],
  ['CDATA without an end', (count) => `<a>${'<![CDATA['.repeat(count)}</a>`],
  ['attributes', (count) => `<a ${'b="c" '.repeat(count)}></a>`],
  ['attributes and no end', (count) => `<a ${'b="c" '.repeat(count)}`],
  ['blanks', (count) => `<a${' '.repeat(count)}!`],
  ['references', (count) => `<a>${'&amp;'.repeat(count)}</a>`],
  ['ampersands', (count) => `<a>${'&'.repeat(count)}</a>`],
  ['opened elements', (count) => '<a>'.repeat(count)],
  ['long names', (count) => `<a>${`<${'b'.repeat(100)}/>`.repeat(count / 100)}</a>`],
])('%s take time in proportion', async (_, write_) => {
  await expectLinear(20_000, (count) => readXmlTexts(write_(count)));
});

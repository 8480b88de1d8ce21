import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob } from '../../src/core/glob.ts';
import type { ContextValue, LookUp } from '../../src/policy/context-value.ts';
import { presentUnknown, unknown } from '../../src/policy/context-value.ts';
import { parseTemplate, resolveTemplate, variableKeys } from '../../src/policy/variables.ts';

const context =
  (values: Readonly<Record<string, ContextValue>>): LookUp =>
  (key) =>
    values[key];
const current = '2012-10-17';

function resolve(text: string, values: Readonly<Record<string, ContextValue>>) {
  return resolveTemplate(parseTemplate(text, current), context(values));
}

function resolvedText(text: string, values: Readonly<Record<string, ContextValue>>): string | undefined {
  const resolution = resolve(text, values);
  return resolution.kind === 'resolved' ? resolution.pieces.map((piece) => piece.text).join('') : undefined;
}

describe('parseTemplate', () => {
  test('R501 without Version 2012-10-17 the whole text is ordinary', () => {
    const template = parseTemplate('acme/${aws:username}/${*}', '2008-10-17');
    expect(template.pieces).toEqual([{ kind: 'wild', text: 'acme/${aws:username}/${*}' }]);
    expect(template.constant).toEqual([{ text: 'acme/${aws:username}/${*}', literal: false }]);
    expect(variableKeys(template)).toEqual([]);
  });

  test('R501 C45 without a Version a variable is not put in', () => {
    const resolution = resolveTemplate(
      parseTemplate('acme/${aws:username}/*', '2008-10-17'),
      context({ 'aws:username': 'alice' }),
    );
    expect(resolution).toEqual({
      kind: 'resolved',
      pieces: [{ text: 'acme/${aws:username}/*', literal: false }],
    });
  });

  test('R501 C46 under 2008-10-17 a malformed variable is no problem', () => {
    expect(parseTemplate('${', '2008-10-17').problem).toBeUndefined();
  });

  test('R503 the name is kept as written, the key in lower case, keys once each', () => {
    const template = parseTemplate('a/${aws:PrincipalTag/Team}/${AWS:username}/${aws:UserName}', current);
    expect(template.pieces).toEqual([
      { kind: 'wild', text: 'a/' },
      { kind: 'variable', key: 'aws:principaltag/team', name: 'aws:PrincipalTag/Team' },
      { kind: 'wild', text: '/' },
      { kind: 'variable', key: 'aws:username', name: 'AWS:username' },
      { kind: 'wild', text: '/' },
      { kind: 'variable', key: 'aws:username', name: 'aws:UserName' },
    ]);
    expect(variableKeys(template)).toEqual(['aws:principaltag/team', 'aws:username']);
    expect(template.constant).toBeUndefined();
  });

  test('R504 the default stands in quotes behind a comma and a space', () => {
    expect(parseTemplate("${aws:PrincipalTag/team, 'company wide}'}", current).pieces).toEqual([
      {
        kind: 'variable',
        key: 'aws:principaltag/team',
        name: 'aws:PrincipalTag/team',
        fallback: 'company wide}',
      },
    ]);
    expect(parseTemplate("${a:b, ''}", current).pieces).toMatchObject([{ fallback: '' }]);
  });

  test.each([
    ['x${aws:username', 1, 'the variable has no closing `}`'],
    ['${', 0, 'the variable has no closing `}`'],
    ['${}', 0, 'the variable has no name'],
    ['${ }', 0, 'the variable has no name'],
    ['ab${aws: username}', 8, 'the name of a variable cannot hold a space'],
    ['${ aws:username}', 2, 'the name of a variable cannot hold a space'],
    ["${aws:username,'x'}", 14, '`,` cannot stand in the name of a variable'],
    ['${aws:username, x}', 16, 'the default of a variable must stand in single quotes'],
    ["${aws:username, 'x}", 16, 'the default of a variable has no closing quote'],
    ["${aws:username, 'x' }", 19, 'the variable has no closing `}`'],
    ['${a${b}}', 3, undefined],
    ["${, 'x'}", 0, 'the variable has no name'],
  ])('R504 malformed: %s', (text, offset, message) => {
    const { problem, constant } = parseTemplate(text, current);
    if (message === undefined) expect(problem).toBeDefined();
    else expect(problem).toMatchObject({ offset, message });
    expect(problem?.hint).toContain("${key, 'default'}");
    expect(constant).toEqual([{ text, literal: false }]);
  });

  test.each(['$', '$x', '{}', 'a$', '$$', '}${*}{', '${$}{'])('R504 fine: %s', (text) => {
    expect(parseTemplate(text, current).problem).toBeUndefined();
  });

  test('R506 the literal characters are resolved once, and never wildcards', () => {
    const template = parseTemplate('a${*}b${?}c${$}d*', current);
    expect(template.constant).toEqual([
      { text: 'a', literal: false },
      { text: '*', literal: true },
      { text: 'b', literal: false },
      { text: '?', literal: true },
      { text: 'c', literal: false },
      { text: '$', literal: true },
      { text: 'd*', literal: false },
    ]);
    const glob = compileGlob(template.constant ?? []);
    expect(glob.matches('a*b?c$dxyz')).toBe(true);
    expect(glob.matches('axb?c$d')).toBe(false);
  });

  test('every text parses without throwing, and its pieces are the text', () => {
    const text = fc
      .array(fc.constantFrom('${', '}', ', ', "'", 'a:b', '*', '$', '?', ' ', 'x'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const { pieces } = parseTemplate(written, current);
        const again = pieces.map((piece) => {
          if (piece.kind === 'wild') return piece.text;
          if (piece.kind === 'literal') return `\${${piece.text}}`;
          return piece.fallback === undefined
            ? `\${${piece.name}}`
            : `\${${piece.name}, '${piece.fallback}'}`;
        });
        expect(again.join('')).toBe(written);
      }),
    );
  });
});

describe('resolveTemplate', () => {
  test('a text without variables is the same pieces for every request', () => {
    const template = parseTemplate('acme/*', current);
    const resolution = resolveTemplate(template, () => {
      throw new Error('looked up');
    });
    expect(resolution).toEqual({ kind: 'resolved', pieces: [{ text: 'acme/*', literal: false }] });
    expect(resolution.kind === 'resolved' && resolution.pieces === template.constant).toBe(true);
  });

  test('R503 a single value is put in, a list of one too', () => {
    expect(resolvedText('${aws:PrincipalTag/T}/x', { 'aws:principaltag/t': 'red' })).toBe('red/x');
    expect(resolvedText('${aws:PrincipalTag/T}/x', { 'aws:principaltag/t': ['red'] })).toBe('red/x');
  });

  test.each([
    ['several values', 'aws:PrincipalTag/t', ['a', 'b']],
    ['a multivalued key with one value in a list', 'aws:TagKeys', ['a']],
    ['a multivalued key with one value', 'aws:TagKeys', 'a'],
    ['a multivalued key, present', 'aws:TagKeys', presentUnknown],
    ['a multivalued key, unknown', 'aws:TagKeys', unknown],
  ] as const)('R503 multivalued: %s has no value', (_, name, value) => {
    expect(resolve(`\${${name}}`, { [name.toLowerCase()]: value })).toEqual({
      kind: 'no-value',
      key: name.toLowerCase(),
    });
  });

  test.each([undefined, []])('R504 the default is used where the key is absent', (value) => {
    expect(resolvedText("acme/${aws:PrincipalTag/t, 'dflt'}/*", { 'aws:principaltag/t': value })).toBe(
      'acme/dflt/*',
    );
  });

  test('R504 C50 the default is not used where the key is present, empty text included', () => {
    expect(resolvedText("${aws:PrincipalTag/t, 'dflt'}", { 'aws:principaltag/t': 'x' })).toBe('x');
    expect(resolvedText("${aws:PrincipalTag/t, 'dflt'}", { 'aws:principaltag/t': '' })).toBe('');
  });

  test('R504 several values do not call for the default', () => {
    expect(resolve("${aws:PrincipalTag/t, 'd'}", { 'aws:principaltag/t': ['a', 'b'] }).kind).toBe('no-value');
  });

  test('R505 C47 an absent key without default is no value', () => {
    expect(resolve('acme/${aws:PrincipalTag/t}', {})).toEqual({
      kind: 'no-value',
      key: 'aws:principaltag/t',
    });
  });

  test('R507 C49 what a variable or a default puts in is literal', () => {
    const resolution = resolve("acme/${aws:PrincipalTag/t}*${aws:PrincipalTag/u, '*'}", {
      'aws:principaltag/t': '*',
    });
    expect(resolution).toEqual({
      kind: 'resolved',
      pieces: [
        { text: 'acme/', literal: false },
        { text: '*', literal: true },
        { text: '*', literal: false },
        { text: '*', literal: true },
      ],
    });
  });

  test('R508 what is put in is not scanned again', () => {
    const values = { 'aws:principaltag/t': '${aws:username}', 'aws:username': 'alice' };
    expect(resolvedText('${aws:PrincipalTag/t}', values)).toBe('${aws:username}');
  });

  test('R801 unknown keys are named once; a key that surely has no value decides before them', () => {
    const values: Readonly<Record<string, ContextValue>> = { 'a:b': unknown, 'c:d': presentUnknown };
    expect(resolve('${a:b}${c:d}${A:B}', values)).toEqual({ kind: 'unknown', keys: ['a:b', 'c:d'] });
    expect(resolve("${a:b, 'x'}", values)).toEqual({ kind: 'unknown', keys: ['a:b'] });
    expect(resolve('${a:b}${e:f}', values)).toEqual({ kind: 'no-value', key: 'e:f' });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/**
 * Every regular expression of the program on texts made of repetitions of what is in it: none may take more than
 * linear time, since users give texts of any length. Where one would, a look-behind that keeps it from starting
 * inside a run (`(?<!x)x+$`) mostly cures it.
 */

const root = join(import.meta.dirname, '..', 'src');

/** Those that no text of a user's length can reach. */
const bounded: ReadonlyMap<string, string> = new Map([
  ['/[\\r\\n]+$/', 'one line with its end'],
  ['/[\\s,\\]]*$/', 'the last 80 characters of a line'],
  ['/\\$\\{[^}]*\\}/', 'names of the data tables'],
  ['/\\$\\{[^}]*\\}|[^]/g', 'formats of the data tables'],
  ['/\\$\\{([^}]*)\\}|[^]/g', 'formats of the data tables'],
  ['/\\$\\{([^}]*)\\}/g', 'formats of the data tables'],
  ['/=+$/', 'at most two equals signs'],
  ['/^(A[A-Z0-9]{3})[A-Z0-9]*?([A-Za-z0-9])\\2{7,}[A-Z0-9]{0,8}$/i', 'at most 200 characters'],
]);

interface Found {
  readonly file: string;
  /** With its slashes. */
  readonly written: string;
  readonly regex: RegExp;
}

function regexesOf(file: string): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const [pattern, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      // A sticky one is run at one place only.
      const regex = flags.includes('y')
        ? new RegExp(`^(?:${pattern})`, flags.replaceAll(/[yg]/g, ''))
        : new RegExp(pattern, flags);
      found.push({ file, written: node.text, regex });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

const all = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(regexesOf);

const usual = [
  'a',
  'A',
  '0',
  'a0',
  ' ',
  '\n',
  '\t',
  '.',
  '-',
  ':',
  '/',
  '"',
  '*',
  ', ',
  'a.',
  'a-',
  'a/',
  'a:',
  'a ',
  '="',
];

/** What the text may be repetitions of: usual pieces, the literal words of the expression, and their first letters. */
function piecesFor({ source }: RegExp): readonly string[] {
  const plain = source.replace(/\\[dwsbSWDB]|\(\?(?:<\w+>|[:=!]|<[=!])|\\u[0-9a-f]{4}|\\p\{\w+\}/gi, '\n');
  const words = plain.match(/(?:\\[^a-zA-Z]|[A-Za-z0-9_%#<>@;:/=" '.,-])+/g) ?? [];
  const literal = words.map((word) => word.replace(/\\(.)/g, '$1')).filter((word) => word.trim() !== '');
  return [...new Set([...usual, ...literal.flatMap((word) => [word, word.charAt(0), `${word} `])])].slice(
    0,
    40,
  );
}

const endings: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['', '\u0001!'],
  ['"', '\u0001'],
];

function milliseconds(regex: RegExp, text: string): number {
  regex.lastIndex = 0;
  const start = performance.now();
  if (regex.global) text.replace(regex, '');
  else regex.test(text);
  return performance.now() - start;
}

/** Runs longer texts only where shorter ones were fast, so that an exponential one is found and does not hang. */
function isSlowOn(regex: RegExp, textOf: (length: number) => string): boolean {
  // Linear ones take less than 0.1 ms for the longest, quadratic ones more than 15.
  for (const length of [20, 25, 200, 4000]) {
    if (milliseconds(regex, textOf(length)) < 8) continue;
    const again = Array.from({ length: 3 }, () => milliseconds(regex, textOf(length)));
    if (Math.min(...again) < 8) continue;
    return true;
  }
  return false;
}

function slowText(regex: RegExp): string | undefined {
  for (const piece of piecesFor(regex)) {
    for (const [before, after] of endings) {
      const textOf = (length: number) => before + piece.repeat(Math.ceil(length / piece.length)) + after;
      if (isSlowOn(regex, textOf)) return `${before}${piece.repeat(3)}…${after}`;
    }
  }
  return undefined;
}

test('every regular expression is linear in the text', () => {
  expect(all.length).toBeGreaterThan(400);
  const slow = all.flatMap(({ file, written, regex }) => {
    if (bounded.has(written)) return [];
    const text = slowText(regex);
    return text === undefined ? [] : [`${file} ${written} on ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
}, 60_000);

test('the check finds what it looks for', () => {
  expect(slowText(/(?:a+)+$/)).toBeDefined();
  expect(slowText(/(?:\s+|#[^\n]*)*x/)).toBeDefined();
  expect(slowText(/[.:]+$/)).toBeDefined();
  expect(slowText(/(?<![.:])[.:]+$/)).toBeUndefined();
  expect(slowText(/^[\w-]+$/)).toBeUndefined();
});

test('what is excepted exists', () => {
  const known = new Set(all.map(({ written }) => written));
  expect([...bounded.keys()].filter((one) => !known.has(one))).toEqual([]);
});

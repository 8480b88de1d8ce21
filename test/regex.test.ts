import fc from 'fast-check';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { inTurn, runs } from './support/budget.ts';
import { counted, TooManySteps, type Counted } from './support/regex/steps.ts';
import { filesIn, treeOf } from './support/source-trees.ts';

/**
 * Every regular expression of the program on texts made of repetitions of what is in it: none may take more than
 * linear time, since users give texts of any length. Where one would, a look-behind that keeps it from starting
 * inside a run (`(?<!x)x+$`) mostly cures it.
 */

/** Those that no text of a user's length can reach. */
const bounded: ReadonlyMap<string, string> = new Map([
  ['/[\\s,\\]]*$/', 'the last 80 characters of a line'],
  ['/\\$\\{[^}]*\\}/', 'names of the data tables'],
  ['/\\$\\{[^}]*\\}|[^]/g', 'formats of the data tables'],
  ['/\\$\\{([^}]*)\\}/g', 'formats of the data tables'],
  ['/^(A[A-Z0-9]{3})[A-Z0-9]*?([A-Za-z0-9])\\2{7,}[A-Z0-9]{0,8}$/i', 'at most 200 characters'],
]);

/** Made while the program runs, of what no user gives. */
const madeLater = [
  'core/late-expression.ts: of what is given to it, which is read there',
  'matchers/made-up-names.ts: of three words of our own',
  'policy/prepare/shape.ts: at most 4096 characters are compared with formats of the data tables',
];

interface Found {
  readonly file: string;
  /** With its slashes. */
  readonly written: string;
  readonly regex: RegExp;
}

const all: Found[] = [];
const unread: string[] = [];
for (const file of filesIn('src')) readExpressions(file);
/** Some stand in several files. */
const different = [...new Map(all.map((one) => [one.written, one])).values()];

function readExpressions(file: string): void {
  const texts = new Map<string, string>();
  const add = (pattern: string, flags: string) => {
    // A sticky one is run at one place only.
    const regex = flags.includes('y')
      ? new RegExp(`^(?:${pattern})`, flags.replaceAll(/[yg]/g, ''))
      : new RegExp(pattern, flags);
    all.push({ file, written: `/${pattern}/${flags}`, regex });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const text = textOf(node.initializer, texts);
      if (text !== undefined) texts.set(node.name.text, text);
    }
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      add(node.text.slice(1, end), node.text.slice(end + 1));
    }
    const made = madeBy(node);
    if (made !== undefined) {
      const [pattern, flags] = made.map((argument) => textOf(argument, texts));
      if (pattern === undefined) unread.push(file);
      else add(pattern, flags ?? '');
    }
    ts.forEachChild(node, visit);
  };
  visit(treeOf(`src/${file}`));
}

/** The arguments of what makes an expression: `new RegExp`, `RegExp`, and methods of strings that do it themselves. */
function madeBy(node: ts.Node): readonly ts.Expression[] | undefined {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const given = [...(node.arguments ?? [])];
  if (ts.isIdentifier(expression)) {
    return ['RegExp', 'lateExpression'].includes(expression.text) ? given : undefined;
  }
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  if (expression.name.text === 'RegExp') return given;
  const isOfText = ['match', 'matchAll', 'search'].includes(expression.name.text);
  const [first] = given;
  return isOfText && first !== undefined && ts.isStringLiteralLike(first) ? [first] : undefined;
}

/** What a string literal or a template of names that stand before it says. */
function textOf(node: ts.Node, known: ReadonlyMap<string, string>): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isTaggedTemplateExpression(node)) {
    const { template } = node;
    return ts.isNoSubstitutionTemplateLiteral(template) ? template.rawText : undefined;
  }
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const text = textOf(expression, known);
    return text === undefined ? undefined : text + literal.text;
  });
  return parts.includes(undefined) ? undefined : node.head.text + parts.join('');
}

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
  const single = literal.flatMap((word) => [word, word.charAt(0), `${word} `]);
  // An expression that may not start within a run starts behind a sign that no run has.
  const behind = literal.slice(0, 4).flatMap((word) => signs.map((sign) => word + sign));
  return [...new Set([...[...usual, ...single].slice(0, 40), ...behind])];
}

const signs = ['-', '.', '/', ':', '_', '=', ',', '"', "'", '@', '\n'];

const endings: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['', '\u0001!'],
  ['"', '\u0001'],
];

interface Size {
  readonly times: number;
  readonly characters: number;
}

/** Repetitions in the text that every expression gets; a suspicious one gets more, and four times more. */
const few: Size = { times: 24, characters: 64 };
const many: Size = { times: 200, characters: 200 };
const halfOfMany: Size = { times: 100, characters: 100 };
const most: Size = { times: 800, characters: 800 };
/** Steps a character that are not suspicious: who starts anew at each repetition takes half as many as there are. */
const plainSteps = few.times / 2;
const mostSteps = 4_000_000;
/** Four times the text takes 4 times the steps where they are linear, 16 times where they grow with the square. */
const mostGrowth = 6;
/** Steps are counted and not measured: what is linear is so to the ends of the text. */
const nearlySame = 1.08;

/** Longer texts only where shorter ones took few steps, so that an exponential one is found and does not hang. */
function isSlowOn(stepsOn: Counted['stepsOn'], textOf: (size: Size) => string): boolean {
  try {
    const short = textOf(few);
    if (stepsOn(short) <= short.length * plainSteps) return false;
    const [half, long] = [textOf(halfOfMany), textOf(many)];
    const steps = stepsOn(long);
    // What grows with the square shows here already, though most of the steps may not.
    if (steps <= (nearlySame * stepsOn(half) * long.length) / half.length) return false;
    return stepsOn(textOf(most)) > mostGrowth * steps;
  } catch (error) {
    if (error instanceof TooManySteps) return true;
    throw error;
  }
}

function slowText(regex: RegExp, pieces = piecesFor(regex)): string | undefined {
  // Without a repetition each place of the text takes as long as the next.
  if (!/[*+]|\{\d+,/.test(regex.source)) return undefined;
  const { stepsOn } = counted(regex, mostSteps);
  for (const piece of pieces) {
    for (const [before, after] of endings) {
      const isSlow = isSlowOn(stepsOn, ({ times, characters }) => {
        return before + piece.repeat(Math.max(times, Math.ceil(characters / piece.length))) + after;
      });
      if (isSlow) return `${before}${piece.repeat(3)}…${after}`;
    }
  }
  return undefined;
}

test('every regular expression is linear in the text', () => {
  expect(all.length).toBeGreaterThan(400);
  const slow = different.flatMap(({ file, written, regex }, at) => {
    if (bounded.has(written)) return [];
    const text = slowText(regex, inTurn(piecesFor(regex), at));
    return text === undefined ? [] : [`${file} ${written} on ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
});

test('the check finds what it looks for', () => {
  expect(slowText(/(?:a+)+$/)).toBeDefined();
  expect(slowText(/(?:\s+|#[^\n]*)*x/)).toBeDefined();
  expect(slowText(/[.:]+$/)).toBeDefined();
  expect(slowText(/(?<![.:])[.:]+$/)).toBeUndefined();
  expect(slowText(/^[\w-]+$/)).toBeUndefined();
  // Found: 80 KB of `eyJ-` took 47 s.
  expect(slowText(/(?<![A-Za-z0-9_])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/)).toBeDefined();
  expect(slowText(/key=[^&]*&end/)).toBeDefined();
});

test('the steps are those of the engine: both find the same', () => {
  const texts = fc.array(fc.nat(), { maxLength: 8 });
  for (const { written, regex } of different) {
    const pieces = piecesFor(regex);
    const { find } = counted(regex);
    const once = new RegExp(regex.source, regex.flags.replace('g', ''));
    for (const numbers of fc.sample(texts, runs(3))) {
      const text = numbers.map((number) => pieces[number % pieces.length] ?? '').join('');
      const found = once.exec(text);
      const wanted = found === null ? undefined : [found.index, found.index + found[0].length];
      expect(find(text), `${written} on ${JSON.stringify(text)}`).toEqual(wanted);
    }
  }
});

test('what is excepted exists, and needs it', () => {
  const known = new Map(all.map(({ written, regex }) => [written, regex]));
  const needed = [...bounded.keys()].filter((one) => {
    const regex = known.get(one);
    return regex !== undefined && slowText(regex) !== undefined;
  });
  expect(needed).toEqual([...bounded.keys()]);
  expect(unread).toEqual(madeLater.map((line) => line.slice(0, line.indexOf(':'))));
});

import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesIn, treeOf, treeOfText } from './support/source-trees.ts';

/** Errors and outcomes carry codes and fields (docs/decisions/0033): what is worded for people decides nothing. */

/** What our sentences are called, wherever they stand. */
const sentence = /^(?:message|because|hint|summary|reason|advice|sentence)$/;
/** What looks into a text. */
const looking = new Set([
  ...['includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'match', 'matchAll', 'search'],
  ...['replace', 'replaceAll', 'split', 'slice', 'substring', 'charAt', 'at'],
]);

/** Where a text of that name is no sentence of ours, or is laid out and not read: the file, and why. */
const others: Readonly<Record<string, string>> = {
  'aws/aws-failure.ts': 'the sentences of the SDK that are read, in one table',
  'aws/refresh-sso-token.ts': "a service's words are cut to a length",
  'commands/describe-error.ts': "V8's sentences: which of them may be shown",
  'decode/encoded-message.ts': 'an encoded message of AWS is what is decoded',
  'formats/problem.ts': 'its first letter is made a capital',
  'formats/yaml.ts': "the package's sentence is put into our words",
  'identity/answer/all-profiles-page.ts': 'a sentence is cut to a length',
  'output/diagnostics.ts': 'lines are laid out',
  'lint/answer/formats/sarif.ts': 'its first letter is made a capital',
  'policy/prepare.ts': 'a hint gets the stop that it lacks',
  'policy/decision/depends-on.ts': 'values are put in the place of variables',
};

interface Found {
  readonly file: string;
  readonly code: string;
}

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return nameOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return nameOf(node.left);
  return undefined;
}

const isSentence = (node: ts.Expression): boolean => sentence.test(nameOf(node) ?? '');

/** `because !== ''` and `hint === undefined` ask whether there is one. */
const isEmpty = (node: ts.Expression): boolean =>
  (ts.isStringLiteral(node) && node.text === '') || (ts.isIdentifier(node) && node.text === 'undefined');

function readsSentence(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: of, name } = node.expression;
    const [first] = node.arguments;
    if (looking.has(name.text) && isSentence(of)) return true;
    // `told.includes(error.message)`, `pattern.test(message)`
    return /^(?:includes|has|test|exec|indexOf)$/.test(name.text) && first !== undefined && isSentence(first);
  }
  if (ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText())) {
    return (isSentence(node.left) && !isEmpty(node.right)) || (isSentence(node.right) && !isEmpty(node.left));
  }
  return ts.isSwitchStatement(node) && isSentence(node.expression);
}

function findIn(file: string, source: ts.SourceFile): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (readsSentence(node)) found.push({ file, code: node.getText(source).replace(/\s+/g, ' ') });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test.each([
  'if (error.message.includes("denied")) stop();',
  'const isSaid = step.because === message;',
  'told.includes(otherwise.because)',
  '/expired/.test(error.message)',
  "(error?.message ?? '').startsWith('no')",
  'switch (because) { default: }',
])('the search finds: %s', (code) => {
  expect(findIn('example.ts', treeOfText('example.ts', code))).not.toEqual([]);
});

test.each(["because === ''", 'hint !== undefined', 'text.includes("${")', '`${error.message}.`'])(
  'the search passes over: %s',
  (code) => {
    expect(findIn('example.ts', treeOfText('example.ts', code))).toEqual([]);
  },
);

test('no code reads a sentence', () => {
  const found = filesIn('src').flatMap((file) => findIn(file, treeOf(`src/${file}`)));
  expect(found.filter(({ file }) => !Object.hasOwn(others, file))).toEqual([]);
  expect(found.length).toBeGreaterThan(0);
});

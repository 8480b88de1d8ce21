import ts from 'typescript';
import { expect, test } from 'vitest';
import { commands } from '../src/commands.ts';
import { filesIn, treeOf, treeOfText } from './support/source-trees.ts';

/** A command is data (`core/command.ts`): no text of the program is one, and none is put together from texts. */

const files = filesIn('src');
/** It writes them. */
const writer = 'core/write-command.ts';
const tags = ['command', 'word'];

const programs =
  'aws|iamx|npx|npm|sed|export|unset|chmod|printf|tail|mv|cp|rm|eval|sudo|notepad|Remove-Item|env|kubectl|curl';
/** The whole text is a command, or one follows on a colon at its end. */
const wholeCommand = new RegExp(`^(?:${programs}) [^ ]|(?:: |\`)(?:${programs}) [a-z-]+ ?$`);
/** Something is put in behind the program's name. */
const composed = new RegExp(`(?:^|: |\`)(?:${programs}) [^\`]*…`);

/** Names and texts of others that begin like a command. */
const noCommands = [
  'aws/query.ts: iamx lang/js md/nodejs#… app/iamx',
  'commands/version.ts: iamx … on Node …',
  'commands/parse.ts: iamx …',
  'credentials/gotchas/file-lines.ts: `export …`',
  'credentials/gotchas/file-lines.ts: export …',
  'data/blocks.ts: iamx blocks 1, made by scripts/generate-data.ts\n',
  'identity/answer/words.ts: aws login',
  'output/shell-of.ts: npx iamx',
  'lint/answer/formats/code-review.ts: iamx …',
  ...[
    'aws iam get-role-policy, get-user-policy, get-group-policy',
    'aws iam get-policy-version',
    'aws s3api get-bucket-policy, aws kms get-key-policy, aws lambda get-policy',
    'aws organizations describe-policy',
    'aws iam get-role, create-role',
    'aws sqs get-queue-attributes, aws sns get-topic-attributes',
    'aws secretsmanager get-resource-policy',
    'aws ecr get-repository-policy',
    'aws sso-admin get-inline-policy-for-permission-set',
  ].map((title) => `policy/document/load/forms.ts: ${title}`),
];

interface Literal {
  readonly file: string;
  readonly text: string;
}

function literalsOf(file: string, tree: ts.SourceFile): readonly Literal[] {
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && tags.includes(node.tag.getText(tree))) {
      // What is put in is looked at, the text of the command is not.
      ts.forEachChild(node.template, (child) => {
        if (ts.isTemplateSpan(child)) visit(child.expression);
      });
      return;
    }
    if (ts.isStringLiteralLike(node)) found.push({ file, text: node.text });
    if (ts.isTemplateExpression(node))
      found.push({
        file,
        text: node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(''),
      });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function textsOf(file: string, tree: ts.SourceFile): readonly string[] {
  return literalsOf(file, tree)
    .filter((one) => wholeCommand.test(one.text) || composed.test(one.text))
    .map((one) => `${file}: ${one.text}`);
}

const found = files.filter((file) => file !== writer).flatMap((file) => textsOf(file, treeOf(`src/${file}`)));

test('no text is a command', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(found.filter((one) => !noCommands.includes(one))).toEqual([]);
});

/** As `npx` runs it, the program has another name: what names its own as something to type has to be a command. */
const typedName = new RegExp(
  `(?<![\\w/.-])iamx (?:${['help', ...commands.map(({ name }) => name)].join('|')}|<|--?[a-z])(?![\\w])`,
);

test('no text names the program as what is typed', () => {
  const all = files.flatMap((file) => literalsOf(file, treeOf(`src/${file}`)));
  expect(all.length).toBeGreaterThan(5000);
  const typed = all.filter(({ text }) => typedName.test(text));
  // Titles of reports, which nobody types.
  const titles = [
    'lint/answer/formats/code-review.ts',
    'testing/answer/reporters/for-ci.ts',
    'testing/answer/reporters/html.ts',
  ];
  expect([...new Set(typed.map(({ file }) => file))]).toEqual(titles);
  expect(typed.filter(({ text }) => !/(?:name="|### |<title>)iamx (?:lint|test)/.test(text))).toEqual([]);
});

test.each(["'type `iamx decode`'", '`iamx whoami --profile ${name}`', "'More: iamx help x'"])(
  'a name that is typed is found: %s',
  (text) => {
    expect(
      literalsOf('x.ts', treeOfText('x.ts', `const hint = ${text}`)).filter((one) =>
        typedName.test(one.text),
      ),
    ).toHaveLength(1);
  },
);

test('what is excepted is there', () => {
  expect(noCommands.filter((one) => !found.includes(one))).toEqual([]);
});

test.each([
  "const hint = 'aws sso login'",
  'const fix = `unset ${name}`',
  'const hint = `Else: unset ${name}`',
  'const fix = `sed -i.bak ${script} ${file}`',
  "const text = 'Sign in: aws login'",
  'const hint = `Give it as \\`iamx simulate --scenario ${file}\\``',
])('a command in a text is found: %s', (text) => {
  expect(textsOf('x.ts', treeOfText('x.ts', text))).toHaveLength(1);
});

test('a command that is data is none', () => {
  const tree = treeOfText('x.ts', 'command`aws sso login --profile ${given(name)}`');
  expect(textsOf('x.ts', tree)).toEqual([]);
});

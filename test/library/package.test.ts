import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import * as exports from '../../src/library/exports.ts';
import { startProcess } from '../support/process.ts';
import { openPage, type Page } from './support/browser.ts';
import { byName, expectAsWritten } from './support/cases.ts';
import { installLibrary, type Installed } from './support/package.ts';
import type { SimulateDocument } from '../../src/library/types.ts';

/** The library as a package that somebody has installed. */
let installed: Installed;
let page: Page;
beforeAll(async () => {
  installed = await installLibrary();
  page = await openPage(installed.folder);
});
afterAll(() => installed.remove());

/** What the module prints in a process of its own, of which nothing is inherited. */
async function run(name: string, code: string): Promise<string> {
  const file = join(installed.folder, `${name.replace(/\W+/g, '-')}.mjs`);
  writeFileSync(file, code);
  return printed(file);
}

/** What the file prints, on both streams. */
async function printed(file: string): Promise<string> {
  const child = startProcess(process.execPath, [file], { env: {} });
  child.stdin.end();
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  }
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}

const document = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');

/** Each block of JavaScript with the output that the page shows behind it. */
const examples = [
  ...document.matchAll(/\n## ([^\n]+)\n(?:(?!\n## )[^])*?\n```js\n([^]*?)```\n\n```\n([^]*?)```/g),
].map(([, title = '', code = '', output = '']) => ({ title, code, output }));

describe('docs/library.md', () => {
  test('has an example of each function', () => {
    expect(document.match(/```js\n/g)).toHaveLength(examples.length);
    const shown = examples.map(({ code }) => code).join('\n');
    const names = Object.keys(exports).sort();
    expect(names).toEqual([
      'IamxError',
      'compile',
      'decode',
      'diff',
      'explainError',
      'lint',
      'parsePolicy',
      'simulate',
      'spanOf',
    ]);
    for (const name of names) expect(shown).toMatch(new RegExp(`import \\{[^}]*\\b${name}\\b`));
  });

  /** What a page would fetch, out of the package. */
  const fetching = `
    import { readFile } from 'node:fs/promises';
    globalThis.fetch = async (path) => new Response(await readFile('node_modules' + path.replace('/iamx/', '/iamx/data/')));
    process.chdir(import.meta.dirname);
  `;

  test.each(examples)('$title', async ({ title, code, output }) => {
    expect(await run(title, code.includes('fetch(') ? fetching + code : code)).toBe(output);
  });
});

test('both modules have the same functions, and the browser’s one more', async () => {
  const list = (module: string) =>
    `import * as iamx from '${module}'; console.log(Object.keys(iamx).sort().join());`;
  const names = Object.keys(exports).sort();
  expect(await run('node', list('iamx'))).toBe(`${names.join()}\n`);
  expect(await run('browser', list('iamx/browser'))).toBe(`${[...names, 'addTables'].sort().join()}\n`);
});

/** What `import 'iamx'` reads, and what is read with the first call that needs it; before one is raised see 0142. */
test.each([
  ['core.js', 480],
  ['late.cjs', 410],
  ['matchers.cjs', 55],
])('%s has at most %d kB', (name, most) => {
  const file = join(installed.folder, 'node_modules', 'iamx', 'dist', 'lib', name);
  const { length } = readFileSync(file);
  expect(length).toBeLessThanOrEqual(most * 1000);
  expect(length).toBeGreaterThan(most * 750);
});

test('an error of the part that is read late is the library’s own', async () => {
  const code = `import { IamxError, lint } from 'iamx';
try { lint(5); } catch (error) { console.log(error instanceof IamxError, error.code); }`;
  expect(await run('late', code)).toBe('true not-a-policy\n');
});

describe('in a page, without a module of Node', () => {
  test.each(byName)('%s', (_, scenario) => {
    const answer = page('JSON.stringify(iamx.simulate(JSON.parse(text)))', {
      text: JSON.stringify(scenario),
    });
    expectAsWritten(JSON.parse(String(answer)) as SimulateDocument, scenario);
    // The same answer to the last place.
    expect(answer).toBe(JSON.stringify(simulate(scenario)));
  });

  test('actions, condition keys and resource types are there', () => {
    const request = {
      principal: 'arn:aws:iam::111122223333:user/mika',
      action: 's3:GetObjects',
      resource: 'arn:aws:s3:::acme/x',
      context: { 'aws:SourceIpp': '203.0.113.10' },
      asWritten: true,
    };
    const document = simulate({ request });
    expect(JSON.stringify(document)).toContain('`s3:GetObject`');
    expect(page('JSON.stringify(iamx.simulate({ request }))', { request })).toBe(JSON.stringify(document));
  });

  test('managed policies are those that were handed in', async () => {
    const own = await openPage(installed.folder);
    const compiled = "iamx.compile({ identity: { managed: 'ReadOnlyAccess' } }).decide(request).decision";
    const request = { principal: 'arn:aws:iam::111122223333:user/mika', action: 's3:ListAllMyBuckets' };
    const code = `try { ${compiled} } catch (error) { error.code + ' ' + error.hint }`;
    expect(own(code, { request })).toBe(
      'data-unreadable Call `addTables` with this file of the folder `data` of the package.',
    );
    const file = (name: string) =>
      new Uint8Array(readFileSync(join(installed.folder, 'node_modules', 'iamx', 'data', name)));
    own("iamx.addTables({ 'managed.txt': text, 'managed.bin': bytes })", {
      text: new TextDecoder().decode(file('managed.txt')),
      bytes: file('managed.bin'),
    });
    expect(own(code, { request })).toBe('allowed');
  });

  test.each([
    'undefined',
    '[]',
    "{ 'managed.json': 'x' }",
    "{ 'managed.txt': 5 }",
    "{ 'managed.bin': new Uint16Array(2) }",
  ])('addTables(%s) is an error of its caller', (tables) => {
    const code = `try { iamx.addTables(${tables}) } catch (error) { [error instanceof iamx.IamxError, error.code].join() }`;
    expect(page(code)).toBe('true,usage');
  });

  test('the module is at most 2.5 MB, compressed 0.8', () => {
    const bytes = readFileSync(join(installed.folder, 'node_modules', 'iamx', 'dist', 'lib', 'browser.js'));
    expect(bytes.length).toBeLessThan(2_500_000);
    expect(gzipSync(bytes).length).toBeLessThan(800_000);
    expect(ts.preProcessFile(bytes.toString('utf8')).importedFiles).toEqual([]);
  });
});

const consumer = `
import { compile, decode, IamxError, parsePolicy, simulate, spanOf } from 'iamx';
import type {
  Atom, Context, Decision, DecodeItem, Diagnostic, Evaluation, Evidence, Policies, Policy, Request, Scenario, SimulateResult, Span, Statement, Step,
} from 'iamx';
import { addTables, compile as inBrowser } from 'iamx/browser';

interface Typed { Version: '2012-10-17'; Statement: readonly { Effect: 'Allow' | 'Deny'; Action: string; Resource: string }[] }
const typed: Typed = { Version: '2012-10-17', Statement: [] };
const policies: Policies = { identity: [typed, '{}', { managed: 'ReadOnlyAccess' }], scp: [[typed]], session: undefined };
const context: Context = { 'aws:SourceIp': '203.0.113.10', 'aws:MultiFactorAuthAge': 5, 'aws:TagKeys': ['a', 'b'], 'aws:SecureTransport': true };
const request: Request = { principal: 'anonymous', action: 's3:GetObject', context, now: undefined };
const decision: Decision = compile(policies).decide(request);
const atoms: readonly Atom[] = decision.dependsOn.flatMap(({ when }) => when);
const result: SimulateResult = inBrowser(policies).explain({ ...request, unknown: ['aws:SourceVpc'] });
const steps: readonly Step[] = result.steps ?? [];
const evidence: Evidence | undefined = result.decidedBy.statement;
const scenario: Scenario = { name: 'x', request: { ...request, action: ['s3:Get*'] }, policies, expect: 'allowed' };
const evaluation: Evaluation = simulate(scenario);
const { policy, diagnostics } = parsePolicy('{}', 'x.json', 'resource');
const first: Diagnostic | undefined = diagnostics[0];
const span: Span | undefined = first?.span;
const statements: readonly Statement[] = (policy as Policy).statements;
const item: DecodeItem = decode('x');
if (item.kind === 'arn') item.partition satisfies string;
if (decision.decision === 'conditional') throw new IamxError('usage', 'x', { hint: 'y' });
addTables({ 'managed.txt': new Uint8Array() });
export { atoms, evaluation, evidence, span, spanOf, statements, steps };
`;

/** Each line alone is an error. */
const misuses = [
  'compile({ identiy: [] });',
  'compile({ scp: [typed] });',
  "compile(policies).decide({ principal: 'anonymous' });",
  "compile(policies).decide({ principal: 'anonymous', action: ['s3:GetObject'] });",
  'compile(policies).decide({ ...request, now: new Date() });',
  "if (decision.decision === 'deny') steps;",
  "decision.decision = 'allowed';",
  'simulate({ policies });',
  'parsePolicy(typed);',
  "parsePolicy('{}', 'x', 'bucket');",
  'decode(5);',
];

describe('types', () => {
  /** What the compiler says about programs that have nothing but the language and the package, as `file:line text`. */
  function problemsOf(
    codes: Readonly<Record<string, string>>,
    options: ts.CompilerOptions,
  ): readonly string[] {
    const files = Object.entries(codes).map(([name, code]) => {
      writeFileSync(join(installed.folder, name), code);
      return join(installed.folder, name);
    });
    const program = ts.createProgram(files, {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      ...options,
    });
    return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${basename(file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  }

  test('as Node finds them: a strict program compiles, wrong calls do not', () => {
    const codes = { 'right.mts': consumer, 'wrong.mts': consumer + misuses.join('\n') };
    const found = problemsOf(codes, { module: ts.ModuleKind.NodeNext, skipLibCheck: false });
    expect(found.filter((text) => !text.startsWith('wrong.mts:'))).toEqual([]);
    const start = consumer.split('\n').length - 1;
    const lines = new Set(found.map((text) => Number(/^wrong\.mts:(\d+) /.exec(text)?.[1]) - start));
    expect([...lines].sort((left, right) => left - right)).toEqual([...misuses.keys()]);
  });

  test('as CommonJS finds them: a strict program compiles with import(), and runs', async () => {
    const code = (typed: boolean) => `
${typed ? "import type { Decision, ExplainErrorDocument } from 'iamx' with { 'resolution-mode': 'import' };" : ''}
async function main()${typed ? ': Promise<Decision>' : ''} {
  const { compile, explainError, IamxError, lint } = await import('iamx');
  const { compile: inBrowser } = await import('iamx/browser');
  const explained${typed ? ': ExplainErrorDocument' : ''} = explainError('An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.');
  if (explained.verdict === 'unknown') throw new IamxError('usage', lint('{ "Statement": [] }').verdict);
  const identity = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  const request = { principal: 'arn:aws:iam::111122223333:user/mika', action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x', resourceAccount: '111122223333' };
  return [compile, inBrowser].map((each) => each({ identity }).decide(request))[1]${typed ? '!' : ''};
}
`;
    const found = problemsOf(
      { 'common.cts': `${code(true)}\nexport = main;` },
      { module: ts.ModuleKind.NodeNext },
    );
    expect(found).toEqual([]);
    const file = join(installed.folder, 'common.cjs');
    writeFileSync(file, `${code(false)}\nmain().then(({ decision }) => console.log(decision));`);
    expect(await printed(file)).toBe('allowed\n');
  });

  test('every door of the package is found by Node and by bundlers, with types', () => {
    const doors = ['iamx', 'iamx/browser', 'iamx/vitest', 'iamx/jest'];
    for (const [moduleKind, resolution] of [
      [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
      [ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
      [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
    ] as const) {
      const options = { module: moduleKind, moduleResolution: resolution };
      for (const door of doors) {
        const from = join(installed.folder, 'door.mts');
        const mode = ts.ModuleKind.ESNext;
        const { resolvedModule } = ts.resolveModuleName(
          door,
          from,
          options,
          ts.sys,
          undefined,
          undefined,
          mode,
        );
        expect(resolvedModule?.resolvedFileName).toMatch(/dist\/lib\/\w+\.d\.ts$/);
      }
    }
  });

  test('as a bundler finds them: a strict program compiles', () => {
    const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
    expect(problemsOf({ 'bundled.ts': consumer }, { ...options, skipLibCheck: true })).toEqual([]);
  });

  test('few declarations are shipped, and none of a package', () => {
    const lib = join(installed.folder, 'node_modules', 'iamx', 'dist', 'lib');
    const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.d.ts'),
    );
    const texts = files.map((name) => readFileSync(join(lib, name), 'utf8'));
    expect(files.length).toBeGreaterThan(5);
    expect(texts.join('').length).toBeLessThan(62_000);
    for (const text of texts) expect(text).not.toMatch(/from '[^.]|\.ts'/);
  });
});

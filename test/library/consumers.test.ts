import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchers } from '../../src/expect.ts';
import { installLibrary, type Installed } from './support/package.ts';

/**
 * The package as every kind of program finds it: what arethetypeswrong asks, asked of the installed files. Types and code
 * of each door are found together, are of one kind of module, and export the same names.
 */
let installed: Installed;
let iamx: string;
beforeAll(async () => {
  installed = await installLibrary();
  iamx = join(installed.folder, 'node_modules', 'iamx');
  for (const name of ['vitest', '@vitest', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(installed.folder, 'node_modules', name));
  const own = join(installed.folder, 'node_modules', 'expect');
  mkdirSync(own);
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'expect', types: './index.d.ts' }));
  writeFileSync(join(own, 'index.d.ts'), expectPackage);
});
afterAll(() => {
  installed.remove();
  // The package's own door gave its matchers to the `expect` of this process, where other files go on.
  expect.extend({ ...matchers });
});

const root = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly type: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly files: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const doors = Object.entries(manifest.exports).flatMap(([path, to]) =>
  typeof to === 'string' ? [] : [[path, to] as const],
);

/** How a program resolves and what it is made of. */
const kinds: Readonly<Record<string, ts.CompilerOptions>> = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/** The language's own declarations, which are the same for each program. */
const standard = new Map<string, ts.SourceFile | undefined>();

/** One program of all of these files, by name. */
function programOf(codes: Readonly<Record<string, string>>, options: ts.CompilerOptions): ts.Program {
  const files = Object.entries(codes).map(([name, code]) => {
    writeFileSync(join(installed.folder, name), code);
    return join(installed.folder, name);
  });
  const all: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    verbatimModuleSyntax: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    ...options,
  };
  const host = ts.createCompilerHost(all);
  const read = host.getSourceFile.bind(host);
  const folder = host.getDefaultLibLocation?.();
  host.getSourceFile = (file, ...rest) => {
    if (folder === undefined || !file.startsWith(folder)) return read(file, ...rest);
    if (!standard.has(file)) standard.set(file, read(file, ...rest));
    return standard.get(file);
  };
  return ts.createProgram(files, all, host);
}

let names: ts.Program | undefined;
const specifier = (path: string) => path.replace(/^\./, 'iamx');

describe.each(doors)('the door %s', (path, conditions) => {
  test('names types first, and files that are there and are published', () => {
    expect(Object.keys(conditions)).toEqual(['types', 'default']);
    for (const file of Object.values(conditions)) {
      expect(existsSync(join(iamx, file))).toBe(true);
      expect(manifest.files).toContain(file.split('/')[1]);
    }
    const [types, code] = [conditions['types'], conditions['default']];
    // In a package of the type `module` `.d.ts` and `.js` are both of ES modules.
    expect(manifest.type).toBe('module');
    expect(types?.replace(/\.d\.ts$/, '')).toBe(code?.replace(/\.js$/, ''));
  });

  test.each(Object.keys(kinds))('is found with its types by %s', (kind) => {
    const options = kinds[kind] ?? {};
    const modes =
      kind === 'bundler'
        ? ([ts.ModuleKind.ESNext] as const)
        : ([ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const);
    for (const mode of modes) {
      const from = join(installed.folder, mode === ts.ModuleKind.ESNext ? 'x.mts' : 'x.cts');
      const host = ts.sys;
      const { resolvedModule } = ts.resolveModuleName(
        specifier(path),
        from,
        options,
        host,
        undefined,
        undefined,
        mode,
      );
      expect(resolvedModule?.resolvedFileName).toBe(join(iamx, conditions['types'] ?? ''));
    }
  });

  test('exports what its types say, and has no default', async () => {
    names ??= programOf(
      { 'names.mts': doors.map(([door]) => `import '${specifier(door)}';\n`).join('') },
      kinds['nodenext'] ?? {},
    );
    const program = names;
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(join(iamx, conditions['types'] ?? ''));
    const symbol = source && checker.getSymbolAtLocation(source);
    const all = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
    const whole = (one: ts.Symbol) =>
      one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
    const typed = all.filter((one) => whole(one).flags & ts.SymbolFlags.Value).map(({ name }) => name);
    const address = pathToFileURL(join(iamx, conditions['default'] ?? '')).href;
    const there = Object.keys((await import(/* @vite-ignore */ address)) as object);
    expect(typed.length).toBeGreaterThan(0);
    expect(typed.sort()).toEqual(there.sort());
    expect(there).not.toContain('default');
  });
});

/** Uses of each door with its types. */
const use = `
const policies: Policies = { identity: { Version: '2012-10-17', Statement: [] }, session: undefined };
const request: Request = { principal: 'anonymous', action: 's3:GetObject', now: undefined };
`;
const esm = `
import { compile, IamxError, type Decision, type Policies, type Request } from 'iamx';
import { addTables, compile as inBrowser } from 'iamx/browser';
import { matchers } from 'iamx/jest';
import type { AskOptions } from 'iamx/jest';
${use}
const options: AskOptions = { role: 'x', policies };
export const decisions: readonly Decision[] = [compile(policies).decide(request), inBrowser(policies).decide(request)];
export const told: { readonly pass: boolean; readonly message: () => string } = matchers.toAllow.call({}, policies, 's3:GetObject', undefined, options);
export { addTables, IamxError };
`;
const cjs = `
import type { Decision, Policies, Request } from 'iamx' with { 'resolution-mode': 'import' };
import type { AskOptions } from 'iamx/jest' with { 'resolution-mode': 'import' };
${use}
async function main(): Promise<readonly Decision[]> {
  const { compile, IamxError } = await import('iamx');
  const { addTables, compile: inBrowser } = await import('iamx/browser');
  const { matchers } = await import('iamx/jest');
  const options: AskOptions = { role: 'x', policies };
  matchers.toDeny.call({}, policies, 's3:GetObject', undefined, { ...options, by: 'identity' });
  if (addTables.length > 1) throw new IamxError('usage', 'x');
  return [compile(policies).decide(request), inBrowser(policies).decide(request)];
}
`;

/** What the compiler must not take. */
const wrong = `import { compile } from 'iamx';\nimport { matchers } from 'iamx/jest';\ncompile(5);\nmatchers.toAllow.call({}, {}, 5);\n`;

const vitest = (line: string) => `
import { expect } from 'vitest';
import 'iamx/vitest';
import type { DenyOptions } from 'iamx/vitest';
const options: DenyOptions = { by: 'scp', context: { 'aws:SourceIp': '203.0.113.10' } };
expect({}).toAllow('s3:GetObject', 'arn:aws:s3:::acme/x', { role: 'Reader' });
expect({}).not.toDeny(['s3:GetObject'], undefined, options);
expect([]).toLintClean({ failOn: 'warning' });
expect('x').toGrantNoMoreThan({}, { role: 'Reader' });
expect({}).toDependOn('aws:SourceIp', 's3:GetObject');
${line}
`;
/** What `@types/jest` 30 declares, as far as it matters here. */
const jestGlobals = `
declare namespace jest {
  interface Matchers<R, T = {}> {
    not: Matchers<R, T>;
    resolves: Matchers<Promise<R>, T>;
    toBe<E = any>(expected: E): R;
  }
  interface Expect { <T = any>(actual: T): Matchers<void, T> }
}
declare const expect: jest.Expect;
`;
/** And what `expect` 30 does, where `@jest/globals` has its own from. */
const expectPackage = `
export interface Matchers<R extends void | Promise<void>, T = unknown> {
  toBe(expected: unknown): R;
}
export interface Inverse<Matchers> { not: Matchers }
export interface Expect {
  <T = unknown>(actual: T): Matchers<void, T> & Inverse<Matchers<void, T>>;
  extend(matchers: { [name: string]: (this: { isNot?: boolean }, actual: any, ...expected: any[]) => { pass: boolean; message(): string } }): void;
}
export declare const expect: Expect;
`;
const jest = (line: string) => `
import 'iamx/jest';
import type { DenyOptions, LintCleanOptions } from 'iamx/jest';
const options: DenyOptions = { by: 'scp', context: { 'aws:SourceIp': '203.0.113.10' } };
const clean: LintCleanOptions = { failOn: 'warning' };
expect({}).toAllow('s3:GetObject', 'arn:aws:s3:::acme/x', { role: 'Reader' });
expect({}).not.toDeny(['s3:GetObject'], undefined, options);
export const later: Promise<void> = expect(Promise.resolve([])).resolves.toLintClean(clean);
expect('x').toGrantNoMoreThan({}, { role: 'Reader' });
expect({}).toDependOn('aws:SourceIp', 's3:GetObject');
expect(1).toBe(1);
${line}
`;
/** docs/testing.md says so. */
const jestImported = `
import { expect } from 'expect';
import { matchers, type PolicyExpectations } from 'iamx/jest';
declare module 'expect' {
  interface Matchers<R> extends PolicyExpectations<R> {}
}
expect.extend(matchers);
expect({}).toAllow('s3:GetObject', 'arn:aws:s3:::acme/x', { role: 'Reader' });
expect({}).not.toDeny('s3:GetObject');
expect(1).toBe(1);
`;
const misuses = [
  'expect({}).toAllow(5);',
  "expect({}).toDeny('x', 'y', { by: 'nobody' });",
  "expect({}).toLintClean({ failOn: 'eror' });",
  'expect({}).toDependOn();',
];

describe.each(Object.keys(kinds))('a strict program by %s', (kind) => {
  // What a bundler reads is an ES module to it, whatever its name ends in.
  const isBundler = kind === 'bundler';
  const common = isBundler ? 'cjs.ts' : 'cjs.cts';
  const commonCode = isBundler
    ? `${cjs.replaceAll(/ with \{[^}]*\}/g, '')}export { main };\n`
    : `${cjs}export = main;\n`;
  const hasJest = kind !== 'node16';
  const jestPrograms = {
    'jest.mts': jest(''),
    'jest-wrong.mts': jest(misuses.join('\n')),
    'jest-imported.mts': jestImported,
  };
  let program: ts.Program;
  beforeAll(() => {
    const codes = {
      'esm.mts': esm,
      'wrong.mts': wrong,
      [common]: commonCode,
      'vitest.mts': vitest(''),
      'vitest-wrong.mts': vitest(misuses.join('\n')),
      // Whoever has no jest is not asked for its types.
      ...(hasJest ? { 'jest-globals.d.ts': jestGlobals, ...jestPrograms } : {}),
    };
    program = programOf(codes, { ...kinds[kind], skipLibCheck: false });
  });

  /** What the compiler says about the file. */
  function problemsOf(path: string): readonly string[] {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`${path} is not in the program`);
    return ts
      .sortAndDeduplicateDiagnostics([
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ])
      .map(({ messageText }) => `${basename(path)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }
  const own = (name: string) => problemsOf(join(installed.folder, name));

  test('finds all declarations right, and has nothing to say of its options', () => {
    const declared = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(iamx));
    expect(declared.length).toBeGreaterThan(5);
    expect(declared.flatMap(({ fileName }) => problemsOf(fileName))).toEqual([]);
    expect(program.getOptionsDiagnostics().concat(program.getGlobalDiagnostics())).toEqual([]);
  });

  test('of ES modules compiles, and a wrong one does not', () => {
    expect(own('esm.mts')).toEqual([]);
    expect(own('wrong.mts')).toHaveLength(2);
  });

  test('of CommonJS compiles with import()', () => {
    expect(own(common)).toEqual([]);
  });

  test('has the matchers on expect of vitest, with their arguments', () => {
    expect(own('vitest.mts')).toEqual([]);
    expect(own('vitest-wrong.mts')).toHaveLength(misuses.length);
  });

  if (hasJest) {
    test('has the matchers on expect of jest, global or imported', () => {
      expect(own('jest.mts')).toEqual([]);
      expect(own('jest-wrong.mts')).toHaveLength(misuses.length);
      expect(own('jest-imported.mts')).toEqual([]);
    });
  }
});

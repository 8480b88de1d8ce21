/**
 * Makes the library that is shipped: the parts for Node, with a few lines for each door; `browser.js` with
 * the tables inside, whole by itself; and the types of what they export. Apart from the program, whose start must not
 * wait for it.
 */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { buildParts } from './library-parts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const options = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/**
 * What most callers do not call is evaluated with its first call, in the same file: `require` of a module of the bundle is
 * a call of its initialiser to esbuild, and needs neither Node nor a second file.
 */
const late = {
  name: 'late',
  setup(building) {
    const whole = (importer, path) => join(dirname(importer), path);
    building.onResolve({ filter: /\/(?:lint|diff|explain-error)\.ts$/ }, ({ path, importer, kind }) =>
      kind === 'import-statement' &&
      /[\\/]library[\\/]exports\.ts$/.test(importer) &&
      /[\\/]library[\\/][^\\/]+$/.test(whole(importer, path))
        ? { path: whole(importer, path), namespace: 'late' }
        : undefined,
    );
    building.onLoad({ filter: /./, namespace: 'late' }, ({ path }) => {
      const name = basename(path, '.ts').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      const from = JSON.stringify(path);
      const contents = `export function ${name}(...given) { return require(${from}).${name}(...given); }`;
      return { contents, resolveDir: dirname(path) };
    });
  },
};

const forNode = {
  platform: 'node',
  target: 'node20',
  // To read the text is most of what `import 'iamx'` takes, and one of letters of two bytes takes longer.
  charset: 'ascii',
  minify: true,
  // Before 20.11 Node tells a module its address only.
  banner: {
    js: "import { fileURLToPath } from 'node:url';\nconst folderOfThis = fileURLToPath(new URL('.', import.meta.url));",
  },
  define: { 'import.meta.dirname': 'folderOfThis' },
};

/** What a door exports stands in `core.js`, and the matchers in a part of their own. */
const doors = {
  name: 'doors',
  setup(building) {
    building.onResolve({ filter: /^core$/ }, () => ({ path: './core.js', external: true }));
    building.onResolve({ filter: /\/expect\.ts$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: './expect.js', external: true } : undefined,
    );
    building.onLoad({ filter: /[\\/]src[\\/]index\.ts$/ }, async () => ({
      contents: `export { ${(await namesOfLibrary()).join(', ')} } from 'core';`,
    }));
    building.onLoad({ filter: /[\\/]src[\\/]expect\.ts$/ }, () => ({
      contents: "import { matchers as load } from 'core';\nexport const matchers = load();",
    }));
  },
};

/** The values that `src/index.ts` exports. */
async function namesOfLibrary() {
  const { metafile } = await build({
    ...options,
    entryPoints: ['src/index.ts'],
    platform: 'node',
    outfile: 'index.js',
    write: false,
  });
  const [{ exports }] = Object.values(metafile.outputs);
  return exports;
}

/** Writes the library into `outFolder`, which is as far from the package's `data` as `src/data` is. */
export async function buildLibrary(outFolder) {
  await mkdir(outFolder, { recursive: true });
  const results = await Promise.all([
    buildParts(root, { ...options, ...forNode }, outFolder),
    build({
      ...options,
      ...forNode,
      plugins: [doors],
      entryPoints: ['src/index.ts', 'src/expect.ts', 'src/vitest.ts', 'src/jest.ts'],
      outdir: outFolder,
      banner: {},
      external: ['vitest'],
    }),
    build({
      ...options,
      plugins: [late],
      entryPoints: ['src/browser.ts'],
      outfile: join(outFolder, 'browser.js'),
      platform: 'browser',
      target: 'es2022',
      minify: true,
      define: { bundledTables: JSON.stringify(await readTables()) },
    }),
    writeTypes(['src/index.ts', 'src/browser.ts', 'src/vitest.ts', 'src/jest.ts'], outFolder),
  ]);
  const [parts, doorsBuilt, browser] = results;
  for (const metafile of [...parts, doorsBuilt.metafile, browser.metafile]) refusePackages(metafile);
}

/** Of others nothing is inside: what is would have to be named beside the licences. */
function refusePackages({ outputs }) {
  const foreign = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => path.includes('node_modules') && inputs[path].bytesInOutput > 0),
  );
  if (foreign.length > 0) throw new Error(`the library would hold ${foreign.join(', ')}`);
}

/** The tables of actions, keys and resource types; managed policies are handed in where they are wanted. */
async function readTables() {
  const folder = join(root, 'data');
  const names = (await readdir(folder)).filter((name) => /\.(txt|json)$/.test(name));
  const wanted = names.filter((name) => name !== 'managed.txt' && name !== 'NOTICE.txt').sort();
  const texts = await Promise.all(wanted.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(wanted.map((name, index) => [name, texts[index]]));
}

/** The declarations of the files and of all whose types they show, each made from its own text alone. */
async function writeTypes(entries, outFolder) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options: compilerOptions } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const found = new Set(entries);
  for (const file of found) {
    const { outputText, diagnostics } = ts.transpileDeclaration(await readFile(join(root, file), 'utf8'), {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: { ...compilerOptions, declaration: true, isolatedDeclarations: true, noEmit: false },
    });
    const [problem] = diagnostics;
    if (problem !== undefined) {
      throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
    }
    for (const [, path] of outputText.matchAll(/\bfrom '(\.[^']+)'/g)) {
      found.add(posix.join(posix.dirname(file), path));
    }
    const target = join(outFolder, file.replace(/^src\//, '').replace(/\.ts$/, '.d.ts'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText.replace(/(\bfrom '\.[^']+)\.ts'/g, "$1.js'"));
  }
  return {};
}

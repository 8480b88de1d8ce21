/**
 * Makes the program that is shipped: one small entry, one chunk per command, third-party code in chunks of its own that are loaded
 * where they are used. The files are CommonJS because that starts faster (docs/decisions/0001).
 */
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Two folders deep, as `src/data/` is: `../../data` is the package's data folder in both. */
const folder = 'node';
const entry = 'main.cjs';

const options = { platform: 'node', target: 'node20', charset: 'utf8', legalComments: 'none' };

/** package.json without what the program does not use. */
const packageFacts = {
  name: 'package-facts',
  setup(setup) {
    setup.onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      if (path !== join(root, 'package.json')) return undefined;
      const { version, bugs } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version, bugs }), loader: 'json' };
    });
  },
};

/** commander loads `child_process` (2 ms) for subcommands that are programs of their own; iamx has none. */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup(setup) {
    setup.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes(`${sep}commander${sep}`) ? { path: 'none', namespace: 'none' } : undefined,
    );
    setup.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * The clients of the AWS SDK carry its own credential chain for callers who give no credentials (120 kB, 15 ms); iamx
 * always gives them: its chain is the one that it explains.
 */
const withoutDefaultChain = {
  name: 'aws-sdk-without-default-chain',
  setup(setup) {
    setup.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: 'chain',
      namespace: 'chain',
    }));
    setup.onLoad({ filter: /.*/, namespace: 'chain' }, () => ({
      contents:
        'export const defaultProvider = () => () => Promise.reject(new Error("no credentials given"));',
    }));
  },
};

/** Writes the program to `outFolder`, which is replaced only when all of it is there. */
export async function build(outFolder) {
  const result = await bundle({
    ...options,
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts' },
    outdir: join(outFolder, folder),
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    minify: true,
    write: false,
    metafile: true,
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__fileUrl' },
    plugins: [packageFacts, withoutChildProcess, withoutDefaultChain],
    // The SDK's ES modules: what is not used of them is left out (CommonJS is taken whole: 450 kB instead of 175).
    mainFields: ['module', 'main'],
  });

  // Splitting exists for ES modules only; each of its files then becomes CommonJS by itself.
  const codes = new Map();
  for (const file of result.outputFiles) {
    const { code } = await transform(file.text, {
      ...options,
      format: 'cjs',
      minify: true,
      supported: { 'dynamic-import': false },
    });
    const fileUrl = code.includes('__fileUrl')
      ? 'const __fileUrl=require("node:url").pathToFileURL(__filename).href;'
      : '';
    codes.set(relative(join(outFolder, folder), file.path), fileUrl + code);
  }

  const next = `${outFolder}.${process.pid}`;
  await rm(next, { recursive: true, force: true });
  await mkdir(join(next, folder), { recursive: true });
  for (const [name, code] of joinStart(codes, result.metafile))
    await writeFile(join(next, folder, name), code);
  await writeFile(join(next, 'THIRD-PARTY-LICENSES.txt'), await licencesOf(result.metafile));
  await rm(outFolder, { recursive: true, force: true });
  await rename(next, outFolder);
}

const required = /\brequire\("\.\/([^"]+)"\)/g;

/**
 * What every command needs, the entry and the reader of options with all that they import, joined into one
 * file: each file more costs 0.3 ms to find and open.
 */
function joinStart(codes, { outputs }) {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports
        .filter(({ kind }) => kind === 'import-statement')
        .map(({ path: other }) => basename(other)),
    ]),
  );
  const joined = new Set([entry, ...[...codes.keys()].filter((name) => name.startsWith('parse-'))]);
  for (const name of joined) {
    for (const other of imports.get(name)) if (codes.has(other)) joined.add(other);
  }

  // The brackets around a function make V8 compile it at once instead of twice.
  const modules = [...joined].map(
    (name) => `${JSON.stringify(name)}:(function(module,exports,require){${codes.get(name)}\n})`,
  );
  const start = `"use strict";
const modules={${modules.join(',\n')}},made={};
function load(name){let one=made[name];if(!one){one=made[name]={exports:{}};modules[name](one,one.exports,get)}return one.exports}
function get(path){const name=path.slice(2);return path.startsWith("./")&&modules[name]?load(name):require(path)}
exports.load=load;
exports.start=()=>load("${entry}").start();
`;
  const others = [...codes].filter(([name]) => !joined.has(name));
  return [
    [entry, start],
    ...others.map(([name, code]) => [
      name,
      code.replace(required, (call, other) =>
        joined.has(other) ? `require("./${entry}").load("${other}")` : call,
      ),
    ]),
  ];
}

/** The licence texts of the packages whose code is in the bundle, as they ask for. */
async function licencesOf(metafile) {
  const packages = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (name && bytesInOutput > 0) packages.add(name[0]);
    }
  }
  const texts = [];
  for (const path of [...packages].sort()) {
    const at = join(root, path);
    const { name, version, license } = JSON.parse(await readFile(join(at, 'package.json'), 'utf8'));
    const file = (await readdir(at)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n${(await readFile(join(at, file), 'utf8')).trim()}\n`;
    texts.push(`${name} ${version} (${license})\n${text}`);
  }
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

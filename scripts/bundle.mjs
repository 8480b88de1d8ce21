/**
 * Makes the program that is shipped: one small entry, one chunk per command, third-party code in chunks of its own that are loaded
 * where they are used. The files are CommonJS because that starts faster (docs/decisions/0001).
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, transform } from 'esbuild';
import { writeThirdParty } from './third-party.mjs';

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

/** What the clients of the AWS SDK carry for callers who give them nothing: iamx gives all of it to every client. */
const given = {
  // The SDK's own credential chain (120 kB): the chain of iamx is the one that it explains.
  '@aws-sdk/credential-provider-node':
    'export const defaultProvider = () => () => Promise.reject(new Error("no credentials given"));',
  // HTTPS and TLS are loaded when a request needs them (4 ms): src/aws/http-handler.ts.
  '@smithy/node-http-handler':
    'export const NodeHttpHandler = { create: (handler) => handler };' +
    'export const streamCollector = () => Promise.reject(new Error("answers are bytes, not streams"));',
};
const withoutGiven = {
  name: 'aws-sdk-without-what-is-given',
  setup(setup) {
    setup.onResolve({ filter: /^@(aws-sdk|smithy)\/[\w-]+$/ }, ({ path }) =>
      path in given ? { path, namespace: 'given' } : undefined,
    );
    setup.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({ contents: given[path] }));
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
    plugins: [packageFacts, withoutChildProcess, withoutGiven],
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
  for (const [name, code] of joinFiles(codes, result.metafile))
    await writeFile(join(next, folder, name), code);
  await writeThirdParty(next, root, result.metafile);
  await rm(outFolder, { recursive: true, force: true });
  await rename(next, outFolder);
}

const required = /\brequire\("\.\/([^"]+)"\)/g;
/** Characters. A file costs 0.3 ms to find and open, which is what compiling so much twice may cost. */
const smallChunk = 12_000;

/**
 * What every command needs, the entry and the reader of options with all that they import, joined into one
 * file; of the other chunks, the small ones joined to each file that begins with them. A module is made once,
 * whichever file it came with.
 */
function joinFiles(codes, { outputs }) {
  const importsOf = (kind) =>
    new Map(
      Object.entries(outputs).map(([path, output]) => [
        basename(path),
        output.imports.filter((one) => one.kind === kind && !one.external).map((one) => basename(one.path)),
      ]),
    );
  const statics = importsOf('import-statement');
  const dynamics = importsOf('dynamic-import');
  const closureOf = (...names) => {
    const found = new Set(names);
    for (const name of found) for (const other of statics.get(name)) found.add(other);
    return found;
  };

  const start = closureOf(entry);
  const importers = (name) =>
    [...dynamics].filter(([, loaded]) => loaded.includes(name)).map(([other]) => other);
  const isEntry = (name) => importers(name).length > 0;
  const isJoined = (name) => !start.has(name) && !isEntry(name) && codes.get(name).length < smallChunk;
  /** What is there whenever somebody loads the file. */
  const before = (name) => {
    const sets = importers(name).flatMap((other) => {
      // Loaded by the start itself nothing else is there, whatever else loads it too.
      if (start.has(other)) return [start];
      return [...codes.keys()]
        .filter((one) => isEntry(one) && closureOf(one).has(other))
        .map((one) => closureOf(one));
    });
    return (one) => start.has(one) || (sets.length > 0 && sets.every((set) => set.has(one)));
  };

  const files = [[entry, startFile(start, codes)]];
  for (const [name, code] of codes) {
    if (start.has(name) || isJoined(name)) continue;
    const isThere = isEntry(name) ? before(name) : () => true;
    const small = [...closureOf(name)].filter((one) => isJoined(one) && !isThere(one));
    files.push([name, joinedFile(code, small, codes)]);
  }
  return files;
}

// The brackets around a function make V8 compile it at once instead of twice.
function asMembers(names, codes) {
  return names
    .map((name) => `${JSON.stringify(name)}:(function(module,exports,require){${codes.get(name)}\n})`)
    .join(',\n');
}

function startFile(names, codes) {
  return `"use strict";
const modules={${asMembers([...names], codes)}},made={};
function load(name){let one=made[name];if(!one){one=made[name]={exports:{}};modules[name](one,one.exports,get)}return one.exports}
function get(path){const name=path.slice(2);return path.startsWith("./")&&modules[name]?load(name):require(path)}
exports.get=get;
exports.add=(more)=>{for(const name in more)modules[name]??=more[name]};
exports.start=()=>load("${entry}").start();
`;
}

function joinedFile(code, names, codes) {
  const add = names.length === 0 ? '' : `start.add({${asMembers(names, codes)}});\n`;
  const body = code.replace(required, 'start.get("./$1")');
  return `"use strict";const start=require("./${entry}");\n${add}${body}`;
}

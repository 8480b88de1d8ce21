/** Code of others, in files of its own that are loaded where it is used: modules that import packages, with these. */
import { basename, sep } from 'node:path';
import { build, transform } from 'esbuild';
import { packageText, linkOthers, options, packageFile } from './code.mjs';

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
  // HTTPS and TLS are loaded when a request needs them (4 ms): src/aws/send.ts.
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

/**
 * The files, by name, with which file holds which module; what several of them need is in files that these load. The
 * metafile says whose code is in them.
 */
export async function packagesOf({ ids, modules }) {
  const holders = modules.filter(({ packages }) => packages.length > 0).map(({ name }) => name);
  const late = [...new Set(modules.flatMap(({ latePackages }) => latePackages))];
  const nameOfEntry = (path) => packageFile(path.replace(/^src\/|\.ts$/g, ''));
  const result = await build({
    ...options,
    // `import()` stays until each file is made CommonJS: splitting exists for ES modules only.
    supported: {},
    entryPoints: Object.fromEntries(
      [...holders, ...late].map((path) => [nameOfEntry(path).replace(/\.cjs$/, ''), path]),
    ),
    outdir: 'none',
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'packages/[name]-[hash]',
    plugins: [linkOthers(ids, () => false), withoutChildProcess, withoutGiven],
    // The SDK's ES modules: what is not used of them is left out (CommonJS is taken whole: 450 kB instead of 175).
    mainFields: ['module', 'main'],
  });
  const files = new Map();
  for (const { path, text } of result.outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: options.target,
      charset: 'ascii',
      supported: options.supported,
    });
    // All of them are in one folder, and named from the one above.
    const body = await packageText(
      code.replace(/require\("\.\/([^"/]+\.cjs)"\)/g, 'require("./packages/$1")'),
    );
    files.set(`packages/${basename(path)}`, body);
  }
  const holderOf = new Map(holders.map((name) => [ids.get(name), nameOfEntry(name)]));
  return { files, holderOf, metafile: result.metafile };
}

/** The modules of the program: their graph, and each of them as a text of its own. */
import { build } from 'esbuild';
import {
  functionOf,
  linkOthers,
  linkPackages,
  nameOf,
  options,
  ownCode,
  packageFacts,
  smallText,
} from './code.mjs';

/** Every module that `src/main.ts` reaches, by its name, with its number and what it imports. */
export async function graphOf(entry) {
  const { metafile } = await build({
    ...options,
    entryPoints: [entry],
    outdir: 'none',
    bundle: true,
    format: 'esm',
    packages: 'external',
    plugins: [packageFacts],
  });
  const names = Object.keys(metafile.inputs)
    .filter((name) => name.startsWith('src/'))
    .sort();
  const ids = new Map(names.map((name, id) => [name, id]));
  const modules = names.map((name) => {
    const { imports } = metafile.inputs[name];
    const isOf = (kinds) => (one) => kinds.includes(one.kind);
    const own = (one) => ids.has(one.path);
    const packages = imports.filter((one) => one.external && !one.path.startsWith('node:'));
    return {
      name,
      statics: imports
        .filter(own)
        .filter(isOf(['import-statement']))
        .map(({ path }) => ids.get(path)),
      dynamics: imports
        .filter(own)
        .filter(isOf(['dynamic-import']))
        .map(({ path }) => ids.get(path)),
      /** Packages that are a part of it, and those that it loads when it wants them. */
      packages: packages.filter(isOf(['import-statement'])).map(({ path }) => path),
      latePackages: packages.filter(isOf(['dynamic-import'])).map(({ path }) => path),
    };
  });
  return { ids, modules };
}

/** Those, and all that they import without waiting. */
export function closureOf(modules, ids) {
  const found = new Set(ids);
  for (const id of found) for (const other of modules[id].statics) found.add(other);
  return found;
}

/** The text of each module that is no part of a file of packages, and the names that it exports; by number. */
export async function textsOf({ ids, modules }) {
  const wanted = modules.filter(({ packages }) => packages.length === 0).map(({ name }) => name);
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: wanted,
    outdir: 'none',
    outbase: 'src',
    bundle: true,
    format: 'cjs',
    plugins: [packageFacts, linkOthers(ids, () => false), linkPackages],
  });
  const texts = new Map();
  for (const { path, text } of outputFiles) {
    const { entryPoint } = metafile.outputs[nameOf(path)];
    texts.set(ids.get(entryPoint), {
      text: await smallText(functionOf(ownCode(text))),
      exports: exportsOf(text),
    });
  }
  return texts;
}

/** esbuild lists them at the top: `__export(x_exports, { name: () => name, … })`. */
function exportsOf(code) {
  const [, list = ''] = /^__export\(\w+, \{\n([^}]*)\}\);$/m.exec(code) ?? [];
  return [...list.matchAll(/^ {2}(\w+): \(\) => /gm)].map(([, name]) => name);
}

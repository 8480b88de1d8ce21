/**
 * The library for Node in three parts: `core.js`, which every import reads; `late.cjs`, what most callers never call, read
 * with the first such call, at once, as `require` does and `import()` does not; and `matchers.cjs`, of the test runners
 * (docs/decisions/0142). The latter two are functions of what they use of the core.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, transform } from 'esbuild';

/** Functions of `src/library` that the other parts leave to the late one, by their files. */
const lateFunctions = {
  lint: 'lint',
  'lint-template': 'lintTemplate',
  diff: 'diff',
  'explain-error': 'explainError',
};

/** What stands in which part beside the core. */
const parts = {
  late: Object.entries(lateFunctions).map(
    ([file, name]) => `export { ${name} } from './library/${file}.ts';`,
  ),
  matchers: ["export { matchers } from './matchers/matchers.ts';"],
};

/** Writes the parts into `outFolder`; what esbuild says of them comes back. */
export async function buildParts(root, options, outFolder) {
  let shared = [];
  for (;;) {
    const core = await buildCore(root, options, shared);
    const others = await Promise.all(
      Object.keys(parts).map((name) => buildPart(root, options, name, core.modules)),
    );
    const used = [...new Set(others.flatMap(({ uses }) => uses))].sort();
    // What the others use of the core may bring more modules into it.
    if (used.join() !== shared.join()) {
      shared = used;
      continue;
    }
    await writeFile(join(outFolder, 'core.js'), core.text);
    for (const { name, text } of others) {
      const numbered = text.replace(/<<(.*?)>>/g, (_, use) => `c${shared.indexOf(use)}`);
      const { code } = await transform(numbered, { ...small(options), format: 'cjs' });
      // In brackets V8 reads a function once, and not a second time where it is called.
      const whole = `module.exports=(function(core){const module={exports:{}};${code.trimEnd()}\nreturn module.exports});\n`;
      await writeFile(join(outFolder, `${name}.cjs`), whole);
    }
    return [core, ...others].map(({ metafile }) => metafile);
  }
}

function small({ charset, minify, target }) {
  return { charset, minify, target };
}

/** With what the late part uses of it, each as `path name`. */
async function buildCore(root, options, shared) {
  const uses = shared.map((use) => use.split(' '));
  const list = uses.map(([path, name], at) => `import { ${name} as c${at} } from './${path}';`).join('\n');
  const { outputFiles, metafile } = await build({
    ...options,
    plugins: [toLate, loader(root, list, uses.map((_, at) => `c${at}`).join())],
    stdin: {
      contents: "export * from './src/index.ts';\nexport { matchers } from 'late';",
      resolveDir: root,
      sourcefile: 'core.ts',
      loader: 'ts',
    },
    outfile: 'core.js',
    write: false,
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const modules = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  return { text: outputFiles[0].text, metafile, modules: new Set(modules) };
}

/** A function of the late part is one that loads it. */
const toLate = {
  name: 'to-late',
  setup(building) {
    const files = new RegExp(`/(?:${Object.keys(lateFunctions).join('|')})\\.ts$`);
    building.onResolve({ filter: files }, ({ path, importer }) =>
      /[\\/](?:library[\\/]exports|matchers[\\/]matchers)\.ts$/.test(importer)
        ? { path, namespace: 'to-late' }
        : undefined,
    );
    building.onLoad({ filter: /./, namespace: 'to-late' }, ({ path }) => {
      const [file = ''] = /[^/]+(?=\.ts$)/.exec(path) ?? [];
      const name = lateFunctions[file];
      const contents = `import { late } from 'late';\nexport function ${name}(...given) { return late().${name}(...given); }`;
      return { contents };
    });
  },
};

/** Who loads the other parts, each once: a module of the core. */
function loader(root, imports, names) {
  return {
    name: 'loader',
    setup(building) {
      building.onResolve({ filter: /^late$/ }, () => ({ path: 'late', namespace: 'late' }));
      building.onLoad({ filter: /./, namespace: 'late' }, () => ({
        contents: `import { createRequire } from 'node:module';\n${imports}\nlet loaded;
const load = (name) => createRequire(import.meta.url)(name)({ late, ${names} });
export function late() { return (loaded ??= load('./late.cjs')); }
export function matchers() { return load('./matchers.cjs').matchers; }`,
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

/** The text of a part as a module, what it has of these modules of the core taken from `core`. */
async function buildPart(root, options, name, inCore) {
  const { outputFiles, metafile } = await build({
    ...options,
    minify: false,
    banner: {},
    plugins: [toLate, ofCore(root, inCore)],
    stdin: {
      contents: parts[name].join('\n'),
      resolveDir: join(root, 'src'),
      sourcefile: 'late.ts',
      loader: 'ts',
    },
    outfile: 'late.js',
    write: false,
  });
  const uses = new Set();
  const text = outputFiles[0].text.replace(
    /^import (?:\{([^}]*)\} from )?"core:([^"]+)";$/gm,
    (_, names = '', path) =>
      names
        .split(',')
        .map((one) => one.trim().split(' as '))
        .filter(([of]) => of !== '')
        .map(([of, own = of]) => {
          if (path === 'late') return `const { ${of}: ${own} } = core;`;
          uses.add(`${path} ${of}`);
          return `const ${own} = core.${marked(`${path} ${of}`)};`;
        })
        .join('\n'),
  );
  if (text.includes('"core:')) throw new Error(`${name} uses a whole module of the core`);
  return { name, metafile, uses: [...uses], text };
}

/** In place of the number that is not known yet. */
function marked(use) {
  return `<<${use}>>`;
}

/** In the other parts a module of the core is one from outside. */
function ofCore(root, inCore) {
  return {
    name: 'of-core',
    setup(building) {
      building.onResolve({ filter: /^late$/ }, () => ({
        path: 'core:late',
        external: true,
        sideEffects: false,
      }));
      building.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        return inCore.has(file) ? { path: `core:${file}`, external: true, sideEffects: false } : undefined;
      });
    },
  };
}

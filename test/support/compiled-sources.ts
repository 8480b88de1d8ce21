import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import type { Plugin } from 'vitest/config';

/**
 * The program's modules as Node itself loads them. Vitest's own way of loading asks a getter for each word that is imported,
 * at each use, and keeps V8 from compiling across modules: it doubled the time that the tests take.
 */

const root = join(import.meta.dirname, '..', '..');
const sources = join(root, 'src');

/** In the folder of a run; two folders deep is `data/`, as it is seen from `src/data/`. */
const folderIn = (shared: string) => join(shared, 'compiled');

const require = createRequire(import.meta.url);

/**
 * What a compiled module imports in place of `path`. A package is named by its file: by a link to `node_modules` Node took
 * some for modules of their own, which had the names of their values and no values.
 */
function compiledName(path: string): string {
  if (path.startsWith('.')) return path.replace(/\.ts$/, '.mjs');
  return isBuiltin(path) || path === 'vitest' ? path : pathToFileURL(require.resolve(path)).href;
}

/** Compiles each module of `src/` to one of JavaScript, so that each is still made once, and when it is asked for. */
export async function compileSources(shared: string): Promise<void> {
  const folder = folderIn(shared);
  await build({
    absWorkingDir: root,
    entryPoints: readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(sources, file)),
    outdir: join(folder, 'src'),
    outbase: sources,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'each module by itself',
        setup(setup) {
          setup.onResolve({ filter: /^[^.]|\.ts$/ }, ({ kind, path }) =>
            kind === 'entry-point' ? undefined : { path: compiledName(path), external: true },
          );
        },
      },
    ],
  });
  for (const name of ['data', 'node_modules']) symlinkSync(join(root, name), join(folder, name), 'junction');
}

/** Whether what is compiled once would be what the tests are about: not where sources change, or are looked at. */
export function wantsCompiled({ config, vitest }: TestProject): boolean {
  return !vitest.config.watch && !config.coverage.enabled;
}

/** Gives tests the compiled modules. */
export function compiledSources(): Plugin {
  let project: TestProject | undefined;
  const loadsAnew = new Map<string, boolean>();

  /** What vitest is told to load anew it has to load itself, and what nobody is known to ask for. */
  function isLoadedByVitest(importer: string): boolean {
    const known =
      loadsAnew.get(importer) ??
      (!existsSync(importer) || readFileSync(importer, 'utf8').includes('vi.resetModules()'));
    loadsAnew.set(importer, known);
    return known || importer.startsWith(sources + sep);
  }

  return {
    name: 'compiled-sources',
    enforce: 'pre',
    configureVitest(context) {
      project = context.project;
    },
    resolveId(asked, importer) {
      if (project === undefined || importer === undefined || !wantsCompiled(project)) return undefined;
      const path = asked.startsWith('file:') ? fileURLToPath(asked) : join(dirname(importer), asked);
      if (!path.startsWith(sources + sep) || !path.endsWith('.ts')) return undefined;
      if (isLoadedByVitest(importer)) return undefined;
      const { sharedFolder } = project.getProvidedContext();
      return join(folderIn(sharedFolder), 'src', relative(sources, path).replace(/\.ts$/, '.mjs'));
    },
  };
}

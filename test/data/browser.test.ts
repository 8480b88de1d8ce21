import { build, type Plugin } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What is of use without a file system, a network and a process. */
const rooms = ['core', 'formats', 'data', 'output', 'identifiers', 'decode', 'credentials', 'policy'];
/** Node's own reader of the tables, which a door of the program chooses. */
const nodeOnly = 'src/data/files.ts';

interface Bundled {
  readonly nodeModules: readonly string[];
  /** How each file of `aws` is imported. */
  readonly awsImports: ReadonlySet<string>;
  readonly bytes: number;
}

/** The files as one program for a browser; what asks AWS stays outside. */
async function bundle(files: readonly string[]): Promise<Bundled> {
  const nodeModules: string[] = [];
  const awsImports = new Set<string>();
  const watch: Plugin = {
    name: 'watch',
    setup(bundler) {
      bundler.onResolve({ filter: /^node:/ }, ({ path, importer }) => {
        nodeModules.push(`${path} from ${importer.slice(root.length + 1)}`);
        return { path, external: true };
      });
      bundler.onResolve({ filter: /\.\.\/aws\// }, ({ path, kind }) => {
        awsImports.add(kind);
        return { path, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    stdin: {
      contents: files.map((file, index) => `export * as m${index} from './${file}';`).join('\n'),
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    logLevel: 'silent',
    plugins: [watch],
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
  return { nodeModules, awsImports, bytes };
}

function filesOf(room: string): readonly string[] {
  const folder = join(root, 'src', room);
  const inside = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return inside
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${room}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file !== nodeOnly);
}

test('the rooms bundle for a browser without a module of Node', async () => {
  const files = rooms.flatMap(filesOf);
  for (const room of rooms) expect(files.some((file) => file.startsWith(`src/${room}/`))).toBe(true);
  const { nodeModules, awsImports, bytes } = await bundle(files);
  expect(nodeModules).toEqual([]);
  // `--live` alone asks AWS: its modules are loaded when somebody does.
  expect([...awsImports]).toEqual(['dynamic-import']);
  expect(bytes).toBeGreaterThan(500_000);
});

test('a module of Node would be seen', async () => {
  const { nodeModules } = await bundle([nodeOnly]);
  expect(nodeModules).toContain(`node:fs from ${nodeOnly}`);
});

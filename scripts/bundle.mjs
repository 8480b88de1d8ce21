/**
 * Makes the program that is shipped (docs/decisions/0034): `main.cjs`, which starts it; a file for each command, with the
 * modules that it mostly needs; all other modules one by one in `modules.txt`; packages in files of their own.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { options, root } from './bundle/code.mjs';
import { commandFile } from './bundle/command-file.mjs';
import { commandNames, hotModulesOf } from './bundle/hot.mjs';
import { graphOf, textsOf } from './bundle/modules.mjs';
import { packagesOf } from './bundle/packages.mjs';
import { writeThirdParty } from './third-party.mjs';

/** Two folders deep, as `src/data/` is: `../../data` is the package's data folder in both. */
const folder = 'node';
/** The file of a program that no command was asked of, as for help. */
const noCommand = 'program';

/** Writes the program to `outFolder`, which is replaced only when all of it is there. */
export async function build(outFolder) {
  const graph = await graphOf('src/main.ts');
  const [texts, packages] = await Promise.all([textsOf(graph), packagesOf(graph)]);
  const program = { graph, texts, packages };
  const commands = commandNames(program);
  const files = new Map(packages.files);
  for (const command of [...commands, noCommand]) {
    const hot = await hotModulesOf(command, program);
    files.set(`${command}.cjs`, await commandFile(hot, program));
  }
  files.set('modules.txt', allModules(program));
  files.set('main.cjs', await startFile(commands, files));

  const next = `${outFolder}.${process.pid}`;
  await rm(next, { recursive: true, force: true });
  for (const [name, text] of files) {
    const path = join(next, folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await writeThirdParty(next, root, packages.metafile);
  await rm(outFolder, { recursive: true, force: true });
  await rename(next, outFolder);
}

/** First a line that says where which module stands behind it, or in which file of packages; then their texts. */
function allModules({ graph: { modules }, texts, packages: { holderOf } }) {
  let all = '';
  const places = modules.map(({ name }, id) => {
    const text = texts.get(id)?.text;
    if (text === undefined) return [holderOf.get(id), 0, 0];
    const start = all.length;
    all += `${text}\n`;
    return [name.replace(/^src\//, ''), start, text.length];
  });
  return `${JSON.stringify(places)}\n${all}`;
}

async function startFile(commands, files) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}`);
  const built = { version, id: hash.digest('hex'), commands, noCommand };
  const { outputFiles } = await bundle({
    ...options,
    entryPoints: ['src/host/start.ts'],
    outdir: 'none',
    bundle: true,
    format: 'cjs',
    minify: true,
    define: { ...options.define, built: JSON.stringify(built) },
  });
  return outputFiles[0].text;
}

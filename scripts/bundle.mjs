/**
 * Makes the program that is shipped (docs/decisions/0034): `main.cjs`, which starts it; a file for each command, with the
 * modules that it mostly needs; all other modules one by one in `modules.txt`; packages in files of their own; and
 * `keep.cjs`, which keeps what V8 compiled (0035).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { options, ownCode, root, smallText } from './bundle/code.mjs';
import { topLevelFunctions, withEager } from './bundle/eager.mjs';
import { commandFile } from './bundle/command-file.mjs';
import { commandNames, hotModulesOf, questionsFor } from './bundle/hot.mjs';
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
    const questions = await questionsFor(command, program);
    const hot = await hotModulesOf(command, questions, program);
    files.set(`${command}.cjs`, await commandFile(hot, questions, program));
  }
  const { places, all } = allModules(program);
  files.set('modules.txt', all);
  files.set('modules.json', JSON.stringify(places));
  for (const [name, text] of await startFiles(commands, files)) files.set(name, text);

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

/** The texts of all modules, and where which of them stands, or in which file of packages. */
function allModules({ graph: { modules }, texts, packages: { holderOf } }) {
  let all = '';
  const places = modules.map(({ name }, id) => {
    const text = texts.get(id)?.text;
    if (text === undefined) return [holderOf.get(id), 0, 0];
    const start = all.length;
    all += `${text}\n`;
    return [name.replace(/^src\//, ''), start, text.length];
  });
  return { places, all };
}

/** `main.cjs`, and `keep.cjs`, which it loads after an answer now and then. */
async function startFiles(commands, files) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const hash = createHash('sha256').update(version);
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}`);
  const built = { id: hash.digest('hex').slice(0, 16), commands, noCommand };
  const start = await startCode('src/host/start.ts', { built: JSON.stringify(built) });
  const keep = await startCode('src/host/keep-code.ts', {});
  return [
    ['main.cjs', await programText(withEager(start, topLevelFunctions(start)))],
    ['keep.cjs', await programText(keep)],
  ];
}

/** A text that Node loads by itself, unlike all others. */
async function programText(code) {
  return `${await smallText(`(function(){"use strict";\n${code}\n})`)}();\n`;
}

async function startCode(entry, define) {
  const { outputFiles } = await bundle({
    ...options,
    entryPoints: [entry],
    outdir: 'none',
    bundle: true,
    format: 'cjs',
    define: { ...options.define, ...define },
    plugins: [
      {
        name: 'keep-later',
        setup: (setup) =>
          setup.onResolve({ filter: /\/keep-code\.ts$/ }, ({ kind }) =>
            kind === 'dynamic-import' ? { path: './keep.cjs', external: true } : undefined,
          ),
      },
    ],
  });
  return ownCode(outputFiles[0].text.replace('__toESM(require("./keep.cjs"), 1)', 'require("./keep.cjs")'));
}

/** Which modules a command mostly needs: found by asking it what most people ask. */
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { createRequire } from 'node:module';
import { closureOf } from './modules.mjs';
import { root } from './code.mjs';
import { withAws } from './fake-aws.mjs';
import { usualQuestions } from './usual-questions.mjs';

/** The names of all commands. */
export function commandNames(program) {
  const { commands } = linkAll(program).link(program.graph.ids.get('src/commands.ts'));
  return commands.map(({ name }) => name);
}

/** The numbers of the modules that the command made to answer its usual questions. */
export async function hotModulesOf(command, program) {
  const { ids, modules } = program.graph;
  const main = ids.get('src/main.ts');
  const start = closureOf(modules, [main]);
  // What the real program needs of the machine is asked of a host of plain data here.
  const hot = new Set([...start].filter((id) => modules[id].name.startsWith('src/host/')));
  const questions = usualQuestions[command];
  for (const question of questions ?? []) {
    const { link, ids: made } = linkAll(program);
    await ask(link, ids, question);
    for (const id of made()) hot.add(id);
  }
  // Others answer about what only a machine has: nobody knows beforehand what they need.
  if (questions === undefined)
    for (const id of closureOf(modules, [ids.get(`src/commands/${command}.ts`), main])) hot.add(id);
  hot.delete(ids.get('src/host/memory.ts'));
  return new Set([...hot].filter((id) => program.texts.has(id)));
}

/** The program as it runs, with every module made when something of it is used. */
function linkAll({ texts, packages: { files, holderOf } }) {
  const made = new Map();
  const folder = join(root, 'dist', 'node');
  const requireNode = createRequire(import.meta.url);
  const link = (id) => {
    if (made.has(id)) return made.get(id).exports;
    const text = texts.get(id)?.text ?? files.get(holderOf.get(id) ?? id);
    if (text === undefined) throw new Error(`there is no module ${id}`);
    const module = { exports: {} };
    made.set(id, module);
    const requireOf = (path) => (path.startsWith('./') ? link(path.slice(2)) : requireNode(path));
    runInThisContext(text)(module, requireOf, link, join(folder, 'x'), folder);
    return module.exports;
  };
  return { link, ids: () => [...made.keys()].filter((id) => typeof id === 'number') };
}

async function ask(link, ids, { asksAws = false, words, world, status }) {
  const { main } = link(ids.get('src/main.ts'));
  const { memoryHost } = link(ids.get('src/host/memory.ts'));
  let text = '';
  const write = (piece) => Promise.resolve((text += piece) !== '');
  const run = (more) => {
    const host = memoryHost({ ...world, ...more, env: { ...world.env, ...more.env } });
    return main(words, host, { writeOut: write, writeErr: write });
  };
  const got = asksAws
    ? await withAws((url) => run({ now: Date.now(), env: { AWS_ENDPOINT_URL: url } }))
    : await run({});
  if (got !== status) throw new Error(`iamx ${words.join(' ')} ended with ${got}\n${text}`);
}

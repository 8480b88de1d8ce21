/** Which modules a command mostly needs: found by asking it what most people ask. */
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { runInThisContext, Script } from 'node:vm';
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

/** The usual questions of the command, where they can be asked here: not every machine lets a build listen. */
export async function questionsFor(command, program) {
  const questions = usualQuestions[command] ?? [];
  try {
    for (const question of questions) await ask(linkAll(program).link, program.graph.ids, question);
    return questions;
  } catch (error) {
    if (!questions.some(({ asksAws }) => asksAws)) throw error;
    console.warn(`iamx ${command} cannot be asked here: its file will hold all that it may need`);
    return [];
  }
}

/** The numbers of the modules that the command made to answer the questions. */
export async function hotModulesOf(command, questions, program) {
  const { ids, modules } = program.graph;
  const main = ids.get('src/main.ts');
  const hot = new Set([main, ...(await hostModulesOf(program))]);
  for (const question of questions) {
    const { link, made } = linkAll(program);
    await ask(link, ids, question);
    for (const id of made()) hot.add(id);
    const onHost = ids.get(`src/host/${question.hostModule}.ts`);
    if (onHost !== undefined) for (const id of closureOf(modules, [onHost])) hot.add(id);
  }
  const module = ids.get(`src/commands/${command}.ts`);
  if (questions.length === 0 && module !== undefined)
    for (const id of closureOf(modules, [module, main])) hot.add(id);
  hot.delete(ids.get('src/host/memory.ts'));
  return new Set([...hot].filter((id) => program.texts.has(id)));
}

/** Questions are asked on a host of plain data: what the real one mostly needs is found by itself. */
async function hostModulesOf(program) {
  const { link, made } = linkAll(program);
  await useHost(link, program.graph.ids);
  return made();
}

async function useHost(link, ids) {
  const idOf = (name) => ids.get(`src/host/${name}.ts`);
  link(idOf('streams')).nodeStreams();
  const host = link(idOf('node')).nodeHost();
  const missing = join(root, 'no-such-file');
  await Promise.all([host.inspect(missing), host.readFile(missing).catch(() => undefined)]);
}

/** What the questions call in the code that was made for them: the places of these functions. */
export async function calledIn(code, questions, program) {
  const url = 'iamx:code';
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    for (const question of questions) {
      const { link, first } = linkAll(program, new Script(code, { filename: url }).runInThisContext());
      await useHost(link, program.graph.ids);
      await ask(link, program.graph.ids, question, first);
    }
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter((script) => script.url === url)
      .flatMap(({ functions }) => functions)
      .filter(({ ranges: [range] }) => range.count > 0)
      .map(({ ranges: [range] }) => [range.startOffset, range.endOffset]);
  } finally {
    session.disconnect();
  }
}

/** The program as it runs, with every module made when something of it is used, where `first` did not bring it. */
function linkAll({ texts, packages: { files, holderOf } }, first) {
  const all = new Map();
  const folder = join(root, 'dist', 'node');
  const requireNode = createRequire(import.meta.url);
  let offered = {};
  const make = (id, body) => {
    const module = { exports: {} };
    all.set(id, module);
    const requireOf = (path) => (path.startsWith('./') ? link(path.slice(2)) : requireNode(path));
    body(module, requireOf, link, join(folder, 'x'), folder);
    return module.exports;
  };
  const link = (id) => {
    if (all.has(id)) return all.get(id).exports;
    if (id in offered) {
      all.set(id, { exports: offered[id]() });
      return all.get(id).exports;
    }
    const text = texts.get(id)?.text ?? files.get(holderOf.get(id) ?? id);
    if (text === undefined) throw new Error(`there is no module ${id}`);
    return make(id, runInThisContext(text));
  };
  link.offer = (modules) => (offered = modules);
  const exports = first && make('first', first);
  return { link, made: () => [...all.keys()].filter((id) => typeof id === 'number'), first: exports };
}

async function ask(link, ids, { asksAws = false, words, world, status }, first) {
  const { main } = first ?? link(ids.get('src/main.ts'));
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

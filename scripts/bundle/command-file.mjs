/** One file for a command: its modules in one scope, the commands' `start`, and a way to its modules for all others. */
import { build } from 'esbuild';
import {
  functionOf,
  linkOthers,
  linkPackages,
  options,
  ownCode,
  packageFacts,
  root,
  smallText,
} from './code.mjs';
import { withEager } from './eager.mjs';
import { calledIn } from './hot.mjs';

/** The text of the command's file, in which the modules `hot` are. */
export async function commandFile(hot, questions, program) {
  const { ids, modules } = program.graph;
  const wanted = [...hot].filter((id) => isLinked(id, hot, modules));
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: entryOf(wanted, modules, program.texts), resolveDir: root, loader: 'js' },
    outdir: 'none',
    bundle: true,
    format: 'cjs',
    plugins: [packageFacts, linkOthers(ids, (id) => hot.has(id)), linkPackages],
  });
  const code = functionOf(ownCode(outputFiles[0].text));
  return smallText(withEager(code, await calledIn(code, questions, program)));
}

/** Whether a module that is elsewhere may ask for it, or one that is here by `import()`. */
function isLinked(id, hot, modules) {
  return modules.some(
    ({ statics, dynamics }, other) => dynamics.includes(id) || (statics.includes(id) && !hot.has(other)),
  );
}

/** Modules are offered as functions, so that nothing is done for those that nobody asks for. */
function entryOf(wanted, modules, texts) {
  const lines = ["export { main, start } from './src/main.ts';"];
  const offers = wanted.map((id) => {
    const names = texts.get(id).exports;
    const local = (name) => `_${id}_${name}`;
    if (names.length > 0) {
      const list = names.map((name) => `${name} as ${local(name)}`).join(', ');
      lines.push(`import { ${list} } from './${modules[id].name}';`);
    }
    return `${id}: () => ({ ${names.map((name) => `get ${name}() { return ${local(name)} }`).join(', ')} })`;
  });
  return [...lines, `link.offer({ ${offers.join(',\n')} });`].join('\n');
}

import { chainEnv, chainFiles } from '../src/commands/demo/chain.ts';
import { sampleFiles } from '../src/commands/demo/sample.ts';
import { memoryHost } from '../src/host/memory.ts';
import { main } from '../src/main.ts';

const example = /```console\n(\$ (?:[^\n]*\\\n)*[^\n]*)\n[^`]*```/g;

/** The text with the true output under every `console` example, as it is on a pipe, in the sample's folder and the demo's shell. */
export async function withTrueOutput(text: string): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(example)) {
    const command = found[1] ?? '';
    parts.push(text.slice(from, found.index), '```console\n', command, '\n', await outputOf(command), '```');
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)].join('');
}

async function outputOf(command: string): Promise<string> {
  const typed = command
    .slice(2)
    .replaceAll('\\\n', ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const assigned = typed.slice(
    0,
    typed.findIndex((word) => !word.includes('=')),
  );
  const [program, ...words] = typed.slice(assigned.length);
  if (program !== 'iamx') throw new Error(`the example does not run iamx: ${command}`);
  let text = '';
  const write = (piece: string) => Promise.resolve((text += piece) !== '');
  const variables = Object.fromEntries(
    assigned.map((word): [string, string] => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
  const host = memoryHost({
    files: { ...sampleFiles, ...chainFiles },
    env: { LANG: 'C.UTF-8', ...chainEnv, ...variables },
  });
  await main(words, host, { writeOut: write, writeErr: write });
  return text;
}

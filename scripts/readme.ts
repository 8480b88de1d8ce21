import { sampleFiles } from '../src/commands/demo/sample.ts';
import { memoryHost } from '../src/host/memory.ts';
import { main } from '../src/main.ts';

const example = /```console\n(\$ (?:[^\n]*\\\n)*[^\n]*)\n[^`]*```/g;

/** The text with the true output under every `console` example, as it is on a pipe, in the sample's folder. */
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
  const [program, ...words] = command
    .slice(2)
    .replaceAll('\\\n', ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (program !== 'iamx') throw new Error(`the example does not run iamx: ${command}`);
  let text = '';
  const write = (piece: string) => Promise.resolve((text += piece) !== '');
  const host = memoryHost({ files: sampleFiles, env: { LANG: 'C.UTF-8' } });
  await main(words, host, { writeOut: write, writeErr: write });
  return text;
}
